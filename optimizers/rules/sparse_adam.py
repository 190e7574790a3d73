"""SparseAdam: Adam that touches only the coordinates that the gradient has."""

from math import sqrt

from ..arrows import AVERAGED
from ..interface import Form, Optimizer, epsilon, learning_rate
from .adam import BETA1, BETA2


def pytorch(w, g, m, v, mask, t, learning_rate, beta1, beta2, epsilon):
    """torch.optim.SparseAdam: absent coordinates rest and so do their moments, while t counts every update."""
    rate = learning_rate * sqrt(1.0 - beta2**t) / (1.0 - beta1**t)
    for i in range(w.size):
        if mask[i] > 0.0:
            m[i] += (1.0 - beta1) * (g[i] - m[i])
            v[i] += (1.0 - beta2) * (g[i] * g[i] - v[i])
            size = sqrt(v[i]) + epsilon
            if size > 0.0:
                w[i] -= rate * m[i] / size


SPARSE_ADAM = Optimizer(
    key="sparse_adam",
    name="SparseAdam",
    cites=("kingma2015",),
    idea=(
        "For gradients that are mostly absent: a coordinate that has no gradient keeps its place and its moments "
        "instead of decaying."
    ),
    family="adaptive",
    forms=(
        Form(
            key="pytorch",
            name="PyTorch (lazy Adam)",
            rule=pytorch,
            arrows=AVERAGED,
            update=(
                r"\text{where } g_i \text{ is present:}",
                r"m \leftarrow m + (1 - \beta_1)(g - m),\quad v \leftarrow v + (1 - \beta_2)(g^2 - v)",
                r"w \leftarrow w - \eta\,\frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t}\,\frac{m}{\sqrt{v} + \varepsilon}",
            ),
            hyperparameters=(learning_rate(0.001), BETA1, BETA2, epsilon(1e-8)),
            memory=("m", "v"),
            inputs=("mask",),
            note=(
                "With every coordinate present it is Adam with ε beside the uncorrected root. Presence is told by "
                "the mask, not by a zero."
            ),
            source="torch.optim.SparseAdam.",
        ),
    ),
    source="torch.optim.SparseAdam; D. P. Kingma, J. Ba, Adam: a method for stochastic optimization, 2015.",
)
