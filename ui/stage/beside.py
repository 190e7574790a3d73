"""The other scene of a comparison: frozen, so it is sent once and then only named."""

from collections.abc import Collection
from hashlib import blake2b
from typing import Any

from numpy.typing import NDArray

from .. import link
from ..scene import Scene
from .picture import picture

PREFIX = "beside_"


def beside(scene: Scene, known: Collection[str]) -> tuple[dict[str, Any] | None, dict[str, NDArray[Any]]]:
    """Return the entry of the scene that stands beside this one, None without one, and its arrays.

    The entry has a `key`, and a `header` with the landscape unless the key is in `known`. The arrays are those
    of that header, under names that begin with PREFIX.
    """
    if scene.beside is None:
        return None, {}
    key = blake2b(repr(link.to_pairs(scene.beside)).encode(), digest_size=6).hexdigest()
    if key in known:
        return {"key": key}, {}
    header, arrays = picture(scene.beside, ())
    return {"key": key, "header": header}, {PREFIX + name: array for name, array in arrays.items()}
