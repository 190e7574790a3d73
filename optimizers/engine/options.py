"""The one place that knows Numba's options.

`_nrt=False` is private to Numba. It takes reference counting out of functions that never allocate,
which is most of the cost of a step (85-220 ns instead of 21-45 ns on Beale's function). It also turns a
rule that allocates into a compile error. Where Numba no longer knows the option, the engine is compiled
without it: slower, with the same results. Setting DESCENT_LAB_PUBLIC_NUMBA=1 forces that, and keeps `haste` from
reaching into Numba as well.
"""

import os
from typing import Any

import numba


def _private_options() -> dict[str, Any]:
    if os.environ.get("DESCENT_LAB_PUBLIC_NUMBA"):
        return {}
    try:
        numba.njit(_nrt=False)(lambda: None)
    except Exception:  # Numba raises KeyError today; whatever it raises, the option is not there.
        return {}
    return {"_nrt": False}


PRIVATE: dict[str, Any] = _private_options()

# A rule or a surface, inlined into the switch that calls it.
LEAF: dict[str, Any] = {"error_model": "numpy", "inline": "always"}
# Functions that only compiled code calls need no doors from Python and C, which cost time to compile.
INNER: dict[str, Any] = {"error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True, **PRIVATE}
# A switch, inlined into the loop.
SWITCH: dict[str, Any] = {"forceinline": True, **INNER}
# A function that stays a function: called from rules that ask for gradients of their own.
CALL: dict[str, Any] = INNER
# The loop itself. It releases the interpreter's lock and is kept on disk.
KERNEL: dict[str, Any] = {"error_model": "numpy", "nogil": True, "cache": True, **PRIVATE}
