"""Lookahead: slow weights that follow any optimizer at a distance."""

from ..interface import Form, Hyperparameter, Optimizer, learning_rate

K = Hyperparameter(
    "k", "k", 5, 1, 1000, "linear", "Steps of the inner optimizer between two synchronisations.", kind="integer"
)
ALPHA = Hyperparameter(
    "alpha", "α", 0.5, 0.0, 1.0, "linear", "How far the slow weights go towards the fast ones; at 1 nothing changes."
)


def lookahead(w, g, slow, t, learning_rate, k, alpha):
    """Zhang et al. 2019, algorithm 1. The inner optimizer keeps its memory."""
    if t % int(k) == 0:
        for i in range(w.size):
            slow[i] += alpha * (w[i] - slow[i])
            w[i] = slow[i]


LOOKAHEAD = Optimizer(
    key="lookahead",
    name="Lookahead",
    idea=(
        "Let any optimizer run ahead for k steps, then go part of the way and start over from there: "
        "what it zig-zags cancels."
    ),
    family="adaptive",
    forms=(
        Form(
            key="paper",
            name="Lookahead around an optimizer",
            rule=lookahead,
            update=(
                r"w \leftarrow \text{inner step from } w",
                r"\text{every } k:\quad \phi \leftarrow \phi + \alpha\,(w - \phi),\quad w \leftarrow \phi",
            ),
            hyperparameters=(learning_rate(0.001), K, ALPHA),
            memory=("slow",),
            wraps=True,
            note="Goes around Adam unless told otherwise, and takes its learning rate. The path is that of w.",
        ),
    ),
    source="M. R. Zhang, J. Lucas, G. Hinton, J. Ba, Lookahead optimizer: k steps forward, 1 step back, 2019.",
)
