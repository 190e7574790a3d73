"""A typed formula is raced by the same loop as the surfaces of the registry, in both engines alike."""

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import Run, Stop
from optimizers.engine.plain import LIBRARY
from surfaces.typed import machine

ROSENBROCK = "(1 - x)^2 + 100 (y - x^2)^2"
# Every operation of the machine is in one of them.
FORMULAS = [
    ROSENBROCK,
    "20 + x^2 + y^2 - 10cos(2pi x) - 10cos(2pi y)",
    "-20exp(-0.2sqrt(0.5(x^2+y^2))) - exp(0.5(cos(2pi x) + cos(2pi y))) + 20 + e",
    "tan(x/4) + asin(x/9) - acos(y/9) + atan(x y) - sinh(x/2) cosh(y/2) + tanh(x - y)",
    "log(1 + x^2) + cbrt(x y) + abs(x - y) + sign(y) + sigmoid(3x) + softplus(-2y)",
    "x^-2 + (2 + sin(y))^1.5 + 2^x + (2 + x^2)^y",
    "min(x, y, x y) - max(x^2, y^2) / (1 + hypot(x, y)) + atan2(y, x)",
    "x^4/4 - x^2 + 0.3x",
    "log(x) + 1/y",
    "1e300 exp(x^2)",
]


PLAIN = machine.build(lambda function: function, names=LIBRARY)


def assert_the_formula_is_the_same(typed, race):
    """The losses and gradients along a compiled race are those of the machine in plain Python, bit for bit."""
    program, stack = typed.program, np.empty((typed.program.depth, machine.HESSIAN))
    with np.errstate(all="ignore"):
        found = [PLAIN.gradient(program.code, program.arguments, stack, x, y) for x, y in race.positions.reshape(-1, 2)]
    recorded = np.column_stack([race.losses.ravel(), race.gradients.reshape(-1, 2)])
    np.testing.assert_array_equal(recorded, np.array(found))


@pytest.mark.parametrize("text", FORMULAS)
def test_the_formula_is_the_same_in_both_engines_to_the_last_bit(text):
    typed = surfaces.from_expression(text, x_range=(-3.0, 3.0), y_range=(-3.0, 3.0))
    runs = [Run("gd", learning_rate=rate) for rate in (0.001, 0.01, 0.1)]
    for start in ((1.3, -0.7), (-2.25, 2.5), (0.0, 0.0)):
        plain, compiled = (optimizers.run(typed, runs, start, steps=40, engine=e) for e in ("plain", "compiled"))
        assert (plain.compiled, compiled.compiled) == (False, True)
        assert_the_formula_is_the_same(typed, compiled)
        np.testing.assert_array_equal(plain.positions, compiled.positions)
        assert plain.reason == compiled.reason


def test_every_rule_meets_the_same_formula_in_both_engines(forms):
    typed = surfaces.from_expression(ROSENBROCK, x_range=(-2.0, 2.0), y_range=(-1.0, 3.0))
    plain, compiled = (
        optimizers.run(typed, forms(typed), (-1.2, 1.0), steps=30, noise=0.01, seed=3, engine=e)
        for e in ("plain", "compiled")
    )
    assert_the_formula_is_the_same(typed, compiled)
    # The rules themselves round otherwise when compiled, as on every surface.
    np.testing.assert_allclose(compiled.positions, plain.positions, rtol=1e-9, atol=1e-9)
    np.testing.assert_array_equal(compiled.evaluations, plain.evaluations)
    np.testing.assert_array_equal(compiled.hessian_evaluations, plain.hessian_evaluations)


def test_every_rule_takes_the_path_that_it_takes_on_the_same_surface_of_the_registry(forms, engine):
    registered = surfaces.get("rosenbrock")
    typed = surfaces.from_expression(ROSENBROCK, x_range=registered.x_range, y_range=registered.y_range)
    runs = forms(registered)
    one = optimizers.run(registered, runs, start=registered.start, steps=20, engine=engine)
    other = optimizers.run(typed, runs, start=registered.start, steps=20, engine=engine)
    np.testing.assert_allclose(other.positions, one.positions, rtol=1e-6, atol=1e-9)
    assert other.status == one.status


ENDS = {
    "the loss is not a number": ("log(x) + y^2", (0.5, 1.0), "the loss is not a number at step 1"),
    "the loss is infinite": ("1/x^2 + y^2", (0.0, 1.0), "the loss grew past 1e30 at step 0"),
    "the gradient is not a number": ("atan2(y, x)", (0.0, 0.0), "the gradient is not a number at step 0, where the"),
}


@pytest.mark.parametrize("case", ENDS)
def test_where_there_is_no_loss_or_no_slope_a_run_stops_and_says_so(case, engine):
    text, start, reason = ENDS[case]
    typed = surfaces.from_expression(text, x_range=(-2.0, 2.0), y_range=(-2.0, 2.0))
    race = optimizers.run(typed, [Run("gd", learning_rate=1.0)], start=start, steps=50, engine=engine)
    assert race.status == ("diverged",)
    assert race.reason[0].startswith(reason)


def test_a_formula_of_one_variable_never_leaves_the_line(engine):
    typed = surfaces.from_expression("x^4 - 2x^2")
    race = optimizers.run(typed, [Run("adam", learning_rate=0.1)], start=(2.0, 3.0), steps=60, engine=engine)
    assert (race.positions[..., 1] == 0.0).all()
    assert race.losses[0, -1] < -0.9


def test_a_run_on_a_formula_converges_like_any_other(engine):
    typed = surfaces.from_expression("(x - 1)^2 + (y + 2)^2")
    race = optimizers.run(typed, [Run("gd", learning_rate=0.25)], steps=500, stop=Stop(1e-6), engine=engine)
    assert race.status == ("converged",)
    np.testing.assert_allclose(race.positions[0, -1], (1.0, -2.0), atol=1e-6)
