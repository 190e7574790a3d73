"""The page of losses of one variable without a browser."""

import json
import re
import struct
from urllib.parse import parse_qs, urlencode

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

import optimizers
import surfaces
from optimizers import Run, schedules
from ui import link, state
from ui.one_dimension.chapters import CHAPTERS, PRINTED, chapter_of, reproduced
from ui.one_dimension.scene import CURVES, CurveScene, from_query, own_pairs
from ui.one_dimension.view import PAGE

FORMULAS = ("x^2", "sin(3x) + x^2/8", "x^4/4 - x^2 + 0.3x", "abs(x)", "3", "exp(-x^2)")


def show():
    from ui.pages import one_dimension as page

    page.page()


def opened(**query):
    page = AppTest.from_function(show, default_timeout=60)
    for name, value in query.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def messages(page):
    """The headers of the stage and of the chart, with their arrays."""
    found = []
    for element in page.get("bidi_component"):
        body = element.proto.bytes
        (length,) = struct.unpack_from("<I", body)
        header = json.loads(body[4 : 4 + length])
        numbers = np.frombuffer(body, "<f4", offset=4 + length)
        header["columns"] = {name: numbers[at : at + count] for name, (at, count) in header["arrays"].items()}
        found.append(header)
    return found


def scene(page):
    return page.session_state[f"{PAGE}.scene"]


def roundtrip(told):
    pairs = [*own_pairs(told), *link.to_pairs(told)]
    return from_query(parse_qs(urlencode(pairs)))


@pytest.mark.parametrize("entry", range(len(PRINTED)))
def test_every_number_of_the_lecture_is_reproduced_to_its_last_digit(entry):
    assert repr(reproduced()[entry]) == repr(PRINTED[entry].value)


def test_the_page_shows_the_numbers_as_equal():
    page = opened()
    (table,) = [element.proto.body for element in page.get("html") if 'class="printed"' in element.proto.body]
    assert table.count("✓ equal") == len(PRINTED)
    for entry in PRINTED:
        assert repr(entry.value).replace("-", "−") in table


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.key)
def test_every_chapter_is_a_scene_of_the_quartic_and_is_told_apart(chapter):
    told = chapter.scene
    assert told.landscape is surfaces.get("quartic") or told.landscape == surfaces.get("quartic")
    assert told.steps == 100
    assert abs(told.start[0]) == 5.0
    assert chapter_of(told) == chapter.key


def test_chapters_open_one_after_the_other_with_what_to_look_for():
    page = opened()
    for chapter in (*CHAPTERS[1:], CHAPTERS[0]):
        page.button_group(key=f"{PAGE}.chapter").set_value(chapter.key).run()
        assert not page.exception
        assert scene(page) == chapter.scene
        assert any(chapter.look_for in element.proto.body for element in page.get("html"))


def test_the_decay_of_the_lecture_is_its_own_loop():
    x, alpha = -5.0, 0.1
    quartic = surfaces.get("quartic")
    for _ in range(100):
        alpha *= 0.99
        x += -alpha * quartic.gradient(x, 0.0)[0]
    told = next(chapter for chapter in CHAPTERS if chapter.key == "decay").scene
    assert told.runs[1].schedule == schedules.multiplicative(factor=0.99)
    walked = optimizers.run(quartic, told.runs, told.start, told.steps, engine="plain")
    assert walked.positions[1, -1, 0] == pytest.approx(x, abs=1e-13)
    assert walked.positions[2, -1, 0] < -3.8


def test_the_nesterov_of_the_lecture_is_its_own_loop():
    x, velocity = -5.0, 0.0
    quartic = surfaces.get("quartic")
    for _ in range(100):
        step = -0.1 * quartic.gradient(x, 0.0)[0]
        velocity = 0.1 * velocity + step
        x += 0.1 * velocity + step
    told = next(chapter for chapter in CHAPTERS if chapter.key == "nesterov").scene
    walked = optimizers.run(quartic, told.runs, told.start, told.steps, engine="plain")
    assert walked.positions[1, -1, 0] == pytest.approx(x, abs=1e-13)


