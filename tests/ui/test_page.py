"""The page without a browser: every widget works on the scene."""

import json
import struct
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import optimizers
import surfaces

APP = str(Path(__file__).resolve().parents[2] / "app.py")


@pytest.fixture
def app():
    page = AppTest.from_file(APP, default_timeout=60)
    page.run()
    assert not page.exception
    return page


def message(app):
    (element,) = [e for e in app.main if e.type == "bidi_component"] or [None]
    body = element.proto.bytes
    (length,) = struct.unpack_from("<I", body)
    return json.loads(body[4 : 4 + length])


def test_the_first_page_has_a_title_a_lesson_and_formulas(app):
    assert app.title[0].value == "Beale"
    assert surfaces.get("beale").lesson in [c.value for c in app.caption]
    below = app.markdown[-1].value
    assert surfaces.get("beale").formula in below
    assert below.count("lab-card") == 6


@pytest.mark.parametrize("key", [s.key for s in surfaces.SURFACES])
def test_every_surface_can_be_chosen(app, key):
    app.selectbox(key="surface_choice").select(key).run()
    assert not app.exception
    assert app.title[0].value == surfaces.get(key).name
    assert app.session_state.scene.surface == key
    assert app.session_state.scene.start == surfaces.get(key).start


def test_all_optimizers_can_race_at_once_and_none(app):
    app.multiselect(key="optimizer_choice").set_value([o.key for o in optimizers.OPTIMIZERS]).run()
    assert not app.exception
    assert len(app.session_state.scene.runs) == len(optimizers.OPTIMIZERS)
    app.multiselect(key="optimizer_choice").set_value([]).run()
    assert not app.exception
    assert app.session_state.scene.runs == ()


def test_an_optimizer_that_comes_back_keeps_its_settings(app):
    scene = app.session_state.scene
    changed = scene.runs[5].with_settings(beta1=0.123)
    app.session_state.scene = type(scene)(**{**scene.__dict__, "runs": (*scene.runs[:5], changed)})
    app.run()
    app.multiselect(key="optimizer_choice").set_value(["gd"]).run()
    app.multiselect(key="optimizer_choice").set_value(["gd", "adam"]).run()
    assert app.session_state.scene.runs[1].hyperparameters["beta1"] == 0.123


def test_stopping_reaches_the_scene(app):
    app.select_slider(key="stop_gradient").set_value(1e-3).run()
    app.select_slider(key="stop_loss").set_value(1e-6).run()
    scene = app.session_state.scene
    assert (scene.stop.gradient_norm, scene.stop.loss_change) == (1e-3, 1e-6)


def test_start_over_brings_the_first_race_back_on_this_surface(app):
    app.selectbox(key="surface_choice").select("himmelblau").run()
    app.multiselect(key="optimizer_choice").set_value(["gd"]).run()
    next(b for b in app.button if b.label == "Start over").click().run()
    assert app.session_state.scene.surface == "himmelblau"
    assert len(app.session_state.scene.runs) == 6


def test_a_broken_link_is_said_and_the_page_stands():
    page = AppTest.from_file(APP, default_timeout=60)
    page.query_params["surface"] = "nowhere"
    page.query_params["steps"] = "0"
    page.run()
    assert not page.exception
    assert "nowhere" in page.warning[0].value
    assert "steps=0" in page.warning[0].value
    next(b for b in page.button if b.label == "Dismiss").click().run()
    assert not page.warning
