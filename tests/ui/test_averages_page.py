"""The page of moving averages without a browser."""

import json
import struct
from html import escape
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import surfaces
from figures import first_steps as early
from optimizers import averages
from ui.averages import experiment
from ui.averages.scene import Experiment

SCRIPT = "from ui.pages import averages\n\naverages.page()\n"


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "page.py"
    path.write_text(SCRIPT)
    return str(path)


@pytest.fixture
def app(script):
    page = AppTest.from_file(script, default_timeout=60)
    page.run()
    assert not page.exception
    return page


def figures(app):
    """The charts of the experiment, as they are drawn on light ground."""
    drawn = []
    for element in app.get("bidi_component"):
        if body := element.proto.bytes:
            (length,) = struct.unpack_from("<I", body)
            drawn.append(json.loads(body[4 : 4 + length])["figures"]["light"]["traces"])
    return drawn


def message(app):
    (sent,) = [element.proto.json for element in app.get("bidi_component") if element.proto.json]
    return json.loads(sent)


def test_the_first_page_has_the_year_and_names_its_source(app):
    assert app.title[0].value == "Moving averages"
    assert "USW00024233" in " ".join(caption.value for caption in app.caption)
    sent = message(app)
    assert len(sent["series"]["values"]) == 365
    assert [row["beta"] for row in sent["averages"]] == [0.5, 0.9, 0.98]
    assert sent["link"] == []


@pytest.mark.parametrize("entry", averages.SERIES, ids=lambda entry: entry.key)
def test_every_sequence_can_be_chosen(app, entry):
    app.button_group(key="averages_data").set_value(entry.key).run()
    assert not app.exception
    assert message(app)["series"]["values"] == entry.values().tolist()
    assert any(escape(entry.note) in element.proto.body for element in app.get("html"))


def test_pasted_numbers_are_averaged(app):
    app.text_area(key="averages_text").set_value("4, 9, 7").run()
    assert not app.error
    app.button(key="averages_take").click().run()
    assert not app.exception
    sent = message(app)
    assert sent["series"]["values"] == [4.0, 9.0, 7.0]
    assert ["values", "4,9,7"] in sent["link"]
    assert app.button_group(key="averages_data").value == "own"


def test_a_column_of_a_pasted_table_can_be_chosen(app):
    app.text_area(key="averages_text").set_value("date,low,high\na,1,5\nb,2,6").run()
    app.selectbox(key="averages_column").select(1).run()
    app.button(key="averages_take").click().run()
    assert message(app)["series"]["values"] == [5.0, 6.0]


def test_a_mistake_is_named_and_what_was_shown_is_kept(app):
    app.text_area(key="averages_text").set_value("4, 9, 7").run()
    app.button(key="averages_take").click().run()
    app.text_area(key="averages_text").set_value("4, nine").run()
    assert "“nine” is not a number" in app.error[0].value
    assert "kept" in app.error[0].value
    assert app.button(key="averages_take").disabled
    assert message(app)["series"]["values"] == [4.0, 9.0, 7.0]


def test_a_broken_link_is_said_and_the_page_stands(script):
    page = AppTest.from_file(script, default_timeout=60)
    page.query_params["data"] = "nowhere"
    page.query_params["beta"] = ["0.7", "2"]
    page.run()
    assert not page.exception
    assert "nowhere" in page.warning[0].value
    assert "beta=2" in page.warning[0].value
    assert [row["beta"] for row in message(page)["averages"]] == [0.7]
    next(b for b in page.button if b.label == "Dismiss").click().run()
    assert not page.warning


def test_the_experiment_shows_3_16_and_says_which_beta_has_the_say(app):
    text = " ".join(markdown.value for markdown in app.markdown)
    assert "= **3.16** η. β₂ has the say: the step is too long." in text
    assert "β₁ is forgotten (within 10 %) from step 22 on" in text
    assert app.table[0].value["First step / η"].tolist() == ["1", "3.162", "0.3162", "6"]
    lengths, shares, _, r = figures(app)
    assert [trace["name"] for trace in lengths] == ["Adam", "without correction", "without, warmed up", "RAdam"]
    assert lengths[1]["text"][0] == "3.16"
    assert len(shares) == 3
    assert [trace["name"] for trace in r] == ["RAdam: rₜ", "the warm-up", "ρₜ ≤ 4 for 4 steps: plain momentum"]


def test_the_experiment_s_controls_reach_the_scene_and_the_link(app):
    app.selectbox(key="first_surface").select("beale").run()
    assert app.number_input(key="first_rate").value == surfaces.get("beale").learning_rates["adaptive"]
    app.number_input(key="first_rate").set_value(0.02).run()
    app.number_input(key="first_beta1").set_value(0.8).run()
    app.number_input(key="first_beta2").set_value(0.99).run()
    app.slider(key="first_warm_up").set_value(0).run()
    assert not app.exception
    sent = dict(message(app)["link"])
    assert sent == {"on": "beale", "rate": "0.02", "beta1": "0.8", "beta2": "0.99", "warm_up": "0"}
    assert [trace["name"] for trace in figures(app)[0]] == ["Adam", "without correction", "RAdam"]
    assert "= **2** η" in " ".join(markdown.value for markdown in app.markdown)


@pytest.mark.parametrize(
    ("betas", "sentence"),
    [((0.9, 0.99), "The two cancel."), ((0.99, 0.9), "β₁ has the say"), ((0.0, 0.0), "The two cancel.")],
)
def test_the_verdict_is_told_by_the_numbers(betas, sentence):
    said = experiment.verdict(*betas)
    assert sentence in said
    assert ("grows" in said) == (betas == (0.9, 0.99))


EVERYWHERE = [(entry.key, (0.9, 0.999)) for entry in surfaces.SURFACES]


@pytest.mark.parametrize(("surface", "betas"), [*EVERYWHERE, ("sphere", (0.0, 0.0)), ("sphere", (0.9999, 0.9999))])
def test_the_experiment_can_be_drawn_everywhere(surface, betas):
    setup = Experiment(surface, None, *betas, warm_up=3)
    found = experiment.raced(setup, 20)
    assert np.nanmax(found.lengths[0]) > 0.0
    spec = early.lengths(found.names, found.lengths, "dark").to_dict()
    assert len(spec["data"]) == 4


def test_no_page_loads_a_second_plotly():
    """Streamlit's own charts bring a copy of Plotly of 4.7 MB, which the page has already."""
    native = ("plotly_chart(", "line_chart(", "bar_chart(", "altair_chart(", "vega_lite_chart(")
    ui = Path(experiment.__file__).resolve().parents[1]
    users = [str(path.relative_to(ui)) for path in ui.rglob("*.py") if any(name in path.read_text() for name in native)]
    assert users == []
