"""Nesterov's accelerated gradient: look where the velocity leads before correcting it."""

from ..interface import Form, Optimizer, decay, learning_rate, weight_decay

BETA = decay("beta", "β", 0.9, "How much of the velocity survives a step, and how far ahead the gradient is taken.")


def lookahead(w, g, v, gradient_at, landscape, t, learning_rate, beta):
    """Sutskever et al. 2013, equations 3 and 4: the gradient is taken at w + βv."""
    _, ahead_x, ahead_y = gradient_at(landscape, w[0] + beta * v[0], w[1] + beta * v[1])
    v[0] = beta * v[0] - learning_rate * ahead_x
    v[1] = beta * v[1] - learning_rate * ahead_y
    w[0] += v[0]
    w[1] += v[1]


def pytorch(w, g, v, t, learning_rate, beta, weight_decay):
    """torch.optim.SGD(nesterov=True): the iterate is the point that looks ahead."""
    for i in range(w.size):
        gradient = g[i] + weight_decay * w[i]
        v[i] = beta * v[i] + gradient
        w[i] -= learning_rate * (gradient + beta * v[i])


NESTEROV = Optimizer(
    key="nesterov",
    name="Nesterov",
    idea="First move with the velocity, then take the gradient there: the correction comes one step earlier, so it overshoots less.",
    family="momentum",
    forms=(
        Form(
            key="lookahead",
            name="Look-ahead",
            rule=lookahead,
            update=(r"v \leftarrow \beta v - \eta\,\nabla f(w + \beta v)", r"w \leftarrow w + v"),
            hyperparameters=(learning_rate(), BETA),
            memory=("v",),
            probing=True,
            note="Plots the iterate w itself. The PyTorch form plots w + βv of this very run.",
            source="Y. Nesterov, A method of solving a convex programming problem with convergence rate O(1/k²), 1983.",
        ),
        Form(
            key="pytorch",
            name="PyTorch (one gradient at the iterate)",
            rule=pytorch,
            update=(r"v \leftarrow \beta v + g + \lambda w", r"w \leftarrow w - \eta\,(g + \lambda w + \beta v)"),
            hyperparameters=(learning_rate(), BETA, weight_decay()),
            memory=("v",),
            note="The same algorithm with the look-ahead point as its variable: same start, shifted points.",
            source="torch.optim.SGD(nesterov=True).",
        ),
    ),
    source="Y. Nesterov, 1983; I. Sutskever, J. Martens, G. Dahl, G. Hinton, On the importance of initialization and momentum, 2013.",
)
