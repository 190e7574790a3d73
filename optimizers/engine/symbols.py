"""Our own sin, cos, exp, log, pow and tanh under the C library's names, for what Numba compiles in this process.

Compiled code calls these functions by name; the names are resolved when it is loaded. So the loop needs no second
way to write a sine, and code from the cache finds ours as well. Where a system's compiler has one call for sine and
cosine of the same angle, that name (sincos on Linux) is ours, too.
"""

import ctypes
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import llvmlite.binding as llvm
import numba
from numba import carray, float64, types, void

from surfaces.elementwise import rescoped

from . import arithmetic, library
from .options import CALL, SWITCH

_ONE, _TWO = float64(float64), float64(float64, float64)
_ADDRESS = types.CPointer(float64)
SIGNATURES: dict[str, Any] = {"sin": _ONE, "cos": _ONE, "exp": _ONE, "log": _ONE, "tanh": _ONE, "pow": _TWO}
# Before a name of the C library, so that the compiler does not take our function for it.
PREFIX = "ours_"


def sine_and_cosine(x, sine, cosine):
    """Store both where the caller wants them."""
    carray(sine, 1)[0] = sin(x)  # noqa: F821 - the compiled functions are put in
    carray(cosine, 1)[0] = cos(x)  # noqa: F821


@cache
def _functions() -> dict[str, Callable[..., Any]]:
    """The functions as compiled code may call them, by name."""
    made: dict[str, Any] = {}
    for functions, options in ((arithmetic.PARTS, SWITCH), (arithmetic.APART, CALL), (arithmetic.WHOLE, SWITCH)):
        for function in functions:
            made[function.__name__] = numba.njit(**options)(rescoped(function, made))
    return made


def callbacks() -> dict[str, Any]:
    """Compile each function for callers in C, by the C library's name."""
    parts = _functions()
    whole = {function.__name__: function for function in arithmetic.WHOLE}
    wanted = {name: (rescoped(whole[name], parts), kind) for name, kind in SIGNATURES.items()}
    wanted["sincos"] = (rescoped(sine_and_cosine, parts), void(float64, _ADDRESS, _ADDRESS))
    return {name: numba.cfunc(kind, error_model="numpy")(function) for name, (function, kind) in wanted.items()}


class Installed(NamedTuple):
    """A function in the C library's place: its address, and a way to call it from Python."""

    address: int
    ctypes: Callable[..., Any]


_installed: dict[str, Installed] = {}
# What must live as long as the functions.
_library: list[Any] = []


def installed() -> Mapping[str, Installed]:
    """What `install` put in place, by the C library's name."""
    return _installed


def _prepared(folder: Path) -> bytes:
    """The library of our functions, from `folder` or made anew and kept there."""
    kept = folder / f"elementary-{library.processor()}.o"
    with suppress(OSError):
        return kept.read_bytes()
    made = library.translated({PREFIX + name: (c.inspect_llvm(), c.native_name) for name, c in callbacks().items()})
    with suppress(OSError), tempfile.NamedTemporaryFile(dir=folder, delete=False) as written:
        written.write(made)
        written.close()
        Path(written.name).replace(kept)
    return made


def install(folder: Path) -> None:
    """Put our functions in the C library's place for code that is loaded from now on in this process."""
    if _installed:
        return
    names = (*SIGNATURES, "sincos")
    addresses, owner = library.loaded(_prepared(folder), [PREFIX + name for name in names])
    _library.append(owner)
    for name in names:
        llvm.add_symbol(name, addresses[PREFIX + name])
    for name, kind in SIGNATURES.items():
        from_python = ctypes.CFUNCTYPE(ctypes.c_double, *[ctypes.c_double] * len(kind.args))
        _installed[name] = Installed(addresses[PREFIX + name], from_python(addresses[PREFIX + name]))
