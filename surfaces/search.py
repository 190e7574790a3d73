"""A bounded numerical search for the minima, maxima and saddles in the view of a surface.

From a grid, Newton's method runs to the nearest zero of the gradient wherever the grid shows that there may be
one, and finds smooth landmarks to the last digits. Minima and maxima on kinks and cusps, where it fails,
are found by a pattern search. What has no clear curvature is judged by rings of points around it, so
everything that is returned is there; what hides between the points of the grid may be missed.
"""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .interface import CriticalPoint, Landmarks, Minimum, Surface

Array = NDArray[np.float64]

# Points of the grid a side, and on a line; beyond the view they reach a cell further on either side.
SIDE, LINE = 56, 1200
MOST_CANDIDATES, MOST_PATTERNS, MOST_OF_A_KIND = 320, 12, 40
NEWTON_STEPS, PATTERN_STEPS, CREASE_STEPS = 30, 120, 6
# The rest is in parts of the view. Newton's last step; rings; landmarks that are one; minima of a level valley.
CONVERGED, RINGS, SAME, APART = 1e-6, (1e-3, 1e-4, 1e-5), 1e-5, 0.2
# Curvatures below this part of the largest count as none, slopes below this part of the usual as level.
LEVEL_CURVATURE, LEVEL_SLOPE = 1e-7, 1e-6
EPSILON = 8.0 * np.finfo(np.float64).eps
DIRECTIONS, GOLDEN_ANGLE = 16, np.pi * (3.0 - np.sqrt(5.0))

Shape = Literal["minimum", "maximum", "saddle", "degenerate saddle"]
EXTREMES: tuple[tuple[float, Shape], ...] = ((1.0, "minimum"), (-1.0, "maximum"))


class _Found(NamedTuple):
    """A landmark (x, y, f) before it is known which minima are global.

    `clear` when its curvatures alone tell its kind.
    """

    place: tuple[float, float, float]
    kind: Shape
    clear: bool

    @property
    def value(self) -> float:
        return self.place[2]


class _View:
    """A surface in coordinates from 0 to 1 across its view; points are (n, 2), the second is 0 on a line."""

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        self.flat = surface.dimensions == 1
        self.low = np.array([surface.x_range[0], 0.0 if self.flat else surface.y_range[0]])
        self.size = np.array([np.ptp(surface.x_range), 1.0 if self.flat else np.ptp(surface.y_range)])

    def places(self, points: Array) -> tuple[Array, Array]:
        placed: Array = self.low + self.size * points
        return placed[..., 0], placed[..., 1]

    def point(self, x: float, y: float) -> Array:
        point: Array = (np.array([x, y]) - self.low) / self.size
        return point

    def value(self, points: Array) -> Array:
        found: Array = self.surface.value(*self.places(points))
        return found

    def gradient(self, points: Array) -> Array:
        slopes: Array = np.stack(self.surface.gradient(*self.places(points)), axis=-1) * self.size
        return slopes

    def curvatures(self, points: Array) -> tuple[Array, Array]:
        """The eigenvalues (n, 2) and eigenvectors (n, 2, 2) of the Hessian; on a line the first, twice."""
        w, h = self.size
        f_xx, f_xy, f_yy = self.surface.hessian(*self.places(points))
        if self.flat:
            f_xy, f_yy, h = 0.0 * f_xx, f_xx, w
        hessian = np.stack([f_xx * w * w, f_xy * w * h, f_xy * w * h, f_yy * h * h], axis=-1).reshape(-1, 2, 2)
        known = np.isfinite(hessian).all(axis=(1, 2))
        values, vectors = np.linalg.eigh(np.where(known[:, None, None], hessian, 0.0))
        return np.where(known[:, None], values, np.nan), vectors

    def settled(self, points: Array, sign: float = 0.0) -> list[tuple[float, float, float]]:
        """(x, y, f) of each of the points, moved to round numbers beside them where those are no worse.

        Better is lower, or higher with `sign` -1, or more level when it is 0.
        """

        def badness(x: Array, y: Array) -> Array:
            worse: Array = np.hypot(*self.surface.gradient(x, y)) if sign == 0.0 else sign * self.surface.value(x, y)
            return worse

        digits = 6 - int(np.floor(np.log10(self.size.min())))
        exact = self.places(points)
        near = np.round(exact[0], digits), np.round(exact[1], digits)
        rounded = badness(*near) <= badness(*exact)
        # Adding 0 makes a positive zero of a negative one.
        x, y = (np.where(rounded, r, e) + 0.0 for r, e in zip(near, exact, strict=True))
        return list(zip(x.tolist(), y.tolist(), self.surface.value(x, y).tolist(), strict=True))

    def directions(self, count: int, turn: float = 0.0) -> Array:
        if self.flat:
            return np.array([[1.0, 0.0], [-1.0, 0.0]])
        angles = turn + 2.0 * np.pi * np.arange(count) / count
        return np.stack([np.cos(angles), np.sin(angles)], axis=-1)

    def inside(self, points: Array) -> NDArray[np.bool_]:
        return np.asarray(((points >= 0.0) & (points <= 1.0)).all(axis=-1), np.bool_)


