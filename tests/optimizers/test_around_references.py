"""Clipping and averages of the iterates are those of PyTorch and optax; moving averages also those of pandas."""

from math import lgamma

import numpy as np
import pandas as pd
import pytest

import optimizers
import surfaces
from optimizers import Run, averages
from optimizers.averages import ema, ema_from_first, window_mean
from tests.optimizers.references.around import CASES, MEMORIES, our_paths, references, sequence
from tests.optimizers.references.case import KEPT
from tests.optimizers.references.losses import LOSSES
from tests.optimizers.references.verify import TOLERANCE

BY_NAME = {case.name: case for case in CASES}
YEAR = averages.series("seattle").values()


@pytest.mark.parametrize("name", BY_NAME)
def test_what_is_around_a_step_equals_its_reference_at_every_step(name):
    theirs = references()[name]
    worst = (np.abs(our_paths(BY_NAME[name]) - theirs) / (1.0 + np.abs(theirs))).max(axis=3)
    setting, surface, row = np.unravel_index(np.argmax(worst), worst.shape)
    assert worst.max() <= TOLERANCE, f"setting {setting}, {LOSSES[surface][0]}, step {KEPT[row]}"


@pytest.mark.parametrize("name", BY_NAME)
def test_a_reference_around_a_step_is_finite_and_differs_from_the_bare_run(name):
    case, stored = BY_NAME[name], references()[name]
    assert stored.shape == (len(case.settings), len(LOSSES), len(KEPT), 2)
    assert np.isfinite(stored).all()
    bare = our_paths(type(case)("", "", ({},)))
    assert (np.abs(stored - bare).max(axis=(2, 3)) > 1e-3).all(), "where nothing binds nothing is compared"
    if len(stored) > 1:
        assert (np.abs(stored[0] - stored[1]).max(axis=(1, 2)) > 1e-4).all()


def test_every_way_to_average_iterates_and_both_bounds_have_a_reference():
    named = {case.what for case in CASES}
    assert {entry.key for entry in averages.AVERAGES} | {"clip_norm", "clip_value"} <= named


@pytest.mark.parametrize("beta", MEMORIES)
def test_the_moving_average_is_that_of_optax_with_and_without_its_correction(beta):
    rows = np.array(KEPT) - 1
    for word, corrected in (("plain", False), ("corrected", True)):
        ours = ema(sequence(), beta, bias_correction=corrected)[rows]
        np.testing.assert_allclose(ours, references()[f"ema {beta} {word}"], rtol=TOLERANCE, atol=TOLERANCE)


@pytest.mark.parametrize("beta", MEMORIES)
def test_the_moving_average_is_that_of_pandas(beta):
    """Its adjusted weights sum to one as the corrected ones do; unadjusted it begins at the first value."""
    weighed = pd.Series(YEAR)
    adjusted = weighed.ewm(alpha=1.0 - beta, adjust=True).mean()
    begun = weighed.ewm(alpha=1.0 - beta, adjust=False).mean()
    np.testing.assert_allclose(ema(YEAR, beta, bias_correction=True), adjusted, rtol=TOLERANCE)
    np.testing.assert_allclose(ema_from_first(YEAR, beta), begun, rtol=TOLERANCE)


@pytest.mark.parametrize("width", [1, 2, 10, 50, 400])
def test_the_plain_mean_is_that_of_pandas(width):
    rolled = pd.Series(YEAR).rolling(width, min_periods=1).mean()
    np.testing.assert_allclose(window_mean(YEAR, width), rolled, rtol=TOLERANCE)


@pytest.mark.parametrize("gamma", [0.0, 0.5, 3.0, 10.0])
def test_polynomial_decay_has_the_weights_of_its_closed_form(gamma):
    """Written out, the weight of w_i is proportional to Γ(i + γ) / Γ(i)."""
    run = Run("gd", learning_rate=0.01, averaging="polynomial_decay", gamma=gamma)
    walked = optimizers.run(surfaces.get("beale"), [run], steps=60, noise=0.5)
    for t in (1, 2, 7, 60):
        weights = np.exp([lgamma(i + gamma) - lgamma(i) for i in range(1, t + 1)])
        expected = weights @ walked.positions[0, 1 : t + 1] / weights.sum()
        np.testing.assert_allclose(walked.averages[0, t], expected, rtol=1e-10)
