"""Surfaces made of typed formulas: what they promise, and the first race that they propose."""

import math
import re
import time

import numpy as np
import pytest

import surfaces
from optimizers.rules.adagrad import ADAGRAD
from optimizers.rules.adam import ADAM
from optimizers.rules.momentum import MOMENTUM
from surfaces import ExpressionError, from_expression

FAMILIES = {"gradient", "momentum", "adaptive", "accumulating", "sign"}
# Formula and half the width of its view: what a class types.
TYPICAL = [
    ("x^2 + y^2", 5),
    ("100(y - x^2)^2 + (1 - x)^2", 2),
    ("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", 5),
    ("x^4 + y^4", 2),
    ("sin(x)*cos(y)", 6),
    ("20 + x^2 + y^2 - 10cos(2pi x) - 10cos(2pi y)", 5),
    ("x^4/4 - x^2/2 + 0.1x", 2),
    ("x^3 - 3x", 2),
    ("abs(x) + abs(y)", 3),
    ("sqrt(x^2 + y^2)", 3),
    ("0.5x^2 + 50y^2", 5),
    ("x^2/2 + 3y^2 + x*y", 5),
    ("(x-y)^2 + 0.01(x+y)^2", 5),
    ("-exp(-x^2 - y^2)", 3),
    ("x**2 + 3*sin(y)", 5),
    ("log(1 + x^2 + y^2)", 5),
    ("(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2", 4),
    ("cosh(x) + cosh(y)", 5),
    ("x*y*exp(-(x^2 + y^2)/4)", 4),
    ("0.1x^4 - x^2 + y^2", 4),
    ("tanh(x)^2 + y^2", 3),
    ("sin(5x) + x^2/2", 3),
    ("max(abs(x), abs(y))", 3),
]
every_typical_formula = pytest.mark.parametrize(("text", "half"), TYPICAL, ids=lambda part: str(part)[:24])


def typical(text, half):
    return from_expression(text, x_range=(-half, half), y_range=(-half, half))


@every_typical_formula
def test_a_typed_surface_keeps_what_every_surface_promises(text, half):
    surface = typical(text, half)
    assert re.fullmatch(r"[a-z][a-z0-9_]*", surface.key)
    assert set(surface.learning_rates) == FAMILIES
    assert all(1e-6 <= rate <= 100.0 for rate in surface.learning_rates.values())
    assert surface.x_range == (-half, half)
    for low, high, start in zip(*zip(surface.x_range, surface.y_range, strict=True), surface.start, strict=True):
        assert low <= start <= high
    assert surface.program is not None
    assert surface.formula.startswith("f(x")
    assert surface.constants == ()
    assert not surface.searched
    assert surface.landmarks == surfaces.Landmarks()
    assert surface.kernel(0.3, 0.4) == pytest.approx((surface.value(0.3, 0.4), *surface.gradient(0.3, 0.4)))
    assert surface.curvature(0.3, 0.4) == surface.hessian(0.3, 0.4)


def test_values_gradients_and_hessians_take_floats_and_arrays():
    surface = from_expression("x^2 y")
    assert (surface.value(3.0, 2.0), surface.gradient(3.0, 2.0)) == (18.0, (12.0, 9.0))
    assert surface.hessian(3.0, 2.0) == (4.0, 6.0, 0.0)
    assert type(surface.value(3.0, 2.0)) is float
    x, y = np.linspace(-1.0, 1.0, 5), np.linspace(0.0, 2.0, 4)[:, None]
    np.testing.assert_array_equal(surface.value(x, y), x**2 * y)
    assert [part.shape for part in surface.hessian(x, y)] == [(4, 5)] * 3


def test_a_formula_of_a_registered_surface_gives_that_surface():
    typed, known = from_expression("100(y - x^2)^2 + (1 - x)^2"), surfaces.get("rosenbrock")
    x, y = np.random.default_rng(2).uniform(-2.0, 2.0, (2, 50))
    for ours, theirs in zip(
        (typed.value(x, y), *typed.gradient(x, y), *typed.hessian(x, y)),
        (known.value(x, y), *known.gradient(x, y), *known.hessian(x, y)),
        strict=True,
    ):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-10)


def test_a_formula_without_y_is_a_curve_unless_a_surface_is_asked_for():
    curve, sheet = from_expression("x^4 - x^2"), from_expression("x^4 - x^2", dimensions=2)
    assert (curve.dimensions, curve.y_range, curve.start[1]) == (1, (-1.0, 1.0), 0.0)
    assert (sheet.dimensions, sheet.y_range) == (2, (-5.0, 5.0))
    assert from_expression("y^2").dimensions == 2
    assert from_expression("3").dimensions == 1
    with pytest.raises(ExpressionError, match="no y") as caught:
        from_expression("x + sin(y)", dimensions=1)
    assert caught.value.position == 8


