"""A run that blows up is stopped at the very step, told why, and shown as it went."""

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import Run
from optimizers.trajectories import BOUND


def size(paths):
    """The sum that must stay below the bound, for every recorded row: (R, T + 1)."""
    with np.errstate(all="ignore"):
        return (
            np.abs(paths.losses)
            + np.abs(paths.positions[..., 0])
            + np.abs(paths.positions[..., 1])
            + paths.gradients[..., 0] ** 2
            + paths.gradients[..., 1] ** 2
        )


CAUSES = {
    "the loss grows": ("beale", Run("gd", learning_rate=0.1), None, "the loss grew past 1e30 at step 2"),
    "the loss is infinite": ("beale", Run("gd"), (1e200, 1e200), "the loss grew past 1e30 at step 0"),
    "the loss is not a number": ("saddle", Run("gd"), (1e200, 1e200), "the loss is not a number at step 0"),
    "the loss falls for ever": ("saddle", Run("gd", learning_rate=0.03), None, "the loss fell without end"),
    "the loss is minus infinity": ("saddle", Run("gd"), (0.0, 1e200), "the loss fell without end"),
    "the gradient grows": ("rosenbrock", Run("gd", learning_rate=0.1), None, "the gradient's norm grew"),
    "the update is infinite": (
        "beale",
        Run("rmsprop", rho=0.0, centered=1.0, epsilon=0.0),
        None,
        "the position overflowed at step 1",
    ),
    "the update is 0/0": (
        "saddle",
        Run("rmsprop", epsilon=0.0),
        (1.0, 0.0),
        "the update is not a number at step 1",
    ),
}


@pytest.mark.parametrize("case", CAUSES)
def test_the_reason_names_the_cause_and_the_step(case, engine):
    key, run, start, reason = CAUSES[case]
    paths = optimizers.run(surfaces.get(key), [run], start=start, steps=2000, engine=engine)
    assert paths.status == ("diverged",)
    assert paths.reason[0].startswith(reason)
    assert f"at step {paths.steps_taken[0]}" in paths.reason[0]


def test_gradient_descent_on_the_saddle_diverges_at_the_step_that_arithmetic_foretells(engine):
    rate, (x, y) = 0.03, surfaces.get("saddle").start
    foretold = 0
    while abs(x * x - y * y) + abs(x) + abs(y) + 4.0 * (x * x + y * y) < BOUND:
        x, y, foretold = x - rate * 2.0 * x, y + rate * 2.0 * y, foretold + 1
    paths = optimizers.run(surfaces.get("saddle"), [Run("gd", learning_rate=rate)], steps=2000, engine=engine)
    assert paths.steps_taken[0] == foretold
    assert paths.positions[0, foretold] == pytest.approx((x, y), rel=1e-12)


@pytest.mark.parametrize("surface", surfaces.SURFACES, ids=lambda surface: surface.key)
def test_every_form_is_stopped_at_the_first_step_beyond_the_bound_and_at_no_other(surface, forms, engine):
    hurried = [run.with_settings(learning_rate=100.0) for run in forms(surface)]
    paths = optimizers.run(surface, hurried, steps=60, engine=engine)
    for r, (run, sizes) in enumerate(zip(hurried, size(paths), strict=True)):
        beyond = np.flatnonzero(~(sizes < BOUND))
        label = f"{run.key}/{run.form}"
        if beyond.size:
            assert (paths.status[r], paths.steps_taken[r]) == ("diverged", beyond[0]), label
        else:
            assert (paths.status[r], paths.steps_taken[r]) == ("running", 60), label


def test_gradient_descent_at_too_high_a_rate_does_diverge_on_every_valley(engine):
    for key in ("beale", "rosenbrock", "ill_quadratic", "himmelblau"):
        paths = optimizers.run(surfaces.get(key), [Run("gd", learning_rate=10.0)], steps=100, engine=engine)
        assert paths.status == ("diverged",), key


def test_the_last_step_before_divergence_is_the_whole_update_and_no_clipped_one(engine):
    rate = 0.1
    paths = optimizers.run(surfaces.get("beale"), [Run("gd", learning_rate=rate)], steps=50, engine=engine)
    taken = paths.steps_taken[0]
    assert paths.status == ("diverged",)
    for t in range(taken):
        expected = paths.positions[0, t] - rate * paths.gradients[0, t]
        np.testing.assert_array_equal(paths.positions[0, t + 1], expected)


def test_a_velocity_that_explodes_is_recorded_as_it_is(engine):
    run = Run("momentum", "classical", learning_rate=1.0, beta=0.9)
    paths = optimizers.run(surfaces.get("himmelblau"), [run], steps=50, engine=engine)
    taken, velocity = paths.steps_taken[0], paths.memory["v"][0]
    assert paths.status == ("diverged",)
    for t in range(taken):
        np.testing.assert_array_equal(velocity[t + 1], 0.9 * velocity[t] - 1.0 * paths.gradients[0, t])
        np.testing.assert_array_equal(paths.positions[0, t + 1], paths.positions[0, t] + velocity[t + 1])


def test_rows_after_divergence_repeat_the_last_one(engine):
    run = Run("momentum", learning_rate=1.0)
    paths = optimizers.run(surfaces.get("beale"), [run], steps=50, engine=engine)
    taken = paths.steps_taken[0]
    assert paths.status == ("diverged",)
    assert taken < 50
    for rows in (paths.positions[0], paths.losses[0], paths.gradients[0], paths.memory["v"][0]):
        np.testing.assert_array_equal(rows[taken:], np.broadcast_to(rows[taken], rows[taken:].shape))


def test_a_divergent_run_leaves_its_neighbours_alone(engine):
    surface = surfaces.get("beale")
    calm, wild = Run("adam", learning_rate=0.05), Run("gd", learning_rate=10.0)
    together = optimizers.run(surface, [calm, wild, calm], steps=80, engine=engine)
    alone = optimizers.run(surface, [calm], steps=80, engine=engine)
    assert together.status == ("running", "diverged", "running")
    for r in (0, 2):
        np.testing.assert_array_equal(together.positions[r], alone.positions[0])
