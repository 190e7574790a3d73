"""AdamW: weight decay beside Adam's step instead of inside its averages."""

from math import sqrt

from ..arrows import AVERAGED, STEP, Arrow
from ..interface import Form, Optimizer, epsilon, learning_rate, weight_decay
from .adam import BETA1, BETA2, CORRECTED, HATS, MOMENTS

DECAY_TIMES_RATE = weight_decay(0.01, "Shrinks w by the share η λ each step, whatever the gradient was.")
DECAY_ALONE = weight_decay(0.001, "Shrinks w by this share each step, however small the learning rate is.")


def pytorch(w, g, m, v, t, learning_rate, beta1, beta2, epsilon, weight_decay):
    """torch.optim.AdamW: the rate multiplies the decay too."""
    correction1 = 1.0 - beta1**t
    correction2 = sqrt(1.0 - beta2**t)
    rate = learning_rate / correction1
    keep = 1.0 - learning_rate * weight_decay
    for i in range(w.size):
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i]
        w[i] = keep * w[i] - rate * m[i] / (sqrt(v[i]) / correction2 + epsilon)


def paper_wd_not_times_lr(w, g, m, v, base, t, learning_rate, beta1, beta2, epsilon, weight_decay):
    """Loshchilov and Hutter 2019, algorithm 2, line 12: the schedule multiplies the decay, the rate does not.

    The multiplier is the present rate over `base`, the largest so far: exact under every schedule that
    starts at its top, and after the warm-up under those that rise first.
    """
    correction1 = 1.0 - beta1**t
    correction2 = sqrt(1.0 - beta2**t)
    rate = learning_rate / correction1
    for i in range(w.size):
        base[i] = max(base[i], learning_rate)
        multiplier = learning_rate / base[i] if base[i] > 0.0 else 0.0
        m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
        v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i]
        w[i] = (1.0 - multiplier * weight_decay) * w[i] - rate * m[i] / (sqrt(v[i]) / correction2 + epsilon)


def with_pull(pull):
    """Adam's arrows, and the pull towards 0 that stands beside them."""
    return (*AVERAGED[:-1], Arrow("weight decay's part of the step", "previous", pull), STEP)


TIMES_RATE = with_pull(lambda w, learning_rate, weight_decay: -learning_rate * weight_decay * w)
ALONE = with_pull(lambda w, learning_rate, base_new, weight_decay: -learning_rate / base_new * weight_decay * w)

ADAMW = Optimizer(
    key="adamw",
    name="AdamW",
    cites=("loshchilov2019",),
    idea=(
        "Adam, with the pull towards 0 taken out of the averages: every coordinate decays by the same share, steep or "
        "flat."
    ),
    family="adaptive",
    forms=(
        Form(
            key="pytorch",
            name="PyTorch (decay times η)",
            rule=pytorch,
            torch=(
                "torch.optim.AdamW([w], lr={learning_rate}, betas=({beta1}, {beta2}), eps={epsilon}, "
                "weight_decay={weight_decay})"
            ),
            arrows=TIMES_RATE,
            update=(
                *MOMENTS,
                CORRECTED,
                r"w \leftarrow w - \eta\left(\frac{\hat m}{\sqrt{\hat v} + \varepsilon} + \lambda w\right)",
            ),
            hyperparameters=(learning_rate(0.001), BETA1, BETA2, epsilon(1e-8), DECAY_TIMES_RATE),
            memory=("m", "v"),
            derived=HATS,
            note=(
                "Adam itself at λ = 0. Adam's own weight decay is divided by √v like a slope, so that steep "
                "coordinates hardly feel it."
            ),
            source="torch.optim.AdamW, optax.adamw.",
        ),
        Form(
            key="paper_wd_not_times_lr",
            name="Paper (decay without η)",
            rule=paper_wd_not_times_lr,
            arrows=ALONE,
            update=(
                *MOMENTS,
                CORRECTED,
                r"w \leftarrow w - \eta_t\left(\alpha\,\frac{\hat m}{\sqrt{\hat v} + \varepsilon} + \lambda w\right)",
            ),
            hyperparameters=(learning_rate(0.001), BETA1, BETA2, epsilon(1e-8), DECAY_ALONE),
            memory=("m", "v", "base"),
            derived=HATS,
            note=(
                "The PyTorch form with λ divided by the learning rate α: here a change of α leaves the decay as it is."
            ),
            source="I. Loshchilov, F. Hutter, Decoupled weight decay regularization, 2019, algorithm 2.",
        ),
    ),
    source="I. Loshchilov, F. Hutter, Decoupled weight decay regularization, ICLR 2019.",
)
