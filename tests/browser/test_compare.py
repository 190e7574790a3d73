"""Journeys that set one run, one view or one scene against another."""

import re

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


PANEL = """([k, x, y]) => {
  const { panels } = window.descentLabStage.layouts, { frame } = panels;
  const box = panels.tiles[k].box.getBoundingClientRect();
  return [box.left + x * frame.scaleX + frame.offsetX, box.top + y * frame.scaleY + frame.offsetY];
}"""


def in_panel(page, panel, x, y):
    """Page coordinates of a point of the landscape in one panel."""
    return page.evaluate(PANEL, [panel, x, y])


def ink(page, panel):
    """How many pixels of a panel differ from the landscape alone."""
    return page.evaluate(
        """(k) => {
          const { panels } = window.descentLabStage.layouts, { canvas } = panels.tiles[k], { picture } = panels;
          const read = (c) => c.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
          const [a, b] = [read(canvas), read(picture)];
          let count = 0;
          for (let i = 0; i < a.length; i += 4) count += Math.abs(a[i] - b[i]) + Math.abs(a[i + 1] - b[i + 1]) > 24;
          return count;
        }""",
        panel,
    )


def test_panels_show_each_optimizer_alone_on_one_clock(visit):
    page = visit("?at=0")
    page.get_by_role("radio", name="Panels").check(force=True)
    until(page, "stage.layouts.panels.tiles.length === 6 && stage.layouts.panels.picture")
    assert page.locator(".stage-area").is_hidden()
    names = page.locator(".stage-panel-name .stage-run-name").all_inner_texts()
    assert names == ["GD", "Momentum", "Nesterov", "AdaGrad", "RMSProp", "Adam"]
    before = [ink(page, k) for k in range(6)]
    drawn = page.evaluate_handle("window.descentLabStage.layouts.panels.picture")
    page.get_by_role("button", name="To the end").click()
    until(page, "stage.clock === stage.header.steps")
    page.wait_for_timeout(100)
    after = [ink(page, k) for k in range(6)]
    assert all(late > early + 50 for early, late in zip(before, after, strict=True))
    assert len(set(after)) > 1
    assert drawn.evaluate("(picture) => picture === window.descentLabStage.layouts.panels.picture")
    until(page, "new URLSearchParams(location.search).get('layout') === 'panels'")
    place = "[0, 1].map((c) => stage.arrays.positions[2 * (stage.header.steps + 1 + {}) + c])"
    path = read(page, place.format(40))
    page.mouse.move(*in_panel(page, 1, *path))
    assert page.locator(".stage-tip:visible").inner_text().startswith("Momentum")
    page.mouse.click(*in_panel(page, 1, *path))
    until(page, "stage.looking.open && stage.selected === 1")
    np.testing.assert_allclose(read(page, place.format("stage.clock")), path, atol=0.6)
    page.locator(".stage-panel-name").nth(2).click()
    assert read(page, "stage.selected") == 2
    page.get_by_role("checkbox", name="Show GD").uncheck()
    until(page, "stage.layouts.panels.tiles.length === 5")
    page.get_by_role("radio", name="Overlay").check(force=True)
    assert page.locator(".stage-area").is_visible()
    until(page, "stage.landscape.frame().width > 300")


def test_a_hand_in_one_panel_moves_the_start_and_the_view_of_all(visit):
    page = visit("?at=100&layout=panels")
    until(page, "stage.layouts.panels.picture")
    start = in_panel(page, 2, 1.0, 1.5)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*in_panel(page, 2, 2.0, 2.5), steps=8)
    until(page, "Math.abs(stage.header.start[0] - 2) < 0.1")
    page.mouse.up()
    settle(page)
    np.testing.assert_allclose(read(page, "stage.header.start"), [2.0, 2.5], atol=0.08)
    page.mouse.move(*in_panel(page, 4, 0.0, 0.0))
    page.mouse.wheel(0, -300)
    until(page, "stage.landscape.zoom() !== null")
    zoom = read(page, "stage.landscape.zoom()")
    slider(page, "learning_rate").press("ArrowRight")
    settle(page)
    assert read(page, "stage.landscape.zoom()") == zoom
    page.get_by_role("button", name="Whole view").last.click()
    until(page, "stage.landscape.zoom() === null")
    assert read(page, "stage.clock") == 100


