"""Journeys through the race, with real clicks, drags and keys."""

import re
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Page

import optimizers
import surfaces

from .stage import final, pixel, read, settle, slider, until


def expected(surface, run, start=None, steps=None):
    steps = surface.steps if steps is None else steps
    return optimizers.run(surface, [run], start=start, steps=steps).positions[0, -1]


def drag(page: Page, source: tuple[float, float], target: tuple[float, float], moves: int = 12) -> None:
    page.mouse.move(*source)
    page.mouse.down()
    page.mouse.move(*target, steps=moves)
    page.mouse.up()


def test_the_first_visit_shows_six_optimizers_racing_on_beale(visit):
    page = visit()
    names = page.locator(".stage-run-name").all_text_contents()
    assert names == ["GD", "Momentum", "Nesterov", "AdaGrad", "RMSProp", "Adam"]
    assert page.locator("h1").inner_text() == "Beale"
    until(page, "stage.clock > 1")
    until(page, "stage.clock === stage.header.steps && !stage.transport.playing", timeout=30_000)
    land = surfaces.get("beale")
    for index, run in enumerate(optimizers.default_run(optimizers.get(key), land) for key in ("gd", "momentum")):
        np.testing.assert_allclose(final(page, index), expected(land, run), rtol=1e-5)


def test_play_pause_step_and_scrub_move_the_clock(visit):
    page = visit("?at=10")
    assert read(page, "stage.clock") == 10
    page.get_by_role("button", name="One step forward").click()
    assert read(page, "stage.clock") == 11
    page.get_by_role("button", name="One step back").click()
    page.get_by_role("button", name="One step back").click()
    assert read(page, "stage.clock") == 9
    page.get_by_role("button", name="Play").click()
    until(page, "stage.clock > 12")
    page.get_by_role("button", name="Pause").click()
    stopped = read(page, "stage.clock")
    page.wait_for_timeout(300)
    assert read(page, "stage.clock") == stopped
    scrub = page.get_by_role("slider", name="Step", exact=True)
    box = scrub.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert read(page, "stage.clock / stage.header.steps") == pytest.approx(0.5, abs=0.05)
    page.get_by_role("button", name="To the end").click()
    assert read(page, "stage.clock === stage.header.steps")


def test_the_keyboard_plays_steps_and_hides(visit):
    page = visit("?at=5")
    page.locator("h1").click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert read(page, "stage.clock") == 6
    page.keyboard.press("End")
    assert read(page, "stage.clock === stage.header.steps")
    page.keyboard.press("Home")
    assert read(page, "stage.clock") == 0
    page.keyboard.press(" ")
    until(page, "stage.transport.playing && stage.clock > 0")
    page.keyboard.press(" ")
    assert not read(page, "stage.transport.playing")
    page.keyboard.press("2")
    assert read(page, "stage.visible()") == [0, 2, 3, 4, 5]
    assert not page.get_by_role("checkbox", name="Show Momentum").is_checked()
    page.keyboard.press("2")
    assert len(read(page, "stage.visible()")) == 6


def test_clicking_the_curve_moves_the_clock(visit):
    page = visit("?at=0")
    box = page.locator(".stage-curve").first.bounding_box()
    page.mouse.click(box["x"] + 0.5 * box["width"], box["y"] + 60)
    assert read(page, "stage.clock / stage.header.steps") == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize(("name", "place"), [("learning_rate", 0.8), ("beta1", 0.6), ("beta2", 0.2)])
def test_paths_follow_a_slider_while_it_is_dragged(visit, name, place):
    page = visit("?at=250")
    before = final(page, 5)
    handle = slider(page, name)
    box = handle.bounding_box()
    value = float(handle.evaluate("(node) => node.value / node.max"))
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 9 + value * (box["width"] - 18), y)
    page.mouse.down()
    page.mouse.move(box["x"] + 9 + 0.5 * (value + place) * (box["width"] - 18), y, steps=8)
    until(page, "stage.header.serial > 0 || stage.live.pictures > 0")  # the server's answer, or the page's own
    during = final(page, 5)
    page.mouse.move(box["x"] + 9 + place * (box["width"] - 18), y, steps=8)
    page.mouse.up()
    settle(page)
    after = final(page, 5)
    assert before != during
    assert during != after
    run = read(page, "Object.fromEntries(stage.header.runs[5].sliders.map((s) => [s.name, s.value]))")
    np.testing.assert_allclose(
        after, expected(surfaces.get("beale"), optimizers.Run("adam", **run)), rtol=1e-4, atol=1e-6
    )


def test_an_exact_value_can_be_typed_and_a_wrong_one_is_explained(visit):
    page = visit("?at=0")
    field = page.get_by_role("textbox", name="learning rate, exact value")
    field.fill("0.0123")
    field.press("Enter")
    settle(page)
    assert read(page, "stage.header.runs[5].sliders[0].value") == 0.0123
    for wrong in ("1e6", "much", "-1", ""):
        field.fill(wrong)
        field.press("Enter")
        assert "0.0123 is kept" in page.locator(".stage-notice").inner_text()
        assert field.input_value() == "0.0123"
    assert read(page, "stage.header.runs[5].sliders[0].value") == 0.0123


