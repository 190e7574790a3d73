"""Journeys that set one run, one view or one scene against another."""

import numpy as np

from .stage import final, read, settle, slider, until


def drag_slider(page, name, place):
    handle = slider(page, name)
    box = handle.bounding_box()
    value = float(handle.evaluate("(node) => node.value / node.max"))
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 9 + value * (box["width"] - 18), y)
    page.mouse.down()
    page.mouse.move(box["x"] + 9 + place * (box["width"] - 18), y, steps=10)
    page.mouse.up()
    settle(page)


def test_a_pinned_run_stays_as_a_ghost_while_its_settings_are_dragged(visit):
    page = visit("?run=momentum~learning_rate:0.004&run=adam~learning_rate:0.08&at=250")
    before = final(page, 1)
    page.get_by_role("button", name="Pin", exact=True).click()
    until(page, "stage.header.runs.length === 3")
    settle(page)
    assert page.locator(".stage-run-name").all_inner_texts()[2].startswith("Adam · pinned")
    drag_slider(page, "learning_rate", 0.8)
    assert final(page, 1) != before
    np.testing.assert_array_equal(final(page, 2), before)
    assert read(page, "stage.selected") == 1
    assert page.locator(".stage-table tr.is-ghost th").inner_text().startswith("Adam · pinned")
    until(page, "new URLSearchParams(location.search).getAll('pinned').length === 1")
    page.reload()
    page.wait_for_function("window.descentLabStage?.landscape.ready()", timeout=60_000)
    np.testing.assert_array_equal(final(page, 2), before)
    page.get_by_role("checkbox", name="Show Adam · pinned").uncheck()
    assert read(page, "stage.visible()") == [0, 1]
    page.get_by_role("button", name="Unpin Adam · pinned").click()
    until(page, "stage.header.runs.length === 2")
    until(page, "!location.search.includes('pinned')")
