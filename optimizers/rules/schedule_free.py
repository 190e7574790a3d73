"""Schedule-free: average the iterates while running, and take gradients between the average and the last one."""

from math import sqrt

import numpy as np

from ..arrows import STEP, Arrow
from ..interface import Form, Hyperparameter, Optimizer, decay, epsilon, learning_rate, weight_decay
from .adam import BETA2

POWER = Hyperparameter(
    *("r", "r", 0.0, 0.0, 10.0, "linear"),
    "Weight of later iterates in the average, as a power of t; 0 weighs all alike.",
)
WARM_UP = Hyperparameter(
    *("warmup_steps", "W", 0, 0, 100_000, "linear"),
    "Steps over which the rate rises to its full height.",
    kind="integer",
)
NEARNESS = "How near to the average x the gradient is taken; at 0 it is taken at the last iterate z."
BETA = decay("beta", "β", 0.9, NEARNESS)
BETA1 = decay("beta1", "β₁", 0.9, NEARNESS)
AT_Y = "Pulls every coordinate towards 0, by adding this times y to the gradient."
AVERAGED = (
    r"x \leftarrow (1 - c_t)\,x + c_t z,\quad c_t = \frac{t^r \gamma_{\max}^2}{\sum_{i \le t} i^r \gamma_{\max}^2}",
    r"y \leftarrow (1 - \beta) z + \beta x",
)


def sgd(w, g, z, x, weights, largest, t, learning_rate, beta, r, warmup_steps, weight_decay):
    """Defazio et al. 2024, algorithm 1 with weights by the rate, as in schedulefree; w is y."""
    rate = learning_rate * min(1.0, t / warmup_steps) if warmup_steps > 0.0 else learning_rate
    top = max(rate, largest[0])
    weight = (float(t) ** r if r != 0.0 else 1.0) * top * top
    total = weights[0] + weight
    share = weight / total if total != 0.0 else 0.0
    for i in range(w.size):
        if t == 1:
            z[i] = w[i]
            x[i] = w[i]
        weights[i] = total
        largest[i] = top
        z[i] -= rate * (g[i] + weight_decay * w[i])
        x[i] = (1.0 - share) * x[i] + share * z[i]
        w[i] = (1.0 - beta) * z[i] + beta * x[i]


def paper_text(w, g, z, x, t, learning_rate, beta):
    """The averages as the paper's text counts them, with w₀ among them: c is 1/2 at the first step, not 1."""
    share = 1.0 / (t + 1.0)
    for i in range(w.size):
        if t == 1:
            z[i] = w[i]
            x[i] = w[i]
        z[i] -= learning_rate * g[i]
        x[i] = (1.0 - share) * x[i] + share * z[i]
        w[i] = (1.0 - beta) * z[i] + beta * x[i]


def adamw(w, g, v, z, x, weights, largest, t, learning_rate, beta1, beta2, epsilon, r, warmup_steps, weight_decay):
    """schedulefree.AdamWScheduleFree: β₁ plays β, and there is no first moment."""
    rate = learning_rate * min(1.0, t / warmup_steps) if warmup_steps > 0.0 else learning_rate
    top = max(rate, largest[0])
    weight = (float(t) ** r if r != 0.0 else 1.0) * top * top
    total = weights[0] + weight
    share = weight / total if total != 0.0 else 0.0
    correction2 = 1.0 - beta2**t
    for i in range(w.size):
        if t == 1:
            z[i] = w[i]
            x[i] = w[i]
        weights[i] = total
        largest[i] = top
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i]
        size = sqrt(v[i] / correction2) + epsilon
        direction = g[i] / size if size > 0.0 else 0.0
        z[i] -= rate * (direction + weight_decay * w[i])
        x[i] = (1.0 - share) * x[i] + share * z[i]
        w[i] = (1.0 - beta1) * z[i] + beta1 * x[i]


def last_iterate(w, z, t):
    """Where z was before the step: it begins at the start."""
    return np.where(t == 1.0, w, z)


# y stands on the way from z to the average x, nearer to x the larger β is.
ARROWS = (
    Arrow(
        *("step of the last iterate z", "gradient", lambda w, z, z_new, t: z_new - last_iterate(w, z, t)),
        tail=last_iterate,
    ),
    Arrow("from z to the average x", "look", lambda z_new, x_new: x_new - z_new, tail=lambda z_new: z_new),
    STEP,
)

SCHEDULE_FREE_SGD = Optimizer(
    key="schedule_free_sgd",
    name="Schedule-free SGD",
    cites=("defazio2024",),
    idea=(
        "Average the iterates while running and take the slope near the average: the calm of a falling rate without "
        "knowing the end."
    ),
    family="gradient",
    forms=(
        Form(
            key="official",
            name="The authors' code",
            rule=sgd,
            arrows=ARROWS,
            update=(
                r"z \leftarrow z - \gamma_t\,(\nabla f(y) + \lambda y),\quad \gamma_t = \eta \min(1, t / W)",
                *AVERAGED,
            ),
            hyperparameters=(learning_rate(1.0), BETA, POWER, WARM_UP, weight_decay(0.0, AT_Y)),
            memory=("z", "x", "weights", "largest"),
            note="The path shows y, where the gradient is taken. What the authors evaluate is the average x.",
            source="schedulefree.SGDScheduleFree.",
        ),
        Form(
            key="paper_text",
            name="As the paper's text counts",
            rule=paper_text,
            arrows=ARROWS,
            update=(
                r"z \leftarrow z - \eta\,\nabla f(y)",
                r"x \leftarrow (1 - c_t)\,x + c_t z,\quad c_t = \frac{1}{t + 1}",
                r"y \leftarrow (1 - \beta) z + \beta x",
            ),
            hyperparameters=(learning_rate(1.0), BETA),
            memory=("z", "x"),
            note="The start keeps a weight in the average. The paper's algorithm and its code leave it out.",
            source="A. Defazio et al., The road less scheduled, 2024, equations 3 to 5.",
        ),
    ),
    source="A. Defazio, X. Yang, H. Mehta, K. Mishchenko, A. Khaled, A. Cutkosky, The road less scheduled, 2024.",
)

SCHEDULE_FREE_ADAMW = Optimizer(
    key="schedule_free_adamw",
    name="Schedule-free AdamW",
    cites=("defazio2024",),
    idea=(
        "Schedule-free averaging over steps of Adam's size: the average takes the place of momentum and of a "
        "falling rate."
    ),
    family="adaptive",
    forms=(
        Form(
            key="official",
            name="The authors' code",
            rule=adamw,
            arrows=ARROWS,
            update=(
                r"v \leftarrow \beta_2 v + (1 - \beta_2)\,g^2,\quad g = \nabla f(y)",
                r"z \leftarrow z - \gamma_t\Bigl(\frac{g}{\sqrt{v / (1 - \beta_2^t)} + \varepsilon} + \lambda y\Bigr)",
                *AVERAGED,
            ),
            hyperparameters=(
                *(learning_rate(0.0025), BETA1, BETA2, epsilon(1e-8), POWER, WARM_UP),
                weight_decay(0.0, AT_Y),
            ),
            memory=("v", "z", "x", "weights", "largest"),
            note="The path shows y, where the gradient is taken. What the authors evaluate is the average x.",
            source="schedulefree.AdamWScheduleFree.",
        ),
    ),
    source="A. Defazio, X. Yang, H. Mehta, K. Mishchenko, A. Khaled, A. Cutkosky, The road less scheduled, 2024.",
)
