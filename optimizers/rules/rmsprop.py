"""RMSProp: AdaGrad that forgets."""

from math import sqrt

from ..interface import Form, Optimizer, decay, epsilon, learning_rate, switch, weight_decay

RHO = decay("rho", "ρ", 0.9, "How long squared gradients are remembered: about 1 / (1 - ρ) steps.")
CENTERED = switch(
    "centered",
    "centered",
    False,
    "Divides by the spread of the gradient instead of its size, by subtracting the squared mean.",
)
MOMENTUM = decay("momentum", "μ", 0.0, "Momentum on the normalised step.")


def pytorch(w, g, S, M, b, t, learning_rate, rho, epsilon, centered, momentum, weight_decay):
    """torch.optim.RMSprop: ε beside the root, the rate outside the momentum buffer."""
    for i in range(w.size):
        gradient = g[i] + weight_decay * w[i]
        S[i] = rho * S[i] + (1.0 - rho) * gradient * gradient
        M[i] = rho * M[i] + (1.0 - rho) * gradient
        variance = S[i] - M[i] * M[i] if centered > 0.0 else S[i]
        b[i] = momentum * b[i] + gradient / (sqrt(variance) + epsilon)
        w[i] -= learning_rate * b[i]


def eps_inside(w, g, S, M, b, t, learning_rate, rho, epsilon, centered, momentum):
    """ε inside the root and the rate inside the momentum buffer (optax, Keras)."""
    for i in range(w.size):
        S[i] = rho * S[i] + (1.0 - rho) * g[i] * g[i]
        M[i] = rho * M[i] + (1.0 - rho) * g[i]
        variance = S[i] - M[i] * M[i] if centered > 0.0 else S[i]
        b[i] = momentum * b[i] + learning_rate * g[i] / sqrt(variance + epsilon)
        w[i] -= b[i]


RMSPROP = Optimizer(
    key="rmsprop",
    name="RMSProp",
    cites=("tieleman2012",),
    idea=(
        "Divide by a running root mean square of the gradient: steep and flat coordinates move alike, "
        "and old slopes are forgotten."
    ),
    family="adaptive",
    forms=(
        Form(
            key="pytorch",
            name="PyTorch (ε beside the root)",
            rule=pytorch,
            torch=(
                "torch.optim.RMSprop([w], lr={learning_rate}, alpha={rho}, eps={epsilon}, "
                "weight_decay={weight_decay}, momentum={momentum}, centered={centered})"
            ),
            update=(
                r"S \leftarrow \rho S + (1 - \rho)\,g^2",
                r"b \leftarrow \mu b + \frac{g}{\sqrt{S} + \varepsilon}",
                r"w \leftarrow w - \eta b",
            ),
            hyperparameters=(learning_rate(), RHO, epsilon(1e-8), CENTERED, MOMENTUM, weight_decay()),
            memory=("S", "M", "b"),
            note="The rate multiplies the momentum buffer. PyTorch's own default for ρ (there: alpha) is 0.99.",
            source="torch.optim.RMSprop.",
        ),
        Form(
            key="eps_inside",
            name="ε inside the root",
            rule=eps_inside,
            update=(
                r"S \leftarrow \rho S + (1 - \rho)\,g^2",
                r"b \leftarrow \mu b + \frac{\eta\, g}{\sqrt{S + \varepsilon}}",
                r"w \leftarrow w - b",
            ),
            hyperparameters=(learning_rate(), RHO, epsilon(1e-8), CENTERED, MOMENTUM),
            memory=("S", "M", "b"),
            note="ε inside the root at 1e-8 acts like 1e-4 beside it, and the rate is inside the momentum buffer.",
            source="optax.rmsprop, keras.optimizers.RMSprop.",
        ),
    ),
    source="T. Tieleman, G. Hinton, Neural Networks for Machine Learning, lecture 6e, 2012.",
)
