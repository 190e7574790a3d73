"""What a surface's parameters are made into, as data that a page evaluates."""

import math

import pytest

import surfaces
from optimizers import Hyperparameter, schedules
from optimizers.engine.browser import written
from optimizers.engine.plain import LIBRARY
from optimizers.request import request
from optimizers.settings import Stop

PREPARED = [s for s in surfaces.SURFACES if s.prepare is not None]
OPERATIONS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    **LIBRARY,
}


def evaluated(tree, named):
    if isinstance(tree, list):
        return OPERATIONS[tree[0]](*(evaluated(part, named) for part in tree[1:]))
    return named[tree] if isinstance(tree, str) else tree


@pytest.mark.parametrize("surface", PREPARED, ids=lambda s: s.key)
@pytest.mark.parametrize("share", [0.0, 0.1234, 0.5, 0.9, 1.0])
def test_the_trees_stand_for_what_the_engine_is_asked(surface, share):
    chosen = {p.name: p.low + share * (p.high - p.low) for p in surface.parameters}
    there = surface.with_parameters(**chosen)
    asked = request(there, [], [], 1, None, Stop()).constants
    found = [evaluated(tree, chosen) for tree in written.constants(there)]
    assert found == list(asked[: len(found)])
    assert found == pytest.approx(there.constants, rel=1e-13)


def test_the_trees_do_not_depend_on_the_values_of_the_parameters():
    for surface in surfaces.SURFACES:
        moved = surface.with_parameters(**{p.name: p.high for p in surface.parameters})
        assert written.constants(moved) == written.constants(surface)


def test_a_function_is_written_down_as_it_computes():
    def prepare(a, b):
        return -1.0 + a * 2.0, (1.0 - b) / a, 3.0 / (b - a), cos(a)  # noqa: F821

    first, second, third, fourth = written.written(prepare, ("a", "b"))
    assert first == ["+", -1.0, ["*", "a", 2.0]]
    assert second == ["/", ["-", 1.0, "b"], "a"]
    assert third == ["/", 3.0, ["-", "b", "a"]]
    assert fourth == ["cos", "a"]
    assert written.NAMES["radians"](written.Written("a")).tree == ["*", "a", math.pi / 180.0]


def test_a_function_that_branches_is_refused():
    def branching(a):
        return (a if a > 1.0 else 1.0,)

    with pytest.raises(TypeError, match="must not branch"):
        written.written(branching, ("a",))


@pytest.mark.parametrize("entry", schedules.SCHEDULES, ids=lambda entry: entry.key)
def test_a_schedule_is_written_down_once_for_all_values_of_its_numbers(entry):
    names = {f"{entry.key}.{p.name}": p.name for p in entry.parameters if isinstance(p, Hyperparameter)}
    lowest = entry(**{p.name: p.low for p in entry.parameters if isinstance(p, Hyperparameter)})
    assert written.multipliers(entry(), names) == written.multipliers(lowest, names)
