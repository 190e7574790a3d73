"""What shortens the compilation by a quarter without changing a bit of what is compiled."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from numba import types

from .options import PRIVATE

# Where Numba asks. A private place: if it has moved, compiling takes longer, no more.
OWNER: Any = types.Function.__base__


@contextmanager
def in_haste() -> Iterator[None]:
    """Compile sooner within this context."""
    with collector_at_rest(), answers_remembered():
        yield


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep Python's garbage collector from walking over the compiler's millions of objects: a tenth of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def answers_remembered() -> Iterator[None]:
    """Let Numba find out once what an operator makes of numbers of given types: a sixth of its time.

    It asks every candidate anew for each of the fourteen thousand operations of the loop, of which fewer than
    two hundred differ.
    """
    asked = vars(OWNER).get("get_call_type") if PRIVATE else None
    if asked is None:
        yield
        return
    answers: dict[Any, Any] = {}

    def get_call_type(self: Any, context: Any, args: Any, kws: Any) -> Any:
        if kws or not all(isinstance(kind, types.Number | types.Boolean) for kind in args):
            return asked(self, context, args, kws)
        question = (self, context, args)
        if question not in answers:
            answers[question] = asked(self, context, args, kws)
        return answers[question]

    OWNER.get_call_type = get_call_type
    try:
        yield
    finally:
        OWNER.get_call_type = asked
