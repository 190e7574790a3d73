"""What a page sends: batches of numbered edits, each checked as strictly as a link."""

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

Edit = Mapping[str, Any]
S = TypeVar("S")


def fresh(batch: Mapping[str, Any], done: int) -> tuple[list[Any], int]:
    """Return the edits of a batch that came after edit `done`, and the number of the last one that is in the scene now.

    The browser repeats what it has not seen acknowledged; what is in the scene already is passed over.
    """
    items = batch.get("items")
    new = [item for item in items if _serial(item) > done] if isinstance(items, list) else []
    return new, max(done, _serial(batch))


def _serial(sent: Any) -> int:
    serial = sent.get("serial") if isinstance(sent, Mapping) else None
    return serial if isinstance(serial, int) else 0


def apply(scene: S, edits: Iterable[Any], kinds: Mapping[str, Callable[[S, Edit], S]]) -> tuple[S, list[str]]:
    """Return the scene with every valid edit applied, and a sentence for each one that was refused.

    `kinds` tells by its name what an edit does; it raises ValueError that says what is wrong.
    """
    refused = []
    for edit in edits:
        if not isinstance(edit, Mapping) or edit.get("kind") not in kinds:
            refused.append("the page asked for something unknown; reload it")
            continue
        try:
            scene = kinds[edit["kind"]](scene, edit)
        except ValueError as error:
            refused.append(str(error))
    return scene, refused


def number(edit: Edit, name: str, called: str = "") -> float:
    """The finite number under a name. Raises ValueError that calls it `called`, or by its name."""
    value = edit.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{called or name} must be a number; got {value!r}")
    return float(value)
