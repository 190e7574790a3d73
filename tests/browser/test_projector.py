"""Journeys in front of a class: projector mode, its keys, and a page that keeps still when asked to."""

import pytest

from .stage import read, until

SHOWN = """selector => [...document.querySelectorAll(selector)].some((node) => {
    const { width, height } = node.getBoundingClientRect();
    return width > 0 && height > 0 && getComputedStyle(node).visibility === "visible";
})"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_key_fills_the_window_with_large_type_and_thick_lines(visit, scheme):
    page = visit("?at=100", width=1280, height=800, scheme=scheme)
    page.locator("h1").click()
    before = read(page, "[stage.theme.weight, stage.theme.type]")
    page.keyboard.press("p")
    until(page, "stage.theme.type > 16 && stage.landscape.drawn.endsWith(stage.theme.type)")
    assert read(page, "[stage.theme.weight, stage.theme.type]") > before
    for hidden in ('[data-testid="stSidebar"]', '[data-testid="stHeader"]'):
        assert not page.evaluate(SHOWN, hidden)
    box = page.locator(".stage").bounding_box()
    assert [box[side] for side in ("x", "y", "width", "height")] == [0, 0, 1280, 800]
    assert page.locator(".stage-clock").inner_text() == "100 / 250"
    page.wait_for_selector(".stage-band .katex", state="visible")
    page.wait_for_selector(".stage-rule .katex", state="visible")
    visible = page.locator(".stage-curve").first.bounding_box()
    assert visible["y"] + visible["height"] <= 800
    page.keyboard.press("Escape")
    until(page, "stage.theme.type === 13")
    assert page.evaluate(SHOWN, '[data-testid="stHeader"]')
    assert not page.locator(".stage-band").is_visible()


def test_a_long_rule_gets_smaller_letters_and_long_names_a_second_line(visit):
    page = visit("?run=nadam&run=radam&at=100")
    page.locator("h1").click()
    page.keyboard.press("p")
    read(page, "stage.select(1)")
    page.wait_for_selector(".stage-rule .katex", state="visible")
    page.wait_for_function("""(() => {
      const rule = document.querySelector(".stage-rule");
      return rule.style.fontSize && rule.scrollWidth <= rule.clientWidth && rule.textContent.includes("ρ");
    })()""")
    read(page, "stage.select(0)")
    rows = page.evaluate("""[...document.querySelectorAll(".stage-slider")].filter((row) => row.offsetParent)
      .map((row) => [row.querySelector(".stage-symbol").offsetHeight, row.offsetHeight])""")
    assert all(words <= row + 1 for words, row in rows), "no setting is written over the next"
    assert max(row for _, row in rows) > 1.3 * min(row for _, row in rows)


def test_everything_is_reached_by_key_and_a_list_says_how(visit):
    page = visit("?at=40")
    page.locator("h1").click()
    page.keyboard.press("p")
    page.keyboard.press("?")
    help_text = page.get_by_role("dialog", name="Keys").inner_text()
    for words in ("play or pause", "show or hide", "projector mode", "export"):
        assert words in help_text
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    page.get_by_role("dialog", name="Keys").wait_for(state="hidden")
    assert page.locator(".stage-band").is_visible(), "the first Escape only closes the list"
    page.locator(".stage-band h2").click()
    step = read(page, "stage.clock")
    page.keyboard.press("ArrowRight")
    assert read(page, "stage.clock") == step + 1
    page.keyboard.press("[")
    assert read(page, "stage.selected") == 4
    page.keyboard.press(">")
    assert read(page, "stage.transport.speed") == 2
    page.keyboard.press("l")
    assert read(page, "stage.transport.loop")
    page.keyboard.press("+")
    until(page, "stage.landscape.zoom() !== null")
    page.keyboard.press("0")
    until(page, "stage.landscape.zoom() === null")
    page.keyboard.press("2")
    assert read(page, "stage.isHidden(1)")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.dataset.name ?? document.activeElement.ariaLabel"))
    assert {"learning_rate", "Step", "Speed", "Form", "steps"} <= reached


def test_a_page_that_should_keep_still_begins_at_the_end(contexts, visit):
    page = visit("?at=10")
    page.emulate_media(reduced_motion="reduce")
    page.goto(page.url.split("?")[0])
    page.wait_for_function("window.descentLabStage?.landscape.ready()")
    until(page, "stage.clock === stage.header.steps && !stage.transport.playing")
    running = "document.getAnimations().filter((a) => a.effect?.target?.closest('.stage')).length"
    assert page.evaluate(running) == 0
