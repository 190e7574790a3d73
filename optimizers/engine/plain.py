"""The same loop, rules and surfaces as plain Python: the first picture, and a reference for the tests."""

from collections.abc import Callable
from typing import Any

import numpy as np

from surfaces import Surface
from surfaces.elementwise import IEEE, rescoped

from . import loops
from .switches import PLAIN_ROWS, build


def _under_ieee_rules(function: Callable[..., Any]) -> Callable[..., Any]:
    return rescoped(function, IEEE)


def _as_it_stands(function: Callable[..., Any]) -> Callable[..., Any]:
    return function


def _scratch() -> tuple[Any, Any, Any]:
    return np.zeros(2), np.zeros(2), np.zeros((PLAIN_ROWS, 2))


def on(surface: Surface) -> Callable[..., None]:
    """Return the loop over a surface that is not in the registry: its own kernel is asked at every step."""

    def evaluate(k: int, x: float, y: float, constants: Any) -> Any:
        return surface.kernel(x, y)

    def curvature(k: int, x: float, y: float, constants: Any) -> Any:
        return surface.curvature(x, y)

    parts = build(_under_ieee_rules, _as_it_stands, _as_it_stands, _scratch, (evaluate, curvature))
    loop = rescoped(loops.paths, parts._asdict())

    def paths_on(*arguments: Any) -> None:
        with np.errstate(all="ignore"):
            loop(*arguments)

    return paths_on


_parts = build(_under_ieee_rules, _as_it_stands, _as_it_stands, _scratch)
_paths = rescoped(loops.paths, _parts._asdict())


def paths(*arguments: Any) -> None:
    """`loops.paths` without the compiler, under the same floating-point rules."""
    with np.errstate(all="ignore"):
        _paths(*arguments)
