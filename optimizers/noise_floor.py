"""Where noisy descent with a constant rate stops getting better, by theory: the noise floor on a quadratic.

Along an eigenvector of the Hessian with eigenvalue λ, a linear rule makes of the offset x from the minimum

    x_{t+1} = φ₁ x_t + φ₂ x_{t-1} - s ε_t,    ε_t normal with standard deviation σ,

an autoregression of second order. Where it is stationary its variance is (Box and Jenkins 1970, section 3.2.4)

    Var x = (1 - φ₂) s² σ² / ((1 + φ₂) ((1 - φ₂)² - φ₁²)),

and the expected loss above the minimum is ½ Σ λᵢ Var xᵢ. For gradient descent (φ₁ = 1 - ηλ, φ₂ = 0, s = η) this
is Σ ησ² / (2 (2 - ηλᵢ)): it falls with η, and no number of steps makes it smaller.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from surfaces import Surface

from .settings import Multipliers, Run

PROBES = 5
SAME = 1e-9


class Recurrence(NamedTuple):
    """The coefficients of x_{t+1} = φ₁ x_t + φ₂ x_{t-1} - s ε_t."""

    first: float
    second: float
    step: float


class NoiseFloor(NamedTuple):
    """loss: the expected loss above the minimum in the long run. memory: steps in which an offset falls to 1/e."""

    loss: float
    memory: float


def _descent(curvature: float, learning_rate: float) -> Recurrence:
    return Recurrence(1.0 - learning_rate * curvature, 0.0, learning_rate)


def _heavy_ball(curvature: float, learning_rate: float, beta: float) -> Recurrence:
    return Recurrence(1.0 + beta - learning_rate * curvature, -beta, learning_rate)


def _looking_ahead(curvature: float, learning_rate: float, beta: float) -> Recurrence:
    kept = 1.0 - learning_rate * curvature
    return Recurrence((1.0 + beta) * kept, -beta * kept, learning_rate)


# The rules that are linear in gradients, by optimizer and form: curvature and settings to a recurrence.
LINEAR: Mapping[tuple[str, str], Callable[..., Recurrence]] = {
    ("gd", "paper"): lambda curvature, learning_rate, weight_decay: _descent(curvature, learning_rate),
    ("momentum", "classical"): _heavy_ball,
    ("momentum", "pytorch"): lambda curvature, learning_rate, beta, dampening, weight_decay: _heavy_ball(
        curvature, learning_rate * (1.0 - dampening), beta
    ),
    ("momentum", "ema"): lambda curvature, learning_rate, beta, bias_correction: _heavy_ball(
        curvature, learning_rate * (1.0 - beta), beta
    ),
    ("nesterov", "lookahead"): _looking_ahead,
}


def curvatures(surface: Surface) -> tuple[float, ...] | None:
    """The eigenvalues of the Hessian, smallest first, where it is the same everywhere and positive; else None.

    One for a surface of one variable. The Hessian is asked at points over the view.
    """
    x, y = (np.linspace(*span, PROBES) for span in (surface.x_range, surface.y_range))
    f_xx, f_xy, f_yy = (np.asarray(part).ravel() for part in surface.hessian(x[None, :], y[:, None]))
    entries = np.stack([f_xx, f_xy, f_yy])
    if not np.isfinite(entries).all() or np.ptp(entries, axis=1).max() > SAME * np.abs(entries).max():
        return None
    whole = np.array([[f_xx[0], f_xy[0]], [f_xy[0], f_yy[0]]])
    eigenvalues = np.linalg.eigvalsh(whole[: surface.dimensions, : surface.dimensions])
    return tuple(map(float, eigenvalues)) if eigenvalues.min() > 0.0 else None


def noise_floor(surface: Surface, run: Run, noise: float, schedule: Multipliers | None = None) -> NoiseFloor | None:
    """The noise floor of a run on a surface, or None where theory does not say.

    It says where the surface is a quadratic with a minimum, the rule is linear (gradient descent, the forms of
    momentum, Nesterov's look-ahead), the learning rate is constant, nothing is clipped and no weights decay.
    `noise` is σ. The loss is infinite where the rule does not settle.
    """
    rule = LINEAR.get((run.key, run.form))
    settings = run.hyperparameters
    bent = run.schedule or schedule or run.varying or run.clip_norm or run.clip_value or settings.get("weight_decay")
    found = curvatures(surface)
    if rule is None or bent or found is None:
        return None
    loss, memory = 0.0, 0.0
    for curvature in found:
        first, second, step = rule(curvature, **settings)
        if not (abs(second) < 1.0 and abs(first) < 1.0 - second):
            return NoiseFloor(np.inf, np.inf)
        spread = (1.0 - second) * (step * noise) ** 2 / ((1.0 + second) * ((1.0 - second) ** 2 - first**2))
        loss += 0.5 * curvature * spread
        slowest = float(np.abs(np.roots([1.0, -first, -second])).max())
        memory = max(memory, 0.0 if slowest == 0.0 else -1.0 / np.log(slowest))
    return NoiseFloor(float(loss), float(memory))
