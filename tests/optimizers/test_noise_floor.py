"""The measured noise floor is the one that theory foretells, and theory is silent where it does not hold."""

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import Run, schedules
from optimizers.ensembles import ensemble
from optimizers.noise_floor import LINEAR, curvatures, noise_floor
from optimizers.repeated import QUANTILES, seeds

BOWL = surfaces.get("ill_quadratic").with_parameters(kappa=10.0, angle=30.0)
SIGMA = 0.5
CASES = (
    Run("gd", learning_rate=0.02),
    Run("gd", learning_rate=0.15),
    Run("momentum", "classical", learning_rate=0.02, beta=0.8),
    Run("momentum", "pytorch", learning_rate=0.04, beta=0.7, dampening=0.5),
    Run("momentum", "ema", learning_rate=0.1, beta=0.8),
    Run("nesterov", "lookahead", learning_rate=0.03, beta=0.8),
)


def test_every_rule_of_the_table_has_a_case():
    assert {(run.key, run.form) for run in CASES} == set(LINEAR)


def test_the_curvatures_of_a_quadratic_are_its_eigenvalues_and_others_have_none():
    assert curvatures(BOWL) == pytest.approx((1.0, 10.0))
    assert curvatures(surfaces.get("booth")) == pytest.approx((2.0, 18.0))
    quadratic = {s.key for s in surfaces.SURFACES if curvatures(s) is not None}
    assert {"sphere", "ill_quadratic", "rotated_quadratic", "booth", "matyas"} <= quadratic
    assert not quadratic & {"beale", "rosenbrock", "saddle", "quartic", "ackley"}


def test_gradient_descent_has_the_floor_that_the_textbook_prints():
    rate = 0.1
    expected = sum(rate * SIGMA**2 / (2.0 * (2.0 - rate * curvature)) for curvature in (1.0, 10.0))
    assert noise_floor(BOWL, Run("gd", learning_rate=rate), SIGMA).loss == pytest.approx(expected, rel=1e-12)


def test_heavy_ball_has_the_floor_of_its_closed_form():
    rate, beta = 0.03, 0.9
    expected = sum(
        rate * SIGMA**2 * (1.0 + beta) / (2.0 * (1.0 - beta) * (2.0 * (1.0 + beta) - rate * curvature))
        for curvature in (1.0, 10.0)
    )
    floor = noise_floor(BOWL, Run("momentum", "classical", learning_rate=rate, beta=beta), SIGMA)
    assert floor.loss == pytest.approx(expected, rel=1e-12)


def test_the_floor_is_of_the_order_of_the_rate():
    floors = [noise_floor(BOWL, Run("gd", learning_rate=rate), SIGMA).loss for rate in (1e-4, 1e-3)]
    assert floors[1] / floors[0] == pytest.approx(10.0, rel=0.01)


@pytest.mark.parametrize("run", CASES, ids=lambda run: f"{run.key}/{run.form} {run.values[0]}")
def test_what_is_measured_meets_the_theory_within_the_sampling_error(run):
    repetitions = 300
    measured = ensemble(BOWL, [run], repetitions, start=(0.0, 0.0), steps=2000, noise=SIGMA, seed=7).settled[0]
    error = measured.std(ddof=1) / np.sqrt(repetitions)
    floor = noise_floor(BOWL, run, SIGMA)
    assert floor.memory < 100.0
    assert abs(measured.mean() - floor.loss) < 4.0 * error
    assert error < 0.03 * floor.loss


