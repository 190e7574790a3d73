"""Controls as data: every value travels in the link, and nothing broken gets in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizers import SCHEDULES, schedules
from ui.knobs import Knob
from ui.schedules import desk
from ui.schedules.desk import DESK

CHOSEN = (schedules.cosine(final=0.1), schedules.warm_up(then=schedules.step(milestones=[3, 9]), warmup_steps=4))


def another(knob: Knob):
    """A value that differs from the default."""
    if knob.most:
        return CHOSEN
    if knob.options:
        return next(option for option in reversed(knob.options) if option != knob.default)
    if isinstance(knob.default, int):
        return knob.default + 1 if knob.default < knob.high else knob.default - 1
    return (knob.default or 0.1) * 0.9 + 0.013


@pytest.mark.parametrize("knob", DESK.knobs, ids=lambda knob: knob.name)
def test_every_value_comes_back_from_its_link(knob):
    value = another(knob)
    written = [knob.write(each) for each in value] if knob.most else [knob.write(value)]
    values, ignored = DESK.read({knob.name: written})
    assert ignored == []
    assert values[knob.name] == value
    assert {name: values[name] for name in values if name != knob.name} == {
        other.name: other.default for other in DESK.knobs if other is not knob
    }


@pytest.mark.parametrize("knob", DESK.knobs, ids=lambda knob: knob.name)
@pytest.mark.parametrize("broken", ["nonsense", "nan", "-1e9", "1e99", "", "2" * 500])
def test_what_is_broken_gives_the_default_and_a_sentence(knob, broken):
    values, ignored = DESK.read({knob.name: [broken]})
    assert values[knob.name] == knob.default
    assert len(ignored) == 1
    assert ignored[0].startswith(f"{knob.name}=")


@given(st.dictionaries(st.text(max_size=12), st.lists(st.text(max_size=40), max_size=3), max_size=6))
def test_no_link_at_all_can_break_the_page(query):
    values, _ = DESK.read(query)
    assert set(values) == {knob.name for knob in DESK.knobs}


def test_names_in_the_link_are_distinct():
    names = [knob.name for knob in DESK.knobs]
    assert len(set(names)) == len(names)


def test_no_schedule_at_all_can_be_asked_for():
    values, ignored = DESK.read({"schedule": ["none"]})
    assert values["schedule"] == ()
    assert ignored == []


def test_too_many_schedules_are_cut_with_a_sentence():
    values, ignored = DESK.read({"schedule": ["cosine"] * 30})
    assert len(values["schedule"]) == desk.CHOSEN.most
    assert len(ignored) == 1


@pytest.mark.parametrize("entry", SCHEDULES, ids=lambda entry: entry.key)
def test_every_schedule_travels_in_the_link(entry):
    for schedule in (entry(), schedules.warm_up(then=entry()) if entry.leads is None else entry(warmup_steps=3)):
        values, ignored = DESK.read({"schedule": [desk.CHOSEN.write(schedule)]})
        assert values["schedule"] == (schedule,)
        assert ignored == []
