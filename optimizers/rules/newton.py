"""Newton's method: divide by the curvature instead of guessing a rate."""

import numpy as np

from ..arrows import DOWNHILL, STEP, Arrow
from ..interface import Form, Hyperparameter, Optimizer, learning_rate

DAMPING = Hyperparameter(
    *("damping", "λ", 0.0, 0.0, 1000.0, "linear"),
    "Added to every curvature: above minus the most negative one, each step goes downhill; large values make it "
    "gradient descent.",
)


def damped(w, g, hessian_at, landscape, t, learning_rate, damping):
    """Step by -η (H + λI)⁻¹ g in the plane; where H + λI is singular, its pseudo-inverse (a flat direction rests)."""
    f_xx, f_xy, f_yy = hessian_at(landscape, w[0], w[1])
    a, b, c = f_xx + damping, f_xy, f_yy + damping
    determinant = a * c - b * b
    # Without any slope it rests, even at a kink, where there is no curvature.
    if g[0] == 0.0 and g[1] == 0.0:
        pass
    elif b == 0.0:
        if a != 0.0:
            w[0] -= learning_rate * g[0] / a
        if c != 0.0:
            w[1] -= learning_rate * g[1] / c
    elif determinant != 0.0:
        w[0] -= learning_rate * (c * g[0] - b * g[1]) / determinant
        w[1] -= learning_rate * (a * g[1] - b * g[0]) / determinant
    else:
        scale = learning_rate / ((a + c) * (a + c))
        w[0] -= scale * (a * g[0] + b * g[1])
        w[1] -= scale * (b * g[0] + c * g[1])


def local_model(g, hessian, damping):
    """The parabola that one step of full length goes to the turning point of."""
    return np.concatenate([g, hessian + damping * np.array([1.0, 0.0, 1.0])], axis=1)


ARROWS = (DOWNHILL, Arrow("the local quadratic", "quadratic", local_model), STEP)


NEWTON = Optimizer(
    key="newton",
    name="Newton",
    cites=("nocedal2006",),
    idea=(
        "Fit a parabola to slope and curvature and jump to its turning point: one step on any bowl. A saddle turns "
        "too, so it stops there."
    ),
    family="accumulating",
    rate=1.0,
    forms=(
        Form(
            key="damped",
            name="Newton, with damping",
            rule=damped,
            arrows=ARROWS,
            update=(r"w \leftarrow w - \eta\,(H + \lambda I)^{-1} g,\quad H = \nabla^2 f(w)",),
            hyperparameters=(learning_rate(1.0), DAMPING),
            hessian=True,
            reads_gradient=True,
            note=(
                "Goes to whatever point has no slope, saddles and maxima included, unless λ exceeds the most "
                "negative curvature."
            ),
            source="J. Nocedal, S. J. Wright, Numerical Optimization, 2006, sections 3.3 and 3.4.",
        ),
    ),
    source="I. Newton 1669, J. Raphson 1690; J. Nocedal, S. J. Wright, Numerical Optimization, 2006.",
)
