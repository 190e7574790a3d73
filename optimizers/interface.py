"""What an optimizer is: its forms, their rules as code and as LaTeX, its hyperparameters and its memory."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from inspect import signature
from math import inf
from typing import Any, Literal

from .arrows import USUAL, Arrow, known_names

Family = Literal["gradient", "momentum", "adaptive", "accumulating", "sign"]
Scale = Literal["linear", "log", "complement"]
Kind = Literal["real", "integer", "switch"]


@dataclass(frozen=True)
class Hyperparameter:
    """A number that the user sets.

    `low` and `high` bound what is accepted. `scale` says how a slider should move: "log", or
    "complement" for decay rates, which are felt as 1 - value on a log scale (0.9, 0.99, 0.999 are
    equally far apart). `note` tells in a sentence what turning it does. Where 0 stands for no limit,
    infinity is accepted for it as well.
    """

    name: str
    symbol: str
    default: float
    low: float
    high: float
    scale: Scale = "linear"
    note: str = ""
    kind: Kind = "real"
    zero_is_unlimited: bool = False

    def check(self, value: Any, owner: str) -> float:
        """Return `value` as a float. Raises ValueError that names the hyperparameter and its range."""
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise ValueError(f"{self.name} of {owner} must be a number; got {value!r}") from None
        if self.zero_is_unlimited and number == inf:
            return 0.0
        if not self.low <= number <= self.high:
            raise ValueError(f"{self.name} of {owner} must be within {self.low:g} … {self.high:g}; got {number:g}")
        if self.kind != "real" and number != int(number):
            raise ValueError(f"{self.name} of {owner} must be a whole number; got {number:g}")
        return number


def checked(parameters: Sequence[Any], given: Mapping[str, Any], owner: str) -> tuple[Any, ...]:
    """Return the values of `parameters` in order, each checked by it; what is not given takes its default.

    Raises ValueError for a name that is not among them and for a value out of range, naming what is allowed.
    """
    for name in given:
        if name not in {p.name for p in parameters}:
            known = ", ".join(p.name for p in parameters) or "none"
            raise ValueError(f"{owner} has no hyperparameter {name!r}; it has: {known}")
    return tuple(p.check(given.get(p.name, p.default), owner) for p in parameters)


@dataclass(frozen=True)
class Derived:
    """A quantity of the paper that the rule does not give a name of its own: the corrected m̂, say.

    `formula` takes numbers by the rule's names for memory (as it is after the step), t and hyperparameters, and
    returns the quantity of one coordinate.
    """

    symbol: str
    formula: Callable[..., Any]


@dataclass(frozen=True)
class Form:
    """One way in which an optimizer is written down.

    `rule` is a plain function over flat vectors of any length that updates its arguments in place:
    `rule(w, g, *memory, t, learning_rate, *hyperparameters)`, with t = 1 at the first update.
    `update` is the same rule in LaTeX, one line per assignment.

    A rule that asks for more works in the plane. It is `probing` when it takes gradients elsewhere than
    at w, and asks for the Hessian when `hessian` is set; before t it then takes `gradient_at`,
    `hessian_at` and `landscape`, those that it asked for: `gradient_at(landscape, x, y)` returns
    (f, df/dx, df/dy), `hessian_at(landscape, x, y)` returns (f_xx, f_xy, f_yy). Each call is counted as an
    evaluation; the gradient that the rule is handed counts as another when `reads_gradient` is set.

    After its memory a rule takes its `inputs`: rows that the engine fills before each step ("mask": which
    coordinates the gradient has), and then, when `workspace` is not 0, an array of that many rows of
    which no record is kept. Memory is 0 at first, or what the hyperparameter is that `initial` pairs with its
    name (("step", "learning_rate"), say); a workspace holds anything.

    `coupled` tells that the step in one coordinate depends on the slopes in the others.

    `torch` is the same optimizer as a call of PyTorch, with the hyperparameters' names in braces; it is empty where
    PyTorch has none.

    `derived` quantities are shown beside the rule's own when a step is explained; `arrows` tell how it is put
    together.

    When `wraps` is set the rule follows another optimizer's rule at each step. Its one row of memory holds
    the start at first, and its learning rate is the other's.
    """

    key: str
    name: str
    rule: Callable[..., None]
    update: tuple[str, ...]
    hyperparameters: tuple[Hyperparameter, ...]
    memory: tuple[str, ...] = ()
    initial: tuple[tuple[str, str], ...] = ()
    note: str = ""
    source: str = ""
    probing: bool = False
    hessian: bool = False
    reads_gradient: bool | None = None
    inputs: tuple[str, ...] = ()
    workspace: int = 0
    coupled: bool = False
    torch: str = ""
    wraps: bool = False
    derived: tuple[Derived, ...] = ()
    arrows: tuple[Arrow, ...] = USUAL

    def __post_init__(self) -> None:
        """Refuse an entry whose names and order differ from its rule's signature."""
        if self.reads_gradient is None:
            object.__setattr__(self, "reads_gradient", not self.probing)
        room = ("workspace",) if self.workspace else ()
        settings = (h.name for h in self.hyperparameters)
        declared = ("w", "g", *self.memory, *self.inputs, *room, *self.probes, "t", *settings)
        written = tuple(signature(self.rule).parameters)
        if declared != written:
            raise ValueError(f"form {self.key!r}: the entry declares {declared}, the rule takes {written}")
        known = known_names(self.memory, [h.name for h in self.hyperparameters])
        for arrow in self.arrows:
            if not arrow.asks_for <= known:
                unknown = ", ".join(sorted(arrow.asks_for - known))
                raise ValueError(f"form {self.key!r}: the arrow {arrow.name!r} asks for {unknown}")
        if not self.hyperparameters or self.hyperparameters[0].name != "learning_rate":
            raise ValueError(f"form {self.key!r}: the first hyperparameter must be learning_rate")

        for name, setting in self.initial:
            if name not in self.memory or setting not in (h.name for h in self.hyperparameters):
                raise ValueError(f"form {self.key!r}: {name!r} cannot begin at {setting!r}")

    def first_memory(self, values: Sequence[float]) -> tuple[float, ...]:
        """What each row of memory holds before the first step, for hyperparameters of these values."""
        settings = dict(zip((h.name for h in self.hyperparameters), values, strict=True))
        begins = dict(self.initial)
        return tuple(settings[begins[name]] if name in begins else 0.0 for name in self.memory)

    @property
    def probes(self) -> tuple[str, ...]:
        """The names under which the rule asks for evaluations of its own."""
        asked = ("gradient_at",) * self.probing + ("hessian_at",) * self.hessian
        return (*asked, "landscape") if asked else ()

    @property
    def rows(self) -> int:
        """How many rows of scratch memory the rule works on."""
        return len(self.memory) + len(self.inputs) + self.workspace


