"""A run and a schedule as text in a link: readable, exact, and checked when read.

adam/paper~learning_rate:0.1~beta1:0.5~schedule:warm_up(warmup_steps:20)+cosine~clip_norm:1
lookahead/paper~k:5~inner:radam/pytorch!beta2:0.99
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from optimizers import AVERAGES, Average, Course, Run, Schedule, schedules

PART, INNER_PART = "~", "!"


def number(value: float) -> str:
    """Write a float so that it reads back exactly, without a needless '.0'."""
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def _write_value(value: Any) -> str:
    return "|".join(map(number, value)) if isinstance(value, tuple) else number(value)


def _read_value(text: str) -> Any:
    return [float(part) for part in text.split("|")] if "|" in text else float(text)


def _write_call(key: str, parameters: Mapping[str, Any], defaults: Mapping[str, Any]) -> str:
    changed = [f"{name}:{_write_value(value)}" for name, value in parameters.items() if value != defaults[name]]
    return f"{key}({';'.join(changed)})" if changed else key


def _read_call(text: str) -> tuple[str, dict[str, Any]]:
    key, bracket, rest = text.partition("(")
    if not bracket:
        return key, {}
    if not rest.endswith(")"):
        raise ValueError(f"{text}: a closing bracket is missing")
    pairs = (pair.partition(":") for pair in rest[:-1].split(";") if pair)
    return key, {name: _read_value(value) for name, _, value in pairs}


def write_schedule(schedule: Schedule) -> str:
    """Write a schedule with what follows it."""
    defaults = {p.name: p.default for p in schedule.entry.parameters}
    own = _write_call(schedule.key, schedule.parameters, defaults)
    return own if schedule.then is None else f"{own}+{write_schedule(schedule.then)}"


def read_schedule(text: str) -> Schedule:
    """Read a schedule. Raises ValueError that names what is wrong and what is allowed."""
    first, plus, rest = text.partition("+")
    key, parameters = _read_call(first)
    entry = schedules.get(key)
    for parameter in entry.parameters:
        value = parameters.get(parameter.name)
        if parameter.kind == "integers" and isinstance(value, float):
            parameters[parameter.name] = [value]
    return entry(then=read_schedule(rest) if plus else None, **parameters)


def _write_average(average: Average) -> str:
    return _write_call(average.key, average.parameters, {p.name: p.default for p in average.entry.parameters})


def _read_average(text: str) -> Average:
    key, parameters = _read_call(text)
    for entry in AVERAGES:
        if entry.key == key:
            return entry(**parameters)
    raise ValueError(f"no averaging {key!r}; there are: {', '.join(entry.key for entry in AVERAGES)}")


def _read_bound(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("a bound must be a finite number")
    return value


def _read_course(text: str) -> Course:
    first, arrow, last = text.partition(">")
    if not arrow:
        raise ValueError(f"{text}: a course goes from one number > to another")
    return Course(float(first), float(last))


_OPTIONS: Mapping[str, Callable[[str], Any]] = {
    "schedule": read_schedule,
    "averaging": _read_average,
    "clip_norm": _read_bound,
    "clip_value": _read_bound,
    "inner": lambda text: read_run(text, INNER_PART),
}
VARYING = "varying."


def write_run(run: Run, separator: str = PART) -> str:
    """Write a run; settings that equal their defaults are left out, but for the learning rate."""
    parts = [f"{run.key}/{run.form}"]
    parts += [
        f"{h.name}:{number(value)}"
        for h, value in zip(run.entry.hyperparameters, run.values, strict=True)
        if value != h.default or h.name == "learning_rate"
    ]
    parts += [f"{VARYING}{name}:{number(course.start)}>{number(course.end)}" for name, course in run.varying]
    parts += [f"{name}:{number(value)}" for name in ("clip_norm", "clip_value") if (value := getattr(run, name))]
    if isinstance(run.schedule, Schedule):
        parts.append(f"schedule:{write_schedule(run.schedule)}")
    if run.averaging is not None:
        parts.append(f"averaging:{_write_average(run.averaging)}")
    if run.inner is not None:
        parts.append(f"inner:{write_run(run.inner, INNER_PART)}")
    return separator.join(parts)


def read_run(text: str, separator: str = PART) -> Run:
    """Read a run. Raises ValueError that names what is wrong and what is allowed."""
    name, *parts = text.split(separator)
    key, _, form = name.partition("/")
    known = Run(key, form or None).hyperparameters
    settings: dict[str, Any] = {}
    varying: dict[str, Course] = {}
    for part in parts:
        field, _, value = part.partition(":")
        if field.startswith(VARYING):
            varying[field.removeprefix(VARYING)] = _read_course(value)
        elif field in _OPTIONS:
            settings[field] = _OPTIONS[field](value)
        elif field in known:
            settings[field] = float(value)
        else:
            raise ValueError(f"{key} has no hyperparameter {field!r}; it has: {', '.join(known)}")
    return Run(key, form or None, varying=varying, **settings)
