"""The page of moving averages without a browser."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from optimizers import averages

ROOT = Path(__file__).resolve().parents[2]


def page_of_averages():
    from ui.pages import averages

    averages.page()


@pytest.fixture
def app():
    page = AppTest.from_function(page_of_averages, default_timeout=60)
    page.run()
    assert not page.exception
    return page


def message(app):
    (element,) = [e for e in app.main if e.type == "bidi_component"]
    return json.loads(element.proto.json)


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
    assert entry.note in [caption.value for caption in app.caption]


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


def test_a_broken_link_is_said_and_the_page_stands():
    page = AppTest.from_function(page_of_averages, default_timeout=60)
    page.query_params["data"] = "nowhere"
    page.query_params["beta"] = ["0.7", "2"]
    page.run()
    assert not page.exception
    assert "nowhere" in page.warning[0].value
    assert "beta=2" in page.warning[0].value
    assert [row["beta"] for row in message(page)["averages"]] == [0.7]
    next(b for b in page.button if b.label == "Dismiss").click().run()
    assert not page.warning
