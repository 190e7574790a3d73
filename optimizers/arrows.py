"""How a step is put together, as arrows: named vectors that an optimizer's entry declares as data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from inspect import signature
from typing import Any, Literal

# "gradient", "previous", "look" and "average" are parts or places of a step; "step" is the whole of it. A
# "direction" is drawn as long as the step, because its own length is no length in the plane; so are an "average" and
# a "slow" average beside it. A "box" gives half its width and height; "quadratic" gives slopes and curvatures
# (g_x, g_y, f_xx, f_xy, f_yy) of a local model.
Role = Literal["gradient", "previous", "look", "average", "slow", "step", "direction", "box", "quadratic"]


@dataclass(frozen=True)
class Arrow:
    """A vector of a step, for all steps of a run at once.

    `vector` takes arrays by name and returns one of shape (T, 2), (T, 5) for a "quadratic"; a "box" that is as wide
    as it is high may be (T, 1). The names are w, g (as
    the rule saw it) and the memory before the step, the same with `_new` after it, t, the hyperparameters, and
    `hessian` (T, 3); what is one number a step has the shape (T, 1). It starts at w, at the head of the arrow
    before it when `follows` is set, or at `tail`, another function of the same kind.
    """

    name: str
    role: Role
    vector: Callable[..., Any]
    follows: bool = False
    tail: Callable[..., Any] | None = None

    @property
    def asks_for(self) -> set[str]:
        """The names that its functions take."""
        tails = (self.tail,) if self.tail else ()
        return {name for function in (self.vector, *tails) for name in signature(function).parameters}

    def drawn(self, names: Mapping[str, Any]) -> tuple[Any, Any]:
        """Its tail, or None for where it starts without one, and its vector, both over all steps."""
        return (called(self.tail, names) if self.tail else None), called(self.vector, names)


def called(function: Callable[..., Any], names: Mapping[str, Any]) -> Any:
    """The function on what its parameters are called."""
    return function(*(names[name] for name in signature(function).parameters))


def known_names(memory: Sequence[str], hyperparameters: Sequence[str]) -> set[str]:
    """What an arrow of such a form may ask for."""
    kept = {"w", *memory}
    return kept | {f"{name}_new" for name in kept} | {"g", "t", "hessian", *hyperparameters}


def moved(w, w_new):
    """The step that was taken."""
    return w_new - w


def against(g):
    """Straight downhill, as far as the rule saw it."""
    return -g


def against_average(m_new):
    """Against the averaged gradient."""
    return -m_new


STEP = Arrow("the step", "step", moved)
DOWNHILL = Arrow("−g, drawn as long as the step", "direction", against)
# What every form shows that declares nothing else: where the step goes, and where the gradient alone would go.
USUAL: tuple[Arrow, ...] = (DOWNHILL, STEP)
# For forms with a first moment: what the averaging turned, and what the division by the size turned.
AVERAGED: tuple[Arrow, ...] = (
    DOWNHILL,
    Arrow("−m, drawn as long as the step", "average", against_average),
    STEP,
)


def within(reach: Callable[..., Any]) -> Arrow:
    """The box that no coordinate leaves in a step; `reach` is how far each may go, by the names that it takes."""
    return Arrow("as far as a coordinate may go", "box", reach)
