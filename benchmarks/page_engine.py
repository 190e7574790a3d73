"""The engine in the page: size, start, speed beside the server's, agreement, and the frames of a real drag.

    python -m benchmarks.page_engine [part …]

The parts, all of them unless named: size, build, agreement, speed, worker, drag. Starts the app and drives a headless
Chromium on this machine; both share its processors. Needs the packages of requirements-dev.txt and a Chromium on the
path (or named in CHROMIUM).

`drag` moves the mouse as a hand does: 125 times a second, whether or not the page keeps up, so that every frame has
something new to show. Who waits for the page before the next movement measures frames in which nothing moved.

`worker` answers where the engine belongs: a worker's answer costs a millisecond more than the same picture on the main
thread, and can be painted in the next frame at the earliest, where the main thread paints it in the frame of the
movement itself.
"""

import argparse
import asyncio
import gzip
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.async_api import CDPSession, async_playwright
from playwright.async_api import Page as AsyncPage
from playwright.sync_api import Page, sync_playwright

import optimizers
import surfaces
from optimizers.engine import compile
from optimizers.engine.browser import build
from tests.engine.agreeing import engine_alone, in_a_page, in_node
from tests.engine.recording import Recorder, record
from ui.link import to_pairs
from ui.scene import first_scene

from .browser import FLAGS, SECONDS, chromium, quantile, serving

STEPS = 1000
RACERS = tuple(o.key for o in optimizers.OPTIMIZERS if not o.forms[0].wraps)[:20]
REPEATS = 12
MOVES = 125  # a second, of a common mouse
HERE = Path(__file__).parent

# What each part of a frame takes, and when frames begin. Runs in the stage's own page.
WATCH = """() => {
  const stage = window.descentLabStage;
  window.watched = { frames: [], shown: [], parts: {} };
  const around = (owner, name, label) => {
    const act = owner[name].bind(owner);
    owner[name] = (...given) => {
      const began = performance.now();
      const result = act(...given);
      (watched.parts[label] ??= []).push(performance.now() - began);
      return result;
    };
  };
  around(stage.live, "advance", "simulate, summarize");
  around(stage, "paint", "paint, table");
  around(stage.table, "receive", "of it the table");
  const frame = (now) => {
    watched.frames.push(now);
    watched.shown.push(stage.live.pictures);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}"""
AFRESH = """() => {
  const { live } = window.descentLabStage;
  Object.assign(watched, { frames: [], shown: [], parts: {} });
  live.engine.times.length = 0;
}"""
SEEN = "({...watched, simulation: descentLabStage.live.engine.times})"


class Races:
    """Stands in for the server's loop: records calls, and keeps the fastest time of the loop for each."""

    def __init__(self, loop: Any) -> None:
        """Nothing has been called yet."""
        self.loop, self.recorder = loop, Recorder(loop)
        self.milliseconds: list[float] = []

    def __call__(self, *given: Any) -> None:
        """Record the call, then repeat it: without options a call leaves its inputs as they were."""
        self.recorder(*given)
        fastest = float("inf")
        for _ in range(REPEATS):
            began = time.perf_counter()
            self.loop(*given)
            fastest = min(fastest, time.perf_counter() - began)
        self.milliseconds.append(1000.0 * fastest)


def _races(keys: list[str]) -> Races:
    """The race of 20 optimizers on each of these surfaces."""
    races = Races(compile.COMPILER.wait())
    compile.COMPILER._kernel = races
    try:
        for key in keys:
            scene = first_scene(key, RACERS)
            optimizers.run(scene.landscape, scene.runs, steps=STEPS, record_memory=False, engine="compiled")
    finally:
        compile.COMPILER._kernel = races.loop
    return races


@contextmanager
def _chromium() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser.new_page(viewport={"width": 1440, "height": 900})
        browser.close()


def size() -> None:
    """Print the bytes that a page fetches."""
    shipped = build.read(build.SHIPPED)
    assert shipped is not None
    packed = len(gzip.compress(shipped.module, 9))
    print(f"module                  {len(shipped.module) / 1024:.0f} KiB, {packed / 1024:.0f} KiB gzipped")


def building() -> None:
    """Print how long the server's loop takes to compile, and how long its translation takes on top."""
    began = time.perf_counter()
    loop = build.compiled_loop()
    compiled = time.perf_counter()
    made = build.build(loop)
    same = made.module == (build.SHIPPED / build.MODULE).read_bytes()
    print(
        f"build                   {time.perf_counter() - compiled:.1f} s after {compiled - began:.1f} s for the "
        f"server's loop; byte for byte the shipped one: {'yes' if same else 'no'}"
    )


def agreement() -> None:
    """Print how many numbers of every form on every surface are the server's, in node and in Chromium."""
    recorder = record(60)
    with tempfile.TemporaryDirectory() as folder:
        found = {"node": in_node(Path(folder), build.SHIPPED, recorder)}
    with _chromium() as page:
        found["Chromium"] = in_a_page(page, build.SHIPPED, recorder)
    for name, counted in found.items():
        print(
            f"{name:23s} {counted['equal']} of {counted['compared']} numbers equal, worst difference {counted['worst']}"
        )


