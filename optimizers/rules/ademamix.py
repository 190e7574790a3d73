"""AdEMAMix: Adam with a second, much slower momentum."""

from math import exp, log, sqrt

from ..arrows import DOWNHILL, STEP, Arrow
from ..interface import Form, Hyperparameter, Optimizer, decay, epsilon, learning_rate, weight_decay
from .adam import BETA1, BETA2

BETA3 = decay(
    *("beta3", "β₃", 0.9999),
    "Memory of the slow average: about 1 / (1 - β₃) steps, far more than a run has here.",
)
ALPHA = Hyperparameter(
    *("alpha", "α", 5.0, 0.0, 20.0, "linear"),
    "Weight of the slow average beside the fast one; at 0 this is AdamW.",
)
WARM_UP = Hyperparameter(
    *("t_alpha_beta3", "T", 0.0, 0.0, 1_000_000.0, "linear"),
    "Steps over which α and β₃ grow to their values, which tames the start; 0 has them from the first step.",
    "integer",
)
DECAY = weight_decay(0.0, "Shrinks w by the share η λ each step, whatever the gradient was.")


def official(w, g, m1, m2, v, t, learning_rate, beta1, beta2, beta3, epsilon, alpha, t_alpha_beta3, weight_decay):
    """Pagliardini et al. 2024, algorithm 1: the slow average is not corrected; its half-life warms up linearly."""
    share = 1.0
    if t < t_alpha_beta3:
        share = t / t_alpha_beta3
    slow = beta3
    if share < 1.0 and beta1 > 0.0 and beta3 > 0.0:
        fast_log = log(beta1)
        slow_log = log(beta3)
        slow = min(exp(fast_log * slow_log / ((1.0 - share) * slow_log + share * fast_log)), beta3)
    rate = learning_rate / (1.0 - beta1**t)
    mixed = learning_rate * alpha * share
    correction2 = sqrt(1.0 - beta2**t)
    keep = 1.0 - learning_rate * weight_decay
    for i in range(w.size):
        m1[i] = beta1 * m1[i] + (1.0 - beta1) * g[i]
        m2[i] = slow * m2[i] + (1.0 - slow) * g[i]
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i]
        w[i] = keep * w[i] - (rate * m1[i] + mixed * m2[i]) / (sqrt(v[i]) / correction2 + epsilon)


ARROWS = (
    DOWNHILL,
    Arrow("−m₁, the fast average, drawn as long as the step", "average", lambda m1_new: -m1_new),
    Arrow("−m₂, the slow average, drawn as long as the step", "slow", lambda m2_new: -m2_new),
    STEP,
)

ADEMAMIX = Optimizer(
    key="ademamix",
    name="AdEMAMix",
    cites=("pagliardini2024",),
    idea=(
        "One momentum that turns quickly and one that remembers nearly everything, added up: old slopes keep pulling "
        "for thousands of steps."
    ),
    family="adaptive",
    forms=(
        Form(
            key="official",
            name="AdEMAMix",
            rule=official,
            arrows=ARROWS,
            update=(
                r"m_1 \leftarrow \beta_1 m_1 + (1 - \beta_1)\,g,\quad m_2 \leftarrow \beta_3 m_2 + (1 - \beta_3)\,g",
                r"v \leftarrow \beta_2 v + (1 - \beta_2)\,g^2",
                r"\hat m_1 = \frac{m_1}{1 - \beta_1^t},\quad \hat v = \frac{v}{1 - \beta_2^t}",
                (
                    r"w \leftarrow w - \eta\left(\frac{\hat m_1 + \alpha m_2}{\sqrt{\hat v} + \varepsilon} + \lambda "
                    r"w\right)"
                ),
            ),
            hyperparameters=(learning_rate(0.001), BETA1, BETA2, BETA3, epsilon(1e-8), ALPHA, WARM_UP, DECAY),
            memory=("m1", "m2", "v"),
            note=(
                "m₂ starts at 0 and is not corrected, so it gains weight slowly: for short runs take β₃ = 0.99 to see "
                "it at work."
            ),
            source=(
                "M. Pagliardini, P. Ablin, D. Grangier, The AdEMAMix optimizer, 2024, algorithm 1; "
                "optax.contrib.ademamix."
            ),
        ),
    ),
    source="M. Pagliardini, P. Ablin, D. Grangier, The AdEMAMix optimizer: better, faster, older, 2024.",
)
