"""Constants of surfaces and multipliers of schedules as trees of plain data, which a page evaluates to the same bits.

A function is called once with numbers that only write down what is done to them. A tree is a number, a name, or
[operation, tree, …]. The function must not branch on its parameters, and may use arithmetic, comparisons, `NAMES`
and the elementary functions that the module for pages brings along.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import FunctionType
from typing import Any

from surfaces import Surface
from surfaces.elementwise import rescoped

from ...schedules import Course, Schedule, interface
from .. import symbols

Tree = float | str | list[Any]


class Written:
    """A number that is a tree."""

    def __init__(self, tree: Tree) -> None:
        """Begin with a name, or with what was made of others."""
        self.tree = tree

    def __bool__(self) -> bool:
        """Refuse to be asked: a page evaluates the formula for every value."""
        raise TypeError("a formula for pages must not branch; use where, minimum or maximum")

    def __neg__(self) -> "Written":
        return Written(["neg", self.tree])


def _written_down(operation: str) -> tuple[Callable[..., Written], Callable[..., Written]]:
    def forward(self: Written, other: Any) -> Written:
        return Written([operation, self.tree, tree_of(other)])

    def backward(self: Written, other: Any) -> Written:
        return Written([operation, tree_of(other), self.tree])

    return forward, backward


for _method, _operation in {"add": "+", "sub": "-", "mul": "*", "truediv": "/"}.items():
    _forward, _backward = _written_down(_operation)
    setattr(Written, f"__{_method}__", _forward)
    setattr(Written, f"__r{_method}__", _backward)
for _method, _operation in {"lt": "<", "le": "<=", "gt": ">"}.items():
    setattr(Written, f"__{_method}__", _written_down(_operation)[0])


def tree_of(value: Any) -> Tree:
    """The tree of a number, whatever it is made of."""
    return value.tree if isinstance(value, Written) else float(value)


def _calling(name: str) -> Callable[..., Written]:
    return lambda *given: Written([name, *map(tree_of, given)])


# By the names that formulas use. An angle in radians is a product in the C library, too.
NAMES: dict[str, Callable[..., Any]] = {
    **{name: _calling(name) for name in (*symbols.SIGNATURES, "sqrt", "floor", "where", "passed", "begun", "lasting")},
    **{name: _calling(shorter) for name, shorter in (("power", "pow"), ("minimum", "min"), ("maximum", "max"))},
    "radians": lambda angle: Written(["*", tree_of(angle), math.pi / 180.0]),
    "ones": lambda like: Written(1.0),
}


def retold(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, and those of its own module that it calls, with `NAMES` in place of what computes."""
    names = dict(NAMES)

    def itself(*given: Any) -> Any:
        return again(*given)

    for name in function.__code__.co_names:
        called = function.__globals__.get(name)
        if name not in names and isinstance(called, FunctionType) and called.__module__ == function.__module__:
            names[name] = itself if called is function else retold(called)
    again = rescoped(function, names)
    return again


def written(function: Callable[..., Sequence[Any]], names: Sequence[str]) -> list[Tree]:
    """What a function returns for parameters of these names, as trees."""
    return [tree_of(value) for value in retold(function)(*map(Written, names))]


def constants(surface: Surface) -> list[Tree]:
    """What the surface's kernel takes after x and y, as trees over the surface's parameters."""
    names = [parameter.name for parameter in surface.parameters]
    return list(names) if surface.prepare is None else written(surface.prepare, names)


def multipliers(schedule: Schedule, names: Mapping[str, str]) -> Tree:
    """A schedule's multipliers as a tree over k, steps, and the parameters that have a name here; others are numbers.

    `names` go by "key.parameter", with the keys of the schedule and of those that follow it.
    """
    return tree_of(retold(interface.along)(_told(schedule, names), Written("k"), Written("steps")))


def remaining(course: Course) -> Tree:
    """The share of a course that still lies ahead, as a tree over k and steps."""
    told = course if course.along is None else replace(course, along=_told(course.along, {}))
    return tree_of(retold(interface.remaining)(told, Written("k"), Written("steps")))


def _told(schedule: Schedule, names: Mapping[str, str]) -> Schedule:
    """The schedule with formulas that are written down, and names in place of numbers."""
    entry = schedule.entry
    values = []
    for name, value in schedule.parameters.items():
        called = names.get(f"{schedule.key}.{name}")
        values.append(value if called is None else Written(called))
    leads = entry.leads and retold(entry.leads)
    told = replace(entry, multipliers=retold(entry.multipliers), leads=leads, plateau=None)
    return Schedule(told, tuple(values), schedule.then and _told(schedule.then, names))
