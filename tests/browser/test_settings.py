"""Journeys through what a run may have beside its hyperparameters."""

import numpy as np
import pytest

from .stage import final, read, settle, slider, until


def open_options(page):
    page.get_by_text("Schedule, averaging, clipping").click()


def test_both_forms_race_side_by_side_and_one_can_be_removed(visit):
    page = visit("?run=momentum~learning_rate:0.004&at=250")
    page.get_by_role("button", name="Both forms").click()
    until(page, "stage.header.runs.length === 2")
    settle(page)
    assert read(page, "stage.header.runs.map((run) => run.form)") == ["classical", "pytorch"]
    assert page.locator(".stage-run-name").all_text_contents() == ["Momentum · Classical", "Momentum · PyTorch"]
    np.testing.assert_allclose(final(page, 0), final(page, 1), rtol=1e-5)
    assert read(page, "stage.header.runs[0].colors[0] === stage.header.runs[1].colors[0]")
    assert read(page, "JSON.stringify(stage.header.runs[0].dash) !== JSON.stringify(stage.header.runs[1].dash)")
    page.get_by_role("button", name="Remove", exact=True).click()
    until(page, "stage.header.runs.length === 1")


def test_a_copy_has_settings_of_its_own(visit):
    page = visit("?run=adam~learning_rate:0.05&at=250")
    page.get_by_role("button", name="Copy", exact=True).click()
    until(page, "stage.header.runs.length === 2")
    settle(page)
    assert page.locator(".stage-run-name").all_text_contents() == ["Adam", "Adam (2)"]
    page.locator(".stage-run-pick").nth(1).click()
    slider(page, "learning_rate").press("Home")
    settle(page)
    rates = read(page, "stage.header.runs.map((run) => run.sliders[0].value)")
    assert rates[0] == 0.05
    assert rates[1] < rates[0]


def test_a_schedule_of_one_run_shows_the_strip_of_rates(visit):
    page = visit("?run=gd~learning_rate:0.01&at=250")
    assert page.locator(".stage-rates").is_hidden()
    open_options(page)
    page.get_by_role("combobox", name="Schedule", exact=True).select_option("cosine")
    until(page, "stage.header.rates_vary")
    assert page.locator(".stage-rates").is_visible()
    rates = read(page, "[stage.arrays.rates[0], stage.arrays.rates[stage.header.steps - 1]]")
    assert rates[0] == pytest.approx(0.01)
    assert rates[1] < 1e-5
    page.get_by_role("heading", name="The schedules").wait_for()
    slider(page, "warm_up").press("End")
    settle(page)
    assert read(page, "stage.header.runs[0].options.find((o) => o.name === 'warm_up').value") > 0


def test_clipping_is_off_until_it_is_moved(visit):
    page = visit("?run=gd~learning_rate:0.01&at=10")
    before = read(page, "Math.hypot(stage.arrays.positions[2] - 1, stage.arrays.positions[3] - 1.5)")
    open_options(page)
    field = page.get_by_role("textbox", name="clip norm, exact value")
    assert field.input_value() == "0"
    field.fill("1")
    field.press("Enter")
    settle(page)
    after = read(page, "Math.hypot(stage.arrays.positions[2] - 1, stage.arrays.positions[3] - 1.5)")
    assert before > 0.05
    assert page.locator(".stage-run-name").inner_text() == "GD · clipped"
    assert after == pytest.approx(0.01, rel=1e-4)


def test_lookahead_shows_its_slow_weights_and_goes_around_another_optimizer(visit):
    page = visit("?run=lookahead~learning_rate:0.05&at=100")
    assert read(page, "stage.header.companions") == [[0, "slow weights"]]
    until(page, "stage.companions.length === 1 && stage.companions[0].end > 5")
    page.get_by_role("combobox", name="Around").select_option("radam")
    until(page, "stage.header.runs[0].choices[0][2] === 'radam'")
    settle(page)


def test_an_average_is_drawn_beside_its_run(visit):
    page = visit("?run=gd~learning_rate:0.01&at=100")
    open_options(page)
    page.get_by_role("combobox", name="Averaging").select_option("polyak_ruppert")
    until(page, "stage.header.companions.length === 1")
    assert read(page, "stage.header.companions[0][1]") == "average"


def test_rprop_warns_when_growth_and_shrinkage_cancel(visit):
    page = visit("?run=rprop~eta_plus:2&at=10")
    assert "μ⁻ = 1/μ⁺" in page.locator(".stage-warning").inner_text()
    slider(page, "eta_plus").press("ArrowRight")
    settle(page)
    assert page.locator(".stage-warning").is_hidden()


def test_a_preset_opens_and_plays_from_the_start(visit):
    page = visit("?at=250")
    page.get_by_role("button", name="Open a preset").click()
    page.get_by_role("button", name="Momentum escapes a local minimum").click()
    until(page, "stage.header.surface.key === 'quartic' && stage.header.runs.length === 3")
    until(page, "stage.transport.playing")
    assert page.get_by_text("only β = 0.9 has enough speed").first.is_visible()


def test_a_schedule_for_all_runs_reaches_every_run(visit):
    page = visit("?schedule=inverse_time&at=10")
    assert read(page, "stage.header.rates_vary")
    first = read(page, "stage.arrays.rates[0]")
    assert read(page, "stage.arrays.rates[9]") == pytest.approx(first / 10, rel=1e-5)
