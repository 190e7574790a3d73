"""What a formula is once it has been read."""

from typing import NamedTuple


class Node(NamedTuple):
    """A number, a name or an operation on other nodes.

    `kind` is "number", "x", "y", "pi", "e", one of + - * / ^, "negative", or the name of a function.
    `position` is where it stands in the text; `value` and `digits` belong to a number.
    """

    kind: str
    position: int
    parts: tuple["Node", ...] = ()
    value: float = 0.0
    digits: str = ""
