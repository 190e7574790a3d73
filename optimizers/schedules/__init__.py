"""Learning-rate schedules: `SCHEDULES` in teaching order, `get(key)`, and each of them by name.

`schedules.cosine(final=0.1)` is a value that can be compared, hashed and written as plain data;
`schedules.warm_up(then=schedules.cosine())` puts a warm-up in front. `anneal(0.5, 0.9)` is a course for
any other hyperparameter. k = 0 is the first update.
"""

from collections.abc import Mapping
from typing import Any

from surfaces.interface import look_up

from .cycles import cyclic, one_cycle, warm_restarts
from .decay import (
    constant,
    cosine,
    exponential,
    inverse_power,
    inverse_sqrt,
    inverse_time,
    linear,
    multiplicative,
    polynomial,
    robbins_monro,
    step,
)
from .interface import (
    Course,
    Milestones,
    Plateau,
    RobbinsMonro,
    Schedule,
    ScheduleEntry,
    partial_sums,
    read,
)
from .watching import reduce_on_plateau, warm_up

__all__ = [
    "SCHEDULES",
    "Course",
    "Milestones",
    "Plateau",
    "RobbinsMonro",
    "Schedule",
    "ScheduleEntry",
    "anneal",
    "constant",
    "cosine",
    "cyclic",
    "exponential",
    "from_data",
    "get",
    "inverse_power",
    "inverse_sqrt",
    "inverse_time",
    "linear",
    "multiplicative",
    "one_cycle",
    "partial_sums",
    "polynomial",
    "reduce_on_plateau",
    "robbins_monro",
    "step",
    "warm_restarts",
    "warm_up",
]

SCHEDULES: tuple[ScheduleEntry, ...] = (
    constant,
    inverse_time,
    inverse_power,
    inverse_sqrt,
    robbins_monro,
    exponential,
    multiplicative,
    step,
    linear,
    polynomial,
    cosine,
    reduce_on_plateau,
    warm_up,
    one_cycle,
    cyclic,
    warm_restarts,
)
_BY_KEY = {entry.key: entry for entry in SCHEDULES}


def get(key: str) -> ScheduleEntry:
    """Return the schedule with this key. Raises ValueError that lists near matches."""
    return look_up(_BY_KEY, key, "schedule", ValueError)


def from_data(data: Mapping[str, Any]) -> Schedule:
    """Return the schedule that `Schedule.to_data` wrote. Raises ValueError for anything else."""
    return read(data, _BY_KEY)


def anneal(start: float, end: float, along: Schedule | None = None) -> Course:
    """A course for a hyperparameter, such as the friction of momentum from 0.5 to 0.9 over the run."""
    return Course(start, end, along)


def course_from_data(data: Mapping[str, Any]) -> Course:
    """Return the course that `Course.to_data` wrote."""
    along = data.get("along")
    return Course(float(data["start"]), float(data["end"]), None if along is None else from_data(along))
