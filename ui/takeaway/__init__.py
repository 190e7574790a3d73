"""What can be taken away from a scene as text: data, a script, the sources, the settings."""

from collections.abc import Callable, Mapping
from typing import Any

from ..scene import Scene
from .bibtex import bibtex
from .pytorch import script
from .race import race
from .settings import settings
from .tables import csv_part, json_part, runs_in_a_part

__all__ = ["FILES", "part"]


def _torch(scene: Scene) -> str:
    start = ", ".join(f"{value:g}" for value in scene.start[: scene.landscape.dimensions])
    return script(scene, race(scene), f"{scene.landscape.name}, {scene.steps} steps from ({start}).")


def _whole(make: Callable[[Scene], str]) -> Callable[[Scene, int], str]:
    return lambda scene, first: make(scene)


# The text of each kind from run `first` on, and whether it comes in parts.
FILES: Mapping[str, tuple[Callable[[Scene, int], str], bool]] = {
    "csv": (csv_part, True),
    "json": (json_part, True),
    "torch": (_whole(_torch), False),
    "bibtex": (_whole(bibtex), False),
    "settings": (_whole(settings), False),
}


def part(scene: Scene, wanted: Any) -> dict[str, Any] | None:
    """Answer what the stage asked for: {serial, text, next, total}, or {serial, refused} with a reason.

    `wanted` comes from the browser: {serial, kind, first}. `next` is the run at which the next part begins, of
    `total` runs; None after the last part. What is no such question has no answer.
    """
    if not isinstance(wanted, Mapping) or not isinstance(wanted.get("serial"), int):
        return None
    serial, kind, first = wanted["serial"], str(wanted.get("kind")), wanted.get("first")
    if kind not in FILES or not isinstance(first, int) or not 0 <= first <= len(scene.runs):
        return {"serial": serial, "refused": "the page asked for something unknown; reload it"}
    make, in_parts = FILES[kind]
    try:
        text = make(scene, first)
    except ValueError as error:
        return {"serial": serial, "refused": str(error)}
    following = first + runs_in_a_part(scene)
    more = in_parts and following < len(scene.runs)
    return {"serial": serial, "text": text, "next": following if more else None, "total": len(scene.runs)}
