"""A journey through noise: repetitions, fresh draws, and the noise floor beside its theory."""

from .stage import read, settle, slider, until


def test_noise_is_repeated_drawn_as_bands_and_met_by_its_theory(visit):
    page = visit(
        "?surface=ill_quadratic&surface.kappa=10&steps=400&at=400"
        "&run=gd~learning_rate:0.05&run=momentum~learning_rate:0.02~beta:0.8"
    )
    assert slider(page, "repetitions").count() == 0
    noise = page.get_by_role("textbox", name="noise, exact value")
    noise.fill("0.5")
    noise.press("Enter")
    repetitions = page.get_by_role("textbox", name="repetitions, exact value")
    repetitions.fill("100")
    repetitions.press("Enter")
    until(page, "stage.header.ensemble?.made === 100", timeout=180_000)
    table = page.locator(".stage-ensemble")
    assert "100 repetitions" in table.inner_text()
    rows = read(page, "stage.header.ensemble.rows")
    for row in rows:
        assert abs(row["measured"] - row["floor"]) < 5.0 * row["error"]
    ends = read(page, "[...stage.arrays.cloud]")
    assert len(set(ends)) == len(ends) == 2 * 100 * 2
    page.get_by_role("checkbox", name="fresh").check()
    settle(page)
    until(page, "stage.header.link.some(([name]) => name === 'fresh')")
    page.wait_for_function("location.search.includes('repetitions=100') && location.search.includes('fresh=1')")
    noise.fill("0")
    noise.press("Enter")
    until(page, "stage.header.ensemble === null")
    assert not table.is_visible()
