"""Every start is told the minimum that it reaches."""

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import Run, basins
from optimizers.basins import DIVERGED, UNSETTLED, WAITING, Survey, grid, known_minima, reached

HIMMELBLAU = surfaces.get("himmelblau")


def finished(survey):
    while not survey.complete:
        survey.advance()
    return survey


def test_each_run_may_have_a_start_of_its_own():
    starts = np.array([[1.0, 2.0], [-3.0, 0.5], [0.1, -4.0]])
    run = Run("adam", learning_rate=0.1)
    together = optimizers.run(HIMMELBLAU, [run] * 3, start=starts, steps=60)
    for start, path in zip(starts, together.positions, strict=True):
        alone = optimizers.run(HIMMELBLAU, [run], start=tuple(start), steps=60)
        np.testing.assert_array_equal(path, alone.positions[0])


@pytest.mark.parametrize("start", [(1.0, np.nan), np.zeros((2, 2)), (1.0,), np.full((3, 2), np.inf)])
def test_starts_that_do_not_fit_are_refused(start):
    with pytest.raises(ValueError, match="two finite numbers"):
        optimizers.run(HIMMELBLAU, [Run("gd")] * 3, start=start)


def test_a_grid_covers_the_view_by_rows():
    cells = grid(HIMMELBLAU, 4)
    assert cells.shape == (16, 2)
    np.testing.assert_allclose(cells[0], (-3.75, -3.75))
    np.testing.assert_allclose(cells[3], (3.75, -3.75))
    line = grid(surfaces.get("quartic"), 5)
    assert line.shape == (25, 2)
    assert (line[:, 1] == 0.0).all()


def test_starts_near_a_minimum_reach_it():
    minima = known_minima(HIMMELBLAU)
    starts = np.array([[x + 0.2, y - 0.2] for x, y, _ in minima])
    survey = finished(Survey(HIMMELBLAU, Run("gd", learning_rate=0.01), starts, steps=500))
    assert survey.labels.tolist() == [0, 1, 2, 3]


def test_the_four_basins_of_himmelblau_are_those_of_its_gradient_flow():
    side = 12
    survey = finished(Survey(HIMMELBLAU, Run("gd", learning_rate=0.001), grid(HIMMELBLAU, side), steps=4000))
    assert set(survey.counts()) == {0, 1, 2, 3}
    assert len(survey.minima) == 4
    corners = survey.labels.reshape(side, side)[[0, 0, -1, -1], [0, -1, 0, -1]]
    expected = reached(
        HIMMELBLAU, [(-3.78, -3.28), (3.58, -1.85), (-2.81, 3.13), (3.0, 2.0)], [False] * 4, [*survey.minima]
    )
    assert corners.tolist() == expected.tolist()


def test_minima_that_no_entry_lists_are_found_once_each():
    waves = surfaces.get("rastrigin")
    survey = finished(Survey(waves, Run("gd", learning_rate=0.001), grid(waves, 24), steps=400))
    found = np.array(survey.minima)
    # Minima of Rastrigin's function lie near whole numbers.
    np.testing.assert_allclose(found[:, :2], found[:, :2].round(), atol=0.03 * np.abs(found[:, :2]).max() + 0.01)
    assert 60 <= len(found) <= 121
    assert len({tuple(place) for place in found[:, :2].round().tolist()}) == len(found)
    assert UNSETTLED not in survey.counts()
    df_dx, df_dy = waves.gradient(found[:, 0], found[:, 1])
    np.testing.assert_allclose(np.hypot(df_dx, df_dy), 0.0, atol=1e-6)


def test_who_diverges_and_who_has_not_arrived_belongs_to_no_minimum():
    beale = surfaces.get("beale")
    wild = finished(Survey(beale, Run("gd", learning_rate=1.0), np.array([[4.0, 4.0]]), steps=50))
    assert wild.labels.tolist() == [DIVERGED]
    slow = finished(Survey(beale, Run("gd", learning_rate=1e-6), np.array([[1.0, 1.5]]), steps=50))
    assert slow.labels.tolist() == [UNSETTLED]


def test_a_saddle_is_no_minimum():
    saddle = surfaces.get("saddle")
    survey = finished(Survey(saddle, Run("gd", learning_rate=0.1), np.array([[1.0, 0.0]]), steps=300))
    assert survey.labels.tolist() == [UNSETTLED]
    assert survey.minima == []


def test_a_survey_goes_on_piece_by_piece_and_comes_out_the_same(monkeypatch):
    starts = grid(HIMMELBLAU, 10)
    run = Run("momentum", learning_rate=0.003)
    whole = finished(Survey(HIMMELBLAU, run, starts, steps=200))
    monkeypatch.setattr(basins, "CHUNK", 1)
    monkeypatch.setattr(basins, "PLAIN_CHUNK", 1)
    pieces = Survey(HIMMELBLAU, run, starts, steps=200)
    pieces.advance()
    assert pieces.done == 8
    assert pieces.counts()[WAITING] == 92
    np.testing.assert_array_equal(finished(pieces).labels, whole.labels)


def test_one_variable_has_basins_along_its_line():
    quartic = surfaces.get("quartic")
    survey = finished(Survey(quartic, Run("gd", learning_rate=0.1), grid(quartic, 8), steps=300))
    changes = np.flatnonzero(np.diff(survey.labels))
    assert set(survey.counts()) == {0, 1}
    assert changes.size == 1
