"""Journeys with the engine in the page: it follows the hand, the server confirms, and without it the server does."""

import json
import re
import time

import pytest
from playwright.sync_api import Browser, Page, Route

import surfaces
from optimizers.engine.browser import build

from ..engine.agreeing import in_a_page
from ..engine.recording import FORMULAS, record
from .stage import answered, pixel, read, slider, until

RESULTS = """(() => ({
    positions: Array.from(stage.arrays.positions), gaps: Array.from(stage.arrays.gaps),
    runs: stage.header.runs.map((run) => [run.taken, run.status, run.reason, run.final_loss, run.evaluations]),
}))()"""

# What is drawn, beside the same drawn anew without anything that was kept.
DRAWN_AS_ANEW = """(() => {
    const pictures = () => [stage.canvas, stage.curveCanvas].map((canvas) => canvas.toDataURL());
    const kept = pictures();
    for (const part of Object.values(stage.resting)) part.last = null;
    stage.viewMoved();
    stage.paint();
    return pictures().every((picture, i) => picture === kept[i]);
})()"""


def with_engine(page: Page) -> None:
    until(page, "stage.live.engine !== null && stage.root.dataset.engine === 'page'", timeout=30_000)
    page.evaluate("window.descentLabStage.transport.pause()")


def hold_slider(page: Page, name: str, share: float) -> None:
    """Press on a slider and move along it, without letting go."""
    slider(page, name).scroll_into_view_if_needed()
    box = slider(page, name).bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * share, middle, steps=12)


@pytest.mark.parametrize("name", ["learning_rate", "start x", "steps", "noise"])
def test_while_a_slider_moves_the_page_computes_and_the_server_is_asked_once_at_the_end(visit, name):
    page = visit("?at=0")
    with_engine(page)
    answered(page)
    before, sent = read(page, RESULTS), read(page, "stage.edits.serial")
    pictures = read(page, "stage.live.pictures")
    hold_slider(page, name, 0.7)
    until(page, f"stage.live.pictures > {pictures} && !stage.live.wanted && !stage.live.running")
    held = read(page, RESULTS)
    assert held != before
    assert read(page, DRAWN_AS_ANEW)
    assert read(page, "stage.edits.serial") == sent, "nothing is sent while the hand is down"
    page.mouse.up()
    until(page, f"stage.edits.serial === {sent + 1}")
    answered(page)
    until(page, "stage.header === stage.live.base.header")
    assert read(page, RESULTS) == held, "the server's answer is what the page had drawn"


def test_the_start_is_dragged_in_the_page(visit):
    page = visit("?at=0")
    with_engine(page)
    answered(page)
    sent = read(page, "stage.edits.serial")
    start = surfaces.get("beale").start
    page.mouse.move(*pixel(page, *start))
    page.mouse.down()
    page.mouse.move(*pixel(page, start[0] - 1.0, start[1] + 0.5), steps=10)
    until(page, "!stage.live.wanted && !stage.live.running && stage.header !== stage.live.base.header")
    held = read(page, RESULTS)
    assert read(page, "[stage.arrays.positions[0], stage.edits.serial]") == [held["positions"][0], sent]
    assert held["positions"][0] == pytest.approx(start[0] - 1.0, abs=0.05)
    page.mouse.up()
    answered(page)
    until(page, "stage.header === stage.live.base.header")
    assert read(page, RESULTS) == held


def test_paths_follow_a_surfaces_parameter_at_once_while_the_server_draws_the_landscape(visit):
    page = visit("?surface=ill_quadratic&surface.angle=20&at=0")
    with_engine(page)
    answered(page)
    land, pictures = read(page, "[stage.header.landscape.key, stage.live.pictures]")
    hold_slider(page, "kappa", 0.7)
    until(page, f"stage.live.pictures > {pictures} && stage.header.landscape.key !== {json.dumps(land)}")
    page.mouse.up()
    answered(page)
    until(page, "stage.header === stage.live.base.header")
    ours = "stage.live.engine.picture(stage.header, stage.arrays).arrays.positions"
    assert read(page, f"String({ours}) === String(stage.arrays.positions)"), "to the bit what the page finds"


def test_the_table_and_the_legend_follow_while_the_hand_is_down(visit):
    page = visit("?at=0")
    with_engine(page)
    answered(page)
    cell = page.locator(".stage-table tbody tr").last.locator("td").first
    sentence = "stage.looking.note.textContent"
    before, said = cell.inner_text(), read(page, sentence)
    hold_slider(page, "learning_rate", 0.2)
    until(page, "!stage.live.wanted && !stage.live.running")
    assert cell.inner_text() != before
    assert read(page, sentence) != said, "what is said of the curve follows, too"
    page.mouse.up()


BOXES = ".stage-table :is(th, .stage-number), .stage-run-loss, .stage-slider"
PLACES = f"""[...document.querySelectorAll("{BOXES}")].map((box) => {{
  const {{ left, top, width }} = box.getBoundingClientRect();
  return [left, top, width].map(Math.round);
}})"""
CUT = """[...document.querySelectorAll(".stage-number")].filter((box) => box.scrollWidth > box.clientWidth + 1)
  .map((box) => box.textContent)"""


def seen_while_moving(page: Page, expression: str, shares: list[float]) -> list:
    """What a page says at each place of the learning rate's slider, which is held."""
    box = slider(page, "learning_rate").bounding_box()
    seen = []
    for share in shares:
        page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)
        page.wait_for_timeout(50)
        until(page, "!stage.live.wanted && !stage.live.running && stage.curveGeometry")
        assert read(page, CUT) == [], "every number fits into its box"
        seen.append(read(page, expression))
    return seen


