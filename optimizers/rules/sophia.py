"""Sophia: momentum over curvature, clipped so that no coordinate moves further than η."""

from math import isnan

from ..arrows import AVERAGED, STEP, within
from ..interface import Form, Hyperparameter, Optimizer, decay, learning_rate, weight_decay

BETA1 = decay("beta1", "β₁", 0.96, "Memory of the direction: about 1 / (1 - β₁) steps of gradients are averaged.")
BETA2 = decay("beta2", "β₂", 0.99, "Memory of the curvature: about 1 / (1 - β₂) of its refreshments are averaged.")
GAMMA = Hyperparameter(
    *("gamma", "γ", 0.01, 1e-6, 100.0, "log"),
    "Scales the curvature: smaller values clip more, down to steps of length η.",
)
RADIUS = Hyperparameter("p", "p", 0.01, 1e-6, 100.0, "log", "Where a coordinate's step is clipped, before the rate.")
RHO = Hyperparameter(
    *("rho", "ρ", 0.04, 1e-6, 100.0, "log"),
    "Scales the curvature: smaller values clip more, down to steps of length η.",
)
BATCH = Hyperparameter(
    *("batch_size", "B", 1, 1, 100_000, "log"),
    "Multiplies the curvature, which is estimated from a batch's gradient.",
    kind="integer",
)
DECAY_NOTE = "Pulls every coordinate towards 0 by this share, times the rate, at each step."
# Updates between two looks at the curvature.
INTERVAL = 10
FRESH = r"\text{every 10 updates:}\quad h \leftarrow \beta_2 h + (1 - \beta_2)\,\operatorname{diag} H"
DIRECTION = r"m \leftarrow \beta_1 m + (1 - \beta_1)\,g"


def least(default: float, note: str = "The smallest curvature to divide by.") -> Hyperparameter:
    """The constant ε below the curvature, which keeps 0/0 away."""
    return Hyperparameter("epsilon", "ε", default, 1e-30, 100.0, "log", note)


def refresh(h, beta2, f_xx, f_yy):
    """Average the diagonal of the Hessian; at a kink, where it is not a number, the old average stays."""
    if not isnan(f_xx):
        h[0] = beta2 * h[0] + (1.0 - beta2) * f_xx
    if not isnan(f_yy):
        h[1] = beta2 * h[1] + (1.0 - beta2) * f_yy


def paper(w, g, m, h, hessian_at, landscape, t, learning_rate, beta1, beta2, epsilon, gamma, weight_decay):
    """Liu et al. 2024, algorithm 3, with the exact diagonal: the expectation of Hutchinson's estimate."""
    if (t - 1) % INTERVAL == 0:
        f_xx, _, f_yy = hessian_at(landscape, w[0], w[1])
        refresh(h, beta2, f_xx, f_yy)
    for i in range(2):
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        w[i] -= learning_rate * weight_decay * w[i]
        w[i] -= learning_rate * min(max(m[i] / max(gamma * h[i], epsilon), -1.0), 1.0)


def kozistr(w, g, m, h, hessian_at, landscape, t, learning_rate, beta1, beta2, epsilon, p, weight_decay):
    """pytorch_optimizer.SophiaH: the bound p instead of a scale γ; the paper's form with its rate times p and γ = p."""
    if (t - 1) % INTERVAL == 0:
        f_xx, _, f_yy = hessian_at(landscape, w[0], w[1])
        refresh(h, beta2, f_xx, f_yy)
    for i in range(2):
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        w[i] -= learning_rate * weight_decay * w[i]
        w[i] -= learning_rate * min(max(m[i] / max(h[i], epsilon), -p), p)


def optax(w, g, m, h, hessian_at, landscape, t, learning_rate, beta1, beta2, epsilon, gamma, weight_decay):
    """optax.contrib.sophia: m is corrected for its empty start, and a step uses the curvature of before."""
    x, y = w[0], w[1]
    correction = 1.0 - beta1**t
    for i in range(2):
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        direction = min(max(m[i] / correction / max(gamma * h[i], epsilon), -1.0), 1.0)
        w[i] -= learning_rate * (direction + weight_decay * w[i])
    if (t - 1) % INTERVAL == 0:
        f_xx, _, f_yy = hessian_at(landscape, x, y)
        refresh(h, beta2, f_xx, f_yy)


def official(w, g, m, h, t, learning_rate, beta1, beta2, rho, batch_size, weight_decay):
    """SophiaG of the authors: squared gradients, every ten updates, stand for the curvature (Gauss-Newton-Bartlett)."""
    for i in range(w.size):
        if (t - 1) % INTERVAL == 0:
            h[i] = beta2 * h[i] + (1.0 - beta2) * g[i] * g[i]
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        w[i] -= learning_rate * weight_decay * w[i]
        length = learning_rate * min(abs(m[i]) / (rho * batch_size * h[i] + 1e-15), 1.0)
        w[i] -= length if m[i] > 0.0 else -length


