"""What a loss surface is: its formula as data and as code, its landmarks, and what it teaches."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any, Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from .elementwise import ARRAYS, rescoped

T = TypeVar("T")
Kind = Literal["minimum", "local minimum", "maximum", "saddle", "degenerate saddle"]


class UnknownName(LookupError):  # noqa: N818 - it reads as what happened
    """A key that no registry entry has; the message lists the nearest ones."""


def look_up(entries: Mapping[str, T], key: str, kind: str, error: type[Exception] = UnknownName) -> T:
    """Return the entry of a registry with this key. Raises `error` that lists near matches."""
    if key in entries:
        return entries[key]
    near = get_close_matches(str(key), entries, n=3, cutoff=0.4) or list(entries)
    raise error(f"no {kind} {key!r}; did you mean: {', '.join(near)}?")


class Minimum(NamedTuple):
    """A global minimum: its position and the loss there."""

    x: float
    y: float
    value: float


class CriticalPoint(NamedTuple):
    """A point of zero gradient that is not a global minimum, with its kind by the Hessian's eigenvalues."""

    x: float
    y: float
    value: float
    kind: Kind


class Landmarks(NamedTuple):
    """The points worth marking on a landscape."""

    minima: tuple[Minimum, ...] = ()
    critical_points: tuple[CriticalPoint, ...] = ()


NO_LANDMARKS = Landmarks()


@dataclass(frozen=True)
class SurfaceParameter:
    """A number that shapes the surface, with the range in which it teaches something."""

    name: str
    symbol: str
    default: float
    low: float
    high: float
    scale: Literal["linear", "log"] = "linear"
    note: str = ""


@dataclass(frozen=True)
class Surface:
    """A loss surface over the plane, or over a line when `dimensions` is 1 (then y plays no part).

    `kernel(x, y, *constants)` returns (f, df/dx, df/dy) and `curvature(x, y, *constants)` returns
    (f_xx, f_xy, f_yy). Both are plain functions of floats without branches, written with `math`'s
    functions; the engine compiles them and NumPy runs them on arrays.

    `learning_rates` gives a rate that makes a good first race, by how an optimizer's step follows the
    gradient: "gradient" (step proportional to it), "momentum" (proportional, then accumulated),
    "adaptive" (about the rate itself, whatever the gradient), "accumulating" (shrinking as gradients
    add up), "sign" (a length of its own).

    `cites` are the keys of the works in `assets/works.bib` that the formula comes from; it is empty for what is
    everybody's, or made for this lab.
    """

    key: str
    name: str
    formula: str
    kernel: Callable[..., tuple[float, float, float]]
    curvature: Callable[..., tuple[float, float, float]]
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    start: tuple[float, float]
    lesson: str
    source: str
    learning_rates: Mapping[str, float] = field(compare=False)
    steps: int = 300
    landmarks: Landmarks = NO_LANDMARKS
    parameters: tuple[SurfaceParameter, ...] = ()
    values: tuple[float, ...] = field(default=())
    locate: Callable[..., Landmarks] | None = None
    prepare: Callable[..., tuple[float, ...]] | None = None
    dimensions: int = 2
    cites: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Take the parameters' defaults where no values were given."""
        if len(self.values) != len(self.parameters):
            object.__setattr__(self, "values", tuple(p.default for p in self.parameters))
        if self.locate is not None:
            object.__setattr__(self, "landmarks", self.locate(*self.values))

    @property
    def minima(self) -> tuple[Minimum, ...]:
        """The global minima, as (x, y, f)."""
        return self.landmarks.minima

    @property
    def critical_points(self) -> tuple[CriticalPoint, ...]:
        """The known critical points beside the global minima, as (x, y, f, kind)."""
        return self.landmarks.critical_points

    @property
    def constants(self) -> tuple[float, ...]:
        """The numbers that the kernel takes after x and y: the parameters, or what `prepare` makes of them."""
        return self.values if self.prepare is None else self.prepare(*self.values)

    def value(self, x: ArrayLike, y: ArrayLike) -> Any:
        """The loss at x, y: a float, or an array of their broadcast shape."""
        return self._on_arrays(self.kernel, x, y)[0]

    def gradient(self, x: ArrayLike, y: ArrayLike) -> tuple[Any, Any]:
        """(df/dx, df/dy) at x, y, each of their broadcast shape."""
        _, df_dx, df_dy = self._on_arrays(self.kernel, x, y)
        return df_dx, df_dy

    def hessian(self, x: ArrayLike, y: ArrayLike) -> tuple[Any, Any, Any]:
        """(f_xx, f_xy, f_yy) at x, y, each of their broadcast shape."""
        f_xx, f_xy, f_yy = self._on_arrays(self.curvature, x, y)
        return f_xx, f_xy, f_yy

    def with_parameters(self, **values: float) -> "Surface":
        """Return this surface with other values of its parameters.

        Raises ValueError for an unknown parameter or a value outside its range, naming both.
        """
        by_name = {p.name: p for p in self.parameters}
        for name, value in values.items():
            if name not in by_name:
                known = ", ".join(by_name) or "none"
                raise ValueError(f"{self.key} has no parameter {name!r}; it has: {known}")
            parameter = by_name[name]
            if not parameter.low <= value <= parameter.high:
                bounds = f"{parameter.low:g} … {parameter.high:g}"
                raise ValueError(f"{name} of {self.key} must be within {bounds}; got {value:g}")
        chosen = dict(zip(by_name, self.values, strict=True)) | values
        return replace(self, values=tuple(float(chosen[p.name]) for p in self.parameters))

    def _on_arrays(self, function: Callable[..., Any], x: ArrayLike, y: ArrayLike) -> tuple[Any, ...]:
        x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
        shape = np.broadcast_shapes(x.shape, y.shape)
        with np.errstate(all="ignore"):
            results = rescoped(function, ARRAYS)(x[()], y[()], *self.constants)
        if shape == ():
            return tuple(float(result) for result in results)
        return tuple(np.broadcast_to(np.asarray(result, np.float64), shape).copy() for result in results)
