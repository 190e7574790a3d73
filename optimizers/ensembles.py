"""Many repetitions of the same runs, each with noise of its own: how far do they spread?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surfaces import Surface

from .run import run
from .settings import Array, Multipliers, Run, Stop

# The quantiles of a band: lower edge, median, upper edge.
QUANTILES = (0.1, 0.5, 0.9)
MOST_COLUMNS = 400
# Points that one call records; more repetitions are computed one call after the other.
CHUNK = 200_000
# Far enough apart that no seed and no repetition meets another run's.
APART = 2**32


@dataclass(frozen=True)
class Ensemble:
    """What N repetitions of R runs did, seen at S of their steps.

    steps (S,): the steps, from 0 to the last. quantiles (R, 3, S): of the losses, by QUANTILES; a diverged
    repetition counts as an infinite loss from its end on. ends (R, N, 2): the last positions. settled (R, N):
    the mean loss over the second half of each repetition, nan where it ended early. diverged (R,): how many
    repetitions did.
    """

    steps: NDArray[np.int64]
    quantiles: Array
    ends: Array
    settled: Array
    diverged: NDArray[np.int64]


def seeds(seed: int, count: int, fresh: bool) -> int | list[int]:
    """What `run` takes as `seed`: the same draws for every one of `count` runs, or `fresh` ones for each.

    The first run meets the same draws either way.
    """
    return [seed + APART * r for r in range(count)] if fresh else seed


def ensemble(
    surface: Surface,
    runs: Sequence[Run],
    repetitions: int,
    start: tuple[float, float] | None = None,
    steps: int = 200,
    schedule: Multipliers | None = None,
    noise: float = 0.0,
    seed: int = 0,
    fresh: bool = False,
    stop: Stop | None = None,
) -> Ensemble:
    """Repeat the runs with the seeds `seed`, `seed` + 1, …; the first repetition is what `run` returns.

    `fresh` gives every run draws of its own within a repetition. Raises ValueError for no repetitions, and for
    what `run` refuses.
    """
    if repetitions < 1:
        raise ValueError(f"an ensemble needs at least one repetition; got {repetitions}")
    count, columns = len(runs), np.unique(np.linspace(0, steps, min(steps + 1, MOST_COLUMNS)).round().astype(np.int64))
    losses = np.empty((count, repetitions, columns.size))
    ends, settled = np.empty((count, repetitions, 2)), np.empty((count, repetitions))
    diverged = np.zeros(count, np.int64)
    at_once = max(1, CHUNK // max(1, count * (steps + 1)))
    for first in range(0, repetitions, at_once):
        last = min(first + at_once, repetitions)
        own = [seeds(seed + n, count, fresh) for n in range(first, last)]
        drawn = [each for seed_n in own for each in ([seed_n] * count if isinstance(seed_n, int) else seed_n)]
        paths = run(
            surface,
            [*runs] * (last - first),
            start=start,
            steps=steps,
            schedule=schedule,
            noise=noise,
            seed=drawn,
            stop=stop,
            record_memory=False,
        )
        shape = (last - first, count)
        lost = np.array([status == "diverged" for status in paths.status])
        with np.errstate(invalid="ignore", over="ignore"):
            seen = np.where(lost[:, None] & (columns >= paths.steps_taken[:, None]), np.inf, paths.losses[:, columns])
            half = paths.losses[:, steps // 2 + 1 :].mean(axis=1) if steps else paths.losses[:, -1]
        half = np.where(paths.steps_taken < steps, np.nan, half)
        losses[:, first:last] = seen.reshape(*shape, -1).swapaxes(0, 1)
        ends[:, first:last] = paths.positions[:, -1].reshape(*shape, 2).swapaxes(0, 1)
        settled[:, first:last] = half.reshape(shape).T
        diverged += lost.reshape(shape).sum(axis=0)
    # Nearest ranks: between two of them an infinite loss would make every quantile infinite or not a number.
    quantiles = np.quantile(losses, QUANTILES, axis=1, method="nearest").swapaxes(0, 1)
    return Ensemble(columns, quantiles, ends, settled, diverged)