def test_panels_stand_in_pairs_on_a_telephone(visit):
    page = visit("?at=100&layout=panels", width=390, height=844, scheme="dark")
    until(page, "stage.layouts.panels.picture")
    left = page.evaluate("descentLabStage.layouts.panels.tiles.map((tile) => tile.box.getBoundingClientRect().left)")
    assert len(set(left)) == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    overlap = page.evaluate("""() => {
      const boxes = [...document.querySelectorAll(".stage-bar > *")].filter((node) => node.offsetWidth);
      const [a, b] = boxes.map((node) => node.getBoundingClientRect());
      return !(a.right <= b.left || a.bottom <= b.top);
    }""")
    assert not overlap


def frozen_final(page, run):
    """Where a run of the frozen scene ends, as the browser has it."""
    return page.evaluate(
        """(run) => {
          const { header, arrays } = window.descentLabStage.layouts.versus.frozen;
          const row = run * (header.steps + 1) + header.runs[run].taken;
          return [0, 1].map((c) => arrays.positions[2 * row + c]);
        }""",
        run,
    )


def test_two_scenes_stand_side_by_side_on_one_clock(visit):
    page = visit("?run=gd~learning_rate:0.01&run=adam~learning_rate:0.08&at=60")
    before = final(page, 1)
    page.get_by_role("radio", name="A | B").check(force=True)
    until(page, "stage.layouts.versus.frozen && stage.layouts.versus.picture")
    settle(page)
    drag_slider(page, "learning_rate", 0.8)
    assert final(page, 1) != before
    until(page, "stage.layouts.versus.frozen")
    np.testing.assert_array_equal(frozen_final(page, 1), before)
    boxes = [page.locator(f".{name}").bounding_box() for name in ("stage-area", "stage-beside")]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"] + 1
    assert abs(boxes[0]["height"] - boxes[1]["height"]) < 1
    page.get_by_role("button", name="One step forward").click()
    assert read(page, "[stage.clock, stage.layouts.versus.frozen.clock]") == [61, 61]
    assert page.locator(".stage-table-part").all_inner_texts() == ["A · Beale", "B · Beale"]
    box = page.get_by_role("combobox", name=re.compile("Surface")).first
    box.click()
    box.fill("Himmelblau")
    page.get_by_role("option", name="Himmelblau").click()
    until(page, "stage.header.surface.key === 'himmelblau'")
    np.testing.assert_array_equal(frozen_final(page, 1), before)
    assert read(page, "stage.layouts.versus.frozen.header.surface.key") == "beale"
    moved = final(page, 1)
    page.get_by_role("button", name="Swap").click()
    until(page, "stage.header.surface.key === 'beale'")
    until(page, "stage.layouts.versus.frozen.header.surface.key === 'himmelblau'")
    np.testing.assert_array_equal(final(page, 1), before)
    np.testing.assert_array_equal(frozen_final(page, 1), moved)
    page.locator("h1").get_by_text("Beale").wait_for()
    until(page, "new URLSearchParams(location.search).get('b.surface') === 'himmelblau'")
    page.reload()
    page.wait_for_function("window.descentLabStage?.landscape.ready()", timeout=60_000)
    until(page, "stage.layouts.versus.frozen && stage.layouts.versus.picture")
    np.testing.assert_array_equal(frozen_final(page, 1), moved)
    page.get_by_role("button", name="Leave").click()
    until(page, "!stage.header.beside && stage.layouts.layout === 'overlay'")
    assert page.locator(".stage-beside").is_hidden()
    until(page, "!location.search.includes('b.surface')")


def test_a_drag_beside_a_frozen_scene_sends_it_no_second_time(visit):
    page = visit("?layout=versus&b.surface=rosenbrock&at=10")
    until(page, "stage.layouts.versus.frozen")
    slider(page, "learning_rate").press("ArrowRight")
    settle(page)
    assert read(page, "Object.keys(stage.header.beside)") == ["key"]
    assert read(page, "stage.received.length") < 40_000
    assert read(page, "stage.layouts.versus.frozen.header.surface.key") == "rosenbrock"


def test_two_scenes_stand_above_each_other_on_a_telephone(visit):
    page = visit("?layout=versus&b.surface=rosenbrock&at=10", width=390, height=844)
    until(page, "stage.layouts.versus.picture")
    boxes = [page.locator(f".{name}").bounding_box() for name in ("stage-area", "stage-beside")]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"] + 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
