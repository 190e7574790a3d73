"""What the runs did, as arrays, and why each of them ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .engine import loops
from .settings import Array, Run

Status = Literal["running", "converged", "diverged"]

# The sum of |f|, |x|, |y| and the squared gradient beyond which a run counts as diverged; its parts still
# fit in the single precision that displays use.
BOUND = 1e30
ENDS = {
    loops.BUDGET_USED: "all {n} steps used",
    loops.CONVERGED_GRADIENT: "the gradient's norm reached the threshold at step {n}",
    loops.CONVERGED_LOSS: "the loss changed less than the threshold at step {n}",
}


# Why a run diverged, in the order in which they are asked for.
CAUSES = (
    "the update is not a number at step {n} (0/0 or inf - inf)",
    "the position overflowed at step {n}",
    "the loss is not a number at step {n}",
    "the gradient is not a number at step {n}, where the loss is {loss:.3g}: there is no slope to follow",
    "the loss fell without end, to {loss:.1e}, at step {n}",
    "the position left all bounds at step {n}",
    "the loss grew past 1e30 at step {n}",
    "the gradient's norm grew past 1e15 at step {n}",
)


@dataclass(frozen=True)
class Trajectories:
    """What the runs did. R runs, T steps; row 0 is the start, and after a stop the last row is repeated.

    positions (R, T + 1, 2), losses (R, T + 1), gradients (R, T + 1, 2), learning_rates (R, T) as the rules
    saw them, status ("running" when the budget was used, "converged", "diverged"), steps_taken (R,),
    evaluations (R,): gradients that the optimizer asked for, which is what its work costs; a trial point of a
    line search counts as one. hessian_evaluations (R,): Hessians that it asked for.
    `compiled` tells which engine computed them.
    """

    runs: tuple[Run, ...]
    positions: Array
    losses: Array
    gradients: Array
    learning_rates: Array
    steps_taken: NDArray[np.int64]
    evaluations: NDArray[np.int64]
    hessian_evaluations: NDArray[np.int64]
    codes: NDArray[np.int64]
    recorded: Array
    slow: Array
    averaged: Array
    compiled: bool

    @property
    def status(self) -> tuple[Status, ...]:
        """How each run ended."""
        names: dict[int, Status] = {loops.BUDGET_USED: "running", loops.DIVERGED: "diverged"}
        return tuple(names.get(int(code), "converged") for code in self.codes)

    @property
    def reason(self) -> tuple[str, ...]:
        """Why each run ended, as a sentence."""
        return tuple(self._reason(r) for r in range(len(self.runs)))

    @cached_property
    def memory(self) -> Mapping[str, Array]:
        """Each rule's state by name, (R, T + 1, 2), nan where a run has none. Empty when it was not recorded."""
        if self.recorded.shape[1] == 0:
            return {}
        shape = self.positions.shape
        memory: dict[str, Array] = {}
        for r, run in enumerate(self.runs):
            for slot, name in enumerate(run.core.entry.memory):
                memory.setdefault(name, np.full(shape, np.nan))[r] = self.recorded[r, :, slot]
            if run.entry.wraps:
                memory.setdefault(run.entry.memory[0], np.full(shape, np.nan))[r] = self.slow[r]
        return memory

    @cached_property
    def averages(self) -> Array:
        """The averaged iterates of runs that average, (R, T + 1, 2), nan where a run does not."""
        return self.averaged if self.averaged.size else np.full(self.positions.shape, np.nan)

    def _reason(self, r: int) -> str:
        code, n = int(self.codes[r]), int(self.steps_taken[r])
        if code != loops.DIVERGED:
            return ENDS[code].format(n=n)
        position, losses, gradient = self.positions[r, n], self.losses[r, : n + 1], self.gradients[r, n]
        loss = float(losses[n])
        with np.errstate(over="ignore"):
            distance, squared = float(np.abs(position).sum()), float(np.square(gradient).sum())
        # The first that holds is the cause: what comes later follows from it.
        held = (
            np.isnan(position).any(),
            not np.isfinite(position).all(),
            np.isnan(loss),
            np.isfinite(loss) and np.isnan(gradient).any(),
            loss < 0.0 and loss <= losses.min(),
            distance >= max(abs(loss), squared),
            not abs(loss) < BOUND,
            True,
        )
        return next(cause for holds, cause in zip(held, CAUSES, strict=True) if holds).format(n=n, loss=loss)
