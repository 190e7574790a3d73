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


def shares(land):
    """How much of the landscape lies in each band between two levels, from below the first to above the last."""
    edges = land.low + land.size * np.arange(round((land.high - land.low) / land.size) + 1)
    counts, _ = np.histogram(land.height, [-np.inf, *edges, np.inf])
    return counts / counts.sum()


@pytest.mark.parametrize(
    "text",
    [
        "x^2 + 10 y^2 + 1/((x - 4)^2 + (y - 4)^2)^12",
        "x^3 exp(2y)",
        "-exp(3x) + y",
        "x^2 - y^2",
        "x y + 1e9 exp(-200 (x^2 + y^2))",
    ],
)
def test_an_unknown_landscape_has_its_levels_where_most_of_it_is(text):
    surface = surfaces.searched(surfaces.from_expression(text))
    lowest = min((m.value for m in surface.minima), default=None)
    land = landscape.relief(*grid(surface), lowest, unknown=True)
    bands = shares(land)
    assert bands.max() < 0.35
    assert (bands > 0.005).sum() >= 12
    losses = grid(surface)[2]
    assert land.rise(losses[3, 5]) == pytest.approx(land.height[3, 5])


def test_a_valley_under_a_pole_keeps_its_structure():
    surface = surfaces.searched(surfaces.from_expression("x^2 + 10 y^2 + 1/((x - 4)^2 + (y - 4)^2)^12"))
    known, spread = (landscape.relief(*grid(surface), surface.minima[0].value, unknown=how) for how in (True, False))
    levels = [sum(land.low + land.size * k < land.rise(50.0) for k in range(27)) for land in (known, spread)]
    assert levels[0] >= 12
    assert levels[0] > levels[1]


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