def after_release(page: Page, expression: str):
    page.mouse.up()
    answered(page)
    until(page, "stage.header === stage.live.base.header && stage.curveGeometry")
    return read(page, expression)


def test_nothing_moves_on_the_page_but_what_the_hand_moves(visit):
    page = visit("?run=gd&at=0")
    with_engine(page)
    answered(page)
    hold_slider(page, "learning_rate", 0.15)
    shares = [0.15 + 0.02 * k for k in range(10)]
    seen_while_moving(page, PLACES, shares)
    letters = '[...document.querySelectorAll(".stage-number")].map((box) => box.textContent.length)'
    seen = seen_while_moving(page, f"[{PLACES}, {letters}]", shares)
    assert len({tuple(lengths) for _, lengths in seen}) > 1, "the numbers are not all as long"
    assert all(places == seen[0][0] for places, _ in seen), "columns that have grown stay as they are"
    assert after_release(page, PLACES) == seen[0][0]


def test_the_curves_axis_stays_under_the_hand_and_on_release(visit):
    page = visit("?run=gd&at=250")
    with_engine(page)
    answered(page)
    hold_slider(page, "learning_rate", 0.45)
    lowest = "Math.min(...stage.arrays.gaps)"
    axis = "[stage.curveGeometry.axis.low, stage.curveGeometry.axis.high]"
    seen = seen_while_moving(page, f"[{axis}, {lowest}]", [0.47, 0.46, 0.48, 0.47])
    assert len({least for _, least in seen}) == 3, "the lines end elsewhere"
    assert len({tuple(ends) for ends, _ in seen}) == 1
    assert after_release(page, axis) == seen[-1][0]


def test_the_first_race_is_the_pages_own_while_the_server_still_compiles(visit):
    page = visit()
    with_engine(page)
    until(page, "stage.live.base.header.compiled || stage.header !== stage.live.base.header")
    assert page.locator(".stage-engine").inner_text() == "computed in this page"


def test_chromium_finds_the_servers_numbers_bit_for_bit_for_every_form_on_every_surface(browser: Browser):
    context = browser.new_context()
    found = in_a_page(context.new_page(), build.SHIPPED, record(25))
    context.close()
    assert found["jobs"] == 2 * (len(surfaces.SURFACES) + len(FORMULAS))
    assert found["differing"] == []
    assert found["equal"] == found["compared"] > 1_000_000


NO_WEBASSEMBLY = "delete window.WebAssembly"
# Everything that the page itself needs; neither text nor WebAssembly may become code.
POLICY = "script-src 'self' 'unsafe-inline' blob: data:"


def under_a_policy(route: Route) -> None:
    response = route.fetch()
    route.fulfill(response=response, headers={**response.headers, "content-security-policy": POLICY})


def damaged(route: Route) -> None:
    shipped = build.read(build.SHIPPED)
    route.fulfill(body=shipped.module[:-1] + b"\x00", content_type="application/wasm")


def other_sources(route: Route) -> None:
    shipped = build.read(build.SHIPPED)
    route.fulfill(body=json.dumps({**shipped.manifest, "sources": "0" * 16}), content_type="application/json")


WAYS = {
    "a browser without WebAssembly": (NO_WEBASSEMBLY, None, None, "no WebAssembly"),
    "a policy that forbids it": (
        "",
        re.compile(r"/\?at=0$"),
        under_a_policy,
        "Content Security Policy forbids WebAssembly",
    ),
    "a download that fails": ("", "**/engine.wasm", lambda route: route.fulfill(status=404), "could not be fetched"),
    "a damaged module": ("", "**/engine.wasm", damaged, "not the one that its manifest describes"),
    "a module of other sources": ("", "**/engine.json", other_sources, "of other sources"),
}


def polled(page: Page, expression: str, timeout: float = 60.0) -> None:
    """Wait until an expression over `stage` holds. A policy lets the test look once, not leave a watch behind."""
    deadline = time.monotonic() + timeout
    while not page.evaluate(f"(() => {{ const stage = window.descentLabStage; return Boolean({expression}); }})()"):
        assert time.monotonic() < deadline, f"{expression} never came about"
        page.wait_for_timeout(100)


@pytest.mark.parametrize("way", WAYS)
def test_without_the_engine_drags_go_through_the_server(browser: Browser, server, way):
    script, address, answer, reason = WAYS[way]
    # A document that the test hands over counts as one from elsewhere, which may not ask this machine by itself.
    context = browser.new_context(permissions=["local-network-access"])
    if script:
        context.add_init_script(script)
    page = context.new_page()
    page.set_viewport_size({"width": 1440, "height": 900})
    if address:
        page.route(address, answer)
    page.goto(f"{server}/?at=0")
    polled(page, "stage?.landscape.ready()")
    polled(page, f"stage.live.sign.title.includes({json.dumps(reason)})", 15)
    assert read(page, "stage.root.dataset.engine") == "server"
    assert page.locator(".stage-engine").inner_text() == "computed by the server"
    before, sent = read(page, RESULTS), read(page, "stage.edits.serial")
    hold_slider(page, "learning_rate", 0.7)
    polled(page, f"stage.header.serial > {sent}", 30)
    page.mouse.up()
    polled(page, "stage.edits.pending.size === 0 && !stage.edits.dirty", 30)
    assert read(page, RESULTS) != before
    context.close()
