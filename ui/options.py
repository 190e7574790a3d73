"""What a run may have beside its hyperparameters: a schedule, a warm-up, averaging, clipping, an inner optimizer.

Each option is a choice among names or a number; the stage draws both from what stands here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from optimizers import AVERAGES, OPTIMIZERS, SCHEDULES, Course, Hyperparameter, Run, Schedule, schedules

NONE = ""
WARM_UP = schedules.warm_up
LEADING = "warmup_steps"


@dataclass(frozen=True)
class Choice:
    """A choice among named things; `options` are (key, name)."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Number:
    """A number with its bounds; at 0 it is off when `off` is set."""

    name: str
    spec: Hyperparameter
    value: float
    off: bool = False


def split_schedule(schedule: Any) -> tuple[float, Schedule | None]:
    """The warm-up of a schedule (in updates, 0 when it has none) and the schedule after it."""
    if not isinstance(schedule, Schedule):
        return 0.0, None
    if schedule.entry is WARM_UP:
        return float(schedule.parameters[LEADING]), schedule.then
    return 0.0, schedule


def joined_schedule(updates: float, schedule: Schedule | None) -> Schedule | None:
    """Put a warm-up of so many updates, or none, in front of a schedule."""
    return WARM_UP(then=schedule, **{LEADING: updates}) if updates > 0 else schedule


def _with_schedule(run: Run, updates: float, schedule: Schedule | None) -> Run:
    return run.with_settings(schedule=joined_schedule(updates, schedule))


def _reals(parameters: Any) -> list[Hyperparameter]:
    return [p for p in parameters if isinstance(p, Hyperparameter)]


def choices(run: Run) -> list[Choice]:
    """The choices that this run offers."""
    _, schedule = split_schedule(run.schedule)
    named = tuple((entry.key, entry.name) for entry in SCHEDULES if entry is not WARM_UP)
    made = [
        Choice("schedule", "Schedule", schedule.key if schedule else NONE, ((NONE, "as for all"), *named)),
        Choice(
            "averaging",
            "Averaging",
            run.averaging.key if run.averaging else NONE,
            ((NONE, "none"), *((entry.key, entry.name) for entry in AVERAGES)),
        ),
    ]
    reals = [h for h in run.entry.hyperparameters[1:] if h.kind == "real" and not run.entry.wraps]
    if reals:
        varied = next((name for name, _ in run.varying), NONE)
        options = ((NONE, "nothing"), *((h.name, h.name.replace("_", " ")) for h in reals))
        made.append(Choice("varying", "Anneal", varied, options))
    if run.inner is not None:
        inner = tuple((o.key, o.name) for o in OPTIMIZERS if not o.forms[0].wraps)
        made.insert(0, Choice("inner", "Around", run.inner.key, inner))
        forms = tuple((form.key, form.name) for form in run.inner.optimizer.forms)
        if len(forms) > 1:
            made.insert(1, Choice("inner form", "Its form", run.inner.form, forms))
    return made


def numbers(run: Run) -> list[Number]:
    """The numbers that this run offers beside its own hyperparameters."""
    updates, schedule = split_schedule(run.schedule)
    made = []
    if run.inner is not None:
        pairs = zip(run.inner.entry.hyperparameters, run.inner.values, strict=True)
        made += [Number(f"inner.{h.name}", h, value) for h, value in pairs if h.name != "learning_rate"]
    warm_up = next(p for p in _reals(WARM_UP.parameters) if p.name == LEADING)
    made.append(Number("warm_up", warm_up, updates, off=True))
    if schedule is not None:
        made += [
            Number(f"schedule.{p.name}", p, schedule.parameters[p.name]) for p in _reals(schedule.entry.parameters)
        ]
    if run.averaging is not None:
        pairs = zip(run.averaging.entry.parameters, run.averaging.values, strict=True)
        made += [Number(f"averaging.{p.name}", p, value) for p, value in pairs]
    for name, symbol, note in (
        ("clip_norm", "‖g‖ ≤", "Shortens every gradient to this length at most; 0 is off."),
        ("clip_value", "|gᵢ| ≤", "Bounds every partial derivative by this; 0 is off."),
    ):
        spec = Hyperparameter(name, symbol, 0.0, 0.0, 1000.0, "log", note)
        made.append(Number(name, spec, getattr(run, name), off=True))
    for name, course in run.varying:
        by_name = {h.name: h for h in run.entry.hyperparameters}
        for end, value in (("from", course.start), ("to", course.end)):
            made.append(Number(f"{end} {name}", by_name[name], value))
    return made


