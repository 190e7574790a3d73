"""A run ends at its budget or at the first step that passes a test, and says which."""

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import Run, Stop

BOWL = surfaces.get("ill_quadratic").with_parameters(kappa=10.0)


def assert_repeats_after(paths, r, taken):
    for rows in (paths.positions[r], paths.losses[r], paths.gradients[r]):
        np.testing.assert_array_equal(rows[taken:], np.broadcast_to(rows[taken], rows[taken:].shape))


def test_every_form_stops_at_the_first_step_whose_gradient_is_small_enough(forms, engine):
    runs = forms(BOWL)
    paths = optimizers.run(BOWL, runs, steps=400, stop=Stop(gradient_norm=0.5), engine=engine)
    assert "converged" in paths.status
    squared = paths.gradients[..., 0] ** 2 + paths.gradients[..., 1] ** 2
    for r, run in enumerate(runs):
        small = np.flatnonzero(squared[r] <= 0.5**2)
        label, taken = f"{run.key}/{run.form}", paths.steps_taken[r]
        if small.size:
            assert (paths.status[r], taken) == ("converged", small[0]), label
            assert paths.reason[r] == f"the gradient's norm reached the threshold at step {taken}"
            assert_repeats_after(paths, r, taken)
        else:
            assert (paths.status[r], taken) == ("running", 400), label


def test_every_form_stops_at_the_first_step_whose_loss_hardly_changes(forms, engine):
    runs = forms(BOWL)
    paths = optimizers.run(BOWL, runs, steps=400, stop=Stop(loss_change=1e-3), engine=engine)
    assert "converged" in paths.status
    for r, run in enumerate(runs):
        taken, changes = paths.steps_taken[r], np.abs(np.diff(paths.losses[r, : paths.steps_taken[r] + 1]))
        label = f"{run.key}/{run.form}"
        assert not (changes[:-1] < 1e-3).any(), label
        if paths.status[r] == "converged":
            assert changes[-1] < 1e-3, label
            assert paths.reason[r] == f"the loss changed less than the threshold at step {taken}"
            assert_repeats_after(paths, r, taken)
        else:
            assert (paths.status[r], taken) == ("running", 400), label


def test_a_start_at_a_minimum_converges_before_the_first_step(engine):
    start = BOWL.minima[0].x, BOWL.minima[0].y
    paths = optimizers.run(BOWL, [Run("adam")], start=start, stop=Stop(gradient_norm=1e-9), engine=engine)
    assert (paths.status, paths.steps_taken[0]) == (("converged",), 0)


def test_without_tests_even_a_gradient_of_zero_does_not_stop_a_run(engine):
    paths = optimizers.run(BOWL, [Run("gd")], start=(0.0, 0.0), steps=30, engine=engine)
    assert (paths.status, paths.steps_taken[0]) == (("running",), 30)
    assert paths.reason == ("all 30 steps used",)


def test_a_loss_that_stays_the_same_stops_a_run_only_when_asked(engine):
    paths = optimizers.run(BOWL, [Run("gd")], start=(0.0, 0.0), steps=30, stop=Stop(loss_change=1e-12), engine=engine)
    assert (paths.status, paths.steps_taken[0]) == (("converged",), 1)


def test_a_budget_of_no_steps_records_the_start_alone(forms, engine):
    runs = forms(BOWL)
    paths = optimizers.run(BOWL, runs, steps=0, engine=engine)
    assert paths.positions.shape == (len(runs), 1, 2)
    assert paths.learning_rates.shape == (len(runs), 0)
    np.testing.assert_array_equal(paths.positions[:, 0], np.tile(BOWL.start, (len(runs), 1)))
    np.testing.assert_allclose(paths.losses[:, 0], BOWL.value(*BOWL.start), rtol=1e-15)
    assert set(paths.status) == {"running"}
    assert not paths.steps_taken.any()
    assert not paths.evaluations.any()


def test_a_longer_budget_begins_with_the_shorter_one(forms, engine):
    surface = surfaces.get("beale")
    short = optimizers.run(surface, forms(surface), steps=20, engine=engine)
    long = optimizers.run(surface, forms(surface), steps=50, engine=engine)
    np.testing.assert_array_equal(short.positions, long.positions[:, :21])


def test_no_runs_give_empty_arrays(engine):
    paths = optimizers.run(BOWL, [], steps=5, engine=engine)
    assert paths.positions.shape == (0, 6, 2)
    assert paths.losses.shape == (0, 6)
    assert paths.learning_rates.shape == (0, 5)
    assert (paths.status, paths.reason, dict(paths.memory)) == ((), (), {})


REFUSED = {
    "fewer than no steps": ({"steps": -1}, "steps must be within 0 … 1000000; got -1"),
    "too many steps": ({"steps": 1_000_001}, "steps must be within 0 … 1000000; got 1000001"),
    "more points than memory holds": (
        {"runs": [Run("gd")] * 21, "steps": 1_000_000},
        "21 runs of 1000000 steps are more than 20000000 recorded points",
    ),
    "a start that is not a number": ({"start": (np.nan, 0.0)}, "the start must be two finite numbers"),
    "a start at infinity": ({"start": (0.0, np.inf)}, "the start must be two finite numbers"),
    "negative noise": ({"noise": -0.1}, "noise must be 0 or a positive number; got -0.1"),
    "infinite noise": ({"noise": np.inf}, "noise must be 0 or a positive number; got inf"),
    "noise that is not a number": ({"noise": np.nan}, "noise must be 0 or a positive number; got nan"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_job_that_makes_no_sense_is_refused_in_a_sentence(case):
    settings, sentence = REFUSED[case]
    with pytest.raises(ValueError, match=f"^{sentence}"):
        optimizers.run(BOWL, **({"runs": [Run("gd")]} | settings))


@pytest.mark.parametrize("name", ["gradient_norm", "loss_change"])
@pytest.mark.parametrize("threshold", [-1.0, np.nan, np.inf])
def test_a_threshold_that_makes_no_sense_is_refused_in_a_sentence(name, threshold):
    with pytest.raises(ValueError, match=f"^{name} must be 0"):
        Stop(**{name: threshold})
