"""The stage's edits change what they name, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ui.edits import KINDS, apply
from ui.scene import first_scene

SCENE = first_scene("rosenbrock")


def test_a_hyperparameter_of_one_run_changes():
    scene, refused = apply(SCENE, [{"kind": "hyperparameter", "run": 5, "name": "beta1", "value": 0.5}])
    assert refused == []
    assert scene.runs[5].hyperparameters["beta1"] == 0.5
    assert scene.runs[:5] == SCENE.runs[:5]


def test_a_form_keeps_the_settings_that_it_shares():
    scene, _ = apply(SCENE, [{"kind": "hyperparameter", "run": 5, "name": "beta1", "value": 0.5}])
    scene, refused = apply(scene, [{"kind": "form", "run": 5, "value": "eps_inside"}])
    assert refused == []
    assert scene.runs[5].form == "eps_inside"
    assert scene.runs[5].hyperparameters["beta1"] == 0.5


def test_a_reset_brings_the_suggested_settings_back():
    scene, _ = apply(SCENE, [{"kind": "hyperparameter", "run": 0, "name": "learning_rate", "value": 1.0}])
    scene, _ = apply(scene, [{"kind": "reset", "run": 0}])
    assert scene == SCENE


def test_start_parameters_steps_noise_and_seed_change():
    edits = [
        {"kind": "start", "x": 0.5, "y": -0.5},
        {"kind": "parameter", "name": "b", "value": 10},
        {"kind": "steps", "value": 42},
        {"kind": "noise", "value": 0.5},
        {"kind": "seed", "value": 2**31 - 1},
    ]
    scene, refused = apply(SCENE, edits)
    assert refused == []
    assert (scene.start, scene.landscape.values, scene.steps) == ((0.5, -0.5), (1.0, 10.0), 42)
    assert (scene.noise, scene.seed) == (0.5, 2**31 - 1)


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        ({"kind": "hyperparameter", "run": 0, "name": "learning_rate", "value": 1e6}, "learning_rate"),
        ({"kind": "hyperparameter", "run": 99, "name": "learning_rate", "value": 1}, "99"),
        ({"kind": "hyperparameter", "run": 0, "name": "magic", "value": 1}, "magic"),
        ({"kind": "hyperparameter", "run": 0, "name": "learning_rate", "value": float("nan")}, "number"),
        ({"kind": "start", "x": float("inf"), "y": 0}, "x must be a number"),
        ({"kind": "start", "x": 1e12, "y": 0}, "within"),
        ({"kind": "parameter", "name": "b", "value": -1}, "b of rosenbrock"),
        ({"kind": "steps", "value": 0}, "1 … 10000"),
        ({"kind": "steps", "value": 10**6}, "1 … 10000"),
        ({"kind": "noise", "value": -0.1}, "noise must be within 0.0 … 100.0"),
        ({"kind": "noise", "value": "loud"}, "number"),
        ({"kind": "seed", "value": -1}, "seed must be within 0"),
        ({"kind": "seed", "value": 2**31}, "seed must be within 0"),
        ({"kind": "form", "run": 0, "value": "none"}, "none"),
        ({"kind": "unheard of"}, "unknown"),
        (17, "unknown"),
    ],
)
def test_a_wrong_edit_is_refused_with_a_reason_and_changes_nothing(edit, says):
    scene, refused = apply(SCENE, [edit])
    assert scene == SCENE
    assert len(refused) == 1
    assert says in refused[0]


def test_one_wrong_edit_does_not_stop_the_others():
    scene, refused = apply(SCENE, [{"kind": "steps", "value": -1}, {"kind": "steps", "value": 9}])
    assert scene.steps == 9
    assert len(refused) == 1


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=6,
)


@settings(deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.dictionaries(st.sampled_from(["run", "name", "value", "x", "y"]), ANYTHING))
def test_no_edit_whatever_raises(kind, fields):
    apply(SCENE, [{"kind": kind, **fields}])
