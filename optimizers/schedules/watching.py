"""Schedules around the others: one that goes in front, and one that looks at the loss."""

from ..interface import Hyperparameter
from .decay import KEEPS_GOING
from .elementary import ones
from .interface import Plateau, RobbinsMonro, ScheduleEntry

reduce_on_plateau = ScheduleEntry(
    key="reduce_on_plateau",
    name="Reduce on plateau",
    symbol="▔\\▁",
    formula=(
        r"\eta \leftarrow \max(\gamma\,\eta, \eta_{\min}) \ \text{after more than } p \text{ updates without }"
        r" f < (1 - \theta)\,f_{\text{best}}"
    ),
    multipliers=lambda k, steps, *parameters: ones(k),
    conditions=lambda *parameters: RobbinsMonro(None, None),
    plateau=Plateau,
    parameters=(
        Hyperparameter(
            "factor", "γ", 0.1, 1e-6, 0.999, "linear", "What the rate is multiplied by when the loss stops improving."
        ),
        Hyperparameter(
            "patience", "p", 10, 0, 100_000, "linear", "Updates without improvement that are forgiven.", kind="integer"
        ),
        Hyperparameter(
            "threshold", "θ", 1e-4, 0.0, 0.999, "log", "The share by which the loss must fall to count as improvement."
        ),
        Hyperparameter(
            "cooldown", "c", 0, 0, 100_000, "linear", "Updates after a reduction that are not counted.", kind="integer"
        ),
        Hyperparameter("minimum_learning_rate", "η_min", 0.0, 0.0, 100.0, "log", "The rate never falls below this."),
    ),
    note=(
        "Waits for the loss instead of the clock. The threshold is relative: where the loss is negative it forgives a "
        "loss above the best one. The new rate holds from the next update on."
    ),
    source="torch ReduceLROnPlateau.",
)

warm_up = ScheduleEntry(
    key="warm_up",
    name="Warm-up",
    symbol="↗",
    formula=(
        r"\eta_k = \eta\,\Bigl(s + (1 - s)\frac{k}{W}\Bigr) \ \text{for } k < W, "
        r"\ \text{then the next schedule from } k - W"
    ),
    multipliers=lambda k, steps, warmup_steps, start: start + (1.0 - start) * k / warmup_steps,
    conditions=lambda warmup_steps, start: KEEPS_GOING,
    leads=lambda warmup_steps, start: warmup_steps,
    parameters=(
        Hyperparameter("warmup_steps", "W", 10, 1, 100_000, "linear", "Updates until the full rate.", kind="integer"),
        Hyperparameter(
            "start", "s", 0.1, 0.0, 1.0, "linear", "The share of the rate at the first update; at 0 it does not move."
        ),
    ),
    note=(
        "Short steps while the averages of Adam and its kin are still built from few gradients. "
        "What follows gets the rest of the run."
    ),
    source=(
        "P. Goyal et al., Accurate, large minibatch SGD, 2017; "
        "torch SequentialLR(LinearLR, …), optax.warmup_cosine_decay_schedule."
    ),
    cites=("goyal2017",),
)
