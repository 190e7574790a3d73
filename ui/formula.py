"""The user's own formula: what was typed, the surface that it stands for, and what is wrong with it."""

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

import surfaces
from surfaces import ExpressionError, Surface
from surfaces.typed.functions import FUNCTIONS
from surfaces.typed.tokens import MAX_LENGTH

Range = tuple[float, float]

# The key of the user's own surface in a scene and in its link.
OWN = "formula"
NAME = "Your own formula"
WIDEST = 1e6
# Points a side in which holes are looked for.
LOOKED = 60
SEVERAL = {
    "global minimum": "global minima",
    "local minimum": "local minima",
    "saddle": "saddles",
    "maximum": "maxima",
}


@dataclass(frozen=True)
class Formula:
    """A typed formula and the ranges of its view, as they were typed: they may be wrong.

    `dimensions` 2 makes a landscape of a formula without y, 1 takes no formula with y; None takes it as it is.
    """

    text: str
    x_range: Range = (-5.0, 5.0)
    y_range: Range = (-5.0, 5.0)
    dimensions: int | None = None


def _square(text: str, half: float) -> Formula:
    return Formula(text, (-half, half), (-half, half))


OF_ONE = "One variable: "
# Formulas to begin with, by name.
EXAMPLES: Mapping[str, Formula] = {
    "Bumpy bowl": _square("(x^2 + y^2)/4 + sin(2x) cos(2y)", 4.0),
    "Banana valley": Formula("(1 - x)^2 + 10 (y - x^2)^2", (-2.0, 2.0), (-1.0, 3.0)),
    "Two valleys, one lower": Formula("min((x + 1)^2 + 4y^2, (x - 1)^2 + y^2 + 0.3)", (-3.0, 3.0), (-2.0, 2.0)),
    "Kinks: a weighted 1-norm": _square("abs(x) + 2 abs(y)", 3.0),
    "Tip of a cone": Formula("hypot(x, 3y)", (-3.0, 3.0), (-2.0, 2.0)),
    "Log barrier, with a hole": Formula("x + y - log(x) - log(y)", (-1.0, 6.0), (-1.0, 6.0)),
    "Logistic loss of three points": _square("softplus(-2x - y) + softplus(x - 2y) + softplus(x + y)", 4.0),
    "A network of two weights": _square("(tanh(x) y - 0.5)^2 + (tanh(2x) y - 0.7)^2", 3.0),
    "Three valleys around a saddle": _square("x^3/3 - x y^2 + (x^2 + y^2)^2 / 8", 3.5),
    OF_ONE + "tilted double well": Formula("x^4 - 2x^2 + 0.3x", (-2.0, 2.0)),
    OF_ONE + "ripples": Formula("x^2/10 + sin(3x)", (-6.0, 6.0)),
}
FIRST = EXAMPLES["Bumpy bowl"]
# Those that are curves, for a page that takes nothing else.
CURVES: Mapping[str, Formula] = {
    name.removeprefix(OF_ONE).capitalize(): replace(each, dimensions=1)
    for name, each in EXAMPLES.items()
    if name.startswith(OF_ONE)
}
FIRST_CURVE = next(iter(CURVES.values()))


@lru_cache(maxsize=64)
def surface(formula: Formula) -> Surface:
    """Return the surface of a formula, with the landmarks that a search of its view finds.

    Raises ExpressionError for a text that is no formula, ValueError for ranges that are none.
    """
    for name, (low, high) in (("x", formula.x_range), ("y", formula.y_range)):
        if not (low < high and max(abs(low), abs(high)) <= WIDEST):
            raise ValueError(f"{name} must go from a smaller number to a larger one, both within ±{WIDEST:,.0f}")
    made = surfaces.from_expression(
        formula.text, formula.x_range, formula.y_range, name="Your formula", dimensions=formula.dimensions
    )
    return surfaces.searched(made)


def land(key: str, formula: Formula) -> Surface:
    """Return the surface of the registry with this key, or that of the formula."""
    return surface(formula) if key == OWN else surfaces.get(key)


