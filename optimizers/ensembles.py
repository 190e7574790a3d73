"""Many repetitions of the same runs, each with noise of its own: how far do they spread?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces import Surface

from .repeated import QUANTILES, repeat
from .settings import Array, Run

MOST_COLUMNS = 400
# Points that one call records; more repetitions are computed one call after the other.
CHUNK = 200_000


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


def ensemble(
    surface: Surface,
    runs: Sequence[Run],
    repetitions: int,
    steps: int = 200,
    seed: int = 0,
    fresh: bool = False,
    **settings: Any,
) -> Ensemble:
    """Repeat the runs with the seeds `seed`, `seed` + 1, …; the first repetition is what `run` returns.

    Unlike `repeat` it keeps what can be drawn of any number of repetitions, not their paths. `fresh` and
    `settings` are those of `repeat`. Raises ValueError for no repetitions, and for what `run` refuses.
    """
    if repetitions < 1:
        raise ValueError(f"an ensemble needs at least one repetition; got {repetitions}")
    columns = np.unique(np.linspace(0, steps, min(steps + 1, MOST_COLUMNS)).round().astype(np.int64))
    losses, ends, settled, diverged = [], [], [], np.zeros(len(runs), np.int64)
    at_once = max(1, CHUNK // max(1, len(runs) * (steps + 1)))
    for first in range(seed, seed + repetitions, at_once):
        draws = range(first, min(first + at_once, seed + repetitions))
        walked = repeat(surface, runs, draws, fresh, steps=steps, **settings)
        shape = (len(runs), len(draws))
        taken = walked.trajectories.steps_taken.reshape(shape)
        lost = np.array([status == "diverged" for status in walked.trajectories.status]).reshape(shape)
        with np.errstate(invalid="ignore", over="ignore"):
            after = walked.losses[..., steps // 2 + 1 :].mean(axis=2) if steps else walked.losses[..., -1]
        gone = lost[..., None] & (columns >= taken[..., None])
        losses.append(np.where(gone, np.inf, walked.losses[..., columns]))
        ends.append(walked.positions[:, :, -1])
        settled.append(np.where(taken < steps, np.nan, after))
        diverged += lost.sum(axis=1)
    # Nearest ranks: between two of them an infinite loss would make every quantile infinite or not a number.
    quantiles = np.quantile(np.concatenate(losses, axis=1), QUANTILES, axis=1, method="nearest").swapaxes(0, 1)
    return Ensemble(columns, quantiles, np.concatenate(ends, axis=1), np.concatenate(settled, axis=1), diverged)
