"""Run optimizers on a surface: settings in, arrays out."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from surfaces import Surface
from surfaces.typed.machine import HESSIAN

from .engine import around, plain, switches
from .engine import compile as engine
from .engine.noise import noise_key
from .interface import Optimizer
from .request import request
from .schedules import Schedule
from .settings import Array, Multipliers, Run, Stop, get
from .trajectories import BOUND, Status, Trajectories

__all__ = ["MAX_STEPS", "Run", "Schedule", "Status", "Stop", "Trajectories", "default_run", "get", "run", "warm_up"]

MAX_STEPS = 1_000_000
MAX_RECORDED = 20_000_000
# Below this many steps in all, plain Python is sooner done than the compiler.
PLAIN_STEPS = 150_000


def default_run(optimizer: Optimizer, surface: Surface) -> Run:
    """The optimizer's default form, at its own rate or the one that this surface suggests for its family."""
    rate = surface.learning_rates[optimizer.family] if optimizer.rate is None else optimizer.rate
    return Run(optimizer.key, learning_rate=rate)


def run(
    surface: Surface,
    runs: Sequence[Run],
    start: tuple[float, float] | Array | None = None,
    steps: int = 200,
    schedule: Multipliers | None = None,
    noise: float = 0.0,
    seed: int | Sequence[int] = 0,
    stop: Stop | None = None,
    record_memory: bool = True,
    engine: Literal["auto", "compiled", "plain"] = "auto",
) -> Trajectories:
    """Run all optimizers from one start, or each from its own (R, 2), and return their trajectories.

    `schedule` gives the multipliers of every run's learning rate that has none of its own. `noise` is
    the standard deviation of the Gaussian noise on each partial derivative; the same `seed` gives every
    run the same draws, a sequence gives each run a seed of its own. `engine` is "compiled", "plain" (the
    same rules as plain Python) or "auto": plain while the compiler is still at work and the job is small.

    Raises ValueError for a start that is not finite, steps outside 0 … 1 000 000, seeds that are not one for
    each run, or more steps in all than memory should hold.
    """
    starts = _starts(surface, surface.start if start is None else start, len(runs))
    if not 0 <= steps <= MAX_STEPS:
        raise ValueError(f"steps must be within 0 … {MAX_STEPS}; got {steps}")
    if len(runs) * (steps + 1) > MAX_RECORDED:
        raise ValueError(
            f"{len(runs)} runs of {steps} steps are more than {MAX_RECORDED} recorded points; ask for fewer"
        )
    if not (np.isfinite(noise) and noise >= 0.0):
        raise ValueError(f"noise must be 0 or a positive number; got {noise!r}")

    count = len(runs)
    slots = max((len(each.core.entry.memory) for each in runs), default=0)
    kernel, compiled = _kernel(engine, count * steps)
    asked = request(surface, runs, starts, steps, schedule, stop or Stop())
    learning_rates = asked.learning_rates

    positions, losses = np.empty((count, steps + 1, 2)), np.empty((count, steps + 1))
    gradients = np.empty((count, steps + 1, 2))
    memory = np.zeros((count, steps + 1 if record_memory else 0, slots, 2))
    slow = _empty_unless(any(each.inner for each in runs), count, steps + 1)
    averages = _empty_unless(any(each.averaging for each in runs), count, steps + 1)
    evaluations = np.zeros((count, 2), np.int64)
    steps_taken, codes = np.empty(count, np.int64), np.empty(count, np.int64)
    before = (
        *(asked.rules, switches.PROBING_FROM, asked.starts, learning_rates, asked.settings),
        *(asked.surface, asked.constants, asked.code, asked.arguments, np.empty((asked.depth, HESSIAN))),
        float(noise),
    )
    after = (
        *(BOUND, asked.gradient_tolerance, asked.loss_tolerance),
        *(asked.extras, asked.options, asked.courses, asked.course_slots, asked.masks),
        *(np.zeros(2), np.zeros(2), np.zeros((switches.SCRATCH_ROWS, 2)), np.zeros((around.ASIDE_ROWS, 2))),
        *(positions, losses, gradients, memory, slow, averages, evaluations, steps_taken, codes),
    )
    for first, last, each_seed in _spans(seed, count):
        kernel(first, last, *before, noise_key(each_seed), *after)
    evaluations[:, 0] += steps_taken * asked.reads
    return Trajectories(
        tuple(runs),
        *(positions, losses, gradients, learning_rates, steps_taken, evaluations[:, 0], evaluations[:, 1]),
        *(codes, memory, slow, averages, compiled),
    )


def _starts(surface: Surface, start: tuple[float, float] | Array, count: int) -> Array:
    """The start of every run, (R, 2)."""
    given = np.asarray(start, np.float64)
    if given.shape not in ((2,), (count, 2)) or not np.isfinite(given).all():
        raise ValueError(f"the start must be two finite numbers, or two for each run; got {start}")
    starts = np.tile(given, (count, 1)) if given.ndim == 1 else given.copy()
    if surface.dimensions == 1:
        starts[:, 1] = 0.0
    return starts


def _spans(seed: int | Sequence[int], count: int) -> list[tuple[int, int, int]]:
    """The runs first … last - 1 that share a seed, as (first, last, seed)."""
    if isinstance(seed, int | np.integer):
        return [(0, count, int(seed))]
    if len(seed) != count:
        raise ValueError(f"seed must be one number or one for each run; got {len(seed)} for {count} runs")
    edges = [0, *(r for r in range(1, count) if seed[r] != seed[r - 1]), count]
    return [(first, last, int(seed[first])) for first, last in pairwise(edges) if last > first]


def _empty_unless(wanted: bool, count: int, rows: int) -> Array:
    return np.full((count, rows if wanted else 0, 2), np.nan)


def _kernel(wanted: str, steps: int) -> tuple[Callable[..., Any], bool]:
    if wanted == "plain":
        return plain.paths, False
    compiled = engine.COMPILER.kernel
    if compiled is None and wanted == "auto" and steps <= PLAIN_STEPS:
        engine.COMPILER.start()
        return plain.paths, False
    return compiled or engine.COMPILER.wait(), True


def ready() -> bool:
    """Whether the engine is compiled."""
    return engine.COMPILER.kernel is not None


def warm_up() -> None:
    """Begin to compile the engine in the background."""
    engine.COMPILER.start()
