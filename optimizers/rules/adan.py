"""Adan: Nesterov's look-ahead estimated from the change of the gradient."""

from math import sqrt

from ..arrows import AVERAGED
from ..interface import Form, Hyperparameter, Optimizer, decay, epsilon, learning_rate, switch, weight_decay

BETA1 = decay("beta1", "β₁", 0.98, "Memory of the direction: about 1 / (1 - β₁) steps.")
BETA2 = decay("beta2", "β₂", 0.92, "Memory of the gradient's change, and how much of it is added to the direction.")
BETA3 = decay("beta3", "β₃", 0.99, "Memory of the size: about 1 / (1 - β₃) steps.")
NO_PROX = switch(
    *("no_prox", "plain decay", False),
    "Decays w before the step, as AdamW does, instead of dividing by 1 + ηλ after it.",
)
EPS_ROOT = Hyperparameter(
    *("eps_root", "ε₀", 1e-8, 0.0, 1.0, "log"),
    "A second constant, inside the root: 1e-8 here acts like 1e-4 beside it.",
)
DECAY = weight_decay(0.0, "Shrinks w by about the share η λ each step, beside the averages.")
AVERAGES = (
    r"d = g - g'",
    r"m \leftarrow \beta_1 m + (1 - \beta_1)\,g,\quad v \leftarrow \beta_2 v + (1 - \beta_2)\,d",
)
CORRECTED = (
    r"\hat m = \frac{m}{1 - \beta_1^t},\quad \hat v = \frac{v}{1 - \beta_2^t},\quad "
    r"\hat n = \frac{n}{1 - \beta_3^t}"
)


def official(w, g, m, v, n, previous, t, learning_rate, beta1, beta2, beta3, epsilon, no_prox, weight_decay):
    """Xie et al. 2022, algorithm 1, as the authors' code has it: with bias corrections, and betas as decay rates."""
    correction1 = 1.0 - beta1**t
    correction2 = 1.0 - beta2**t
    correction3 = sqrt(1.0 - beta3**t)
    for i in range(w.size):
        change = 0.0 if t == 1 else g[i] - previous[i]
        previous[i] = g[i]
        ahead = g[i] + beta2 * change
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1.0 - beta2) * change
        n[i] = beta3 * n[i] + (1.0 - beta3) * ahead * ahead
        step = learning_rate * (m[i] / correction1 + beta2 * v[i] / correction2) / (sqrt(n[i]) / correction3 + epsilon)
        if no_prox > 0.0:
            w[i] = (1.0 - learning_rate * weight_decay) * w[i] - step
        else:
            w[i] = (w[i] - step) / (1.0 + learning_rate * weight_decay)


def optax(w, g, m, v, n, previous, t, learning_rate, beta1, beta2, beta3, epsilon, eps_root, weight_decay):
    """optax.adan: the change enters with 1 - β₂, and decay as in AdamW."""
    correction1 = 1.0 - beta1**t
    correction2 = 1.0 - beta2**t
    correction3 = 1.0 - beta3**t
    for i in range(w.size):
        change = 0.0 if t == 1 else g[i] - previous[i]
        previous[i] = g[i]
        ahead = g[i] + (1.0 - beta2) * change
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1.0 - beta2) * change
        n[i] = beta3 * n[i] + (1.0 - beta3) * ahead * ahead
        size = sqrt(n[i] / correction3 + eps_root) + epsilon
        step = (m[i] / correction1 + (1.0 - beta2) * v[i] / correction2) / size
        w[i] -= learning_rate * (step + weight_decay * w[i])


ADAN = Optimizer(
    key="adan",
    name="Adan",
    cites=("xie2022",),
    idea=(
        "Add the gradient's own trend to the direction: where slopes change it sees the bend coming, with one "
        "gradient a step."
    ),
    family="adaptive",
    forms=(
        Form(
            key="official",
            name="Official (change times β₂)",
            rule=official,
            arrows=AVERAGED,
            update=(
                *AVERAGES,
                r"n \leftarrow \beta_3 n + (1 - \beta_3)(g + \beta_2 d)^2",
                CORRECTED,
                r"u = \frac{\hat m + \beta_2 \hat v}{\sqrt{\hat n} + \varepsilon}",
                r"w \leftarrow \frac{w - \eta u}{1 + \eta\lambda}",
            ),
            hyperparameters=(learning_rate(0.001), BETA1, BETA2, BETA3, epsilon(1e-8), NO_PROX, DECAY),
            memory=("m", "v", "n", "previous"),
            note="The paper writes 1 - β for each β here and leaves the bias corrections out of its listing.",
            source="X. Xie et al., Adan, 2022, algorithm 1, and the authors' code; pytorch_optimizer.Adan.",
        ),
        Form(
            key="optax",
            name="optax (change times 1 - β₂)",
            rule=optax,
            arrows=AVERAGED,
            update=(
                *AVERAGES,
                r"n \leftarrow \beta_3 n + (1 - \beta_3)(g + (1 - \beta_2)\,d)^2",
                CORRECTED,
                r"u = \frac{\hat m + (1 - \beta_2)\,\hat v}{\sqrt{\hat n + \varepsilon_0} + \varepsilon}",
                r"w \leftarrow w - \eta\,(u + \lambda w)",
            ),
            hyperparameters=(learning_rate(0.001), BETA1, BETA2, BETA3, epsilon(1e-8), EPS_ROOT, DECAY),
            memory=("m", "v", "n", "previous"),
            note="With decay rates for betas, 1 - β₂ is 0.08 where the authors have 0.92: the trend hardly counts.",
            source="optax.adan.",
        ),
    ),
    source=(
        "X. Xie, P. Zhou, H. Li, Z. Lin, S. Yan, Adan: adaptive Nesterov momentum algorithm for faster optimizing "
        "deep models, 2022."
    ),
)
