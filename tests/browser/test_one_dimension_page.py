"""A journey over the curves, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

import surfaces
from ui.one_dimension.chapters import PRINTED

from .stage import final, pause, pixel, read, settle, until

CHART = '.chart[aria-label^="Position against the step"]'


@pytest.fixture
def curves(visit):
    """Open the page by its address."""
    return lambda query="", **looks: visit(f"one-dimension{query}", **looks)


def drawn(page):
    """The positions that the chart shows, the first line's."""
    page.wait_for_function(f"document.querySelector('{CHART}')?.data?.length > 0")
    return page.evaluate(f"[...document.querySelector('{CHART}').data[0].y]")


def test_from_chapter_to_chapter_to_a_dragged_ball_and_a_formula(curves):
    page = curves()
    page.get_by_text("Momentum 0.9", exact=True).click()
    until(page, "stage.header.runs.length === 2 && stage.header.start[0] === -5")
    assert final(page, 1)[0] == pytest.approx(PRINTED[-1].value, abs=1e-6)
    assert final(page, 0)[0] == pytest.approx(PRINTED[-2].value, abs=1e-6)
    assert page.get_by_text("✓ equal").count() == len(PRINTED)
    assert drawn(page)[-1] == pytest.approx(PRINTED[-2].value, abs=1e-6)

    pause(page)
    x, y = pixel(page, -5.0, surfaces.get("quartic").value(-5.0, 0.0))
    page.mouse.move(x, y)
    page.mouse.down()
    to = pixel(page, 4.0, 5.0)
    page.mouse.move(*to, steps=6)
    page.mouse.up()
    settle(page)
    until(page, "Math.abs(stage.header.start[0] - 4) < 0.1")
    start = read(page, "stage.header.start[0]")
    page.wait_for_function(f"Math.abs(document.querySelector('{CHART}').data[0].y[0] - {start}) < 1e-5")
    page.wait_for_function("location.search.includes('start=')")

    box = page.get_by_role("combobox", name=re.compile("Curve")).first
    box.click()
    page.get_by_role("option", name="Your own formula").click()
    until(page, "stage.header.surface.name === 'Your formula'")
    field = page.get_by_label("Your formula", exact=True)
    expect(page.locator(".formula-sign")).to_have_text("f(x) =")
    expect(page.get_by_label("y from")).to_be_hidden()
    expect(page.get_by_label("as a landscape over x and y")).to_be_hidden()
    field.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("(x-1)^2", delay=20)
    settle(page)
    until(page, "Math.abs(stage.header.surface.minima[0][0] - 1) < 1e-6")
    expect(page.locator(".lab-surface annotation")).to_contain_text("x - 1")
    page.wait_for_function("location.search.includes('formula=')")
    again = curves("?" + page.url.partition("?")[2])
    assert read(again, "stage.header.surface.minima") == read(page, "stage.header.surface.minima")
    assert again.get_by_test_id("stAlert").count() == 0
    page.keyboard.type(" + y")
    settle(page)
    expect(page.locator(".formula-state")).to_contain_text("a function of one variable has no y")
    expect(page.locator(".formula-state mark")).to_have_text("y")
    assert abs(read(page, "stage.header.surface.minima[0][0]") - 1.0) < 1e-6


def test_the_race_keeps_its_own_scene(curves):
    page = curves("?start=-5,0")
    page.get_by_role("link", name="Race", exact=True).click()
    until(page, "stage.header.surface.key === 'beale'")
    page.get_by_role("link", name="One dimension", exact=True).click()
    until(page, "stage.header.surface.key === 'quartic' && stage.header.start[0] === -5")
    assert page.get_by_test_id("stAlert").count() == 0
