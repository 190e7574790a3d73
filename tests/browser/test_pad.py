"""Journeys with a hand on the pad and on the race's own sliders."""

import numpy as np
import pytest

import optimizers
import surfaces

from .stage import final, pixel, read, settle, slider, until

PLACE = """([x, y]) => {
  const box = window.descentLabStage.tuner.pad.surface.getBoundingClientRect();
  return [box.left + 50 + x * (box.width - 62), box.bottom - 24 - y * (box.height - 34)];
}"""


def place(page, x, y):
    """Page coordinates of a place on the pad, from 0 to 1 across and up."""
    return page.evaluate(PLACE, [x, y])


def settings(page, run=5):
    return read(page, f"Object.fromEntries(stage.header.runs[{run}].sliders.map((s) => [s.name, s.value]))")


def test_dragging_on_the_pad_changes_both_settings_while_it_moves(visit):
    page = visit("?at=250")
    page.locator(".stage-pad-surface").scroll_into_view_if_needed()
    before, path = settings(page), final(page, 5)
    page.mouse.move(*place(page, 0.5, 0.2))
    page.mouse.down()
    page.mouse.move(*place(page, 0.6, 0.3), steps=8)
    until(page, "stage.header.serial > 0 || stage.live.pictures > 0")  # the server's answer, or the page's own
    assert final(page, 5) != path
    page.mouse.move(*place(page, 0.7, 0.1), steps=8)
    page.mouse.up()
    settle(page)
    after = settings(page)
    assert before["learning_rate"] != after["learning_rate"]
    assert before["beta1"] != after["beta1"]
    assert after["learning_rate"] == pytest.approx(0.08 * 10 ** (0.2 * 4), rel=0.05)
    assert 1 - after["beta1"] == pytest.approx(10 ** (-0.1 * 5), rel=0.05)
    run = optimizers.Run("adam", **after)
    expected = optimizers.run(surfaces.get("beale"), [run], steps=250).positions[0, -1]
    np.testing.assert_allclose(final(page, 5), expected, rtol=1e-4, atol=1e-6)
    assert slider(page, "learning_rate").get_attribute("aria-valuetext") == f"{after['learning_rate']:g}"


def test_both_settings_of_one_movement_travel_in_one_message(visit):
    page = visit("?at=0")
    page.evaluate("""() => {
      const { edits } = window.descentLabStage, send = edits.setStateValue;
      window.sent = [];
      edits.setStateValue = (name, batch) => (sent.push(batch.items.map((item) => item.name)), send(name, batch));
    }""")
    page.locator(".stage-pad-surface").scroll_into_view_if_needed()
    page.mouse.click(*place(page, 0.3, 0.5))
    settle(page)
    assert page.evaluate("sent[0]") == ["learning_rate", "beta1"]


def test_zoom_step_playback_and_the_landscape_survive_the_pad(visit):
    page = visit("?at=40")
    page.mouse.move(*pixel(page, 1.0, 0.0))
    page.mouse.wheel(0, -400)
    until(page, "stage.landscape.zoom() !== null")
    page.wait_for_timeout(500)
    zoom = read(page, "stage.landscape.zoom()")
    page.evaluate("""() => {
      window.vanished = 0;
      const plot = document.querySelector(".stage-plot");
      const see = () => (vanished += plot.querySelector(".contour") ? 0 : 1);
      new MutationObserver(see).observe(plot, { childList: true, subtree: true });
    }""")
    page.locator(".stage-pad-surface").scroll_into_view_if_needed()
    page.mouse.move(*place(page, 0.4, 0.2))
    page.mouse.down()
    page.mouse.move(*place(page, 0.6, 0.4), steps=20)
    page.mouse.up()
    settle(page)
    assert read(page, "stage.landscape.zoom()") == pytest.approx(np.array(zoom))
    assert read(page, "stage.clock") == 40
    assert page.evaluate("vanished") == 0
    page.get_by_role("button", name="Play").click()
    page.mouse.click(*place(page, 0.5, 0.3))
    settle(page)
    assert read(page, "stage.transport.playing && stage.clock > 40")


