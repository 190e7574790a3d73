"""What the stage asks for: small edits of the scene, checked as strictly as a link."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import optimizers
from optimizers import schedules

from . import batches, formula, options
from .batches import Edit, number
from .run_text import write_run
from .scene import (
    COORDINATE,
    CURVES,
    MOST_GHOSTS,
    MOST_PAINTED,
    MOST_RUNS,
    NOISE,
    REPETITIONS,
    SEED,
    SIDES,
    STEPS,
    TOLERANCE,
    Scene,
)


def _run_index(scene: Scene, edit: Edit) -> int:
    index = edit.get("run")
    if not isinstance(index, int) or not 0 <= index < len(scene.runs):
        raise ValueError(f"there is no run number {index!r}")
    return index


def _with_run(scene: Scene, index: int, run: Any) -> Scene:
    return replace(scene, runs=(*scene.runs[:index], run, *scene.runs[index + 1 :]))


def _hyperparameter(scene: Scene, edit: Edit) -> Scene:
    index = _run_index(scene, edit)
    return _with_run(scene, index, scene.runs[index].with_settings(**{str(edit.get("name")): number(edit, "value")}))


def _form(scene: Scene, edit: Edit) -> Scene:
    index = _run_index(scene, edit)
    return _with_run(scene, index, scene.runs[index].with_form(str(edit.get("value"))))


def _reset_run(scene: Scene, edit: Edit) -> Scene:
    index = _run_index(scene, edit)
    key = scene.runs[index].key
    return _with_run(scene, index, optimizers.default_run(optimizers.get(key), scene.landscape))


def _choice(scene: Scene, edit: Edit) -> Scene:
    index = _run_index(scene, edit)
    return _with_run(scene, index, options.choose(scene.runs[index], str(edit.get("name")), str(edit.get("value"))))


def _option(scene: Scene, edit: Edit) -> Scene:
    index = _run_index(scene, edit)
    changed = options.set_number(scene.runs[index], str(edit.get("name")), number(edit, "value"))
    return _with_run(scene, index, changed)


def _copy(scene: Scene, edit: Edit) -> Scene:
    """Put a copy behind the run, in its next form when `value` is "next form"."""
    index = _run_index(scene, edit)
    if len(scene.runs) >= MOST_RUNS:
        raise ValueError(f"a race has at most {MOST_RUNS} runs; remove one first")
    run = scene.runs[index]
    if edit.get("value") == "next form":
        forms = [form.key for form in run.optimizer.forms]
        run = run.with_form(forms[(forms.index(run.form) + 1) % len(forms)])
    return replace(scene, runs=(*scene.runs[: index + 1], run, *scene.runs[index + 1 :]))


def _remove(scene: Scene, edit: Edit) -> Scene:
    index = _run_index(scene, edit)
    return replace(scene, runs=scene.runs[:index] + scene.runs[index + 1 :])


def _pin(scene: Scene, edit: Edit) -> Scene:
    """Keep the run as a ghost, with the schedule that it follows now; one that is pinned already stays alone."""
    run = scene.runs[_run_index(scene, edit)]
    ghost = run.with_settings(schedule=run.schedule or scene.schedule or schedules.constant())
    if ghost in scene.ghosts:
        return scene
    if len(scene.ghosts) >= MOST_GHOSTS:
        raise ValueError(f"at most {MOST_GHOSTS} runs can be pinned; unpin one first")
    return replace(scene, ghosts=(*scene.ghosts, ghost))


def _unpin(scene: Scene, edit: Edit) -> Scene:
    """Let the ghost go that a link writes as `value`."""
    return replace(scene, ghosts=tuple(ghost for ghost in scene.ghosts if write_run(ghost) != edit.get("value")))


def _start(scene: Scene, edit: Edit) -> Scene:
    x, y = number(edit, "x"), number(edit, "y")
    if max(abs(x), abs(y)) > COORDINATE:
        raise ValueError(f"the start must be within ±{COORDINATE:g}; got ({x:g}, {y:g})")
    return replace(scene, start=(x, y))


def _parameter(scene: Scene, edit: Edit) -> Scene:
    changed = scene.landscape.with_parameters(**{str(edit.get("name")): number(edit, "value")})
    return replace(scene, parameters=changed.values)


def _within(edit: Edit, bounds: tuple[float, float]) -> float:
    value = number(edit, "value")
    low, high = bounds
    if not low <= value <= high:
        raise ValueError(f"{edit.get('kind')} must be within {low} … {high}; got {value:g}")
    return value


def _formula(scene: Scene, edit: Edit) -> Scene:
    """Take a formula, or keep it as a draft while it is none: what is drawn stays until there is something to draw."""
    typed = scene.as_typed(formula.from_edit(edit))
    return replace(scene, draft=typed) if formula.mistake(typed) else scene.with_typed(typed)


def _steps(scene: Scene, edit: Edit) -> Scene:
    return replace(scene, steps=int(_within(edit, STEPS)))


def _noise(scene: Scene, edit: Edit) -> Scene:
    return replace(scene, noise=_within(edit, NOISE))


def _seed(scene: Scene, edit: Edit) -> Scene:
    return replace(scene, seed=int(_within(edit, SEED)))


def _tolerance(scene: Scene, edit: Edit) -> Scene:
    return replace(scene, tolerance=_within(edit, TOLERANCE))


def _fresh(scene: Scene, edit: Edit) -> Scene:
    return replace(scene, fresh=_within(edit, (0.0, 1.0)) > 0.0)


def _repetitions(scene: Scene, edit: Edit) -> Scene:
    return replace(scene, repetitions=int(_within(edit, REPETITIONS)))


def _inspect(scene: Scene, edit: Edit) -> Scene:
    """Show a run in detail, and explain an update of it; None is no longer. `open` and `curve` tell what shows it."""
    index = None if edit.get("run") is None else _run_index(scene, edit)
    number = edit.get("step")
    if number is not None and (isinstance(number, bool) or not isinstance(number, int) or number < 0):
        raise ValueError(f"there is no step {number!r}")
    curve, is_open = edit.get("curve", scene.view.curve), edit.get("open", scene.view.inspect)
    if curve not in CURVES or not isinstance(is_open, bool):
        raise ValueError(f"the curves are {', '.join(CURVES)}")
    return replace(scene, view=replace(scene.view, detail=index, explain=number, curve=curve, inspect=is_open))


def _probe(scene: Scene, edit: Edit) -> Scene:
    """Describe the surface at a point; None is no longer."""
    if edit.get("x") is None:
        return replace(scene, view=replace(scene.view, probe=None))
    point = number(edit, "x"), number(edit, "y")
    return replace(scene, view=replace(scene.view, probe=point))


def _hidden(scene: Scene, edit: Edit) -> frozenset[int]:
    hidden = edit.get("hidden", [])
    whole = isinstance(hidden, list) and all(isinstance(i, int) and 0 <= i < len(scene.raced) for i in hidden)
    if not whole:
        raise ValueError(f"hidden must be a list of runs by position; got {hidden!r}")
    return frozenset(hidden)


def _compare(scene: Scene, edit: Edit) -> Scene:
    """Freeze the scene beside itself."""
    return replace(scene, beside=scene.frozen(_hidden(scene, edit)))


def _swap(scene: Scene, edit: Edit) -> Scene:
    """Edit the frozen scene, and freeze the edited one."""
    if scene.beside is None:
        raise ValueError("there is no other scene to swap with")
    other = scene.beside.view
    view = replace(scene.view, hidden=other.hidden, selected=other.selected, detail=None, explain=None, probe=None)
    return replace(scene.beside, view=view, beside=scene.frozen(_hidden(scene, edit)))


def _leave(scene: Scene, edit: Edit) -> Scene:
    """End the comparison."""
    return replace(scene, beside=None)


def _drops(scene: Scene, edit: Edit) -> Scene:
    """Drop many starts: `run`, `side` and `painted` (a list of pairs) change as far as they are given."""
    drops = scene.drops
    if "run" in edit:
        drops = replace(drops, run=_run_index(scene, edit))
    if "side" in edit:
        drops = replace(drops, side=int(number(edit, "side")))
        if not SIDES[0] <= drops.side <= SIDES[1]:
            raise ValueError(f"a grid of starts has {SIDES[0]} … {SIDES[1]} to a side; got {drops.side}")
    if "painted" in edit:
        drops = replace(drops, painted=_places(edit["painted"]))
    return replace(scene, drops=drops)


def _places(painted: Any) -> tuple[tuple[float, float], ...]:
    if not isinstance(painted, list) or len(painted) > MOST_PAINTED:
        raise ValueError(f"a brush paints at most {MOST_PAINTED} starts")
    places = []
    for place in painted:
        if not isinstance(place, list) or len(place) != 2:
            raise ValueError("a start has two numbers")
        x, y = (number({"start": value}, "start") for value in place)
        if max(abs(x), abs(y)) > COORDINATE:
            raise ValueError(f"a start must be within ±{COORDINATE:g}; got ({x:g}, {y:g})")
        places.append((x, y))
    return tuple(places)


def _go_on(scene: Scene, edit: Edit) -> Scene:
    """Nothing changes: the stage asks for more of what takes long."""
    return scene


KINDS: Mapping[str, Callable[[Scene, Edit], Scene]] = {
    "hyperparameter": _hyperparameter,
    "form": _form,
    "reset": _reset_run,
    "choice": _choice,
    "option": _option,
    "copy": _copy,
    "remove": _remove,
    "pin": _pin,
    "unpin": _unpin,
    "compare": _compare,
    "swap": _swap,
    "leave": _leave,
    "start": _start,
    "parameter": _parameter,
    "formula": _formula,
    "steps": _steps,
    "noise": _noise,
    "seed": _seed,
    "fresh": _fresh,
    "repetitions": _repetitions,
    "tolerance": _tolerance,
    "inspect": _inspect,
    "probe": _probe,
    "drops": _drops,
    "go on": _go_on,
}


def apply(scene: Scene, edits: Iterable[Any]) -> tuple[Scene, list[str]]:
    """Return the scene with every valid edit applied, and a sentence for each one that was refused."""
    return batches.apply(scene, edits, KINDS)
