"""Landscapes: levels that show structure, holes where the loss is not finite."""

import numpy as np
import pytest

import surfaces
from figures import landscape
from figures.palette import DASHES, HUES, MARKERS, STYLES
from optimizers import OPTIMIZERS


def grid(surface, n=60):
    x, y = np.linspace(*surface.x_range, n), np.linspace(*surface.y_range, n)
    return x, y, surface.value(x[None, :], y[:, None])


@pytest.mark.parametrize("key", [s.key for s in surfaces.SURFACES if s.dimensions == 2])
def test_levels_cover_the_landscape_and_keep_its_order(key):
    surface = surfaces.get(key)
    x, y, losses = grid(surface)
    lowest = min((m.value for m in surface.minima), default=None)
    land = landscape.relief(x, y, losses, lowest)
    assert np.nanmin(land.height) >= land.low - 1e-9
    assert np.nanmax(land.height) <= land.high + 1e-9
    order = np.argsort(losses, axis=None)
    assert (np.diff(land.height.ravel()[order]) >= -1e-9).all()


def test_levels_are_log_spaced_above_a_minimum():
    surface = surfaces.get("rosenbrock")
    land = landscape.relief(*grid(surface), 0.0)
    edges = 10 ** np.arange(land.low, land.high, land.size)
    ratios = edges[1:] / edges[:-1]
    np.testing.assert_allclose(ratios, ratios[0])


def test_without_a_minimum_heights_are_losses():
    surface = surfaces.get("saddle")
    x, y, losses = grid(surface)
    land = landscape.relief(x, y, losses, None)
    assert land.floor is None
    np.testing.assert_array_equal(land.height, losses)


def test_losses_that_are_not_finite_are_holes():
    losses = np.array([[1.0, np.inf], [np.nan, 2.0]])
    land = landscape.relief(np.arange(2.0), np.arange(2.0), losses, 0.0)
    assert np.isnan(land.height[0, 1])
    assert np.isnan(land.height[1, 0])
    assert np.isfinite([land.low, land.high, land.size]).all()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_figures_show_exactly_the_view(theme):
    surface = surfaces.get("beale")
    figure = landscape.contour(landscape.relief(*grid(surface), 0.0), theme, surface.x_range, surface.y_range)
    assert figure.layout.xaxis.range == surface.x_range
    assert figure.layout.yaxis.range == surface.y_range
    line = landscape.curve(np.linspace(-1, 1, 9), np.linspace(-1, 1, 9) ** 2, theme, (-1.0, 1.0))
    low, high = line.layout.yaxis.range
    assert low < 0.0
    assert high > 1.0


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize(("theme", "ground"), [("light", "#ffffff"), ("dark", "#0e1622")])
def test_every_hue_stands_out_from_page_and_landscape(theme, ground):
    for light, dark in HUES:
        hue = light if theme == "light" else dark
        assert contrast(hue, ground) >= 3.0, hue
        for _, colour in landscape.COLORSCALES[theme]:
            assert contrast(hue, colour) >= 1.5, (hue, colour)


def test_every_optimizer_has_a_look_of_its_own():
    looks = {(s.light, s.dash, s.marker) for s in STYLES.values()}
    assert set(STYLES) == {o.key for o in OPTIMIZERS}
    assert len(looks) == len(OPTIMIZERS)
    assert len(OPTIMIZERS) <= len(HUES) * len(DASHES) * len(MARKERS)
