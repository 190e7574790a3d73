"""The engine in the page: its size, its start, its speed beside the server's, and the frames of a real drag.

    python -m benchmarks.page_engine

Starts the app and drives a headless Chromium on this machine; both share its processors. How many numbers agree is
told by tests/engine/test_browser_module.py (node) and tests/browser/test_page_engine.py (Chromium), which run every
form on every surface. Needs the packages of requirements-dev.txt and a Chromium on the path (or named in CHROMIUM).
"""

import gzip
import time
from itertools import pairwise
from typing import Any

from playwright.sync_api import Page

import optimizers
import surfaces
from optimizers.engine import compile
from optimizers.engine.browser import build
from ui.link import to_pairs
from ui.scene import first_scene

from .browser import SECONDS, quantile, served
from .timing import interleaved

STEPS = 1000
RACERS = tuple(o.key for o in optimizers.OPTIMIZERS if not o.forms[0].wraps)[:20]
ROUNDS = 30

SIMULATE = """(rounds) => {
  const { engine, base } = window.descentLabStage.live;
  engine.times.length = 0;
  for (let i = 0; i < rounds; i++) engine.picture(base.header, base.arrays);
  return engine.times;
}"""
INSTANTIATE = """async () => {
  const stage = window.descentLabStage;
  const { Kernel } = await import(new URL("./kernel.js", document.querySelector('link[href*="stage.css"]').href).href);
  const address = new URL(stage.header.engine.address, document.baseURI).href;
  const bytes = new Uint8Array(await (await fetch(`${address}/engine.wasm`)).arrayBuffer());
  const taken = [];
  for (let i = 0; i < 10; i++) {
    const began = performance.now();
    await Kernel.open(bytes, stage.live.engine.kernel.manifest);
    taken.push(performance.now() - began);
  }
  return taken;
}"""
FRAMES = """() => {
  window.seen = [];
  const frame = (now) => (seen.push(now), requestAnimationFrame(frame));
  requestAnimationFrame(frame);
}"""


def _race(surface: str) -> str:
    pairs = [*to_pairs(first_scene(surface, RACERS)), ("at", "0")]
    changed = [(name, str(STEPS) if name == "steps" else value) for name, value in pairs]
    if "steps" not in dict(changed):
        changed.append(("steps", str(STEPS)))
    return "&".join(f"{name}={value}" for name, value in changed)


def _open(page: Page, address: str, surface: str) -> None:
    page.goto(f"{address}/?{_race(surface)}")
    page.wait_for_function("window.descentLabStage?.landscape.ready() && descentLabStage.live.engine", timeout=60_000)
    page.evaluate("descentLabStage.transport.pause()")


def size() -> None:
    """Print the bytes that a page fetches."""
    shipped = build.read(build.SHIPPED)
    assert shipped is not None
    packed = len(gzip.compress(shipped.module, 9))
    print(f"module                  {len(shipped.module) / 1024:.0f} KiB, {packed / 1024:.0f} KiB gzipped")


def speed(page: Page, address: str) -> None:
    """Print native and browser time for 20 optimizers × 1000 steps on every surface, drawing's arrays included."""
    compile.COMPILER.wait()
    for surface in surfaces.SURFACES:
        scene = first_scene(surface.key, RACERS)

        def native(surface: Any = surface, runs: Any = scene.runs) -> None:
            optimizers.run(surface, runs, steps=STEPS, record_memory=False, engine="compiled")

        _open(page, address, surface.key)
        in_page = min(page.evaluate(SIMULATE, ROUNDS))
        on_server = 1000.0 * interleaved({"native": native}, 10)["native"].minimum
        ratio = on_server / in_page
        print(f"{surface.key:23s} native {on_server:5.2f} ms, page {in_page:5.2f} ms, native ÷ page {ratio:.2f}")


def drag(page: Page, address: str) -> None:
    """Drag the learning rate with a real mouse; print the frames' intervals and the simulation's share."""
    _open(page, address, "beale")
    print(f"instantiate             {quantile(page.evaluate(INSTANTIATE), 0.5):.1f} ms")
    page.wait_for_function("descentLabStage.live.base.header.compiled", timeout=120_000)
    box: Any = page.locator('.stage-slider input[data-name="learning_rate"]').bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    page.evaluate(FRAMES)
    page.evaluate("(descentLabStage.live.engine.times.length = 0, descentLabStage.live.pictures = 0)")
    began, moves = time.perf_counter(), 0
    while time.perf_counter() - began < SECONDS:
        moves += 1
        page.mouse.move(box["x"] + 20 + (3 * moves) % (box["width"] - 40), middle)
    seen = page.evaluate("({frames: seen, times: descentLabStage.live.engine.times, n: descentLabStage.live.pictures})")
    page.mouse.up()
    gaps = [after - before for before, after in pairwise(seen["frames"])]
    print(
        f"drag, {len(RACERS)} × {STEPS} steps    {seen['n'] / SECONDS:.0f} pictures a second; frame interval "
        f"p50 {quantile(gaps, 0.5):.1f} ms, p98 {quantile(gaps, 0.98):.1f} ms; "
        f"simulation p50 {quantile(seen['times'], 0.5):.1f} ms, p98 {quantile(seen['times'], 0.98):.1f} ms"
    )


def main() -> None:
    """Measure and print."""
    size()
    with served() as (page, address):
        drag(page, address)
        speed(page, address)


if __name__ == "__main__":
    main()
