"""Functions of a surface's parameters as trees of plain data, which a page evaluates to the same bits.

A function is called once with numbers that only write down what is done to them. A tree is a number, a parameter's
name, or [operation, tree, …]. The function must not branch on its parameters, and may use arithmetic, `radians`
and the elementary functions that the module for pages brings along.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

from surfaces import Surface
from surfaces.elementwise import rescoped

from .. import symbols

Tree = float | str | list[Any]


class Written:
    """A number that is a tree."""

    def __init__(self, tree: Tree) -> None:
        """Begin with a parameter's name, or with what was made of others."""
        self.tree = tree

    def __add__(self, other: Any) -> "Written":
        return Written(["+", self.tree, tree_of(other)])

    def __radd__(self, other: Any) -> "Written":
        return Written(["+", tree_of(other), self.tree])

    def __sub__(self, other: Any) -> "Written":
        return Written(["-", self.tree, tree_of(other)])

    def __rsub__(self, other: Any) -> "Written":
        return Written(["-", tree_of(other), self.tree])

    def __mul__(self, other: Any) -> "Written":
        return Written(["*", self.tree, tree_of(other)])

    def __rmul__(self, other: Any) -> "Written":
        return Written(["*", tree_of(other), self.tree])

    def __truediv__(self, other: Any) -> "Written":
        return Written(["/", self.tree, tree_of(other)])

    def __rtruediv__(self, other: Any) -> "Written":
        return Written(["/", tree_of(other), self.tree])


def tree_of(value: Any) -> Tree:
    """The tree of a number, whatever it is made of."""
    return value.tree if isinstance(value, Written) else float(value)


def _calling(name: str) -> Callable[..., Written]:
    return lambda *given: Written([name, *map(tree_of, given)])


# An angle in radians is a product in the C library, too.
NAMES: dict[str, Any] = {name: _calling(name) for name in symbols.SIGNATURES}
NAMES["radians"] = lambda angle: Written(["*", tree_of(angle), math.pi / 180.0])


def written(function: Callable[..., Sequence[Any]], names: Sequence[str]) -> list[Tree]:
    """What a function returns for parameters of these names, as trees."""
    return [tree_of(value) for value in rescoped(function, NAMES)(*map(Written, names))]


def constants(surface: Surface) -> list[Tree]:
    """What the surface's kernel takes after x and y, as trees over the surface's parameters."""
    names = [parameter.name for parameter in surface.parameters]
    return list(names) if surface.prepare is None else written(surface.prepare, names)
