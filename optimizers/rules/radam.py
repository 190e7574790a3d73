"""RAdam: no dividing by v before v can be trusted."""

from math import sqrt

from ..arrows import AVERAGED
from ..interface import Form, Optimizer, epsilon, learning_rate, weight_decay
from .adam import BETA1, BETA2, CORRECTED, HATS, MOMENTS

SETTINGS = (learning_rate(0.001), BETA1, BETA2, epsilon(1e-8))
LENGTH = (
    r"\rho_\infty = \frac{2}{1 - \beta_2} - 1,\quad \rho_t = \rho_\infty - \frac{2 t \beta_2^t}{1 - \beta_2^t}",
    r"r_t = \sqrt{\frac{(\rho_t - 4)(\rho_t - 2)\,\rho_\infty}{(\rho_\infty - 4)(\rho_\infty - 2)\,\rho_t}}",
)


def paper(w, g, m, v, rho, r, t, learning_rate, beta1, beta2, epsilon):
    """Liu et al. 2020, algorithm 2, which has no ε; a coordinate without any slope so far rests."""
    longest = 2.0 / (1.0 - beta2) - 1.0
    correction2 = 1.0 - beta2**t
    length = longest - 2.0 * t * beta2**t / correction2
    rate = learning_rate / (1.0 - beta1**t)
    rectified = 0.0
    if length > 4.0:
        rectified = sqrt((length - 4.0) * (length - 2.0) * longest / ((longest - 4.0) * (longest - 2.0) * length))
    for i in range(w.size):
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i]
        rho[i] = length
        r[i] = rectified
        size = sqrt(v[i] / correction2) + epsilon
        if length <= 4.0:
            w[i] -= rate * m[i]
        elif size > 0.0:
            w[i] -= rate * rectified * m[i] / size


def pytorch(w, g, m, v, rho, r, t, learning_rate, beta1, beta2, epsilon, weight_decay):
    """torch.optim.RAdam: the threshold is 5, ε stands beside the raw root."""
    longest = 2.0 / (1.0 - beta2) - 1.0
    correction2 = 1.0 - beta2**t
    length = longest - 2.0 * t * beta2**t / correction2
    rate = learning_rate / (1.0 - beta1**t)
    rectified = 0.0
    if length > 5.0:
        rectified = sqrt((length - 4.0) * (length - 2.0) * longest / ((longest - 4.0) * (longest - 2.0) * length))
    for i in range(w.size):
        gradient = g[i] + weight_decay * w[i]
        m[i] = beta1 * m[i] + (1.0 - beta1) * gradient
        v[i] = beta2 * v[i] + (1.0 - beta2) * gradient * gradient
        rho[i] = length
        r[i] = rectified
        if length > 5.0:
            w[i] -= rate * rectified * m[i] * sqrt(correction2) / (sqrt(v[i]) + epsilon)
        else:
            w[i] -= rate * m[i]


def optax(w, g, m, v, rho, r, t, learning_rate, beta1, beta2, epsilon):
    """optax.radam: the threshold 5 counts as reached, ε stands beside the corrected root."""
    longest = 2.0 / (1.0 - beta2) - 1.0
    correction2 = 1.0 - beta2**t
    length = longest - 2.0 * t * beta2**t / correction2
    rate = learning_rate / (1.0 - beta1**t)
    rectified = 0.0
    if length >= 5.0:
        rectified = sqrt((length - 4.0) * (length - 2.0) * longest / ((longest - 4.0) * (longest - 2.0) * length))
    for i in range(w.size):
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i]
        rho[i] = length
        r[i] = rectified
        if length >= 5.0:
            w[i] -= rate * rectified * m[i] / (sqrt(v[i] / correction2) + epsilon)
        else:
            w[i] -= rate * m[i]


def kozistr(w, g, m, v, rho, r, t, learning_rate, beta1, beta2, epsilon):
    """pytorch_optimizer.RAdam: it rests until v can be trusted, then goes on as PyTorch does."""
    longest = 2.0 / (1.0 - beta2) - 1.0
    correction2 = 1.0 - beta2**t
    length = longest - 2.0 * t * beta2**t / correction2
    rectified = 0.0
    if length >= 5.0:
        rectified = sqrt((length - 4.0) * (length - 2.0) * longest / ((longest - 4.0) * (longest - 2.0) * length))
    rate = learning_rate * rectified * sqrt(correction2) / (1.0 - beta1**t)
    for i in range(w.size):
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i]
        rho[i] = length
        r[i] = rectified
        if length >= 5.0:
            w[i] -= rate * m[i] / (sqrt(v[i]) + epsilon)


