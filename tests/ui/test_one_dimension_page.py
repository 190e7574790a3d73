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
from ui import edits, link, state
from ui.formula import OWN
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


def type_in(page, text, x_range=(-5.0, 5.0), dimensions=None):
    """Take what the formula bar sends when a text is typed into it."""
    sent = {"kind": "formula", "text": text, "x_range": list(x_range), "y_range": [-5.0, 5.0], "dimensions": dimensions}
    after, refused = edits.apply(scene(page), [sent])
    assert refused == []
    page.session_state[f"{PAGE}.scene"] = after
    page.run()
    assert not page.exception


def roundtrip(told):
    pairs = [*own_pairs(told), *link.to_pairs(told)]
    return from_query(parse_qs(urlencode(pairs)))


def test_a_link_with_a_formula_of_two_variables_or_dimensions_is_said():
    made, ignored = from_query({"formula": ["x + y"], "dimensions": ["2"]})
    assert made.surface == "quartic"
    assert "a function of one variable has no y" in ignored[0]
    assert "a curve has one" in ignored[1]
    made, ignored = from_query({"formula": ["x^2"], "x_range": ["-1,3"], "mirror": ["0"]})
    assert (made.surface, made.typed.text, made.landscape.x_range, made.mirrored) == (OWN, "x^2", (-1.0, 3.0), False)
    assert ignored == []
    assert roundtrip(made) == (made, [])


def test_what_stands_beside_a_curve_is_a_curve_and_can_be_swapped_with_it():
    made, ignored = from_query({"start": ["-5,0"], "b.formula": ["x^2"], "b.start": ["2,0"], "b.mirror": ["0"]})
    assert ignored == []
    assert (made.beside.typed.text, made.beside.mirrored, made.beside.start) == ("x^2", False, (2.0, 0.0))
    swapped, refused = edits.apply(made, [{"kind": "swap", "hidden": []}])
    assert refused == []
    assert isinstance(swapped, CurveScene)
    assert (swapped.surface, swapped.beside.surface) == (OWN, "quartic")
    made, ignored = from_query({"b.surface": ["beale"]})
    assert made.beside.surface == "quartic"
    assert ignored[0].startswith("b.surface=beale")


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
    page = opened(formula="x^2")
    page.selectbox(key=f"{PAGE}.curve").select(key).run()
    assert not page.exception
    assert scene(page).landscape == surfaces.get(key)
    assert scene(page).start == surfaces.get(key).start


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_typed_curve_is_raced_on_and_travels_in_the_link(formula):
    page = opened(surface=OWN)
    type_in(page, formula)
    land = scene(page).landscape
    assert land.dimensions == 1
    assert land.value(0.7, 0.0) == surfaces.from_expression(formula).value(0.7, 0.0)
    stage = messages(page)[0]
    assert (stage["formula"]["mistake"], stage["formula"]["flat"]) == (None, False)
    assert ["formula", formula] in stage["link"]
    again, ignored = from_query(parse_qs(urlencode([tuple(pair) for pair in stage["link"]])))
    assert ignored == []
    assert again.landscape.key == land.key
    assert (again.runs, again.start, again.steps) == (scene(page).runs, scene(page).start, scene(page).steps)


def test_a_view_can_be_given_to_a_typed_curve():
    page = opened(formula="sin(x)")
    type_in(page, "sin(x)", (-2.0, 9.0))
    assert scene(page).landscape.x_range == (-2.0, 9.0)
    type_in(page, "sin(x)", (-2.0, -3.0))
    assert "smaller number" in messages(page)[0]["formula"]["mistake"]["message"]
    assert scene(page).landscape.x_range == (-2.0, 9.0)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("x^", 2, "ends where a value should follow"),
        ("x + y", 4, "a function of one variable has no y"),
        ("sin(", 4, "ends where a value should follow"),
        ("import os", 0, "not a name that is known"),
        ("x**x**", 6, "ends where a value should follow"),
        ("", 0, "the formula is empty"),
    ],
)
@pytest.mark.parametrize("dimensions", [None, 2])
def test_what_is_no_formula_of_x_is_pointed_at_and_the_last_curve_stays(text, place, said, dimensions):
    page = opened(surface=OWN)
    before = scene(page).landscape
    type_in(page, text, dimensions=dimensions)
    told = messages(page)[0]["formula"]
    assert (told["text"], told["mistake"]["position"]) == (text, place)
    assert said in told["mistake"]["message"]
    assert scene(page).landscape == before
    type_in(page, "x^2", dimensions=dimensions)
    assert messages(page)[0]["formula"]["mistake"] is None
    assert scene(page).landscape.dimensions == 1


def test_the_formula_bar_offers_curves_only():
    told = messages(opened(surface=OWN))[0]["formula"]
    assert told["variables"] == "x"
    for example in told["examples"]:
        assert surfaces.from_expression(example["text"], dimensions=1).dimensions == 1
    assert len(told["examples"]) >= 2
    assert messages(opened())[0]["formula"] is None


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
    page = opened(formula="x^4/4 - x^2", run=optimizer, steps="20")
    assert len(scene(page).runs) == 1
    assert len(messages(page)) == 2


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.key)
def test_every_chapter_comes_back_from_its_link(chapter):
    again, ignored = roundtrip(chapter.scene)
    assert ignored == []
    assert again == chapter.scene


@given(
    st.dictionaries(
        st.sampled_from(["formula", "x_range", "dimensions", "mirror", "surface", "start", "run", "zz"]),
        st.lists(st.text(max_size=20), max_size=2),
    )
)
@settings(max_examples=150, deadline=None)
def test_no_link_can_break_the_scene(query):
    made, _ = from_query(query)
    assert isinstance(made, CurveScene)
    assert made.landscape.dimensions == 1


def test_a_broken_link_is_said():
    page = opened(surface="beale", formula="x +", x_range="3,1", mirror="maybe", start="east", unknown="1")
    said = page.warning[0].value
    for part in ("surface=beale", "formula=x +", "x_range=3,1", "mirror=maybe", "start=east", "unknown=1"):
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
    page.selectbox(key=f"{PAGE}.curve").select(OWN).run()
    type_in(page, "x^2")
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
