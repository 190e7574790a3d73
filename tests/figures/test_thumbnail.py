"""Small pictures: borders are where they should be, paths are drawn as they were walked, at the pace of their steps."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import optimizers
import surfaces
from figures.landscape import relief
from figures.palette import STYLES
from figures.thumbnail import BANDS, CYCLE, DRAWN, HEIGHT, WIDTH, ground, rings, stylesheet, thumbnail

SPACE = "{http://www.w3.org/2000/svg}"
STYLE = STYLES["gd"]


def area(ring):
    """Signed: positive when the ring runs counterclockwise."""
    x, y = ring[:, 0], ring[:, 1]
    return 0.5 * float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))


def encloses(found, x, y):
    """Whether (x, y) is inside by the even-odd rule."""
    crossings = 0
    for ring in found:
        (ax, ay), (bx, by) = ring.T, np.roll(ring, -1, axis=0).T
        straddles = (ay > y) != (by > y)
        with np.errstate(divide="ignore", invalid="ignore"):
            crossings += int((straddles & (x < ax + (y - ay) / (by - ay) * (bx - ax))).sum())
    return crossings % 2 == 1


def parsed(svg):
    return ET.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def vertices(line):
    """The absolute points of a path that was written with relative steps."""
    numbers = np.array([int(n) for n in re.findall(r"-?\d+", line.replace("h0", ""))]).reshape(-1, 2)
    return np.cumsum(numbers, axis=0)


def line_of(svg):
    return parsed(svg).find(f"{SPACE}path[@class='trail']").get("d")


def drawn(positions, goals=((0.0, 0.0),)):
    """A picture over the unit square, without a landscape."""
    return thumbnail("", (0, 1), (0, 1), np.array(positions, float), np.array(goals), STYLE, "draw", "A path.")


def test_the_border_of_a_round_bowl_encloses_its_disc():
    axis = np.linspace(-2.0, 2.0, 81)
    (ring,) = rings(axis[None, :] ** 2 + axis[:, None] ** 2, 1.0)
    assert area(ring) * 0.05**2 == pytest.approx(np.pi, rel=2e-3)
    np.testing.assert_allclose(np.hypot(*(ring * 0.05 - 2.0).T), 1.0, atol=1e-3)


def test_a_hole_is_a_ring_the_other_way_round():
    axis = np.linspace(-2.0, 2.0, 81)
    radius = np.hypot(axis[None, :], axis[:, None])
    inner, outer = sorted(area(ring) for ring in rings(np.abs(radius - 1.0), 0.5))
    assert inner * 0.05**2 == pytest.approx(-np.pi * 0.5**2, rel=2e-2)
    assert outer * 0.05**2 == pytest.approx(np.pi * 1.5**2, rel=2e-2)


def test_on_a_slope_the_border_is_straight_and_follows_the_edge_of_the_view():
    (ring,) = rings(np.tile(np.arange(5.0), (4, 1)), 2.25)
    assert set(np.round(ring[:, 0], 9)) <= {0.0, 1.0, 2.0, 2.25}
    assert area(ring) == pytest.approx(2.25 * 3.0)


@pytest.mark.parametrize("seed", range(6))
def test_rings_part_what_is_low_from_what_is_high_on_any_terrain(seed):
    draws = np.random.default_rng(seed)
    height = draws.normal(size=(9, 11))
    height[draws.random(height.shape) < 0.1] = np.nan
    found = rings(height, 0.2)
    for row in range(1, 8):
        for column in range(1, 10):
            inside = bool(height[row, column] <= 0.2)
            assert encloses(found, column + 1e-9, row + 1e-9) == inside


def test_nothing_is_drawn_below_the_lowest_and_everything_below_the_highest_level():
    height = np.arange(12.0).reshape(3, 4)
    assert rings(height, -1.0) == []
    assert sum(map(area, rings(height, 99.0))) == pytest.approx(2.0 * 3.0)


@pytest.mark.parametrize("surface", [s for s in surfaces.SURFACES if s.dimensions == 2], ids=lambda s: s.key)
def test_every_surface_has_a_small_well_formed_picture(surface):
    x, y = np.linspace(*surface.x_range, 64), np.linspace(*surface.y_range, 64)
    lowest = min((m.value for m in surface.minima), default=None)
    backdrop = ground(relief(x, y, surface.value(x[None, :], y[:, None]), lowest))
    run = optimizers.default_run(optimizers.get("gd"), surface)
    race = optimizers.run(surface, [run], steps=surface.steps, record_memory=False)
    goals = np.array([(m.x, m.y) for m in surface.minima]).reshape(-1, 2)
    svg = thumbnail(
        backdrop, surface.x_range, surface.y_range, race.positions[0], goals, STYLE, "draw", 'Its "path" & more'
    )
    root = parsed(svg)
    assert root.get("aria-label") == 'Its "path" & more'
    assert len(root.findall(f"{SPACE}path")) == BANDS + 4
    assert "nan" not in svg
    assert "inf" not in svg
    assert not re.search(r"https?:|url\(|<script|<use", svg)
    assert len(svg) < 40_000


def test_the_line_goes_through_the_positions():
    positions = [(0.1, 0.2), (0.5, 0.9), (0.7, 0.3), (0.9, 0.6)]
    points = vertices(line_of(drawn(positions)))
    np.testing.assert_allclose(points, [(x * WIDTH, (1 - y) * HEIGHT) for x, y in positions], atol=0.6)


def test_a_path_that_runs_away_leaves_the_picture_in_its_own_direction():
    svg = drawn([(0.5, 0.5), (0.25, 0.75), (-1e30, 1e30), (np.nan, np.nan)])
    points = vertices(line_of(svg))
    assert len(points) == 3
    assert points[-1, 0] < -WIDTH
    slope = (points[-1] - points[1]) / (WIDTH, HEIGHT)
    assert slope[0] == pytest.approx(slope[1], rel=1e-2)


def test_an_optimizer_that_does_not_move_is_a_dot():
    assert line_of(drawn([(0.5, 0.5)] * 4)) == f"M{WIDTH // 2} {HEIGHT // 2}h0"


def shares(svg):
    """At which part of the drawing time how much of the line is drawn."""
    frames = re.findall(r"([\d.e-]+)%\{stroke-dashoffset:(\d+)\}", svg)
    times, left = np.array(frames, float).T
    return times / 100.0 * CYCLE / DRAWN, 1.0 - left / 1000.0


def test_the_line_is_drawn_at_the_pace_of_the_steps():
    slow_then_fast = [(0.2 + 0.01 * k, 0.5) for k in range(11)] + [(0.3 + 0.05 * k, 0.5) for k in range(1, 11)]
    times, done = shares(drawn(slow_then_fast))
    np.testing.assert_allclose(
        np.interp([0.25, 0.5, 0.75, 1.0], times, done), [0.05 / 0.6, 0.1 / 0.6, 0.35 / 0.6, 1.0], atol=0.01
    )


def test_who_arrives_early_rests_for_the_remaining_time():
    times, done = shares(drawn([(0.1, 0.1), (0.9, 0.9)] + [(0.9, 0.9)] * 9))
    assert times[np.argmax(done > 0.99)] == pytest.approx(0.1, abs=1e-3)


def test_colours_are_given_for_light_and_for_dark():
    rules = stylesheet()
    assert rules.count("light-dark(") == 5 + 1 + 2 * BANDS
    assert f"--light:{STYLE.light};--dark:{STYLE.dark}" in drawn([(0.1, 0.1), (0.2, 0.2)])


def test_nothing_moves_for_who_prefers_reduced_motion():
    still, moving = stylesheet().split("@media (prefers-reduced-motion:no-preference)")
    assert "animation" not in still
    assert "stroke-dasharray:1000" not in still
    assert "animation:var(--draw)" in moving


def test_minima_in_view_are_marked_and_others_are_not():
    marks = parsed(drawn([(0.1, 0.1), (0.2, 0.2)], goals=[(0.5, 0.5), (3.0, 0.5)])).find(f"{SPACE}path[@class='goal']")
    assert marks.get("d").count("h22") == 1
