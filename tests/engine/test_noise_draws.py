"""Noise is Gaussian, of the asked size, the same for every optimizer, and gone at size 0."""

from itertools import pairwise

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import Run

BOWL = surfaces.get("ill_quadratic").with_parameters(kappa=1.0)
RATE = 0.01


def draws(engine, steps, sigma=1.0, seed=0):
    """The noise that gradient descent saw, worked out from its steps: (steps, 2)."""
    run = Run("gd", learning_rate=RATE)
    paths = optimizers.run(BOWL, [run], steps=steps, noise=sigma, seed=seed, engine=engine)
    return -np.diff(paths.positions[0], axis=0) / RATE - paths.gradients[0, :-1]


def test_draws_have_the_mean_and_the_variance_of_their_distribution():
    count = 100_000
    found = draws("compiled", count, sigma=0.3) / 0.3
    for coordinate in range(2):
        z = found[:, coordinate]
        assert abs(z.mean()) < 4.0 / np.sqrt(count)
        assert abs(z.var() - 1.0) < 4.0 * np.sqrt(2.0 / count)
        assert abs((z**3).mean()) < 4.0 * np.sqrt(15.0 / count)
        assert abs((z**4).mean() - 3.0) < 4.0 * np.sqrt(96.0 / count)
        assert abs((np.abs(z) < 1.0).mean() - 0.6826895) < 4.0 * np.sqrt(0.25 / count)


def test_coordinates_and_neighbouring_steps_are_independent():
    count = 100_000
    x, y = draws("compiled", count).T
    for first, second in ((x, y), (x[1:], x[:-1]), (y[1:], y[:-1]), (x[1:], y[:-1]), (x**2, y**2)):
        assert abs(np.corrcoef(first, second)[0, 1]) < 4.0 / np.sqrt(count)


def test_neighbouring_seeds_share_nothing():
    count = 50_000
    found = [draws("compiled", count, seed=seed)[:, 0] for seed in (0, 1, 2, -1)]
    for first, second in pairwise(found):
        assert abs(np.corrcoef(first, second)[0, 1]) < 4.0 / np.sqrt(count)


def test_both_engines_draw_the_same():
    np.testing.assert_allclose(draws("plain", 300), draws("compiled", 300), rtol=0.0, atol=1e-9)


def test_twice_the_size_is_twice_the_noise(engine):
    np.testing.assert_allclose(draws(engine, 200, sigma=2.0), 2.0 * draws(engine, 200), rtol=0.0, atol=1e-9)


SAME_AS_GRADIENT_DESCENT = (
    Run("momentum", "classical", learning_rate=RATE, beta=0.0),
    Run("momentum", "pytorch", learning_rate=RATE, beta=0.0),
    Run("momentum", "ema", learning_rate=RATE, beta=0.0),
    Run("nesterov", "lookahead", learning_rate=RATE, beta=0.0),
    Run("nesterov", "pytorch", learning_rate=RATE, beta=0.0),
)


@pytest.mark.parametrize("run", SAME_AS_GRADIENT_DESCENT, ids=lambda run: f"{run.key}/{run.form}")
def test_every_optimizer_sees_the_same_draws(run, engine):
    settings = {"steps": 100, "noise": 0.5, "seed": 3, "engine": engine}
    paths = optimizers.run(BOWL, [Run("gd", learning_rate=RATE), run], **settings)
    np.testing.assert_array_equal(paths.positions[1], paths.positions[0])


def test_draws_do_not_depend_on_company_or_order(forms, engine):
    runs = forms(BOWL)
    settings = {"steps": 30, "noise": 0.5, "seed": 3, "engine": engine}
    forwards = optimizers.run(BOWL, runs, **settings).positions
    backwards = optimizers.run(BOWL, runs[::-1], **settings).positions
    np.testing.assert_array_equal(forwards, backwards[::-1])


def test_the_same_seed_gives_the_same_path_and_another_seed_another(forms, engine):
    surface = surfaces.get("beale")
    first, again, other = (
        optimizers.run(surface, forms(surface), steps=30, noise=500.0, seed=seed, engine=engine).positions
        for seed in (5, 5, 6)
    )
    np.testing.assert_array_equal(first, again)
    assert (first != other).any(axis=(1, 2)).all()


@pytest.mark.parametrize("surface", surfaces.SURFACES, ids=lambda surface: surface.key)
def test_noise_of_size_0_is_exactly_the_path_without_noise(surface, forms, engine):
    runs = forms(surface)
    without = optimizers.run(surface, runs, steps=30, engine=engine)
    silent = optimizers.run(surface, runs, steps=30, noise=0.0, seed=9, engine=engine)
    np.testing.assert_array_equal(without.positions, silent.positions)


def test_what_is_recorded_is_the_gradient_of_the_loss_and_not_the_noisy_one(engine):
    paths = optimizers.run(BOWL, [Run("adam")], steps=20, noise=1.0, engine=engine)
    df_dx, df_dy = BOWL.gradient(paths.positions[0, :, 0], paths.positions[0, :, 1])
    np.testing.assert_allclose(paths.gradients[0], np.stack([df_dx, df_dy], axis=1), rtol=1e-12)