def mistake(formula: Formula) -> dict[str, Any] | None:
    """What is wrong with a formula: the message, its place in the text, and what is allowed there."""
    try:
        surface(formula)
    except ExpressionError as error:
        return {"message": error.message, "position": error.position, "allowed": error.allowed, "text": formula.text}
    except ValueError as error:
        return {"message": str(error), "position": None, "allowed": (), "text": formula.text}
    return None


def in_words(error: ExpressionError) -> str:
    """The mistake in one line."""
    return f"{error.message} (at character {error.position + 1})"


@lru_cache(maxsize=64)
def notes(formula: Formula) -> tuple[str, ...]:
    """Sentences about a formula's landscape: what the search found, and whether there are holes."""
    land = surface(formula)
    kinds = Counter(point.kind.removeprefix("degenerate ") for point in land.critical_points)
    counted = {
        "global minimum": len(land.minima),
        **{kind: kinds[kind] for kind in ("local minimum", "saddle", "maximum")},
    }
    found = [f"{n} {kind if n == 1 else SEVERAL[kind]}" for kind, n in counted.items() if n]
    listed = " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found) or "no minimum or saddle"
    sentences = [f"Found by a numerical search of this view: {listed}. There may be others."]
    x, y = np.linspace(*land.x_range, LOOKED), np.linspace(*land.y_range, LOOKED)
    if not np.isfinite(land.value(x[None, :], y[:, None] if land.dimensions == 2 else 0.0)).all():
        sentences.append("Where f is not a finite number there is a hole; a run that comes there stops.")
    return tuple(sentences)


def header(shown: Formula, draft: Formula | None) -> dict[str, Any]:
    """What the stage's formula bar shows: the draft with its mistake while there is one, else the formula."""
    written = draft or shown
    return {
        "text": written.text,
        "x_range": [_shown(edge) for edge in written.x_range],
        "y_range": [_shown(edge) for edge in written.y_range],
        "dimensions": surface(shown).dimensions,
        "flat": shown.dimensions != 1 and surface(replace(shown, dimensions=None)).dimensions == 1,
        "variables": "x" if shown.dimensions == 1 else "x and y",
        "mistake": mistake(draft) if draft else None,
        "notes": notes(shown),
        "examples": [
            {"name": name, "text": each.text, "x_range": each.x_range, "y_range": each.y_range}
            for name, each in (CURVES if shown.dimensions == 1 else EXAMPLES).items()
        ],
        "functions": [[each.name, _call(each.name, each.arguments), each.note] for each in FUNCTIONS],
        "longest": MAX_LENGTH,
    }


def _call(name: str, arguments: int | str) -> str:
    return f"{name}(u)" if arguments == 1 else f"{name}(u, v{', …' if isinstance(arguments, str) else ''})"


def _shown(edge: float) -> float | None:
    return edge if math.isfinite(edge) else None


def from_edit(edit: Mapping[str, Any]) -> Formula:
    """Read what the stage sent, whatever it is; what is no number becomes nan, which no range takes."""

    def edges(name: str) -> Range:
        given = edit.get(name)
        pair = given if isinstance(given, list) and len(given) == 2 else [None, None]
        low, high = (float(v) if isinstance(v, int | float) and not isinstance(v, bool) else math.nan for v in pair)
        return low, high

    text = str(edit.get("text", ""))[: MAX_LENGTH + 1]
    return Formula(text, edges("x_range"), edges("y_range"), 2 if edit.get("dimensions") == 2 else None)


def to_pairs(formula: Formula, number: Callable[[float], str]) -> list[tuple[str, str]]:
    """Return the formula as query parameters; what is usual is left out."""
    pairs = [("formula", formula.text)]
    usual = Formula("")
    for name in ("x_range", "y_range"):
        edges = getattr(formula, name)
        if edges != getattr(usual, name):
            pairs.append((name, ",".join(map(number, edges))))
    if formula.dimensions == 2:
        pairs.append(("dimensions", "2"))
    return pairs
