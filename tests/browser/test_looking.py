"""Journeys into a step: a click on a path, the keys, the numbers, the curves and the read-out."""

import json
import re

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import detail

from .stage import pause, pixel, read, settle, slider, until

BEALE = surfaces.get("beale")
EXPLAINED = "stage.header.detail?.step?.number === {step} && stage.looking.inspector.node.dataset.step === '{step}'"


def shown(page, name, coordinate):
    """The number that the inspector shows for a line and a coordinate."""
    return float(
        page.locator(
            f'.stage-line[data-name="{name}"] .stage-numbers[data-coordinate="{coordinate}"]'
        ).last.get_attribute("data-value")
    )


def explained(run, step, start=None, steps=None, surface=BEALE):
    paths = optimizers.run(surface, [run], start=start, steps=steps or surface.steps, engine="plain")
    return optimizers.explain(surface, paths, 0, step)


def agrees(page, run, step):
    until(page, EXPLAINED.format(step=step))
    wanted = explained(run, step)
    for line in wanted.lines:
        if line.name in {"m", "v", "w", "m̂", "v̂", "Δw"}:
            for part in line.parts:
                assert shown(page, line.name, "xy"[part.coordinate]) == pytest.approx(part.value, rel=1e-6), line.name


def test_a_click_on_a_path_opens_its_step_and_the_keys_step_through_it(visit):
    page = visit("?run=adam~learning_rate:0.08&at=250")
    run = optimizers.Run("adam", learning_rate=0.08)
    x, y = read(page, "[stage.arrays.positions[2 * 60], stage.arrays.positions[2 * 60 + 1]]")
    page.mouse.click(*pixel(page, x, y))
    until(page, "stage.looking.open")
    step = read(page, "stage.clock")
    assert (
        read(
            page, f"Math.hypot(stage.arrays.positions[{2 * step}] - {x}, stage.arrays.positions[{2 * step + 1}] - {y})"
        )
        < 0.1
    )
    assert read(page, "stage.header.start") == list(BEALE.start), "a click on a path leaves the start where it is"
    agrees(page, run, step + 1)
    for key, move in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("ArrowLeft", 0), ("ArrowLeft", -1)):
        page.keyboard.press(key)
        agrees(page, run, step + 1 + move)
    assert read(page, "new URLSearchParams(location.search).get('inspect')") in {None, "1"}
    page.keyboard.press("i")
    until(page, "!stage.looking.open && stage.header.detail === null")


def test_the_inspector_follows_a_slider_and_the_selected_run(visit):
    page = visit("?run=gd~learning_rate:0.01&run=momentum~learning_rate:0.001&at=4&inspect=1")
    until(page, EXPLAINED.format(step=5))
    before = shown(page, "v", "x")
    slider(page, "learning_rate").press("PageUp")
    settle(page)
    first = "document.querySelector('.stage-line[data-name=v] .stage-numbers').dataset.value"
    until(page, f"{EXPLAINED.format(step=5)} && {first} !== '{before}'")
    run = optimizers.Run("momentum", learning_rate=read(page, "stage.header.runs[1].sliders[0].value"))
    agrees(page, run, 5)
    page.get_by_role("button", name=re.compile("^GD")).click()
    until(page, "stage.header.detail?.run === 0")
    agrees(page, optimizers.Run("gd", learning_rate=0.01), 5)
    assert page.locator('.stage-line[data-name="v"]').count() == 0


def test_formulas_are_typeset_with_symbols_and_with_numbers(visit):
    page = visit("?run=adam~learning_rate:0.08&at=10&inspect=1")
    until(page, EXPLAINED.format(step=11))
    mean = page.locator('.stage-line[data-name="m"]')
    assert mean.locator(".stage-assigned math").last.text_content() == "β₁·m+(1−β₁)·gradient"
    wanted = next(line for line in explained(optimizers.Run("adam", learning_rate=0.08), 11).lines if line.name == "m")
    numbers = mean.locator(".stage-numbers").first.text_content()
    assert re.search(r"0\.9·.*\+\(1−0\.9\)·", numbers)
    assert numbers.endswith(f"{wanted.values[0]:.4g}".replace("-", "−"))
    assert page.locator('.stage-line[data-name="w"] mfrac').count() >= 3


