"""What the stage is told of one run, of one step and of one point."""

import json
from dataclasses import replace

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import Run
from ui import link
from ui.edits import apply
from ui.scene import CURVES, View, first_scene
from ui.stage.message import pack, unpack
from ui.stage.picture import picture

SCENE = first_scene("beale")


def asked(scene, **edit):
    scene, refused = apply(scene, [edit])
    assert refused == []
    return unpack(pack(*picture(scene, ())))


def test_nothing_is_said_of_a_run_until_it_is_asked_for():
    header, arrays = unpack(pack(*picture(SCENE, ())))
    assert header["detail"] is None
    assert header["probe"] is None
    assert not [name for name in arrays if name.startswith("detail")]


@pytest.mark.parametrize("key", [optimizer.key for optimizer in optimizers.OPTIMIZERS])
def test_every_optimizer_can_be_looked_into(key):
    scene = first_scene("beale", keys=("gd", key) if key != "gd" else ("gd", "adam"))
    header, arrays = asked(scene, kind="inspect", run=1, step=7)
    detail = header["detail"]
    assert detail["run"] == 1
    assert detail["step"]["number"] == min(7, detail["taken"])
    assert arrays["detail_steps"].size == 2 * detail["taken"]
    assert arrays["detail_memory"].size == 2 * len(detail["memory"]) * (detail["taken"] + 1)
    for k in range(len(detail["arrows"])):
        assert arrays[f"detail_arrow_{k}"].size % detail["taken"] == 0


def test_the_step_is_the_one_that_the_paths_show():
    header, arrays = asked(SCENE, kind="inspect", run=5, step=18)
    count = SCENE.steps + 1
    path = arrays["positions"].reshape(-1, count, 2)[5]
    np.testing.assert_allclose(header["detail"]["step"]["before"], path[17], rtol=1e-6)
    np.testing.assert_allclose(header["detail"]["step"]["after"], path[18], rtol=1e-6)
    np.testing.assert_allclose(arrays["detail_steps"].reshape(-1, 2)[17], path[18] - path[17], atol=1e-5)


@pytest.mark.parametrize("fresh", [False, True])
def test_the_step_under_noise_has_the_draws_of_its_own_run(fresh):
    scene = replace(SCENE, noise=2.0, seed=9, fresh=fresh)
    header, arrays = asked(scene, kind="inspect", run=3, step=12)
    path = arrays["positions"].reshape(-1, scene.steps + 1, 2)[3]
    np.testing.assert_allclose(header["detail"]["step"]["after"], path[12], rtol=1e-6)


def test_a_formula_travels_with_symbols_and_numbers():
    header, _ = asked(SCENE, kind="inspect", run=0, step=1)
    land = surfaces.get("beale")
    (w,) = [line for line in header["detail"]["step"]["lines"] if line["name"] == "w"]
    assert w["shared"]
    names = json.dumps(w["parts"][0]["t"], ensure_ascii=False)
    for symbol in ("η", "λ", '"g"', '"w"'):
        assert symbol in names
    run = SCENE.runs[0]
    slope = land.gradient(*land.start)[0]
    assert w["parts"][0]["v"] == pytest.approx(land.start[0] - run.hyperparameters["learning_rate"] * slope, rel=1e-14)


def test_a_step_beyond_the_end_is_the_last_one_and_a_run_without_steps_has_none():
    header, _ = asked(SCENE, kind="inspect", run=0, step=10_000)
    assert header["detail"]["step"]["number"] == header["detail"]["taken"]
    header, _ = asked(replace(SCENE, start=(float(2**0), 1e6)), kind="inspect", run=0, step=1)
    assert header["detail"]["step"] is None or header["detail"]["taken"] > 0


def test_a_run_that_has_left_is_no_longer_looked_at():
    scene, _ = apply(SCENE, [{"kind": "inspect", "run": 5, "step": 3}, {"kind": "remove", "run": 0}])
    header, _ = picture(scene, ())
    assert header["detail"] is None


def test_a_diverging_run_and_infinite_numbers_travel():
    scene = replace(SCENE, runs=(Run("momentum", learning_rate=50.0),))
    header, _ = asked(scene, kind="inspect", run=0, step=10_000)
    assert header["runs"][0]["status"] == "diverged"
    assert header["detail"]["step"]["lines"]


def test_the_point_is_described_with_the_surfaces_own_hessian():
    header, _ = asked(SCENE, kind="probe", x=0.25, y=-1.5)
    at, land = header["probe"], surfaces.get("beale")
    assert at["hessian"] == list(land.hessian(0.25, -1.5))
    assert at["gradient"] == list(land.gradient(0.25, -1.5))
    assert at["value"] == land.value(0.25, -1.5)
    values = np.linalg.eigvalsh([[at["hessian"][0], at["hessian"][1]], [at["hessian"][1], at["hessian"][2]]])
    np.testing.assert_allclose(at["eigenvalues"], values)
    header, _ = asked(first_scene("ackley"), kind="probe", x=0.0, y=0.0)
    assert header["probe"]["hessian"] == ["not a number"] * 3
    scene, _ = apply(SCENE, [{"kind": "probe", "x": 1.0, "y": 1.0}, {"kind": "probe"}])
    assert scene == SCENE


@pytest.mark.parametrize(
    "edit",
    [
        {"kind": "inspect", "run": 99, "step": 1},
        {"kind": "inspect", "run": 0, "step": -1},
        {"kind": "inspect", "run": 0, "step": 1.5},
        {"kind": "inspect", "run": 0, "step": True},
        {"kind": "inspect", "run": 0, "curve": "<b>"},
        {"kind": "inspect", "run": 0, "open": 1},
        {"kind": "probe", "x": 1.0},
        {"kind": "probe", "x": "1", "y": 2.0},
    ],
)
def test_a_wrong_question_is_refused(edit):
    scene, refused = apply(SCENE, [edit])
    assert scene == SCENE
    assert len(refused) == 1


def test_rates_of_approach_come_with_every_run_where_there_is_a_minimum():
    header, _ = picture(first_scene("ill_quadratic", keys=("gd",)), ())
    rate = header["runs"][0]["rate"]
    assert rate["kind"] == "linear"
    assert 0.0 < rate["alpha"] < 1.0
    header, _ = picture(first_scene("saddle", keys=("gd",)), ())
    assert header["runs"][0]["rate"] is None


@pytest.mark.parametrize("curve", CURVES)
def test_the_link_opens_the_inspector_and_the_curve(curve):
    scene = replace(SCENE, view=View(step=12, selected=2, inspect=True, curve=curve))
    query = {}
    for name, value in link.to_pairs(scene):
        query.setdefault(name, []).append(value)
    again, ignored = link.from_query(query)
    assert ignored == []
    assert again == scene


def test_a_curve_that_there_is_not_is_ignored_with_a_sentence():
    scene, ignored = link.from_query({"curve": ["<b>"], "inspect": ["2"]})
    assert (scene.view.curve, scene.view.inspect) == ("loss", False)
    assert len(ignored) == 2


def test_looking_survives_no_change_of_surface_that_it_says_nothing_about():
    scene = replace(SCENE, view=replace(SCENE.view, probe=(1.0, 1.0))).with_surface("himmelblau")
    assert scene.view.probe is None