def test_positions_over_time_are_those_of_the_stage_and_of_the_other_side():
    page = opened(run="momentum~learning_rate:0.1", start="-5,0", steps="60")
    stage, chart = messages(page)
    quartic, run = surfaces.get("quartic"), Run("momentum", learning_rate=0.1)
    here, there = (optimizers.run(quartic, [run], (x, 0.0), 60).positions[0, :, 0] for x in (-5.0, 5.0))
    assert stage["columns"]["positions"][::2] == pytest.approx(here, abs=1e-5)
    assert chart["columns"]["0.y"] == pytest.approx(here, abs=1e-5)
    assert chart["columns"]["1.y"] == pytest.approx(there, abs=1e-5)
    page.toggle(key=f"{PAGE}.mirror").set_value(False).run()
    stage, chart = messages(page)
    assert "1.y" not in chart["columns"]
    assert ["mirror", "0"] in stage["link"]


@pytest.mark.parametrize("key", CURVES)
def test_every_curve_can_be_chosen(key):
    page = opened(f="x^2")
    page.selectbox(key=f"{PAGE}.curve").select(key).run()
    assert not page.exception
    assert scene(page).landscape == surfaces.get(key)
    assert scene(page).start == surfaces.get(key).start


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_typed_curve_is_raced_on_and_travels_in_the_link(formula):
    page = opened()
    page.text_input(key=f"{PAGE}.formula").set_value(formula).run()
    assert not page.exception
    assert not page.error
    land = scene(page).landscape
    assert land.dimensions == 1
    assert land.value(0.7, 0.0) == surfaces.from_expression(formula).value(0.7, 0.0)
    stage = messages(page)[0]
    assert ["f", formula] in stage["link"]
    again, ignored = from_query(parse_qs(urlencode([tuple(pair) for pair in stage["link"]])))
    assert ignored == []
    assert again.landscape.key == land.key
    assert (again.runs, again.start, again.steps) == (scene(page).runs, scene(page).start, scene(page).steps)


def test_a_view_can_be_given_to_a_typed_curve():
    page = opened(f="sin(x)")
    page.number_input(key=f"{PAGE}.low").set_value(-2.0).run()
    page.number_input(key=f"{PAGE}.high").set_value(9.0).run()
    assert scene(page).landscape.x_range == (-2.0, 9.0)
    page.number_input(key=f"{PAGE}.high").set_value(-3.0).run()
    assert "increasing" in page.error[0].value
    assert scene(page).landscape.x_range == (-2.0, 9.0)


@pytest.mark.parametrize(
    ("text", "said"), [("x^", "x^"), ("x + y", "y"), ("sin(", "sin"), ("import os", "import"), ("x**x**", "x**")]
)
def test_what_is_no_formula_of_x_is_refused_and_kept_for_correction(text, said):
    page = opened()
    before = scene(page)
    page.text_input(key=f"{PAGE}.formula").set_value(text).run()
    assert not page.exception
    assert said in page.error[0].value
    assert page.text_input(key=f"{PAGE}.formula").value == text
    assert scene(page) == before
    page.text_input(key=f"{PAGE}.formula").set_value("x^2").run()
    assert not page.error
    page.text_input(key=f"{PAGE}.formula").set_value("").run()
    assert scene(page).formula == ""


def test_optimizers_come_and_go_with_their_settings():
    page = opened()
    page.button_group(key=f"{PAGE}.optimizers").set_value(["gd", "adam"]).run()
    assert [run.key for run in scene(page).runs] == ["gd", "adam"]
    page.button_group(key=f"{PAGE}.optimizers").set_value([]).run()
    assert not page.exception
    assert scene(page).runs == ()
    page.button_group(key=f"{PAGE}.optimizers").set_value(["gd"]).run()
    assert scene(page).runs == (Run("gd", learning_rate=0.1),)


