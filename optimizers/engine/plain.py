"""The same loop, rules and surfaces as plain Python: the first picture, and a reference for the tests."""

from collections.abc import Callable
from typing import Any

import numpy as np

from surfaces.elementwise import C_LIBRARY, IEEE, rescoped

from . import loops
from .switches import PLAIN_ROWS, build


def _under_ieee_rules(function: Callable[..., Any]) -> Callable[..., Any]:
    return rescoped(function, IEEE)


def _as_it_stands(function: Callable[..., Any]) -> Callable[..., Any]:
    return function


def _nothing() -> None:
    pass


def _scratch() -> tuple[Any, Any, Any]:
    return np.zeros(2), np.zeros(2), np.zeros((PLAIN_ROWS, 2))


_parts = build(_under_ieee_rules, _as_it_stands, _as_it_stands, _as_it_stands, _nothing, _scratch, C_LIBRARY)
_paths = rescoped(loops.paths, _parts._asdict())


def paths(*arguments: Any) -> None:
    """`loops.paths` without the compiler, under the same floating-point rules."""
    with np.errstate(all="ignore"):
        _paths(*arguments)
