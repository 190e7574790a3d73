"""Bounds on strongly convex losses, against runs and against each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import optimizers
import surfaces
from optimizers import Run, bounds, schedules

START = (2.0, 1.0)
STEPS = 1000
SEEDS = 96
NOISE = 1.0
SCHEDULES = {
    "constant": (0.1, schedules.constant()),
    "inverse square root": (0.5, schedules.inverse_sqrt()),
    "1/(λt)": (1.0, schedules.robbins_monro()),
}


def bowl(kappa):
    """½(x² + κy²): λ = 1, L = κ."""
    return surfaces.get("ill_quadratic").with_parameters(kappa=kappa, angle=0.0)


def measured(kappa, rate, schedule, noise=NOISE, seeds=SEEDS, steps=STEPS):
    """Gaps (seeds, T + 1) and the rates (T,) of noisy descent."""
    run = Run("gd", learning_rate=rate, schedule=schedule)
    walked = optimizers.run(
        bowl(kappa), [run] * seeds, START, steps, noise=noise, seed=range(seeds), record_memory=False, engine="compiled"
    )
    return walked.losses, walked.learning_rates[0]


@pytest.mark.parametrize("kappa", [1.0, 2.0, 4.0])
def test_descent_with_steps_of_one_over_lambda_t_stays_below_its_bound(kappa):
    gaps, rates = measured(kappa, *SCHEDULES["1/(λt)"])
    expected = bounds.expected_on_quadratic((1.0, kappa), START, rates, NOISE)
    iterates = np.arange(2, STEPS + 2)
    bound = bounds.stochastic_bound(expected.squared_gradients.max(), 1.0, iterates)
    assert (gaps.mean(axis=0)[1:] <= bound).all()
    assert (expected.gaps[1:] <= bound).all()


@pytest.mark.parametrize("kappa", [1.0, 3.0, 30.0, 1000.0])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_descent_without_noise_stays_below_c_to_the_k(kappa, share):
    rate = 2.0 * share / kappa
    gaps, _ = measured(kappa, rate, schedules.constant(), noise=0.0, seeds=1, steps=200)
    bound = bounds.batch_bound(gaps[0, 0], bounds.contraction(rate, 1.0, kappa), np.arange(201))
    assert (gaps[0] <= bound * (1.0 + 1e-12)).all()


def test_on_one_axis_c_to_the_k_is_what_happens():
    rate, kappa = 0.03, 50.0
    run = Run("gd", learning_rate=rate)
    for start in ((1.0, 0.0), (0.0, 1.0)):
        gaps = optimizers.run(bowl(kappa), [run], start, 60, engine="plain").losses[0]
        curvature = 1.0 if start[0] else kappa
        assert gaps == pytest.approx(gaps[0] * (1.0 - rate * curvature) ** (2.0 * np.arange(61)), rel=1e-10)


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("kappa", [1.0, 3.0])
def test_the_mean_over_seeds_is_the_expectation_to_within_its_standard_error(name, kappa):
    gaps, rates = measured(kappa, *SCHEDULES[name])
    expected = bounds.expected_on_quadratic((1.0, kappa), START, rates, NOISE).gaps
    error = gaps.std(axis=0, ddof=1) / np.sqrt(SEEDS)
    apart = np.abs(gaps.mean(axis=0) - expected)[1:] / error[1:]
    assert np.median(apart) < 1.5
    assert np.quantile(apart, 0.99) < 4.5


@pytest.mark.parametrize(("name", "power"), [("constant", 0.0), ("inverse square root", -0.5), ("1/(λt)", -1.0)])
def test_slopes_on_logarithmic_axes_are_those_of_theory(name, power):
    gaps, rates = measured(3.0, *SCHEDULES[name])
    expected = bounds.expected_on_quadratic((1.0, 3.0), START, rates, NOISE).gaps
    tail = slice(STEPS // 10, None)
    updates = np.arange(STEPS + 1)
    assert bounds.order(updates[tail], expected[tail]) == pytest.approx(power, abs=0.03)
    assert bounds.order(updates[tail], gaps.mean(axis=0)[tail]) == pytest.approx(power, abs=0.1)


def test_with_curvature_lambda_the_steps_one_over_lambda_t_average_the_noise():
    curvature, t = 2.5, np.arange(1, 301)
    gaps = bounds.expected_on_quadratic((curvature,), (7.0,), 1.0 / (curvature * t), 0.8).gaps[1:]
    assert gaps == pytest.approx(0.8**2 / (2.0 * curvature * t), rel=1e-9)


def test_a_constant_rate_settles_at_the_floor_that_its_noise_feeds():
    rate, curvature, noise = 0.2, 3.0, 0.7
    gaps = bounds.expected_on_quadratic((curvature,), (1.0,), np.full(500, rate), noise).gaps
    assert gaps[-1] == pytest.approx(rate * noise**2 / (2.0 * (2.0 - rate * curvature)), rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(
    rate=st.floats(1e-4, 10.0),
    low=st.floats(1e-3, 10.0),
    spread=st.floats(1.0, 1e4),
    between=st.floats(0.0, 1.0),
)
def test_no_curvature_between_the_two_shrinks_the_gap_less_than_the_contraction(rate, low, spread, between):
    high = low * spread
    curvature = low + between * (high - low)
    slowest = bounds.contraction(rate, low, high)
    assert (1.0 - rate * curvature) ** 2 <= slowest * (1.0 + 1e-9)
    assert slowest < 1.0 or rate >= 2.0 / high * (1.0 - 1e-9)


@given(power=st.floats(-3.0, 3.0), scale=st.floats(1e-6, 1e6))
def test_the_order_of_a_power_law_is_its_power(power, scale):
    k = np.arange(1.0, 200.0)
    assert bounds.order(k, scale * k**power) == pytest.approx(power, abs=1e-9)


def test_an_order_needs_two_positive_values():
    assert np.isnan(bounds.order([1.0, 2.0], [0.0, 1.0]))
    assert bounds.order([0.0, 1.0, 2.0, 4.0], [5.0, np.inf, 2.0, 1.0]) == pytest.approx(-1.0)


def test_what_no_theorem_covers_is_refused():
    for arguments in ((0.1, 0.0, 1.0), (0.1, 2.0, 1.0), (0.0, 1.0, 2.0)):
        with pytest.raises(ValueError, match=r"learning rate|strongly convex"):
            bounds.contraction(*arguments)
    with pytest.raises(ValueError, match="T must exceed 1"):
        bounds.stochastic_bound(1.0, 1.0, [1.0, 2.0])
    with pytest.raises(ValueError, match="strongly convex"):
        bounds.stochastic_bound(1.0, 0.0, 2.0)


@pytest.mark.parametrize("engine", ["plain", "compiled"])
def test_every_run_meets_the_draws_of_its_own_seed(engine):
    run, surface = Run("gd", learning_rate=0.1), bowl(2.0)
    seeds = [3, 3, 7, 0]
    together = optimizers.run(surface, [run] * 4, START, 20, noise=1.0, seed=seeds, engine=engine)
    for r, seed in enumerate(seeds):
        alone = optimizers.run(surface, [run], START, 20, noise=1.0, seed=seed, engine=engine)
        assert (together.positions[r] == alone.positions[0]).all()
    assert (together.positions[1] != together.positions[2]).any()


def test_seeds_must_be_one_for_each_run():
    run = Run("gd", learning_rate=0.1)
    with pytest.raises(ValueError, match="2 for 3 runs"):
        optimizers.run(bowl(2.0), [run] * 3, START, 5, seed=[1, 2])
    assert optimizers.run(bowl(2.0), [], START, 5, seed=[]).positions.shape == (0, 6, 2)


def test_partial_sums_go_on_beyond_the_run():
    for entry in optimizers.SCHEDULES:
        within = schedules.partial_sums(entry(), 0.3, 40)
        beyond = schedules.partial_sums(entry(), 0.3, 40, 400)
        for short, long in zip(within, beyond, strict=True):
            assert long.shape == (400,)
            assert (long[:40] == short).all()
            assert (np.diff(long) >= 0.0).all()
