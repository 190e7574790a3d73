"""Journeys with many starts at once: a grid over the view, and the brush."""

import re

from .stage import pixel, read, settle, until

DONE = "stage.header.drops && stage.header.drops.done === stage.header.drops.total"


def open_drops(page):
    page.get_by_role("button", name="Basins: many starts at once").click()


def test_a_grid_of_starts_shows_who_reaches_which_minimum_for_the_selected_run(visit):
    page = visit("?surface=himmelblau&run=gd~learning_rate:0.01&run=adam~learning_rate:0.1&steps=200&at=200")
    open_drops(page)
    page.get_by_role("combobox", name="Basins: grid of starts").select_option("32")
    until(page, f"{DONE} && stage.header.drops.side === 32", timeout=180_000)
    assert read(page, "stage.header.drops.run") == 1
    counts = page.get_by_role("group", name="Where the starts end")
    assert "Where Adam ends from 1024 starts" in counts.inner_text()
    assert sum(map(int, re.findall(r": (\d+) \(", counts.inner_text()))) == 1024
    assert len(set(read(page, "[...stage.arrays.cells]"))) >= 4
    page.locator(".stage-run-pick").first.click()
    until(page, f"{DONE} && stage.header.drops.run === 0", timeout=180_000)
    assert "Where GD ends" in counts.inner_text()
    page.wait_for_function("location.search.includes('basins=0,32')")
    open_drops(page)
    page.get_by_role("combobox", name="Basins: grid of starts").select_option("0")
    until(page, "stage.header.drops === null")
    assert not counts.is_visible()


def test_the_brush_paints_starts_and_the_landscape_stays_where_it_is(visit):
    page = visit("?surface=himmelblau&run=gd~learning_rate:0.01&steps=200&at=200&layout=panels")
    before = read(page, "[stage.landscape.ranges(), stage.header.start]")
    open_drops(page)
    page.get_by_role("button", name="Brush").click()
    until(page, "stage.layouts.layout === 'overlay' && stage.landscape.frame().width > 300")
    assert not page.get_by_role("group", name="Many starts at once").is_visible(), "the landscape is free to be painted"
    page.mouse.move(*pixel(page, -3.0, 2.0))
    page.mouse.down()
    page.mouse.move(*pixel(page, 3.0, 1.0), steps=12)
    page.mouse.up()
    settle(page)
    until(page, "stage.header.drops?.painted.length >= 5")
    painted = read(page, "stage.header.drops.painted")
    labels = read(page, "[...stage.arrays.painted_labels]")
    assert len(labels) == len(painted)
    assert {0, 1} <= set(labels)
    assert read(page, "[stage.landscape.ranges(), stage.header.start]") == before
    page.wait_for_function("location.search.includes('painted=')")
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Done painting").is_visible()
    open_drops(page)
    page.get_by_role("button", name="Clear starts").click()
    until(page, "stage.header.drops === null")


def test_the_keyboard_strews_starts(visit):
    page = visit("?surface=himmelblau&run=gd~learning_rate:0.01&steps=100&at=100&basins=0,0&painted=1,1,-2.5,3")
    assert read(page, "stage.header.drops.painted") == [[1, 1], [-2.5, 3]]
    page.get_by_role("button", name="Basins: many starts at once").focus()
    for key in ("Enter", "Tab", "Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    until(page, "stage.header.drops.painted.length === 27")
    assert "from 27 starts" in page.get_by_role("group", name="Where the starts end").inner_text()
