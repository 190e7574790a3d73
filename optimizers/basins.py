"""Basins of attraction by experiment: many starts, one optimizer, and the minimum that each start reaches."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from surfaces import Surface, TypedSurface

from .run import ready, run
from .settings import Array, Multipliers, Run, Stop

# Labels of starts that reach no minimum: still on their way, diverged, not run yet.
UNSETTLED, DIVERGED, WAITING = -1, -2, -3
# An end this near to a minimum has reached it: of the view's diagonal, and of the way to the next minimum.
NEAR, SHARE = 0.02, 0.45
# Minima found by Newton's method from two ends are one when they are this near to each other, of the diagonal.
SAME = 1e-3
NEWTON_STEPS = 30
FLAT = 1e-8
# Steps of one call of the compiled engine, and of the same rules in plain Python.
CHUNK, PLAIN_CHUNK = 60_000, 6_000
FEWEST, MOST_AT_ONCE = 8, 256

Place = tuple[float, float, float]


@dataclass
class Survey:
    """The starts of one survey and what is known of their ends so far.

    starts (n, 2), labels (n,): the number of a minimum in `minima`, or UNSETTLED, DIVERGED, WAITING. ends (n, 2).
    `minima` are (x, y, f): those that the surface knows, then those that were found on the way. Starts are
    taken in an order that covers the view evenly at every moment.
    """

    surface: Surface
    run: Run
    starts: Array
    steps: int = 200
    schedule: Multipliers | None = None
    noise: float = 0.0
    seed: int = 0
    stop: Stop | None = None
    labels: NDArray[np.int64] = field(init=False)
    ends: Array = field(init=False)
    minima: list[Place] = field(init=False)
    done: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        """Begin with nothing known but the surface's own minima."""
        self.labels = np.full(len(self.starts), WAITING, np.int64)
        self.ends = np.full((len(self.starts), 2), np.nan)
        self.minima = known_minima(self.surface)
        self._order = np.random.default_rng(0).permutation(len(self.starts))

    @property
    def complete(self) -> bool:
        """Whether every start has been run."""
        return self.done == len(self.starts)

    def advance(self) -> None:
        """Run the next few starts: one call of the engine."""
        compiled = ready() and not isinstance(self.surface, TypedSurface)
        at_once = min(MOST_AT_ONCE, max(FEWEST, (CHUNK if compiled else PLAIN_CHUNK) // (self.steps + 1)))
        chosen = self._order[self.done : self.done + at_once]
        if chosen.size == 0:
            return
        paths = run(
            self.surface,
            [self.run] * chosen.size,
            start=self.starts[chosen],
            steps=self.steps,
            schedule=self.schedule,
            noise=self.noise,
            seed=self.seed,
            stop=self.stop,
            record_memory=False,
        )
        self.ends[chosen] = paths.positions[:, -1]
        lost = np.array([status == "diverged" for status in paths.status])
        self.labels[chosen] = reached(self.surface, self.ends[chosen], lost, self.minima)
        self.done += chosen.size

    def counts(self) -> dict[int, int]:
        """How many starts have each label."""
        labels, counts = np.unique(self.labels, return_counts=True)
        return dict(zip(labels.tolist(), counts.tolist(), strict=True))


def grid(surface: Surface, side: int) -> Array:
    """The centres of `side` × `side` cells over the surface's view, rows from low to high y: (side², 2).

    On a surface of one variable: `side`² places along it.
    """
    if surface.dimensions == 1:
        x = _centres(surface.x_range, side * side)
        return np.stack([x, np.zeros_like(x)], axis=1)
    x, y = np.meshgrid(_centres(surface.x_range, side), _centres(surface.y_range, side))
    return np.stack([x.ravel(), y.ravel()], axis=1)


def _centres(span: tuple[float, float], count: int) -> Array:
    edges = np.linspace(*span, count + 1)
    return 0.5 * (edges[1:] + edges[:-1])


def known_minima(surface: Surface) -> list[Place]:
    """The minima that the surface's entry lists, the global ones first."""
    local = [p for p in surface.critical_points if p.kind == "local minimum"]
    return [(m.x, m.y, m.value) for m in surface.minima] + [(p.x, p.y, p.value) for p in local]


def reached(surface: Surface, ends: ArrayLike, lost: ArrayLike, minima: list[Place]) -> NDArray[np.int64]:
    """The label of each end (n, 2); `lost` (n,) says who diverged. `minima` grows by those that are found.

    An end belongs to the known minimum that it is near to, else to the one that Newton's method finds without going
    farther than that; UNSETTLED where there is none.
    """
    places, gone = np.asarray(ends, np.float64), np.asarray(lost, bool)
    labels = np.full(len(places), UNSETTLED, np.int64)
    labels[gone] = DIVERGED
    wide, tall = (high - low for low, high in _spans(surface))
    diagonal = float(np.hypot(wide, tall))
    radius = _radius(minima, diagonal)
    _to_nearest(labels, places, minima, radius)
    open_ends = np.flatnonzero((labels == UNSETTLED) & np.isfinite(places).all(axis=1))
    if open_ends.size:
        found, settled = _polished(surface, places[open_ends])
        with np.errstate(invalid="ignore"):
            settled &= np.hypot(*(found - places[open_ends]).T) <= radius
        for index, place in zip(open_ends[settled], found[settled], strict=True):
            labels[index] = _numbered(surface, place, minima, SAME * diagonal)
    return labels


def _spans(surface: Surface) -> Sequence[tuple[float, float]]:
    return (surface.x_range, surface.y_range) if surface.dimensions == 2 else (surface.x_range, (0.0, 0.0))


def _radius(minima: Sequence[Place], diagonal: float) -> float:
    """How near is near: less where minima crowd."""
    places = np.array([place[:2] for place in minima])
    apart = [float(np.hypot(*(a - b))) for i, a in enumerate(places) for b in places[:i]]
    return min([NEAR * diagonal, *(SHARE * distance for distance in apart)])


def _to_nearest(labels: NDArray[np.int64], places: Array, minima: Sequence[Place], radius: float) -> None:
    if not minima:
        return
    known = np.array([place[:2] for place in minima])
    with np.errstate(invalid="ignore", over="ignore"):
        distances = np.linalg.norm(places[:, None] - known[None], axis=2)
    nearest = distances.argmin(axis=1)
    near = (labels == UNSETTLED) & (distances[np.arange(len(places)), nearest] <= radius)
    labels[near] = nearest[near]


def _polished(surface: Surface, places: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Newton's method from each place (n, 2), and whether it came to rest at a minimum."""
    x, y = places.T.copy()
    flat = surface.dimensions == 1
    with np.errstate(all="ignore"):
        for _ in range(NEWTON_STEPS):
            (g_x, g_y), (h_xx, h_xy, h_yy) = surface.gradient(x, y), surface.hessian(x, y)
            if flat:
                h_xy, h_yy, g_y = np.zeros_like(h_xx), np.ones_like(h_xx), np.zeros_like(g_x)
            determinant = h_xx * h_yy - h_xy * h_xy
            move_x, move_y = (h_yy * g_x - h_xy * g_y) / determinant, (h_xx * g_y - h_xy * g_x) / determinant
            x, y = x - move_x, y - move_y
        hollow = (determinant > 0.0) & (h_xx > 0.0)
        rest = np.hypot(move_x, move_y) <= FLAT * (1.0 + np.hypot(x, y))
    return np.stack([x, y], axis=1), hollow & rest & np.isfinite(x + y)


def _numbered(surface: Surface, place: Array, minima: list[Place], same: float) -> int:
    """The number of the minimum at a place; it is added when it is new."""
    for number, (x, y, _) in enumerate(minima):
        if np.hypot(place[0] - x, place[1] - y) <= same:
            return number
    x, y = float(place[0]), float(place[1])
    minima.append((x, y, float(surface.value(x, y))))
    return len(minima) - 1
