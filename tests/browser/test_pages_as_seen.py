"""Every page as it is seen, on a screen and on a telephone, in both themes: kept as pictures and held to its edges.

The pictures are written to `test-results/pages`, which git ignores, to be looked at.
"""

from pathlib import Path

import pytest

PICTURES = Path(__file__).resolve().parents[2] / "test-results" / "pages"
STAGE = "window.descentLabStage?.landscape.ready() && !window.descentLabStage.transport.playing"
PAGES = {
    "race": ("?at=120", STAGE),
    "compared": ("?at=120&layout=versus&b.surface=rosenbrock", f"{STAGE} && window.descentLabStage.layouts.beside"),
    "panels": ("?at=120&layout=panels&inspect=1", f"{STAGE} && window.descentLabStage.layouts.panels.picture"),
    "formula": ("?surface=formula&formula=x^3/3-x&at=60", STAGE),
    "one-dimension": ("one-dimension", "window.descentLabStage?.landscape.ready()"),
    "schedules": ("schedules", "document.querySelectorAll('.chart .main-svg').length > 0"),
    "optimizers": ("optimizers", "document.querySelectorAll('.overview tbody a').length > 5"),
    "averages": ("averages", "window.descentLabAverages?.paintedSerial >= 0"),
}
SIZES = {"1440": (1440, 900), "390": (390, 844)}
# Controls that cover one another without one being part of the other, or standing on it on purpose.
OVERLAPS = """() => {
  const above = ".stage-zoom, .stage-curve-kind, .stage-menu, .stage-segments input, .stage-pad-handle, .stage-tip";
  const controls = [...document.querySelectorAll(":is(.stage, .averages) :is(button, select, input)")]
    .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest(above))
    .map((node) => ({ node, box: node.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 1 && box.height > 1);
  const shared = (p, q, from, to) => Math.min(p[to], q[to]) - Math.max(p[from], q[from]);
  const apart = (p, q) => shared(p, q, "left", "right") <= 1 || shared(p, q, "top", "bottom") <= 1;
  const name = ({ node }) => node.ariaLabel ?? node.textContent.slice(0, 30);
  const found = [];
  for (const [i, one] of controls.entries()) {
    for (const other of controls.slice(i + 1)) {
      const nested = one.node.contains(other.node) || other.node.contains(one.node);
      if (!nested && !apart(one.box, other.box)) found.push([name(one), name(other)]);
    }
  }
  return found;
}"""
ROWS = """() => {
  const shown = [...document.querySelectorAll(".stage-bar > *")].filter((node) => node.offsetWidth);
  return new Set(shown.map((node) => Math.round((node.offsetTop + node.offsetHeight / 2) / 12))).size;
}"""


WIDE = """(width) => [...document.querySelectorAll(".stage, .chart, .part-lead, .printed, .averages canvas, .overview")]
    .filter((element) => element.getBoundingClientRect().right > width + 1).map((element) => element.className)"""
DARK = "getComputedStyle(document.querySelector('.stApp')).backgroundColor.match(/[0-9]+/g).every((c) => c < 60)"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_within_its_edges_and_its_controls_apart(visit, name):
    path, ready = PAGES[name]
    page = visit(path, ready=ready)
    PICTURES.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"{DARK} === {str(scheme == 'dark').lower()}")
        for label, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(400)
            page.screenshot(path=PICTURES / f"{name}-{label}-{scheme}.png")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate(WIDE, width) == []
            assert page.evaluate(OVERLAPS) == []
            if page.locator(".stage-bar").count():
                assert page.evaluate(ROWS) <= (1 if width > 900 else 2)
                assert page.locator(".stage-play").bounding_box()["height"] >= (40 if width < 900 else 32)
