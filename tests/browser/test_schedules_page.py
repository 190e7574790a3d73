"""A journey through the page about schedules, in a real browser."""

import csv
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

from ui.pages.schedules import SHOW
from ui.schedules import desk

WIDE = """() => [...document.querySelectorAll('.chart, .readings, .line-key, .walks, .part-lead, .schedule-head')]
    .filter((element) => element.getBoundingClientRect().right > 391).map((element) => element.className)"""
RANGE = "e => e.layout.xaxis.range.map(Number)"
DRAWN = "document.querySelectorAll('.chart .main-svg').length > 0"


@pytest.fixture
def lessons(visit):
    """Open the page by its address: lessons(query, width=…, height=…, scheme=…)."""

    def open_page(query: str = "", **looks) -> Page:
        return visit(f"schedules{query}", ready=DRAWN, **looks)

    return open_page


def chart(page: Page, label: str):
    return page.locator(f'.chart[aria-label^="{label}"]')


def lines(page: Page, label: str) -> list[str]:
    """The colours of the lines that a chart shows."""
    found: list[str] = chart(page, label).evaluate("e => e.data.map((trace) => trace.line.color)")
    return found


def address(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_from_a_schedule_to_a_link_and_back(lessons):
    page = lessons()
    page.get_by_test_id("stButtonGroup").get_by_text("Linear", exact=True).click()
    label = "Learning rates against the update"
    page.wait_for_function(f"document.querySelector('.chart[aria-label=\"{label}\"]').data.length === 7")
    page.get_by_role("spinbutton", name="Learning rate η").fill("0.25")
    page.keyboard.press("Enter")
    page.wait_for_function("location.search.includes('eta=0.25')")
    rates = chart(page, label).evaluate("e => [...e.data.at(-1).y]")
    assert rates[0] == pytest.approx(0.25)
    assert rates[100] == pytest.approx(0.125)
    files = {}
    for name in ("CSV", "PNG", "SVG"):
        page.get_by_role("button", name=f"Save the chart: {label}").click()
        with page.expect_download() as saving:
            page.get_by_role("menuitem", name=name, exact=True).click()
        assert saving.value.suggested_filename == f"descent-lab-learning-rates-against-the-update.{name.lower()}"
        files[name] = Path(saving.value.path())
    rows = list(csv.reader(files["CSV"].read_text().splitlines()))
    assert rows[0] == ["line", "update k", "η"]
    assert [float(y) for line, x, y in rows[1:] if (line, x) == ("Linear", "100")] == [0.125]
    with Image.open(files["PNG"]) as image:
        assert image.size[0] > 2000
        seen = np.asarray(image.convert("RGB")).reshape(-1, 3)
    for color in lines(page, label):
        wanted = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)])
        assert (np.abs(seen - wanted).max(axis=1) < 12).sum() > 200, color
    words = "".join(ElementTree.parse(files["SVG"]).getroot().itertext())
    assert label in words
    assert "Robbins and Monro" in words
    assert "eta=0.25" in words
    written = address(page)
    assert written["schedule"][-1] == "linear"

    page.get_by_text("Against the bounds", exact=True).click()
    page.wait_for_function("location.search.includes('part=bounds')")
    chart(page, "The gap to the minimum").locator(".main-svg").first.wait_for()
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Link copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    again = lessons("?" + urlsplit(copied).query)
    chart(again, "The gap to the minimum").locator(".main-svg").first.wait_for()
    assert address(again) == written | {"part": ["bounds"]}
    assert again.get_by_test_id("stAlert").count() == 0


def test_zoom_and_hidden_lines_survive_a_change(lessons):
    page = lessons("?part=bounds")
    gaps = chart(page, "The gap to the minimum against the update, measured")
    gaps.locator(".main-svg").first.wait_for()
    whole = gaps.evaluate(RANGE)
    box = gaps.locator(".nsewdrag").first.bounding_box()
    across, level = [box["x"] + share * box["width"] for share in (0.4, 0.7)], box["y"] + 0.5 * box["height"]
    page.mouse.move(across[0], level)
    page.mouse.down()
    page.mouse.move(across[1], level, steps=5)
    page.mouse.up()
    page.wait_for_function(f"([e, low]) => ({RANGE})(e)[0] > low + 0.5", arg=[gaps.element_handle(), whole[0]])
    near = gaps.evaluate(RANGE)
    page.get_by_role("spinbutton", name="Gradient noise σ").fill("2")
    page.keyboard.press("Enter")
    page.wait_for_function("location.search.includes('bound_noise=2')")
    page.wait_for_timeout(300)
    assert gaps.evaluate(RANGE) == near


def test_charts_wear_the_theme(lessons):
    seen = {}
    for scheme in ("light", "dark"):
        page = lessons(scheme=scheme)
        chart(page, "Learning rates").locator(".main-svg").first.wait_for()
        seen[scheme] = lines(page, "Learning rates")
    assert all(one != other for one, other in zip(seen["light"], seen["dark"], strict=True))


def test_every_part_fits_a_phone(lessons):
    page = lessons(width=390, height=844)
    for part in desk.PARTS:
        page.get_by_role("radio", name=SHOW[part][0]).or_(page.get_by_role("button", name=SHOW[part][0])).first.click()
        if part != desk.PARTS[0]:
            page.wait_for_function(f"location.search.includes('part={part}')")
        page.wait_for_function("[...document.querySelectorAll('.chart')].every((e) => e.querySelector('.main-svg'))")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        wide = page.evaluate(WIDE)
        assert json.dumps(wide) == "[]", part
        assert page.locator(".katex-error").count() == 0


def test_a_chart_that_is_taken_away_is_not_followed(lessons):
    page = lessons()
    page.wait_for_function("[...document.querySelectorAll('.js-plotly-plot')].some((plot) => plot.chart?.drawn)")
    page.evaluate("""() => {
      const plot = [...document.querySelectorAll(".js-plotly-plot")].find((each) => each.chart?.drawn);
      plot.style.display = "none"; // an error of the page fails the journey
      return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }""")
