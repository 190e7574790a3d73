"""Charts of lines: what is drawn, in which colours, on which axes."""

import numpy as np
import pytest

from figures.lines import Axis, Line, Mark, chart, kept, span
from figures.palette import DASHES, HUES, Style
from figures.schedules import FIRST, looks
from optimizers import SCHEDULES

LOOK = Style(*HUES[1], DASHES[1], "circle")
K = np.arange(1.0, 11.0)


@pytest.mark.parametrize(("theme", "color"), [("light", HUES[1][0]), ("dark", HUES[1][1])])
def test_a_line_wears_the_colour_of_its_theme_and_its_dash(theme, color):
    (trace,) = chart([Line("a", K, K**2, LOOK)], theme, Axis("k"), Axis("y")).data
    assert trace.line.color == color
    assert trace.line.dash == "9px,4px"
    assert list(trace.y) == list(K**2)


def test_what_cannot_be_drawn_leaves_a_gap():
    values = np.array([1.0, 0.0, -1.0, np.inf, np.nan, 2.0])
    (trace,) = chart([Line("a", np.arange(6.0), values, LOOK)], "light", Axis("k"), Axis("y", True)).data
    assert np.isfinite(trace.y).tolist() == [True, False, False, False, False, True]
    (trace,) = chart([Line("a", np.arange(6.0), values, LOOK)], "light", Axis("k"), Axis("y")).data
    assert np.isfinite(trace.y).tolist() == [True, True, True, False, False, True]


def test_axes_make_room_for_every_line_that_decides():
    lines = [Line("a", K, K, LOOK), Line("b", K, 1e30 * K, LOOK, decides=False)]
    low, high = chart(lines, "light", Axis("k"), Axis("y")).layout.yaxis.range
    assert low < 1.0
    assert 10.0 < high < 11.0
    low, high = chart(lines[:1], "light", Axis("k"), Axis("y", True, (0.01, 1000.0))).layout.yaxis.range
    assert (low, high) == pytest.approx((-2.0, 3.0))


def test_a_logarithmic_axis_is_not_squashed_by_what_is_almost_zero():
    low, high = span([np.array([1.0, 1e-300])], True)
    assert low > -1.0
    assert high < 1.0


def test_an_axis_without_anything_to_show_still_has_a_range():
    for values in ([], [np.array([np.nan])], [np.array([-1.0, 0.0])]):
        low, high = span(values, True)
        assert low < high
    assert span([np.array([3.0, 3.0])], False) == (2.5, 3.5)


@pytest.mark.parametrize("logarithmic", [False, True])
def test_long_lines_are_thinned_but_keep_their_ends(logarithmic):
    places = kept(100_000, logarithmic, 500)
    assert places[0] == 0
    assert places[-1] == 99_999
    assert 300 < places.size <= 500
    assert (np.diff(places) > 0).all()
    assert kept(40, logarithmic).tolist() == list(range(40))


def test_a_band_lies_behind_its_line_and_stays_out_of_the_key():
    figure = chart([Line("a", K, K, LOOK, band=(K - 1, K + 1))], "light", Axis("k"), Axis("y"))
    below, above, line = figure.data
    assert above.fill == "tonexty"
    assert [trace.showlegend for trace in (below, above, line)] == [False, False, True]
    low, high = figure.layout.yaxis.range
    assert low < 0.0
    assert high > 11.0


def test_marks_stand_at_their_values_on_both_kinds_of_axis():
    marks = [Mark("x", 4.0, "here"), Mark("y", 100.0, "there")]
    figure = chart([Line("a", K, K, LOOK)], "dark", Axis("k"), Axis("y", True), marks)
    upright, level = figure.layout.shapes
    assert (upright.x0, upright.x1) == (4.0, 4.0)
    assert (level.y0, level.y1) == (100.0, 100.0)
    assert figure.layout.annotations[0].x == 4.0
    # Plotly places words on a logarithmic axis by the exponent.
    assert figure.layout.annotations[1].y == pytest.approx(2.0)


def test_a_short_logarithmic_axis_has_more_ticks_than_powers_of_ten():
    axis = chart([Line("a", K, 2.0 * K, LOOK)], "light", Axis("k"), Axis("y", True)).layout.yaxis
    assert list(axis.ticktext) == ["2", "5", "10", "20"]


def test_the_schedules_that_are_compared_first_have_hues_of_their_own():
    assert len({look.light for look in looks(FIRST)}) == len(FIRST)
    every = looks([entry.key for entry in SCHEDULES])
    assert len({(look.light, look.dash) for look in every}) == len(SCHEDULES)


def test_twins_of_a_schedule_share_the_hue_and_differ_in_dash():
    first, second, third = looks(["cosine"] * 3)
    assert first.light == second.light == third.light
    assert len({first.dash, second.dash, third.dash}) == 3
