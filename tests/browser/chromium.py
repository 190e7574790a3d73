"""Where the journeys' browser is, and how it gets there."""

import os
import shutil
import subprocess

# The first has no window to keep up, which saves a third of the processor's time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW = "install Chromium (Debian and Ubuntu: apt-get install chromium) or name a browser in CHROMIUM"


def found() -> str | None:
    """The browser named in CHROMIUM, or the first one on the path."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def found_or_installed() -> str | None:
    """The same, after installing the distribution's where there is none and this user may."""
    if found() is None and shutil.which("apt-get") is not None and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _run(["update"], environment)
        any(_run(["install", "-y", package], environment) for package in NAMES[:2])
    return found()


def _run(arguments: list[str], environment: dict[str, str]) -> bool:
    command = ["apt-get", "-qq", *arguments]
    return subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL).returncode == 0
