"""The page of all optimizers: everything on it follows from the registry, the references, or races."""

import json
import re
from typing import get_args
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import optimizers
import surfaces
from optimizers import Family
from ui import link
from ui.catalogue import facts, heats, markup
from ui.pages import optimizers as catalogue
from ui.pages.optimizers import FAMILIES
from ui.scene import Scene

FORMS = [(optimizer, form) for optimizer in optimizers.OPTIMIZERS for form in optimizer.forms]
NAMES = [f"{optimizer.key}/{form.key}" for optimizer, form in FORMS]
HEAVIEST = 1_500_000


def show():
    from ui.pages import optimizers as page

    page.page()


@pytest.fixture(scope="module")
def races():
    return {surface.key: heats.heat(surface) for surface in facts.arenas()}


@pytest.fixture(scope="module")
def chosen(races):
    return heats.showings(list(races.values()))


@pytest.fixture(scope="module")
def works():
    return facts.works()


@pytest.fixture(scope="module")
def app():
    page = AppTest.from_function(show, default_timeout=120)
    page.run()
    assert not page.exception
    return page


def texts(page):
    """What stands in the page's HTML elements, in order."""
    return [element.proto.body for element in page.get("html")]


def names_of(page):
    return re.findall(r'id="about-(\w+)"', " ".join(texts(page)))


def cards_of(page, key):
    """The HTML of one optimizer's card: its head, its facts, its settings."""
    bodies = texts(page)
    first = next(i for i, body in enumerate(bodies) if f'id="about-{key}"' in body)
    return bodies[first : first + 3]


def test_every_optimizer_is_shown_in_teaching_order_within_its_family(app):
    expected = [o.key for members in facts.by_family().values() for o in members]
    assert names_of(app) == expected
    assert sorted(expected) == sorted(o.key for o in optimizers.OPTIMIZERS)
    order = [o.key for o in optimizers.OPTIMIZERS]
    for members in facts.by_family().values():
        places = [order.index(o.key) for o in members]
        assert places == sorted(places)


def test_every_family_is_explained():
    assert set(FAMILIES) == set(get_args(Family)) >= {o.family for o in optimizers.OPTIMIZERS}


def test_every_card_has_the_name_the_idea_the_rule_and_two_pictures(app):
    for optimizer in optimizers.OPTIMIZERS:
        head = cards_of(app, optimizer.key)[0]
        assert markup.escape(optimizer.name) in head
        assert markup.escape(optimizer.idea) in head
    assert len(app.latex) == len(optimizers.OPTIMIZERS)
    pictures = [element.value for element in app.markdown if 'class="showings"' in element.value]
    assert len(pictures) == len(optimizers.OPTIMIZERS)
    assert all(picture.count("<svg") == 2 for picture in pictures)


def test_no_two_pictures_share_the_name_of_their_motion(app):
    names = re.findall(r"@keyframes ([\w-]+)", " ".join(element.value for element in app.markdown))
    assert len(names) == len(set(names)) == 2 * len(optimizers.OPTIMIZERS)


def test_the_page_is_light(app):
    weight = sum(map(len, texts(app))) + sum(len(e.value) for e in app.markdown) + sum(len(e.value) for e in app.latex)
    assert weight < HEAVIEST


@pytest.mark.parametrize(("optimizer", "form"), FORMS, ids=NAMES)
def test_every_form_can_be_chosen_and_tells_its_rule_and_its_settings(app, optimizer, form):
    if len(optimizer.forms) > 1:
        app.button_group(key=f"form_{optimizer.key}").set_value(form.key).run()
    assert not app.exception
    _, about, settings = cards_of(app, optimizer.key)
    assert markup.formula(form) in [element.value.strip("$\n ") for element in app.latex]
    assert markup.escape(form.note) in about
    assert markup.escape(form.source or optimizer.source) in about
    for hyperparameter in form.hyperparameters:
        assert f"<b>{hyperparameter.symbol}</b> {hyperparameter.name}" in settings
        assert markup.escape(hyperparameter.note) in settings


