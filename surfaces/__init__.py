"""The loss surfaces: `SURFACES` in teaching order, `get(key)`; typed ones by `from_expression(text)`."""

from .bowls import BOOTH, ILL_QUADRATIC, MATYAS, ROTATED_QUADRATIC, SPHERE, ZAKHAROV
from .curvature import Curvature, curvature_at
from .curves import ABSOLUTE, DOUBLE_WELL, QUARTIC
from .expression import ExpressionError, TypedSurface, from_expression, search_landmarks, searched
from .interface import CriticalPoint, Landmarks, Minimum, Surface, SurfaceParameter, UnknownName, look_up
from .multimodal import BRANIN, HIMMELBLAU, SIX_HUMP_CAMEL, STYBLINSKI_TANG, THREE_HUMP_CAMEL
from .plates import CLIFF, EASOM, MICHALEWICZ, PLATEAU
from .ripples import ACKLEY, BOHACHEVSKY, FRACTAL, GRIEWANK, RASTRIGIN
from .saddles import DOUBLE_WELL_SADDLE, MONKEY_SADDLE, SADDLE, SADDLE_VALLEY, TILTED_SADDLE
from .valleys import BEALE, LONG_VALLEY, RAVINE, ROSENBROCK
from .waves import EGGHOLDER, LEVY, LEVY13
from .wells import GOLDSTEIN_PRICE, MCCORMICK, WIDE_AND_SHARP

__all__ = [
    "SURFACES",
    "CriticalPoint",
    "Curvature",
    "ExpressionError",
    "Landmarks",
    "Minimum",
    "Surface",
    "SurfaceParameter",
    "TypedSurface",
    "UnknownName",
    "curvature_at",
    "from_expression",
    "get",
    "search_landmarks",
    "searched",
]

SURFACES: tuple[Surface, ...] = (
    QUARTIC,
    DOUBLE_WELL,
    ABSOLUTE,
    SPHERE,
    BOOTH,
    ILL_QUADRATIC,
    ROTATED_QUADRATIC,
    MATYAS,
    ZAKHAROV,
    RAVINE,
    LONG_VALLEY,
    BEALE,
    ROSENBROCK,
    SADDLE,
    DOUBLE_WELL_SADDLE,
    TILTED_SADDLE,
    MONKEY_SADDLE,
    SADDLE_VALLEY,
    PLATEAU,
    CLIFF,
    EASOM,
    MICHALEWICZ,
    WIDE_AND_SHARP,
    HIMMELBLAU,
    THREE_HUMP_CAMEL,
    SIX_HUMP_CAMEL,
    STYBLINSKI_TANG,
    BRANIN,
    MCCORMICK,
    GOLDSTEIN_PRICE,
    RASTRIGIN,
    ACKLEY,
    GRIEWANK,
    BOHACHEVSKY,
    FRACTAL,
    LEVY,
    LEVY13,
    EGGHOLDER,
)

_BY_KEY = {surface.key: surface for surface in SURFACES}


def get(key: str) -> Surface:
    """Return the surface with this key. Raises UnknownName (a LookupError) that lists near matches."""
    return look_up(_BY_KEY, key, "surface")
