"""Adam: momentum over a running root mean square, both corrected for their empty start."""

from math import sqrt

from ..arrows import AVERAGED
from ..interface import Derived, Form, Optimizer, decay, epsilon, learning_rate, weight_decay

BETA1 = decay("beta1", "β₁", 0.9, "Memory of the direction: about 1 / (1 - β₁) steps of gradients are averaged.")
BETA2 = decay("beta2", "β₂", 0.999, "Memory of the size: about 1 / (1 - β₂) steps of squared gradients are averaged.")
MOMENTS = (r"m \leftarrow \beta_1 m + (1 - \beta_1)\,g", r"v \leftarrow \beta_2 v + (1 - \beta_2)\,g^2")
CORRECTED = r"\hat m = \frac{m}{1 - \beta_1^t},\quad \hat v = \frac{v}{1 - \beta_2^t}"


def corrected_mean(m, t, beta1):
    """m̂: the average over the weights that the empty start has left it."""
    return m / (1.0 - beta1**t)


def corrected_square(v, t, beta2):
    """v̂: the same of the squared gradients."""
    return v / (1.0 - beta2**t)


HATS = (Derived("m̂", corrected_mean), Derived("v̂", corrected_square))


def paper(w, g, m, v, t, learning_rate, beta1, beta2, epsilon, weight_decay):
    """Kingma and Ba 2015, algorithm 1; weight decay as an L2 term of the loss, as in torch.optim.Adam."""
    correction1 = 1.0 - beta1**t
    correction2 = sqrt(1.0 - beta2**t)
    rate = learning_rate / correction1
    for i in range(w.size):
        gradient = g[i] + weight_decay * w[i]
        m[i] = beta1 * m[i] + (1.0 - beta1) * gradient
        v[i] = beta2 * v[i] + (1.0 - beta2) * gradient * gradient
        w[i] -= rate * m[i] / (sqrt(v[i]) / correction2 + epsilon)


def eps_hat(w, g, m, v, t, learning_rate, beta1, beta2, epsilon):
    """The form at the end of the paper's section 2: both corrections in the rate, ε beside the raw root (Keras)."""
    rate = learning_rate * sqrt(1.0 - beta2**t) / (1.0 - beta1**t)
    for i in range(w.size):
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i]
        w[i] -= rate * m[i] / (sqrt(v[i]) + epsilon)


def eps_inside(w, g, m, v, t, learning_rate, beta1, beta2, epsilon):
    """ε inside the root of the corrected second moment, as two of the lectures print it."""
    correction1 = 1.0 - beta1**t
    correction2 = 1.0 - beta2**t
    rate = learning_rate / correction1
    for i in range(w.size):
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i]
        w[i] -= rate * m[i] / sqrt(v[i] / correction2 + epsilon)


def no_bias_correction(w, g, m, v, t, learning_rate, beta1, beta2, epsilon):
    """Adam with the raw averages, to show what the correction is for."""
    for i in range(w.size):
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i]
        w[i] -= learning_rate * m[i] / (sqrt(v[i]) + epsilon)


def no_bias_correction_eps_inside(w, g, m, v, t, learning_rate, beta1, beta2, epsilon):
    """The raw averages with ε inside the root."""
    for i in range(w.size):
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i]
        w[i] -= learning_rate * m[i] / sqrt(v[i] + epsilon)


ADAM = Optimizer(
    key="adam",
    name="Adam",
    cites=("kingma2015",),
    idea=(
        "Average the direction, divide by the average size: every coordinate moves by about η, whatever the scale of "
        "its slope."
    ),
    family="adaptive",
    forms=(
        Form(
            key="paper",
            name="Paper (ε beside the root)",
            rule=paper,
            torch=(
                "torch.optim.Adam([w], lr={learning_rate}, betas=({beta1}, {beta2}), eps={epsilon}, "
                "weight_decay={weight_decay})"
            ),
            arrows=AVERAGED,
            update=(*MOMENTS, CORRECTED, r"w \leftarrow w - \eta\,\frac{\hat m}{\sqrt{\hat v} + \varepsilon}"),
            hyperparameters=(learning_rate(0.001), BETA1, BETA2, epsilon(1e-8), weight_decay()),
            memory=("m", "v"),
            derived=HATS,
            note="Both averages are corrected, so the very first step already has length η in every coordinate.",
            source="D. P. Kingma, J. Ba, Adam, 2015, algorithm 1; torch.optim.Adam, optax.adam.",
        ),
        Form(
            key="eps_hat",
            name="Keras (ε beside the raw root)",
            rule=eps_hat,
            arrows=AVERAGED,
            update=(
                *MOMENTS,
                (
                    r"w \leftarrow w - \eta\,\frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t}\,\frac{m}{\sqrt{v} + "
                    r"\hat\varepsilon}"
                ),
            ),
            hyperparameters=(learning_rate(0.001), BETA1, BETA2, epsilon(1e-7)),
            memory=("m", "v"),
            note=(
                "The paper's form with ε divided by √(1 - β₂ᵗ): 31.6 times larger at the first step, the same in the "
                "long run."
            ),
            source="D. P. Kingma, J. Ba, Adam, 2015, end of section 2; keras.optimizers.Adam, torch.optim.SparseAdam.",
        ),
        Form(
            key="eps_inside",
            name="ε inside the root",
            rule=eps_inside,
            arrows=AVERAGED,
            update=(*MOMENTS, CORRECTED, r"w \leftarrow w - \eta\,\frac{\hat m}{\sqrt{\hat v + \varepsilon}}"),
            hyperparameters=(learning_rate(0.001), BETA1, BETA2, epsilon(1e-8)),
            memory=("m", "v"),
            derived=HATS,
            note="ε inside the root at 1e-8 acts like 1e-4 beside it: the two part where slopes get that small.",
            source="optax.adam(eps=0, eps_root=ε); printed so in two of the lectures.",
        ),
        Form(
            key="no_bias_correction",
            name="No bias correction",
            rule=no_bias_correction,
            arrows=AVERAGED,
            update=(*MOMENTS, r"w \leftarrow w - \eta\,\frac{m}{\sqrt{v} + \varepsilon}"),
            hyperparameters=(learning_rate(0.001), BETA1, BETA2, epsilon(1e-8)),
            memory=("m", "v"),
            note=(
                "v starts nearly empty, so the first step is (1 - β₁)/√(1 - β₂) = 3.16 times η at the usual settings, "
                "and the next ones are longer still."
            ),
            source="A. Bereyhi, Applied Deep Learning, chapter 3, 2025 (without ε).",
        ),
        Form(
            key="no_bias_correction_eps_inside",
            name="No bias correction, ε inside the root",
            rule=no_bias_correction_eps_inside,
            arrows=AVERAGED,
            update=(*MOMENTS, r"w \leftarrow w - \eta\,\frac{m}{\sqrt{v + \varepsilon}}"),
            hyperparameters=(learning_rate(0.001), BETA1, BETA2, epsilon(1e-8)),
            memory=("m", "v"),
            note=(
                "RMSProp with ε inside is this form at β₁ = 0. It parts from the uncorrected form beside it where "
                "slopes fall below √ε."
            ),
            source="Adam without its corrections, with the ε that the lectures on RMSProp use.",
        ),
    ),
    source="D. P. Kingma, J. Ba, Adam: a method for stochastic optimization, ICLR 2015.",
)