def test_a_click_on_the_landscape_sets_the_start(visit):
    page = visit("?at=20")
    page.mouse.click(*pixel(page, -2.0, -1.0))
    until(page, "Math.abs(stage.header.start[0] + 2) < 0.02 && Math.abs(stage.header.start[1] + 1) < 0.02")
    settle(page)
    start = read(page, "stage.header.start")
    assert read(page, "[stage.arrays.positions[0], stage.arrays.positions[1]]") == pytest.approx(start, rel=1e-6)
    assert read(page, "stage.clock") == 20


def test_dragging_the_ring_moves_the_start_and_paths_follow(visit):
    page = visit("?at=20")
    page.mouse.move(*pixel(page, 1.0, 1.5))
    page.mouse.down()
    page.mouse.move(*pixel(page, 2.0, 2.5), steps=10)
    until(page, "Math.abs(stage.header.start[0] - 2) < 0.05")
    page.mouse.move(*pixel(page, -1.0, 3.0), steps=10)
    page.mouse.up()
    until(page, "Math.abs(stage.header.start[0] + 1) < 0.03 && Math.abs(stage.header.start[1] - 3) < 0.03")
    settle(page)
    assert read(page, "stage.landscape.zoom()") is None


def test_zoom_step_and_playback_survive_every_change(visit):
    page = visit("?at=40")
    page.mouse.move(*pixel(page, 1.0, 0.0))
    page.mouse.wheel(0, -400)
    until(page, "stage.landscape.zoom() !== null")
    page.wait_for_timeout(500)
    zoom = read(page, "stage.landscape.zoom()")
    slider(page, "learning_rate").press("ArrowRight")
    settle(page)
    page.get_by_role("combobox", name="Form").select_option("eps_inside")
    settle(page)
    until(page, "stage.header.runs[5].form === 'eps_inside'")
    page.get_by_role("combobox", name="Optimizers").fill("Rprop")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    until(page, "stage.header.runs.length === 7")
    settle(page)
    assert read(page, "stage.landscape.zoom()") == pytest.approx(np.array(zoom))
    assert read(page, "stage.clock") == 40
    page.get_by_role("button", name="Play").click()
    slider(page, "learning_rate").press("ArrowRight")
    settle(page)
    assert read(page, "stage.transport.playing && stage.clock > 40")


def test_the_landscape_follows_its_box_when_the_sidebar_is_put_away(visit):
    page = visit("?at=50")
    before = read(page, "stage.area.clientWidth")
    page.get_by_test_id("stSidebar").hover()
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    until(
        page, f"stage.area.clientWidth > {before} && stage.landscape.plot._fullLayout.width === stage.area.clientWidth"
    )


def test_a_double_click_shows_the_whole_view_and_leaves_the_start(visit):
    page = visit("?at=40")
    start = read(page, "stage.header.start")
    page.get_by_role("button", name="Zoom in").click()
    until(page, "stage.landscape.zoom() !== null")
    page.mouse.dblclick(*pixel(page, 0.8, -0.8))
    until(page, "stage.landscape.zoom() === null")
    page.wait_for_timeout(500)
    assert read(page, "stage.header.start") == start


def test_another_surface_brings_its_start_and_keeps_the_racers(visit):
    page = visit("?at=40")
    box = page.get_by_role("combobox", name=re.compile("Surface")).first
    box.click()
    box.fill("Himmelblau")
    page.get_by_role("option", name="Himmelblau").click()
    until(page, "stage.header.surface.key === 'himmelblau'")
    until(page, "stage.landscape.drawn.startsWith('himmelblau')")
    assert read(page, "stage.header.start") == list(surfaces.get("himmelblau").start)
    assert read(page, "stage.header.runs.length") == 6
    assert page.locator("h1").inner_text() == "Himmelblau"


def test_surface_parameters_answer_while_dragged(visit):
    page = visit("?surface=ill_quadratic&at=10")
    slider(page, "kappa").press("End")
    settle(page)
    until(page, "stage.landscape.drawn.includes('10000')")
    assert read(page, "stage.header.parameters[0].value") == 10_000


def test_optimizers_roll_on_a_curve_when_the_loss_has_one_variable(visit):
    page = visit("?surface=quartic&run=gd~learning_rate:0.1&run=momentum~learning_rate:0.1&at=100")
    assert final(page, 0)[0] == pytest.approx(-3.254993730859254, rel=1e-6)
    assert final(page, 1)[0] == pytest.approx(3.267681061691328, rel=1e-6)
    page.mouse.click(*pixel(page, 5.0, 8.0))
    until(page, "Math.abs(stage.header.start[0] - 5) < 0.05")
    settle(page)
    assert read(page, "stage.header.start[1]") == 0