@pytest.mark.parametrize(("optimizer", "form"), FORMS, ids=NAMES)
def test_badges_are_the_rows_of_the_reference_table(optimizer, form, works):
    table = json.loads(facts.VERIFICATION.read_text())
    rows = [r for r in table["rows"] if (r["optimizer"], r["form"]) == (optimizer.key, form.key)]
    text = markup.facts(optimizer, form, works, facts.comparisons())
    assert text.count("equals") == len(rows)
    for row in rows:
        stated = f"{row['library']} ({row['version']}) over {row['steps']} steps, worst deviation "
        assert f"equals {stated}{row['worst_deviation']:.2g}" in text
    assert "not compared" in markup.facts(optimizer, form, works, {})


def test_a_form_beyond_the_tolerance_is_not_called_equal(tmp_path, monkeypatch):
    table = json.loads(facts.VERIFICATION.read_text())
    table["rows"][0]["worst_deviation"] = 2.0 * table["tolerance"]
    changed = tmp_path / "verification.json"
    changed.write_text(json.dumps(table))
    monkeypatch.setattr(facts, "VERIFICATION", changed)
    row = table["rows"][0]
    (comparison,) = facts.comparisons()[row["optimizer"], row["form"]]
    assert comparison.sentence.startswith("differs from")


@pytest.mark.parametrize(("optimizer", "form"), FORMS, ids=NAMES)
def test_what_a_step_costs_is_what_a_race_counts(optimizer, form, works):
    surface = surfaces.get("beale")
    run = optimizers.Run(optimizer.key, form.key, learning_rate=surface.learning_rates[optimizer.family])
    race = optimizers.run(surface, [run], steps=facts.COUNTED, record_memory=False)
    work, steps = works[optimizer.key, form.key], max(int(race.steps_taken[0]), 1)
    assert work.gradients[0] <= race.evaluations[0] / steps <= work.gradients[1]
    assert work.hessians[0] <= race.hessian_evaluations[0] / steps <= work.hessians[1]
    assert facts.order(form) == ("second order" if form.hessian else "first order")


@pytest.mark.parametrize(("optimizer", "form"), FORMS, ids=NAMES)
def test_memory_is_what_the_engine_records(optimizer, form):
    run = optimizers.Run(optimizer.key, form.key)
    memory = facts.kept(optimizer, form)
    assert set(optimizers.run(surfaces.get("beale"), [run], steps=1).memory) == {*memory.own, *memory.inner}
    assert memory.slots == len(memory.own) + len(memory.inner)


@pytest.mark.parametrize(("optimizer", "form"), FORMS, ids=NAMES)
def test_every_line_of_a_rule_is_aligned_once_outside_of_braces(optimizer, form):
    body = markup.formula(form).removeprefix(r"\begin{aligned}").removesuffix(r"\end{aligned}")
    assert body.replace("&", "").replace(" ", "") == r"\\".join(form.update).replace("&", "").replace(" ", "")
    outside = re.sub(r"\\begin\{cases\}.*?\\end\{cases\}", "", body)
    assert outside.count("&") == len(form.update)


def test_years_are_read_from_the_sources():
    assert facts.year("A. Cauchy, Méthode générale, 1847.") == 1847
    assert facts.year("one of 1983; the other of 2013") == 1983
    assert facts.year("section 4.8, week 2") is None
    assert facts.year("12345 pages") is None
    assert facts.year(optimizers.get("adam").source) == 2015


@pytest.mark.parametrize("optimizer", optimizers.OPTIMIZERS, ids=lambda o: o.key)
def test_the_pictures_say_what_a_race_gives(optimizer, chosen):
    for showing in chosen[optimizer.key]:
        surface = surfaces.get(showing.surface)
        race = optimizers.run(surface, [optimizers.default_run(optimizer, surface)], steps=surface.steps)
        (summary,) = optimizers.summarize(race, surface, Scene.tolerance)
        taken = int(race.steps_taken[0])
        np.testing.assert_array_equal(showing.positions, race.positions[0, : taken + 1])
        own = showing.sentence.split(";")[0]
        if summary.status == "diverged":
            assert own.startswith("Diverges")
        elif summary.steps_to_tolerance is not None:
            assert own.startswith(f"Arrives after {summary.steps_to_tolerance} ")
        else:
            gap = summary.final_loss - surface.minima[0].value
            assert own.startswith(f"Ends {heats.amount(gap)} above the minimum after {taken} ")


