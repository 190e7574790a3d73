"""Which module the pages get: the shipped one, or one of these sources that is made in the background."""

import logging
import threading
import time
from pathlib import Path
from typing import Any

import numba

from .. import compile
from .build import SHIPPED, Build, build, compiled_loop, fits, read, write
from .translate import BuildError

log = logging.getLogger(__name__)


def kept() -> Path:
    """The folder for modules that were made here."""
    return compile.cache_root() / f"{compile.sources_hash()}-numba{numba.__version__}" / "browser"


class Supply:
    """The module for this process's pages; None while there is none of these sources."""

    def __init__(self) -> None:
        """Look at nothing yet."""
        self._lock = threading.Lock()
        self._build: Build | None = None
        self._thread: threading.Thread | None = None

    @property
    def ready(self) -> Build | None:
        """The module if it is there. The first call looks on disk and has one made when there is none that fits."""
        with self._lock:
            if self._build is None and self._thread is None:
                self._build = next((found for found in map(read, (SHIPPED, kept())) if fits(found)), None)
                if self._build is None:
                    self._thread = threading.Thread(target=self._make, name="descent-lab-browser", daemon=True)
                    self._thread.start()
            return self._build

    def wait(self) -> Build | None:
        """Return the module when it is made; None when it cannot be."""
        if self.ready is None and self._thread is not None:
            self._thread.join()
        return self._build

    def _make(self) -> None:
        log.info("the shipped module for browsers is of other sources; making one of these")
        began = time.perf_counter()
        try:
            loop: Any = compile.COMPILER.wait()
            from_cache = bool(loop.stats.cache_hits)
            made = build(compiled_loop() if from_cache else loop)
            write(made, kept())
        except (BuildError, RuntimeError, OSError):
            log.exception("no module for browsers could be made; pages ask the server for every path")
            return
        self._build = made
        log.info("made a module of %d bytes for browsers in %.1f s", len(made.module), time.perf_counter() - began)


SUPPLY = Supply()
