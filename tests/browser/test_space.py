"""Journeys through the surface in space: beside the contour, on its clock, in the link, in the picture."""

import io
import re
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from PIL import Image

from .stage import read, settle, slider, until

SPACE = "stage.looks.space"
NO_WEBGL = """
() => {
const real = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return /webgl/.test(kind) ? null : real.call(this, kind, ...rest);
};
}
"""


def choose(page, name):
    page.get_by_role("radio", name=name, exact=True).check()


def until_drawn(page):
    until(page, f"{SPACE}?.ready() && {SPACE}.painted > 0", timeout=60_000)


def color_at(page, x, y):
    """What the canvas over the surface shows at a pixel of its box: (red, green, blue, alpha)."""
    return read(
        page,
        f"(() => {{ const s = devicePixelRatio, pen = {SPACE}.canvas.getContext('2d');"
        f"return [...pen.getImageData({x} * s, {y} * s, 1, 1).data]; }})()",
    )


def test_the_surface_is_fetched_when_it_is_chosen_and_stands_beside_the_contour(visit):
    page = visit("?at=40")
    fetched = []
    page.on("request", lambda request: fetched.append(urlsplit(request.url).path.rsplit("/", 1)[-1]))
    assert not page.locator(".stage-space").is_visible()
    assert "space.js" not in read(page, "performance.getEntriesByType('resource').map((r) => r.name).join()")
    choose(page, "Both")
    until_drawn(page)
    assert "space.js" in fetched
    contour, surface = page.locator(".stage-area").bounding_box(), page.locator(".stage-space").bounding_box()
    assert contour["x"] + contour["width"] <= surface["x"]
    choose(page, "3D")
    until(page, "stage.area.clientWidth === 0 && stage.looks.box.clientWidth > 600")
    choose(page, "Contour")
    until(page, f"stage.landscape.frame().width > 600 && {SPACE}.holder.clientWidth === 0")


def test_on_a_phone_the_surface_stands_under_the_contour(visit):
    page = visit("?at=40&look=both", width=390, height=844)
    until_drawn(page)
    contour, surface = page.locator(".stage-area").bounding_box(), page.locator(".stage-space").bounding_box()
    assert contour["y"] + contour["height"] <= surface["y"]
    assert surface["x"] + surface["width"] <= 390
    assert read(page, "document.documentElement.scrollWidth") <= 390


def test_heads_stand_on_the_surface_at_their_own_loss_and_follow_the_clock(visit):
    page = visit("?surface=matyas&run=adam~learning_rate:0.3&look=both&at=0")
    until_drawn(page)
    places = []
    for step in (0, 25, 60):
        page.evaluate(f"window.descentLabStage.transport.seek({step})")
        until(page, f"{SPACE}.lastClock === {step}")
        height = read(page, f"{SPACE}.climbs.place(0, {step})[2]")
        loss, softening = read(page, f"[stage.arrays.gaps[{step}], stage.looks.space.relief.softening]")
        assert height == pytest.approx(np.log10(loss + softening), abs=1e-6)
        mesh = read(page, f"{SPACE}.sight().meshAt(...{SPACE}.climbs.place(0, {step}).slice(0, 2))")
        assert height == pytest.approx(mesh, abs=0.1)
        x, y = read(page, f"((p) => [p.x, p.y])({SPACE}.sight().project(...{SPACE}.climbs.place(0, {step})))")
        color = read(page, "stage.header.runs[0].colors[stage.theme.index]")
        assert color_at(page, x, y)[:3] == pytest.approx([int(color[i : i + 2], 16) for i in (1, 3, 5)], abs=3)
        places.append((x, y))
    assert len(set(places)) == 3


