"""From the record of a rule to lines for reading: both coordinates in one, and no line that says nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .terms import Step, Term, indices, leaves, replaced, simplified, tree


@dataclass(frozen=True)
class Part:
    """What one coordinate (None: both, or neither) got: its formula and its value."""

    coordinate: int | None
    term: Term

    @property
    def value(self) -> float:
        """The number that the formula gave."""
        return self.term.value


@dataclass(frozen=True)
class Line:
    """One assignment of a step: `name` ← formula, for each coordinate that has one of its own.

    `group` tells where it comes from: "before" the rule, the "rule" itself, the "wrapper" or "average" around
    it, or the "outcome". `shared` tells that all coordinates have the same formula, with other numbers.
    """

    name: str
    group: str
    parts: tuple[Part, ...]

    @property
    def shared(self) -> bool:
        """Whether one formula with symbols stands for all parts."""
        return len({part.term.symbols for part in self.parts}) == 1

    @property
    def formula(self) -> str:
        """The formula with symbols; those of the coordinates behind each other where they differ."""
        return " ; ".join(dict.fromkeys(part.term.symbols for part in self.parts))

    @property
    def numbers(self) -> tuple[str, ...]:
        """The formula with this step's numbers, for each part."""
        return tuple(part.term.numbers for part in self.parts)

    @property
    def values(self) -> tuple[float, ...]:
        """The value of each part."""
        return tuple(part.value for part in self.parts)

    def packed(self) -> dict[str, Any]:
        """The line as plain lists, for JSON."""
        parts = [{"c": part.coordinate, "t": tree(part.term), "v": tree(_number(part.value))} for part in self.parts]
        return {"name": self.name, "group": self.group, "shared": self.shared, "parts": parts}


def _number(value: float) -> Term:
    return Term("number", value)


def lines(steps: Sequence[Step], group: str, symbol: Callable[[str], str]) -> list[Line]:
    """Join the coordinates' steps into lines, in the order in which they began."""
    ordered = _without_partial_sums(sorted(steps, key=lambda step: step.serial))
    found: list[tuple[str, bool, dict[int | None, Term]]] = []
    for step in ordered:
        term = simplified(step.term)
        coordinate = step.index if not step.local else _only(indices(step.term))
        if step.local and found and any(name == step.name and _same(parts, term) for name, _, parts in found):
            continue
        # The second coordinate joins the line that the first one began.
        turn = sum(name == step.name and coordinate in parts for name, _, parts in found)
        begun = [parts for name, _, parts in found if name == step.name and None not in parts]
        if coordinate is not None and turn < len(begun):
            begun[turn][coordinate] = term
        else:
            found.append((step.name, step.local, {coordinate: term}))
    return [_line(symbol(name), group, parts, local) for name, local, parts in found]


def _only(found: set[int]) -> int | None:
    return next(iter(found)) if len(found) == 1 else None


def _same(parts: dict[int | None, Term], term: Term) -> bool:
    """Whether this very value under the same formula is there already: a scalar in a loop over the coordinates."""
    return any(other.symbols == term.symbols and other.value == term.value for other in parts.values())


def _line(name: str, group: str, parts: dict[int | None, Term], local: bool) -> Line:
    scalar = local and len(parts) == 1
    made = []
    for coordinate, term in sorted(parts.items(), key=lambda item: -1 if item[0] is None else item[0]):
        own = {leaf.index for leaf in leaves(term) if leaf.index is not None}
        # A formula that speaks of one coordinate alone needs no subscripts.
        plain = replaced(term, _unsubscripted) if own <= {coordinate} else term
        made.append(Part(None if scalar else coordinate, plain))
    return Line(name, group, tuple(made))


def _unsubscripted(leaf: Term) -> Term:
    return Term(leaf.operation, leaf.value, leaf.name, (), None, leaf.source) if leaf.index is not None else leaf


def _without_partial_sums(steps: Sequence[Step]) -> list[Step]:
    """Put a local variable that only its own next value uses into that value: sums over coordinates are one line."""
    users: dict[int, list[Step]] = {}
    for step in steps:
        for leaf in leaves(step.term):
            if leaf.source is not None:
                users.setdefault(id(leaf.source), []).append(step)
    kept = []
    for step in steps:
        by = users.get(id(step), [])
        if step.local and len(by) == 1 and by[0].local and by[0].name == step.name:
            by[0].term = _put_in(by[0].term, step)
        else:
            kept.append(step)
    return kept


def _put_in(term: Term, step: Step) -> Term:
    return replaced(term, lambda leaf: step.term if leaf.source is step else leaf)