def speed() -> None:
    """Print the time of the loop for 20 optimizers × 1000 steps on every surface: the server's, the page's."""
    keys = [surface.key for surface in surfaces.SURFACES]
    races = _races(keys)
    with _chromium() as page, engine_alone(page, build.SHIPPED, races.recorder, HERE / "page_engine.js"):
        opened = page.evaluate("import('/page_engine.js').then((page) => page.instantiate())")
        in_page = page.evaluate("import('/page_engine.js').then((page) => page.fastest())")
    print(f"instantiate             p50 {quantile(opened, 0.5):.1f} ms, first {opened[0]:.1f} ms")
    shares = []
    for key, native, browser in zip(keys, races.milliseconds, in_page, strict=True):
        shares.append(native / browser)
        print(f"{key:23s} native {native:5.2f} ms, page {browser:5.2f} ms, native ÷ page {shares[-1]:.2f}")
    print(f"native ÷ page           {min(shares):.2f} … {max(shares):.2f}, median {quantile(shares, 0.5):.2f}")


def worker() -> None:
    """Print how long a picture takes on the main thread and by way of a worker."""
    with _chromium() as page, engine_alone(page, build.SHIPPED, _races(["beale"]).recorder, HERE / "page_engine.js"):
        taken = page.evaluate("import('/page_engine.js').then((page) => page.beside())")
    for name, label in (
        ("here", "main thread: picture"),
        ("there", "worker: answer"),
        ("shown", "worker: next frame"),
    ):
        print(f"{label:23s} p50 {quantile(taken[name], 0.5):.1f} ms, p98 {quantile(taken[name], 0.98):.1f} ms")


def drag() -> None:
    """Drag with a real mouse; print the frames' intervals and what each part of a frame takes.

    The learning rate moves the selected run; the start moves every path, and all of them are drawn anew.
    """
    with serving() as address:
        asyncio.run(_drag(address))


async def _drag(address: str) -> None:
    own = [(name, value) for name, value in to_pairs(first_scene("beale", RACERS)) if name not in ("steps", "at")]
    query = "&".join(f"{name}={value}" for name, value in [*own, ("steps", str(STEPS)), ("at", "0")])
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = await browser.new_page(viewport={"width": 1440, "height": 900})
        await page.goto(f"{address}/?{query}")
        await page.wait_for_function(
            "window.descentLabStage?.landscape.ready() && descentLabStage.live.engine", timeout=60_000
        )
        await page.evaluate("descentLabStage.transport.pause()")
        # The server's compiler shares the processors until it is done; an answer tells whether it is.
        while not await page.evaluate("descentLabStage.live.base.header.compiled"):
            await page.evaluate(f"descentLabStage.push('steps', {{ kind: 'steps', value: {STEPS} }})")
            await page.wait_for_timeout(1000)
        assert await page.evaluate("[descentLabStage.header.steps, descentLabStage.header.runs.length]") == [
            STEPS,
            len(RACERS),
        ]
        await page.evaluate(WATCH)
        session = await page.context.new_cdp_session(page)
        for setting in ("learning_rate", "start x"):
            for where in (0, STEPS):
                await page.evaluate(f"descentLabStage.transport.seek({where})")
                await _drag_once(page, session, setting, f"{setting}, clock at step {where}")
        await browser.close()


async def _drag_once(page: AsyncPage, session: CDPSession, setting: str, label: str) -> None:
    slider = page.locator(f'.stage-slider input[data-name="{setting}"]')
    await slider.scroll_into_view_if_needed()
    box: Any = await slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    await page.mouse.move(box["x"] + box["width"] / 2, middle)
    await page.mouse.down()
    await page.wait_for_timeout(500)
    await page.evaluate(AFRESH)
    began, moves = time.perf_counter(), 0
    sent = []
    while (elapsed := time.perf_counter() - began) < SECONDS:
        moves += 1
        place = {"x": box["x"] + 20 + (3 * moves) % (box["width"] - 40), "y": middle}
        move = {"type": "mouseMoved", **place, "button": "left", "buttons": 1}
        sent.append(asyncio.ensure_future(session.send("Input.dispatchMouseEvent", move)))
        await asyncio.sleep(max(0.0, began + moves / MOVES - time.perf_counter()))
    seen = await page.evaluate(SEEN)
    await asyncio.gather(*sent)
    await page.mouse.up()
    gaps = [after - before for before, after in pairwise(seen["frames"])]
    pictures = sum(after != before for before, after in pairwise(seen["shown"]))
    print(
        f"drag, {label:34s} frame interval p50 {quantile(gaps, 0.5):.1f} ms, p98 {quantile(gaps, 0.98):.1f} ms; "
        f"{len(RACERS)} × {STEPS} steps, {len(gaps) / elapsed:.0f} frames, {pictures / elapsed:.0f} of them with a new "
        f"picture, and {moves / elapsed:.0f} moves a second"
    )
    for name, taken in {"simulate": seen["simulation"], **seen["parts"]}.items():
        print(
            f"  {name:26s}  p50 {quantile(taken, 0.5):.1f} ms, p98 {quantile(taken, 0.98):.1f} ms, {len(taken)} times"
        )


PARTS: dict[str, Callable[[], None]] = {
    "size": size,
    "build": building,
    "agreement": agreement,
    "speed": speed,
    "worker": worker,
    "drag": drag,
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page_engine", description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    wanted = parser.parse_args().parts or list(PARTS)
    for name in wanted:
        PARTS[name]()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"processors {os.cpu_count()}, load {load:.1f}")


if __name__ == "__main__":
    main()
