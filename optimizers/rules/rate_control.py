"""Gradient-based control of the learning rate: steep places divide the rate."""

from math import sqrt

from ..arrows import STEP, Arrow
from ..interface import Form, Hyperparameter, Optimizer, learning_rate

CONTROL = Hyperparameter(
    *("control", "c", 0.99, 0.0, 10.0, "linear"),
    "How strongly a slope divides the rate; at 0 this is gradient descent.",
)
SETTINGS = (learning_rate(0.1), CONTROL)
ARROWS = (Arrow("the step without control", "gradient", lambda learning_rate, g: -learning_rate * g), STEP)
SOURCE = "M. De Mari, Theory and Practice of Deep Learning, week 2, SUTD."


def cumulative_norm(w, g, factor, t, learning_rate, control):
    """One factor for all coordinates, divided once more at every step."""
    squared = 0.0
    for i in range(w.size):
        squared += g[i] * g[i]
    divisor = 1.0 + control * sqrt(sqrt(squared))
    for i in range(w.size):
        factor[i] = (1.0 if t == 1 else factor[i]) / divisor
        w[i] -= learning_rate * factor[i] * g[i]


def cumulative_elementwise(w, g, factor, t, learning_rate, control):
    """A factor for each coordinate, divided once more at every step."""
    for i in range(w.size):
        factor[i] = (1.0 if t == 1 else factor[i]) / (1.0 + control * sqrt(abs(g[i])))
        w[i] -= learning_rate * factor[i] * g[i]


def memoryless_norm(w, g, factor, t, learning_rate, control):
    """One factor for all coordinates, from the present gradient alone."""
    squared = 0.0
    for i in range(w.size):
        squared += g[i] * g[i]
    for i in range(w.size):
        factor[i] = 1.0 / (1.0 + control * sqrt(sqrt(squared)))
        w[i] -= learning_rate * factor[i] * g[i]


def memoryless_elementwise(w, g, factor, t, learning_rate, control):
    """A factor for each coordinate, from its present slope alone."""
    for i in range(w.size):
        factor[i] = 1.0 / (1.0 + control * sqrt(abs(g[i])))
        w[i] -= learning_rate * factor[i] * g[i]


UPDATE = r"w \leftarrow w - \alpha\, g"

RATE_CONTROL = Optimizer(
    key="grad_lr_control",
    name="Rate control",
    cites=("demari",),
    idea=(
        "Divide the rate where it is steep. Divided again at every step it dies out before the run arrives; without "
        "memory it only tames cliffs."
    ),
    family="gradient",
    forms=(
        Form(
            key="cumulative_norm",
            name="Cumulative, by the gradient's length",
            rule=cumulative_norm,
            arrows=ARROWS,
            update=(r"\alpha \leftarrow \frac{\alpha}{1 + c\sqrt{\lVert g \rVert}},\quad \alpha_0 = \eta", UPDATE),
            hyperparameters=SETTINGS,
            memory=("factor",),
            note="In one dimension the lecture's rule as it is printed: α shrinks for as long as there is any slope.",
            source=SOURCE,
        ),
        Form(
            key="cumulative_elementwise",
            name="Cumulative, per coordinate",
            rule=cumulative_elementwise,
            arrows=ARROWS,
            update=(r"\alpha_i \leftarrow \frac{\alpha_i}{1 + c\sqrt{|g_i|}},\quad \alpha_{i,0} = \eta", UPDATE),
            hyperparameters=SETTINGS,
            memory=("factor",),
            note="Steep coordinates lose their rate first, flat ones keep it longer. In one dimension nothing changes.",
            source=SOURCE,
        ),
        Form(
            key="memoryless_norm",
            name="Memoryless, by the gradient's length",
            rule=memoryless_norm,
            arrows=ARROWS,
            update=(r"\alpha = \frac{\eta}{1 + c\sqrt{\lVert g \rVert}}", UPDATE),
            hyperparameters=SETTINGS,
            memory=("factor",),
            note=(
                "The rate comes back as the slope falls: gradient descent on flat ground, with steps like √‖g‖ on "
                "steep ground."
            ),
            source=SOURCE,
        ),
        Form(
            key="memoryless_elementwise",
            name="Memoryless, per coordinate",
            rule=memoryless_elementwise,
            arrows=ARROWS,
            update=(r"\alpha_i = \frac{\eta}{1 + c\sqrt{|g_i|}}", UPDATE),
            hyperparameters=SETTINGS,
            memory=("factor",),
            note="Each coordinate's rate follows its own slope, so the step no longer points straight downhill.",
            source=SOURCE,
        ),
    ),
    source=SOURCE,
)
