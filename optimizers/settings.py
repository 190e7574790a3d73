"""What a run is told: its optimizer with all settings, and when to stop."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from surfaces import UnknownName
from surfaces.interface import look_up

from . import averages
from .averages import Average
from .interface import Form, Optimizer, checked
from .registry import OPTIMIZERS
from .schedules import Course, Schedule

Array = NDArray[np.float64]
# A schedule of the registry, or any function from the numbers of the updates and the length of the run to multipliers.
Multipliers: TypeAlias = Schedule | Callable[[Array, int], Array]
Mask: TypeAlias = tuple[tuple[float, float], ...]

_BY_KEY = {optimizer.key: optimizer for optimizer in OPTIMIZERS}


def get(key: str) -> Optimizer:
    """Return the optimizer with this key. Raises UnknownName (a LookupError) that lists near matches."""
    return look_up(_BY_KEY, key, "optimizer")


@dataclass(frozen=True, init=False)
class Run:
    """One optimizer with its settings.

    `values` are the hyperparameters in the form's order.

    - `schedule`: multipliers of the learning rate; without one the schedule of the whole call holds.
    - `varying`: courses for other hyperparameters, by name: `varying={"beta": schedules.anneal(0.5, 0.9)}`.
    - `clip_norm`, `clip_value`: bounds on the gradient's Euclidean norm and on each partial derivative
      before the rule sees it; 0 is off. By value comes first when both are given.
    - `averaging`: an `Average`, or the key of one ("polyak_ruppert", "polynomial_decay", "exponential"), whose
      parameter may stand among the hyperparameters.
    - `mask`: for rules that take one, (steps, 2) zeros and ones: which coordinates the gradient has at
      each step. Fewer rows are repeated. Without it all are there.
    - `inner`: for a wrapper, the run that it is put around; its learning rate is the wrapper's too.

    Raises ValueError for an unknown optimizer, form or hyperparameter and for a value out of range,
    naming it and what is allowed.
    """

    key: str
    form: str
    values: tuple[float, ...]
    schedule: Multipliers | None
    varying: tuple[tuple[str, Course], ...] = ()
    clip_norm: float = 0.0
    clip_value: float = 0.0
    averaging: Average | None = None
    mask: Mask = field(default=(), repr=False)
    inner: "Run | None" = None

    def __init__(
        self,
        key: str,
        form: str | None = None,
        schedule: Multipliers | None = None,
        *,
        varying: Mapping[str, Course] | Iterable[tuple[str, Course]] = (),
        clip_norm: float = 0.0,
        clip_value: float = 0.0,
        averaging: Average | str | None = None,
        mask: Any = (),
        inner: "Run | None" = None,
        **hyperparameters: float,
    ):
        """Check every setting; what is not given takes the form's default."""
        try:
            optimizer = get(key)
        except UnknownName as unknown:
            raise ValueError(str(unknown)) from None
        chosen = optimizer.form(form)
        owner = f"{key}/{chosen.key}"
        if chosen.wraps:
            inner = _wrapped(inner, chosen, hyperparameters, owner)
            hyperparameters = {**hyperparameters, "learning_rate": inner.values[0]}
            schedule, averaging = schedule or inner.schedule, averaging or inner.averaging
            clip_norm, clip_value = clip_norm or inner.clip_norm, clip_value or inner.clip_value
        elif inner is not None:
            raise ValueError(f"{owner} is no wrapper and takes no inner run")
        names = {h.name for h in chosen.hyperparameters}
        if isinstance(averaging, str):
            kind = averages.get(averaging)
            own = {p.name for p in kind.parameters} - names
            averaging = kind(**{name: value for name, value in hyperparameters.items() if name in own})
            hyperparameters = {name: value for name, value in hyperparameters.items() if name not in own}
        settings: dict[str, Any] = {
            "key": key,
            "form": chosen.key,
            "values": checked(chosen.hyperparameters, hyperparameters, owner),
            "schedule": schedule,
            "varying": _checked_courses(chosen, dict(varying), owner),
            "clip_norm": _checked_bound("clip_norm", clip_norm),
            "clip_value": _checked_bound("clip_value", clip_value),
            "averaging": averaging,
            "mask": _checked_mask(chosen, mask, owner),
            "inner": inner,
        }
        for name, value in settings.items():
            object.__setattr__(self, name, value)

    @property
    def optimizer(self) -> Optimizer:
        """The registry's entry."""
        return get(self.key)

    @property
    def entry(self) -> Form:
        """The form's entry."""
        return self.optimizer.form(self.form)

    @property
    def core(self) -> "Run":
        """The run whose rule makes the steps: the inner one of a wrapper, else this."""
        return self if self.inner is None else self.inner

    @property
    def hyperparameters(self) -> dict[str, float]:
        """The settings by name, the learning rate among them."""
        return {h.name: value for h, value in zip(self.entry.hyperparameters, self.values, strict=True)}

    def with_settings(self, **settings: Any) -> "Run":
        """Return this run with some settings changed: hyperparameters, or any other argument of `Run`."""
        return Run(**{**self._arguments(), "form": self.form, **self.hyperparameters, **settings})

    def with_form(self, form: str) -> "Run":
        """Return this run in another form; settings that the form has too are kept."""
        target = self.optimizer.form(form)
        names = {h.name for h in target.hyperparameters}
        kept: dict[str, Any] = {name: value for name, value in self.hyperparameters.items() if name in names}
        kept["varying"] = {name: course for name, course in self.varying if name in names}
        kept["mask"] = self.mask if "mask" in target.inputs else ()
        return Run(**{**self._arguments(), "form": form, **kept})

    def _arguments(self) -> dict[str, Any]:
        names = ("key", "schedule", "varying", "clip_norm", "clip_value", "averaging", "mask", "inner")
        return {name: getattr(self, name) for name in names}


