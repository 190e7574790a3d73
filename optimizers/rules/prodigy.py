"""Prodigy: Adam that finds its own learning rate from how far it has come."""

from math import sqrt

from ..arrows import AVERAGED
from ..interface import Form, Hyperparameter, Optimizer, learning_rate, switch, weight_decay
from .adam import BETA1, BETA2

EPSILON = 1e-8
FIRST = Hyperparameter(
    *("d0", "d₀", 1e-6, 1e-12, 1.0, "log"),
    "The first guess of the distance to go; too small costs some steps, too large may diverge.",
)
GROWTH = Hyperparameter(
    *("growth_rate", "d⁺", 0.0, 0.0, 10.0, "linear"),
    "How much the estimate may grow in one step; 0 is without limit, and so is the libraries' infinity.",
    zero_is_unlimited=True,
)
CORRECTED = switch(
    *("use_bias_correction", "corrected", False),
    "Corrects the rate for the empty start of both averages, as Adam does.",
)
SAFEGUARD = switch(
    *("safeguard_warmup", "safeguard", False),
    "Leaves the rate out of the estimate's denominator, for schedules that warm up.",
)
DECOUPLED = "Pulls every coordinate towards 0 by this share, times the effective rate, at each step."


def official(
    w,
    g,
    m,
    v,
    s,
    start,
    d,
    d_max,
    numerator,
    t,
    learning_rate,
    beta1,
    beta2,
    d0,
    growth_rate,
    safeguard_warmup,
    use_bias_correction,
    weight_decay,
):
    """Mishchenko and Defazio 2024, algorithm 4, as in prodigyopt: d is one number for all coordinates."""
    if t == 1:
        for i in range(w.size):
            start[i] = w[i]
            d[i] = d0
            d_max[i] = d0
    beta3 = sqrt(beta2)
    size = d[0]
    rate = size * learning_rate
    if use_bias_correction > 0.0:
        rate *= sqrt(1.0 - beta2**t) / (1.0 - beta1**t)
    gained, length = 0.0, 0.0
    for i in range(w.size):
        gained += g[i] * (start[i] - w[i])
        m[i] = beta1 * m[i] + size * (1.0 - beta1) * g[i]
        v[i] = beta2 * v[i] + size * size * (1.0 - beta2) * g[i] * g[i]
        s[i] = beta3 * s[i] + size / d0 * (size if safeguard_warmup > 0.0 else rate) * g[i]
        length += abs(s[i])
    total = beta3 * numerator[0] + size / d0 * rate * gained
    # Without any slope so far there is nothing to estimate from, and no step.
    if length != 0.0:
        estimate = total / length
        largest = max(d_max[0], estimate)
        grown = max(size, estimate) if size == d0 else size
        size = largest if growth_rate == 0.0 else min(largest, grown * growth_rate)
        for i in range(w.size):
            numerator[i] = total
            d_max[i] = largest
            d[i] = size
            w[i] -= weight_decay * rate * w[i]
            w[i] -= rate * m[i] / (sqrt(v[i]) + size * EPSILON)


PRODIGY = Optimizer(
    key="prodigy",
    name="Prodigy",
    cites=("mishchenko2024",),
    idea=(
        "Start with steps that are far too short and grow them with the proven distance to the minimum: Adam "
        "without a rate to tune."
    ),
    family="accumulating",
    rate=1.0,
    forms=(
        Form(
            key="official",
            name="The authors' code",
            rule=official,
            arrows=AVERAGED,
            update=(
                r"m \leftarrow \beta_1 m + (1 - \beta_1)\,d\,g,\quad v \leftarrow \beta_2 v + (1 - \beta_2)\,d^2 g^2",
                r"r \leftarrow \sqrt{\beta_2}\, r + \tfrac{d}{d_0}\,\eta d\, g^\top (w_0 - w),\quad "
                r"s \leftarrow \sqrt{\beta_2}\, s + \tfrac{d}{d_0}\,\eta d\, g",
                r"\hat d = \frac{r}{\|s\|_1},\quad d' = \max(d, \hat d)",
                r"w \leftarrow w - \lambda\eta d\,w - \eta d\,\frac{m}{\sqrt{v} + d'\varepsilon},\quad d \leftarrow d'",
            ),
            hyperparameters=(
                *(learning_rate(1.0), BETA1, BETA2, FIRST, GROWTH, SAFEGUARD, CORRECTED),
                weight_decay(0.0, DECOUPLED),
            ),
            memory=("m", "v", "s", "start", "d", "d_max", "numerator"),
            coupled=True,
            note=(
                "The rate stays at 1; d is the step. A step is taken with the old d, while ε stands beside the new "
                "one. ε is 1e-8."
            ),
            source="prodigyopt.Prodigy.",
        ),
    ),
    source="K. Mishchenko, A. Defazio, Prodigy: an expeditiously adaptive parameter-free learner, 2024.",
)