def search_landmarks(surface: Surface) -> Landmarks:
    """Return the landmarks that a search of the view finds; kinds are judged by the Hessian's eigenvalues.

    Global minima are those that are as low as anything seen in the view; where the edge is lower there is none.
    At most 40 of a kind are returned, the lowest (of maxima the highest). Of a valley with a level floor a few
    points stand for all.
    """
    with np.errstate(all="ignore"):
        return _search(_View(surface))


def _search(view: _View) -> Landmarks:
    count = LINE if view.flat else SIDE
    line = np.linspace(-1.0 / count, 1.0 + 1.0 / count, count + 3)
    # On a line two equal rows stand for the second axis.
    grid = np.stack(np.meshgrid(line, [0.0, 0.0] if view.flat else line), axis=-1)
    heights, slopes = view.value(grid), view.gradient(grid)
    steepness = np.linalg.norm(slopes, axis=-1)
    finite = np.isfinite(heights) & np.isfinite(steepness)
    if not finite.any():
        return Landmarks()
    usual = float(np.sort(steepness[finite])[finite.sum() // 2])
    smooth, curvatures = _newton(view, _candidates(grid, heights, slopes), 1.5 / count, usual)
    found = _judged(view, smooth, curvatures, usual)
    lowest = heights[np.isfinite(heights) & view.inside(grid)].min(initial=np.inf)
    for sign, kind in EXTREMES:
        known = np.array([view.point(*f.place[:2]) for f in found if f.kind == kind]).reshape(-1, 2)
        tips = view.settled(_pattern(view, grid, sign, sign * heights, known), sign)
        found += [_Found(tip, kind, False) for tip in tips if np.isfinite(tip[2])]
    return _landmarks(view, found, lowest)


def _extreme(heights: Array) -> NDArray[np.bool_]:
    """Where a grid point is no higher than its neighbours and lower than one."""
    padded = np.pad(heights, 1, constant_values=np.nan)
    rows, columns = heights.shape
    around = np.stack([padded[i : i + rows, j : j + columns] for i in range(3) for j in range(3) if (i, j) != (1, 1)])
    return np.isfinite(heights) & ~(around < heights).any(axis=0) & (around > heights).any(axis=0)


def _candidates(grid: Array, heights: Array, slopes: Array) -> Array:
    """Grid points lowest or highest nearby, cells in which both slopes change sign, points most level nearby."""
    cells = np.array(True)
    for axis in range(2):
        slope = slopes[..., axis]
        corners = [slope[i or None : i - 1 or None, j or None : j - 1 or None] for i in (0, 1) for j in (0, 1)]
        cells = cells & (np.min(corners, axis=0) <= 0.0) & (np.max(corners, axis=0) >= 0.0)
    middles = 0.5 * (grid[:-1, :-1] + grid[1:, 1:])
    steepness = np.linalg.norm(slopes, axis=-1)
    lowest, highest, level = (
        grid[extreme][np.argsort(each[extreme], kind="stable")]
        for each in (heights, -heights, steepness)
        for extreme in (_extreme(each),)
    )
    chosen = [lowest, highest, middles[cells], level]
    return np.concatenate(chosen)[:MOST_CANDIDATES]


def _newton(view: _View, points: Array, longest: float, usual: float) -> tuple[Array, Array]:
    """The critical points (n, 2) of the view that Newton's method finds, and their curvatures (n, 2)."""
    at, moving = points.copy(), np.arange(len(points))
    last = np.full(len(points), np.inf)
    for _ in range(NEWTON_STEPS):
        if not moving.size:
            break
        slope = view.gradient(at[moving])
        values, vectors = view.curvatures(at[moving])
        along = np.einsum("nij,ni->nj", vectors, slope)
        step = -np.einsum("nij,nj->ni", vectors, np.where(along == 0.0, 0.0, along / values))
        length = np.linalg.norm(step, axis=-1)
        step *= np.minimum(1.0, longest / np.maximum(length, 1e-300))[:, None]
        at[moving] += np.where(np.isfinite(length)[:, None], step, 0.0)
        last[moving] = length
        near = (np.abs(at[moving] - 0.5) < 0.5 + longest).all(axis=-1)
        moving = moving[np.isfinite(length) & (length > 1e-14) & near]
    level = np.linalg.norm(view.gradient(at), axis=-1) <= LEVEL_SLOPE * usual
    kept = at[(last <= CONVERGED) & level & view.inside(at)]
    return kept, view.curvatures(kept)[0]


def _judged(view: _View, points: Array, curvatures: Array, usual: float) -> list[_Found]:
    """The points with their kinds: by the signs of their curvatures, or by rings where these are in doubt."""
    size = np.abs(curvatures).max(axis=1, initial=usual)
    clear = np.abs(curvatures).min(axis=1, initial=np.inf) > LEVEL_CURVATURE * size
    higher, lower = _rings(view, points)
    found = []
    for k, place in enumerate(view.settled(points)):
        up, down = ((curvatures[k] > 0.0).any(), (curvatures[k] < 0.0).any()) if clear[k] else (higher[k], lower[k])
        if up or down:
            mixed: Shape = "saddle" if clear[k] else "degenerate saddle"
            kind: Shape = mixed if up and down else "minimum" if up else "maximum"
            found.append(_Found(place, kind, bool(clear[k])))
    return found


def _rings(view: _View, points: Array) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether anything around each point is higher, and whether anything is lower.

    Neither on level ground, at a jump, at a pole and where the surface ends: there the heights of the rings
    do not close in on that of the point.
    """
    middle = view.value(points)[:, None]
    around = np.stack([points[:, None] + r * view.directions(4 * DIRECTIONS, r) for r in RINGS])
    heights = view.value(around)
    rounding = EPSILON * np.maximum(np.abs(middle), np.abs(heights))
    higher: NDArray[np.bool_] = np.any(heights > middle + rounding, axis=-1)
    lower: NDArray[np.bool_] = np.any(heights < middle - rounding, axis=-1)
    widest, *_, narrowest = np.abs(heights - middle).max(axis=-1)
    ground = (higher[0] | lower[0]) & (narrowest <= 0.5 * widest)
    return higher.any(axis=0) & ground, lower.any(axis=0) & ground


def _pattern(view: _View, grid: Array, sign: float, heights: Array, known: Array) -> Array:
    """The minima of sign · f (n, 2), given at the grid, that a search in ever finer patterns reaches.

    It begins at the grid's lowest points, but for those beside the `known` minima.
    """
    radius = 1.0 / len(grid[0])
    lowest = _extreme(heights) & view.inside(grid)
    points = grid[lowest][np.argsort(heights[lowest], kind="stable")]
    apart = np.linalg.norm(points[:, None] - known[None], axis=-1).min(axis=1, initial=np.inf) > 2.5 * radius
    points = points[apart][:MOST_PATTERNS]
    best, reach, rows = sign * view.value(points), np.full(len(points), radius), np.arange(len(points))
    for turn in range(PATTERN_STEPS if len(points) else 0):
        tried = points[:, None] + reach[:, None, None] * view.directions(DIRECTIONS, turn * GOLDEN_ANGLE)
        heights = _nan_last(sign * view.value(tried))
        choice = heights.argmin(axis=1)
        better = heights[rows, choice] < best
        points = np.where(better[:, None], tried[rows, choice], points)
        best = np.where(better, heights[rows, choice], best)
        reach = np.where(better, reach, 0.5 * reach)
        if (reach < 1e-14).all():
            break
    higher, lower = _rings(view, points)
    beside = (higher & ~lower) if sign > 0.0 else (lower & ~higher)
    points = points[beside & view.inside(points)]
    return np.asarray(points[~_creviced(view, points, sign)])


def _creviced(view: _View, points: Array, sign: float) -> NDArray[np.bool_]:
    """Whether sign · f falls from a point along a crease too narrow for rings, found by halving angles."""
    found = np.zeros(len(points), bool)
    middle = sign * view.value(points)
    if view.flat or not len(points):
        return found
    for radius in RINGS[:2]:
        angle, width = np.zeros((len(points), 1)), np.pi
        for _ in range(CREASE_STEPS):
            angles = angle + width * np.linspace(-1.0, 1.0, 2 * DIRECTIONS + 1)
            around = points[:, None] + radius * np.stack([np.cos(angles), np.sin(angles)], axis=-1)
            heights = _nan_last(sign * view.value(around))
            choice = heights.argmin(axis=1)[:, None]
            angle, width = np.take_along_axis(angles, choice, axis=1), width / DIRECTIONS
            found |= heights.min(axis=1) < middle - EPSILON * np.abs(middle)
    return found


def _nan_last(heights: Array) -> Array:
    return np.where(np.isnan(heights), np.inf, heights)


def _landmarks(view: _View, found: list[_Found], lowest: float) -> Landmarks:
    """Drop what is found twice, and tell the global minima from the local ones."""
    kept: list[_Found] = []
    for each in sorted(found, key=lambda each: -each.value if each.kind == "maximum" else each.value):
        others = [k for k in kept if k.kind == each.kind]
        if len(others) < MOST_OF_A_KIND and not any(_are_one(view, each, other) for other in others):
            kept.append(each)
    bottom = min([lowest, *(each.value for each in kept)])
    minima: list[Minimum] = []
    critical: list[CriticalPoint] = []
    for each in kept:
        if each.kind == "minimum" and _same_height(each.value, bottom):
            minima.append(Minimum(*each.place))
        else:
            critical.append(CriticalPoint(*each.place, "local minimum" if each.kind == "minimum" else each.kind))
    return Landmarks(tuple(minima), tuple(critical))


def _same_height(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(abs(other), 1e-6)


def _are_one(view: _View, one: _Found, other: _Found) -> bool:
    """Whether two are one point, or two of the same level valley or ridge, where a few stand for all."""
    apart = float(np.hypot(*((np.array(one.place) - other.place)[:2] / view.size)))
    level = not (one.clear and other.clear) and _same_height(one.value, other.value)
    return apart < (APART if level else SAME)