CLIPPED = (*AVERAGED[:-1], within(lambda learning_rate: learning_rate), STEP)
CLIPPED_BY_RADIUS = (*AVERAGED[:-1], within(lambda learning_rate, p: learning_rate * p), STEP)

SOPHIA_H = Optimizer(
    key="sophia_h",
    name="Sophia-H",
    cites=("liu2024",),
    idea=(
        "Newton per coordinate, looked at only now and then and clipped: where curvature is small or negative it "
        "steps by the sign."
    ),
    family="sign",
    forms=(
        Form(
            key="paper",
            name="Paper",
            rule=paper,
            arrows=CLIPPED,
            update=(
                FRESH,
                DIRECTION,
                r"w \leftarrow w - \eta\lambda w - \eta\,\operatorname{clip}\Bigl(\frac{m}{\max(\gamma h, "
                r"\varepsilon)}, 1\Bigr)",
            ),
            hyperparameters=(learning_rate(0.01), BETA1, BETA2, least(1e-12), GAMMA, weight_decay(0.0, DECAY_NOTE)),
            memory=("m", "h"),
            hessian=True,
            reads_gradient=True,
            note="The diagonal of the Hessian is exact here. A network estimates it by H times random signs.",
            source="H. Liu et al., 2024, algorithm 3 with estimator 1 (Hutchinson).",
        ),
        Form(
            key="kozistr",
            name="pytorch_optimizer",
            rule=kozistr,
            arrows=CLIPPED_BY_RADIUS,
            update=(
                FRESH,
                DIRECTION,
                r"w \leftarrow w - \eta\lambda w - \eta\,\operatorname{clip}\Bigl(\frac{m}{\max(h, \varepsilon)}, "
                r"p\Bigr)",
            ),
            hyperparameters=(learning_rate(0.06), BETA1, BETA2, least(1e-12), RADIUS, weight_decay(0.0, DECAY_NOTE)),
            memory=("m", "h"),
            hessian=True,
            reads_gradient=True,
            note="No step is longer than ηp, so its rate is 1/p times that of the paper's form.",
            source="pytorch_optimizer.SophiaH.",
        ),
        Form(
            key="optax",
            name="Optax",
            rule=optax,
            arrows=CLIPPED,
            update=(
                DIRECTION,
                r"w \leftarrow w - \eta\,\Bigl(\operatorname{clip}\Bigl(\frac{m / (1 - \beta_1^t)}{\max(\gamma h, "
                r"\varepsilon)}, 1\Bigr) + \lambda w\Bigr)",
                FRESH,
            ),
            hyperparameters=(learning_rate(0.01), BETA1, BETA2, least(1e-8), GAMMA, weight_decay(0.0, DECAY_NOTE)),
            memory=("m", "h"),
            hessian=True,
            reads_gradient=True,
            note="The first step knows no curvature yet: it goes by the sign alone.",
            source="optax.contrib.sophia.",
        ),
    ),
    source="H. Liu, Z. Li, D. Hall, P. Liang, T. Ma, Sophia: a scalable stochastic second-order optimizer, 2024.",
)

SOPHIA_G = Optimizer(
    key="sophia_g",
    name="Sophia-G",
    cites=("liu2024",),
    idea=(
        "Sophia with squared gradients for curvature. They measure curvature only for a likelihood's sampled "
        "labels; on a surface they do not."
    ),
    family="sign",
    forms=(
        Form(
            key="official",
            name="The authors' code",
            rule=official,
            arrows=CLIPPED,
            update=(
                r"\text{every 10 updates:}\quad h \leftarrow \beta_2 h + (1 - \beta_2)\,g^2",
                DIRECTION,
                r"w \leftarrow w - \eta\lambda w - \eta\,\operatorname{sign}(m)\min\Bigl(\frac{|m|}{\rho B h + "
                r"10^{-15}}, 1\Bigr)",
            ),
            hyperparameters=(
                learning_rate(0.01),
                decay("beta1", "β₁", 0.965, BETA1.note),
                BETA2,
                RHO,
                BATCH,
                weight_decay(0.0, DECAY_NOTE),
            ),
            memory=("m", "h"),
            note="The package's own batch size is 5120, which belongs to its language model; a surface is one sample.",
            source="sophia-opt, SophiaG; H. Liu et al., 2024, estimator 2 (Gauss-Newton-Bartlett).",
        ),
    ),
    source="H. Liu, Z. Li, D. Hall, P. Liang, T. Ma, Sophia: a scalable stochastic second-order optimizer, 2024.",
)
