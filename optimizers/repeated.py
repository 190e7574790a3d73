"""The same runs with many draws of the noise, and what they have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from surfaces import Surface

from .run import run
from .settings import Array, Run
from .trajectories import Trajectories

# The quantiles of a band: lower edge, median, upper edge.
QUANTILES = (0.1, 0.5, 0.9)
# Far enough apart that no seed and no repetition meets another run's.
APART = 2**32


class Spread(NamedTuple):
    """Many values of one thing: their mean, and the range in which four fifths of them lie."""

    mean: Array
    low: Array
    high: Array


@dataclass(frozen=True)
class Repeated:
    """R runs with S draws of the noise each, over T steps.

    `trajectories` has the R · S runs, the draws of one run together.
    """

    trajectories: Trajectories
    seeds: tuple[int, ...]

    @property
    def positions(self) -> Array:
        """(R, S, T + 1, 2)."""
        return self._split(self.trajectories.positions)

    @property
    def losses(self) -> Array:
        """(R, S, T + 1)."""
        return self._split(self.trajectories.losses)

    @property
    def learning_rates(self) -> Array:
        """(R, S, T): they may differ between draws where a schedule watches the loss."""
        return self._split(self.trajectories.learning_rates)

    @property
    def lengths(self) -> Array:
        """The Euclidean lengths of the steps, (R, S, T)."""
        with np.errstate(over="ignore", invalid="ignore"):
            lengths: Array = np.linalg.norm(np.diff(self.positions, axis=2), axis=-1)
        return lengths

    def distances(self, surface: Surface) -> Array:
        """The Euclidean distance to the nearest global minimum, (R, S, T + 1); nan where there is none."""
        if not surface.minima:
            return np.full(self.losses.shape, np.nan)
        with np.errstate(over="ignore", invalid="ignore"):
            apart = [np.linalg.norm(self.positions - (m.x, m.y), axis=-1) for m in surface.minima]
        nearest: Array = np.min(apart, axis=0)
        return nearest

    def _split(self, array: Array) -> Array:
        seeds = max(len(self.seeds), 1)
        return array.reshape(-1, seeds, *array.shape[1:])


def seeds(seed: int, count: int, fresh: bool) -> int | list[int]:
    """What `run` takes as `seed`: the same draws for every one of `count` runs, or `fresh` ones for each.

    The first run meets the same draws either way.
    """
    return [seed + APART * r for r in range(count)] if fresh else seed


def repeat(
    surface: Surface, runs: Sequence[Run], draws: Sequence[int], fresh: bool = False, **settings: Any
) -> Repeated:
    """Run every one of `runs` once for each seed of `draws`, in one call. `settings` are those of `run` but the seed.

    `fresh` gives every run draws of its own, as `seeds` does.
    """
    every = [each for each in runs for _ in draws]
    drawn = [seed + APART * r * fresh for r in range(len(runs)) for seed in draws]
    walked = run(surface, every, seed=drawn, **{"record_memory": False, **settings})
    return Repeated(walked, tuple(draws))


def spread(values: Array) -> Spread:
    """The mean and the outer QUANTILES over the draws of `values` (R, S, …), each (R, …)."""
    with np.errstate(over="ignore", invalid="ignore"):
        low, high = np.quantile(values, (QUANTILES[0], QUANTILES[-1]), axis=1)
        return Spread(values.mean(axis=1), low, high)
