"""A typed formula is raced by the same loop, in plain Python."""

import numpy as np
import pytest

import optimizers
import surfaces

ROSENBROCK = "(1 - x)^2 + 100 (y - x^2)^2"


def test_every_optimizer_takes_the_path_that_it_takes_on_the_same_surface_of_the_registry():
    registered = surfaces.get("rosenbrock")
    typed = surfaces.from_expression(ROSENBROCK, x_range=registered.x_range, y_range=registered.y_range)
    runs = [optimizers.default_run(optimizer, registered) for optimizer in optimizers.OPTIMIZERS]
    one = optimizers.run(registered, runs, start=registered.start, steps=30, engine="plain")
    other = optimizers.run(typed, runs, start=registered.start, steps=30)
    np.testing.assert_allclose(other.positions, one.positions, rtol=1e-6, atol=1e-9)
    assert not other.compiled


def test_where_the_formula_is_not_finite_a_run_stops_and_says_so():
    typed = surfaces.from_expression("log(x) + y^2", x_range=(-2.0, 2.0), y_range=(-2.0, 2.0))
    race = optimizers.run(typed, [optimizers.Run("gd", learning_rate=1.0)], start=(0.5, 1.0), steps=50)
    assert race.status == ("diverged",)
    assert "the loss is not a number" in race.reason[0]


def test_the_compiled_engine_is_refused_for_a_typed_formula():
    typed = surfaces.from_expression("x^2 + y^2")
    with pytest.raises(ValueError, match="not compiled"):
        optimizers.run(typed, [optimizers.Run("gd")], engine="compiled")
