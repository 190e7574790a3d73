"""D-Adaptation: estimate the distance to the minimum from below and use it as the learning rate."""

from math import sqrt

from ..arrows import AVERAGED
from ..interface import Form, Optimizer, decay, epsilon, learning_rate, switch, weight_decay
from .adam import BETA1, BETA2
from .prodigy import CORRECTED, FIRST, GROWTH

EPSILON = 1e-8
FIRST_SUM = 1e-6
MOMENTUM = decay("momentum", "β", 0.0, "How much of the last point is kept: the rest is the point of dual averaging.")
DECOUPLE = switch("decouple", "decoupled", False, "Takes the weight decay out of the gradient, as AdamW does.")
RATE = learning_rate(1.0)
SOURCE = "A. Defazio, K. Mishchenko, Learning-rate-free learning by D-adaptation, 2023."


def sgd(w, g, s, start, d, numerator, first_norm, t, learning_rate, d0, growth_rate, momentum):
    """dadaptation.DAdaptSGD: steps are measured in the length of the first gradient."""
    if t == 1:
        squared = 0.0
        for i in range(w.size):
            squared += g[i] * g[i]
        for i in range(w.size):
            start[i] = w[i]
            d[i] = d0
            first_norm[i] = sqrt(squared)
    # A start without any slope gives no measure: the point rests for ever.
    if first_norm[0] != 0.0:
        size = d[0]
        rate = size * learning_rate / first_norm[0]
        gained, squared = 0.0, 0.0
        for i in range(w.size):
            gained += g[i] * s[i]
            s[i] += rate * g[i]
            squared += s[i] * s[i]
        if squared != 0.0:
            total = numerator[0] + rate * gained
            estimate = 2.0 * total / sqrt(squared)
            size = max(size, estimate if growth_rate == 0.0 else min(estimate, size * growth_rate))
            for i in range(w.size):
                numerator[i] = total
                d[i] = size
                w[i] = momentum * w[i] + (1.0 - momentum) * (start[i] - s[i])


def adam(
    w,
    g,
    m,
    v,
    s,
    d,
    numerator,
    t,
    learning_rate,
    beta1,
    beta2,
    d0,
    decouple,
    growth_rate,
    use_bias_correction,
    weight_decay,
):
    """dadaptation.DAdaptAdam: the rate is inside the first moment."""
    if t == 1:
        for i in range(w.size):
            d[i] = d0
    root = sqrt(beta2)
    size = d[0]
    rate = size * learning_rate
    if use_bias_correction > 0.0:
        rate *= sqrt(1.0 - beta2**t) / (1.0 - beta1**t)
    gained, length = 0.0, 0.0
    for i in range(w.size):
        gradient = g[i] if decouple > 0.0 else g[i] + weight_decay * w[i]
        gained += gradient * s[i] / (sqrt(v[i]) + EPSILON)
        m[i] = beta1 * m[i] + rate * (1.0 - beta1) * gradient
        v[i] = beta2 * v[i] + (1.0 - beta2) * gradient * gradient
        s[i] = root * s[i] + rate * (1.0 - root) * gradient
        length += abs(s[i])
    if length != 0.0:
        total = root * numerator[0] + (1.0 - root) * rate * gained
        estimate = total / ((1.0 - root) * length)
        size = max(size, estimate if growth_rate == 0.0 else min(estimate, size * growth_rate))
        for i in range(w.size):
            numerator[i] = total
            d[i] = size
            if decouple > 0.0:
                w[i] -= weight_decay * rate * w[i]
            w[i] -= m[i] / (sqrt(v[i]) + EPSILON)


def adagrad(w, g, a, s, start, d, weighted, squares, length, t, learning_rate, d0, epsilon, growth_rate, momentum):
    """dadaptation.DAdaptAdaGrad: its sums are kept up by their changes, as there."""
    if t == 1:
        for i in range(w.size):
            a[i] = FIRST_SUM
            start[i] = w[i]
            d[i] = d0
    size = d[0]
    rate = size * learning_rate
    change, squared, longer = 0.0, 0.0, 0.0
    for i in range(w.size):
        change -= s[i] * s[i] / (sqrt(a[i]) + epsilon)
        longer -= abs(s[i])
        a[i] += g[i] * g[i]
        s[i] += rate * g[i]
        squared += g[i] * g[i] / (sqrt(a[i]) + epsilon)
        change += s[i] * s[i] / (sqrt(a[i]) + epsilon)
        longer += abs(s[i])
    for i in range(w.size):
        weighted[i] += change
        squares[i] += rate * rate * squared
        length[i] += longer
    if length[0] != 0.0:
        estimate = (weighted[0] - squares[0]) / length[0]
        size = max(size, estimate if growth_rate == 0.0 else min(estimate, size * growth_rate))
        for i in range(w.size):
            d[i] = size
            w[i] = momentum * w[i] + (1.0 - momentum) * (start[i] - s[i] / (sqrt(a[i]) + epsilon))


