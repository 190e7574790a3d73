"""The scene: everything that the user chose, as one frozen value."""

from dataclasses import dataclass, replace

import optimizers
from optimizers import Run, Schedule, Stop
from surfaces import Surface

from . import formula as formulas
from .formula import OWN, Formula, land

NO_STOP = Stop()
FIRST_RACE = ("gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")
STEPS = (1, 10_000)
COORDINATE = 1e6
TOLERANCE = (1e-12, 1.0)
NOISE = (0.0, 100.0)
SEED = (0, 2**31 - 1)
MOST_RUNS = 48
REPETITIONS = (1, 200)
# Sides of a grid of starts; how many a brush may paint.
SIDES = (0, 64)
MOST_PAINTED = 150
MOST_GHOSTS = 8
CURVES = ("loss", "slope", "rate", "step", "effective", "memory", "change")
SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 10.0)
# The landscape as a contour, as a surface in space, or both.
LOOKS = ("contour", "both", "space")
# All runs on one landscape, one a panel, or this scene against the one beside it.
LAYOUTS = ("overlay", "panels", "versus")
CAMERA = 50.0

Range = tuple[float, float]


@dataclass(frozen=True)
class View:
    """How the scene is looked at.

    `zoom` is None for the surface's own view, `step` None to play from the start; `hidden` and `selected`
    name runs by position, ghosts after the others. `layout` is one of LAYOUTS, `look` one of LOOKS, `camera` where
    the surface in space is seen from (x, y, z of the eye, then of what it looks at, in lengths of the drawn box),
    None for the usual place. `inspect` opens the step inspector on the selected run, and `curve` is one of CURVES.
    What the stage asks for meanwhile is in no link: `detail` is the run to be shown in detail, `explain` the
    number of the update to be explained, `probe` the point to be described.
    """

    zoom: tuple[Range, Range] | None = None
    step: int | None = None
    speed: float = 1.0
    loop: bool = False
    hidden: frozenset[int] = frozenset()
    selected: int = 0
    look: str = LOOKS[0]
    camera: tuple[float, ...] | None = None
    layout: str = LAYOUTS[0]
    inspect: bool = False
    curve: str = CURVES[0]
    detail: int | None = None
    explain: int | None = None
    probe: tuple[float, float] | None = None


@dataclass(frozen=True)
class Drops:
    """Many starts dropped at once, to see where each ends.

    `run` names a run by position, `side` asks for a grid of side × side starts (0: none), `painted` are starts
    that a brush left.
    """

    run: int = 0
    side: int = 0
    painted: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Scene:
    """A race: surface, start, runs with their settings, when to stop, and the view.

    `schedule` holds for every run that has none of its own. `ghosts` race along: they are runs as they were
    when they were pinned, which no control changes any more. `fresh` gives every run draws of its own, and
    `repetitions` is how often the race is run in all, with other draws each time; both ask for noise. `beside` is the
    scene that this one is compared with, frozen: no control changes it either, and nothing stands beside it.
    `typed` is the user's own formula, whether it is raced on or not, and `draft` what was typed since and is no
    formula yet.
    """

    surface: str
    parameters: tuple[float, ...]
    start: tuple[float, float]
    runs: tuple[Run, ...]
    steps: int
    schedule: Schedule | None = None
    stop: Stop = NO_STOP
    tolerance: float = 1e-3
    noise: float = 0.0
    seed: int = 0
    fresh: bool = False
    repetitions: int = 1
    drops: Drops = Drops()
    ghosts: tuple[Run, ...] = ()
    beside: "Scene | None" = None
    typed: Formula = formulas.FIRST
    draft: Formula | None = None
    view: View = View()

    @property
    def landscape(self) -> Surface:
        """The surface with this scene's parameters."""
        surface = land(self.surface, self.typed)
        names = (parameter.name for parameter in surface.parameters)
        return surface.with_parameters(**dict(zip(names, self.parameters, strict=True)))

    @property
    def raced(self) -> tuple[Run, ...]:
        """Everything that races, ghosts last."""
        return self.runs + self.ghosts

    def frozen(self, hidden: frozenset[int]) -> "Scene":
        """This scene as another is compared with it: alone, and looked at as a whole, without the `hidden` runs."""
        return replace(self, beside=None, view=View(hidden=hidden, selected=max(len(self.runs) - 1, 0)))

    def with_surface(self, key: str) -> "Scene":
        """Move the race to another surface, to its own start, steps and parameters.

        Learning rates change by as much as the two surfaces' suggestions differ: one that was halved stays
        halved.
        """
        old, new = land(self.surface, self.typed), land(key, self.typed)
        return replace(
            self,
            surface=key,
            draft=None,
            parameters=new.values,
            start=new.start,
            steps=new.steps,
            runs=tuple(_carried_over(run, old, new) for run in self.runs),
            ghosts=tuple(_carried_over(run, old, new) for run in self.ghosts),
            drops=replace(self.drops, painted=()),
            view=replace(self.view, zoom=None, step=None, probe=None),
        )

    def as_typed(self, formula: Formula) -> Formula:
        """A formula that was typed, as this scene takes it."""
        return formula

    def with_typed(self, formula: Formula) -> "Scene":
        """Put another formula in the place of the user's own.

        Rates change as with another surface. The start and the steps stay where the user chose them, if the
        start is in the new view, and else are those that the formula suggests.
        """
        changed = replace(self, typed=formula, draft=None)
        if self.surface != OWN:
            return changed
        old, new = self.landscape, changed.landscape
        moved = self.start != old.start and _inside(self.start, new)
        return replace(
            changed,
            start=self.start if moved else new.start,
            steps=new.steps if self.steps == old.steps else self.steps,
            runs=tuple(_carried_over(run, old, new) for run in self.runs),
            ghosts=tuple(_carried_over(run, old, new) for run in self.ghosts),
            view=replace(self.view, zoom=None),
        )


def _inside(start: tuple[float, float], surface: Surface) -> bool:
    ranges = (surface.x_range, surface.y_range)[: surface.dimensions]
    return all(low <= at <= high for at, (low, high) in zip(start, ranges, strict=False))


def _carried_over(run: Run, old: Surface, new: Surface) -> Run:
    setting = run.entry.hyperparameters[0]
    before, after = (optimizers.default_run(run.optimizer, surface).values[0] for surface in (old, new))
    rate = run.hyperparameters["learning_rate"]
    rate = after if rate == before else rate * after / before
    return run.with_settings(learning_rate=min(max(rate, setting.low), setting.high))


def first_scene(surface: str = "beale", keys: tuple[str, ...] = FIRST_RACE, formula: Formula = formulas.FIRST) -> Scene:
    """The race that greets a visitor, or that of other optimizers, each with the settings it suggests."""
    chosen = land(surface, formula)
    runs = tuple(optimizers.default_run(optimizers.get(key), chosen) for key in keys)
    view = View(selected=len(runs) - 1)
    return Scene(surface, chosen.values, chosen.start, runs, chosen.steps, typed=formula, view=view)
