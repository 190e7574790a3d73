"""Gradient descent, the rule from which all others depart."""

from ..interface import Form, Optimizer, learning_rate, weight_decay


def gd(w, g, t, learning_rate, weight_decay):
    """Cauchy 1847; weight decay as an L2 term of the loss."""
    for i in range(w.size):
        w[i] -= learning_rate * (g[i] + weight_decay * w[i])


GD = Optimizer(
    key="gd",
    name="GD",
    cites=("cauchy1847",),
    idea=(
        "Step against the gradient. "
        "The step shrinks where the slope does and overshoots where the curvature exceeds 2/η."
    ),
    family="gradient",
    forms=(
        Form(
            key="paper",
            name="Gradient descent",
            rule=gd,
            torch="torch.optim.SGD([w], lr={learning_rate}, weight_decay={weight_decay})",
            update=(r"w \leftarrow w - \eta\,(g + \lambda w)",),
            hyperparameters=(learning_rate(), weight_decay()),
            note="The same in every library.",
        ),
    ),
    source="A. Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, 1847.",
)
