"""Runs that are repeated with other draws of the noise."""

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import Run

SPHERE = surfaces.get("sphere")
RUNS = [Run("gd", learning_rate=0.1), Run("adam", learning_rate=0.05), Run("momentum", learning_rate=0.02)]
SEEDS = (4, 0, 11, 4)


@pytest.fixture(scope="module")
def repeated():
    return optimizers.repeat(SPHERE, RUNS, SEEDS, steps=30, noise=2.0, engine="plain")


def test_each_row_is_the_run_alone_with_that_seed(repeated):
    for r, run in enumerate(RUNS):
        for s, seed in enumerate(SEEDS):
            alone = optimizers.run(SPHERE, [run], steps=30, noise=2.0, seed=seed, engine="plain")
            assert (repeated.positions[r, s] == alone.positions[0]).all()
            assert (repeated.losses[r, s] == alone.losses[0]).all()
            assert (repeated.learning_rates[r, s] == alone.learning_rates[0]).all()


def test_distances_and_lengths_are_those_of_the_positions(repeated):
    assert repeated.distances(SPHERE) == pytest.approx(np.hypot(repeated.positions[..., 0], repeated.positions[..., 1]))
    moved = np.diff(repeated.positions, axis=2)
    assert repeated.lengths == pytest.approx(np.hypot(moved[..., 0], moved[..., 1]))


def test_the_nearest_of_several_minima_counts():
    land = surfaces.get("himmelblau")
    walked = optimizers.repeat(land, RUNS[:1], [0], steps=5, engine="plain")
    apart = [np.hypot(*(walked.positions[0, 0].T - np.array([[m.x], [m.y]]))) for m in land.minima]
    assert walked.distances(land)[0, 0] == pytest.approx(np.min(apart, axis=0))


def test_without_a_minimum_there_is_no_distance():
    saddle = surfaces.get("saddle")
    walked = optimizers.repeat(saddle, RUNS, [0, 1], steps=4, engine="plain")
    assert walked.distances(saddle).shape == (3, 2, 5)
    assert np.isnan(walked.distances(saddle)).all()


def test_the_spread_holds_four_fifths_of_the_draws():
    values = np.arange(101.0)[None, :, None] * np.ones((2, 101, 3))
    mean, low, high = optimizers.spread(values)
    assert (mean == 50.0).all()
    assert low == pytest.approx(np.full((2, 3), 10.0))
    assert high == pytest.approx(np.full((2, 3), 90.0))


def test_without_noise_all_draws_are_one():
    walked = optimizers.repeat(SPHERE, RUNS, range(5), steps=10, engine="plain")
    mean, low, high = optimizers.spread(walked.losses)
    assert low == pytest.approx(mean, rel=1e-12)
    assert high == pytest.approx(mean, rel=1e-12)
