"""How the stage feels: drag to repaint, updates and frames per second, bytes per change, in headless Chromium.

    python -m benchmarks.browser

Starts the app and drives a real browser on this machine; both share its processors. Needs the packages of
requirements-dev.txt and a Chromium on the path (or named in CHROMIUM).
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

import optimizers
from ui.scene import first_scene
from ui.stage.cards import stow
from ui.stage.message import pack
from ui.stage.picture import drawn, picture

ROOT = Path(__file__).resolve().parents[1]
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
BUSY = ("gd", "momentum", "nesterov", "rprop", "adagrad", "rmsprop", "adam", "adamw")
SECONDS = 6.0

WATCH = """() => {
  const stage = window.descentLabStage;
  stage.edits.latencies.length = 0;
  window.watched = { frames: [], serials: new Set(), first: new Map(), latency: [] };
  const push = stage.edits.setStateValue;
  const paint = stage.paint.bind(stage);
  stage.paint = () => {
    paint();
    const now = performance.now();
    watched.frames.push(now);
    if (!watched.serials.has(stage.header.serial)) {
      watched.serials.add(stage.header.serial);
      const sent = watched.first.get(stage.header.serial);
      if (sent !== undefined) watched.latency.push(now - sent);
    }
  };
  const flush = stage.edits.flush.bind(stage.edits);
  stage.edits.flush = () => {
    const before = stage.edits.serial;
    flush();
    if (stage.edits.serial !== before) watched.first.set(stage.edits.serial, performance.now());
  };
}"""


def quantile(values: list[float], share: float) -> float:
    """Return the value below which a share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function("window.descentLabStage?.landscape.ready()", timeout=60_000)


def drag(page: Page, address: str) -> None:
    """Drag the learning rate's slider without the page's engine; print change → repaint and updates per second."""
    _open(page, f"{address}/?at=100")
    page.wait_for_timeout(2500)
    page.evaluate("window.descentLabStage.live.engine = null")
    page.evaluate(WATCH)
    box: Any = page.locator('.stage-slider input[data-name="learning_rate"]').bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    began, moves = time.perf_counter(), 0
    while (elapsed := time.perf_counter() - began) < SECONDS:
        moves += 1
        page.mouse.move(box["x"] + 20 + (3 * moves) % (box["width"] - 40), middle)
        page.wait_for_timeout(12)
    page.mouse.up()
    page.wait_for_timeout(500)
    seen = page.evaluate("({latency: watched.latency, updates: watched.serials.size})")
    print(
        f"drag by the server      p50 {quantile(seen['latency'], 0.5):.0f} ms, "
        f"p95 {quantile(seen['latency'], 0.95):.0f} ms, {seen['updates'] / elapsed:.1f} updates a second"
    )


def playback(page: Page, address: str) -> None:
    """Play 8 optimizers × 1000 steps; print frames per second."""
    runs = "&".join(f"run={key}" for key in BUSY if key in {o.key for o in optimizers.OPTIMIZERS})
    _open(page, f"{address}/?surface=rosenbrock&steps=1000&{runs}&at=0&speed=0.5")
    page.wait_for_timeout(2500)
    page.evaluate(WATCH)
    page.evaluate("window.descentLabStage.transport.play()")
    page.wait_for_timeout(int(1000 * SECONDS))
    frames = page.evaluate("watched.frames")
    gaps = [after - before for before, after in pairwise(frames)]
    rate = 1000 * len(gaps) / sum(gaps)
    print(f"playback                {rate:.1f} frames a second, frame interval p98 {quantile(gaps, 0.98):.1f} ms")


def first_picture(page: Page, address: str) -> None:
    """Open the app and print the time until paths are on the screen, first and again."""
    for name in ("first visit", "second visit"):
        began = time.perf_counter()
        page.goto(address)
        page.wait_for_function(
            "window.descentLabStage?.landscape.ready() && descentLabStage.frames > 0", timeout=60_000
        )
        print(f"{name:23s} {time.perf_counter() - began:.2f} s to the picture")


def message_size() -> None:
    """Print the bytes of a change and of a first picture."""
    scene = first_scene()
    header, arrays = picture(scene, ())
    begun = stow(header, ())
    known = [drawn(scene.landscape).key, *begun["cards"]]
    first = len(pack(begun, arrays))
    header, arrays = picture(scene, known)
    change = len(pack(stow(header, known), arrays))
    print(f"message                 {change / 1024:.0f} KiB a change, {first / 1024:.0f} KiB at first")


def chromium() -> str | None:
    """Return the path of the browser."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@contextmanager
def serving() -> Iterator[str]:
    """Start the app; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.25)
        yield address
    finally:
        server.terminate()
        server.wait()


@contextmanager
def served() -> Iterator[tuple[Page, str]]:
    """Start the app and a browser; a page of it, and the app's address."""
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser.new_page(viewport={"width": 1440, "height": 900}), address
        browser.close()


def serve_and_measure() -> None:
    """Start the app, measure, stop it."""
    with served() as (page, address):
        first_picture(page, address)
        page.wait_for_timeout(20_000)  # the compiler shares the processors until it is done
        rounds = 3
        for _ in range(rounds):
            drag(page, address)
            playback(page, address)
    message_size()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"processors {os.cpu_count()}, load {load:.1f}")


if __name__ == "__main__":
    serve_and_measure()
