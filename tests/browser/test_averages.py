"""Journeys through the page of moving averages, with real clicks, drags and keys."""

import numpy as np
import pytest
from playwright.sync_api import Page

from optimizers import averages
from optimizers.averages import ema, ema_weights

from .averages import READY, VIEW, YEAR, betas, curve, expected, handle, paint, read, settle, until


@pytest.fixture
def open_averages(visit):
    """Open the page: open_averages("day=12", width=…, height=…, scheme=…)."""

    def open_page(query: str = "", **looks) -> Page:
        return visit(f"averages?{query}", ready=READY, **looks)

    return open_page


def test_the_year_plays_from_its_first_day_with_three_averages(open_averages):
    page = open_averages("pace=10")
    assert page.locator("h1").inner_text() == "Moving averages"
    assert page.locator(".averages-name").all_text_contents() == ["β = 0.5", "β = 0.9", "β = 0.98"]
    until(page, "view.clock === 365 && !view.transport.playing")
    heads = [f"{ema(YEAR, beta)[-1]:.4g} °C" for beta in (0.5, 0.9, 0.98)]
    assert page.locator(".averages-value").all_text_contents() == heads


def test_who_prefers_reduced_motion_sees_the_whole_year_at_once_and_may_still_play_it(open_averages):
    page = open_averages("day=3")
    page.emulate_media(reduced_motion="reduce")
    page.goto(page.url.partition("?")[0])
    page.wait_for_function(READY)
    assert read(page, "[view.clock, view.transport.playing]") == [365, False]
    page.wait_for_timeout(300)
    assert read(page, "view.clock") == 365
    page.get_by_role("button", name="Play (space)").click()
    until(page, "view.transport.playing && view.clock > 0 && view.clock < 365")


def test_the_browser_computes_what_python_computes(open_averages):
    memories = [0.0, 0.5, 0.9, 0.98, 0.999, 0.123456789]
    page = open_averages("day=0&" + "&".join(f"beta={beta}" for beta in memories))
    for number, beta in enumerate(memories):
        for key, wanted in expected(YEAR, beta).items():
            np.testing.assert_allclose(curve(page, number, key), wanted, rtol=1e-12, atol=1e-12, err_msg=key)


def test_a_dragged_beta_bends_its_curve_in_the_next_frame(open_averages):
    page = open_averages("day=200")
    box = handle(page, 2).bounding_box()
    y = box["y"] + box["height"] / 2
    share = float(handle(page, 2).evaluate("(node) => node.value / node.max"))
    page.mouse.move(box["x"] + 9 + share * (box["width"] - 18), y)
    page.mouse.down()
    for place in (0.4, 0.5, 0.62):
        page.mouse.move(box["x"] + 9 + place * (box["width"] - 18), y, steps=6)
        paint(page)
        beta = betas(page)[1]
        np.testing.assert_allclose(curve(page, 1, "zero"), ema(YEAR, beta), rtol=1e-12)
        assert page.locator(".averages-name").nth(1).inner_text() == f"β = {beta:.6g}"
    page.mouse.up()
    until(page, f"Math.abs(view.betaOf(view.header.averages[1]) - {1.0 - 10 ** (-3 * 0.62)}) < 2e-3")
    settle(page)
    beta = betas(page)[1]
    assert beta == pytest.approx(1.0 - 10 ** (-3 * 0.62), abs=2e-3)
    assert read(page, "view.header.averages[1].beta") == beta
    found = averages.measure(YEAR, beta, period=365.0)
    cells = page.locator(".averages-table tbody tr").nth(1).locator("td").all_text_contents()
    shown = [float(cells[i].removesuffix(" %")) for i in range(8)]
    wanted = [found.window, found.half_life, found.lag, found.wave_lag, found.measured_lag]
    wanted += [100 * found.noise, 100 * found.linked_noise, 100 * found.measured_noise]
    assert shown == [float(f"{value:.3g}") for value in wanted]


