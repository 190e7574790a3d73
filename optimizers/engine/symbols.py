"""Our own sin, cos, exp, log, pow and tanh under the C library's names, for what Numba compiles in this process.

Compiled code calls these functions by name; the names are resolved when it is loaded. So the loop needs no second
way to write a sine, and code from the cache finds ours as well. Where a system's compiler has one call for sine and
cosine of the same angle, that name (sincos on Linux) is ours, too.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm
import numba
from numba import carray, float64, types, void

from surfaces.elementwise import rescoped

from . import arithmetic
from .options import CALL, SWITCH

_ONE, _TWO = float64(float64), float64(float64, float64)
_ADDRESS = types.CPointer(float64)
SIGNATURES: dict[str, Any] = {"sin": _ONE, "cos": _ONE, "exp": _ONE, "log": _ONE, "tanh": _ONE, "pow": _TWO}
# In the order in which they call each other.
PARTS = ("exp_of_sum", "parted", "log_as_sum", "positive_power", "sine_polynomial", "cosine_polynomial", "quarter")
APART = ("far_quarter", "odd", "infinite_power", "power_at_edges")


def sine_and_cosine(x, sine, cosine):
    """Store both where the caller wants them."""
    carray(sine, 1)[0] = sin(x)  # noqa: F821 - the compiled functions are put in
    carray(cosine, 1)[0] = cos(x)  # noqa: F821


@cache
def _functions() -> dict[str, Callable[..., Any]]:
    """The functions as compiled code may call them, by name."""
    made: dict[str, Any] = {}
    for names, options in ((PARTS, SWITCH), (APART, CALL), (("reduced", *SIGNATURES), SWITCH)):
        for name in names:
            made[name] = numba.njit(**options)(rescoped(getattr(arithmetic, name), made))
    return made


def callbacks(folder: Path | None = None) -> dict[str, Any]:
    """Compile each function for callers in C, by the C library's name; `folder`, if given, keeps the code."""
    parts = _functions()
    wanted = {name: (rescoped(getattr(arithmetic, name), parts), kind) for name, kind in SIGNATURES.items()}
    wanted["sincos"] = (rescoped(sine_and_cosine, parts), void(float64, _ADDRESS, _ADDRESS))
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(folder or before)
    try:
        options = {"error_model": "numpy", "cache": folder is not None}
        return {name: numba.cfunc(kind, **options)(function) for name, (function, kind) in wanted.items()}
    finally:
        numba.config.CACHE_DIR = before


_installed: dict[str, Any] = {}


def installed() -> Mapping[str, Any]:
    """What `install` put in place: callbacks by name."""
    return _installed


def install(folder: Path) -> None:
    """Put our functions in the C library's place for code that is loaded from now on in this process."""
    if _installed:
        return
    _installed.update(callbacks(folder))
    for name, callback in _installed.items():
        llvm.add_symbol(name, callback.address)