@dataclass(frozen=True)
class Optimizer:
    """An optimizer with its forms, the default form first.

    `family` says how its step follows the gradient, which decides the learning rate that a surface
    suggests for it (see `surfaces.interface.Surface.learning_rates`), unless one `rate` suits all surfaces.
    `cites` are the keys of the works in `assets/works.bib` that it comes from.
    """

    key: str
    name: str
    idea: str
    family: Family
    forms: tuple[Form, ...]
    source: str
    note: str = ""
    rate: float | None = None
    cites: tuple[str, ...] = ()

    def form(self, key: str | None = None) -> Form:
        """Return the form with this key, or the default form. Raises ValueError that lists the forms."""
        if key is None:
            return self.forms[0]
        for form in self.forms:
            if form.key == key:
                return form
        known = ", ".join(form.key for form in self.forms)
        raise ValueError(f"{self.key} has no form {key!r}; it has: {known}")

    @property
    def hyperparameters(self) -> tuple[Hyperparameter, ...]:
        """The hyperparameters of all forms, each name once, the default form's first."""
        by_name: dict[str, Hyperparameter] = {}
        for form in self.forms:
            for hyperparameter in form.hyperparameters:
                by_name.setdefault(hyperparameter.name, hyperparameter)
        return tuple(by_name.values())

    @property
    def update(self) -> dict[str, str]:
        """The update rule of each form as LaTeX."""
        return {form.key: r" \\ ".join(form.update) for form in self.forms}

    @property
    def memory(self) -> tuple[str, ...]:
        """The names of the state that any form keeps between steps."""
        return tuple(dict.fromkeys(name for form in self.forms for name in form.memory))


def learning_rate(default: float = 0.01) -> Hyperparameter:
    """The learning rate η, which every optimizer has."""
    note = "The size of a step. Too small crawls; too large oscillates, then diverges."
    return Hyperparameter("learning_rate", "η", default, 1e-6, 100.0, "log", note)


def decay(name: str, symbol: str, default: float, note: str) -> Hyperparameter:
    """A decay rate between 0 and 0.99999: the memory spans about 1 / (1 - value) steps."""
    return Hyperparameter(name, symbol, default, 0.0, 0.99999, "complement", note)


def epsilon(
    default: float, note: str = "Keeps the division finite; larger values make the step follow the gradient again."
) -> Hyperparameter:
    """The small constant ε beside or inside a root; 0 is allowed."""
    return Hyperparameter("epsilon", "ε", default, 0.0, 1.0, "log", note)


def weight_decay(
    default: float = 0.0, note: str = "Pulls every coordinate towards 0, by adding this times w to the gradient."
) -> Hyperparameter:
    """The strength λ of the pull towards the origin."""
    return Hyperparameter("weight_decay", "λ", default, 0.0, 1.0, "linear", note)


def switch(name: str, symbol: str, default: bool, note: str) -> Hyperparameter:
    """A choice between off (0) and on (1)."""
    return Hyperparameter(name, symbol, float(default), 0.0, 1.0, "linear", note, kind="switch")
