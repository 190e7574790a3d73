"""Adamax: Adam with the largest slope remembered instead of the mean square."""

from ..arrows import AVERAGED
from ..interface import Form, Optimizer, decay, epsilon, learning_rate, weight_decay
from .adam import BETA1

BETA2 = decay("beta2", "β₂", 0.999, "How slowly the largest slope is forgotten: it fades by this factor each step.")
MEAN = r"m \leftarrow \beta_1 m + (1 - \beta_1)\,g"


def paper(w, g, m, u, t, learning_rate, beta1, beta2):
    """Kingma and Ba 2015, algorithm 2, which has no ε: a coordinate without any slope so far rests."""
    rate = learning_rate / (1.0 - beta1**t)
    for i in range(w.size):
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        u[i] = max(beta2 * u[i], abs(g[i]))
        if u[i] > 0.0:
            w[i] -= rate * m[i] / u[i]


def pytorch(w, g, m, u, t, learning_rate, beta1, beta2, epsilon, weight_decay):
    """torch.optim.Adamax: ε inside the maximum."""
    rate = learning_rate / (1.0 - beta1**t)
    for i in range(w.size):
        gradient = g[i] + weight_decay * w[i]
        m[i] = beta1 * m[i] + (1.0 - beta1) * gradient
        u[i] = max(beta2 * u[i], abs(gradient) + epsilon)
        w[i] -= rate * m[i] / u[i]


def keras(w, g, m, u, t, learning_rate, beta1, beta2, epsilon):
    """keras.optimizers.Adamax: ε beside the maximum."""
    rate = learning_rate / (1.0 - beta1**t)
    for i in range(w.size):
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        u[i] = max(beta2 * u[i], abs(g[i]))
        w[i] -= rate * m[i] / (u[i] + epsilon)


ADAMAX = Optimizer(
    key="adamax",
    name="Adamax",
    cites=("kingma2015",),
    idea="Divide the average direction by the largest recent slope: one steep moment keeps steps short for long.",
    family="adaptive",
    forms=(
        Form(
            key="paper",
            name="Paper (no ε)",
            rule=paper,
            arrows=AVERAGED,
            torch="torch.optim.Adamax([w], lr={learning_rate}, betas=({beta1}, {beta2}), eps=0.0)",
            update=(
                MEAN,
                r"u \leftarrow \max(\beta_2 u, |g|)",
                r"w \leftarrow w - \frac{\eta}{1 - \beta_1^t}\,\frac{m}{u}",
            ),
            hyperparameters=(learning_rate(0.002), BETA1, BETA2),
            memory=("m", "u"),
            note="No step is longer than η, and u needs no bias correction.",
            source="D. P. Kingma, J. Ba, Adam, 2015, algorithm 2.",
        ),
        Form(
            key="pytorch",
            name="PyTorch (ε inside the maximum)",
            rule=pytorch,
            arrows=AVERAGED,
            torch=(
                "torch.optim.Adamax([w], lr={learning_rate}, betas=({beta1}, {beta2}), eps={epsilon}, "
                "weight_decay={weight_decay})"
            ),
            update=(
                MEAN,
                r"u \leftarrow \max(\beta_2 u, |g + \lambda w| + \varepsilon)",
                r"w \leftarrow w - \frac{\eta}{1 - \beta_1^t}\,\frac{m}{u}",
            ),
            hyperparameters=(learning_rate(0.002), BETA1, BETA2, epsilon(1e-8), weight_decay()),
            memory=("m", "u"),
            note="The paper's form at ε = 0 and λ = 0; a large ε fades from u like any slope.",
            source="torch.optim.Adamax, optax.adamax.",
        ),
        Form(
            key="keras",
            name="Keras (ε beside the maximum)",
            rule=keras,
            arrows=AVERAGED,
            update=(
                MEAN,
                r"u \leftarrow \max(\beta_2 u, |g|)",
                r"w \leftarrow w - \frac{\eta}{1 - \beta_1^t}\,\frac{m}{u + \varepsilon}",
            ),
            hyperparameters=(learning_rate(0.001), BETA1, BETA2, epsilon(1e-7)),
            memory=("m", "u"),
            note="ε is added at every step afresh: parts from PyTorch where the largest slope has faded near ε.",
            source="keras.optimizers.Adamax.",
        ),
    ),
    source="D. P. Kingma, J. Ba, Adam: a method for stochastic optimization, ICLR 2015, section 7.1.",
)
