"""Rprop: only the gradient's sign counts; every coordinate has a step length of its own."""

from ..arrows import DOWNHILL, STEP, Arrow
from ..interface import Form, Hyperparameter, Optimizer, learning_rate

ETA_PLUS = Hyperparameter(
    *("eta_plus", "μ⁺", 1.2, 1.0, 3.0, "linear"),
    "Growth of a coordinate's step while its sign holds.",
)
ETA_MINUS = Hyperparameter(
    *("eta_minus", "μ⁻", 0.5, 0.01, 1.0, "linear"),
    "Shrinkage of a coordinate's step when its sign flips.",
)
STEP_MIN = Hyperparameter("step_min", "Δmin", 1e-6, 1e-12, 1.0, "log", "No step gets shorter than this.")
STEP_MAX = Hyperparameter("step_max", "Δmax", 50.0, 1e-3, 1000.0, "log", "No step gets longer than this.")
SETTINGS = (learning_rate(0.01), ETA_PLUS, ETA_MINUS, STEP_MIN, STEP_MAX)
FIRST_STEP = (("step", "learning_rate"),)
SCALING = (
    r"\Delta \leftarrow \begin{cases} \min(\mu^+ \Delta, \Delta_{\max}) & g\,g' > 0 \\ \max(\mu^- \Delta, "
    r"\Delta_{\min}) & g\,g' < 0 \end{cases}"
)


def lecture(w, g, previous, step, t, learning_rate, eta_plus, eta_minus, step_min, step_max):
    """Rprop without backtracking: the step is always taken."""
    for i in range(w.size):
        length = step[i]
        agreement = g[i] * previous[i]
        if agreement > 0.0:
            length = min(length * eta_plus, step_max)
        elif agreement < 0.0:
            length = max(length * eta_minus, step_min)
        step[i] = length
        previous[i] = g[i]
        if g[i] > 0.0:
            w[i] -= length
        elif g[i] < 0.0:
            w[i] += length


def pytorch(w, g, previous, step, t, learning_rate, eta_plus, eta_minus, step_min, step_max):
    """iRprop-: after a flip of sign the coordinate rests for one step (torch.optim.Rprop)."""
    for i in range(w.size):
        length = step[i]
        agreement = g[i] * previous[i]
        gradient = g[i]
        if agreement > 0.0:
            length = min(length * eta_plus, step_max)
        elif agreement < 0.0:
            length = max(length * eta_minus, step_min)
            gradient = 0.0
        step[i] = length
        previous[i] = gradient
        if gradient > 0.0:
            w[i] -= length
        elif gradient < 0.0:
            w[i] += length


def rprop_plus(w, g, previous, step, move, t, learning_rate, eta_plus, eta_minus, step_min, step_max):
    """Riedmiller and Braun 1993: a flip of sign takes the last move back."""
    for i in range(w.size):
        length = step[i]
        agreement = g[i] * previous[i]
        if agreement < 0.0:
            length = max(length * eta_minus, step_min)
            w[i] -= move[i]
            move[i] = 0.0
            previous[i] = 0.0
        else:
            if agreement > 0.0:
                length = min(length * eta_plus, step_max)
            move[i] = 0.0
            if g[i] > 0.0:
                move[i] = -length
            elif g[i] < 0.0:
                move[i] = length
            w[i] += move[i]
            previous[i] = g[i]
        step[i] = length


ARROWS = (DOWNHILL, Arrow("step length of each coordinate", "box", lambda step_new: step_new), STEP)


RPROP = Optimizer(
    key="rprop",
    name="Rprop",
    cites=("riedmiller1993",),
    idea=(
        "Forget how steep it is: each coordinate grows its own step while the slope's sign holds and halves it when "
        "the sign flips."
    ),
    family="sign",
    forms=(
        Form(
            key="lecture",
            name="Lecture (always steps)",
            rule=lecture,
            arrows=ARROWS,
            update=(SCALING, r"w \leftarrow w - \Delta\,\operatorname{sign}(g)"),
            hyperparameters=SETTINGS,
            memory=("previous", "step"),
            initial=FIRST_STEP,
            note=(
                "Steps even where the sign has just flipped. With μ⁻ = 1/μ⁺ a coordinate can bounce between two "
                "lengths for ever."
            ),
            source=(
                "M. Riedmiller, Advanced supervised learning in multi-layer perceptrons, 1994 (Rprop without "
                "backtracking)."
            ),
        ),
        Form(
            key="pytorch",
            name="PyTorch (rests after a flip)",
            rule=pytorch,
            torch=(
                "torch.optim.Rprop([w], lr={learning_rate}, etas=({eta_minus}, {eta_plus}), "
                "step_sizes=({step_min}, {step_max}))"
            ),
            arrows=ARROWS,
            update=(
                SCALING,
                r"g \leftarrow 0 \ \text{where}\ g\,g' < 0",
                r"w \leftarrow w - \Delta\,\operatorname{sign}(g)",
            ),
            hyperparameters=SETTINGS,
            memory=("previous", "step"),
            initial=FIRST_STEP,
            note="After a flip the coordinate rests for one step, then moves with the halved length.",
            source="C. Igel, M. Hüsken, Improving the Rprop learning algorithm, 2000 (iRprop-); torch.optim.Rprop.",
        ),
        Form(
            key="rprop_plus",
            name="With backtracking (takes a step back)",
            rule=rprop_plus,
            arrows=ARROWS,
            update=(
                SCALING,
                r"w \leftarrow w - \Delta w' ,\ g \leftarrow 0 \quad \text{where}\ g\,g' < 0",
                r"w \leftarrow w + \Delta w,\ \Delta w = -\Delta\,\operatorname{sign}(g) \quad \text{elsewhere}",
            ),
            hyperparameters=SETTINGS,
            memory=("previous", "step", "move"),
            initial=FIRST_STEP,
            note=(
                "After a flip the coordinate returns to where it was, then moves with the halved length: it never "
                "jumps a minimum for good."
            ),
            source="M. Riedmiller, H. Braun, A direct adaptive method for faster backpropagation learning, 1993.",
        ),
    ),
    source="M. Riedmiller, H. Braun, A direct adaptive method for faster backpropagation learning, 1993.",
)