@pytest.mark.parametrize("index", range(len(optimizers.OPTIMIZERS)), ids=lambda i: optimizers.OPTIMIZERS[i].key)
def test_no_surface_suits_an_optimizer_better_than_its_best_or_worse_than_its_worst(index, races, chosen):
    best, worst = (races[showing.surface] for showing in chosen[optimizers.OPTIMIZERS[index].key])
    assert best is not worst
    arriving = [race for race in races.values() if race.arrived(index)]
    if arriving:
        assert best.arrived(index)
        assert best.beaten(index) == max(race.beaten(index) for race in arriving)
    if len(arriving) < len(races) - best.arrived(index):
        assert not worst.arrived(index)


def test_the_median_is_in_the_middle_of_the_others():
    race = heats.heat(surfaces.get("beale"))
    for i in range(len(race.costs)):
        middle = race.median(i)
        others = [j for j in range(len(race.costs)) if j != i]
        assert middle in others
        below = sum(race.costs[j] < race.costs[middle] for j in others)
        above = sum(race.costs[j] > race.costs[middle] for j in others)
        assert below <= len(others) // 2
        assert above <= len(others) - len(others) // 2 - 1


def test_amounts_are_written_as_people_write_them():
    assert [heats.amount(v) for v in (0.00421, 0.5, 2.34, 42.0, 899.3, 12345.6, 3.2e9)] == [
        "0.0042",
        "0.5",
        "2.3",
        "42",
        "899",
        "12,346",
        "3.2e+09",
    ]


@pytest.mark.parametrize("optimizer", optimizers.OPTIMIZERS, ids=lambda o: o.key)
def test_race_it_opens_the_optimizer_beside_the_simplest_one(optimizer, chosen):
    for showing in chosen[optimizer.key]:
        scene, ignored = link.from_query(parse_qs(urlsplit(markup.race_link(optimizer.key, showing.surface)).query))
        assert ignored == []
        assert scene.surface == showing.surface
        assert [run.key for run in scene.runs] == list(dict.fromkeys((optimizers.OPTIMIZERS[0].key, optimizer.key)))
        assert scene.runs[-1] == optimizers.default_run(optimizer, surfaces.get(showing.surface))


def test_the_overview_has_a_row_for_every_optimizer_and_sorts_what_is_unknown_last(works):
    table = markup.overview(optimizers.OPTIMIZERS, works, {})
    rows = re.findall(r"<tr>(<td.*?)</tr>", table)
    assert len(rows) == len(optimizers.OPTIMIZERS)
    for row, optimizer in zip(rows, optimizers.OPTIMIZERS, strict=True):
        assert row.count("<td") == len(markup.HEADINGS)
        assert f'href="#about-{optimizer.key}"' in row
        assert "not compared" in row
        assert f'data-sort="{markup.LAST:g}"' in row


@pytest.mark.parametrize("family", facts.by_family())
def test_the_filter_leaves_one_family(family):
    page = AppTest.from_function(show, default_timeout=120)
    page.run()
    page.button_group(key="families").set_value([family]).run()
    assert not page.exception
    assert names_of(page) == [o.key for o in facts.by_family()[family]]


def test_motion_can_be_switched_off():
    page = AppTest.from_function(show, default_timeout=120)
    page.run()
    assert "animation: none" not in "".join(texts(page))
    page.toggle(key="motion").set_value(False).run()
    assert "animation: none" in "".join(texts(page))


def test_the_page_stands_while_races_are_still_to_run(monkeypatch):
    st.cache_resource.clear()
    st.cache_data.clear()
    seen = []
    monkeypatch.setattr(catalogue, "TURN", -1.0)
    monkeypatch.setattr(st, "rerun", lambda: seen.append(True))
    page = AppTest.from_function(show, default_timeout=120)
    page.run()
    assert not page.exception
    assert seen == [True]
    assert names_of(page) == [o.key for members in facts.by_family().values() for o in members]
    assert "0 of" in page.markdown[0].value
    monkeypatch.undo()
    page.run()
    assert 'class="showings"' in page.markdown[0].value
