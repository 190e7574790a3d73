"""Journeys that take things away and open what was taken."""

import csv
import json
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image

import optimizers
import surfaces

from . import from_disk
from .stage import answered, pixel, read, settle, slider, until

SVG = "{http://www.w3.org/2000/svg}"


def take(page, name, folder):
    """Choose an item of the export menu and return the path of the file that it saves."""
    page.get_by_role("button", name="Export").click()
    with page.expect_download(timeout=60_000) as saving:
        page.get_by_role("menuitem", name=name, exact=True).click()
    path = folder / saving.value.suggested_filename
    saving.value.save_as(path)
    return path


def colors(page):
    return [read(page, f"stage.header.runs[{run}].colors[0]") for run in range(read(page, "stage.header.runs.length"))]


def channels(color):
    return np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)])


def test_pictures_show_paths_legend_and_settings_and_can_be_without_ground(visit, tmp_path):
    page = visit("?at=250")
    path = take(page, "PNG", tmp_path)
    assert path.name == "descent-lab-beale-step-250.png"
    with Image.open(path) as image:
        pixels = np.asarray(image.convert("RGBA")).reshape(-1, 4)
        size = image.size
    assert size[0] >= 2 * read(page, "stage.area.clientWidth")
    assert pixels[:, 3].min() == 255
    for color in colors(page):
        assert (np.abs(pixels[:, :3] - channels(color)).max(axis=1) < 12).sum() > 50, color
    page.get_by_role("button", name="Export").click()
    page.get_by_role("menuitemcheckbox", name="Footer").click()
    page.get_by_role("menuitemcheckbox", name="Transparent").click()
    page.keyboard.press("Escape")
    with Image.open(take(page, "PNG", tmp_path)) as image:
        assert image.size[1] < size[1], "the footer is gone"
        assert np.asarray(image.convert("RGBA"))[0, 0, 3] == 0


def test_an_svg_is_made_of_shapes_and_words_with_divergence_marked(visit, tmp_path):
    page = visit("?run=gd~learning_rate:5&run=adam~learning_rate:0.1~clip_norm:1&at=250")
    tree = ET.parse(take(page, "SVG", tmp_path)).getroot()
    assert not tree.findall(f".//{SVG}image")
    strokes = {path.get("stroke") for path in tree.iter(f"{SVG}path")}
    assert set(colors(page)) <= strokes
    words = " ".join("".join(text.itertext()) for text in tree.iter(f"{SVG}text"))
    for part in ("Beale", "diverged at step", "Adam · clipped", "start (1, 1.5)", "η 5", "?surface=beale&run=gd"):
        assert part in words
    assert words.count("step 250 of 250") == 1


TILES = """(() => {
  const boxes = stage.layouts.panels.tiles.map(({ box }) => box.getBoundingClientRect());
  const [left, top] = [Math.min(...boxes.map((b) => b.left)), Math.min(...boxes.map((b) => b.top))];
  return boxes.map((b) => [b.left - left, b.top - top, b.width, b.height]);
})()"""
CORNER = (16, 16 + 34 + 28)  # of the first panel in a picture: its margin, its title, the name of the panel


def test_a_picture_of_panels_has_each_optimizer_in_its_own_and_a_picture_has_arrows_and_basins(visit, tmp_path):
    page = visit(
        "?surface=himmelblau&run=gd~learning_rate:0.01&run=adam~learning_rate:0.3&layout=panels&at=40&basins=1,16"
    )
    until(page, "stage.layouts.panels.picture && stage.header.drops.done === stage.header.drops.total", timeout=60_000)
    with Image.open(take(page, "PNG", tmp_path)) as image:
        pixels = np.asarray(image.convert("RGB"), int)
    own, tiles = colors(page), read(page, TILES)
    assert len(tiles) == 2
    for k, (x, y, width, height) in enumerate(tiles):
        left, top = 2 * (CORNER[0] + x), 2 * (CORNER[1] + y)
        inside = pixels[round(top) : round(top + 2 * height), round(left) : round(left + 2 * width)].reshape(-1, 3)
        found = [(np.abs(inside - channels(color)).max(axis=1) < 12).sum() for color in own]
        assert found[k] > 50
        assert found[1 - k] == 0
    page.get_by_role("radio", name="Overlay").check()
    page.locator("h1").click()
    page.keyboard.press("i")
    until(page, "stage.header.detail?.step && stage.landscape.ready() && stage.landscape.frame().width > 200")
    tree = ET.parse(take(page, "SVG", tmp_path)).getroot()
    drawn = list(tree.iter(f"{SVG}path"))
    step, downhill = page.evaluate(ROLES)
    assert any(path.get("stroke") == step for path in drawn)
    assert any(path.get("stroke") == downhill and path.get("stroke-dasharray") for path in drawn)
    cells = {path.get("fill") for path in drawn if path.get("opacity") == "0.5"}
    assert cells >= {
        color
        for color, m in zip(*read(page, "[stage.header.drops.colors, stage.header.drops.minima]"), strict=True)
        if m[3]
    }


