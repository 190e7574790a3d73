"""What a journey reads from the stage, and where things are on the page."""

from typing import Any

from playwright.sync_api import Page

STAGE = "window.descentLabStage"


def read(page: Page, expression: str) -> Any:
    """Evaluate a JavaScript expression over `stage`."""
    return page.evaluate(f"(() => {{ const stage = {STAGE}; return {expression}; }})()")


def until(page: Page, expression: str, timeout: float = 15_000) -> None:
    """Wait until a JavaScript expression over `stage` holds."""
    page.wait_for_function(f"(() => {{ const stage = {STAGE}; return {expression}; }})()", timeout=timeout)


def settle(page: Page) -> None:
    """Wait until the server has answered everything that was asked."""
    until(page, "stage.edits.pending.size === 0 && !stage.edits.dirty && stage.paintedSerial === stage.header.serial")


def answered(page: Page) -> None:
    """Wait for the server's answer, made by its compiled engine: it is asked again until that is ready."""
    for _ in range(240):
        until(page, "stage.edits.pending.size === 0 && !stage.edits.dirty", 60_000)
        if read(page, "stage.live.base.header.compiled"):
            return
        page.wait_for_timeout(500)
        read(page, "stage.push('steps', { kind: 'steps', value: stage.header.steps })")
    raise AssertionError("the server's engine was not ready within two minutes")


def pause(page: Page) -> None:
    """Stop the race where it is."""
    page.evaluate(f"{STAGE}.transport.pause()")


def pixel(page: Page, x: float, y: float) -> tuple[float, float]:
    """Page coordinates of a point of the landscape."""
    place = page.evaluate(
        f"""([x, y]) => {{
            const stage = {STAGE}, f = stage.landscape.frame(), box = stage.area.getBoundingClientRect();
            return [box.left + x * f.scaleX + f.offsetX, box.top + y * f.scaleY + f.offsetY];
        }}""",
        [x, y],
    )
    return place[0], place[1]


def final(page: Page, run: int) -> list[float]:
    """A run's last position, as the browser has it."""
    row = f"({run} * (stage.header.steps + 1) + stage.header.runs[{run}].taken)"
    place: list[float] = read(page, f"[0, 1].map((c) => stage.arrays.positions[2 * {row} + c])")
    return place


def slider(page: Page, name: str) -> Any:
    """The slider of a hyperparameter, a surface parameter or the race."""
    return page.locator(f'.stage-slider input[data-name="{name}"]')
