"""Pinned runs race along as they were, whatever becomes of the run that they were pinned from."""

from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import numpy as np

from optimizers import schedules
from ui import link
from ui.edits import apply
from ui.run_text import write_run
from ui.scene import MOST_GHOSTS, View, first_scene
from ui.stage.picture import picture

SCENE = first_scene("rosenbrock")
PIN = {"kind": "pin", "run": 5}
TURN = {"kind": "hyperparameter", "run": 5, "name": "learning_rate", "value": 0.01}


def test_a_ghost_keeps_its_path_when_the_settings_of_its_run_change():
    pinned, refused = apply(SCENE, [PIN])
    assert refused == []
    before = picture(pinned, ())[1]["positions"]
    np.testing.assert_array_equal(before[6], before[5])
    turned, _ = apply(pinned, [TURN])
    after = picture(turned, ())[1]["positions"]
    np.testing.assert_array_equal(after[6], before[6])
    assert not np.array_equal(after[5], before[5])


def test_a_ghost_keeps_the_schedule_that_it_was_pinned_under():
    scheduled = replace(SCENE, schedule=schedules.get("cosine")())
    pinned, _ = apply(scheduled, [PIN])
    path = picture(pinned, ())[1]["positions"][6]
    np.testing.assert_array_equal(picture(replace(pinned, schedule=None), ())[1]["positions"][6], path)
    plain, _ = apply(SCENE, [PIN])
    path = picture(plain, ())[1]["positions"][6]
    np.testing.assert_array_equal(
        picture(replace(plain, schedule=schedules.get("cosine")()), ())[1]["positions"][6], path
    )


def test_ghosts_are_told_from_runs_and_wear_the_colour_of_their_optimizer():
    pinned, _ = apply(SCENE, [PIN])
    runs = picture(pinned, ())[0]["runs"]
    assert [bool(run["pinned"]) for run in runs] == [False] * 6 + [True]
    assert runs[6]["colors"] == runs[5]["colors"]
    assert runs[6]["dash"] != runs[5]["dash"]


def test_pinning_twice_keeps_one_ghost_and_too_many_are_refused():
    scene, refused = apply(SCENE, [PIN, PIN])
    assert (len(scene.ghosts), refused) == (1, [])
    for step in range(MOST_GHOSTS - 1):
        scene, refused = apply(scene, [TURN | {"value": 0.01 + 0.001 * step}, PIN])
        assert refused == []
    full, refused = apply(scene, [TURN | {"value": 0.5}, PIN])
    assert len(full.ghosts) == MOST_GHOSTS
    assert "unpin one first" in refused[0]


def test_a_ghost_is_let_go_by_its_name_alone():
    scene, _ = apply(SCENE, [PIN, TURN, PIN])
    first, second = scene.ghosts
    after, refused = apply(scene, [{"kind": "unpin", "value": write_run(first)}] * 2)
    assert (after.ghosts, refused) == ((second,), [])


def test_ghosts_travel_in_the_link_and_can_be_hidden():
    scene, _ = apply(SCENE, [PIN, TURN, PIN])
    scene = replace(scene, view=View(hidden=frozenset({1, 7}), selected=2))
    query = parse_qs(urlencode(link.to_pairs(scene)))
    assert len(query["pinned"]) == 2
    assert link.from_query(query) == (scene, [])


def test_a_broken_ghost_in_a_link_is_named_and_the_others_stay():
    scene, ignored = link.from_query({"pinned": ["gd~learning_rate:0.5", "nobody"], "hidden": ["6"]})
    assert [ghost.key for ghost in scene.ghosts] == ["gd"]
    assert len(ignored) == 1
    assert "nobody" in ignored[0]
    assert scene.view.hidden == {6}


def test_ghosts_move_to_another_surface_as_the_runs_do():
    pinned, _ = apply(SCENE, [PIN])
    moved = pinned.with_surface("beale")
    assert moved.ghosts[0].hyperparameters == moved.runs[5].hyperparameters
