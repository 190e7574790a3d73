"""NAdam: Adam with Nesterov's look-ahead in its first moment."""

from math import sqrt

from ..arrows import AVERAGED
from ..interface import Form, Hyperparameter, Optimizer, epsilon, learning_rate, weight_decay
from .adam import BETA1, BETA2, MOMENTS

MOMENTUM_DECAY = Hyperparameter(
    *("momentum_decay", "ψ", 0.004, 0.0, 1.0, "linear"),
    "How fast momentum warms up from β₁/2 to β₁: 1 takes about 50 steps, the default some thousands.",
)
SIZE = r"\hat v = \frac{v}{1 - \beta_2^t}"


def pytorch(w, g, m, v, mu_product, t, learning_rate, beta1, beta2, epsilon, momentum_decay, weight_decay):
    """Dozat 2016, algorithm 2, with his warm-up of the momentum; `mu_product` holds μ₁ μ₂ ⋯ μ_t."""
    mu = beta1 * (1.0 - 0.5 * 0.96 ** (t * momentum_decay))
    mu_next = beta1 * (1.0 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
    correction2 = sqrt(1.0 - beta2**t)
    for i in range(w.size):
        product = mu * (1.0 if t == 1 else mu_product[i])
        mu_product[i] = product
        gradient = g[i] + weight_decay * w[i]
        m[i] = beta1 * m[i] + (1.0 - beta1) * gradient
        v[i] = beta2 * v[i] + (1.0 - beta2) * gradient * gradient
        ahead = (1.0 - mu) / (1.0 - product) * gradient + mu_next / (1.0 - product * mu_next) * m[i]
        w[i] -= learning_rate * ahead / (sqrt(v[i]) / correction2 + epsilon)


def optax(w, g, m, v, t, learning_rate, beta1, beta2, epsilon):
    """optax.nadam: constant momentum, each part under the correction of its own step."""
    ahead1 = beta1 / (1.0 - beta1 ** (t + 1))
    fresh1 = (1.0 - beta1) / (1.0 - beta1**t)
    correction2 = sqrt(1.0 - beta2**t)
    for i in range(w.size):
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i]
        w[i] -= learning_rate * (ahead1 * m[i] + fresh1 * g[i]) / (sqrt(v[i]) / correction2 + epsilon)


def ruder(w, g, m, v, t, learning_rate, beta1, beta2, epsilon):
    """Ruder 2016, section 4.8: both parts over the same correction."""
    rate = learning_rate / (1.0 - beta1**t)
    correction2 = sqrt(1.0 - beta2**t)
    for i in range(w.size):
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i]
        w[i] -= rate * (beta1 * m[i] + (1.0 - beta1) * g[i]) / (sqrt(v[i]) / correction2 + epsilon)


NADAM = Optimizer(
    key="nadam",
    name="NAdam",
    cites=("dozat2016",),
    idea="Adam that applies the coming step's momentum already now: the present slope counts more, so it turns sooner.",
    family="adaptive",
    forms=(
        Form(
            key="pytorch",
            name="PyTorch (momentum warms up)",
            rule=pytorch,
            arrows=AVERAGED,
            torch=(
                "torch.optim.NAdam([w], lr={learning_rate}, betas=({beta1}, {beta2}), eps={epsilon}, "
                "weight_decay={weight_decay}, momentum_decay={momentum_decay})"
            ),
            update=(
                r"\mu_t = \beta_1\left(1 - \tfrac12\, 0.96^{t\psi}\right),\quad P = \textstyle\prod_{i \le t} \mu_i",
                *MOMENTS,
                SIZE,
                r"w \leftarrow w - \frac{\eta}{\sqrt{\hat v} + \varepsilon}"
                r"\left(\frac{1 - \mu_t}{1 - P}\,g + \frac{\mu_{t+1}}{1 - P\mu_{t+1}}\,m\right)",
            ),
            hyperparameters=(learning_rate(0.002), BETA1, BETA2, epsilon(1e-8), MOMENTUM_DECAY, weight_decay()),
            memory=("m", "v", "mu_product"),
            note="At the default ψ momentum stays near β₁/2 for a whole run here; Keras' Nadam is this form at ψ = 1.",
            source="T. Dozat, Incorporating Nesterov momentum into Adam, 2016; torch.optim.NAdam.",
        ),
        Form(
            key="optax",
            name="optax (constant momentum)",
            rule=optax,
            arrows=AVERAGED,
            update=(
                *MOMENTS,
                SIZE,
                r"w \leftarrow w - \frac{\eta}{\sqrt{\hat v} + \varepsilon}"
                r"\left(\frac{\beta_1 m}{1 - \beta_1^{t+1}} + \frac{(1 - \beta_1)\,g}{1 - \beta_1^t}\right)",
            ),
            hyperparameters=(learning_rate(0.002), BETA1, BETA2, epsilon(1e-8)),
            memory=("m", "v"),
            note="The PyTorch form once its momentum has warmed up to β₁.",
            source="optax.nadam.",
        ),
        Form(
            key="ruder",
            name="Ruder (one correction)",
            rule=ruder,
            arrows=AVERAGED,
            update=(
                *MOMENTS,
                SIZE,
                (
                    r"w \leftarrow w - \frac{\eta}{\sqrt{\hat v} + \varepsilon}\,\frac{\beta_1 m + (1 - "
                    r"\beta_1)\,g}{1 - \beta_1^t}"
                ),
            ),
            hyperparameters=(learning_rate(0.002), BETA1, BETA2, epsilon(1e-8)),
            memory=("m", "v"),
            note=(
                "Longer first steps than the optax form, by the factor (1 - β₁ᵗ⁺¹)/(1 - β₁ᵗ) on the momentum; soon "
                "the same."
            ),
            source="S. Ruder, An overview of gradient descent optimization algorithms, 2016, section 4.8.",
        ),
    ),
    source="T. Dozat, Incorporating Nesterov momentum into Adam, ICLR workshop 2016.",
)
