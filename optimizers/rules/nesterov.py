"""Nesterov's accelerated gradient: look where the velocity leads before correcting it."""

from ..arrows import STEP, Arrow
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


def keras(w, g, v, t, learning_rate, beta):
    """keras.optimizers.SGD(nesterov=True): the same variable, with the rate inside the velocity."""
    for i in range(w.size):
        v[i] = beta * v[i] - learning_rate * g[i]
        w[i] += beta * v[i] - learning_rate * g[i]


def ema_raw(w, g, m, gradient_at, landscape, t, learning_rate, beta):
    """The average form as the lecture prints it: it looks ahead by βm, without the rate."""
    _, ahead_x, ahead_y = gradient_at(landscape, w[0] - beta * m[0], w[1] - beta * m[1])
    m[0] = beta * m[0] + (1.0 - beta) * ahead_x
    m[1] = beta * m[1] + (1.0 - beta) * ahead_y
    w[0] -= learning_rate * m[0]
    w[1] -= learning_rate * m[1]


def ema_scaled(w, g, m, gradient_at, landscape, t, learning_rate, beta):
    """The average form with a look-ahead as long as the move that it foresees."""
    reach = learning_rate * beta
    _, ahead_x, ahead_y = gradient_at(landscape, w[0] - reach * m[0], w[1] - reach * m[1])
    m[0] = beta * m[0] + (1.0 - beta) * ahead_x
    m[1] = beta * m[1] + (1.0 - beta) * ahead_y
    w[0] -= learning_rate * m[0]
    w[1] -= learning_rate * m[1]


def ahead_first(previous, gradient, reach=None):
    """First the scaled previous step, then the gradient step that is taken from there; their sum is the step."""
    looking = (Arrow("where it looks", "look", reach),) if reach else ()
    return (
        *looking,
        Arrow("previous step, scaled", "previous", previous),
        Arrow("gradient step from ahead", "gradient", gradient, follows=True),
        STEP,
    )


def gradient_first(gradient, velocity):
    """The forms whose iterate is the point ahead: the gradient step, then the new velocity, scaled."""
    return (
        Arrow("gradient step", "gradient", gradient),
        Arrow("new velocity, scaled", "previous", velocity, follows=True),
        STEP,
    )


LOOKAHEAD_ARROWS = ahead_first(lambda beta, v: beta * v, lambda beta, v, v_new: v_new - beta * v)
PYTORCH_ARROWS = gradient_first(
    lambda learning_rate, g, weight_decay, w: -learning_rate * (g + weight_decay * w),
    lambda learning_rate, beta, v_new: -learning_rate * beta * v_new,
)
KERAS_ARROWS = gradient_first(lambda learning_rate, g: -learning_rate * g, lambda beta, v_new: beta * v_new)
EMA_PARTS = (
    lambda learning_rate, beta, m: -learning_rate * beta * m,
    lambda learning_rate, beta, m, m_new: -learning_rate * (m_new - beta * m),
)
EMA_SCALED_ARROWS = ahead_first(*EMA_PARTS)
EMA_RAW_ARROWS = ahead_first(*EMA_PARTS, reach=lambda beta, m: -beta * m)


NESTEROV = Optimizer(
    key="nesterov",
    name="Nesterov",
    cites=(
        "nesterov1983",
        "sutskever2013",
    ),
    idea=(
        "First move with the velocity, then take the gradient there: the correction comes one step earlier, so it "
        "overshoots less."
    ),
    family="momentum",
    forms=(
        Form(
            key="lookahead",
            name="Look-ahead",
            rule=lookahead,
            arrows=LOOKAHEAD_ARROWS,
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
            torch=(
                "torch.optim.SGD([w], lr={learning_rate}, momentum={beta}, nesterov=bool({beta}), "
                "weight_decay={weight_decay})"
            ),
            arrows=PYTORCH_ARROWS,
            update=(r"v \leftarrow \beta v + g + \lambda w", r"w \leftarrow w - \eta\,(g + \lambda w + \beta v)"),
            hyperparameters=(learning_rate(), BETA, weight_decay()),
            memory=("v",),
            note="The same algorithm with the look-ahead point as its variable: same start, shifted points.",
            source="torch.optim.SGD(nesterov=True).",
        ),
        Form(
            key="keras",
            name="Keras (rate inside the velocity)",
            rule=keras,
            arrows=KERAS_ARROWS,
            update=(r"v \leftarrow \beta v - \eta g", r"w \leftarrow w + \beta v - \eta g"),
            hyperparameters=(learning_rate(), BETA),
            memory=("v",),
            note="The PyTorch path while η is constant; under a schedule old velocity keeps its old η.",
            source="keras.optimizers.SGD(nesterov=True).",
        ),
        Form(
            key="ema_scaled",
            name="Moving average, consistent look-ahead",
            rule=ema_scaled,
            arrows=EMA_SCALED_ARROWS,
            update=(
                r"m \leftarrow \beta m + (1 - \beta)\,\nabla f(w - \eta\beta m)",
                r"w \leftarrow w - \eta m",
            ),
            hyperparameters=(learning_rate(0.1), BETA),
            memory=("m",),
            probing=True,
            note=(
                "The look-ahead form with its η divided by 1 - β: at β = 0.9 it needs ten times the rate for the same "
                "path."
            ),
            source="The average form of momentum with Nesterov's look-ahead, so that both reach equally far.",
        ),
        Form(
            key="ema_raw",
            name="Moving average, raw look-ahead",
            rule=ema_raw,
            arrows=EMA_RAW_ARROWS,
            update=(
                r"m \leftarrow \beta m + (1 - \beta)\,\nabla f(w - \beta m)",
                r"w \leftarrow w - \eta m",
            ),
            hyperparameters=(learning_rate(0.1), BETA),
            memory=("m",),
            probing=True,
            note=(
                "η is missing from the look-ahead: where curvature exceeds 21 (at β = 0.9) it diverges, however small "
                "η is."
            ),
            source="A. Bereyhi, Applied Deep Learning, chapter 3, 2025.",
        ),
    ),
    source=(
        "Y. Nesterov, 1983; I. Sutskever, J. Martens, G. Dahl, G. Hinton, On the importance of initialization and "
        "momentum, 2013."
    ),
)
