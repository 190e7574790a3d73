"""The scene as the browser's engine is asked for it, in a message's header (see browser/request.js).

A number that a slider shows is not written a second time: its place says where it belongs, and None stands there.
So all that is written here stays the same while a hand moves, and travels once (see cards.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from optimizers import Hyperparameter, Run, Schedule
from optimizers.engine import around
from optimizers.engine.browser import written
from optimizers.engine.browser.supply import SUPPLY
from optimizers.request import Request, request
from optimizers.schedules import Plateau

from ..options import LEADING, WARM_UP, joined_schedule, split_schedule
from ..scene import Scene
from .assets import publish_engine

Place = tuple[str, int]
Block = dict[str, Any]
# Where the numbers of a plateau stand among the options; bounds on the rate are scaled by it when the loop is asked.
WATCHED = dict(zip(Plateau._fields[:4], range(around.PLATEAU_FACTOR, around.LOWEST_SCALE), strict=True))


@dataclass(frozen=True)
class Asked:
    """What a page's engine is asked: `shared`, and one block for each run."""

    shared: Block
    runs: list[Block]


def page_request(scene: Scene) -> Asked | None:
    """Return what a page's engine is asked; None while there is none."""
    built = SUPPLY.ready
    if built is None:
        return None
    surface, runs = scene.landscape, scene.raced
    start = (scene.start[0], 0.0 if surface.dimensions == 1 else scene.start[1])
    asked = request(surface, runs, np.tile(np.array(start), (len(runs), 1)), scene.steps, scene.schedule, scene.stop)
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
    return Asked(shared, [_run(scene, run, asked, r) for r, run in enumerate(runs)])


def _run(scene: Scene, run: Run, asked: Request, r: int) -> Block:
    """What is asked for one run."""
    core, schedule = run.core, run.schedule or scene.schedule
    own = run.schedule is not None or scene.schedule is None
    placed = places(run, own)
    block: Block = {
        "rule": int(asked.rules[r]),
        "reads": bool(asked.reads[r]),
        **(
            _own_schedule(run) if own else {"schedule": _multipliers(scene.schedule, {}), "along": [], "delayed": False}
        ),
        "settings": list(core.values),
        "options": asked.options[r].tolist(),
        "bounds": list(_bounds(schedule)),
        "slots": asked.course_slots[r].tolist(),
        "ends": [end for _, course in core.varying for end in (course.start, course.end)],
        "courses": [written.remaining(course) for _, course in core.varying],
        "mask": [each for row in core.mask for each in row] if "mask" in core.entry.inputs else None,
        "wraps": run.inner is not None,
        "averages": run.averaging is not None,
        "places": placed,
    }
    if block["bounds"]:
        for slot in (around.LOWEST_SCALE, around.SMALLEST_CHANGE):
            block["options"][slot] = 0.0
    varied = {name for name, _ in run.varying}
    for name, (part, slot) in placed.items():
        if name not in varied:
            block[part][slot] = None
    return block


def _own_schedule(run: Run) -> Block:
    """A run's schedule as a tree over k, steps and what stands in `along`: the warm-up, then its parameters."""
    updates, schedule = split_schedule(run.schedule)
    reals = [] if schedule is None else [p.name for p in schedule.entry.parameters if isinstance(p, Hyperparameter)]
    names = {} if schedule is None else {f"{schedule.key}.{name}": str(1 + i) for i, name in enumerate(reals)}
    after = 1.0 if schedule is None else _multipliers(schedule, names)
    led = run.schedule if updates else WARM_UP(then=schedule)
    leading = _multipliers(led, names | {f"{WARM_UP.key}.{LEADING}": "0"})
    return {
        "schedule": ["where", [">", "0", 0.0], leading, after],
        "along": [updates, *(schedule.parameters[name] for name in reals if schedule is not None)],
        "delayed": schedule is not None and schedule.plateau is not None,
    }


@lru_cache(maxsize=512)
def _trees(schedule: Schedule, names: tuple[tuple[str, str], ...]) -> written.Tree:
    return written.multipliers(schedule, dict(names))


def _multipliers(schedule: Any, names: Mapping[str, str]) -> written.Tree:
    return _trees(schedule, tuple(names.items()))


def _bounds(schedule: Any) -> Iterator[float]:
    """The bounds on a rate that watches the loss."""
    plateau = schedule.plateau if isinstance(schedule, Schedule) else None
    if plateau is not None:
        yield from (plateau.minimum_learning_rate, plateau.smallest_change)


def places(run: Run, leads: bool) -> dict[str, Place]:
    """Where the numbers of a run's sliders stand in what the loop is asked: in which list, at which place.

    `leads` tells whether the run follows no schedule but its own.
    """
    core = {h.name: ("settings", slot) for slot, h in enumerate(run.core.entry.hyperparameters)}
    found: dict[str, Place] = {
        "clip_norm": ("options", around.CLIP_NORM),
        "clip_value": ("options", around.CLIP_VALUE),
    }
    if run.inner is None:
        found |= core
        for c, (name, _) in enumerate(run.varying):
            found |= {f"from {name}": ("ends", 2 * c), f"to {name}": ("ends", 2 * c + 1)}
    else:
        found |= {f"inner.{name}": place for name, place in core.items()} | {"learning_rate": core["learning_rate"]}
        del found["inner.learning_rate"]
        own = run.entry.hyperparameters[1:]
        found |= {h.name: ("options", around.WRAPPER_PARAMETERS + slot) for slot, h in enumerate(own)}
    if run.averaging is not None:
        names = enumerate(run.averaging.parameters)
        found |= {f"averaging.{name}": ("options", around.AVERAGING_PARAMETERS + slot) for slot, name in names}
    updates, schedule = split_schedule(run.schedule)
    # A link may hold a warm-up that the slider does not make.
    if leads and run.schedule == joined_schedule(updates, schedule):
        found["warm_up"] = ("along", 0)
    if schedule is not None:
        reals = [p.name for p in schedule.entry.parameters if isinstance(p, Hyperparameter)]
        found |= {f"schedule.{name}": ("along", 1 + i) for i, name in enumerate(reals)}
    if schedule is not None and schedule.plateau is not None:
        found |= {f"schedule.{name}": ("options", slot) for name, slot in WATCHED.items()}
        found["schedule.minimum_learning_rate"] = ("bounds", 0)
    return found
