"""A real server and a real browser for the journeys."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from .chromium import HOW, found_or_installed

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium; installed first when it is missing and may be."""
    path = found_or_installed()
    if path is None:
        pytest.fail(f"there is no Chromium for the browser tests: {HOW}")
    return path


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the running app."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "log"
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        f"--server.port={port}",
        "--server.address=127.0.0.1",
    ]
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_healthy(address, process, log)
        yield address
    finally:
        process.terminate()
        process.wait(20)
    assert "Traceback" not in log.read_text(), log.read_text()


def _wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        if process.poll() is not None:
            pytest.fail(f"the app did not start:\n{log.read_text()}")
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
        except OSError:
            time.sleep(0.25)
        else:
            return
    pytest.fail(f"the app did not answer within a minute:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for all journeys."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


Visit = Callable[..., Page]
STAGE_READY = "window.descentLabStage?.landscape.ready()"


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """One browser profile per colour scheme, so that scripts are fetched once."""
    made: dict[str, BrowserContext] = {}
    for scheme in ("light", "dark"):
        made[scheme] = browser.new_context(
            color_scheme=scheme,  # type: ignore[arg-type]
            permissions=["clipboard-read", "clipboard-write"],
            accept_downloads=True,
        )
        made[scheme].add_init_script("localStorage.clear()")
    yield made
    for context in made.values():
        context.close()


@pytest.fixture
def visit(contexts: dict[str, BrowserContext], server: str) -> Iterator[Visit]:
    """Open the app in a session of its own: visit(query, width=…, height=…, scheme=…, ready=…, first=…).

    The query may begin with a page's path; `ready` is what then holds in the browser; `first` is a script that runs
    before the page's own.

    A journey fails when the page raised an error or asked another machine for anything.
    """
    pages: list[Page] = []
    wrong: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # Streamlit looks for its server below the page's own path first.
        if message.type == "error" and "/_stcore/" not in message.location.get("url", ""):
            wrong.append(message.text)

    def watch(request: Request) -> None:
        if not request.url.startswith((server, "data:", "blob:")):
            wrong.append(f"left the machine: {request.url}")

    def open_page(
        query: str = "",
        width: int = 1440,
        height: int = 900,
        scheme: str = "light",
        ready: str = STAGE_READY,
        first: str = "",
    ) -> Page:
        page = contexts[scheme].new_page()
        pages.append(page)
        page.add_init_script(first)
        page.set_viewport_size({"width": width, "height": height})
        page.on("pageerror", lambda error: wrong.append(f"page error: {error}"))
        page.on("console", hear)
        page.on("request", watch)
        page.goto(f"{server}/{query}")
        page.wait_for_function(ready, timeout=60_000)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert wrong == []
