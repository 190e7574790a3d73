"""Heights and ticks of the surface in space."""

import numpy as np
import pytest

import surfaces
from figures import landscape
from ui.scene import first_scene
from ui.stage.picture import picture

PLANES = [s for s in surfaces.SURFACES if s.dimensions == 2]


@pytest.mark.parametrize("surface", PLANES, ids=lambda s: s.key)
def test_every_surface_says_how_its_losses_become_heights(surface):
    header, arrays = picture(first_scene(surface.key), ())
    relief, drawn = header["landscape"]["relief"], arrays["land_z"]
    lowest = min((m.value for m in surface.minima), default=0.0)
    losses = surface.value(arrays["land_x"][None, :], arrays["land_y"][:, None])
    softening = relief["softening"]
    heights = losses if softening is None else np.log10(losses - lowest + softening)
    finite = np.isfinite(drawn)
    np.testing.assert_allclose(heights[finite], drawn[finite], rtol=1e-6, atol=1e-6)
    assert (relief["low"], relief["high"]) == (np.nanmin(drawn), np.nanmax(drawn))


@pytest.mark.parametrize("surface", PLANES, ids=lambda s: s.key)
def test_ticks_are_few_apart_and_at_the_height_of_their_loss(surface):
    header, _ = picture(first_scene(surface.key), ())
    relief = header["landscape"]["relief"]
    heights = [height for height, _ in relief["ticks"]]
    lowest = min((m.value for m in surface.minima), default=0.0)
    assert 2 <= len(heights) <= 9
    span = relief["high"] - relief["low"]
    assert (np.diff(heights) >= 0.99 * span / 8.0).all()
    for height, loss in relief["ticks"]:
        expected = loss if relief["softening"] is None else np.log10(loss - lowest + relief["softening"])
        assert height == pytest.approx(expected, rel=1e-5, abs=1e-9)
        assert relief["low"] - 1e-9 <= height <= relief["high"] + 1e-9


def test_one_variable_has_no_relief():
    header, _ = picture(first_scene("quartic"), ())
    assert header["landscape"]["relief"] is None


def test_holes_stay_holes_and_a_view_without_a_finite_loss_still_makes_a_relief():
    axis = np.linspace(0.0, 1.0, 5)
    losses = np.ones((5, 5))
    losses[2, 2] = np.inf
    land = landscape.relief(axis, axis, losses * np.arange(1.0, 6.0), 1.0)
    assert np.isnan(land.height[2, 2])
    empty = landscape.relief(axis, axis, np.full((5, 5), np.nan), None)
    assert (empty.low, empty.high) == (0.0, 1.0)
