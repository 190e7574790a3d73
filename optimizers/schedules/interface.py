"""What a schedule is: multipliers of the learning rate, one for each update, as data."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..interface import Hyperparameter, checked
from .elementary import maximum, ones, where

Array = NDArray[np.float64]


class RobbinsMonro(NamedTuple):
    """Whether Σ η_k diverges and Σ η_k² converges, as k goes to infinity; None where the loss decides.

    Robbins and Monro 1951: both together carry stochastic descent to a minimum, however far it is and
    however noisy the gradients are.
    """

    sum_diverges: bool | None
    squares_converge: bool | None

    @property
    def holds(self) -> bool | None:
        """Whether both conditions hold."""
        if self.sum_diverges is None or self.squares_converge is None:
            return None
        return self.sum_diverges and self.squares_converge


class Plateau(NamedTuple):
    """What the engine needs to reduce a rate while it runs.

    The rate is multiplied by `factor` after more than `patience` updates without the loss falling below
    best · (1 - threshold); then `cooldown` updates are not counted. It never falls below
    `minimum_learning_rate`, and a change smaller than `smallest_change` is not made. The first `delay`
    updates are not watched.
    """

    factor: float
    patience: float
    threshold: float
    cooldown: float
    minimum_learning_rate: float
    smallest_change: float = 1e-8
    delay: int = 0


@dataclass(frozen=True)
class Milestones:
    """A parameter that is a list of whole numbers, in rising order."""

    name: str
    symbol: str
    default: tuple[float, ...]
    low: float
    high: float
    note: str = ""
    kind: Literal["integers"] = "integers"

    def check(self, value: Any, owner: str) -> tuple[float, ...]:
        """Return `value` as a tuple of floats. Raises ValueError that names the parameter and its range."""
        if isinstance(value, str) or not isinstance(value, Iterable):
            raise ValueError(f"{self.name} of {owner} must be a list of whole numbers; got {value!r}")
        each = Hyperparameter(self.name, self.symbol, self.low, self.low, self.high, kind="integer")
        numbers = tuple(each.check(number, owner) for number in value)
        if list(numbers) != sorted(set(numbers)):
            raise ValueError(f"{self.name} of {owner} must rise; got {', '.join(f'{n:g}' for n in numbers)}")
        return numbers


@dataclass(frozen=True)
class ScheduleEntry:
    """One kind of schedule; called with its parameters by name it gives a `Schedule`.

    `multipliers(k, steps, *parameters)` maps the numbers k = 0, 1, … of the updates (an array of floats)
    and the length of the run to multipliers of the learning rate. `conditions(*parameters)` tells about
    the infinite sums. A schedule that watches the loss has `plateau(*parameters)` beside it. One that
    `leads` covers only its first `leads(*parameters)` updates and hands over to another schedule. `cites` are the
    keys of the works in `assets/works.bib` that it comes from; what is everybody's, or a library's, has none.
    """

    key: str
    name: str
    symbol: str
    formula: str
    multipliers: Callable[..., Array]
    conditions: Callable[..., RobbinsMonro]
    note: str
    source: str
    parameters: tuple[Hyperparameter | Milestones, ...] = ()
    plateau: Callable[..., Plateau] | None = None
    leads: Callable[..., float] | None = None
    cites: tuple[str, ...] = ()

    def __call__(self, then: "Schedule | None" = None, **parameters: Any) -> "Schedule":
        """Return this schedule with its parameters. Raises ValueError that names what is wrong and allowed."""
        if self.leads is None and then is not None:
            raise ValueError(f"{self.key} takes no schedule after it; only a warm-up does")
        return Schedule(self, checked(self.parameters, parameters, self.key), then)


@dataclass(frozen=True)
class Schedule:
    """A schedule with the values of its parameters, in the entry's order.

    `then` follows a warm-up; without one the rate stays constant.
    """

    entry: ScheduleEntry
    values: tuple[Any, ...] = ()
    then: "Schedule | None" = None

    def __call__(self, k: Array, steps: int) -> Array:
        """The multipliers of updates k = 0, 1, … (any shape) in a run of `steps` updates."""
        return np.asarray(along(self, np.asarray(k, np.float64), steps), np.float64)

    @property
    def key(self) -> str:
        """The entry's key."""
        return self.entry.key

    @property
    def name(self) -> str:
        """The entry's name, with what follows it."""
        return self.entry.name if self.then is None else f"{self.entry.name}, then {self.then.name}"

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters by name."""
        return {p.name: value for p, value in zip(self.entry.parameters, self.values, strict=True)}

    @property
    def robbins_monro(self) -> RobbinsMonro:
        """Which of the two conditions of Robbins and Monro it meets."""
        return self.entry.conditions(*self.values) if self.then is None else self.then.robbins_monro

    @property
    def plateau(self) -> Plateau | None:
        """How it watches the loss, None when it does not."""
        if self.entry.plateau is not None:
            return self.entry.plateau(*self.values)
        inner = self.then.plateau if self.then is not None else None
        if inner is None or self.entry.leads is None:
            return None
        return inner._replace(delay=inner.delay + int(self.entry.leads(*self.values)))

    def to_data(self) -> dict[str, Any]:
        """This schedule as plain data: its key, its parameters by name, and what follows it under "then"."""
        data: dict[str, Any] = {"key": self.key, **self.parameters}
        return data if self.then is None else data | {"then": self.then.to_data()}


@dataclass(frozen=True)
class Course:
    """The values of a hyperparameter over a run: from `start` to `end`, one value for each update.

    Without `along` it is a straight line that arrives with the last update. With it the value is
    end + (start - end) · multiplier, so that any schedule whose multipliers fall from 1 to 0 leads from
    one to the other.
    """

    start: float
    end: float
    along: Schedule | None = None

    def __post_init__(self) -> None:
        """Refuse a course that nobody can follow before the run."""
        if self.along is not None and self.along.plateau is not None:
            raise ValueError(f"a hyperparameter cannot follow {self.along.name}, which depends on the loss")

    def __call__(self, k: Array, steps: int) -> Array:
        """The values at updates k = 0, 1, … in a run of `steps` updates."""
        ahead: Array = remaining(self, np.asarray(k, np.float64), steps)
        return self.end + (self.start - self.end) * ahead

    def to_data(self) -> dict[str, Any]:
        """This course as plain data."""
        data: dict[str, Any] = {"start": self.start, "end": self.end}
        return data if self.along is None else data | {"along": self.along.to_data()}


def along(schedule, k, steps):
    """The multipliers of a schedule with what follows it: formulas alone, on arrays or whatever else computes."""
    own = schedule.entry.multipliers(k, steps, *schedule.values)
    if schedule.entry.leads is None:
        return own
    first, then = schedule.entry.leads(*schedule.values), schedule.then
    after = ones(k) if then is None else along(then, maximum(k - first, 0.0), maximum(steps - first, 1.0))
    return where(k < first, own, after)


def remaining(course, k, steps):
    """The share of a course that still lies ahead, from 1 to 0."""
    return 1.0 - k / maximum(steps - 1.0, 1.0) if course.along is None else along(course.along, k, steps)


def partial_sums(
    schedule: Schedule, learning_rate: float, steps: int, horizon: int | None = None
) -> tuple[Array, Array]:
    """Σ η_k and Σ η_k² over the first 1, 2, … `horizon` updates, each (horizon,).

    `horizon` is the run of `steps` updates itself where it is not given; beyond the run the schedule goes on as its
    formula does. For a schedule that watches the loss these are the sums while nothing has been reduced.
    """
    updates = np.arange(steps if horizon is None else horizon, dtype=np.float64)
    rates = learning_rate * schedule(updates, steps)
    return np.cumsum(rates), np.cumsum(rates**2)


def read(data: Mapping[str, Any], entries: Mapping[str, ScheduleEntry]) -> Schedule:
    """Return the schedule that `to_data` wrote. Raises ValueError for anything else."""
    if not isinstance(data, Mapping) or data.get("key") not in entries:
        raise ValueError(f"not a schedule: {data!r}; its key must be one of {', '.join(entries)}")
    parameters = {name: value for name, value in data.items() if name not in {"key", "then"}}
    then = read(data["then"], entries) if data.get("then") is not None else None
    return entries[data["key"]](then, **parameters)
