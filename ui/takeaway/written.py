"""Our own plain functions as text, with every helper and constant that they name."""

import inspect
import math
import re
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType
from typing import Any

import numpy as np

from surfaces.elementwise import IEEE

# Names that the script has for itself.
RESERVED = frozenset(
    {
        *("np", "torch", "START", "walk", "surface", "curvature", "bounded", "Rule", "noise"),
        *("loss_at", "typed", "typed_curvature"),
    }
)


class Written:
    """Collects functions, each once under a name of its own, with what they need before them."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.names: dict[Any, str] = {}
        self.constants: list[str] = []
        self.functions: list[str] = []
        self.from_math: set[str] = set()
        self.from_numpy: set[str] = set()

    def name(self, function: Callable[..., Any], wanted: str | None = None) -> str:
        """The name under which `function` stands in the text; it is added when it is not there yet."""
        if function not in self.names:
            self.names[function] = self._free(wanted or function.__name__, function.__module__)
            self._add(function)
        return self.names[function]

    def imports(self) -> list[str]:
        """The import lines that the collected text needs."""
        lines = [f"from math import {', '.join(sorted(self.from_math))}"] if self.from_math else []
        # Under these 1/0 is infinite and the root of -1 not a number, where those of math raise.
        return lines + ([f"from numpy import {', '.join(sorted(self.from_numpy))}"] if self.from_numpy else [])

    def _free(self, wanted: str, module: str) -> str:
        taken = RESERVED | set(self.names.values()) | IEEE.keys()
        if wanted not in taken:
            return wanted
        return self._free(f"{module.rpartition('.')[2]}_{wanted}", module)

    def _add(self, function: Callable[..., Any]) -> None:
        if not isinstance(function, FunctionType):
            raise TypeError(f"{function!r} is not a plain function")
        text = inspect.getsource(function)
        text = re.sub(r"  # noqa.*", "", text)
        renamed = {function.__name__: self.names[function]}
        for name in dict.fromkeys(_named(function.__code__)):
            if name in function.__globals__:
                renamed[name] = self._global(name, function.__globals__[name], function)
        for old, new in renamed.items():
            if old != new:
                text = re.sub(rf"(?<![.\w]){old}(?!\w)", new, text)
        self.functions.append(text.rstrip())

    def _global(self, name: str, value: Any, user: Callable[..., Any]) -> str:
        """Bring in one thing that a function names; return its name in the text."""
        if isinstance(value, FunctionType):
            return self.name(value)
        if name in IEEE:
            self.from_numpy.add(name)
        elif value is getattr(math, name, None):
            self.from_math.add(name)
        elif isinstance(value, np.generic):
            return self._constant(name, f"np.{type(value).__name__}({int(value)})", user)
        elif value is np.uint64:
            self.from_numpy.add(name)
        elif isinstance(value, bool | int | float | tuple):
            return self._constant(name, repr(value), user)
        else:
            raise TypeError(f"{user.__name__} names {name}, which cannot be written down")
        return name

    def _constant(self, name: str, text: str, user: Callable[..., Any]) -> str:
        key = (user.__module__, name)
        if key not in self.names:
            self.names[key] = self._free(name, user.__module__)
            self.constants.append(f"{self.names[key]} = {text}")
        return self.names[key]


def _named(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _named(constant)
