"""Journeys that take moving averages away: links, pictures, films, data."""

import csv
import json
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

from optimizers.averages import ema

from . import from_disk
from .averages import READY, YEAR, betas, curve, expected, handle, paint, read, settle, take, until


@pytest.fixture
def open_averages(visit):
    """Open the page: open_averages("day=12", width=…, height=…, scheme=…)."""

    def open_page(query: str = "", **looks) -> Page:
        return visit(f"averages?{query}", ready=READY, **looks)

    return open_page


def test_the_copied_link_opens_the_same_scene_elsewhere(open_averages):
    page = open_averages("day=77")
    page.get_by_test_id("stButtonGroup").get_by_text("Noisy sine", exact=True).click()
    until(page, "view.header.series.key === 'sine'")
    handle(page, 2).press("ArrowRight")
    page.get_by_role("button", name="Remove β = 0.5", exact=True).click()
    until(page, "view.header.averages.length === 2")
    page.get_by_role("checkbox", name="Plain mean").check()
    page.get_by_role("checkbox", name="Show β = 0.98").uncheck()
    settle(page)
    page.locator("h1").click()
    page.keyboard.press("End")
    page.get_by_role("button", name="Copy link").click()
    link = page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(link).query)["data"] == ["sine"]
    kept = ("header.series.key", "header.averages", "header.curves", "clock", "visible()", "selected")
    scene = f"[{', '.join(f'view.{name}' for name in kept)}]"
    other = open_averages(urlsplit(link).query)
    assert read(other, scene) == read(page, scene)


def test_a_hostile_link_gives_defaults_and_names_what_it_ignored(open_averages):
    page = open_averages("data=<script>alert(1)</script>&beta=2&beta=nan&curves=x&day=-3&values=1,inf")
    warning = page.get_by_test_id("stAlert").inner_text()
    for part in ("data", "beta=2", "beta=nan", "curves", "day", "values"):
        assert part in warning
    assert "Traceback" not in page.content()
    assert betas(page) == [0.5, 0.9, 0.98]


def test_the_saved_table_holds_every_curve_to_the_last_digit(open_averages, tmp_path):
    page = open_averages("day=365&curves=zero,corrected")
    with page.expect_download() as saving:
        take(page, "CSV")
    assert saving.value.suggested_filename == "descent-lab-averages-seattle.csv"
    path = tmp_path / "averages.csv"
    saving.value.save_as(path)
    rows = list(csv.DictReader(path.read_text().splitlines()))
    assert len(rows) == 365
    assert (rows[0]["date"], rows[-1]["date"]) == ("2014-01-01", "2014-12-31")
    np.testing.assert_array_equal([float(row["x"]) for row in rows], YEAR)
    for beta in (0.5, 0.9, 0.98):
        column = [float(row[f"corrected_beta_{beta:g}"]) for row in rows]
        np.testing.assert_allclose(column, ema(YEAR, beta, bias_correction=True), rtol=1e-12)


def test_pictures_a_film_data_and_settings_are_taken_away_as_from_a_race(open_averages, tmp_path):
    page = open_averages("day=250&pace=10&beta2=0.99")
    files = {}
    endings = {"PNG": "png", "SVG": "svg", "JSON": "json", "GIF": "gif", "BibTeX": "bib"}
    for name, ending in endings.items():
        with page.expect_download(timeout=60_000) as saving:
            take(page, name)
        files[name] = tmp_path / saving.value.suggested_filename
        assert files[name].name == f"descent-lab-averages-seattle.{ending}"
        saving.value.save_as(files[name])
    with Image.open(files["PNG"]) as image:
        pixels = np.asarray(image.convert("RGB")).reshape(-1, 3)
        assert min(image.size) > 1000
    drawn = ElementTree.parse(files["SVG"]).getroot()
    words = "".join(drawn.itertext())
    strokes = {node.get("stroke") for node in drawn.iter() if node.get("stroke")}
    for hue in read(page, "view.header.averages.map((a) => a.colors[0])"):
        wanted = np.array([int(hue[i : i + 2], 16) for i in (1, 3, 5)])
        assert (np.abs(pixels - wanted).max(axis=1) < 12).sum() > 200, hue
        assert hue in strokes
    assert "Moving averages · Temperatures of a year" in words
    assert "k = 250" in words
    assert "USW00024233" in words
    cited = files["BibTeX"].read_text()
    assert cited.startswith("% Temperatures of a year: NOAA")
    for key in ("kingma2015", "liu2020", "goyal2017"):
        assert f"{{{key}," in cited
    told = json.loads(files["JSON"].read_text())
    assert told["sequence"]["dates"][-1] == "2014-12-31"
    for row in told["averages"]:
        for key, wanted in expected(YEAR, row["beta"]).items():
            np.testing.assert_allclose(row[key], wanted, rtol=1e-12, err_msg=key)
    with Image.open(files["GIF"]) as film:
        assert film.n_frames >= 5
        film.seek(film.n_frames - 1)
        assert film.size[0] >= 800
    take(page, "Settings")
    page.get_by_text("Settings copied.").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("Moving averages of: Temperatures of a year (365 values)\nβ = 0.5, 0.9, 0.98")
    assert "Adam and RAdam on Sphere, η = 0.15, β₁ = 0.9, β₂ = 0.99, warm-up of 10 steps" in text
    assert "day=250" in text
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("e")
    assert page.get_by_role("menu", name="Export").is_visible()


def test_the_saved_page_plays_and_drags_from_disk_without_a_network(open_averages, browser, tmp_path):
    page = open_averages("day=365&curves=zero,corrected")
    handle(page, 2).press("ArrowRight")
    settle(page)
    kept = betas(page)
    with page.expect_download(timeout=60_000) as saving:
        take(page, "HTML")
    path = tmp_path / saving.value.suggested_filename
    assert path.name == "descent-lab-averages-seattle.html"
    saving.value.save_as(path)
    size = {"width": 1440, "height": 900}
    with from_disk.opened(browser, path, reduced_motion="reduce", viewport=size) as saved:
        until(saved, "view?.frames > 0")
        assert betas(saved) == kept
        assert read(saved, "view.clock") == len(YEAR)
        box = handle(saved, 1).bounding_box()
        saved.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
        saved.mouse.down()
        saved.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
        saved.mouse.up()
        paint(saved)
        (moved, *rest) = betas(saved)
        assert moved > kept[0] + 0.1
        assert rest == kept[1:]
        for key, wanted in expected(YEAR, moved).items():
            np.testing.assert_allclose(curve(saved, 0, key), wanted, rtol=1e-12, err_msg=key)
        saved.keyboard.press("Home")
        saved.get_by_role("button", name="Play").first.click()
        until(saved, "view.clock > 3")
        assert saved.get_by_role("button", name="+ Add a β").count() == 0, "only the app can add one"
