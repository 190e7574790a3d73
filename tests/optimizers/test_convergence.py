"""Fitted rates are the known ones."""

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import Run
from optimizers.convergence import fit_rate

QUADRATIC = surfaces.get("ill_quadratic")


def losses(run, surface, steps=300, start=None):
    return optimizers.run(surface, [run], steps=steps, start=start, engine="plain").losses[0]


@pytest.mark.parametrize("kappa", [3.0, 20.0, 100.0])
@pytest.mark.parametrize("eta_times_largest", [0.3, 1.0, 1.9])
def test_gradient_descent_on_a_quadratic_contracts_by_the_largest_one_minus_eta_lambda(kappa, eta_times_largest):
    surface = QUADRATIC.with_parameters(kappa=kappa)
    eta = eta_times_largest / kappa
    # Long enough for the slower of two directions to be the only one left.
    rate = fit_rate(losses(Run("gd", learning_rate=eta), surface, steps=3200), 0.0)
    factor = max(abs(1.0 - eta), abs(1.0 - eta * kappa))
    assert rate.kind == "linear"
    assert rate.alpha == pytest.approx(factor**2, rel=1e-6)
    assert rate.contraction == pytest.approx(factor, rel=1e-6)
    assert rate.quality > 0.9999


def test_momentum_at_its_best_rate_contracts_by_the_root_of_beta():
    """Polyak: with complex eigenvalues both directions shrink by √β a step."""
    surface, beta = QUADRATIC.with_parameters(kappa=25.0), 0.64
    eta = ((1.0 + np.sqrt(beta)) ** 2 / 25.0) * 0.7
    rate = fit_rate(losses(Run("momentum", learning_rate=eta, beta=beta), surface, steps=400), 0.0)
    assert rate.kind == "linear"
    assert rate.contraction == pytest.approx(np.sqrt(beta), rel=0.01)


def test_one_over_t_is_told_from_a_constant_factor():
    t = np.arange(1.0, 400.0)
    slow, fast = fit_rate(3.0 / t, 0.0), fit_rate(3.0 * 0.97**t, 0.0)
    assert (slow.kind, fast.kind) == ("sub-linear", "linear")
    assert slow.power == pytest.approx(1.0, abs=0.02)
    assert fast.alpha == pytest.approx(0.97, rel=1e-9)


def test_gradient_descent_on_a_quartic_is_sub_linear():
    """w ← w - 4ηw³ leaves w ≈ 1/√(8ηt), so w⁴ falls like 1/t²."""
    quartic = surfaces.from_expression("x^4", start=(1.0, 0.0))
    rate = fit_rate(losses(Run("gd", learning_rate=0.05), quartic, steps=2000), 0.0)
    assert rate.kind == "sub-linear"
    assert rate.power == pytest.approx(2.0, abs=0.05)


def test_the_steps_to_epsilon_are_seen_where_the_run_got_there_and_extrapolated_where_not():
    surface = QUADRATIC.with_parameters(kappa=100.0)
    long = losses(Run("gd", learning_rate=0.015), surface, steps=1200)
    short = fit_rate(long[:301], 0.0)
    seen, was_seen = fit_rate(long, 0.0).steps_to(1e-9)
    foretold, from_fit = short.steps_to(1e-9)
    assert (was_seen, from_fit) == (True, False)
    assert np.flatnonzero(long <= 1e-9)[0] == seen
    assert abs(foretold - seen) <= 1


def test_the_lectures_comparison_of_the_two_rates():
    """For ε = 10⁻³ a linear rate needs steps in the order of log 1/ε, a sub-linear one in the order of 1/ε."""
    t = np.arange(1.0, 101.0)
    assert fit_rate(1.0 / t, 0.0).steps_to(1e-3)[0] == pytest.approx(1000, rel=0.05)
    assert fit_rate(10.0 ** -(t - 1.0), 0.0).steps_to(1e-3)[0] == 3


def test_a_run_that_stays_away_has_no_rate():
    for gaps in (np.full(100, 0.7), np.linspace(1.0, 50.0, 100), np.ones(3), np.array([1.0]), 1e-20 * np.ones(50)):
        rate = fit_rate(gaps, 0.0)
        assert rate.kind == "none"
        assert rate.steps_to(1e-30) == (None, False)


def test_rounding_beside_a_minimum_that_is_not_zero_is_no_rate():
    styblinski = surfaces.get("styblinski_tang")
    lowest = styblinski.minima[0].value
    rate = fit_rate(losses(Run("gd", learning_rate=0.01), styblinski, 500, (-2.0, -2.5)), lowest)
    assert rate.kind == "linear"
    assert rate.last < 400
    f_xx, _, _ = styblinski.hessian(*styblinski.minima[0][:2])
    assert rate.contraction == pytest.approx(abs(1.0 - 0.01 * f_xx), rel=0.01)


def test_a_loss_that_stops_being_a_number_ends_the_fit():
    gaps = np.append(0.9 ** np.arange(50.0), [np.inf, np.nan])
    assert fit_rate(gaps, 0.0).alpha == pytest.approx(0.9)
