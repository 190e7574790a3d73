"""The first steps of Adam, with its bias correction, without it, and as RAdam takes them.

Without the correction the step of a coordinate is the corrected one times (1 - β₁ᵗ) / √(1 - β₂ᵗ): the empty m makes
it shorter, the emptier v longer. At the usual settings the first step is 3.16 η long instead of η.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from surfaces import Surface

from . import schedules
from .averages import weight_sum
from .run import run
from .settings import Run
from .trajectories import Trajectories

Array = NDArray[np.float64]

CORRECTED, UNCORRECTED, WARMED_UP, RECTIFIED = "Adam", "without correction", "without, warmed up", "RAdam"
# What RAdam knows of v depends on t and β₂ alone, so its memory is read off a run that hardly moves.
CREEPING = 1e-6


@dataclass(frozen=True)
class FirstSteps:
    """Runs from one start, by name, and the length of each of their steps.

    `lengths` (R, T) is the largest move of a coordinate in units of η; nan once a run has stopped.
    """

    names: tuple[str, ...]
    learning_rate: float
    trajectories: Trajectories
    lengths: Array

    def of(self, name: str) -> int:
        """The place of a run."""
        return self.names.index(name)


def first_steps(
    surface: Surface, learning_rate: float, beta1: float = 0.9, beta2: float = 0.999, warm_up: int = 0, steps: int = 20
) -> FirstSteps:
    """Run Adam with and without correction and RAdam from the surface's start, all at one learning rate.

    With `warm_up` > 0 there is uncorrected Adam a second time, behind a linear warm-up of that many steps. Raises
    ValueError for settings out of range.
    """
    settings: dict[str, Any] = {"learning_rate": learning_rate, "beta1": beta1, "beta2": beta2}
    runs = {
        CORRECTED: Run("adam", "paper", **settings),
        UNCORRECTED: Run("adam", "no_bias_correction", **settings),
    }
    if warm_up > 0:
        schedule = schedules.warm_up(warmup_steps=warm_up)
        runs[WARMED_UP] = Run("adam", "no_bias_correction", schedule=schedule, **settings)
    runs[RECTIFIED] = Run("radam", "paper", **settings)
    trajectories = run(surface, list(runs.values()), steps=steps, record_memory=False)
    moves = np.abs(np.diff(trajectories.positions, axis=1)).max(axis=2) / learning_rate
    lengths = np.where(np.arange(steps) < trajectories.steps_taken[:, None], moves, np.nan)
    return FirstSteps(tuple(runs), learning_rate, trajectories, lengths)


def uncorrected_share(beta1: float, beta2: float, t: ArrayLike) -> tuple[Array, Array, Array]:
    """What the missing corrections do to step t = 1, 2, …: (1 - β₁ᵗ), 1 / √(1 - β₂ᵗ), and their product."""
    shorter = weight_sum(beta1, t)
    longer = 1.0 / np.sqrt(weight_sum(beta2, t))
    return shorter, longer, shorter * longer


def rectification(surface: Surface, beta2: float, steps: int) -> tuple[Array, Array]:
    """ρ_t and r_t (T,) as RAdam keeps them in its memory; r is 0 while it takes plain momentum steps (ρ ≤ 4)."""
    creeping = Run("radam", "paper", learning_rate=CREEPING, beta2=beta2)
    memory = run(surface, [creeping], steps=steps, record_memory=True).memory
    return memory["rho"][0, 1:, 0], memory["r"][0, 1:, 0]


def settled_after(shares: Sequence[float] | Array, within: float = 0.1) -> int | None:
    """The first t = 1, 2, … from which on all shares are within 1 ± `within`; None when they never are."""
    far = np.flatnonzero(np.abs(np.asarray(shares) - 1.0) > within)
    if far.size == 0:
        return 1
    return int(far[-1]) + 2 if far[-1] + 1 < len(shares) else None
