"""The scene as the browser's engine is asked for it, in a message's header and arrays (see browser/request.js)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizers import Run, Schedule
from optimizers.engine import around
from optimizers.engine.browser.supply import SUPPLY
from optimizers.request import Request, request

from ..scene import Scene
from .assets import publish_engine

Place = tuple[str, int]


def page_request(scene: Scene) -> tuple[dict[str, Any] | None, dict[str, NDArray[Any]]]:
    """Return the header's block and the arrays beside it; None where only the server can."""
    built = SUPPLY.ready
    # One key of draws serves a whole simulation in the page: fresh ones for each run are the server's.
    if built is None or scene.fresh:
        return None, {}
    surface, runs = scene.landscape, scene.raced
    start = (scene.start[0], 0.0 if surface.dimensions == 1 else scene.start[1])
    asked = request(surface, runs, np.tile(np.array(start), (len(runs), 1)), scene.steps, scene.schedule, scene.stop)
    rows = iter(range(asked.courses.shape[0] * asked.courses.shape[1]))
    block: dict[str, Any] = {
        "sources": built.manifest["sources"],
        "address": publish_engine(built),
        "dimensions": surface.dimensions,
        "start": start,
        "steps": scene.steps,
        "runs": [_run(scene, run, asked, r, rows) for r, run in enumerate(runs)],
        "surface": asked.surface,
        "parameters": [p.name for p in surface.parameters] if surface.prepare is None else [],
        "constants": asked.constants.tolist(),
        "code": asked.code.tolist(),
        "arguments": asked.arguments.tolist(),
        "noise": scene.noise,
        "seed": scene.seed,
        "tolerances": (asked.gradient_tolerance, asked.loss_tolerance),
    }
    long = {"schedules": asked.schedules, "courses": asked.courses, "masks": asked.masks}
    return block, {f"engine_{name}": _words(array) for name, array in long.items() if array.size}


def _run(scene: Scene, run: Run, asked: Request, r: int, rows: Any) -> dict[str, Any]:
    """What is asked for one run. `rows` counts through the rows of all courses."""
    core = run.core
    return {
        "rule": int(asked.rules[r]),
        "reads": bool(asked.reads[r]),
        "rate": float(asked.rates[r]),
        "schedule": int(asked.schedule_of[r]),
        "settings": list(core.values),
        "options": asked.options[r].tolist(),
        "extra": bool(asked.extras[r]),
        "slots": asked.course_slots[r].tolist(),
        "courses": [next(rows) for _ in asked.course_slots[r]],
        "wraps": run.inner is not None,
        "averages": run.averaging is not None,
        "plateau": _plateau(run.schedule or scene.schedule),
    }


def _plateau(schedule: Any) -> list[tuple[int, float]]:
    """The options that hold bounds on the rate as bounds on its scale."""
    plateau = schedule.plateau if isinstance(schedule, Schedule) else None
    if plateau is None:
        return []
    return [
        (around.LOWEST_SCALE, plateau.minimum_learning_rate),
        (around.SMALLEST_CHANGE, plateau.smallest_change),
    ]


def places(run: Run) -> dict[str, Place]:
    """Where the numbers of a run's sliders stand in what the loop is asked: in which list, at which place."""
    core = {h.name: ("settings", slot) for slot, h in enumerate(run.core.entry.hyperparameters)}
    found: dict[str, Place] = {
        "clip_norm": ("options", around.CLIP_NORM),
        "clip_value": ("options", around.CLIP_VALUE),
    }
    if run.inner is None:
        found |= core
    else:
        found |= {f"inner.{name}": place for name, place in core.items()} | {"learning_rate": core["learning_rate"]}
        own = run.entry.hyperparameters[1:]
        found |= {h.name: ("options", around.WRAPPER_PARAMETERS + slot) for slot, h in enumerate(own)}
    if run.averaging is not None:
        names = enumerate(run.averaging.parameters)
        found |= {f"averaging.{name}": ("options", around.AVERAGING_PARAMETERS + slot) for slot, name in names}
    return found


def _words(array: NDArray[Any]) -> NDArray[np.float32]:
    """Doubles as pairs of single-precision words with the same bits, as a message carries them."""
    return np.ascontiguousarray(array, "<f8").reshape(-1).view("<f4")
