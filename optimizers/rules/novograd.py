"""NovoGrad: momentum over the direction alone, with one second moment for the whole vector."""

from math import sqrt

from ..arrows import AVERAGED
from ..interface import Form, Optimizer, decay, epsilon, learning_rate, switch, weight_decay

BETA1 = decay(
    *("beta1", "β₁", 0.95),
    "Memory of the direction; without averaging, velocity sums up to 1 / (1 - β₁) steps.",
)
BETA2 = decay("beta2", "β₂", 0.98, "Memory of the gradient's length: about 1 / (1 - β₂) steps.")
AVERAGING = switch(
    *("grad_averaging", "average", False),
    "Takes the direction times 1 - β₁, so that velocity is an average.",
)
DECAY = weight_decay(0.0, "Pulls every coordinate towards 0, inside the velocity but beside the division.")


def paper(w, g, m, v, t, learning_rate, beta1, beta2, epsilon, grad_averaging, weight_decay):
    """Ginsburg et al. 2019, algorithm 1, with all of w as one layer; `v` is the same in every coordinate."""
    squared = 0.0
    for i in range(w.size):
        squared += g[i] * g[i]
    keep = 1.0 - beta1 if grad_averaging > 0.0 and t > 1 else 1.0
    for i in range(w.size):
        v[i] = squared if t == 1 else beta2 * v[i] + (1.0 - beta2) * squared
        direction = g[i] / (sqrt(v[i]) + epsilon) + weight_decay * w[i]
        m[i] = beta1 * m[i] + keep * direction
        w[i] -= learning_rate * m[i]


NOVOGRAD = Optimizer(
    key="novograd",
    name="NovoGrad",
    cites=("ginsburg2019",),
    idea=(
        "Divide the whole gradient by its usual length, then add momentum: the direction stays true, so a steep axis "
        "still rules."
    ),
    # Its velocity sums up 1 / (1 - β₁) steps of about η each, so it wants the rates of momentum.
    family="momentum",
    forms=(
        Form(
            key="paper",
            name="NovoGrad",
            rule=paper,
            arrows=AVERAGED,
            update=(
                r"v \leftarrow \beta_2 v + (1 - \beta_2)\,\lVert g \rVert^2,\quad v_1 = \lVert g_1 \rVert^2",
                r"m \leftarrow \beta_1 m + \left(\frac{g}{\sqrt{v} + \varepsilon} + \lambda w\right)",
                r"w \leftarrow w - \eta m",
            ),
            hyperparameters=(learning_rate(0.01), BETA1, BETA2, epsilon(1e-8), AVERAGING, DECAY),
            memory=("m", "v"),
            note=(
                "Averaging divides the velocity by 20 at β₁ = 0.95, except for the first direction, which counts in "
                "full."
            ),
            source=(
                "B. Ginsburg et al., Stochastic gradient methods with layer-wise adaptive moments, 2019, algorithm 1."
            ),
        ),
    ),
    source=(
        "B. Ginsburg et al., Stochastic gradient methods with layer-wise adaptive moments for training of deep "
        "networks, 2019."
    ),
)
