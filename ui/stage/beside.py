"""The other scene of a comparison: frozen, so it is sent once and then only named, unless it is not computed yet."""

from collections.abc import Collection
from hashlib import blake2b
from typing import Any

from numpy.typing import NDArray

import optimizers

from .. import link
from ..scene import Scene
from . import drops
from .picture import picture

PREFIX = "beside_"


def beside(scene: Scene, known: Collection[str]) -> tuple[dict[str, Any] | None, dict[str, NDArray[Any]]]:
    """Return the entry of the scene that stands beside this one, None without one, and its arrays.

    The entry has a `key`, and a `header` with the landscape unless the key is in `known`. The arrays are those
    of that header, under names that begin with PREFIX. While many starts of it are still run, and when the
    compiled engine is ready to repeat it, it has another key and is sent again.
    """
    if scene.beside is None:
        return None, {}
    grown = drops.progress(scene.beside), scene.beside.repetitions > 1 and optimizers.ready()
    key = blake2b(repr((link.to_pairs(scene.beside), grown)).encode(), digest_size=6).hexdigest()
    if key in known:
        return {"key": key}, {}
    header, arrays = picture(scene.beside, ())
    return {"key": key, "header": header}, {PREFIX + name: array for name, array in arrays.items()}
