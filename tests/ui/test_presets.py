"""Presets fit the registries and show what they say."""

import numpy as np
import pytest

import optimizers
from ui.presets import PRESETS


def race(key):
    scene = next(preset.scene for preset in PRESETS if preset.key == key)
    return optimizers.run(
        scene.landscape,
        scene.runs,
        start=scene.start,
        steps=scene.steps,
        schedule=scene.schedule,
        noise=scene.noise,
        seed=scene.seed,
    )


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_a_preset_opens_whole_and_nobody_in_it_diverges(preset):
    scene = preset.scene
    assert scene.runs
    assert "diverged" not in race(preset.key).status


def test_only_the_larger_momentum_escapes():
    ends = race("escape").positions[:, -1, 0]
    assert (ends[:2] < -3.0).all()
    assert ends[2] > 3.0


def test_two_momenta_are_one_path_and_the_average_needs_ten_times_the_rate():
    paths = race("three_momenta").positions
    np.testing.assert_allclose(paths[1], paths[0], rtol=1e-9)
    np.testing.assert_allclose(paths[2], paths[0], rtol=1e-9)
    assert not np.allclose(paths[3], paths[0], rtol=1e-2)


def test_under_a_schedule_they_part():
    paths = race("three_momenta_schedule").positions
    assert np.abs(paths[1] - paths[0]).max() > 1e-2


def test_uncorrected_adam_begins_with_steps_three_times_as_long():
    paths = race("bias_correction").positions
    first = np.linalg.norm(paths[:, 1] - paths[:, 0], axis=1)
    assert first[1] / first[0] == pytest.approx(0.1 / np.sqrt(0.001), rel=1e-3)


def test_averages_end_nearer_to_the_minimum_than_the_iterates_wander():
    paths = race("averaging")
    wander = np.linalg.norm(paths.positions[0, 100:], axis=1).mean()
    assert np.linalg.norm(paths.averages[0, -1]) < wander


def test_clipping_bounds_the_steps_on_the_cliff():
    paths = race("cliff").positions
    steps = np.linalg.norm(np.diff(paths, axis=1), axis=2).max(axis=1)
    assert steps[1] <= 0.1 + 1e-12
    assert steps[0] > 10 * steps[1]
