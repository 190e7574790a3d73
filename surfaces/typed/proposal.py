"""What a first race on a typed formula needs: a start and learning rates, judged from points of the view."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .program import Program

Array = NDArray[np.float64]
Range = tuple[float, float]

# Points a side, and on a line.
SIDE, LINE = 14, 120
# Where in the view a start looks well, from its left and lower edge, and how high above the rest of the view.
FAVOURITE = (0.2, 0.8)
HEIGHT = 0.75
EDGE = 0.08
LOWEST_RATE, HIGHEST_RATE = 1e-6, 100.0


class Sample(NamedTuple):
    """Points of the view with what is known there, each (n,); only those where the gradient is finite.

    `curvature` is the Hessian's norm; `outward` tells whether the way down leads away from the middle.
    """

    x: Array
    y: Array
    value: Array
    slope: Array
    curvature: Array
    outward: NDArray[np.bool_]


def sample(program: Program, x_range: Range, y_range: Range, dimensions: int) -> Sample:
    """Look at the view in points that lie on no line of symmetry."""
    if dimensions == 1:
        x, y = _inside(x_range, LINE), np.zeros(LINE)
    else:
        x, y = (grid.ravel() for grid in np.meshgrid(_inside(x_range, SIDE), _inside(y_range, SIDE)))
    f, f_x, f_y, f_xx, f_xy, f_yy = program.hessian(x, y)
    with np.errstate(all="ignore"):
        slope = np.hypot(f_x, f_y)
        # The larger size of the two eigenvalues.
        curvature = np.abs(0.5 * (f_xx + f_yy)) + np.hypot(0.5 * (f_xx - f_yy), f_xy)
        outward = f_x * (x - np.mean(x_range)) + f_y * (y - np.mean(y_range)) < 0.0
    curvature = np.where(np.isfinite(curvature), curvature, 0.0)
    seen = np.isfinite(f) & np.isfinite(slope)
    return Sample(*(each[seen] for each in (x, y, f, slope, curvature, outward)))


def _inside(span: Range, count: int) -> Array:
    low, high = span
    return low + (high - low) / (count + 0.1) * (np.arange(count, dtype=np.float64) + 0.53)


def start(seen: Sample, x_range: Range, y_range: Range, dimensions: int) -> tuple[float, float]:
    """A point of the upper left quadrant, rather high above the rest of the view and on a slope into it."""
    (left, right), (bottom, top) = x_range, y_range
    u, v = (seen.x - left) / (right - left), (seen.y - bottom) / (top - bottom)
    if dimensions == 1:
        v = np.full_like(u, FAVOURITE[1])
    wanted = (u > EDGE) & (u < 0.5) & (v > 0.5) & (v < 1.0 - EDGE)
    if not wanted.any():
        wanted[:] = True
    if not wanted.any():
        x, y = left + FAVOURITE[0] * (right - left), bottom + FAVOURITE[1] * (top - bottom)
    else:
        height = np.searchsorted(np.sort(seen.value), seen.value) / seen.value.size
        level = seen.slope < 0.1 * _quantile(seen.slope, 0.5)
        aptness = np.hypot(u - FAVOURITE[0], v - FAVOURITE[1]) + np.abs(height - HEIGHT) + level + 0.5 * seen.outward
        best = np.argmin(np.where(wanted, aptness, np.inf))
        x, y = float(seen.x[best]), float(seen.y[best])
    return _tidy(x, right - left), 0.0 if dimensions == 1 else _tidy(y, top - bottom)


def _quantile(numbers: Array, part: float) -> np.float64:
    """The number that this part of them does not exceed (numpy.quantile imports half of NumPy when first called)."""
    found: np.float64 = np.sort(numbers)[int(part * (numbers.size - 1))]
    return found


def _tidy(number: float, size: float) -> float:
    """The number to about a hundredth of `size`."""
    return round(number, 2 - int(np.floor(np.log10(size))))


def learning_rates(program: Program, seen: Sample, start: tuple[float, float], size: float) -> Mapping[str, float]:
    """Rates with which the first race from `start` looks sensible; `size` is that of the view.

    A step along the gradient is stable below 2/λ, so its rate is a part of that at nearly the sharpest
    point that lies no higher than the start, and less where that step would cross much of the view.
    Steps that follow the gradient's sign or its running size have about the length of the rate itself.
    """
    height = program.value(*start)
    below = seen.value <= height if np.isfinite(height) else np.ones(seen.value.shape, bool)
    rate = np.inf
    if below.any():
        curvature, slope = _quantile(seen.curvature[below], 0.95), _quantile(seen.slope[below], 0.95)
        with np.errstate(divide="ignore"):
            rate = min(0.5 / curvature, 0.05 * size / slope)
    gradient = min(float(rate), HIGHEST_RATE) if np.isfinite(rate) else 0.01 * size
    rates = {
        "gradient": gradient,
        "momentum": 0.3 * gradient,
        "adaptive": 0.01 * size,
        "accumulating": 0.07 * size,
        "sign": 0.01 * size,
    }
    return {family: float(f"{min(max(r, LOWEST_RATE), HIGHEST_RATE):.1g}") for family, r in rates.items()}