def test_all_optimizers_off_is_said_and_their_settings_come_back(visit):
    page = visit("?run=adam~learning_rate:0.033&at=0")
    chosen = page.get_by_role("combobox", name="Optimizers")
    chosen.press("Backspace")
    until(page, "stage.header.runs.length === 0")
    assert "No optimizer is in the race" in page.locator(".stage-empty").inner_text()
    chosen.fill("Adam")
    page.get_by_role("option", name="Adam", exact=True).click()
    until(page, "stage.header.runs.length === 1")
    assert read(page, "stage.header.runs[0].sliders[0].value") == 0.033


def test_a_diverging_run_is_marked_with_its_step_and_cause(visit):
    page = visit("?run=gd~learning_rate:5&run=adam~learning_rate:0.1&at=250")
    assert read(page, "stage.header.runs[0].status") == "diverged"
    cell = page.locator(".stage-table .is-diverged").inner_text()
    assert re.search(r"diverged: .* at step \d+", cell)


def test_the_table_is_the_race_in_numbers(visit):
    page = visit("?at=250")
    rows = page.locator(".stage-table tbody tr").all_inner_texts()
    assert len(rows) == 6
    land = surfaces.get("beale")
    run = optimizers.default_run(optimizers.get("nesterov"), land)
    row = optimizers.summarize(optimizers.run(land, [run], steps=land.steps), land)[0]
    assert f"\t{row.steps_to_tolerance}\t{row.evaluations}\t" in rows[2]


def test_the_copied_link_opens_the_same_scene_elsewhere(visit):
    page = visit("?surface=rosenbrock&at=0")
    slider(page, "learning_rate").press("ArrowRight")
    settle(page)
    page.mouse.click(*pixel(page, 1.0, 2.0))
    until(page, "Math.abs(stage.header.start[1] - 2) < 0.05")
    settle(page)
    page.keyboard.press("1")
    page.get_by_role("button", name="Zoom in").click()
    until(page, "stage.landscape.zoom() !== null")
    page.get_by_role("button", name="To the end").click()
    page.get_by_role("button", name="Copy link").click()
    link = page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(link).query)["surface"] == ["rosenbrock"]
    settings = "stage.header.runs.map((r) => r.sliders.map((s) => s.value))"
    state = f"[stage.header.surface.key, stage.header.start, {settings}, stage.clock, stage.visible()]"
    other = visit("?" + urlsplit(link).query)
    assert read(other, state) == read(page, state)
    assert read(other, "stage.landscape.zoom()") == pytest.approx(
        np.array(read(page, "stage.landscape.zoom()")), rel=1e-4
    )


def test_a_reload_keeps_the_scene(visit):
    page = visit("?at=30")
    page.mouse.click(*pixel(page, -2.0, -1.0))
    until(page, "Math.abs(stage.header.start[0] + 2) < 0.02")
    page.wait_for_function("location.search.includes('start=-2')")
    start = read(page, "stage.header.start")
    page.reload()
    page.wait_for_function("window.descentLabStage?.landscape.ready()")
    assert read(page, "[stage.header.start, stage.clock]") == [start, 30]


HOSTILE = (
    "?surface=<script>alert(1)</script>&start=nan,inf&steps=1000000&run=adam~beta1:1&run=gd~learning_rate:1e6"
    "&run=__import__('os')&zoom=1&at=-4&speed=7&noise=-1&selected=99&nonsense=%F0%9F%92%A5&hidden=a,b"
)


def test_a_hostile_link_gives_defaults_and_names_what_it_ignored(visit):
    page = visit(HOSTILE)
    warning = page.get_by_test_id("stAlert").inner_text()
    for part in ("surface", "start", "steps", "beta1", "learning_rate", "__import__"):
        assert part in warning
    assert "Traceback" not in page.content()
    assert read(page, "stage.header.surface.key") == "beale"
    assert read(page, "stage.header.runs.length") == 6
    page.get_by_role("button", name="Dismiss").click()
    page.get_by_test_id("stAlert").wait_for(state="detached")


def test_hovering_a_path_tells_optimizer_step_and_loss(visit):
    page = visit("?run=gd~learning_rate:0.001&at=250")
    x, y = read(page, "[stage.arrays.positions[2 * 120], stage.arrays.positions[2 * 120 + 1]]")
    place = pixel(page, x, y)
    page.mouse.move(place[0] + 30, place[1] + 30)
    page.mouse.move(*place)
    tip = page.locator(".stage-tip").inner_text()
    assert "GD" in tip
    assert re.search(r"step \d+ at", tip)
    assert "gradient norm" in tip


def test_another_page_and_back_keeps_the_scene_and_the_stage_alive(visit):
    page = visit("?at=30")
    page.mouse.click(*pixel(page, -2.0, -1.0))
    until(page, "Math.abs(stage.header.start[0] + 2) < 0.02")
    settle(page)
    start = read(page, "stage.header.start")
    page.get_by_role("link", name="Optimizers").first.click()
    page.get_by_role("heading", name="Optimizers").first.wait_for()
    page.get_by_role("link", name="Race", exact=True).first.click()
    until(page, "stage.root.isConnected && stage.landscape.ready() && stage.header.runs.length === 6")
    assert read(page, "stage.header.start") == start
    slider(page, "learning_rate").press("ArrowRight")
    settle(page)
    assert read(page, "stage.header.serial") > 0
