"""Schedules that fall: each a function of the update's number alone."""

from ..interface import Hyperparameter
from .elementary import cos, exp, floor, maximum, minimum, ones, passed, pi, power, sqrt, where
from .interface import Milestones, RobbinsMonro, ScheduleEntry

PERIOD = Hyperparameter(
    "period", "T", 0, 0, 1_000_000, "linear", "Updates until the end of the fall; 0 is the whole run.", kind="integer"
)
FINAL = Hyperparameter("final", "η_T/η", 0.0, 0.0, 1.0, "linear", "Where it ends, as a share of the rate.")
KEEPS_GOING, DIES_OUT = RobbinsMonro(True, False), RobbinsMonro(False, True)


def falling(final):
    """A rate that stays above 0 adds up without end, and so do its squares."""
    return KEEPS_GOING if final > 0.0 else DIES_OUT


def _lasting(steps, period):
    return where(period > 0.0, period, maximum(steps, 1.0))


def _share(k, steps, period):
    return minimum(k / _lasting(steps, period), 1.0)


constant = ScheduleEntry(
    key="constant",
    name="Constant",
    symbol="η",
    formula=r"\eta_k = \eta",
    multipliers=lambda k, steps: ones(k),
    conditions=lambda: KEEPS_GOING,
    note="Reaches a neighbourhood of the minimum fast; with noise it circles there for ever.",
    source="H. Robbins, S. Monro, A stochastic approximation method, 1951, for why it is not enough.",
    cites=("robbins1951",),
)

inverse_time = ScheduleEntry(
    key="inverse_time",
    name="Inverse time",
    symbol="1/(1+dk)",
    formula=r"\eta_k = \frac{\eta}{1 + d\,k}",
    multipliers=lambda k, steps, decay: 1.0 / (1.0 + decay * k),
    conditions=lambda decay: RobbinsMonro(True, decay > 0.0),
    parameters=(
        Hyperparameter("decay", "d", 1.0, 0.0, 10.0, "linear", "At d = 1 the second update has half the rate."),
    ),
    note="Falls fast at first and then hardly at all.",
    source="A. Bereyhi, Applied Deep Learning, chapter 3, 2025; keras InverseTimeDecay.",
    cites=("bereyhi2025",),
)

inverse_power = ScheduleEntry(
    key="inverse_power",
    name="Inverse power",
    symbol="1/(k+1)ᴾ",
    formula=r"\eta_k = \frac{\eta}{(k + 1)^P}",
    multipliers=lambda k, steps, exponent: power(k + 1.0, -exponent),
    conditions=lambda power: RobbinsMonro(power <= 1.0, power > 0.5),
    parameters=(Hyperparameter("power", "P", 0.75, 0.0, 5.0, "linear", "Between 1/2 and 1 both conditions hold."),),
    note="Above P = 1 all steps together have a finite length: a far minimum is never reached.",
    source="A. Bereyhi, Applied Deep Learning, chapter 3, 2025.",
    cites=("bereyhi2025",),
)

exponential = ScheduleEntry(
    key="exponential",
    name="Exponential",
    symbol="e⁻ᵏ",
    formula=r"\eta_k = \eta\, e^{-\kappa k}",
    multipliers=lambda k, steps, kappa: exp(-kappa * k),
    conditions=lambda kappa: falling(kappa == 0.0),
    parameters=(Hyperparameter("kappa", "κ", 0.01, 0.0, 10.0, "log", "After 1/κ updates the rate is down to 37 %."),),
    note="Loses the same share at every update; soon too small to go anywhere.",
    source="torch ExponentialLR with γ = exp(-κ).",
)

multiplicative = ScheduleEntry(
    key="multiplicative",
    name="Multiplicative",
    symbol="Kᵏ",
    formula=r"\eta_k = \eta\, K^{\lfloor k / N \rfloor}",
    multipliers=lambda k, steps, factor, every: power(factor, floor(k / every)),
    conditions=lambda factor, every: falling(factor >= 1.0),
    parameters=(
        Hyperparameter("factor", "K", 0.99, 0.0, 2.0, "linear", "What the rate is multiplied by; above 1 it grows."),
        Hyperparameter("every", "N", 1, 1, 10_000, "linear", "Updates between two multiplications.", kind="integer"),
    ),
    note="The exponential schedule in stairs.",
    source="M. De Mari, Theory and Practice of Deep Learning, week 2, SUTD; torch MultiplicativeLR.",
    cites=("demari",),
)