# The colours of two arrows that Adam's entry declares.
ROLES = """async () => {
    const { href } = [...document.querySelectorAll("link")].find(({ href }) => href.endsWith("stage.css"));
    const { ROLES } = await import(href.replace("stage.css", "arrows.js"));
    return [ROLES.step.colors[0], ROLES.direction.colors[0]];
}"""


def test_pictures_and_films_of_a_comparison_show_both_scenes(visit, tmp_path):
    page = visit(
        "?run=gd~learning_rate:0.01&layout=versus&b.surface=rosenbrock&b.run=adam~learning_rate:0.1&at=30&speed=10"
    )
    until(page, "stage.layouts.versus.picture")
    tree = ET.parse(take(page, "SVG", tmp_path)).getroot()
    lands = {use.get("{http://www.w3.org/1999/xlink}href") for use in tree.iter(f"{SVG}use")}
    assert {"#contour", "#beside"} <= lands
    other = page.evaluate("descentLabStage.layouts.versus.frozen.header.runs.map((run) => run.colors[0])")
    strokes = {path.get("stroke") for path in tree.iter(f"{SVG}path")}
    assert {*colors(page), *other} <= strokes
    words = ["".join(text.itertext()) for text in tree.iter(f"{SVG}text")]
    for part in ("A", "B", "GD", "Adam", "GD: η 0.01"):
        assert part in words, part
    assert any(line.startswith("B:  Rosenbrock") for line in words)
    assert "layout=versus&b.surface=rosenbrock&b.run=adam" in "".join(words), "the link opens what the picture shows"
    with Image.open(take(page, "GIF", tmp_path)) as film:
        film.seek(film.n_frames - 1)
        last = np.asarray(film.convert("RGB"), int)
    for half, color in zip(
        np.array_split(last[60 : last.shape[0] // 2], 2, axis=1), (colors(page)[0], other[0]), strict=True
    ):
        assert (np.abs(half - channels(color)).max(axis=2) < 30).sum() > 20


@pytest.mark.parametrize("name", ["GIF", "WebM"])
def test_a_film_shows_the_race_from_start_to_end(visit, tmp_path, name):
    page = visit("?surface=sphere&run=gd~learning_rate:0.05&at=0&speed=10")
    path = take(page, name, tmp_path)
    assert read(page, "stage.clock") == 0, "the stage itself stays where it is"
    if name == "WebM":
        content = path.read_bytes()
        assert content[:4] == bytes.fromhex("1a45dfa3")
        assert b"webm" in content[:64]
        seconds = page.evaluate(LENGTH, list(content))
        assert 1.5 < seconds < 6
        return
    with Image.open(path) as film:
        assert film.n_frames >= 10
        assert film.info["loop"] == 0
        durations, frames = [], []
        for frame in range(film.n_frames):
            film.seek(frame)
            durations.append(film.info["duration"])
            frames.append(np.asarray(film.convert("RGB"), int))
    assert sum(durations) == pytest.approx(700 + 1500, abs=150)
    assert (np.abs(frames[0] - frames[-1]).max(axis=2) > 40).sum() > 300
    wanted = channels(colors(page)[0])
    assert (np.abs(frames[-1] - wanted).max(axis=2) < 30).sum() > (np.abs(frames[0] - wanted).max(axis=2) < 30).sum()


# Decodes the film in the browser and returns its length in seconds.
LENGTH = """async (bytes) => {
    const video = document.createElement("video");
    video.muted = true;
    video.src = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: "video/webm" }));
    await new Promise((resolve, reject) => {
        video.onloadedmetadata = resolve;
        video.onerror = () => reject(video.error);
    });
    video.currentTime = 1e6;
    await new Promise((resolve) => (video.onseeked = resolve));
    return video.currentTime;
}"""


def test_data_script_sources_and_settings_come_from_the_server_in_full_precision(visit, tmp_path):
    page = visit("?run=gd~learning_rate:0.01&run=adam/eps_inside~learning_rate:0.05&steps=50&at=7")
    land = surfaces.get("beale")
    runs = [optimizers.Run("gd", learning_rate=0.01), optimizers.Run("adam", "eps_inside", learning_rate=0.05)]
    paths = optimizers.run(land, runs, steps=50, engine="compiled")
    answered(page)
    with take(page, "CSV", tmp_path).open() as file:
        rows = list(csv.DictReader(file))
    ours = np.array([[float(row["x"]), float(row["y"])] for row in rows]).reshape(2, 51, 2)
    np.testing.assert_array_equal(ours, paths.positions)
    np.testing.assert_array_equal([float(row["v_y"]) for row in rows[51:]], paths.memory["v"][1, :, 1])
    document = json.loads(take(page, "JSON", tmp_path).read_text())
    assert document["runs"][1]["positions"] == paths.positions[1].tolist()
    assert "class Rule(torch.optim.Optimizer)" in take(page, "PyTorch", tmp_path).read_text()
    assert "@inproceedings{kingma2015," in take(page, "BibTeX", tmp_path).read_text()
    page.get_by_role("button", name="Export").click()
    page.get_by_role("menuitem", name="Settings").click()
    until(page, "stage.notice.textContent === 'Settings copied.'")
    text = page.evaluate("navigator.clipboard.readText()")
    assert "Surface: Beale" in text
    assert "learning_rate = 0.05" in text
    assert "?surface=beale&start=1,1.5&steps=50&run=gd/paper" in text
    assert read(page, "stage.clock") == 7


def test_the_saved_page_plays_from_disk_without_a_network(visit, browser, tmp_path):
    page = visit("?run=gd~learning_rate:5&run=adam~learning_rate:0.1&hidden=0&steps=80&at=12")
    positions = read(page, "[...stage.arrays.positions]")
    address = page.url
    path = take(page, "HTML", tmp_path)
    with from_disk.opened(browser, path) as saved:
        until(saved, "stage?.landscape.ready() && stage.clock > 0")
        assert read(saved, "[...stage.arrays.positions]") == positions
        assert read(saved, "stage.visible()") == [1]
        saved.keyboard.press(" ")
        assert not read(saved, "stage.transport.playing")
        saved.keyboard.press("End")
        saved.keyboard.press("1")
        assert read(saved, "[stage.clock, stage.visible().length]") == [80, 2]
        assert "diverged" in saved.locator(".stage-table .is-diverged").inner_text()
        until(saved, "stage.live.engine !== null")
        saved.mouse.click(*pixel(saved, -1.0, -1.0))
        until(saved, "Math.abs(stage.arrays.positions[0] + 1) < 0.1 && stage.header.start[0] < 0")
        saved.mouse.move(*pixel(saved, *read(saved, "stage.header.start")))
        saved.mouse.down()
        saved.mouse.move(*pixel(saved, 1.0, 2.0), steps=6)
        until(saved, "Math.abs(stage.arrays.positions[1] - 2) < 0.1")
        saved.mouse.up()
        for name, key in (
            ("learning_rate", "PageDown"),
            ("start x", "PageUp"),
            ("noise", "PageUp"),
            ("steps", "PageUp"),
        ):
            saved.evaluate("before = String([...descentLabStage.arrays.positions])")
            slider(saved, name).press(key)
            until(saved, "before !== String([...stage.arrays.positions])")
        assert read(saved, "[stage.header.steps > 80, stage.header.steps === stage.clock]") == [True, True]
        saved.locator("h1").click()
        saved.keyboard.press("Home")
        saved.keyboard.press(" ")
        until(saved, "stage.transport.playing && stage.clock > 0")
        saved.keyboard.press(" ")
        for part in (".stage-form", ".stage-drops"):
            assert not saved.locator(part).is_visible(), "what is not computed is not shown"
        saved.keyboard.press("r")
        assert saved.locator(".stage-readout dt").all_inner_texts() == ["(x, y)", "f", "∇f"]
        saved.keyboard.press("r")
        saved.get_by_role("radio", name="3D").check(force=True)
        saved.wait_for_timeout(300)
        saved.get_by_role("button", name="Export").click()
        assert saved.get_by_role("menuitem").all_inner_texts() == ["PNG", "SVG"]
        assert read(saved, "stage.header.surface.name") == "Beale"
        assert saved.evaluate("descentLabAlone.address").split("?")[0] == address.split("?")[0]


def test_a_long_export_shows_how_far_it_is_and_can_be_cancelled(visit):
    page = visit("?at=0&speed=0.1")
    page.get_by_role("button", name="Export").click()
    page.get_by_role("menuitem", name="WebM").click()
    page.locator(".stage-job").wait_for(state="visible")
    page.wait_for_function("document.querySelector('.stage-job progress').value > 0")
    page.get_by_role("button", name="Export").click()
    page.get_by_role("menuitem", name="PNG").click()
    assert "being made already" in page.locator(".stage-notice").inner_text()
    page.get_by_role("button", name="Cancel").click()
    page.locator(".stage-job").wait_for(state="hidden")
    assert page.locator(".stage-notice").inner_text() == "Cancelled."
    assert read(page, "stage.exports.running") is None


def test_the_menu_works_with_keys_alone(visit):
    page = visit("?at=10")
    page.locator("h1").click()
    page.keyboard.press("e")
    focused = "document.activeElement.textContent"
    assert page.evaluate(focused) == "PNG"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == "SVG"
    page.keyboard.press("End")
    assert re.match("Transparent", page.evaluate(focused))
    page.keyboard.press(" ")
    assert page.evaluate("document.activeElement.ariaChecked") == "true"
    page.keyboard.press("Escape")
    assert page.evaluate(focused) == "Export"
    assert read(page, "stage.clock") == 10, "keys of the menu do not move the race"
    page.keyboard.press("Enter")
    page.get_by_role("menu", name="Export").wait_for()
    page.get_by_role("menuitem", name="Link").press("Enter")
    until(page, "stage.notice.textContent === 'Link copied.'")
    settle(page)


def test_the_menu_fits_a_phone(visit):
    page = visit("?at=100", width=390, height=844)
    page.get_by_role("button", name="Export").click()
    box = page.get_by_role("menu", name="Export").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for item in page.get_by_role("menuitem").all():
        assert item.bounding_box()["height"] >= 40
