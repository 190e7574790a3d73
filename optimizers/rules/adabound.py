"""AdaBound: Adam's rates between bounds that close in on one rate."""

from math import sqrt

from ..arrows import AVERAGED
from ..interface import Form, Hyperparameter, Optimizer, epsilon, learning_rate, switch, weight_decay
from .adam import BETA1, BETA2, MOMENTS

FINAL = Hyperparameter(
    *("final_learning_rate", "η∞", 0.1, 1e-6, 10.0, "log"),
    (
        "The rate that every coordinate ends with. Where that is too long for the steepest curvature, the run ends in "
        "zig-zags."
    ),
)
GAMMA = Hyperparameter(
    *("gamma", "γ", 0.001, 1e-6, 1.0, "log"),
    "How fast the bounds close in: Adam turns into momentum after about 1 / γ steps.",
)
AMSBOUND = switch("amsbound", "AMSBound", False, "Divides by the largest v so far, as AMSGrad does.")
SQRT_T = switch("sqrt_t", "1/√t", True, "Divides the bounded rate by √t, as the proof of convergence wants it.")
DECOUPLED = weight_decay(0.0, "Shrinks w by the share η λ each step, whatever the gradient was.")
BOUNDED = (
    r"\eta_t = \operatorname{clip}\!\left(\frac{\eta\sqrt{1 - \beta_2^t}}{(1 - \beta_1^t)(\sqrt{v} + \varepsilon)},\ "
    r"\eta_\infty - \frac{\eta_\infty}{\gamma t + 1},\ \eta_\infty + \frac{\eta_\infty}{\gamma t}\right)"
)


def official(
    w, g, m, v, v_max, base, t, learning_rate, beta1, beta2, epsilon, final_learning_rate, gamma, amsbound, weight_decay
):
    """Luo et al.'s own package: corrected as Adam, and the final rate follows the schedule.

    The schedule's multiplier is the present rate over `base`, the largest so far: exact under every
    schedule that starts at its top, and after the warm-up under those that rise first.
    """
    rate = learning_rate * sqrt(1.0 - beta2**t) / (1.0 - beta1**t)
    for i in range(w.size):
        base[i] = max(base[i], learning_rate)
        final = final_learning_rate * learning_rate / base[i] if base[i] > 0.0 else 0.0
        gradient = g[i] + weight_decay * w[i]
        m[i] = beta1 * m[i] + (1.0 - beta1) * gradient
        v[i] = beta2 * v[i] + (1.0 - beta2) * gradient * gradient
        v_max[i] = max(v_max[i], v[i])
        size = sqrt(v_max[i] if amsbound > 0.0 else v[i]) + epsilon
        lower = final * (1.0 - 1.0 / (gamma * t + 1.0))
        upper = final * (1.0 + 1.0 / (gamma * t))
        # At ε = 0 a coordinate without any slope so far has m = 0 and rests at whatever rate.
        if size > 0.0:
            w[i] -= min(max(rate / size, lower), upper) * m[i]


def paper(w, g, m, v, t, learning_rate, beta1, beta2, final_learning_rate, sqrt_t):
    """Luo et al. 2019, algorithm 2 with the bounds of section 4: no correction, no ε; a flat coordinate rests."""
    lower = final_learning_rate * (1.0 - 1.0 / ((1.0 - beta2) * t + 1.0))
    upper = final_learning_rate * (1.0 + 1.0 / ((1.0 - beta2) * t))
    shrink = sqrt(1.0 * t) if sqrt_t > 0.0 else 1.0
    for i in range(w.size):
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i]
        if v[i] > 0.0:
            w[i] -= min(max(learning_rate / sqrt(v[i]), lower), upper) / shrink * m[i]


def kozistr(w, g, m, v, base, t, learning_rate, beta1, beta2, epsilon, final_learning_rate, gamma, weight_decay):
    """pytorch_optimizer.AdaBound: weight decay beside the averages, and a second, tiny ε inside the root."""
    rate = learning_rate * sqrt(1.0 - beta2**t) / (1.0 - beta1**t)
    keep = 1.0 - learning_rate * weight_decay
    for i in range(w.size):
        base[i] = max(base[i], learning_rate)
        final = final_learning_rate * learning_rate / base[i] if base[i] > 0.0 else 0.0
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i]
        lower = final * (1.0 - 1.0 / (gamma * t + 1.0))
        upper = final * (1.0 + 1.0 / (gamma * t))
        w[i] = keep * w[i] - min(max(rate / (sqrt(v[i] + 1e-15) + epsilon), lower), upper) * m[i]


ADABOUND = Optimizer(
    key="adabound",
    name="AdaBound",
    cites=("luo2019",),
    idea=(
        "Start as Adam, end as momentum: the rates of all coordinates are squeezed between bounds that meet at one "
        "final rate."
    ),
    family="adaptive",
    forms=(
        Form(
            key="official",
            name="Official",
            rule=official,
            arrows=AVERAGED,
            update=(*MOMENTS, BOUNDED, r"w \leftarrow w - \eta_t\, m"),
            hyperparameters=(
                *(learning_rate(0.001), BETA1, BETA2, epsilon(1e-8), FINAL, GAMMA, AMSBOUND),
                weight_decay(),
            ),
            memory=("m", "v", "v_max", "base"),
            note=(
                "A schedule scales the final rate too. At the default η∞ steep walls start to zig-zag as the bounds "
                "close in, where Adam would not."
            ),
            source="L. Luo et al., the authors' package adabound.",
        ),
        Form(
            key="paper",
            name="Paper (no correction, 1/√t)",
            rule=paper,
            arrows=AVERAGED,
            update=(
                *MOMENTS,
                (
                    r"\eta_t = \frac{1}{\sqrt{t}}\operatorname{clip}\!\left(\frac{\eta}{\sqrt{v}},\ \eta_\infty - "
                    r"\frac{\eta_\infty}{(1 - \beta_2)t + 1},\ \eta_\infty + \frac{\eta_\infty}{(1 - \beta_2)t}\right)"
                ),
                r"w \leftarrow w - \eta_t\, m",
            ),
            hyperparameters=(learning_rate(0.001), BETA1, BETA2, FINAL, SQRT_T),
            memory=("m", "v"),
            note="β₂ sets the speed of the bounds, in place of γ, and a schedule leaves them alone.",
            source="L. Luo, Y. Xiong, Y. Liu, X. Sun, 2019, algorithm 2.",
        ),
        Form(
            key="kozistr",
            name="pytorch_optimizer (decay beside the averages)",
            rule=kozistr,
            arrows=AVERAGED,
            update=(*MOMENTS, BOUNDED, r"w \leftarrow (1 - \eta\lambda)\,w - \eta_t\, m"),
            hyperparameters=(learning_rate(0.001), BETA1, BETA2, epsilon(1e-8), FINAL, GAMMA, DECOUPLED),
            memory=("m", "v", "base"),
            note="The official form at λ = 0, but for 1e-15 inside the root; its weight decay is AdamW's.",
            source="pytorch_optimizer.AdaBound.",
        ),
    ),
    source=(
        "L. Luo, Y. Xiong, Y. Liu, X. Sun, Adaptive gradient methods with dynamic bound of learning rate, ICLR 2019."
    ),
)
