"""Moving averages: worked numbers, identities, and theory against measurement."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizers import averages
from optimizers.averages import ema, ema_from_first, ema_weights, window_mean

BETAS = st.floats(0.0, 0.999)
VALUES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60)
ASSETS = Path(__file__).resolve().parents[2] / "assets"
BY_KEY = {entry.key: entry for entry in averages.SERIES}


def test_the_worked_example_of_three_days_comes_out():
    assert ema([4.0, 9.0, 1.0], 0.9) == pytest.approx([0.4, 1.26, 1.234])
    assert ema([4.0, 9.0, 1.0], 0.9, bias_correction=True) == pytest.approx([4.0, 1.26 / 0.19, 1.234 / 0.271])
    assert ema_from_first([4.0, 9.0, 1.0], 0.9) == pytest.approx([4.0, 4.5, 4.15])


def test_the_printed_read_outs_come_out_to_their_last_digit():
    assert f"{averages.correction(0.9, 2):.2f}" == "5.26"
    assert f"{averages.correction(0.9, 100):.6f}" == "1.000027"
    assert [round(averages.window(beta), 9) for beta in (0.5, 0.9, 0.98)] == [2.0, 10.0, 50.0]
    assert [averages.nearest_window(beta) for beta in (0.5, 0.9, 0.98)] == [2, 10, 50]
    assert f"{averages.half_life(0.9):.2f}" == "6.58"
    assert f"{averages.variance_left(0.9):.4f}" == "0.0526"


def test_a_value_s_weight_halves_over_a_half_life():
    for beta in (0.5, 0.9, 0.98):
        assert beta ** averages.half_life(beta) == pytest.approx(0.5)
    assert averages.half_life(0.0) == 0.0


# Subnormal numbers have fewer digits than what is asked for here.
@given(st.floats(-1e6, 1e6), BETAS, st.integers(1, 50))
def test_the_corrected_average_of_a_constant_is_that_constant_from_the_first_step_on(value, beta, count):
    corrected = ema(np.full(count, value), beta, bias_correction=True)
    # Near the smallest doubles a product keeps fewer digits.
    np.testing.assert_allclose(corrected, value, rtol=1e-12, atol=1e-300)


@given(BETAS, st.integers(1, 3000))
def test_the_weights_sum_to_one_minus_beta_to_the_k(beta, k):
    weights = ema_weights(beta, k)
    assert len(weights) == k
    assert math.fsum(weights) == pytest.approx(float(averages.weight_sum(beta, k)), rel=1e-12)
    assert float(averages.weight_sum(beta, k)) == pytest.approx(1.0 - beta**k, abs=1e-15)
    assert averages.correction(beta, k) * math.fsum(weights) == pytest.approx(1.0, rel=1e-12)


@given(VALUES, BETAS)
def test_the_recurrence_is_the_weighted_sum(values, beta):
    weighted = [float(ema_weights(beta, k) @ np.array(values[:k])[::-1]) for k in range(1, len(values) + 1)]
    np.testing.assert_allclose(ema(values, beta), weighted, rtol=1e-9, atol=1e-9 * max(map(abs, values)))


@given(VALUES, BETAS)
def test_the_average_is_behind_by_the_mean_age_times_its_own_slope(values, beta):
    v = np.concatenate([[0.0], ema(values, beta)])
    behind = np.array(values) - v[1:]
    scale = max(1.0, *map(abs, values)) * averages.window(beta)
    np.testing.assert_allclose(behind, averages.mean_age(beta) * np.diff(v), rtol=0.0, atol=1e-10 * scale)


@given(VALUES, BETAS)
def test_averages_stay_between_the_values_that_they_average(values, beta):
    low, high = min(values), max(values)
    room = 1e-9 * max(abs(low), abs(high))
    for average in (ema(values, beta, bias_correction=True), ema_from_first(values, beta)):
        assert average.min() >= low - room
        assert average.max() <= high + room


@given(VALUES, BETAS)
def test_the_two_starts_differ_by_what_is_left_of_the_first_value(values, beta):
    steps = np.arange(len(values))
    left = beta ** (steps + 1.0) * values[0]
    expected = ema(values, beta) + left
    np.testing.assert_allclose(ema_from_first(values, beta), expected, rtol=1e-9, atol=1e-9 * max(map(abs, values)))


@given(VALUES, st.integers(1, 70))
def test_the_plain_mean_takes_the_last_values_and_fewer_at_the_start(values, width):
    means = window_mean(values, width)
    for k in range(len(values)):
        part = values[max(0, k + 1 - width) : k + 1]
        assert means[k] == pytest.approx(math.fsum(part) / len(part), rel=1e-9, abs=1e-6)


def test_columns_are_averaged_side_by_side():
    x = np.random.default_rng(0).normal(size=(20, 3))
    for correct in (False, True):
        columns = [ema(x[:, i], 0.8, bias_correction=correct) for i in range(3)]
        np.testing.assert_array_equal(ema(x, 0.8, bias_correction=correct), np.stack(columns, axis=1))


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9, 0.98])
def test_age_and_noise_by_formula_are_those_of_the_weights(beta):
    weights = ema_weights(beta, 4000)
    ages = np.arange(4000)
    assert averages.mean_age(beta) == pytest.approx(float(weights @ ages), rel=1e-9)
    assert averages.variance_left(beta) == pytest.approx(float(weights @ weights), rel=1e-9)
    few = ema_weights(beta, 1500)
    linked = 0.6 ** np.abs(np.arange(1500)[:, None] - np.arange(1500))
    assert averages.variance_left(beta, 0.6) == pytest.approx(float(few @ linked @ few), rel=1e-9)


@pytest.mark.parametrize("beta", [0.5, 0.9, 0.98])
@pytest.mark.parametrize("period", [100.0, 365.0])
def test_a_wave_comes_out_late_by_the_delay(beta, period):
    k = np.arange(1, 2001)
    late = np.sin(2.0 * np.pi * (k - averages.delay(beta, period)) / period)
    size = (1.0 - beta) / abs(1.0 - beta * np.exp(-2j * np.pi / period))
    average = ema(np.sin(2.0 * np.pi * k / period), beta)
    np.testing.assert_allclose(average[1500:], size * late[1500:], atol=1e-9)
    assert averages.delay(beta, 1e7) == pytest.approx(averages.mean_age(beta), rel=1e-6)


@pytest.mark.parametrize("beta", [-0.1, 1.0, 1.5, math.nan])
def test_a_beta_out_of_range_is_refused_with_the_range(beta):
    for call in (lambda: ema([1.0], beta), lambda: ema_weights(beta, 3), lambda: averages.correction(beta, 3)):
        with pytest.raises(ValueError, match="beta must be at least 0 and below 1"):
            call()


def test_values_that_are_missing_or_not_finite_are_refused_with_their_place():
    with pytest.raises(ValueError, match="at least one value"):
        ema([], 0.9)
    with pytest.raises(ValueError, match="value number 2 is nan"):
        ema([1.0, math.nan], 0.9)
    for k in (0, -1, 2.5):
        with pytest.raises(ValueError, match="whole number from 1 on"):
            ema_weights(0.9, k)
    with pytest.raises(ValueError, match="window must be"):
        window_mean([1.0], 0)


def test_the_year_has_365_days_and_names_its_source():
    temperatures = BY_KEY["seattle"].values()
    assert len(temperatures) == 365
    # The first days as the station's own record has them, in tenths of a degree: 72, 106, 89, 78, 83.
    assert list(temperatures[:5]) == [7.2, 10.6, 8.9, 7.8, 8.3]
    assert (temperatures.min(), temperatures.max()) == (-1.6, 35.6)
    assert "USW00024233" in BY_KEY["seattle"].source
    assert "USW00024233" in (ASSETS / "seattle-2014.csv").read_text()


@pytest.mark.parametrize("entry", averages.SERIES, ids=lambda entry: entry.key)
def test_every_sequence_is_finite_and_the_same_every_time(entry):
    values = entry.values()
    assert np.isfinite(values).all()
    np.testing.assert_array_equal(values, entry.values())
    if entry.slow is not None:
        assert entry.slow().shape == values.shape
    assert averages.series(entry.key) is entry


def test_an_unknown_sequence_is_refused_with_near_matches():
    with pytest.raises(ValueError, match="seattle"):
        averages.series("seatle")


@pytest.mark.parametrize("beta", [0.5, 0.9, 0.98])
def test_the_lag_that_is_measured_on_the_year_is_the_theory_s(beta):
    entry = BY_KEY["seattle"]
    found = averages.measure(entry.values(), beta, period=entry.period)
    assert found.measured_lag == pytest.approx(found.wave_lag, rel=0.03)
    mean = averages.measure_mean(entry.values(), beta, period=entry.period)
    assert mean.measured_lag == pytest.approx(mean.wave_lag, rel=0.05)


@pytest.mark.parametrize("beta", [0.5, 0.8, 0.9])
def test_the_noise_that_is_left_of_the_noisy_wave_is_the_theory_s(beta):
    slow = np.sin(2.0 * np.pi * np.arange(8000) / 5000.0)
    noisy = slow + np.random.default_rng(1).normal(0.0, 0.5, 8000)
    found = averages.measure(noisy, beta, slow, period=5000.0)
    assert found.measured_noise == pytest.approx(found.noise, rel=0.1)
    assert found.linked_noise == pytest.approx(found.noise, rel=0.1)
    mean = averages.measure_mean(noisy, beta, slow, period=5000.0)
    assert mean.measured_noise == pytest.approx(mean.noise, rel=0.1)


def test_weather_has_a_memory_so_averaging_it_leaves_more_than_of_independent_noise():
    found = averages.measure(BY_KEY["seattle"].values(), 0.5, period=365.0)
    assert found.measured_noise > 1.5 * found.noise
    assert found.measured_noise == pytest.approx(found.linked_noise, rel=0.1)


def test_half_of_a_step_is_done_after_a_half_life():
    entry = BY_KEY["step"]
    found = averages.measure(entry.values(), 0.9, entry.slow())
    assert found.measured_lag == pytest.approx(averages.half_life(0.9), abs=0.6)
    assert found.measured_noise is None


def test_where_nothing_can_be_measured_the_theory_stands_alone():
    for few in (None, np.arange(10.0)):
        found = averages.measure(few, 0.9)
        assert (found.measured_lag, found.measured_noise, found.linked_noise) == (None, None, None)
        assert found.noise == averages.variance_left(0.9)
    assert averages.measure(np.full(100, 3.0), 0.9).measured_lag is None