def test_painting_waits_for_no_answer_of_the_server(open_averages):
    """Every move of β is painted in the next frame, and so it is when no frame of the websocket leaves the page."""
    page = open_averages("day=200")
    settle(page)
    page.evaluate(
        f"""() => {{
            const view = {VIEW}, watched = {{ frame: 0, heard: 0, dropped: 0, deaf: false, moves: [], paints: [] }};
            const tick = () => {{ watched.frame += 1; requestAnimationFrame(tick); }};
            requestAnimationFrame(tick);
            const send = WebSocket.prototype.send;
            WebSocket.prototype.send = function (...sent) {{
                if (watched.deaf) return void (watched.dropped += 1);
                if (!this.watched) this.addEventListener("message", () => (watched.heard += 1));
                this.watched = true;
                return send.apply(this, sent);
            }};
            const beta = () => view.betaOf(view.header.averages[1]);
            document.addEventListener("input", () => watched.moves.push([watched.frame, beta()]));
            const paint = view.paint;
            view.paint = function () {{
                paint.call(view);
                watched.paints.push([watched.frame, beta()]);
            }};
            window.watched = watched;
        }}"""
    )
    for deaf in (False, True):
        page.evaluate(f"Object.assign(watched, {{ moves: [], paints: [], deaf: {str(deaf).lower()} }})")
        handle(page, 2).hover()  # waits until the page around it has come to rest
        box = handle(page, 2).bounding_box()
        y = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + 0.2 * box["width"], y)
        page.mouse.down()
        paint(page)
        for place in np.linspace(0.25, 0.85, 13):
            page.mouse.move(box["x"] + place * box["width"], y)
            paint(page)
        page.mouse.up()
        moves, paints = page.evaluate("[watched.moves, watched.paints]")
        assert len(moves) >= 10
        for frame, beta in dict(moves).items():
            after = [painted for painted, shown in paints if painted >= frame and shown == beta]
            assert after, f"β = {beta} was never painted"
            assert after[0] - frame <= 1, "it was painted later than in the next frame"
        if not deaf:
            settle(page)
    heard, dropped = page.evaluate("[watched.heard, watched.dropped]")
    assert heard > 0, "the server answers as well, later"
    assert dropped > 0, "the page did ask"


def test_averages_are_named_typed_added_hidden_and_removed(open_averages):
    page = open_averages("day=100")
    nameless = page.evaluate(
        """() => [...document.querySelector(".averages").querySelectorAll("button, input, select, canvas")]
            .filter((node) => !node.getAttribute("aria-label") && !node.textContent.trim())
            .filter((node) => !node.closest("label")?.textContent.trim())
            .map((node) => node.outerHTML)"""
    )
    assert nameless == []
    said = page.get_by_role("img").first.get_attribute("aria-label")
    assert "β 0.9 (window 10) at" in said

    field = page.get_by_role("textbox", name="β of average 2, exact value")
    field.fill("0.93")
    field.press("Enter")
    settle(page)
    assert read(page, "view.header.averages[1].beta") == 0.93
    for wrong in ("1", "much", "-0.1", ""):
        field.fill(wrong)
        field.press("Enter")
        assert "0.93 is kept" in page.locator(".stage-notice").inner_text()
        assert field.input_value() == "0.93"
    field.fill("0.9")
    field.press("Enter")
    settle(page)

    page.get_by_role("button", name="+ Add a β").click()
    until(page, "view.header.averages.length === 4")
    assert betas(page) == [0.5, 0.9, 0.98, 0.8]
    assert read(page, "view.selected") == 3
    page.get_by_role("button", name="Remove β = 0.9", exact=True).click()
    until(page, "view.header.averages.length === 3")
    colors = read(page, "view.header.averages.map((a) => a.slot)")
    assert colors == [0, 2, 3]
    page.get_by_role("checkbox", name="Show β = 0.98").uncheck()
    assert read(page, "view.visible().map((a) => a.beta)") == [0.5, 0.8]
    for _ in range(3):
        page.get_by_role("button", name="+ Add a β").click()
        settle(page)
    assert page.get_by_role("button", name="+ Add a β").is_disabled()
    page.get_by_role("button", name="Start over").click()
    until(page, "view.header.averages.length === 3")
    assert betas(page) == [0.5, 0.9, 0.98]


