"""Many starts dropped at once, as the stage gets them."""

from dataclasses import replace

import numpy as np
import pytest

from optimizers import Run
from optimizers.basins import Survey, grid
from ui.edits import apply
from ui.scene import MOST_PAINTED, Drops, first_scene
from ui.stage import drops as module
from ui.stage.message import pack, unpack
from ui.stage.picture import picture

RUN = Run("gd", learning_rate=0.01)
SCENE = replace(first_scene("himmelblau"), runs=(Run("adam"), RUN), steps=150, drops=Drops(1, 12))


def finished(scene):
    for _ in range(400):
        header, arrays = unpack(pack(*picture(scene, ())))
        if header["drops"]["done"] == header["drops"]["total"]:
            return header["drops"], arrays
    pytest.fail("the survey came to no end")


def test_cells_are_the_labels_of_the_survey_and_are_counted_by_minimum():
    drops, arrays = finished(SCENE)
    survey = Survey(SCENE.landscape, RUN, grid(SCENE.landscape, 12), steps=150)
    while not survey.complete:
        survey.advance()
    np.testing.assert_array_equal(arrays["cells"], survey.labels)
    counts = [count for *_, count in drops["minima"]]
    assert sum(counts) + drops["unsettled"] + drops["diverged"] == 144
    assert counts[:4] == [survey.counts().get(n, 0) for n in range(4)]
    assert len(drops["colors"]) == len(drops["minima"])


def test_a_survey_comes_in_pieces_and_another_scene_begins_its_own(monkeypatch):
    monkeypatch.setattr(module, "BUDGET", 0.0)
    monkeypatch.setattr("optimizers.basins.CHUNK", 1)
    monkeypatch.setattr("optimizers.basins.PLAIN_CHUNK", 1)
    scene = replace(SCENE, steps=149)
    done = [picture(scene, ())[0]["drops"]["done"] for _ in range(3)]
    assert done == [8, 16, 24]
    assert picture(replace(scene, start=(1.0, 1.0), steps=148), ())[0]["drops"]["done"] == 8
    assert picture(scene, ())[0]["drops"]["done"] == 32


def test_what_changes_no_end_changes_no_survey():
    finished(SCENE)
    header, _ = picture(replace(SCENE, tolerance=0.5, repetitions=9), ())
    assert header["drops"]["done"] == 144


def test_painted_starts_have_paths_and_labels():
    places = ((2.9, 2.1), (-2.8, 3.0), (3.5, -1.8))
    header, arrays = unpack(pack(*picture(replace(SCENE, drops=Drops(1, 0, places)), ())))
    paths = arrays["painted"].reshape(3, -1, 2)
    np.testing.assert_allclose(paths[:, 0], places, rtol=1e-6)
    assert arrays["painted_labels"].tolist() == [0, 1, 3]
    assert header["drops"]["painted"] == [list(place) for place in places]


def test_many_minima_are_coloured_by_their_loss():
    scene = replace(first_scene("rastrigin"), runs=(Run("gd", learning_rate=0.001),), steps=200, drops=Drops(0, 16))
    drops, _ = finished(scene)
    losses = np.array([f for _, _, f, _ in drops["minima"]])
    assert len(losses) > 8
    assert drops["colors"][losses.argmin()] == "#00204d"
    assert drops["colors"][losses.argmax()] == "#ffea46"


def test_without_starts_or_runs_nothing_is_sent():
    for scene in (replace(SCENE, drops=Drops()), replace(SCENE, runs=())):
        assert picture(scene, ())[0]["drops"] is None


def test_a_run_that_left_is_followed_by_the_last_one():
    header, _ = picture(replace(SCENE, drops=Drops(7, 2)), ())
    assert header["drops"]["run"] == 1


def test_edits_drop_starts():
    edits = [{"kind": "drops", "run": 0, "side": 32}, {"kind": "drops", "painted": [[1, 2.5]]}, {"kind": "go on"}]
    scene, refused = apply(SCENE, edits)
    assert refused == []
    assert scene.drops == Drops(0, 32, ((1.0, 2.5),))


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        ({"side": 65}, "64"),
        ({"side": float("nan")}, "number"),
        ({"run": 9}, "no run number 9"),
        ({"painted": [[0, 0]] * (MOST_PAINTED + 1)}, str(MOST_PAINTED)),
        ({"painted": [[0]]}, "two numbers"),
        ({"painted": [[0, "x"]]}, "number"),
        ({"painted": [[0, 1e12]]}, "within"),
        ({"painted": 3}, "paints"),
    ],
)
def test_wrong_drops_are_refused(edit, says):
    scene, refused = apply(SCENE, [{"kind": "drops", **edit}])
    assert scene == SCENE
    assert says in refused[0]