@pytest.mark.parametrize(
    ("link", "roles"),
    [
        ("run=momentum~learning_rate:0.001", ["gradient", "previous", "step"]),
        ("run=nesterov~learning_rate:0.001", ["previous", "gradient", "step"]),
        ("run=rprop", ["direction", "box", "step"]),
        ("run=adam", ["direction", "average", "step"]),
        ("run=lookahead", ["look", "gradient", "step"]),
        ("run=newton~damping:200", ["direction", "quadratic", "step"]),
    ],
)
def test_the_arrows_of_the_entry_are_on_the_landscape_and_named(visit, link, roles):
    page = visit(f"?{link}&at=3&inspect=1")
    until(page, EXPLAINED.format(step=4))
    assert read(page, "stage.header.detail.arrows.map((a) => a.role)") == roles
    assert page.locator(".stage-key li").count() == 3
    until(page, "stage.looking.inspector.lens.width > 100")
    painted = page.evaluate(
        """() => {
            const lens = document.querySelector('.stage-lens canvas');
            const { data } = lens.getContext('2d').getImageData(0, 0, lens.width, lens.height);
            return data.filter((value, k) => k % 4 === 3 && value > 128).length;
        }"""
    )
    assert painted > 500


def test_the_step_arrow_ends_where_the_next_step_begins(visit):
    page = visit("?run=momentum~learning_rate:0.001&at=9&inspect=1")
    until(page, EXPLAINED.format(step=10))
    tail, ahead = read(
        page,
        """(() => {
            const row = stage.arrays[`detail_arrow_${stage.header.detail.arrows.findIndex((a) => a.role === 'step')}`];
            const at = (k) => [...row.subarray(4 * k, 4 * k + 4)];
            return [at(9), at(10)];
        })()""",
    )
    np.testing.assert_allclose([tail[0] + tail[2], tail[1] + tail[3]], ahead[:2], atol=1e-5)


def test_the_table_of_steps_adds_up_to_the_clock(visit):
    page = visit("?surface=ill_quadratic&run=gd~learning_rate:0.019&at=12&inspect=1")
    until(page, EXPLAINED.format(step=13))
    page.locator(".stage-inspector summary").click()
    rows = page.locator(".stage-steps tbody tr")
    assert rows.count() == 8 + 3
    land = surfaces.get("ill_quadratic")
    paths = optimizers.run(land, [optimizers.Run("gd", learning_rate=0.019)], steps=12, engine="plain")
    table = detail.step_table(detail.steps_of(paths, 0))
    cells = [cell.replace("−", "-") for cell in rows.nth(8).locator("td").all_inner_texts()]
    np.testing.assert_allclose([float(cell) for cell in cells], table.total[-1], rtol=1e-3)
    assert rows.nth(7).locator("th").inner_text() == "12"


def test_every_curve_can_be_chosen_and_shares_the_clock(visit):
    page = visit("?run=adam&at=40")
    choice = page.get_by_role("combobox", name="Curve")
    for key in ("slope", "rate", "step", "effective", "memory", "change", "loss"):
        choice.select_option(key)
        until(page, f"stage.curveGeometry?.series.kind === '{key}' && stage.curveGeometry.series.lines.length > 0")
        until(
            page, "stage.curveGeometry && Math.abs(stage.curveGeometry.stepAt(stage.curveGeometry.x(40)) - 40) < 1e-6"
        )
        assert read(page, "stage.clock") == 40
    land = surfaces.get("beale")
    choice.select_option("change")
    until(page, "stage.curveGeometry?.series.kind === 'change' && stage.curveGeometry.series.lines.length === 3")
    run = optimizers.default_run(optimizers.get("adam"), land)
    learning_rate = read(page, "stage.header.runs[0].sliders[0].value")
    paths = optimizers.run(land, [run.with_settings(learning_rate=learning_rate)], steps=land.steps, engine="plain")
    foretold = detail.changes(land, paths, 0)
    seen = read(page, "stage.curveGeometry.series.lines.map((line) => line.at(40))")
    wanted = [foretold.actual[40], foretold.along_step[40], foretold.gradient_step[40]]
    np.testing.assert_allclose(seen, wanted, rtol=1e-4)
    page.wait_for_function("location.search.includes('curve=change')")


