"""What all tests share when several processes run them."""

import pytest

from optimizers.engine.compile import COMPILER


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile the engine once and keep it on disk, before several processes compile it beside each other."""
    if session.config.getoption("numprocesses", None):
        COMPILER.wait()
