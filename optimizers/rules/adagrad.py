"""AdaGrad: divide by the root of all squared gradients so far."""

from math import sqrt

from ..interface import Form, Hyperparameter, Optimizer, epsilon, learning_rate, weight_decay

INITIAL = Hyperparameter(
    "initial_accumulator",
    "G₀",
    0.0,
    0.0,
    10.0,
    "linear",
    "Where the sum starts: larger values shorten the first steps.",
)
RATE_DECAY = Hyperparameter(
    "learning_rate_decay", "d", 0.0, 0.0, 1.0, "linear", "Divides the rate by 1 + (t - 1) d, on top of the growing sum."
)

FIRST_SUM = (("G", "initial_accumulator"),)


def pytorch(w, g, G, t, learning_rate, epsilon, initial_accumulator, learning_rate_decay, weight_decay):
    """torch.optim.Adagrad: ε beside the root."""
    rate = learning_rate / (1.0 + (t - 1) * learning_rate_decay)
    for i in range(w.size):
        gradient = g[i] + weight_decay * w[i]
        total = G[i] + gradient * gradient
        G[i] = total
        w[i] -= rate * gradient / (sqrt(total) + epsilon)


def eps_inside(w, g, G, t, learning_rate, epsilon, initial_accumulator):
    """ε inside the root, as in the lectures, optax and Keras; a coordinate without any slope rests."""
    for i in range(w.size):
        total = G[i] + g[i] * g[i]
        G[i] = total
        if total > 0.0:
            w[i] -= learning_rate * g[i] / sqrt(total + epsilon)


ADAGRAD = Optimizer(
    key="adagrad",
    name="AdaGrad",
    cites=("duchi2011",),
    idea=(
        "Give each coordinate a rate that shrinks with the slopes it has seen: rare, flat directions keep long steps. "
        "It never speeds up again."
    ),
    family="accumulating",
    forms=(
        Form(
            key="pytorch",
            name="PyTorch (ε beside the root)",
            rule=pytorch,
            torch=(
                "torch.optim.Adagrad([w], lr={learning_rate}, lr_decay={learning_rate_decay}, "
                "weight_decay={weight_decay}, initial_accumulator_value={initial_accumulator}, eps={epsilon})"
            ),
            update=(
                r"G \leftarrow G + (g + \lambda w)^2",
                r"w \leftarrow w - \frac{\eta}{1 + (t - 1)\,d}\,\frac{g + \lambda w}{\sqrt{G} + \varepsilon}",
            ),
            hyperparameters=(learning_rate(), epsilon(1e-10), INITIAL, RATE_DECAY, weight_decay()),
            memory=("G",),
            initial=FIRST_SUM,
            note="The first step has length η in every coordinate, whatever the gradient.",
            source="torch.optim.Adagrad; the paper adds ε outside the root too.",
        ),
        Form(
            key="eps_inside",
            name="ε inside the root",
            rule=eps_inside,
            update=(r"G \leftarrow G + g^2", r"w \leftarrow w - \frac{\eta\, g}{\sqrt{G + \varepsilon}}"),
            hyperparameters=(learning_rate(), epsilon(1e-6), INITIAL),
            memory=("G",),
            initial=FIRST_SUM,
            note="ε inside the root acts like √ε beside it: 1e-6 here is 1e-3 there.",
            source="optax.adagrad, keras.optimizers.Adagrad (both start the sum at 0.1).",
        ),
    ),
    source="J. Duchi, E. Hazan, Y. Singer, Adaptive subgradient methods for online learning, 2011.",
)
