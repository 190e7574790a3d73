"""Formulas as trees: what a number was made of, written with symbols or with this step's numbers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite, isnan
from typing import Any

COORDINATES = ("x", "y")
GREEK: Mapping[str, str] = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "epsilon": "ε",
    "lambda": "λ",
    "mu": "μ",
    "rho": "ρ",
}
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
# How tightly an operation binds; what binds less tightly than its surroundings needs brackets.
SUM, PRODUCT, SIGN, POWER, ATOM = range(5)
BINDING: Mapping[str, int] = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "%": PRODUCT, "neg": SIGN, "^": POWER}
SIGNS: Mapping[str, str] = {"+": " + ", "-": " − ", "*": " · ", "/": " / ", "%": " mod "}


@dataclass(frozen=True, eq=False)
class Term:
    """A number and where it came from.

    `operation` is "number", "name", an operator ("+", "-", "*", "/", "%", "^", "neg") or a function, whose
    name is in `name`. A name may stand for one coordinate of a vector (`index`), and for a local variable,
    whose definition is `source`.
    """

    operation: str
    value: float
    name: str = ""
    parts: tuple["Term", ...] = ()
    index: int | None = None
    source: "Step | None" = None

    @property
    def symbols(self) -> str:
        """The formula with symbols."""
        return write(self, lambda leaf: subscripted(leaf.name, leaf.index))

    @property
    def numbers(self) -> str:
        """The formula with this step's numbers put in."""
        return write(self, lambda leaf: digits(leaf.value))


@dataclass(eq=False)
class Step:
    """One line of a record: the variable, the coordinate that was assigned (None for a local one), the formula."""

    serial: int
    name: str
    index: int | None
    term: Term
    local: bool


def leaves(term: Term) -> Iterator[Term]:
    """The numbers and names of a formula, from left to right."""
    if not term.parts:
        yield term
    for part in term.parts:
        yield from leaves(part)


def indices(term: Term) -> set[int]:
    """Which coordinates a formula speaks of, also by way of the local variables in it."""
    found = set()
    for leaf in leaves(term):
        if leaf.index is not None:
            found.add(leaf.index)
        if leaf.source is not None:
            found |= indices(leaf.source.term)
    return found


def replaced(term: Term, change: Callable[[Term], Term]) -> Term:
    """The same formula with every number and name changed."""
    if not term.parts:
        return change(term)
    parts = tuple(replaced(part, change) for part in term.parts)
    return Term(term.operation, term.value, term.name, parts, term.index, term.source)


def typeset(name: str) -> str:
    """A name of the code as it is written on paper: Greek letters, lowered digits, words apart."""
    stem = name.rstrip("0123456789")
    words = [GREEK.get(word, word) for word in stem.strip("_").split("_")]
    return " ".join(words) + name[len(stem) :].translate(LOWERED)


def subscripted(name: str, index: int | None) -> str:
    """A name with the coordinate that it stands for."""
    return name if index is None else f"{name}[{COORDINATES[index]}]"


def digits(value: float) -> str:
    """A number for reading, with six digits."""
    if not isfinite(value):
        return "not a number" if isnan(value) else ("∞" if value > 0 else "−∞")
    return f"{value:.6g}".replace("-", "−")


def _neutral(term: Term, value: float) -> bool:
    return term.operation == "number" and term.value == value


def simplified(term: Term) -> Term:
    """Leave out what changes nothing whatever the numbers are: 0 + a, 1 · a and a / 1 are a."""
    if not term.parts:
        return term
    parts = tuple(simplified(part) for part in term.parts)
    if term.operation == "+" and any(_neutral(part, 0.0) for part in parts):
        return next((part for part in parts if not _neutral(part, 0.0)), parts[0])
    if term.operation == "*" and any(_neutral(part, 1.0) for part in parts):
        return next((part for part in parts if not _neutral(part, 1.0)), parts[0])
    if term.operation in {"/", "^"} and _neutral(parts[1], 1.0):
        return parts[0]
    return Term(term.operation, term.value, term.name, parts, term.index, term.source)


def write(term: Term, leaf: Callable[[Term], str]) -> str:
    """The formula in one line of text; `leaf` writes a name."""

    def inside(part: Term, binding: int, behind: bool = False) -> str:
        text = write(part, leaf)
        loose = BINDING.get(part.operation, ATOM) < binding
        negative = not part.parts and text.startswith("−") and (behind or binding > SUM)
        return f"({text})" if loose or negative else text

    if term.operation == "number":
        return digits(term.value)
    if term.operation == "name":
        return leaf(term)
    if term.operation == "neg":
        return "−" + inside(term.parts[0], PRODUCT)
    if term.operation == "^":
        return f"{inside(term.parts[0], ATOM)}^{inside(term.parts[1], ATOM)}"
    if term.operation in SIGNS:
        binding = BINDING[term.operation]
        # What stands behind a minus or a stroke keeps its own brackets.
        tighter = binding + (term.operation in {"-", "/", "%"})
        return inside(term.parts[0], binding) + SIGNS[term.operation] + inside(term.parts[1], tighter, behind=True)
    return f"{term.name}({', '.join(write(part, leaf) for part in term.parts)})"


def tree(term: Term) -> Any:
    """The formula as nested lists: a number, [name, value, index or None], or {operation, name, parts}."""
    if term.operation == "number":
        return _plain(term.value)
    if term.operation == "name":
        return [term.name, _plain(term.value), term.index]
    return {"o": term.operation, "n": term.name, "p": [tree(part) for part in term.parts]}


def _plain(value: float) -> float | str:
    return float(value) if isfinite(value) else digits(value)
