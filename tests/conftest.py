"""What is done once before several processes run the tests."""

import pytest

from optimizers.engine.compile import COMPILER

from .browser.chromium import found_or_installed


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile the engine and install the browser, which processes beside each other would all do at once."""
    if session.config.getoption("numprocesses", None):
        found_or_installed()
        COMPILER.wait()
