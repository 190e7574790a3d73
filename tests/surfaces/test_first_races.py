"""The race that a surface proposes: its start, its steps and its learning rates, for whom it advises."""

from functools import cache

import numpy as np
import pytest
from variants import label

import optimizers
from surfaces import SURFACES

every_surface = pytest.mark.parametrize("surface", SURFACES, ids=label)


# A surface answers for the rates that it suggests. Optimizers that bring a rate of their own, or that follow
# the curvature (to saddles and maxima, too), answer for themselves.
ADVISED = [o for o in optimizers.OPTIMIZERS if o.rate is None and not o.forms[0].hessian]


@cache
def _race(key):
    surface = next(surface for surface in SURFACES if surface.key == key)
    runs = [optimizers.default_run(optimizer, surface) for optimizer in ADVISED]
    return optimizers.run(surface, runs, steps=surface.steps, record_memory=False, engine="plain")


def _keys(race, chosen):
    return [run.key for run, is_chosen in zip(race.runs, chosen, strict=True) if is_chosen]


@every_surface
def test_nobody_diverges_in_the_first_race(surface):
    race = _race(surface.key)
    assert _keys(race, [status == "diverged" for status in race.status]) == []


@every_surface
def test_everybody_ends_the_first_race_lower_than_at_the_start(surface):
    race = _race(surface.key)
    assert _keys(race, race.losses[:, -1] >= race.losses[:, 0]) == []


@every_surface
def test_the_paths_of_the_first_race_are_mostly_in_view(surface):
    race = _race(surface.key)
    x, y = np.moveaxis(race.positions, -1, 0)
    inside = (
        (x >= surface.x_range[0]) & (x <= surface.x_range[1]) & (y >= surface.y_range[0]) & (y <= surface.y_range[1])
    )
    assert inside.mean() > 0.8
    assert _keys(race, inside.mean(axis=1) < 0.2) == []


@every_surface
def test_the_paths_of_the_first_race_differ_visibly(surface):
    race = _race(surface.key)
    size = np.array([np.ptp(surface.x_range), np.ptp(surface.y_range)])
    middle = race.positions[:, : surface.steps // 2] / size
    apart = np.abs(middle[:, None] - middle[None, :]).max(axis=(2, 3))
    assert np.median(apart) > 0.01