def test_the_note_under_the_loss_says_how_fast_the_run_closes_in(visit):
    page = visit("?surface=ill_quadratic&run=gd~learning_rate:0.015&at=300")
    note = page.locator(".stage-curve-note").inner_text()
    alpha = (1.0 - 0.015) ** 2
    assert f"α = {alpha:.4g}" in note
    assert f"α {alpha:.4g}" in page.locator(".stage-table tbody tr").inner_text()
    steps = read(page, "stage.header.runs[0].rate.steps")
    slider(page, "tolerance").press("PageDown")
    settle(page)
    assert read(page, "stage.header.tolerance") < 1e-3
    assert read(page, "stage.header.runs[0].rate.steps") > steps, "the steps to a smaller gap are more"
    before = read(page, "stage.header.runs[0].rate.alpha")
    slider(page, "learning_rate").press("ArrowRight")
    until(page, f"stage.header.runs[0].rate.alpha !== {before}")
    settle(page)
    learning_rate = read(page, "stage.header.runs[0].sliders[0].value")
    assert read(page, "stage.header.runs[0].rate.alpha") == pytest.approx((1.0 - learning_rate) ** 2, rel=1e-3)


def test_the_read_out_tells_the_hessian_under_the_pointer_while_it_moves(visit):
    page = visit("?at=250")
    assert page.locator(".stage-readout").is_hidden()
    page.get_by_role("button", name="Read-out under the pointer").click()
    for x, y in ((-2.0, -3.0), (2.0, -1.0), (-1.0, 3.0)):
        page.mouse.move(*pixel(page, x, y), steps=4)
        settle(page)
        until(page, f"Math.hypot(stage.header.probe.at[0] - {x}, stage.header.probe.at[1] - {y}) < 0.05")
        at = read(page, "stage.header.probe.at")
        hessian = json.loads(page.locator(".stage-readout").get_attribute("data-hessian"))
        assert hessian == list(BEALE.hessian(*at))
    text = page.locator(".stage-readout").inner_text()
    for part in ("∇f", "condition", "2/λmax", "curvature"):
        assert part in text
    page.keyboard.press("r")
    assert page.locator(".stage-readout").is_hidden()


def test_without_a_pointer_the_read_out_follows_the_selected_run(visit):
    page = visit("?run=adam&at=20")
    page.locator("h1").click()
    page.keyboard.press("r")
    page.keyboard.press("ArrowRight")
    settle(page)
    until(page, "stage.header.probe && Math.abs(stage.header.probe.at[0] - stage.arrays.positions[2 * 21]) < 1e-5")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_inspector_fits_a_phone_and_closes_with_escape(visit, scheme):
    page = visit("?at=20&inspect=1", width=390, height=844, scheme=scheme)
    until(page, EXPLAINED.format(step=21))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    panel, land = (page.locator(name).bounding_box() for name in (".stage-inspector", ".stage-area"))
    assert panel["y"] > land["y"] + land["height"]
    assert panel["x"] + panel["width"] <= 390
    page.locator(".stage-lines").focus()
    page.keyboard.press("Escape")
    until(page, "!stage.looking.open")


def test_the_inspector_keeps_pace_while_the_race_plays_without_holding_it_up(visit):
    page = visit("?run=adam&at=0&inspect=1")
    until(page, EXPLAINED.format(step=1))
    page.keyboard.press(" ")
    until(page, "stage.clock > 60")
    before = read(page, "stage.edits.serial")
    page.wait_for_timeout(1000)
    asked = read(page, "stage.edits.serial") - before
    assert 1 <= asked <= 4
    pause(page)
    until(page, "stage.header.detail.step.number === Math.min(Math.floor(stage.clock) + 1, stage.header.detail.taken)")
