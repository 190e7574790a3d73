"""Run optimizers on a surface: settings in, arrays out."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from surfaces import Surface, TypedSurface
from surfaces.typed.machine import HESSIAN

from .engine import around, plain, switches
from .engine import compile as engine
from .engine.noise import noise_key
from .interface import Optimizer
from .schedules import Schedule
from .settings import Array, Multipliers, Run, Stop, get
from .trajectories import BOUND, Status, Trajectories

__all__ = ["MAX_STEPS", "Run", "Schedule", "Status", "Stop", "Trajectories", "default_run", "get", "run", "warm_up"]

MAX_STEPS = 1_000_000
MAX_RECORDED = 20_000_000
# Below this many steps in all, plain Python is sooner done than the compiler.
PLAIN_STEPS = 150_000
# What the machine of typed formulas is given for a surface that is none.
NO_PROGRAM = (np.zeros(0, np.int64), np.zeros(0), np.zeros((0, HESSIAN)))


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

    count, stop = len(runs), stop or Stop()
    cores = [each.core for each in runs]
    slots = max((len(core.entry.memory) for core in cores), default=0)
    learning_rates = _learning_rates(runs, steps, schedule)
    settings = np.zeros((count, switches.HYPERPARAMETER_SLOTS))
    for r, core in enumerate(cores):
        settings[r, : len(core.values)] = core.values
    options = _options(runs, schedule)
    courses, course_slots = _courses(cores, steps)

    positions, losses = np.empty((count, steps + 1, 2)), np.empty((count, steps + 1))
    gradients = np.empty((count, steps + 1, 2))
    memory = np.zeros((count, steps + 1 if record_memory else 0, slots, 2))
    slow = _empty_unless(any(each.inner for each in runs), count, steps + 1)
    averages = _empty_unless(any(each.averaging for each in runs), count, steps + 1)
    evaluations = np.zeros((count, 2), np.int64)
    steps_taken, codes = np.empty(count, np.int64), np.empty(count, np.int64)
    kernel, compiled = _kernel(engine, count * steps)
    before = (
        np.array([switches.RULE_NUMBERS[core.key, core.form] for core in cores], np.int64),
        switches.PROBING_FROM,
        starts,
        learning_rates,
        settings,
        *_landscape(surface),
        float(noise),
    )
    after = (
        BOUND,
        stop.gradient_norm**2 if stop.gradient_norm > 0.0 else -1.0,
        stop.loss_change,
        ((options != OFF).any(axis=1) | (course_slots >= 0).any(axis=1)).astype(np.int64),
        options,
        courses,
        course_slots,
        _masks(cores, steps),
        np.zeros(2),
        np.zeros(2),
        np.zeros((switches.SCRATCH_ROWS, 2)),
        np.zeros((around.ASIDE_ROWS, 2)),
        *(positions, losses, gradients, memory, slow, averages, evaluations, steps_taken, codes),
    )
    for first, last, each_seed in _spans(seed, count):
        kernel(first, last, *before, noise_key(each_seed), *after)
    evaluations[:, 0] += steps_taken * np.array([bool(core.entry.reads_gradient) for core in cores], np.int64)
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


def _landscape(surface: Surface) -> tuple[Any, ...]:
    """The surface's number and constants, and of a typed one its program and a stack for the machine."""
    constants = np.zeros(max(switches.CONSTANT_SLOTS, len(surface.constants)))
    constants[: len(surface.constants)] = surface.constants
    if isinstance(surface, TypedSurface):
        program = surface.program
        return switches.TYPED, constants, program.code, program.arguments, np.empty((program.depth, HESSIAN))
    return switches.SURFACE_NUMBERS[surface.kernel], constants, *NO_PROGRAM


def _learning_rates(runs: Sequence[Run], steps: int, schedule: Multipliers | None) -> Array:
    rates = np.empty((len(runs), steps))
    updates = np.arange(steps, dtype=np.float64)
    for r, each in enumerate(runs):
        chosen = each.schedule or schedule
        rates[r] = each.values[0] * (chosen(updates, steps) if chosen else 1.0)
    return rates


OFF = np.zeros(around.OPTION_SLOTS)
OFF[[around.MASK_ROW, around.AVERAGING, around.WRAPPER]] = -1.0


def _options(runs: Sequence[Run], schedule: Multipliers | None) -> Array:
    options = np.tile(OFF, (len(runs), 1))
    for r, each in enumerate(runs):
        row, core = options[r], each.core
        row[around.CLIP_VALUE], row[around.CLIP_NORM] = each.clip_value, each.clip_norm
        chosen = each.schedule or schedule
        plateau = chosen.plateau if isinstance(chosen, Schedule) else None
        if plateau is not None:
            # The engine scales the scheduled rate, so bounds on the rate become bounds on its scale.
            rate = each.values[0]
            scales = (plateau.minimum_learning_rate / rate, plateau.smallest_change / rate)
            row[around.PLATEAU_FACTOR : around.DELAY + 1] = (*plateau[:4], *scales, plateau.delay)
        if "mask" in core.entry.inputs:
            row[around.MASK_ROW] = len(core.entry.memory) + core.entry.inputs.index("mask")
        if each.averaging is not None:
            row[around.AVERAGING] = switches.AVERAGING_NUMBERS[each.averaging.key]
            parameters = each.averaging.values
            row[around.AVERAGING_PARAMETERS : around.AVERAGING_PARAMETERS + len(parameters)] = parameters
        if each.inner is not None:
            row[around.WRAPPER] = switches.WRAPPER_NUMBERS[each.key, each.form]
            parameters = each.values[1:]
            row[around.WRAPPER_PARAMETERS : around.WRAPPER_PARAMETERS + len(parameters)] = parameters
    return options


def _courses(cores: Sequence[Run], steps: int) -> tuple[Array, Any]:
    """The values (R, C, T) of hyperparameters that change during a run, and their slots (R, C), -1 for none."""
    most = max((len(core.varying) for core in cores), default=0)
    courses, slots = np.zeros((len(cores), most, steps)), np.full((len(cores), most), -1, np.int64)
    updates = np.arange(steps, dtype=np.float64)
    for r, core in enumerate(cores):
        names = [h.name for h in core.entry.hyperparameters]
        for c, (name, course) in enumerate(core.varying):
            courses[r, c], slots[r, c] = course(updates, steps), names.index(name)
    return courses, slots


def _masks(cores: Sequence[Run], steps: int) -> Array:
    """Which coordinates the gradients have, (R, T, 2), or (R, 0, 2) when no rule asks."""
    asked = any("mask" in core.entry.inputs for core in cores)
    masks = np.ones((len(cores), steps if asked else 0, 2))
    for r, core in enumerate(cores):
        if core.mask:
            masks[r] = np.resize(np.array(core.mask), (steps, 2))
    return masks


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