step = ScheduleEntry(
    key="step",
    name="Step",
    symbol="×0.1",
    formula=r"\eta_k = \eta\, \gamma^{\#\{i \,:\, k_i \le k\}}",
    multipliers=lambda k, steps, milestones, factor: power(factor, passed(k, *milestones)),
    conditions=lambda milestones, factor: falling(factor),
    parameters=(
        Milestones("milestones", "k_i", (30.0, 60.0, 90.0), 0, 1_000_000, "Updates from which on the rate is lower."),
        Hyperparameter("factor", "γ", 0.1, 0.0, 1.0, "linear", "What the rate is multiplied by at each milestone."),
    ),
    note="The drop is in force at the milestone itself. The loss falls at each drop, where noise was the limit.",
    source="K. He et al., Deep residual learning for image recognition, 2016; torch MultiStepLR.",
    cites=("he2016",),
)

cosine = ScheduleEntry(
    key="cosine",
    name="Cosine",
    symbol="cos",
    formula=r"\eta_k = \eta_T + \tfrac12 (\eta - \eta_T)\Bigl(1 + \cos\frac{\pi k}{T}\Bigr)",
    multipliers=lambda k, steps, period, final, repeats: (
        final
        + (1 - final)
        * 0.5
        * (1 + cos(pi * where(repeats > 0.0, k / _lasting(steps, period), _share(k, steps, period))))
    ),
    conditions=lambda period, final, repeats: falling(final + repeats),
    parameters=(
        PERIOD,
        FINAL,
        Hyperparameter("repeats", "repeats", 0, 0, 1, "linear", "Rises again after T, as in PyTorch.", kind="switch"),
    ),
    note="Slow, fast, slow: long steps for half of the run, then a gentle landing. It is 0 only at k = T.",
    source="I. Loshchilov, F. Hutter, SGDR, 2017; optax.cosine_decay_schedule, torch CosineAnnealingLR.",
    cites=("loshchilov2017",),
)

linear = ScheduleEntry(
    key="linear",
    name="Linear",
    symbol="1−k/T",
    formula=r"\eta_k = \eta_T + (\eta - \eta_T)\Bigl(1 - \frac{k}{T}\Bigr)",
    multipliers=lambda k, steps, period, final: final + (1.0 - final) * (1.0 - _share(k, steps, period)),
    conditions=lambda period, final: falling(final),
    parameters=(PERIOD, FINAL),
    note="Falls evenly and stays at its end after T. PyTorch's LinearLR is a warm-up by default, not this.",
    source="torch PolynomialLR(power=1).",
)

polynomial = ScheduleEntry(
    key="polynomial",
    name="Polynomial",
    symbol="(1−k/T)ᴾ",
    formula=r"\eta_k = \eta_T + (\eta - \eta_T)\Bigl(1 - \frac{k}{T}\Bigr)^P",
    multipliers=lambda k, steps, exponent, period, final: (
        final + (1.0 - final) * power(1.0 - _share(k, steps, period), exponent)
    ),
    conditions=lambda power, period, final: falling(final),
    parameters=(
        Hyperparameter("power", "P", 2.0, 0.1, 10.0, "linear", "1 is the line; larger falls earlier."),
        PERIOD,
        FINAL,
    ),
    note="The line, bent: above P = 1 the rate falls early and lands softly.",
    source="torch PolynomialLR, optax.polynomial_schedule.",
)

inverse_sqrt = ScheduleEntry(
    key="inverse_sqrt",
    name="Inverse square root",
    symbol="1/√(k+1)",
    formula=r"\eta_k = \frac{\eta}{\sqrt{k + 1}}",
    multipliers=lambda k, steps: 1.0 / sqrt(k + 1.0),
    conditions=lambda: KEEPS_GOING,
    note="The classical rate for convex losses; the squares add up without end, so noise fades slowly.",
    source="M. Zinkevich, Online convex programming and generalized infinitesimal gradient ascent, 2003.",
    cites=("zinkevich2003",),
)

robbins_monro = ScheduleEntry(
    key="robbins_monro",
    name="Robbins and Monro",
    symbol="1/(k+1)",
    formula=r"\eta_k = \frac{\eta}{k + 1}",
    multipliers=lambda k, steps: 1.0 / (k + 1.0),
    conditions=lambda: RobbinsMonro(True, True),
    note="The steps reach any distance, and their noise adds up to something finite: both conditions hold.",
    source="H. Robbins, S. Monro, A stochastic approximation method, 1951.",
    cites=("robbins1951",),
)
