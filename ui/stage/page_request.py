"""The scene as the browser's engine is asked for it, in a message's header and arrays (see browser/request.js).

A number that a slider shows is not written a second time: its place says where it belongs, and None stands there.
So all that is written here stays the same while a hand moves, and travels once (see cards.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizers import Run, Schedule
from optimizers.engine import around
from optimizers.engine.browser import written
from optimizers.engine.browser.supply import SUPPLY
from optimizers.request import Request, request
from optimizers.schedules import Plateau

from ..options import split_schedule
from ..scene import Scene
from .assets import publish_engine

Place = tuple[str, int]
Block = dict[str, Any]
# Where the numbers of a plateau stand among the options; bounds on the rate are scaled by it when the loop is asked.
WATCHED = dict(zip(Plateau._fields[:4], range(around.PLATEAU_FACTOR, around.LOWEST_SCALE), strict=True))


@dataclass(frozen=True)
class Asked:
    """What a page's engine is asked: `shared` and one block for each run, and the longer lists beside them."""

    shared: Block
    runs: list[Block]
    arrays: dict[str, NDArray[Any]]


def page_request(scene: Scene) -> Asked | None:
    """Return what a page's engine is asked; None while there is none."""
    built = SUPPLY.ready
    if built is None:
        return None
    surface, runs = scene.landscape, scene.raced
    start = (scene.start[0], 0.0 if surface.dimensions == 1 else scene.start[1])
    asked = request(surface, runs, np.tile(np.array(start), (len(runs), 1)), scene.steps, scene.schedule, scene.stop)
    rows: list[NDArray[Any]] = []
    shared = {
        "sources": built.manifest["sources"],
        "address": publish_engine(built),
        "dimensions": surface.dimensions,
        "surface": asked.surface,
        "constants": written.constants(surface),
        "code": asked.code.tolist(),
        "arguments": asked.arguments.tolist(),
        "tolerances": (asked.gradient_tolerance, asked.loss_tolerance),
        "fresh": scene.fresh,
    }
    blocks = [_run(scene, run, asked, r, rows) for r, run in enumerate(runs)]
    long = {"schedules": asked.schedules, "courses": np.array(rows)}
    return Asked(shared, blocks, {f"engine_{name}": _words(array) for name, array in long.items() if array.size})


def _run(scene: Scene, run: Run, asked: Request, r: int, rows: list[NDArray[Any]]) -> Block:
    """What is asked for one run. `rows` gathers the courses that are no straight lines."""
    core, schedule = run.core, run.schedule or scene.schedule
    straight = [course.along is None for _, course in core.varying]
    placed = places(run)
    block: Block = {
        "rule": int(asked.rules[r]),
        "reads": bool(asked.reads[r]),
        "schedule": int(asked.schedule_of[r]),
        "settings": list(core.values),
        "options": asked.options[r].tolist(),
        "bounds": list(_bounds(schedule)),
        "slots": asked.course_slots[r].tolist(),
        "ends": [end for _, course in core.varying for end in (course.start, course.end)],
        "courses": [],
        "mask": [each for row in core.mask for each in row] if "mask" in core.entry.inputs else None,
        "wraps": run.inner is not None,
        "averages": run.averaging is not None,
        "places": placed,
    }
    for c, is_straight in enumerate(straight):
        block["courses"].append(-1 if is_straight else len(rows))
        if not is_straight:
            rows.append(asked.courses[r, c])
    if block["bounds"]:
        for slot in (around.LOWEST_SCALE, around.SMALLEST_CHANGE):
            block["options"][slot] = 0.0
    varied = {name for name, _ in run.varying}
    for name, (part, slot) in placed.items():
        if name not in varied:
            block[part][slot] = None
    return block


def _bounds(schedule: Any) -> Iterator[float]:
    """The bounds on a rate that watches the loss."""
    plateau = schedule.plateau if isinstance(schedule, Schedule) else None
    if plateau is not None:
        yield from (plateau.minimum_learning_rate, plateau.smallest_change)


def places(run: Run) -> dict[str, Place]:
    """Where the numbers of a run's sliders stand in what the loop is asked: in which list, at which place."""
    core = {h.name: ("settings", slot) for slot, h in enumerate(run.core.entry.hyperparameters)}
    found: dict[str, Place] = {
        "clip_norm": ("options", around.CLIP_NORM),
        "clip_value": ("options", around.CLIP_VALUE),
    }
    if run.inner is None:
        found |= core
        for c, (name, course) in enumerate(run.varying):
            if course.along is None:
                found |= {f"from {name}": ("ends", 2 * c), f"to {name}": ("ends", 2 * c + 1)}
    else:
        found |= {f"inner.{name}": place for name, place in core.items()} | {"learning_rate": core["learning_rate"]}
        del found["inner.learning_rate"]
        own = run.entry.hyperparameters[1:]
        found |= {h.name: ("options", around.WRAPPER_PARAMETERS + slot) for slot, h in enumerate(own)}
    if run.averaging is not None:
        names = enumerate(run.averaging.parameters)
        found |= {f"averaging.{name}": ("options", around.AVERAGING_PARAMETERS + slot) for slot, name in names}
    _, schedule = split_schedule(run.schedule)
    if schedule is not None and schedule.plateau is not None:
        found |= {f"schedule.{name}": ("options", slot) for name, slot in WATCHED.items()}
        found["schedule.minimum_learning_rate"] = ("bounds", 0)
    return found


def _words(array: NDArray[Any]) -> NDArray[np.float32]:
    """Doubles as pairs of single-precision words with the same bits, as a message carries them."""
    return np.ascontiguousarray(array, "<f8").reshape(-1).view("<f4")
