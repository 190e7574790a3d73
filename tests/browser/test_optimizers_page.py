"""A journey through the page of all optimizers, in a real browser."""

import re

import pytest
from playwright.sync_api import Page

import optimizers
from ui.catalogue import facts, heats

from .stage import read, until

# Milliseconds, from the first to the last moment of drawing.
TIMES = [0, 100, 200, 400, 1000, 4000]
CARD = '[id^="about-"]'


@pytest.fixture
def catalogue(visit):
    """Open the page from the race: catalogue(width=…, height=…, scheme=…)."""

    def open_page(**looks) -> Page:
        width, height = looks.pop("width", 1440), looks.pop("height", 900)
        page = visit(**looks)
        page.get_by_role("link", name="Optimizers", exact=True).click()
        page.locator(f"#about-{optimizers.OPTIMIZERS[-1].key}").wait_for(timeout=60_000)
        page.locator(".thumbnail").nth(2 * len(optimizers.OPTIMIZERS) - 1).wait_for(state="attached")
        page.set_viewport_size({"width": width, "height": height})
        return page

    return open_page


def names(page: Page) -> list[str]:
    return page.locator(".overview tbody a").all_text_contents()


def test_from_the_overview_by_a_filter_to_a_race(catalogue):
    page = catalogue()
    assert names(page) == [o.name for o in optimizers.OPTIMIZERS]
    page.get_by_role("button", name="Year").click()
    years = [facts.year(o.source) for o in optimizers.OPTIMIZERS]
    oldest = sorted(range(len(years)), key=lambda i: years[i] or 1e9)
    assert names(page) == [optimizers.OPTIMIZERS[i].name for i in oldest]
    page.get_by_role("button", name="Year").click()
    assert page.locator(".overview th").nth(2).get_attribute("aria-sort") == "descending"

    family = optimizers.get("momentum").family
    members = facts.by_family()[family]
    page.get_by_test_id("stButtonGroup").first.get_by_text(family.capitalize(), exact=True).click()
    page.locator("#about-gd").wait_for(state="detached")
    page.wait_for_function(f"document.querySelectorAll('.overview tbody tr').length === {len(members)}")
    assert sorted(names(page)) == sorted(o.name for o in members)
    assert page.locator(CARD).count() == len(members)

    page.locator('.overview a[href="#about-momentum"]').click()
    assert page.locator("#about-momentum").bounding_box()["y"] < 900
    best, _ = heats.showings([heats.heat(surface) for surface in facts.arenas()])["momentum"]
    page.get_by_role("link", name=re.compile("^Race Momentum on")).click()
    page.wait_for_function("window.descentLabStage?.landscape.ready()", timeout=60_000)
    until(page, f"stage.header.surface.key === '{best.surface}'")
    assert read(page, "stage.header.runs.map((run) => run.key)") == [optimizers.OPTIMIZERS[0].key, "momentum"]
    assert page.get_by_test_id("stAlert").count() == 0


def test_another_form_brings_its_own_rule_and_facts(catalogue):
    page = catalogue()
    momentum = optimizers.get("momentum")
    card = page.locator(".st-key-card_momentum")
    rule = card.locator(".katex-html").inner_text()
    form = momentum.forms[-1]
    assert form.note not in card.inner_text()
    card.get_by_text(form.name, exact=True).click()
    card.get_by_text(form.note).wait_for()
    assert card.locator(".katex-html").inner_text() != rule
    assert page.locator(".katex-error").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_wear_the_theme_and_draw_themselves(catalogue, scheme):
    page = catalogue(scheme=scheme)
    hue = getattr(heats.STYLES["gd"], scheme)
    trail = page.locator(".st-key-card_gd .trail").first
    rgb = tuple(int(hue[i : i + 2], 16) for i in (1, 3, 5))
    assert trail.evaluate("e => getComputedStyle(e).stroke") == f"rgb{rgb}"
    lightness = page.locator(".st-key-card_gd .band8").first.evaluate(
        "e => getComputedStyle(e).fill.match(/\\d+/g).slice(0, 3).reduce((sum, c) => sum + Number(c), 0)"
    )
    assert (lightness > 384) == (scheme == "light")
    trail.scroll_into_view_if_needed()
    offset = "Math.round(parseFloat(getComputedStyle(e).strokeDashoffset))"
    assert trail.evaluate("e => e.getAnimations()[0].playState") == "running"
    left = [
        trail.evaluate(f"(e, at) => {{ e.getAnimations()[0].currentTime = at; return {offset}; }}", at) for at in TIMES
    ]
    assert left == sorted(left, reverse=True)
    assert (left[0], left[-1]) == (1000, 1)

    page.get_by_text("Motion", exact=True).click()
    page.wait_for_function("getComputedStyle(document.querySelector('.trail')).animationName === 'none'")
    assert trail.evaluate(f"e => {offset}") == 1
    page.get_by_text("Motion", exact=True).click()
    page.wait_for_function("getComputedStyle(document.querySelector('.trail')).animationName !== 'none'")


def test_who_prefers_reduced_motion_sees_finished_paths(catalogue):
    page = catalogue()
    page.emulate_media(reduced_motion="reduce")
    trail = page.locator(".trail").first
    assert (
        trail.evaluate("e => [getComputedStyle(e).animationName, getComputedStyle(e).strokeDasharray]") == ["none"] * 2
    )


def test_the_catalogue_fits_a_phone(catalogue):
    page = catalogue(width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = page.evaluate(
        """() => [...document.querySelectorAll('.catalogue-head, .facts, .settings, .showings, .overview')]
            .filter((element) => element.getBoundingClientRect().right > 391).map((element) => element.className)"""
    )
    assert wide == []
    assert page.locator(".race").first.bounding_box()["height"] >= 36
