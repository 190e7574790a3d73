"""ASGD: gradient descent with a falling rate, and the average of its late iterates beside it."""

from ..interface import Form, Hyperparameter, Optimizer, learning_rate, weight_decay

LAMBDA = Hyperparameter(
    *("lambda_", "λ₀", 1e-4, 0.0, 1.0, "log"),
    "Pulls towards 0 and makes the rate fall: faster, the larger it is.",
)
ALPHA = Hyperparameter(
    *("alpha", "α", 0.75, 0.0, 2.0, "linear"),
    "The power with which the rate falls: 0 keeps it, 1 is one over t.",
)
T0 = Hyperparameter(
    *("t0", "t₀", 1_000_000.0, 0.0, 1_000_000.0, "linear"),
    "The step after which averaging begins; up to there the average is the iterate. The path itself does not change.",
    "integer",
)


def pytorch(w, g, average, t, learning_rate, lambda_, alpha, t0, weight_decay):
    """torch.optim.ASGD: `average` is its ax, which the parameter never takes over."""
    rate = learning_rate * (1.0 + lambda_ * learning_rate * (t - 1)) ** -alpha
    share = 1.0 / max(1.0, t - 1.0 - t0)
    for i in range(w.size):
        gradient = g[i] + weight_decay * w[i]
        w[i] = (1.0 - lambda_ * rate) * w[i] - rate * gradient
        average[i] += share * (w[i] - average[i])


ASGD = Optimizer(
    key="asgd",
    name="ASGD",
    cites=("polyak1992",),
    idea=(
        "Gradient descent that keeps a running mean of where it has been: noise averages out of the mean, not out of "
        "the path."
    ),
    family="gradient",
    forms=(
        Form(
            key="pytorch",
            name="PyTorch",
            rule=pytorch,
            torch=(
                "torch.optim.ASGD([w], lr={learning_rate}, lambd={lambda_}, alpha={alpha}, t0={t0}, "
                "weight_decay={weight_decay})"
            ),
            update=(
                r"\eta_t = \eta\,(1 + \lambda_0 \eta (t - 1))^{-\alpha}",
                r"w \leftarrow (1 - \lambda_0 \eta_t)\,w - \eta_t\,(g + \lambda w)",
                r"\bar w \leftarrow \bar w + \frac{w - \bar w}{\max(1, t - 1 - t_0)}",
            ),
            hyperparameters=(learning_rate(0.01), LAMBDA, ALPHA, T0, weight_decay()),
            memory=("average",),
            note=(
                "Gradient descent at λ₀ = 0. The path shows w, not its average; PyTorch's t₀ of a million means no "
                "averaging in most runs."
            ),
            source="torch.optim.ASGD.",
        ),
    ),
    source="B. T. Polyak, A. B. Juditsky, Acceleration of stochastic approximation by averaging, 1992.",
)
