"""Adadelta: steps measured against earlier steps, so that units agree."""

from math import sqrt

from ..interface import Form, Optimizer, decay, epsilon, learning_rate, weight_decay

RHO = decay("rho", "ρ", 0.9, "How long squared gradients and squared steps are remembered: about 1 / (1 - ρ) steps.")
EPSILON = epsilon(1e-6, "Decides the first move, which has length √(ε / (1 - ρ)): larger values start faster.")


def paper(w, g, S, D, t, learning_rate, rho, epsilon, weight_decay):
    """Zeiler 2012, algorithm 1, with a rate (1 in the paper); D averages the steps before the rate."""
    for i in range(w.size):
        gradient = g[i] + weight_decay * w[i]
        S[i] = rho * S[i] + (1.0 - rho) * gradient * gradient
        # Where ε = 0 and no slope was ever seen there is nothing to divide by: the coordinate rests.
        if S[i] + epsilon > 0.0:
            step = sqrt(D[i] + epsilon) / sqrt(S[i] + epsilon) * gradient
            D[i] = rho * D[i] + (1.0 - rho) * step * step
            w[i] -= learning_rate * step


ADADELTA = Optimizer(
    key="adadelta",
    name="Adadelta",
    cites=("zeiler2012",),
    idea=(
        "Divide by the size of recent slopes and multiply by the size of recent steps: no rate to choose. It starts "
        "very slowly and speeds up by itself."
    ),
    family="accumulating",
    forms=(
        Form(
            key="paper",
            name="Adadelta",
            rule=paper,
            torch=(
                "torch.optim.Adadelta([w], lr={learning_rate}, rho={rho}, eps={epsilon}, weight_decay={weight_decay})"
            ),
            update=(
                r"S \leftarrow \rho S + (1 - \rho)(g + \lambda w)^2",
                r"d = \frac{\sqrt{D + \varepsilon}}{\sqrt{S + \varepsilon}}\,(g + \lambda w)",
                r"D \leftarrow \rho D + (1 - \rho)\,d^2",
                r"w \leftarrow w - \eta\, d",
            ),
            hyperparameters=(learning_rate(1.0), RHO, EPSILON, weight_decay()),
            memory=("S", "D"),
            note="The same in PyTorch, optax and Keras; the paper has no η and uses ρ = 0.95, Keras uses η = 0.001.",
            source="M. D. Zeiler, ADADELTA: an adaptive learning rate method, 2012, algorithm 1; torch.optim.Adadelta.",
        ),
    ),
    source="M. D. Zeiler, ADADELTA: an adaptive learning rate method, 2012.",
)
