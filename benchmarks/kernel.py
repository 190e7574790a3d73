"""The compiled loop on arrays that stay: what the engine costs without allocating its results."""

from collections.abc import Callable, Sequence
from typing import Any
from unittest import mock

import optimizers
from optimizers import Run, Trajectories
from optimizers.engine import compile as engine
from optimizers.engine import plain
from surfaces import Surface


def prepare(surface: Surface, runs: Sequence[Run], **settings: Any) -> tuple[Callable[[], None], Trajectories]:
    """Return a call that computes these runs again, and the trajectories whose arrays it fills.

    The arguments are those that `optimizers.run` hands to the loop, taken on their way, so that they
    cannot fall behind the loop's signature. `settings` are passed on to `optimizers.run`.
    """
    compiled = engine.COMPILER.wait()
    handed_over: list[tuple[Any, ...]] = []

    def compute(*arguments: Any) -> None:
        handed_over.append(arguments)
        compiled(*arguments)

    with mock.patch.object(plain, "paths", compute):
        trajectories = optimizers.run(surface, runs, engine="plain", **settings)

    if len(handed_over) == 1:
        (arguments,) = handed_over
        return lambda: compiled(*arguments), trajectories

    def again() -> None:
        for arguments in handed_over:
            compiled(*arguments)

    return again, trajectories
