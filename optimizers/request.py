"""What the loop is asked: runs, surface and settings as plain arrays, the same for the server and for a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces import Surface, TypedSurface
from surfaces.elementwise import rescoped

from .engine import around, plain, switches
from .schedules import Schedule
from .settings import Array, Multipliers, Run, Stop

Whole = NDArray[np.int64]

# The row of options of a run that uses none.
OFF = np.zeros(around.OPTION_SLOTS)
OFF[[around.MASK_ROW, around.AVERAGING, around.WRAPPER]] = -1.0


@dataclass(frozen=True)
class Request:
    """Everything that decides R paths of T steps, but for the seed.

    `rates` (R,) are the runs' learning rates; `schedules` (K, T) their multipliers and `schedule_of` (R,) whose
    row a run follows, -1 for none. The other arrays are those of `engine.loops.paths`. `reads` (R,) is 1 where the
    rule looks at the gradient that it is handed, which then counts as an evaluation.
    """

    rules: Whole
    starts: Array
    rates: Array
    schedules: Array
    schedule_of: Whole
    settings: Array
    surface: int
    constants: Array
    code: Whole
    arguments: Array
    depth: int
    gradient_tolerance: float
    loss_tolerance: float
    options: Array
    courses: Array
    course_slots: Whole
    masks: Array
    reads: Whole

    @property
    def learning_rates(self) -> Array:
        """The scheduled rates (R, T)."""
        count, steps = len(self.rates), self.schedules.shape[1]
        rates = np.empty((count, steps))
        for r, row in enumerate(self.schedule_of):
            rates[r] = self.rates[r] * (self.schedules[row] if row >= 0 else 1.0)
        return rates

    @property
    def extras(self) -> Whole:
        """1 for runs that use any option."""
        used = (self.options != OFF).any(axis=1) | (self.course_slots >= 0).any(axis=1)
        extras: Whole = used.astype(np.int64)
        return extras


def request(
    surface: Surface,
    runs: Sequence[Run],
    starts: Array,
    steps: int,
    schedule: Multipliers | None,
    stop: Stop,
) -> Request:
    """Write runs and surface as arrays. `starts` are (R, 2); `schedule` holds for runs that have none of their own."""
    cores = [each.core for each in runs]
    settings = np.zeros((len(runs), switches.HYPERPARAMETER_SLOTS))
    for r, core in enumerate(cores):
        settings[r, : len(core.values)] = core.values
    schedules, schedule_of = _schedules(runs, steps, schedule)
    courses, course_slots = _courses(cores, steps)
    # The program of a typed formula, which the loop's machine runs.
    program = surface.program if isinstance(surface, TypedSurface) else None
    return Request(
        rules=np.array([switches.RULE_NUMBERS[core.key, core.form] for core in cores], np.int64),
        starts=starts,
        rates=np.array([each.values[0] for each in runs], np.float64),
        schedules=schedules,
        schedule_of=schedule_of,
        settings=settings,
        surface=switches.TYPED if program else switches.SURFACE_NUMBERS[surface.kernel],
        constants=_constants(surface),
        code=program.code if program else np.zeros(0, np.int64),
        arguments=program.arguments if program else np.zeros(0),
        depth=program.depth if program else 0,
        gradient_tolerance=stop.gradient_norm**2 if stop.gradient_norm > 0.0 else -1.0,
        loss_tolerance=stop.loss_change,
        options=_options(runs, schedule),
        courses=courses,
        course_slots=course_slots,
        masks=_masks(cores, steps),
        reads=np.array([bool(core.entry.reads_gradient) for core in cores], np.int64),
    )


def _constants(surface: Surface) -> Array:
    """What the kernel takes after x and y, by the engine's own elementary functions: a page has no others."""
    prepare = surface.prepare and rescoped(surface.prepare, plain.LIBRARY)
    given = surface.values if prepare is None else prepare(*surface.values)
    constants = np.zeros(max(switches.CONSTANT_SLOTS, len(given)))
    constants[: len(given)] = given
    return constants


def _schedules(runs: Sequence[Run], steps: int, schedule: Multipliers | None) -> tuple[Array, Whole]:
    """The multipliers (K, T) of every schedule that is used, and each run's row, -1 for none."""
    used: list[Multipliers] = []
    rows = np.full(len(runs), -1, np.int64)
    for r, each in enumerate(runs):
        chosen = each.schedule or schedule
        if chosen is not None:
            if chosen not in used:
                used.append(chosen)
            rows[r] = used.index(chosen)
    updates = np.arange(steps, dtype=np.float64)
    multipliers = np.ones((len(used), steps))
    for row, chosen in enumerate(used):
        multipliers[row] = chosen(updates, steps)
    return multipliers, rows


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