def test_the_keyboard_walks_through_the_year_and_moves_beta(open_averages):
    page = open_averages("day=5")
    page.locator("h1").click()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "Shift+ArrowRight"):
        page.keyboard.press(key)
    assert read(page, "view.clock") == 16
    page.keyboard.press("End")
    assert read(page, "view.clock") == 365
    page.keyboard.press("Home")
    assert read(page, "view.clock") == 0
    page.keyboard.press(" ")
    until(page, "view.transport.playing && view.clock > 1")
    page.keyboard.press(" ")
    assert not read(page, "view.transport.playing")
    page.keyboard.press("1")
    assert read(page, "view.visible().length") == 2
    handle(page, 3).press("ArrowRight")
    settle(page)
    assert betas(page)[2] > 0.98
    assert read(page, "view.selected") == 2


def test_pointing_at_a_day_shows_the_weights_behind_it(open_averages):
    page = open_averages("day=300")
    area = page.locator(".averages-area").bounding_box()
    left, right = read(page, "(() => { const c = view.area.clientWidth; return [48, c - 78]; })()")
    day = 20
    page.mouse.move(area["x"] + left + day / 365 * (right - left), area["y"] + 100)
    until(page, f"view.hover === {day}")
    panel = page.get_by_role("region", name="Weights")
    assert f"Σ = 1 − βᵏ = {ema_weights(0.9, day).sum():.4g}" in panel.inner_text()
    assert "10 days, which hold 65 %" in panel.inner_text()
    assert "half-life 6.58 days" in panel.inner_text()
    v = ema(YEAR, 0.9)
    steps = page.get_by_role("region", name="Step by step").inner_text()
    assert f"v₂₀ = 0.9 · {v[18]:.4g} + 0.1 · {YEAR[19]:.4g} = {v[19]:.5g}" in steps
    assert f"Corrected: v₂₀ / (1 − 0.9²⁰) = {v[19]:.5g} / 0.8784 = {v[19] / (1 - 0.9**20):.5g}" in steps
    page.mouse.move(area["x"] + 10, area["y"] - 60)
    until(page, "view.hover === null")
    assert read(page, "view.clock") == 300
    page.mouse.move(area["x"] + left + 0.5 * (right - left), area["y"] + 100)
    page.mouse.down()
    page.mouse.move(area["x"] + left + 40 / 365 * (right - left), area["y"] + 120, steps=5)
    page.mouse.up()
    assert read(page, "view.clock") == 40


def test_sum_and_factor_are_read_at_any_k(open_averages):
    page = open_averages("day=30")
    field = page.get_by_role("textbox", name="k at which sum and factor are read")
    said = page.get_by_role("region", name="Bias correction").get_by_role("status")
    for k, text in (
        (1, "sum of the weights 0.1  ·  factor 10"),
        (2, "sum of the weights 0.19  ·  factor 5.26"),
        (100, "sum of the weights 0.999973  ·  factor 1.000027"),
    ):
        field.fill(str(k))
        field.press("Enter")
        paint(page)
        assert said.text_content() == text
    field.fill("none")
    field.press("Enter")
    assert "100 is kept" in page.locator(".stage-notice").inner_text()
    assert field.input_value() == "100"