RADAM = Optimizer(
    key="radam",
    name="RAdam",
    cites=("liu2020",),
    idea=(
        "A handful of squared slopes is a poor guide: take plain momentum steps first, then let Adam's division in by "
        "degrees (r grows to 1)."
    ),
    # Its first steps follow the gradient's size, so it only bears the rates of gradient descent.
    family="gradient",
    forms=(
        Form(
            key="paper",
            name="Paper (from ρ > 4)",
            rule=paper,
            arrows=AVERAGED,
            update=(
                *MOMENTS,
                CORRECTED,
                *LENGTH,
                (
                    r"w \leftarrow w - \begin{cases} \eta\, r_t\, \hat m / \sqrt{\hat v} & \rho_t > 4 \\ \eta\, \hat "
                    r"m & \rho_t \le 4 \end{cases}"
                ),
            ),
            hyperparameters=SETTINGS,
            memory=("m", "v", "rho", "r"),
            derived=HATS,
            note=(
                "The first four steps (at β₂ = 0.999) are plain momentum, as long as the slope is steep: they can "
                "throw it far. The paper has no ε."
            ),
            source="L. Liu et al., On the variance of the adaptive learning rate and beyond, 2020, algorithm 2.",
        ),
        Form(
            key="pytorch",
            name="PyTorch (from ρ > 5)",
            rule=pytorch,
            arrows=AVERAGED,
            torch=(
                "torch.optim.RAdam([w], lr={learning_rate}, betas=({beta1}, {beta2}), eps={epsilon}, "
                "weight_decay={weight_decay})"
            ),
            update=(
                *MOMENTS,
                CORRECTED,
                *LENGTH,
                (
                    r"w \leftarrow w - \begin{cases} \eta\, r_t\, \hat m\,\sqrt{1 - \beta_2^t} / (\sqrt{v} + "
                    r"\varepsilon) & \rho_t > 5 \\ \eta\, \hat m & \rho_t \le 5 \end{cases}"
                ),
            ),
            hyperparameters=(*SETTINGS, weight_decay()),
            memory=("m", "v", "rho", "r"),
            note="One plain step more than the paper. ε is felt 1/√(1 - β₂ᵗ) times as much as in the optax form.",
            source="torch.optim.RAdam.",
        ),
        Form(
            key="optax",
            name="optax (from ρ ≥ 5)",
            rule=optax,
            arrows=AVERAGED,
            update=(
                *MOMENTS,
                CORRECTED,
                *LENGTH,
                (
                    r"w \leftarrow w - \begin{cases} \eta\, r_t\, \hat m / (\sqrt{\hat v} + \varepsilon) & "
                    r"\rho_t \ge 5 \\ \eta\, \hat m & \rho_t < 5 \end{cases}"
                ),
            ),
            hyperparameters=SETTINGS,
            memory=("m", "v", "rho", "r"),
            note="The PyTorch path unless slopes are as small as ε.",
            source="optax.radam.",
        ),
        Form(
            key="kozistr",
            name="pytorch_optimizer (rests first)",
            rule=kozistr,
            arrows=AVERAGED,
            update=(
                *MOMENTS,
                CORRECTED,
                *LENGTH,
                (
                    r"w \leftarrow w - \eta\, r_t\, \hat m\,\sqrt{1 - \beta_2^t} / (\sqrt{v} + \varepsilon) \quad "
                    r"\text{where}\ \rho_t \ge 5"
                ),
            ),
            hyperparameters=SETTINGS,
            memory=("m", "v", "rho", "r"),
            note=(
                "The first five steps (at β₂ = 0.999) do not move at all, where the other forms take their most "
                "dangerous ones."
            ),
            source="pytorch_optimizer.RAdam.",
        ),
    ),
    source=(
        "L. Liu, H. Jiang, P. He, W. Chen, X. Liu, J. Gao, J. Han, On the variance of the adaptive learning rate and "
        "beyond, ICLR 2020."
    ),
)