def test_nothing_queues_behind_a_hand_that_moves_for_long(visit):
    page = visit("?at=250")
    page.locator(".stage-pad-surface").scroll_into_view_if_needed()
    page.mouse.move(*place(page, 0.2, 0.2))
    page.mouse.down()
    for turn in range(60):
        page.mouse.move(*place(page, 0.2 + 0.01 * turn, 0.2 + 0.005 * (turn % 40)))
    assert read(page, "stage.edits.pending.size") <= 2
    assert read(page, "stage.edits.sentAt.size") <= 3
    page.mouse.up()
    settle(page)
    assert settings(page)["learning_rate"] == read(page, "stage.tuner.pad.values[0]")


def test_the_pad_answers_the_keys_and_tells_what_it_shows(visit):
    page = visit("?at=30")
    pad = page.get_by_role("group", name="learning rate and beta1, together")
    across = pad.get_by_role("slider", name="learning rate on the pad")
    across.focus()
    page.keyboard.press("ArrowRight")
    settle(page)
    assert settings(page)["learning_rate"] > 0.08
    assert settings(page)["beta1"] == 0.9
    page.keyboard.press("Shift+ArrowUp")
    settle(page)
    values = settings(page)
    assert values["beta1"] > 0.95
    said = pad.get_by_role("slider", name="beta1 on the pad")
    assert said.evaluate("(node) => node === document.activeElement")
    assert (
        said.get_attribute("aria-valuetext") == f"learning rate {values['learning_rate']:g}, beta1 {values['beta1']:g}"
    )
    assert read(page, "stage.clock") == 30


def test_a_slider_moves_the_pad_and_an_optimizer_without_a_second_number_hides_it(visit):
    page = visit("?run=momentum~learning_rate:0.004&run=lbfgs~learning_rate:1&selected=0&at=30")
    slider(page, "beta").press("ArrowRight")
    settle(page)
    assert read(page, "stage.tuner.pad.values[1]") == settings(page, 0)["beta"]
    page.locator(".stage-run-pick").nth(1).click()
    assert page.locator(".stage-pad").is_hidden()
    page.locator(".stage-run-pick").nth(0).click()
    assert page.locator(".stage-pad").is_visible()


def test_a_finger_moves_the_pad_on_a_telephone(browser, server):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    try:
        page = context.new_page()
        page.goto(f"{server}/?at=30")
        page.wait_for_function("window.descentLabStage?.landscape.ready()", timeout=60_000)
        page.locator(".stage-pad-surface").scroll_into_view_if_needed()
        page.touchscreen.tap(*place(page, 0.75, 0.4))
        settle(page)
        assert settings(page)["learning_rate"] > 0.3
        assert settings(page)["beta1"] == pytest.approx(0.99, abs=0.003)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    finally:
        context.close()


def test_noise_seed_and_steps_are_sliders_of_the_stage(visit):
    page = visit("?at=30")
    quiet = final(page, 0)
    slider(page, "noise").press("PageUp")
    slider(page, "noise").press("PageUp")
    settle(page)
    assert read(page, "stage.header.race.find((s) => s.name === 'noise').value") > 0
    noisy = final(page, 0)
    assert noisy != quiet
    slider(page, "seed").press("ArrowRight")
    settle(page)
    assert read(page, "stage.header.race.find((s) => s.name === 'seed').value") == 1
    assert final(page, 0) != noisy
    slider(page, "steps").press("ArrowRight")
    settle(page)
    assert read(page, "stage.header.steps") == 251
    until(page, "new URLSearchParams(location.search).get('seed') === '1'")
    assert page.locator(".stSidebar").get_by_text("Noise").count() == 0
