"""What the stage shows of one run beside its path: the step explained, arrows, and curves over all steps."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

import optimizers
from optimizers import Explanation, Trajectories, convergence, detail
from optimizers.inspection.terms import typeset
from surfaces import Surface, curvature_at

from ..scene import Scene

Arrays = dict[str, NDArray[Any]]


def of_run(scene: Scene) -> tuple[dict[str, Any] | None, Arrays]:
    """The run that is looked at in detail: what the message says of it, and its arrays, named `detail_…`.

    The run is made again with its memory recorded; it is the same run, because no run depends on the others.
    """
    index = scene.view.detail
    if index is None or not index < len(scene.runs):
        return None, {}
    surface, drawn_by = scene.landscape, optimizers.seeds(scene.seed, len(scene.raced), scene.fresh)
    seed = drawn_by if isinstance(drawn_by, int) else drawn_by[index]
    paths = optimizers.run(
        surface,
        [scene.runs[index]],
        start=scene.start,
        steps=scene.steps,
        schedule=scene.schedule,
        noise=scene.noise,
        seed=[seed],
        stop=scene.stop,
    )
    drawn = detail.arrows(surface, paths, 0, scene.noise, seed)
    table = detail.step_table(detail.steps_of(paths, 0))
    foretold = detail.changes(surface, paths, 0)
    with np.errstate(all="ignore"):
        effective = -table.steps / detail.seen_gradients(paths, 0, scene.noise, seed)
    taken = int(paths.steps_taken[0])
    memory = {name: rows[0, : taken + 1] for name, rows in paths.memory.items()}
    arrays: Arrays = {
        "detail_steps": table.steps,
        "detail_total": table.total,
        "detail_rms": table.rms,
        "detail_effective": effective,
        "detail_changes": np.stack([foretold.actual, foretold.along_step, foretold.gradient_step]),
        "detail_memory": np.stack(list(memory.values())) if memory else np.zeros((0, taken + 1, 2)),
    }
    for k, each in enumerate(drawn):
        arrays[f"detail_arrow_{k}"] = np.concatenate([each.tails, each.vectors], axis=1)
    header = {
        "run": index,
        "taken": taken,
        "memory": [typeset(name) for name in memory],
        "arrows": [{"name": each.arrow.name, "role": each.arrow.role} for each in drawn],
        "step": _explained(surface, paths, scene, seed),
    }
    return header, arrays


def _explained(surface: Surface, paths: Trajectories, scene: Scene, seed: int) -> dict[str, Any] | None:
    wanted, taken = scene.view.explain, int(paths.steps_taken[0])
    if wanted is None or taken == 0:
        return None
    return packed(optimizers.explain(surface, paths, 0, min(max(wanted, 1), taken), scene.noise, seed))


def packed(explanation: Explanation) -> dict[str, Any]:
    """An explanation as plain lists."""
    return {
        "number": explanation.step,
        "lines": [line.packed() for line in explanation.lines],
        "before": [sayable(v) for v in explanation.before],
        "after": [sayable(v) for v in explanation.after],
    }


def of_point(scene: Scene) -> dict[str, Any] | None:
    """What the surface is like at the point that was asked about."""
    if scene.view.probe is None:
        return None
    at = curvature_at(scene.landscape, *scene.view.probe)
    return {
        "at": [at.x, at.y],
        "value": sayable(at.value),
        "gradient": [sayable(v) for v in at.gradient],
        "hessian": [sayable(v) for v in at.hessian],
        "eigenvalues": [sayable(v) for v in at.eigenvalues],
        "direction": list(at.direction),
        "condition": sayable(at.condition),
        "step_limit": sayable(at.step_limit),
        "kind": at.kind,
    }


def rate(scene: Scene, losses: NDArray[np.float64], lowest: float | None) -> dict[str, Any] | None:
    """How fast a run's losses fall to the minimum, and when they are within the scene's tolerance."""
    if lowest is None:
        return None
    fitted = convergence.fit_rate(losses, lowest)
    steps, seen = fitted.steps_to(scene.tolerance)
    return {
        "kind": fitted.kind,
        "constant": sayable(fitted.constant),
        "alpha": sayable(fitted.alpha),
        "power": sayable(fitted.power),
        "quality": sayable(fitted.quality),
        "first": fitted.first,
        "last": fitted.last,
        "steps": steps,
        "seen": seen,
    }


def sayable(value: float) -> float | str:
    """JSON has no infinities: they travel as the words that the page prints."""
    if math.isfinite(value):
        return float(value)
    return "not a number" if math.isnan(value) else ("∞" if value > 0 else "−∞")
