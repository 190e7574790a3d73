"""AMSGrad: Adam whose rates never grow again."""

from math import sqrt

from ..arrows import AVERAGED
from ..interface import Form, Optimizer, epsilon, learning_rate
from .adam import BETA1, BETA2, MOMENTS

SETTINGS = (learning_rate(0.001), BETA1, BETA2, epsilon(1e-8))
LARGEST = r"\bar v \leftarrow \max(\bar v, v)"


def paper(w, g, m, v, v_max, t, learning_rate, beta1, beta2, epsilon):
    """Reddi et al. 2018, algorithm 2: no bias correction, and no ε there; at ε = 0 a flat coordinate rests."""
    for i in range(w.size):
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i]
        v_max[i] = max(v_max[i], v[i])
        size = sqrt(v_max[i]) + epsilon
        if size > 0.0:
            w[i] -= learning_rate * m[i] / size


def pytorch(w, g, m, v, v_max, t, learning_rate, beta1, beta2, epsilon):
    """torch.optim.Adam(amsgrad=True): the maximum of the raw average, corrected afterwards."""
    correction2 = sqrt(1.0 - beta2**t)
    rate = learning_rate / (1.0 - beta1**t)
    for i in range(w.size):
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i]
        v_max[i] = max(v_max[i], v[i])
        w[i] -= rate * m[i] / (sqrt(v_max[i]) / correction2 + epsilon)


def optax(w, g, m, v, v_max, t, learning_rate, beta1, beta2, epsilon):
    """optax.amsgrad: the maximum of the corrected average."""
    correction2 = 1.0 - beta2**t
    rate = learning_rate / (1.0 - beta1**t)
    for i in range(w.size):
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i]
        v_max[i] = max(v_max[i], v[i] / correction2)
        w[i] -= rate * m[i] / (sqrt(v_max[i]) + epsilon)


def eps_hat(w, g, m, v, v_max, t, learning_rate, beta1, beta2, epsilon):
    """keras.optimizers.Adam(amsgrad=True): both corrections in the rate, ε beside the raw root."""
    rate = learning_rate * sqrt(1.0 - beta2**t) / (1.0 - beta1**t)
    for i in range(w.size):
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i]
        v_max[i] = max(v_max[i], v[i])
        w[i] -= rate * m[i] / (sqrt(v_max[i]) + epsilon)


AMSGRAD = Optimizer(
    key="amsgrad",
    name="AMSGrad",
    cites=("reddi2018",),
    idea=(
        "Adam that divides by the largest mean square so far: a rare steep slope is never forgotten, so rates only "
        "fall."
    ),
    family="adaptive",
    forms=(
        Form(
            key="paper",
            name="Paper (no bias correction)",
            rule=paper,
            arrows=AVERAGED,
            update=(*MOMENTS, LARGEST, r"w \leftarrow w - \eta\,\frac{m}{\sqrt{\bar v} + \varepsilon}"),
            hyperparameters=SETTINGS,
            memory=("m", "v", "v_max"),
            note="The paper has no ε: 0 gives its formula. Like Adam without correction, its first steps are long.",
            source="S. Reddi, S. Kale, S. Kumar, On the convergence of Adam and beyond, 2018, algorithm 2.",
        ),
        Form(
            key="pytorch",
            name="PyTorch (maximum of raw v)",
            rule=pytorch,
            arrows=AVERAGED,
            torch="torch.optim.Adam([w], lr={learning_rate}, betas=({beta1}, {beta2}), eps={epsilon}, amsgrad=True)",
            update=(
                *MOMENTS,
                LARGEST,
                r"w \leftarrow w - \frac{\eta}{1 - \beta_1^t}\,\frac{m}{\sqrt{\bar v / (1 - \beta_2^t)} + \varepsilon}",
            ),
            hyperparameters=SETTINGS,
            memory=("m", "v", "v_max"),
            note="Adam itself as long as v keeps growing, which it does for hundreds of steps at β₂ = 0.999.",
            source="torch.optim.Adam(amsgrad=True).",
        ),
        Form(
            key="optax",
            name="optax (maximum of corrected v)",
            rule=optax,
            arrows=AVERAGED,
            update=(
                *MOMENTS,
                r"\bar v \leftarrow \max\!\left(\bar v, \frac{v}{1 - \beta_2^t}\right)",
                r"w \leftarrow w - \frac{\eta}{1 - \beta_1^t}\,\frac{m}{\sqrt{\bar v} + \varepsilon}",
            ),
            hyperparameters=SETTINGS,
            memory=("m", "v", "v_max"),
            note=(
                "The corrected average is largest at the start, so it freezes there: much slower than PyTorch where "
                "slopes shrink."
            ),
            source="optax.amsgrad.",
        ),
        Form(
            key="eps_hat",
            name="Keras (ε beside the raw root)",
            rule=eps_hat,
            arrows=AVERAGED,
            update=(
                *MOMENTS,
                LARGEST,
                (
                    r"w \leftarrow w - \eta\,\frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t}\,\frac{m}{\sqrt{\bar v} + "
                    r"\hat\varepsilon}"
                ),
            ),
            hyperparameters=(learning_rate(0.001), BETA1, BETA2, epsilon(1e-7)),
            memory=("m", "v", "v_max"),
            note="The PyTorch form with ε divided by √(1 - β₂ᵗ): they part only where slopes are as small as ε.",
            source="keras.optimizers.Adam(amsgrad=True).",
        ),
    ),
    source="S. Reddi, S. Kale, S. Kumar, On the convergence of Adam and beyond, ICLR 2018.",
)
