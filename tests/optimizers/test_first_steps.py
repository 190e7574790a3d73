"""The first steps of Adam: what the corrections are for, and what RAdam makes of it."""

from math import sqrt

import numpy as np
import pytest

import surfaces
from optimizers import first_steps as early
from optimizers.first_steps import CORRECTED, RECTIFIED, UNCORRECTED, WARMED_UP, first_steps


@pytest.mark.parametrize("key", ["sphere", "beale", "rosenbrock", "ill_quadratic"])
def test_the_very_first_step_is_eta_with_correction_and_3_16_eta_without(key):
    found = first_steps(surfaces.get(key), 0.01)
    assert found.lengths[found.of(CORRECTED), 0] == pytest.approx(1.0, rel=1e-6)
    assert f"{found.lengths[found.of(UNCORRECTED), 0]:.2f}" == "3.16"
    assert found.lengths[found.of(UNCORRECTED), 0] == pytest.approx(0.1 / sqrt(0.001), rel=1e-5)


@pytest.mark.parametrize(("beta1", "beta2"), [(0.9, 0.999), (0.5, 0.99), (0.99, 0.9), (0.0, 0.999)])
def test_the_first_step_without_correction_follows_from_both_betas(beta1, beta2):
    found = first_steps(surfaces.get("sphere"), 0.01, beta1, beta2)
    expected = (1.0 - beta1) / sqrt(1.0 - beta2)
    assert found.lengths[found.of(UNCORRECTED), 0] == pytest.approx(expected, rel=1e-5)
    assert early.uncorrected_share(beta1, beta2, 1)[2] == pytest.approx(expected)


def test_under_a_steady_gradient_every_step_is_longer_by_the_share():
    slope = surfaces.from_expression("3*x - 5*y", x_range=(-1, 1), y_range=(-1, 1))
    found = first_steps(slope, 0.01, steps=200)
    _, _, shares = early.uncorrected_share(0.9, 0.999, np.arange(1, 201))
    np.testing.assert_allclose(found.lengths[found.of(CORRECTED)], 1.0, rtol=1e-6)
    np.testing.assert_allclose(found.lengths[found.of(UNCORRECTED)], shares, rtol=1e-5)


def test_a_warm_up_keeps_the_first_steps_short():
    found = first_steps(surfaces.get("sphere"), 0.01, warm_up=10)
    lengths = found.lengths[found.of(WARMED_UP)]
    assert lengths[0] == pytest.approx(0.1 * 0.1 / sqrt(0.001), rel=1e-5)
    assert (lengths[:9] < found.lengths[found.of(UNCORRECTED), :9]).all()
    assert WARMED_UP not in first_steps(surfaces.get("sphere"), 0.01).names


def test_radam_begins_with_four_plain_steps_as_long_as_the_slope():
    surface = surfaces.get("sphere")
    found = first_steps(surface, 0.001)
    steepest = max(map(abs, surface.gradient(*surface.start)))
    assert found.lengths[found.of(RECTIFIED), 0] == pytest.approx(steepest, rel=1e-9)
    rho, r = early.rectification(surface, 0.999, 20)
    assert (rho[:4] <= 4.0).all()
    assert (rho[4:] > 4.0).all()
    assert (r[:4] == 0.0).all()
    np.testing.assert_allclose(found.lengths[found.of(RECTIFIED), 4:], r[4:], rtol=0.05)


def test_radam_s_memory_is_the_paper_s_formula():
    beta2, t = 0.99, np.arange(1.0, 1001.0)
    rho, r = early.rectification(surfaces.get("sphere"), beta2, 1000)
    longest = 2.0 / (1.0 - beta2) - 1.0
    expected = longest - 2.0 * t * beta2**t / (1.0 - beta2**t)
    np.testing.assert_allclose(rho, expected, rtol=1e-9, atol=1e-9)
    high = expected > 4.0
    part = expected[high]
    root = np.sqrt((part - 4) * (part - 2) * longest / ((longest - 4) * (longest - 2) * part))
    np.testing.assert_allclose(r[high], root, rtol=1e-9)
    assert (r[~high] == 0.0).all()


def test_beta2_outlasts_beta1():
    t = np.arange(1, 10_001)
    shorter, longer, both = early.uncorrected_share(0.9, 0.999, t)
    assert early.settled_after(shorter) == 22
    assert early.settled_after(longer) > 1500
    assert both.max() > 6.0
    assert early.settled_after([1.0, 1.0]) == 1
    assert early.settled_after([1.0, 2.0]) is None


def test_a_run_that_stops_has_no_lengths_afterwards():
    found = first_steps(surfaces.get("rosenbrock"), 1.0)
    stopped = found.trajectories.steps_taken[found.of(RECTIFIED)]
    assert stopped < 20
    assert np.isnan(found.lengths[found.of(RECTIFIED), stopped:]).all()
    assert np.isfinite(found.lengths[found.of(CORRECTED)]).all()
