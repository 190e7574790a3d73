"""Lion: the sign of a momentum, found by a search over programs."""

from ..arrows import DOWNHILL, STEP, Arrow, within
from ..interface import Form, Optimizer, decay, learning_rate, weight_decay

BETA1 = decay(
    *("beta1", "β₁", 0.9),
    "How much the momentum outweighs the present slope in the direction: at 0 the slope's sign decides.",
)
BETA2 = decay("beta2", "β₂", 0.99, "Memory of the momentum: about 1 / (1 - β₂) steps.")
DECAY = weight_decay(0.0, "Shrinks w by the share η λ each step, beside the sign.")


def paper(w, g, m, t, learning_rate, beta1, beta2, weight_decay):
    """Chen et al. 2023, program 1: the momentum is updated after the step, with a memory of its own."""
    keep = 1.0 - learning_rate * weight_decay
    for i in range(w.size):
        direction = beta1 * m[i] + (1.0 - beta1) * g[i]
        w[i] *= keep
        if direction > 0.0:
            w[i] -= learning_rate
        elif direction < 0.0:
            w[i] += learning_rate
        m[i] = beta2 * m[i] + (1.0 - beta2) * g[i]


ARROWS = (
    DOWNHILL,
    Arrow(
        "−c, whose signs it takes, drawn as long as the step",
        "average",
        lambda g, m, beta1: -(beta1 * m + (1.0 - beta1) * g),
    ),
    within(lambda learning_rate: learning_rate),
    STEP,
)

LION = Optimizer(
    key="lion",
    name="Lion",
    cites=("chen2023",),
    idea=(
        "Every coordinate moves by exactly η, up or down: only the sign of the momentum counts. It never settles "
        "unless η shrinks."
    ),
    family="sign",
    forms=(
        Form(
            key="paper",
            name="Lion",
            rule=paper,
            arrows=ARROWS,
            update=(
                r"c = \beta_1 m + (1 - \beta_1)\,g",
                r"w \leftarrow w - \eta\,(\operatorname{sign}(c) + \lambda w)",
                r"m \leftarrow \beta_2 m + (1 - \beta_2)\,g",
            ),
            hyperparameters=(learning_rate(1e-4), BETA1, BETA2, DECAY),
            memory=("m",),
            note="The same in every library; it wants a third to a tenth of Adam's rate.",
            source=(
                "X. Chen et al., Symbolic discovery of optimization algorithms, 2023, program 1; optax.lion, "
                "keras.optimizers.Lion."
            ),
        ),
    ),
    source="X. Chen et al., Symbolic discovery of optimization algorithms, NeurIPS 2023.",
)
