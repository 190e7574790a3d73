"""What a surface is like at one point: height, slope, curvature, and what they say of a step there."""

from dataclasses import dataclass
from math import inf, isfinite

import numpy as np

from .interface import Surface

# A curvature below this part of the largest counts as none.
LEVEL = 1e-9


@dataclass(frozen=True)
class Curvature:
    """A surface at the point (x, y).

    `hessian` is (f_xx, f_xy, f_yy), `eigenvalues` its smallest and largest (twice f_xx on a line), `direction`
    the unit vector of the largest one. `condition` is the ratio of their sizes, infinite where one is 0.
    `step_limit` is 2/λmax: gradient descent with a larger rate overshoots along that direction; infinite where
    nothing curves up. `kind` says in words how the surface curves.
    """

    x: float
    y: float
    value: float
    gradient: tuple[float, float]
    hessian: tuple[float, float, float]
    eigenvalues: tuple[float, float]
    direction: tuple[float, float]
    condition: float
    step_limit: float
    kind: str


def curvature_at(surface: Surface, x: float, y: float) -> Curvature:
    """Return the surface's height, slopes and curvatures at a point; nan where it has none."""
    if surface.dimensions == 1:
        y = 0.0
    value, gradient = float(surface.value(x, y)), surface.gradient(x, y)
    f_xx, f_xy, f_yy = (float(f) for f in surface.hessian(x, y))
    low, high, direction = np.nan, np.nan, (1.0, 0.0)
    if surface.dimensions == 1:
        low = high = f_xx
    elif isfinite(f_xx + f_xy + f_yy):
        values, vectors = np.linalg.eigh(np.array([[f_xx, f_xy], [f_xy, f_yy]]))
        low, high = (float(v) for v in values)
        direction = (float(vectors[0, 1]), float(vectors[1, 1]))
    small, large = sorted((abs(low), abs(high)))
    return Curvature(
        x=x,
        y=y,
        value=value,
        gradient=(float(gradient[0]), float(gradient[1])),
        hessian=(f_xx, f_xy, f_yy),
        eigenvalues=(low, high),
        direction=direction,
        condition=large / small if small > 0.0 else (inf if large > 0.0 else float("nan")),
        step_limit=2.0 / high if high > 0.0 else (inf if high <= 0.0 else float("nan")),
        kind=_kind(low, high),
    )


def _kind(low: float, high: float) -> str:
    if not (isfinite(low) and isfinite(high)):
        return "no curvature here"
    bound = LEVEL * max(abs(low), abs(high))
    smallest, largest = (0 if abs(v) <= bound else (1 if v > 0.0 else -1) for v in (low, high))
    return {
        (1, 1): "curves up all around",
        (-1, -1): "curves down all around",
        (-1, 1): "a saddle's curvature",
        (0, 1): "curves up, level in one direction",
        (-1, 0): "curves down, level in one direction",
        (0, 0): "level",
    }[smallest, largest]
