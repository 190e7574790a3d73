"""From the tree of a formula to a program for the stack machine, and the program on floats and arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import opcodes
from .error import ExpressionError
from .functions import BY_NAME, Step
from .machine import ON_ARRAYS
from .tree import Node

MAX_DEPTH = 32
# Whole exponents up to here are multiplied out.
MULTIPLIED_OUT = 8
# Arrays are evaluated in pieces that stay in the processor's cache.
PIECE = 4096

_OPERATIONS = {
    "+": opcodes.ADD,
    "-": opcodes.SUBTRACT,
    "*": opcodes.MULTIPLY,
    "/": opcodes.DIVIDE,
    "negative": opcodes.NEGATIVE,
}


@dataclass(frozen=True)
class Program:
    """What the stack machine does: pairs of an operation and a number, and how deep its stack grows."""

    steps: tuple[Step, ...]
    depth: int

    @cached_property
    def code(self) -> NDArray[np.int64]:
        """The operations, for the machine."""
        return np.array([operation for operation, _ in self.steps], np.int64)

    @cached_property
    def arguments(self) -> NDArray[np.float64]:
        """The numbers that belong to the operations."""
        return np.array([number for _, number in self.steps], np.float64)

    def value(self, x: ArrayLike, y: ArrayLike) -> Any:
        """The value at x, y: a float, or an array of their broadcast shape."""
        return self._run(ON_ARRAYS.value, 1, x, y)[0]

    def gradient(self, x: ArrayLike, y: ArrayLike) -> tuple[Any, ...]:
        """(f, df/dx, df/dy) at x, y, each of their broadcast shape."""
        return self._run(ON_ARRAYS.gradient, 3, x, y)

    def hessian(self, x: ArrayLike, y: ArrayLike) -> tuple[Any, ...]:
        """(f, f_x, f_y, f_xx, f_xy, f_yy) at x, y, each of their broadcast shape."""
        return self._run(ON_ARRAYS.hessian, 6, x, y)

    def curvature(self, x: ArrayLike, y: ArrayLike) -> tuple[Any, ...]:
        """(f_xx, f_xy, f_yy) at x, y, each of their broadcast shape."""
        return self.hessian(x, y)[3:]

    def _run(self, machine: Any, columns: int, x: ArrayLike, y: ArrayLike) -> tuple[Any, ...]:
        xs, ys = np.broadcast_arrays(np.asarray(x, np.float64), np.asarray(y, np.float64))
        shape, xs, ys = xs.shape, xs.ravel(), ys.ravel()
        results = np.empty((columns, xs.size))
        with np.errstate(all="ignore"):
            for first in range(0, xs.size, PIECE):
                piece = slice(first, first + PIECE)
                stack = np.empty((self.depth, columns, xs[piece].size))
                found = machine(self.code, self.arguments, stack, xs[piece], ys[piece])
                results[:, piece] = found
        if shape == ():
            return tuple(map(float, results[:, 0]))
        return tuple(result.reshape(shape) for result in results)


def program(tree: Node, text: str) -> Program:
    """Return the program of a tree. Parts without x and y are computed now.

    Raises ExpressionError, with its place in `text`, where such a part has no finite value, and where the
    stack would grow too deep.
    """
    steps, depth = _Writer(text).steps(tree, 0)
    return Program(tuple(steps), depth)


class _Writer:
    """Writes programs of the parts of one formula."""

    def __init__(self, text: str) -> None:
        self.text = text

    def steps(self, node: Node, held: int) -> tuple[list[Step], int]:
        """The steps that put a node's value on a stack of `held` values, and how many places they need."""
        # Once two parts are joined only their outcome is held.
        written = [self.steps(part, held + min(place, 1)) for place, part in enumerate(node.parts)]
        parts, needs = (
            [steps for steps, _ in written],
            [min(place, 1) + need for place, (_, need) in enumerate(written)],
        )
        if not parts:
            joined = [{"x": (opcodes.X, 0.0), "y": (opcodes.Y, 0.0)}.get(node.kind, (opcodes.PUSH, node.value))]
        elif node.kind == "^":
            joined = _power(node, *parts)
        else:
            joined = _joined(parts, _code(node))
        if parts and all(map(_is_constant, parts)):
            joined, needs = [(opcodes.PUSH, self.constant(joined, node))], []
        elif any(operation == opcodes.PUSH for operation, _ in _code(node)):
            needs.append(2)
        need = max(needs, default=1)
        if held + need > MAX_DEPTH:
            raise ExpressionError(f"more than {MAX_DEPTH} values would have to be held here", self.text, node.position)
        return joined, need

    def constant(self, steps: Sequence[Step], node: Node) -> float:
        value: float = Program(tuple(steps), len(steps)).value(0.0, 0.0)
        if not np.isfinite(value):
            what = "is not a number" if np.isnan(value) else "is infinite or too large for floating point"
            raise ExpressionError(f"this part of the formula {what}", self.text, node.position)
        return value


def _is_constant(steps: Sequence[Step]) -> bool:
    return len(steps) == 1 and steps[0][0] == opcodes.PUSH


def _code(node: Node) -> tuple[Step, ...]:
    function = BY_NAME.get(node.kind)
    if function:
        return function.code
    return ((_OPERATIONS[node.kind], 0.0),) if node.kind in _OPERATIONS else ()


def _joined(parts: Sequence[list[Step]], code: tuple[Step, ...]) -> list[Step]:
    """The steps of an operation after those of its parts; one of two values is done again for each further one."""
    if len(parts) == 1:
        return [*parts[0], *code]
    joined = parts[0]
    for part in parts[1:]:
        joined = [*joined, *part, *code]
    return joined


def _power(node: Node, base: list[Step], exponent: list[Step]) -> list[Step]:  # noqa: PLR0911
    """A power in the form whose derivatives are exact for its constant exponent or base."""
    if _is_constant(exponent):
        c = exponent[0][1]
        if c == 0.0:
            return [(opcodes.PUSH, 1.0)]
        if c == 1.0:
            return base
        if c in range(2, MULTIPLIED_OUT + 1):
            return [*base, (opcodes.INTEGER_POWER, c)]
        return [*base, (opcodes.CONSTANT_EXPONENT, c)]
    if node.parts[0].kind == "e":
        return [*exponent, (opcodes.EXP, 0.0)]
    if _is_constant(base) and base[0][1] > 0.0:
        return [*exponent, (opcodes.CONSTANT_BASE, base[0][1])]
    return [*base, *exponent, (opcodes.POWER, 0.0)]
