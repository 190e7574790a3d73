"""Surfaces from typed formulas."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .interface import Surface
from .search import search_landmarks
from .typed import proposal
from .typed.error import ExpressionError
from .typed.parser import parse
from .typed.program import Program, program
from .typed.tokens import tokens
from .typed.typeset import latex

__all__ = ["ExpressionError", "TypedSurface", "from_expression", "search_landmarks", "searched"]

WIDEST, NARROWEST = 1e6, 1e-6
# A curve needs no second range; this is the one that the curves of the registry have.
ACROSS = (-1.0, 1.0)
LESSON = (
    "Your own formula. Its start and its learning rates were judged from the slopes and curvatures at points of the "
    "view, so they are a first guess: turn them and see what this landscape asks for."
)


@dataclass(frozen=True)
class TypedSurface(Surface):
    """A surface that runs a program: the engine gives `program.code` and `program.arguments` to the machine.

    `text` is the formula as it was typed. When `searched` is set the landmarks were found by a numerical
    search of the view, so there may be others.
    """

    kernel: Callable[..., Any] = field(compare=False)
    curvature: Callable[..., Any] = field(compare=False)
    program: Program = field(kw_only=True)
    text: str = field(kw_only=True)
    searched: bool = field(default=False, kw_only=True)

    def value(self, x: ArrayLike, y: ArrayLike) -> Any:
        """The loss at x, y: a float, or an array of their broadcast shape."""
        return self.program.value(x, y)

    def _on_arrays(self, function: Callable[..., Any], x: ArrayLike, y: ArrayLike) -> tuple[Any, ...]:
        return tuple(function(x, y))


def from_expression(
    text: str,
    x_range: tuple[float, float] = (-5.0, 5.0),
    y_range: tuple[float, float] = (-5.0, 5.0),
    start: tuple[float, float] | None = None,
    name: str | None = None,
    dimensions: int | None = None,
) -> TypedSurface:
    """Return the surface of a typed formula f(x, y), or of f(x) when there is no y in it.

    The notation is the ordinary one: + - * / and ^ or **, brackets, products without a sign where they are
    unambiguous (2x, 3 sin(x), x y), the numbers pi and e, and the functions of `typed.functions.FUNCTIONS`.
    Angles are in radians; log is the natural logarithm. `start` and the learning rates are judged from the
    view. `dimensions` 2 makes a surface of a formula without y. Where f is not finite it has a hole.

    Raises ExpressionError for a text that is not such a formula, with the place and what is allowed there,
    and ValueError for ranges that do not increase or a start that is not finite.
    """
    view = _checked("x_range", x_range), _checked("y_range", y_range)
    tree = parse(text)
    code = program(tree, text)
    dimensions = _dimensions(text, dimensions)
    x_range, y_range = view[0], ACROSS if dimensions == 1 else view[1]
    seen = proposal.sample(code, x_range, y_range, dimensions)
    if start is None:
        start = proposal.start(seen, x_range, y_range, dimensions)
    elif len(start) != 2 or not np.isfinite(start).all():
        raise ValueError(f"the start must be two finite numbers; got {start}")
    sizes = [high - low for low, high in (x_range, y_range)[:dimensions]]
    return TypedSurface(
        key=_key(text, x_range, y_range, dimensions),
        name=name or "Your formula",
        formula=("f(x) = " if dimensions == 1 else "f(x, y) = ") + latex(tree),
        kernel=code.gradient,
        curvature=code.curvature,
        x_range=x_range,
        y_range=y_range,
        start=(float(start[0]), 0.0 if dimensions == 1 else float(start[1])),
        lesson=LESSON,
        source="Typed by you.",
        learning_rates=proposal.learning_rates(code, seen, start, min(sizes)),
        steps=100 if dimensions == 1 else 200,
        dimensions=dimensions,
        program=code,
        text=text,
    )


def searched(surface: TypedSurface) -> TypedSurface:
    """Return the surface with the landmarks that a search of its view finds, under a key of its own."""
    if surface.searched:
        return surface
    return replace(surface, key=f"{surface.key}_searched", landmarks=search_landmarks(surface), searched=True)


def _checked(name: str, span: tuple[float, float]) -> tuple[float, float]:
    low, high = map(float, span)
    if not (np.isfinite(low) and np.isfinite(high) and NARROWEST <= high - low <= WIDEST and abs(low) <= WIDEST):
        bounds = f"{NARROWEST:g} … {WIDEST:g} wide and within {WIDEST:g} of 0"
        raise ValueError(f"{name} must be two increasing numbers, {bounds}; got ({low:g}, {high:g})")
    return low, high


def _dimensions(text: str, wanted: int | None) -> int:
    """1 when y does not occur in the text, else 2; or what the caller wants."""
    places = [token.position for token in tokens(text) if token.text.lower() == "y"]
    if wanted is None:
        return 2 if places else 1
    if wanted not in (1, 2):
        raise ValueError(f"dimensions must be 1 or 2; got {wanted}")
    if wanted == 1 and places:
        raise ExpressionError("a function of one variable has no y", text, places[0], ("x",))
    return wanted


def _key(text: str, x_range: tuple[float, float], y_range: tuple[float, float], dimensions: int) -> str:
    """A key that is the same for the same formula in the same view, and only then."""
    described = f"{text} {x_range} {y_range} {dimensions}".encode()
    return f"formula_{hashlib.blake2b(described, digest_size=6).hexdigest()}"
