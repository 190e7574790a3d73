"""Lookahead: slow weights that follow any optimizer at a distance."""

import numpy as np

from ..arrows import Arrow
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


def fast(slow, slow_new, w_new, t, k, alpha):
    """Where the inner optimizer went: at a synchronisation w itself goes on to the new slow weights."""
    with np.errstate(all="ignore"):
        return np.where(t % k == 0, slow + (slow_new - slow) / alpha, w_new)


ARROWS = (
    Arrow(
        "from the slow weights to the fast ones",
        "look",
        lambda slow, slow_new, w_new, t, k, alpha: fast(slow, slow_new, w_new, t, k, alpha) - slow,
        tail=lambda slow: slow,
    ),
    Arrow(
        "inner step (fast weights)",
        "gradient",
        lambda w, slow, slow_new, w_new, t, k, alpha: fast(slow, slow_new, w_new, t, k, alpha) - w,
    ),
    Arrow("step of the slow weights", "step", lambda slow, slow_new: slow_new - slow, tail=lambda slow: slow),
)


LOOKAHEAD = Optimizer(
    key="lookahead",
    name="Lookahead",
    cites=("zhang2019",),
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
            arrows=ARROWS,
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