DADAPT_SGD = Optimizer(
    key="dadapt_sgd",
    name="D-Adapt SGD",
    cites=("defazio2023",),
    idea=(
        "The slopes met so far prove that the minimum is at least d away. Take d for the rate: it only grows, and "
        "no rate is left to tune."
    ),
    family="accumulating",
    rate=0.2,
    forms=(
        Form(
            key="official",
            name="The authors' code",
            rule=sgd,
            update=(
                r"\lambda = \frac{\eta d}{\|g_1\|_2},\quad r \leftarrow r + \lambda\, g^\top s,\quad s \leftarrow s "
                r"+ \lambda g",
                r"\hat d = \frac{2 r}{\|s\|_2},\quad d \leftarrow \max(d, \hat d)",
                r"w \leftarrow \beta w + (1 - \beta)(w_0 - s)",
            ),
            hyperparameters=(RATE, FIRST, GROWTH, MOMENTUM),
            memory=("s", "start", "d", "numerator", "first_norm"),
            coupled=True,
            note=(
                "All steps start from w₀ (dual averaging); d is the step. It is measured in the first gradient, so the "
                "authors' rate of 1 overshoots where later gradients are as long: races begin at 0.2."
            ),
            source="dadaptation.DAdaptSGD; Defazio and Mishchenko 2023, algorithm 4.",
        ),
    ),
    source=SOURCE,
)

DADAPT_ADAM = Optimizer(
    key="dadapt_adam",
    name="D-Adapt Adam",
    cites=("defazio2023",),
    idea=(
        "Adam whose rate is a lower bound on the distance to the minimum, raised whenever the slopes prove a larger "
        "one."
    ),
    family="accumulating",
    rate=1.0,
    forms=(
        Form(
            key="official",
            name="The authors' code",
            rule=adam,
            arrows=AVERAGED,
            update=(
                r"r \leftarrow \sqrt{\beta_2}\, r + (1 - \sqrt{\beta_2})\,\eta d\, g^\top \frac{s}{\sqrt{v} + "
                r"\varepsilon}",
                r"m \leftarrow \beta_1 m + (1 - \beta_1)\,\eta d\, g,\quad v \leftarrow \beta_2 v + (1 - \beta_2)\,g^2",
                r"s \leftarrow \sqrt{\beta_2}\, s + (1 - \sqrt{\beta_2})\,\eta d\, g",
                r"\hat d = \frac{r}{(1 - \sqrt{\beta_2})\,\|s\|_1},\quad d \leftarrow \max(d, \hat d)",
                r"w \leftarrow w - \frac{m}{\sqrt{v} + \varepsilon}",
            ),
            hyperparameters=(
                *(RATE, BETA1, BETA2, FIRST, DECOUPLE, GROWTH, CORRECTED),
                weight_decay(),
            ),
            memory=("m", "v", "s", "d", "numerator"),
            coupled=True,
            note="The rate is part of the first moment, so a larger d is felt only as m renews itself. ε is 1e-8.",
            source="dadaptation.DAdaptAdam; Defazio and Mishchenko 2023, algorithm 5.",
        ),
    ),
    source=SOURCE,
)

DADAPT_ADAGRAD = Optimizer(
    key="dadapt_adagrad",
    name="D-Adapt AdaGrad",
    cites=("defazio2023",),
    idea="AdaGrad from the start point outwards, with a proven lower bound on the distance to the minimum for a rate.",
    family="accumulating",
    rate=1.0,
    forms=(
        Form(
            key="official",
            name="The authors' code",
            rule=adagrad,
            update=(
                r"a \leftarrow a + g^2,\quad s \leftarrow s + \eta d\, g,\quad A = \sqrt{a} + \varepsilon",
                r"\hat d = \frac{\sum s^2 / A - \sum_t (\eta d)^2 \sum g^2 / A}{\|s\|_1},\quad d \leftarrow \max(d, "
                r"\hat d)",
                r"w \leftarrow \beta w + (1 - \beta)(w_0 - s / A)",
            ),
            hyperparameters=(RATE, FIRST, epsilon(1e-6), GROWTH, MOMENTUM),
            memory=("a", "s", "start", "d", "weighted", "squares", "length"),
            coupled=True,
            note="The sum of squares starts at 1e-6. The rate stays at 1; d is the step.",
            source="dadaptation.DAdaptAdaGrad; Defazio and Mishchenko 2023, algorithm 3.",
        ),
    ),
    source=SOURCE,
)