def test_the_same_formula_in_the_same_view_is_the_same_surface():
    one, same = from_expression("x^2 + y^2"), from_expression("x^2 + y^2")
    assert one == same
    assert hash(one) == hash(same)
    others = [
        from_expression("x^2 + y^2 "),
        from_expression("x^2 + y^2", x_range=(-4, 5)),
        from_expression("x^2 - y^2"),
        surfaces.searched(one),
    ]
    assert len({one.key, *(other.key for other in others)}) == 1 + len(others)


def test_name_start_and_ranges_are_the_caller_s_where_given():
    surface = from_expression("x y", (-1, 3), (0, 2), start=(2, 1), name="Mine")
    assert (surface.name, surface.start) == ("Mine", (2.0, 1.0))
    assert (surface.x_range, surface.y_range) == ((-1.0, 3.0), (0.0, 2.0))


@pytest.mark.parametrize(
    "wrong",
    [
        {"x_range": (1, 1)},
        {"x_range": (2, 1)},
        {"y_range": (0, math.inf)},
        {"y_range": (0, math.nan)},
        {"x_range": (0, 1e300)},
        {"x_range": (0, 1e-300)},
        {"start": (math.nan, 0)},
        {"start": (1,)},
        {"dimensions": 3},
    ],
)
def test_ranges_starts_and_dimensions_that_make_no_sense_are_refused_by_name(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        from_expression("x y", **wrong)


@pytest.mark.parametrize("text", ["log(-1 - x^2)", "sqrt(x^2 - 1000)", "1/(x - x) + y", "asin(9 + y^2)"])
def test_a_formula_that_is_finite_nowhere_in_view_is_a_surface_of_holes(text):
    surface = from_expression(text)
    assert not np.isfinite(surface.value(*surface.start))
    assert set(surface.learning_rates) == FAMILIES
    assert surfaces.searched(surface).landmarks == surfaces.Landmarks()


@pytest.mark.parametrize(("text", "side"), [("sqrt(x) + y^2", 1.0), ("log(-x) + y", -1.0)])
def test_the_start_is_never_in_a_hole_when_the_view_has_anything_else(text, side):
    surface = from_expression(text)
    assert np.isfinite(surface.value(*surface.start))
    assert surface.start[0] * side > 0.0


def _path(surface, optimizer, family):
    """A run of the optimizer's default rule, without the engine."""
    form = optimizer.forms[0]
    settings = [surface.learning_rates[family], *(h.default for h in form.hyperparameters[1:])]
    w, memory = np.array(surface.start), [np.full(2, value) for value in form.first_memory(settings)]
    losses, places = [], []
    for t in range(1, surface.steps + 1):
        losses.append(surface.value(*w))
        places.append(w.copy())
        form.rule(w, np.array(surface.gradient(*w)), *memory, t, *settings)
    return np.array(losses), np.array(places)


@every_typical_formula
def test_the_first_race_goes_down_in_view_and_gets_somewhere(text, half):
    surface = typical(text, half)
    for optimizer, family in ((MOMENTUM, "momentum"), (ADAM, "adaptive"), (ADAGRAD, "accumulating")):
        losses, places = _path(surface, optimizer, family)
        assert np.isfinite(losses).all()
        assert losses[-1] < losses[0]
        assert (np.abs(places) <= half).mean() > 0.9
        assert np.abs(places[-1] - places[0]).max() > 0.02 * half


def _milliseconds(work, repeats=15):
    """The least time of several, as the processor counts it: other work on the machine is not ours."""
    times = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return 1e3 * min(times)


@every_typical_formula
def test_a_text_is_a_surface_with_start_and_rates_within_a_few_milliseconds(text, half):
    assert _milliseconds(lambda: typical(text, half)) < 5.0


LONGEST = "+".join(["x*y"] * 50)


def test_the_longest_formula_is_a_surface_within_ten_milliseconds():
    assert len(from_expression(LONGEST).program.steps) == 199
    assert _milliseconds(lambda: from_expression(LONGEST)) < 10.0


@every_typical_formula
def test_a_landscape_of_140_by_140_values_takes_at_most_five_milliseconds(text, half):
    surface = typical(text, half)
    x, y = np.linspace(-half, half, 140)[None, :], np.linspace(-half, half, 140)[:, None]
    assert _milliseconds(lambda: surface.value(x, y)) < 5.0