@pytest.mark.parametrize("optimizer", [optimizer.key for optimizer in optimizers.OPTIMIZERS])
def test_every_optimizer_rolls_on_a_typed_curve(optimizer):
    page = opened(f="x^4/4 - x^2", run=optimizer, steps="20")
    assert len(scene(page).runs) == 1
    assert len(messages(page)) == 2


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.key)
def test_every_chapter_comes_back_from_its_link(chapter):
    again, ignored = roundtrip(chapter.scene)
    assert ignored == []
    assert again == chapter.scene


@given(
    st.dictionaries(
        st.sampled_from(["f", "span", "mirror", "surface", "start", "run", "zz"]),
        st.lists(st.text(max_size=20), max_size=2),
    )
)
@settings(max_examples=150, deadline=None)
def test_no_link_can_break_the_scene(query):
    made, _ = from_query(query)
    assert isinstance(made, CurveScene)
    assert made.landscape.dimensions == 1


def test_a_broken_link_is_said():
    page = opened(surface="beale", f="x +", span="3,1", mirror="maybe", start="east", unknown="1")
    said = page.warning[0].value
    for part in ("surface=beale", "f=x +", "span=3,1", "mirror=maybe", "start=east", "unknown=1"):
        assert part in said
    assert scene(page).surface == "quartic"
    assert scene(page).start == surfaces.get("quartic").start
    page.button(key=f"{PAGE}.dismiss").click().run()
    assert not page.warning


def both():
    import streamlit as st

    from ui import state
    from ui.one_dimension import view
    from ui.one_dimension.scene import from_query
    from ui.pages import one_dimension, race

    state.begin()
    state.begin(view.PAGE, from_query)
    st.toggle("which", key="which")
    (one_dimension if st.session_state.which else race).page()


def test_two_pages_with_a_stage_do_not_disturb_one_another():
    page = AppTest.from_function(both, default_timeout=60)
    page.run()
    race = page.session_state.scene
    page.toggle(key="which").set_value(True).run()
    page.button_group(key=f"{PAGE}.chapter").set_value("heavy").run()
    page.text_input(key=f"{PAGE}.formula").set_value("x^2").run()
    assert not page.exception
    assert page.session_state.scene == race
    curve = scene(page)
    page.toggle(key="which").set_value(False).run()
    page.selectbox(key="surface_choice").select("booth").run()
    assert not page.exception
    assert scene(page) == curve
    assert page.session_state.scene.surface == "booth"
    page.toggle(key="which").set_value(True).run()
    assert scene(page) == curve
    assert page.session_state.scene.surface == "booth"


def test_an_edit_of_one_stage_reaches_its_own_scene_only(monkeypatch):
    session = {"scene": "race", "acknowledged": 0}
    first, _ = from_query({})
    session |= {f"{PAGE}.scene": first, f"{PAGE}.acknowledged": 0}
    session[f"{PAGE}.stage"] = {
        "edits": {"serial": 3, "items": [{"kind": "start", "x": -2.5, "y": 0.0, "serial": 3}], "known": []}
    }

    class Session(dict):
        __getattr__, __setattr__ = dict.__getitem__, dict.__setitem__

    monkeypatch.setattr(state.st, "session_state", Session(session))
    state.take_edits(PAGE)
    assert state.scene(PAGE).start == (-2.5, 0.0)
    assert state.st.session_state["scene"] == "race"
    assert state.st.session_state["acknowledged"] == 0
    assert state.st.session_state[f"{PAGE}.acknowledged"] == 3


def test_names_of_runs_tell_them_apart():
    page = opened(run=CHAPTERS[3].query.split("run=", 1)[1].split("&", maxsplit=1)[0])
    chart = messages(page)[1]
    names = [trace["name"] for trace in chart["figures"]["light"]["traces"]]
    assert names[0] == "Momentum, β = 0.1"
    assert re.search("thick: from x = 5, thin: from x = −5", " ".join(e.proto.body for e in page.get("html")))
