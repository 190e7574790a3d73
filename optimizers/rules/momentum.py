"""Momentum: the velocity remembers past gradients."""

from ..arrows import STEP, Arrow
from ..interface import Form, Hyperparameter, Optimizer, decay, learning_rate, switch, weight_decay

BETA = decay("beta", "β", 0.9, "How much of the velocity survives a step: 0 is gradient descent, towards 1 it coasts.")
DAMPENING = Hyperparameter(
    "dampening", "τ", 0.0, 0.0, 1.0, "linear", "Takes this share off every gradient but the first."
)
BIAS_CORRECTION = switch(
    "bias_correction", "correct", False, "Divides the average by 1 - βᵗ, so that the first steps are not short."
)


def classical(w, g, v, t, learning_rate, beta):
    """Polyak 1964, as written by Sutskever et al. 2013, equations 1 and 2: the rate is inside the velocity."""
    for i in range(w.size):
        v[i] = beta * v[i] - learning_rate * g[i]
        w[i] += v[i]


def pytorch(w, g, v, t, learning_rate, beta, dampening, weight_decay):
    """torch.optim.SGD: the velocity is a sum of gradients, and the first one is not dampened."""
    keep = 1.0 if t == 1 else 1.0 - dampening
    for i in range(w.size):
        v[i] = beta * v[i] + keep * (g[i] + weight_decay * w[i])
        w[i] -= learning_rate * v[i]


def ema(w, g, m, t, learning_rate, beta, bias_correction):
    """The velocity as an exponential moving average of gradients."""
    correction = 1.0 - beta**t if bias_correction > 0.0 else 1.0
    for i in range(w.size):
        m[i] = beta * m[i] + (1.0 - beta) * g[i]
        w[i] -= learning_rate * m[i] / correction


def arrows(gradient, previous):
    """First the gradient step, then the scaled previous step from its head; their sum is the step."""
    return (
        Arrow("gradient step", "gradient", gradient),
        Arrow("previous step, scaled", "previous", previous, follows=True),
        STEP,
    )


CLASSICAL_ARROWS = arrows(lambda learning_rate, g: -learning_rate * g, lambda beta, v: beta * v)
PYTORCH_ARROWS = arrows(
    lambda learning_rate, g, w, t, dampening, weight_decay: (
        -learning_rate * (1.0 - dampening * (t > 1)) * (g + weight_decay * w)
    ),
    lambda learning_rate, beta, v: -learning_rate * beta * v,
)
EMA_ARROWS = arrows(
    lambda learning_rate, g, beta, t, bias_correction: (
        -learning_rate * (1.0 - beta) * g / (1.0 - (bias_correction > 0.0) * beta**t)
    ),
    lambda learning_rate, m, beta, t, bias_correction: (
        -learning_rate * beta * m / (1.0 - (bias_correction > 0.0) * beta**t)
    ),
)


MOMENTUM = Optimizer(
    key="momentum",
    name="Momentum",
    cites=("polyak1964",),
    idea=(
        "Accumulate a velocity: agreeing gradients speed up, zig-zags cancel. "
        "It rolls through small dents and overshoots bends."
    ),
    family="momentum",
    forms=(
        Form(
            key="classical",
            name="Classical (heavy ball)",
            rule=classical,
            arrows=CLASSICAL_ARROWS,
            update=(r"v \leftarrow \beta v - \eta g", r"w \leftarrow w + v"),
            hyperparameters=(learning_rate(), BETA),
            memory=("v",),
            note="The PyTorch form's path while η is constant; under a schedule old velocity keeps its old η.",
            source="B. T. Polyak, Some methods of speeding up the convergence of iteration methods, 1964.",
        ),
        Form(
            key="pytorch",
            name="PyTorch (accumulated gradients)",
            rule=pytorch,
            torch=(
                "torch.optim.SGD([w], lr={learning_rate}, momentum={beta}, dampening={dampening}, "
                "weight_decay={weight_decay})"
            ),
            arrows=PYTORCH_ARROWS,
            update=(r"v \leftarrow \beta v + (1 - \tau)(g + \lambda w)", r"w \leftarrow w - \eta v"),
            hyperparameters=(learning_rate(), BETA, DAMPENING, weight_decay()),
            memory=("v",),
            note="η multiplies the whole velocity. The first gradient is not dampened: τ = β is not the average.",
            source="torch.optim.SGD.",
        ),
        Form(
            key="ema",
            name="Moving average",
            rule=ema,
            arrows=EMA_ARROWS,
            update=(r"m \leftarrow \beta m + (1 - \beta)\,g", r"w \leftarrow w - \eta m"),
            hyperparameters=(learning_rate(0.1), BETA, BIAS_CORRECTION),
            memory=("m",),
            note="Equals the others with their η divided by 1 - β: ten times the rate for the same path at β = 0.9.",
            source="A. Bereyhi, Applied Deep Learning, chapter 3, 2025.",
        ),
    ),
    source="B. T. Polyak, Some methods of speeding up the convergence of iteration methods, 1964.",
)