def _wrapped(inner: Run | None, form: Form, hyperparameters: Mapping[str, float], owner: str) -> Run:
    """The inner run of a wrapper, Adam when none is named, with the learning rate that was given to the wrapper."""
    if inner is None:
        inner = Run("adam")
    if inner.entry.wraps:
        raise ValueError(f"{owner} goes around one optimizer, not around another wrapper")
    rate = form.hyperparameters[0].check(hyperparameters.get("learning_rate", inner.values[0]), owner)
    return inner if rate == inner.values[0] else inner.with_settings(learning_rate=rate)


def _checked_courses(form: Form, varying: Mapping[str, Course], owner: str) -> tuple[tuple[str, Course], ...]:
    by_name = {h.name: h for h in form.hyperparameters[1:] if not form.wraps}
    for name, course in varying.items():
        if name not in by_name:
            known = ", ".join(by_name) or "none"
            raise ValueError(f"{owner} has no hyperparameter {name!r} to vary; it has: {known}")
        by_name[name].check(course.start, owner)
        by_name[name].check(course.end, owner)
    return tuple(varying.items())


def _checked_bound(name: str, value: float) -> float:
    if not (np.isfinite(value) and value >= 0.0):
        raise ValueError(f"{name} must be 0 (off) or a positive number; got {value!r}")
    return float(value)


def _checked_mask(form: Form, mask: Any, owner: str) -> Mask:
    rows = np.asarray(mask, np.float64)
    if rows.size == 0:
        return ()
    if "mask" not in form.inputs:
        raise ValueError(f"{owner} takes no mask")
    if rows.ndim != 2 or rows.shape[1] != 2 or not np.isin(rows, (0.0, 1.0)).all():
        raise ValueError(f"the mask of {owner} must be rows of two zeros or ones; got an array of shape {rows.shape}")
    return tuple((float(x), float(y)) for x, y in rows)


@dataclass(frozen=True)
class Stop:
    """When a run ends before its budget: 0 switches a test off.

    `gradient_norm`: when the gradient's Euclidean norm is no larger. `loss_change`: when the loss
    changed by less than this in one step.
    """

    gradient_norm: float = 0.0
    loss_change: float = 0.0

    def __post_init__(self) -> None:
        """Refuse negative and non-finite thresholds."""
        for name in ("gradient_norm", "loss_change"):
            value = getattr(self, name)
            if not (np.isfinite(value) and value >= 0.0):
                raise ValueError(f"{name} must be 0 (off) or a positive number; got {value!r}")
