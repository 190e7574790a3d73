"""Sharpness-aware minimization: take the slope at the worst point nearby."""

from math import sqrt

from ..arrows import DOWNHILL, STEP, Arrow
from ..interface import Form, Hyperparameter, Optimizer, learning_rate

RADIUS = Hyperparameter(
    *("rho", "ρ", 0.05, 0.0, 10.0, "log"),
    "How far uphill the gradient is taken; minima narrower than that repel.",
)


def paper(w, g, ascent, gradient_at, landscape, t, learning_rate, rho):
    """Foret et al. 2021, algorithm 1, around gradient descent; without any slope there is no uphill."""
    norm = sqrt(g[0] * g[0] + g[1] * g[1])
    scale = rho / norm if norm > 0.0 else 0.0
    ascent[0] = scale * g[0]
    ascent[1] = scale * g[1]
    _, slope_x, slope_y = gradient_at(landscape, w[0] + ascent[0], w[1] + ascent[1])
    w[0] -= learning_rate * slope_x
    w[1] -= learning_rate * slope_y


ARROWS = (
    Arrow("uphill, where it takes the gradient", "look", lambda ascent_new: ascent_new),
    DOWNHILL,
    STEP,
)


SAM = Optimizer(
    key="sam",
    name="SAM",
    cites=("foret2021",),
    idea=(
        "Climb a little first and descend by the slope met there: in a sharp minimum that slope points out, so flat "
        "ones are preferred."
    ),
    family="gradient",
    forms=(
        Form(
            key="paper",
            name="Around gradient descent",
            rule=paper,
            arrows=ARROWS,
            update=(r"e = \rho\,\frac{g}{\|g\|_2}", r"w \leftarrow w - \eta\,\nabla f(w + e)"),
            hyperparameters=(learning_rate(0.01), RADIUS),
            memory=("ascent",),
            probing=True,
            reads_gradient=True,
            note="Two gradients a step. It never settles exactly: at the minimum the uphill point still has a slope.",
            source="P. Foret, A. Kleiner, H. Mobahi, B. Neyshabur, 2021, algorithm 1.",
        ),
    ),
    source="P. Foret et al., Sharpness-aware minimization for efficiently improving generalization, 2021.",
)