def _choose_schedule(run: Run, key: str) -> Run:
    updates, _ = split_schedule(run.schedule)
    return _with_schedule(run, updates, schedules.get(key)() if key else None)


def _choose_averaging(run: Run, key: str) -> Run:
    return run.with_settings(averaging=key or None)


def _choose_inner(run: Run, key: str) -> Run:
    return run.with_settings(inner=Run(key, learning_rate=run.hyperparameters["learning_rate"]))


def _choose_inner_form(run: Run, key: str) -> Run:
    if run.inner is None:
        raise ValueError(f"{run.key} goes around no other optimizer")
    return run.with_settings(inner=run.inner.with_form(key))


def _choose_varying(run: Run, name: str) -> Run:
    """Anneal one hyperparameter: to its value, from 5/9 of it, as momentum goes from 0.5 to 0.9."""
    if not name:
        return run.with_settings(varying={})
    value = run.hyperparameters[name]
    return run.with_settings(varying={name: Course(value * 5.0 / 9.0, value)})


_CHOOSE: Mapping[str, Callable[[Run, str], Run]] = {
    "schedule": _choose_schedule,
    "averaging": _choose_averaging,
    "inner": _choose_inner,
    "inner form": _choose_inner_form,
    "varying": _choose_varying,
}


def choose(run: Run, name: str, key: str) -> Run:
    """Return the run with another choice. Raises ValueError for what is not on offer."""
    offered = {choice.name: [option for option, _ in choice.options] for choice in choices(run)}
    if key not in offered.get(name, []):
        raise ValueError(f"{run.key} has no choice {name} = {key!r}")
    return _CHOOSE[name](run, key)


def set_number(run: Run, name: str, value: float) -> Run:
    """Return the run with another number. Raises ValueError for what is not on offer or out of range."""
    offered = {number.name: number for number in numbers(run)}
    if name not in offered:
        raise ValueError(f"{run.key} has no setting {name!r}")
    if not (offered[name].off and value == 0.0):
        value = offered[name].spec.check(value, run.key)
    updates, schedule = split_schedule(run.schedule)
    group, _, field = name.partition(".")
    if name == "warm_up":
        return _with_schedule(run, value, schedule)
    if group == "schedule" and schedule is not None:
        changed = {**schedule.parameters, field: value}
        return _with_schedule(run, updates, schedule.entry(**changed))
    if group == "averaging" and run.averaging is not None:
        return run.with_settings(averaging=run.averaging.entry(**{**run.averaging.parameters, field: value}))
    if group == "inner" and run.inner is not None:
        return run.with_settings(inner=run.inner.with_settings(**{field: value}))
    end, _, varied = name.partition(" ")
    if varied:
        course = dict(run.varying)[varied]
        bounds = (value, course.end) if end == "from" else (course.start, value)
        return run.with_settings(varying={**dict(run.varying), varied: Course(*bounds)})
    return run.with_settings(**{name: value})


def warning(run: Run) -> str | None:
    """What the user should know about these settings, if anything."""
    settings = run.hyperparameters
    plus, minus = settings.get("eta_plus"), settings.get("eta_minus")
    if plus and minus and abs(plus * minus - 1.0) < 1e-9:
        return "μ⁻ = 1/μ⁺: a coordinate that overshoots can bounce between the same two step lengths for ever."
    return None
