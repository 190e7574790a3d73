"""Schedules that rise and fall."""

from ..interface import Hyperparameter
from .decay import FINAL, KEEPS_GOING, falling
from .elementary import begun, cos, floor, lasting, maximum, minimum, pi, power, where
from .interface import ScheduleEntry


def _between(share):
    return minimum(maximum(share, 0.0), 1.0)


def one_cycle_multipliers(k, steps, pct_start, initial, final, straight):
    """Torch OneCycleLR with two phases; the peak is at pct_start · steps - 1, which need not be a whole number."""
    peak, last = pct_start * steps - 1.0, steps - 1.0
    rise = where(peak > 0.0, _between(k / where(peak > 0.0, peak, 1.0)), 1.0)
    fall = where(last > peak, _between((k - peak) / where(last > peak, last - peak, 1.0)), 0.0)
    rise = where(straight > 0.0, rise, 0.5 * (1.0 - cos(pi * rise)))
    fall = where(straight > 0.0, fall, 0.5 * (1.0 - cos(pi * fall)))
    return where(k <= peak, initial + (1.0 - initial) * rise, 1.0 + (final - 1.0) * fall)


def cyclic_multipliers(k, steps, lowest, step_up, step_down, shrink, gamma):
    """Torch CyclicLR: triangular (shrink = γ = 1), triangular2 (shrink = 1/2), exp_range (γ < 1)."""
    length = step_up + where(step_down > 0.0, step_down, step_up)
    cycle = floor(k / length)
    x = k / length - cycle
    turn = step_up / length
    height = where(x <= turn, x / turn, (x - 1.0) / (turn - 1.0))
    return lowest + (1.0 - lowest) * height * power(shrink, cycle) * power(gamma, k)


def warm_restarts_multipliers(k, steps, period, growth, final):
    """SGDR, equation 5: the i-th cosine lasts T₀ growthⁱ updates and begins at the full rate."""
    share = (k - begun(k, period, growth)) / lasting(k, period, growth)
    return final + (1.0 - final) * 0.5 * (1.0 + cos(pi * share))


one_cycle = ScheduleEntry(
    key="one_cycle",
    name="One cycle",
    symbol="∧",
    formula=(
        r"\eta_k = \begin{cases} \eta_0 + \tfrac12(\eta - \eta_0)(1 - \cos \pi\frac{k}{k_p}) & k \le k_p \\"
        r" \eta + \tfrac12(\eta_T - \eta)(1 - \cos \pi\frac{k - k_p}{T - 1 - k_p}) & k > k_p \end{cases},"
        r"\quad k_p = pT - 1"
    ),
    multipliers=one_cycle_multipliers,
    conditions=lambda pct_start, initial, final, straight: falling(final),
    parameters=(
        Hyperparameter("pct_start", "p", 0.3, 0.0, 1.0, "linear", "The share of the run that rises."),
        Hyperparameter("initial", "η₀/η", 0.04, 0.0, 1.0, "linear", "Where it begins: PyTorch's 1/div_factor."),
        Hyperparameter(
            "final", "η_T/η", 4e-6, 0.0, 1.0, "log", "Where it ends: PyTorch's 1/(div_factor · final_div_factor)."
        ),
        Hyperparameter("straight", "linear", 0, 0, 1, "linear", "Straight lines instead of cosines.", kind="switch"),
    ),
    note="The learning rate is the peak. Short steps at first, long ones in the middle, and a landing below the start.",
    source="L. N. Smith, N. Topin, Super-convergence, 2019; torch OneCycleLR.",
    cites=("smith2019",),
)

cyclic = ScheduleEntry(
    key="cyclic",
    name="Cyclic",
    symbol="∧∧∧",
    formula=(
        r"\eta_k = \eta_{\min} + (\eta - \eta_{\min})\,\Lambda_k\, s^{c}\gamma^{k},"
        r"\quad \Lambda_k \in [0, 1] \text{ a triangle},\ c \text{ the cycle}"
    ),
    multipliers=cyclic_multipliers,
    conditions=lambda lowest, step_up, step_down, shrink, gamma: falling(
        lowest > 0.0 or (shrink == 1.0 and gamma == 1.0)
    ),
    parameters=(
        Hyperparameter(
            "lowest", "η_min/η", 0.1, 0.0, 1.0, "linear", "Where each cycle begins, as a share of the peak."
        ),
        Hyperparameter(
            "step_up", "k↑", 20, 1, 100_000, "linear", "Updates from the bottom to the peak.", kind="integer"
        ),
        Hyperparameter("step_down", "k↓", 0, 0, 100_000, "linear", "Updates back; 0 is as many as up.", kind="integer"),
        Hyperparameter(
            "shrink", "s", 1.0, 0.0, 1.0, "linear", "Height of a cycle against the one before: 1/2 is triangular2."
        ),
        Hyperparameter(
            "gamma", "γ", 1.0, 0.9, 1.0, "linear", "Shrinks the height at every update: below 1 it is exp_range."
        ),
    ),
    note="The learning rate is the peak. Long steps leave sharp minima, short ones settle.",
    source="L. N. Smith, Cyclical learning rates for training neural networks, 2017; torch CyclicLR.",
    cites=("smith2017",),
)

warm_restarts = ScheduleEntry(
    key="warm_restarts",
    name="Warm restarts",
    symbol="cos↺",
    formula=(
        r"\eta_k = \eta_T + \tfrac12 (\eta - \eta_T)\Bigl(1 + \cos\frac{\pi\,T_{cur}}{T_i}\Bigr),"
        r"\quad T_{i+1} = m\,T_i"
    ),
    multipliers=warm_restarts_multipliers,
    conditions=lambda period, growth, final: KEEPS_GOING,
    parameters=(
        Hyperparameter("period", "T₀", 30, 1, 100_000, "linear", "Updates in the first cosine.", kind="integer"),
        Hyperparameter(
            "growth", "m", 2, 1, 10, "linear", "How much longer each cosine is than the one before.", kind="integer"
        ),
        FINAL,
    ),
    note="At k = T_i the rate is whole again; the end of a cosine itself is never used.",
    source="I. Loshchilov, F. Hutter, SGDR: stochastic gradient descent with warm restarts, 2017.",
    cites=("loshchilov2017",),
)
