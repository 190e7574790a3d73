"""Numbers that remember what they were made of, so that a rule explains itself while it runs.

The rule that raced is called as it stands. In place of floats it gets `Traced` numbers, which compute with
the very numbers inside them and keep the formula beside the result; in place of arrays it gets `Vector`s,
which write down every assignment. A local variable of the rule is known by its name in the rule's own frame.
"""

import operator
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import numpy as np

from surfaces.elementwise import IEEE

from .terms import Step, Term, typeset


@dataclass
class Record:
    """What happened while a rule ran, in order; `symbols` are the names of settings on paper."""

    symbols: dict[str, str] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    count: int = 0

    def serial(self) -> int:
        """The next number of a line or a result."""
        self.count += 1
        return self.count

    def symbol(self, name: str) -> str:
        """How a name is written."""
        return self.symbols.get(name) or typeset(name)

    def named(self, name: str, value: Any, index: int | None = None) -> "Traced":
        """A number that goes by a name of its own."""
        return Traced(self, value, Term("name", float(value), self.symbol(name), index=index))


def raw(value: Any) -> Any:
    """The number inside, or the value itself."""
    return value.value if isinstance(value, Traced) else value


def term_of(value: Any, frame: FrameType | None) -> Term:
    """The formula of a number that is about to be used in this frame.

    When it is a local variable there, it gets a line of its own, and its name stands for it from then on.
    """
    if not isinstance(value, Traced):
        return Term("number", float(value))
    if value.term.parts and frame is not None:
        for name, local in frame.f_locals.items():
            if local is value:
                record = value.record
                step = Step(value.serial, name, None, value.term, local=True)
                record.steps.append(step)
                value.term = Term("name", value.term.value, record.symbol(name), source=step)
                break
    term: Term = value.term
    return term


def result(record: Record, operation: str, value: Any, parts: tuple[Term, ...], name: str = "") -> "Traced":
    """A number made of others."""
    return Traced(record, value, Term(operation, float(value), name, parts))


def _binary(operation: str, compute: Callable[[Any, Any], Any]) -> tuple[Callable[..., Any], Callable[..., Any]]:
    def forward(self: "Traced", other: Any) -> "Traced":
        frame = sys._getframe(1)
        parts = term_of(self, frame), term_of(other, frame)
        return result(self.record, operation, compute(self.value, raw(other)), parts)

    def backward(self: "Traced", other: Any) -> "Traced":
        frame = sys._getframe(1)
        parts = term_of(other, frame), term_of(self, frame)
        return result(self.record, operation, compute(raw(other), self.value), parts)

    return forward, backward


def _comparison(compute: Callable[[Any, Any], Any]) -> Callable[..., bool]:
    def compare(self: "Traced", other: Any) -> bool:
        frame = sys._getframe(1)
        term_of(self, frame)
        term_of(other, frame)
        return bool(compute(self.value, raw(other)))

    return compare


class Traced:
    """A number with its formula. It computes as the number inside it would, to the bit."""

    def __init__(self, record: Record, value: Any, term: Term) -> None:
        """Keep the number, of whatever type it is, and its formula."""
        self.record, self.value, self.term = record, value, term
        self.serial = record.serial()

    __add__, __radd__ = _binary("+", operator.add)
    __sub__, __rsub__ = _binary("-", operator.sub)
    __mul__, __rmul__ = _binary("*", operator.mul)
    __truediv__, __rtruediv__ = _binary("/", operator.truediv)
    __mod__, __rmod__ = _binary("%", operator.mod)
    __pow__, __rpow__ = _binary("^", operator.pow)
    __lt__, __le__ = _comparison(operator.lt), _comparison(operator.le)
    __gt__, __ge__ = _comparison(operator.gt), _comparison(operator.ge)
    __eq__, __ne__ = _comparison(operator.eq), _comparison(operator.ne)
    __hash__ = None  # type: ignore[assignment]
    # NumPy's numbers leave mixed arithmetic to this class.
    __array_ufunc__ = None

    def __neg__(self) -> "Traced":
        return result(self.record, "neg", -self.value, (term_of(self, sys._getframe(1)),))

    def __abs__(self) -> "Traced":
        return result(self.record, "call", abs(self.value), (term_of(self, sys._getframe(1)),), "abs")

    def __float__(self) -> float:
        return float(self.value)

    def __int__(self) -> int:
        return int(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)


class Vector:
    """An array of two numbers under a name; assignments are written down."""

    def __init__(self, record: Record, name: str, values: np.ndarray) -> None:
        """Work on `values` in place."""
        self.record, self.name, self.values = record, name, values

    @property
    def size(self) -> int:
        """How many coordinates there are."""
        return int(self.values.size)

    def __getitem__(self, index: int) -> Traced:
        return self.record.named(self.name, self.values[index], index)

    def __setitem__(self, index: int, value: Any) -> None:
        term = term_of(value, sys._getframe(1))
        self.values[index] = raw(value)
        self.record.steps.append(Step(self.record.serial(), self.name, index, term, local=False))


def _function(name: str, compute: Callable[..., Any]) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:
        first = next((a for a in arguments if isinstance(a, Traced)), None)
        values = [raw(a) for a in arguments]
        if first is None:
            return compute(*values)
        frame = sys._getframe(1)
        return result(first.record, "call", compute(*values), tuple(term_of(a, frame) for a in arguments), name)

    return call


def _as_float(number: Any) -> Any:
    return Traced(number.record, float(number.value), number.term) if isinstance(number, Traced) else float(number)


# The functions that rules call, by the names that they use: the same numbers, with their formulas.
FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{name: _function(name, function) for name, function in IEEE.items()},
    "min": _function("min", min),
    "max": _function("max", max),
    "float": _as_float,
}


def summarised(function: Callable[..., Any], record: Record) -> Callable[..., Any]:
    """A function that is called with plain numbers and arrays: of its inside only results are written down."""
    name = typeset(function.__name__)

    def call(*arguments: Any) -> Any:
        frame = sys._getframe(1)
        given = tuple(term_of(a, frame) for a in arguments if isinstance(a, Traced))
        vectors = [a for a in arguments if isinstance(a, Vector)]
        before = [vector.values.copy() for vector in vectors]
        plain = [a.values if isinstance(a, Vector) else getattr(a, "untraced", raw(a)) for a in arguments]
        returned = function(*plain)
        for vector, old in zip(vectors, before, strict=True):
            for i in np.flatnonzero(vector.values != old):
                term = Term("call", float(vector.values[i]), name, given)
                record.steps.append(Step(record.serial(), vector.name, int(i), term, local=False))
        if returned is None:
            return None
        results = [result(record, "call", value, given, name) for value in np.atleast_1d(returned)]
        return tuple(results) if isinstance(returned, tuple) else results[0]

    return call
