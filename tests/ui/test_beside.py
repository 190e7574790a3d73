"""A scene against a frozen one: what stands beside changes only when the two are swapped."""

from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import numpy as np
import pytest

from optimizers import Run
from ui import link
from ui.edits import apply
from ui.scene import Drops, View, first_scene
from ui.stage import drops
from ui.stage.beside import beside
from ui.stage.picture import picture

SCENE = first_scene("rosenbrock")
COMPARE = {"kind": "compare", "hidden": [1, 2]}
TURN = {"kind": "hyperparameter", "run": 5, "name": "learning_rate", "value": 0.01}


def compared():
    scene, refused = apply(SCENE, [COMPARE, TURN])
    assert refused == []
    return scene


def test_what_stands_beside_stays_while_the_scene_is_edited():
    scene = compared().with_surface("beale")
    assert scene.surface == "beale"
    assert scene.beside is not None
    assert (scene.beside.runs, scene.beside.surface) == (SCENE.runs, "rosenbrock")
    assert scene.beside.view.hidden == {1, 2}
    assert scene.runs != SCENE.runs


def test_swapping_twice_is_where_one_was():
    scene = replace(compared(), view=View(hidden=frozenset({0}), selected=5))
    once, refused = apply(scene, [{"kind": "swap", "hidden": [0]}])
    assert refused == []
    assert (once.runs, once.view.hidden) == (SCENE.runs, {1, 2})
    assert once.beside is not None
    assert once.beside.runs == scene.runs
    assert once.beside.view.hidden == {0}
    assert apply(once, [{"kind": "swap", "hidden": [1, 2]}]) == (scene, [])


def test_leaving_forgets_the_other_scene():
    assert apply(compared(), [{"kind": "leave"}])[0].beside is None


def test_comparing_again_freezes_the_scene_as_it_is_now_and_nothing_beside_that():
    scene, _ = apply(compared(), [COMPARE])
    assert scene.beside is not None
    assert scene.beside.runs == scene.runs
    assert scene.beside.beside is None


@pytest.mark.parametrize("hidden", [[99], ["0"], "01", [-1], 3])
def test_runs_that_are_not_there_cannot_be_hidden(hidden):
    scene, refused = apply(SCENE, [{"kind": "compare", "hidden": hidden}])
    assert scene == SCENE
    assert "by position" in refused[0]


def test_there_is_nothing_to_swap_with_before_comparing():
    assert "no other scene" in apply(SCENE, [{"kind": "swap", "hidden": []}])[1][0]


def test_both_scenes_travel_in_the_link():
    scene = replace(compared().with_surface("ill_quadratic"), view=View(layout="versus", selected=5))
    query = parse_qs(urlencode(link.to_pairs(scene)))
    assert query["b.surface"] == ["rosenbrock"]
    assert len(query["b.run"]) == 6
    assert link.from_query(query) == (scene, [])


def test_what_is_wrong_in_the_other_scene_is_named_as_its_own():
    scene, ignored = link.from_query({"b.surface": ["beale"], "b.steps": ["0"], "b.b.run": ["gd"], "seed": ["7"]})
    assert scene.seed == 7
    assert scene.beside is not None
    assert scene.beside.surface == "beale"
    assert scene.beside.beside is None
    assert [text.split("=")[0] for text in ignored] == ["b.steps", "b.b.run"]


def test_the_frozen_scene_is_sent_once_with_its_landscape():
    scene = compared()
    entry, arrays = beside(scene, ())
    assert entry is not None
    assert set(entry) == {"key", "header"}
    np.testing.assert_array_equal(arrays["beside_positions"], picture(SCENE, ())[1]["positions"])
    assert "beside_land_z" in arrays
    moved, _ = apply(scene, [TURN | {"value": 0.02}])
    assert beside(moved, [entry["key"]]) == ({"key": entry["key"]}, {})
    swapped, _ = apply(scene, [{"kind": "swap", "hidden": []}])
    again, _ = beside(swapped, [entry["key"]])
    assert again is not None
    assert again["key"] != entry["key"]


def test_a_scene_alone_brings_nothing_along():
    assert beside(SCENE, ()) == (None, {})


def test_many_starts_beside_are_sent_again_until_all_are_run(monkeypatch):
    monkeypatch.setattr(drops, "BUDGET", 0.0)
    still = replace(first_scene("himmelblau"), runs=(Run("gd", learning_rate=0.01),), steps=60, drops=Drops(0, 40))
    scene = replace(SCENE, beside=still)
    known, done = [], []
    for _ in range(2000):
        entry, _ = beside(scene, known)
        if "header" not in entry:
            break
        done.append(entry["header"]["drops"]["done"])
        known.append(entry["key"])
    assert done[0] < done[-1] == 1600
    assert len(set(known)) == len(known) > 2
