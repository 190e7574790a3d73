"""What the browser asks for on the page of moving averages, checked as strictly as a link."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from .. import batches
from ..batches import Edit, number
from .scene import BETA, CURVES, Average, AveragesScene


def _beta(edit: Edit) -> float:
    value = number(edit, "value", "β")
    low, high = BETA
    if not low <= value <= high:
        raise ValueError(f"β must be within {low:g} … {high:g}; got {value:g}")
    return value


def _slot(scene: AveragesScene, edit: Edit) -> int:
    slot = edit.get("slot")
    if isinstance(slot, bool) or slot not in {average.slot for average in scene.averages}:
        raise ValueError(f"there is no average number {slot!r}")
    return int(slot)


def _move(scene: AveragesScene, edit: Edit) -> AveragesScene:
    return scene.with_beta(_slot(scene, edit), _beta(edit))


def _add(scene: AveragesScene, edit: Edit) -> AveragesScene:
    return replace(scene, averages=(*scene.averages, Average(scene.free_slot(), _beta(edit))))


def _remove(scene: AveragesScene, edit: Edit) -> AveragesScene:
    slot = _slot(scene, edit)
    return replace(scene, averages=tuple(average for average in scene.averages if average.slot != slot))


def _curve(scene: AveragesScene, edit: Edit) -> AveragesScene:
    name = edit.get("name")
    if name not in CURVES:
        raise ValueError(f"there is no curve {name!r}; there are {', '.join(CURVES)}")
    chosen = {str(name)}
    return replace(scene, curves=scene.curves | chosen if edit.get("value") is True else scene.curves - chosen)


def _reset(scene: AveragesScene, edit: Edit) -> AveragesScene:
    first = AveragesScene()
    return replace(scene, averages=first.averages, curves=first.curves)


KINDS: Mapping[str, Callable[[AveragesScene, Edit], AveragesScene]] = {
    "beta": _move,
    "add": _add,
    "remove": _remove,
    "curve": _curve,
    "reset": _reset,
}


def apply(scene: AveragesScene, edits: Iterable[Any]) -> tuple[AveragesScene, list[str]]:
    """Return the scene with every valid edit applied, and a sentence for each one that was refused."""
    return batches.apply(scene, edits, KINDS)