def test_the_corrected_average_of_a_constant_is_the_constant_at_once(open_averages):
    page = open_averages("data=constant&day=1&curves=zero,corrected")
    for number in range(3):
        np.testing.assert_allclose(curve(page, number, "corrected"), 10.0, rtol=1e-14)
    start = page.get_by_role("region", name="The start")
    start.scroll_into_view_if_needed()
    start.get_by_text("from 0: 1").first.wait_for()
    said = start.inner_text()
    assert "from 0: 1" in said
    assert "corrected: 10" in said


def test_curves_are_drawn_on_request(open_averages):
    page = open_averages("day=365")
    for name in ("Bias-corrected", "Begun at x₁", "Plain mean"):
        page.get_by_role("checkbox", name=name).check()
    settle(page)
    assert read(page, "view.header.curves.map((c) => c[3])") == [True] * 4
    assert "mean of 50" in page.locator(".averages-table").inner_text()
    page.get_by_role("checkbox", name="From v₀ = 0").uncheck()
    settle(page)
    wanted = ema(YEAR, 0.9, bias_correction=True)[-1]
    assert page.locator(".averages-value").nth(1).inner_text() == f"{wanted:.4g} °C"


def test_own_numbers_are_averaged_and_a_mistake_keeps_what_was_there(open_averages):
    page = open_averages("day=10")
    page.get_by_role("button", name="Bring your own numbers").click()
    field = page.get_by_role("textbox", name="Numbers or a table")
    field.fill("4, nine, 7")
    field.press("Control+Enter")
    assert "line 1: “nine” is not a number" in page.get_by_test_id("stAlert").inner_text().lower()
    assert read(page, "view.header.series.key") == "seattle"
    assert field.input_value() == "4, nine, 7"
    field.fill("4, 9, 7, 1")
    field.press("Control+Enter")
    page.get_by_test_id("stAlert").wait_for(state="detached")
    page.get_by_role("button", name="Average these").click()
    until(page, "view.header.series.key === 'own'")
    np.testing.assert_allclose(curve(page, 1, "zero"), ema([4.0, 9.0, 7.0, 1.0], 0.9), rtol=1e-14)
    page.wait_for_function("location.search.includes('values=4,9,7,1')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_a_phone(open_averages, scheme):
    page = open_averages("day=60", width=390, height=844, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert read(page, "view.theme.name") == scheme
    wide = "[...document.querySelectorAll('.averages canvas')].map((c) => c.getBoundingClientRect().right)"
    assert all(right <= 390 for right in page.evaluate(wide))
    assert page.get_by_role("button", name="Remove β = 0.9", exact=True).bounding_box()["width"] >= 40
    handle(page, 1).scroll_into_view_if_needed()
    handle(page, 1).press("ArrowRight")
    settle(page)


def test_another_page_and_back_keeps_the_averages(open_averages):
    page = open_averages("day=30")
    field = page.get_by_role("textbox", name="β of average 1, exact value")
    field.fill("0.7")
    field.press("Enter")
    settle(page)
    page.get_by_role("link", name="Race", exact=True).first.click()
    page.wait_for_function("window.descentLabStage?.root.isConnected && window.descentLabStage.landscape.ready()")
    assert page.get_by_test_id("stAlert").count() == 0
    page.get_by_role("link", name="Averages", exact=True).first.click()
    page.wait_for_function(READY)
    assert betas(page) == [0.7, 0.9, 0.98]
    assert page.get_by_test_id("stAlert").count() == 0
    handle(page, 1).press("ArrowRight")
    settle(page)


def test_the_experiment_below_follows_its_controls_and_travels_in_the_link(open_averages):
    page = open_averages("day=30")
    page.get_by_text("3.16", exact=True).first.wait_for()
    field = page.get_by_role("spinbutton", name="β₂")
    field.fill("0.99")
    field.press("Enter")
    page.wait_for_function("location.search.includes('beta2=0.99')")
    page.get_by_text("together (1 − β₁) / √(1 − β₂) = 1 η. The two cancel.").wait_for()
    page.locator(".js-plotly-plot").nth(3).wait_for()
    assert read(page, "view.clock") == 30
