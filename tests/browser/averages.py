"""What a journey reads from the view of moving averages."""

import numpy as np
from playwright.sync_api import Page

from optimizers import averages
from optimizers.averages import ema, ema_from_first, nearest_window, window_mean

VIEW = "window.descentLabAverages"
READY = f"{VIEW}?.paintedSerial >= 0 && {VIEW}.root.isConnected"
YEAR = averages.series("seattle").values()


def read(page: Page, expression: str):
    """Evaluate a JavaScript expression over `view`."""
    return page.evaluate(f"(() => {{ const view = {VIEW}; return {expression}; }})()")


def until(page: Page, expression: str, timeout: float = 15_000) -> None:
    page.wait_for_function(f"(() => {{ const view = {VIEW}; return {expression}; }})()", timeout=timeout)


def settle(page: Page) -> None:
    until(page, "view.edits.pending.size === 0 && !view.edits.dirty && view.paintedSerial === view.header.serial")


def paint(page: Page) -> None:
    """Wait for the next frame and what it paints."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def betas(page: Page) -> list[float]:
    return read(page, "view.header.averages.map((a) => view.betaOf(a))")


def handle(page: Page, number: int):
    return page.get_by_role("slider", name=f"β of average {number}", exact=True)


def curve(page: Page, number: int, key: str) -> np.ndarray:
    found = read(page, f"[...view.curves(view.header.averages[{number}]).{key}]")
    return np.array(found)


def take(page: Page, name: str) -> None:
    """Choose an entry of the export menu."""
    page.get_by_role("button", name="Export", exact=True).click()
    page.get_by_role("menuitem", name=name, exact=True).click()


def expected(x: np.ndarray, beta: float) -> dict[str, np.ndarray]:
    return {
        "zero": ema(x, beta),
        "corrected": ema(x, beta, bias_correction=True),
        "first": ema_from_first(x, beta),
        "mean": window_mean(x, nearest_window(beta)),
    }
