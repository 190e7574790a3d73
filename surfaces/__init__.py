"""The loss surfaces: `SURFACES` in teaching order, `get(key)`."""

from difflib import get_close_matches

from .bowls import ILL_QUADRATIC
from .curves import QUARTIC
from .interface import CriticalPoint, Landmarks, Minimum, Surface, SurfaceParameter, UnknownName
from .multimodal import HIMMELBLAU, RASTRIGIN
from .saddles import SADDLE
from .valleys import BEALE, LONG_VALLEY, ROSENBROCK

__all__ = ["SURFACES", "CriticalPoint", "Landmarks", "Minimum", "Surface", "SurfaceParameter", "UnknownName", "get"]

SURFACES: tuple[Surface, ...] = (
    QUARTIC,
    ILL_QUADRATIC,
    BEALE,
    LONG_VALLEY,
    ROSENBROCK,
    SADDLE,
    HIMMELBLAU,
    RASTRIGIN,
)

_BY_KEY = {surface.key: surface for surface in SURFACES}


def get(key: str) -> Surface:
    """Return the surface with this key. Raises UnknownName (a LookupError) that lists near matches."""
    if key in _BY_KEY:
        return _BY_KEY[key]
    near = get_close_matches(str(key), _BY_KEY, n=3, cutoff=0.4) or list(_BY_KEY)
    raise UnknownName(f"no surface {key!r}; did you mean: {', '.join(near)}?")