@pytest.mark.parametrize("run", CASES, ids=lambda run: f"{run.key}/{run.form} {run.values[0]}")
def test_an_offset_falls_to_1_over_e_in_the_memory_that_theory_says(run):
    memory = noise_floor(BOWL, run, SIGMA).memory
    window = int(np.ceil(4.0 * memory))
    path = optimizers.run(BOWL, [run], start=(2.0, 1.0), steps=5 * window)
    lengths = np.linalg.norm(path.positions[0], axis=1)
    # Complex roots make the length swing: the highest of a window tells the decay.
    highest = [lengths[k * window : (k + 1) * window].max() for k in (1, 4)]
    assert np.log(highest[0] / highest[1]) / (3 * window) * memory == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize(
    ("surface", "run", "schedule"),
    [
        (surfaces.get("beale"), Run("gd", learning_rate=0.01), None),
        (BOWL, Run("adam", learning_rate=0.01), None),
        (BOWL, Run("gd", learning_rate=0.01, weight_decay=0.1), None),
        (BOWL, Run("gd", learning_rate=0.01, clip_norm=1.0), None),
        (BOWL, Run("gd", learning_rate=0.01), schedules.get("cosine")()),
        (BOWL, Run("gd", learning_rate=0.01, schedule=schedules.get("cosine")()), None),
    ],
)
def test_theory_is_silent_where_it_does_not_hold(surface, run, schedule):
    assert noise_floor(surface, run, SIGMA, schedule) is None


def test_a_rate_beyond_the_stable_ones_has_no_floor():
    assert noise_floor(BOWL, Run("gd", learning_rate=0.21), SIGMA).loss == np.inf


def test_the_first_repetition_is_the_race_itself():
    runs = [Run("gd", learning_rate=0.05), Run("adam", learning_rate=0.05)]
    for fresh in (False, True):
        drawn = seeds(3, len(runs), fresh)
        alone = optimizers.run(BOWL, runs, steps=50, noise=SIGMA, seed=drawn)
        together = ensemble(BOWL, runs, 5, steps=50, noise=SIGMA, seed=3, fresh=fresh)
        np.testing.assert_array_equal(together.ends[:, 0], alone.positions[:, -1])
        single = ensemble(BOWL, runs, 1, steps=50, noise=SIGMA, seed=3, fresh=fresh)
        np.testing.assert_array_equal(single.quantiles[:, 1], alone.losses[:, single.steps])


def test_shared_draws_move_twins_alike_and_fresh_ones_do_not():
    twins = [Run("gd", learning_rate=0.05)] * 2
    same, fresh = (ensemble(BOWL, twins, 4, steps=30, noise=SIGMA, fresh=each).ends for each in (False, True))
    np.testing.assert_array_equal(same[0], same[1])
    np.testing.assert_array_equal(same[0], fresh[0])
    assert (fresh[0] != fresh[1]).any(axis=1).all()


def test_quantiles_are_those_of_the_losses_however_the_calls_are_cut(monkeypatch):
    runs = [Run("gd", learning_rate=0.05), Run("momentum", learning_rate=0.01)]
    whole = ensemble(BOWL, runs, 40, steps=60, noise=SIGMA, seed=11)
    losses = np.stack([optimizers.run(BOWL, runs, steps=60, noise=SIGMA, seed=11 + n).losses for n in range(40)])
    expected = np.quantile(losses, QUANTILES, axis=0, method="nearest")[:, :, whole.steps]
    np.testing.assert_array_equal(whole.quantiles, expected.swapaxes(0, 1))
    monkeypatch.setattr("optimizers.ensembles.CHUNK", 500)
    np.testing.assert_array_equal(ensemble(BOWL, runs, 40, steps=60, noise=SIGMA, seed=11).quantiles, whole.quantiles)


def test_repetitions_that_diverge_are_counted_and_never_clipped():
    found = ensemble(surfaces.get("beale"), [Run("gd", learning_rate=0.05)], 50, start=(4.0, 4.0), steps=50, noise=1.0)
    assert found.diverged[0] == 50
    assert np.isinf(found.quantiles[0, :, -1]).all()
    assert np.isnan(found.settled).all()


def test_no_repetitions_are_refused():
    with pytest.raises(ValueError, match="at least one"):
        ensemble(BOWL, [], 0)
