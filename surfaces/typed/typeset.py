"""From the tree of a formula to LaTeX, with no more brackets than it needs."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from .functions import BY_NAME
from .tokens import CONSTANTS, VARIABLES
from .tree import Node

# How tightly a piece holds together; one that holds less than its place asks for gets brackets.
SUM, NEGATIVE, PRODUCT, POWER, ATOM = range(5)


class Piece(NamedTuple):
    """LaTeX and how tightly it holds together."""

    latex: str
    hold: int

    def at_least(self, hold: int) -> str:
        """The LaTeX, in brackets when it holds less tightly than `hold`."""
        return self.latex if self.hold >= hold else _bracketed(self.latex)


def latex(tree: Node) -> str:
    """Return the LaTeX of a tree."""
    return _piece(tree).latex


def _piece(node: Node) -> Piece:
    writer = WRITERS.get(node.kind)
    return writer(node) if writer else _call(node)


def _bracketed(inside: str) -> str:
    return rf"\left({inside}\right)" if r"\frac" in inside or r"\left" in inside else f"({inside})"


def _number(node: Node) -> Piece:
    mantissa, _, exponent = node.digits.lower().partition("e")
    mantissa = f"0{mantissa}" if mantissa.startswith(".") else mantissa.removesuffix(".")
    if exponent:
        return Piece(rf"{mantissa} \cdot 10^{{{int(exponent)}}}", PRODUCT)
    return Piece(mantissa, ATOM)


def _variable(node: Node) -> Piece:
    return Piece(node.kind, ATOM)


def _constant(node: Node) -> Piece:
    return Piece(CONSTANTS[node.kind][1], ATOM)


def _sum(node: Node) -> Piece:
    left, right = map(_piece, node.parts)
    return Piece(f"{left.latex} + {right.at_least(PRODUCT if right.hold == NEGATIVE else SUM)}", SUM)


def _difference(node: Node) -> Piece:
    left, right = map(_piece, node.parts)
    return Piece(f"{left.latex} - {right.at_least(PRODUCT)}", SUM)


def _negative(node: Node) -> Piece:
    return Piece(f"-{_piece(node.parts[0]).at_least(PRODUCT)}", NEGATIVE)


def _product(node: Node) -> Piece:
    left, right = map(_piece, node.parts)
    before, after = left.at_least(NEGATIVE), right.at_least(PRODUCT)
    if after[0].isdigit() or (before[-1].isdigit() and after.startswith(r"\frac")):
        sign = r" \cdot "
    else:
        sign = r" \, " if after[0] == "\\" or before[-1] == ")" or r"\frac" in before else " "
    return Piece(before + sign + after, min(left.hold, PRODUCT) if left.hold >= NEGATIVE else PRODUCT)


def _quotient(node: Node) -> Piece:
    above, below = map(_piece, node.parts)
    return Piece(rf"\frac{{{above.latex}}}{{{below.latex}}}", PRODUCT)


def _power(node: Node) -> Piece:
    base, exponent = node.parts
    raised = _piece(exponent).latex
    if exponent.kind == "/" and all(part.kind == "number" for part in exponent.parts):
        raised = "/".join(_piece(part).latex for part in exponent.parts)
    function = BY_NAME.get(base.kind)
    if function and isinstance(function.latex, str) and exponent.kind == "number" and exponent.digits.isdigit():
        return Piece(f"{function.latex}^{{{raised}}}{_arguments(base)}", POWER)
    return Piece(f"{_piece(base).at_least(ATOM)}^{{{raised}}}", POWER)


def _call(node: Node) -> Piece:
    form = BY_NAME[node.kind].latex
    if isinstance(form, str):
        return Piece(form + _arguments(node), POWER)
    before, after = form
    return Piece(before + _piece(node.parts[0]).latex + after, POWER if after == "}" else ATOM)


def _arguments(node: Node) -> str:
    return _bracketed(r",\, ".join(_piece(part).latex for part in node.parts))


WRITERS: Mapping[str, Callable[[Node], Piece]] = {
    "number": _number,
    **dict.fromkeys(VARIABLES, _variable),
    **dict.fromkeys(CONSTANTS, _constant),
    "+": _sum,
    "-": _difference,
    "negative": _negative,
    "*": _product,
    "/": _quotient,
    "^": _power,
}
