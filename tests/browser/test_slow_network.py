"""A journey over a network that takes its time: what the hand does is seen at once, and ends right."""

import time

import numpy as np

import optimizers
import surfaces

from .stage import final, read, settle, slider, until

LATENCY = 0.4  # seconds there and back
# The browser's own emulation leaves the connection to the server, a WebSocket, as fast as it is.
SLOW = f"""window.WebSocket = class extends WebSocket {{
  send(message) {{ setTimeout(() => super.send(message), {1000 * LATENCY}); }}
}}"""


def test_over_a_slow_network_a_slider_is_followed_at_once_and_ends_where_the_server_says(visit):
    page = visit("?run=momentum~learning_rate:0.004&run=adam~learning_rate:0.08&at=250", first=SLOW)
    until(page, "stage.live.engine !== null", timeout=30_000)
    settle(page)
    began = time.monotonic()
    page.get_by_role("button", name="Read-out under the pointer").focus()
    page.keyboard.press("Enter")
    settle(page)
    assert time.monotonic() - began > LATENCY, "the network is slow, indeed"
    page.keyboard.press("Enter")
    settle(page)

    handle = slider(page, "learning_rate")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    y = box["y"] + box["height"] / 2
    before, pictures = final(page, 1), read(page, "stage.live.pictures")
    acknowledged = read(page, "stage.header.serial")
    page.mouse.move(box["x"] + 0.5 * box["width"], y)
    page.mouse.down()
    for share in np.linspace(0.5, 0.65, 30):
        page.mouse.move(box["x"] + share * box["width"], y)
    until(page, f"stage.live.pictures > {pictures} && !stage.live.wanted && !stage.live.running")
    held = final(page, 1)
    assert held != before
    assert read(page, "[stage.live.base.header.serial, stage.edits.sentAt.size]") == [acknowledged, 0]
    page.mouse.up()
    settle(page)
    rate = read(page, "stage.header.runs[1].sliders[0].value")
    expected = optimizers.run(surfaces.get("beale"), [optimizers.Run("adam", learning_rate=rate)], steps=250)
    np.testing.assert_allclose(final(page, 1), expected.positions[0, -1], rtol=1e-4, atol=1e-6)
    assert final(page, 1) == held


REACHED = (
    "document.activeElement.dataset.name ?? document.activeElement.ariaLabel ?? document.activeElement.textContent"
)


def reach(page, name, key="Tab", most=70):
    """Press a key until what is called so has the focus."""
    for _ in range(most):
        page.keyboard.press(key)
        if (page.evaluate(REACHED) or "").startswith(name):
            return
    raise AssertionError(f"{name} is not reached with {key}")


def test_a_whole_lesson_is_given_with_the_keyboard_alone(visit):
    page = visit("?at=10")
    reach(page, "Overlay")
    page.keyboard.press("ArrowRight")
    until(page, "stage.layouts.layout === 'panels' && stage.layouts.panels.picture")
    page.keyboard.press("ArrowLeft")
    until(page, "stage.layouts.layout === 'overlay' && stage.landscape.frame().width > 300")
    reach(page, "Basins")
    page.keyboard.press("Enter")
    assert page.get_by_role("group", name="Many starts at once").is_visible()
    page.keyboard.press("Escape")
    reach(page, "Export")
    page.keyboard.press("i")
    until(page, "stage.looking.open && stage.header.detail?.step?.number === 11")
    page.keyboard.press("ArrowRight")
    until(page, "stage.header.detail.step.number === 12")
    page.keyboard.press("i")
    until(page, "!stage.looking.open")
    page.keyboard.press("2")
    assert read(page, "stage.isHidden(1)")
    before = read(page, "stage.header.runs[5].sliders[0].value")
    reach(page, "learning_rate", most=120)
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    settle(page)
    assert read(page, "stage.header.runs[5].sliders[0].value") > before
    reach(page, "Whole view", "Shift+Tab", 120)
    page.keyboard.press("p")
    until(page, "stage.theme.type > 16")
    page.keyboard.press("Escape")
    until(page, "stage.theme.type === 13")
