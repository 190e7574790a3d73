"""One run in detail, for all its steps at once: how far it went, what the loss did, and how each step is made up."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from surfaces import Surface

from .arrows import Arrow
from .engine import around
from .engine.noise import gaussian_pair, noise_key
from .settings import Array
from .trajectories import Trajectories


@dataclass(frozen=True)
class DrawnArrow:
    """An arrow over all steps: `tails` (T, 2) and `vectors` (T, 2), (T, 5) for a local quadratic."""

    arrow: Arrow
    tails: Array
    vectors: Array


@dataclass(frozen=True)
class StepTable:
    """What the steps of a run (T, 2) come to, per coordinate; each row counts from the first step up to it.

    `net` is where they lead, `total` the way that was gone, `rms` the root of the mean squared step. Where the way
    is much longer than where it led, the run zig-zags in that coordinate.
    """

    steps: Array
    net: Array
    total: Array
    rms: Array


@dataclass(frozen=True)
class Changes:
    """The change of the loss at each step (T,), and what slope and curvature at its beginning foretell.

    `along_step` is gᵀd + ½ dᵀHd for the step d that was taken. `gradient_step` is -η gᵀg + η²/2 gᵀHg, the same for
    a plain gradient step at the run's rate η, made of its two parts `slope_part` and `curvature_part`: where the
    second outweighs the first, the rate is too large for the curvature. `actual` is what happened.
    """

    actual: Array
    along_step: Array
    gradient_step: Array
    slope_part: Array
    curvature_part: Array


def step_table(steps: Array) -> StepTable:
    """Sum up steps (T, 2)."""
    counted = np.arange(1, len(steps) + 1)[:, None]
    return StepTable(
        steps=steps,
        net=np.cumsum(steps, axis=0),
        total=np.cumsum(np.abs(steps), axis=0),
        rms=np.sqrt(np.cumsum(steps * steps, axis=0) / counted),
    )


def steps_of(trajectories: Trajectories, run: int) -> Array:
    """The steps that a run took, (steps taken, 2)."""
    taken = int(trajectories.steps_taken[run])
    return np.diff(trajectories.positions[run, : taken + 1], axis=0)


def changes(surface: Surface, trajectories: Trajectories, run: int) -> Changes:
    """Compare the change of the loss at each step with what the second-order expansion foretold there."""
    taken = int(trajectories.steps_taken[run])
    w, g = trajectories.positions[run, :taken], trajectories.gradients[run, :taken]
    eta, d = trajectories.learning_rates[run, :taken], steps_of(trajectories, run)
    f_xx, f_xy, f_yy = hessians(surface, w).T
    with np.errstate(all="ignore"):
        slope = -eta * (g * g).sum(axis=1)
        curved = 0.5 * eta**2 * _form(f_xx, f_xy, f_yy, g)
        along = (g * d).sum(axis=1) + 0.5 * _form(f_xx, f_xy, f_yy, d)
        return Changes(np.diff(trajectories.losses[run, : taken + 1]), along, slope + curved, slope, curved)


def hessians(surface: Surface, places: Array) -> Array:
    """(f_xx, f_xy, f_yy) at places (T, 2), as (T, 3)."""
    return np.stack(surface.hessian(places[:, 0], places[:, 1]), axis=1).reshape(-1, 3)


def _form(f_xx: Array, f_xy: Array, f_yy: Array, d: Array) -> Array:
    """dᵀHd at every step."""
    x, y = d[:, 0], d[:, 1]
    result: Array = f_xx * x * x + 2.0 * f_xy * x * y + f_yy * y * y
    return result


def seen_gradients(trajectories: Trajectories, run: int, noise: float = 0.0, seed: int = 0) -> Array:
    """The gradients (steps taken, 2) as the rule saw them: with noise, then clipped."""
    taken = int(trajectories.steps_taken[run])
    seen = trajectories.gradients[run, :taken].copy()
    if noise > 0.0:
        key = noise_key(seed)
        with np.errstate(over="ignore"):
            seen += noise * np.array([gaussian_pair(key, t) for t in range(1, taken + 1)]).reshape(-1, 2)
    settings = trajectories.runs[run]
    if settings.clip_value > 0.0 or settings.clip_norm > 0.0:
        for row in seen:
            row[:] = around.clipped(row[0], row[1], settings.clip_value, settings.clip_norm)
    return seen


def arrows(
    surface: Surface, trajectories: Trajectories, run: int, noise: float = 0.0, seed: int = 0
) -> tuple[DrawnArrow, ...]:
    """The arrows that the run's entry declares, over all its steps.

    `trajectories` must have been run on this surface with this noise and seed, with its memory recorded.
    """
    declared = trajectories.runs[run].entry.arrows
    names = _names(surface, trajectories, run, noise, seed)
    drawn: list[DrawnArrow] = []
    tips = names["w"]
    length = np.linalg.norm(names["w_new"] - names["w"], axis=1)
    with np.errstate(all="ignore"):
        for arrow in declared:
            tail, vectors = arrow.drawn(names)
            start = tail if tail is not None else (tips if arrow.follows else names["w"])
            if arrow.role == "box":
                vectors = np.broadcast_to(vectors, start.shape)
            if arrow.role in {"direction", "average", "slow"}:
                vectors = vectors * (length / np.linalg.norm(vectors, axis=1))[:, None]
            drawn.append(DrawnArrow(arrow, np.asarray(start), np.asarray(vectors)))
            tips = start + vectors[:, :2]
    return tuple(drawn)


def _names(surface: Surface, trajectories: Trajectories, run: int, noise: float, seed: int) -> dict[str, Any]:
    """Everything that an arrow may ask for, by name."""
    taken = int(trajectories.steps_taken[run])
    settings = trajectories.runs[run]
    kept = {
        "w": trajectories.positions[run],
        **{name: trajectories.memory[name][run] for name in settings.entry.memory},
    }
    names: dict[str, Any] = dict(settings.hyperparameters)
    updates, steps = np.arange(taken, dtype=np.float64), trajectories.learning_rates.shape[1]
    for name, course in settings.varying:
        names[name] = np.asarray(course(updates, steps))[:, None]
    for name, rows in kept.items():
        names[name], names[f"{name}_new"] = rows[:taken], rows[1 : taken + 1]
    names["learning_rate"] = trajectories.learning_rates[run, :taken, None]
    names["t"] = np.arange(1.0, taken + 1.0)[:, None]
    names["g"] = seen_gradients(trajectories, run, noise, seed)
    names["hessian"] = hessians(surface, names["w"])
    return names