def test_the_camera_turns_is_kept_through_changes_and_travels_in_the_link(visit):
    page = visit("?surface=ill_quadratic&look=space&at=30")
    until_drawn(page)
    first = read(page, f"{SPACE}.camera()")
    view = read(page, f"{SPACE}.climbs.view")
    place = page.locator(".stage-space").bounding_box()
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 90, y - 20, steps=4)
    page.mouse.up()
    until(page, f"{SPACE}.camera()[0] !== {first[0]}")
    until(page, f"{SPACE}.climbs.view === {SPACE}.sight().view && {SPACE}.climbs.view !== '{view}'")
    page.wait_for_timeout(400)
    dragged = read(page, f"{SPACE}.camera()")
    page.get_by_role("button", name="Turn left").click()
    until(page, f"Math.abs({SPACE}.camera()[0] - {dragged[0]}) > 0.05")
    page.get_by_role("button", name="Look from higher up").click()
    until(page, f"{SPACE}.camera()[2] > {dragged[2]} + 0.05")
    turned = read(page, f"{SPACE}.camera()")
    handle = slider(page, "kappa")
    handle.focus()
    for _ in range(3):
        handle.press("ArrowRight")
    settle(page)
    box = page.get_by_role("combobox", name=re.compile("Surface")).first
    box.click()
    box.fill("Beale")
    page.get_by_role("option", name="Beale").click()
    until(page, f"stage.header.surface.key === 'beale' && {SPACE}.wanted.startsWith('beale')")
    page.wait_for_timeout(300)
    assert read(page, f"{SPACE}.camera()") == pytest.approx(turned, abs=1e-6)
    page.wait_for_function("location.search.includes('camera=')")
    query = parse_qs(urlsplit(page.url).query)
    assert query["look"] == ["space"]
    again = visit("?" + urlsplit(page.url).query)
    until_drawn(again)
    assert read(again, f"{SPACE}.camera()") == pytest.approx(turned, abs=1e-3)
    again.get_by_role("button", name="First view of the surface").click()
    until(again, f"{SPACE}.chosen() === null")


# How many pixels over the surface have the colour of each basin, with its number of starts, and of each run.
DRAPED = """(() => {
  const { canvas } = stage.looks.space.drape;
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const count = (color) => {
    const wanted = [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));
    let found = 0;
    for (let i = 0; i < data.length; i += 4)
      found += data[i + 3] > 100 && wanted.every((c, k) => Math.abs(c - data[i + k]) < 6);
    return found;
  };
  const { drops, runs } = stage.header;
  const basins = drops.minima.map(([, , , starts], k) => [starts, count(drops.colors[k])]);
  return { basins, ends: runs.map((run) => count(run.colors[0])) };
})()"""


def test_the_picture_shows_what_is_on_the_page_and_basins_and_ends_lie_on_the_surface(visit):
    link = "surface=himmelblau&run=gd~learning_rate:0.01&steps=100&noise=0.5&repetitions=20"
    page = visit(f"?{link}&basins=0,16&look=both&at=60")
    until_drawn(page)
    until(
        page, "stage.header.drops.done === stage.header.drops.total && stage.header.ensemble.made > 1", timeout=60_000
    )
    until(page, f"{SPACE}.drape.drawn[0] === stage.arrays.cells")
    draped = read(page, DRAPED)
    assert sum(starts > 0 for starts, _ in draped["basins"]) >= 3
    for starts, pixels in draped["basins"]:
        assert (pixels > 1000) == (starts > 0)
    assert draped["ends"][0] > 0, "nothing else on the surface has the colour of a run"
    page.get_by_role("button", name="Export").click()
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("menuitem", name="PNG", exact=True).click()
    pixels = np.asarray(Image.open(io.BytesIO(download.value.path().read_bytes())).convert("RGB"))
    half = pixels.shape[1] // 2
    for panel in (pixels[150:700, :half], pixels[150:700, half:]):
        assert len(np.unique(panel.reshape(-1, 3), axis=0)) > 500


def test_what_leaves_the_box_and_what_diverges_is_shown_at_its_edge(visit):
    page = visit("?surface=beale&run=gd~learning_rate:5&run=adam~learning_rate:3&look=space&at=250")
    until_drawn(page)
    assert read(page, "stage.header.runs[0].status") == "diverged"
    color = read(page, "stage.header.runs[0].colors[stage.theme.index]")
    wanted = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
    until(page, f"{SPACE}.lastClock === 250")
    found = read(
        page,
        f"(() => {{ const {{ canvas }} = {SPACE}; const {{ data }} = canvas.getContext('2d')"
        f".getImageData(0, 0, canvas.width, canvas.height); let n = 0; const c = {wanted};"
        "for (let i = 0; i < data.length; i += 4)"
        " if ([0, 1, 2].every((k) => Math.abs(data[i + k] - c[k]) < 4) && data[i + 3] > 250) n += 1; return n; })()",
    )
    assert found > 100


def test_without_webgl_a_message_stands_beside_the_contour(visit):
    page = visit("?at=20")
    page.evaluate(NO_WEBGL)
    choose(page, "3D")
    page.get_by_text("needs WebGL").wait_for()
    assert page.locator(".stage-area").bounding_box()["width"] > 200
    until(page, "stage.landscape.ready() && stage.landscape.frame().width > 150")


def test_a_loss_of_one_variable_has_no_surface(visit):
    page = visit("?surface=quartic&look=space&at=10")
    assert not page.get_by_role("radiogroup", name="Landscape shown as").is_visible()
    assert page.locator(".stage-area").bounding_box()["width"] > 400
