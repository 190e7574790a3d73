"""The compiled loop: made once in the background, kept on disk under the hash of its sources."""

import hashlib
import logging
import os
import re
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba import float64, int64, uint64, void

from . import loops, symbols
from .haste import in_haste
from .options import KERNEL, PRIVATE

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
KEPT_BUILDS = 4
BUILD = re.compile(r"[0-9a-f]{16}-numba[0-9.]+\w*")

_i, _f = int64, float64
_f1, _f2, _f3, _f4, _i1, _i2 = _f[::1], _f[:, ::1], _f[:, :, ::1], _f[:, :, :, ::1], _i[::1], _i[:, ::1]
# The arguments of `loops.paths`, in order.
SIGNATURE = void(
    *(_i, _i, _i1, _i, _f2, _f2, _f2),
    *(_i, _f1, _i1, _f1, _f2),
    *(_f, uint64, _f, _f, _f),
    *(_i1, _f2, _f3, _i2, _f3),
    *(_f1, _f1, _f2, _f2),
    *(_f3, _f2, _f3, _f4, _f3, _f3, _i2, _i1, _i1),
)


def sources_hash() -> str:
    """Hash of everything that decides the machine code. Numba's own key misses edits in other files."""
    digest = hashlib.sha256(f"{numba.__version__} {sys.version_info[:2]} {sorted(PRIVATE)}".encode())
    for folder in ("surfaces", "optimizers"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def cache_root() -> Path:
    """The folder for compiled code: DESCENT_LAB_CACHE, else the user's cache, else the temporary folder."""
    named = os.environ.get("DESCENT_LAB_CACHE")
    base = Path(named) if named else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "descent-lab"
    try:
        base.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=base):
            return base
    except OSError:
        return Path(tempfile.gettempdir()) / "descent-lab"


def _forget_old_builds(root: Path, keep: Path) -> None:
    # Only folders named like a build: the user may have named a folder that holds other things.
    others = [path for path in root.iterdir() if path.is_dir() and path != keep and BUILD.fullmatch(path.name)]
    for path in sorted(others, key=lambda p: p.stat().st_mtime, reverse=True)[KEPT_BUILDS:]:
        shutil.rmtree(path, ignore_errors=True)


class Compiler:
    """Compiles the loop once per process, however many threads ask for it."""

    def __init__(self) -> None:
        """Start with nothing compiled."""
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._kernel: Callable[..., None] | None = None
        self._failure: BaseException | None = None

    @property
    def kernel(self) -> Callable[..., None] | None:
        """The compiled loop, or None while it is not ready."""
        return self._kernel

    def start(self) -> None:
        """Begin to compile in the background; does nothing when that has begun."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._compile, name="descent-lab-compiler", daemon=True)
                self._thread.start()

    def wait(self) -> Callable[..., None]:
        """Return the compiled loop, waiting for it. Raises RuntimeError when it cannot be compiled."""
        self.start()
        assert self._thread is not None
        self._thread.join()
        if self._kernel is None:
            raise RuntimeError(f"the engine did not compile: {self._failure}") from self._failure
        return self._kernel

    def _compile(self) -> None:
        began = time.perf_counter()
        try:
            root = cache_root()
            folder = root / f"{sources_hash()}-numba{numba.__version__}"
            folder.mkdir(parents=True, exist_ok=True)
            kernel = _cached_dispatcher(folder)
            with in_haste():
                symbols.install(folder)
                kernel.compile(SIGNATURE)
            _forget_old_builds(root, folder)
        except BaseException as failure:
            self._failure = failure
            log.exception("the engine did not compile; paths are computed in plain Python")
            return
        self._kernel = kernel
        origin = "loaded from the cache" if kernel.stats.cache_hits else "compiled"
        log.info("engine %s in %.1f s", origin, time.perf_counter() - began)


def _cached_dispatcher(folder: Path) -> Any:
    """Return the dispatcher of `loops.paths` with its cache in `folder`; no other user of Numba is affected."""
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(folder)
    try:
        return numba.njit(**KERNEL)(loops.paths)
    finally:
        numba.config.CACHE_DIR = before


COMPILER = Compiler()
