"""One formula for floats and for arrays.

Formulas are written once, with the functions of `math`, because that is what the compiler turns into
the fastest code. The same code object runs under NumPy's rules, or on whole arrays, when its globals
name NumPy's functions instead, so no surface and no rule is ever written twice.
"""

import math
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any

import numpy as np

# With these, 1/0 is inf and the square root of -1 is nan, where `math` would raise.
IEEE: Mapping[str, Any] = {
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "tanh": np.tanh,
}


def _of_the_c_library(function: Callable[[float], float], at_zero: float = np.nan) -> Callable[[float], np.float64]:
    def guarded(a: float) -> np.float64:
        try:
            return np.float64(function(a))
        except OverflowError:
            return np.float64(np.inf)
        except ValueError:
            return np.float64(at_zero if a == 0.0 else np.nan)

    return guarded


# The same rules with the C library's functions, to the last bit those of compiled code; NumPy has its own.
C_LIBRARY: Mapping[str, Any] = {
    **{name: _of_the_c_library(getattr(math, name)) for name in IEEE},
    "log": _of_the_c_library(math.log, at_zero=-np.inf),
}
# With these, a function of floats becomes a function of arrays.
ARRAYS: Mapping[str, Any] = {**IEEE, "abs": np.abs, "min": np.minimum, "max": np.maximum}


def rescoped(function: Callable[..., Any], names: Mapping[str, Any]) -> Callable[..., Any]:
    """Return `function` with those global names of its body bound to other objects."""
    if not isinstance(function, FunctionType):
        raise TypeError(f"{function!r} is not a plain Python function")
    used = {name: value for name, value in names.items() if name in function.__code__.co_names}
    scope = {**function.__globals__, **used}
    return FunctionType(function.__code__, scope, function.__name__, function.__defaults__, function.__closure__)
