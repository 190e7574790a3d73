"""The same loop, rules and surfaces as plain Python: the first picture, and a reference for the tests."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from surfaces.elementwise import C_LIBRARY, rescoped

from . import loops, symbols
from .switches import HYPERPARAMETER_SLOTS, PLAIN_ROWS, build


def _as_compiled(name: str) -> Callable[[float], np.float64]:
    """The function that compiled code calls by this name, or the C library's until there is one."""

    def function(a: float) -> np.float64:
        ours = symbols.installed().get(name)
        return np.float64(ours.ctypes(a)) if ours else C_LIBRARY[name](a)

    return function


# Elementary functions of floats under IEEE rules; once the engine is compiled, to the last bit those of the engine.
LIBRARY: Mapping[str, Any] = {name: _as_compiled(name) for name in C_LIBRARY}


def _under_ieee_rules(function: Callable[..., Any]) -> Callable[..., Any]:
    return rescoped(function, LIBRARY)


def _as_it_stands(thing: Any) -> Any:
    return thing


def _nothing() -> None:
    pass


def _scratch() -> tuple[Any, Any, Any, Any]:
    return np.zeros(2), np.zeros(2), np.zeros((PLAIN_ROWS, 2)), np.zeros(HYPERPARAMETER_SLOTS)


_parts = build(
    _under_ieee_rules,
    _as_it_stands,
    _as_it_stands,
    _as_it_stands,
    _nothing,
    _scratch,
    _as_it_stands,
    _as_it_stands,
    LIBRARY,
)
_paths = rescoped(loops.paths, _parts._asdict())


def paths(*arguments: Any) -> None:
    """`loops.paths` without the compiler, under the same floating-point rules."""
    with np.errstate(all="ignore"):
        _paths(*arguments)
