"""The page's scene: a race on a curve of the registry or on one that the user typed, and its link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import optimizers
import surfaces
from optimizers import Run
from surfaces import ExpressionError, Surface, TypedSurface

from .. import link
from ..link import Pairs
from ..run_text import number
from ..scene import Range, Scene

CURVES = tuple(surface.key for surface in surfaces.SURFACES if surface.dimensions == 1)
FIRST = CURVES[0]
RUNS = ("gd~learning_rate:0.1",)
START, STEPS = "5,0", "100"
LONGEST = 200
FORMULA, SPAN, MIRROR = "f", "span", "mirror"
WIDEST = 1e6


@lru_cache(maxsize=256)
def typed(formula: str, span: Range) -> TypedSurface:
    """The curve of a formula with its minima. Raises ExpressionError for what is not one of x alone."""
    return surfaces.searched(surfaces.from_expression(formula, x_range=span, dimensions=1))


@dataclass(frozen=True)
class CurveScene(Scene):
    """A race on a curve; with a `formula` it is that one, seen over `span`.

    With `mirrored` the positions from the start on the other side of 0 are shown as well.
    """

    formula: str = ""
    span: Range = (-6.0, 6.0)
    mirrored: bool = True

    @property
    def landscape(self) -> Surface:
        """The curve."""
        return typed(self.formula, self.span) if self.formula else super().landscape

    def with_formula(self, formula: str, span: Range) -> "CurveScene":
        """Move the race to a typed curve. Raises ExpressionError or ValueError that says what is wrong."""
        return self._moved(replace(self, formula=formula, span=span))

    def with_surface(self, key: str) -> "CurveScene":
        """Move the race to a curve of the registry."""
        values = surfaces.get(key).values
        return self._moved(replace(self, surface=key, parameters=values, formula=""))

    def _moved(self, to: "CurveScene") -> "CurveScene":
        old, new = self.landscape, to.landscape
        return replace(
            to,
            start=new.start,
            steps=new.steps,
            runs=tuple(_carried_over(run, old, new) for run in self.runs),
            ghosts=tuple(_carried_over(run, old, new) for run in self.ghosts),
            view=replace(self.view, zoom=None, step=None),
        )


def _carried_over(run: Run, old: Surface, new: Surface) -> Run:
    """A rate that was halved stays half of what the curve suggests."""
    setting = run.entry.hyperparameters[0]
    before, after = (optimizers.default_run(run.optimizer, surface).values[0] for surface in (old, new))
    rate = run.hyperparameters["learning_rate"] * after / before
    return run.with_settings(learning_rate=min(max(rate, setting.low), setting.high))


def own_pairs(scene: CurveScene) -> Pairs:
    """What the page's link has beside that of a race."""
    pairs: Pairs = []
    if scene.formula:
        pairs += [(FORMULA, scene.formula), (SPAN, ",".join(map(number, scene.span)))]
    if not scene.mirrored:
        pairs.append((MIRROR, "0"))
    return pairs


def from_query(query: Mapping[str, Sequence[str]]) -> tuple[CurveScene, list[str]]:
    """Return the scene of a link, and a sentence for each part of it that was ignored."""
    reader = link.Reader(query)

    def curve(key: str) -> str:
        if key not in CURVES:
            raise ValueError(f"it must be one of {', '.join(CURVES)}")
        return key

    def span(text: str) -> Range:
        low, high = (float(part) for part in text.split(","))
        surfaces.from_expression("x", x_range=(low, high))
        return low, high

    surface = reader.take("surface", curve, FIRST)
    seen = reader.take(SPAN, span, CurveScene.span)

    def formula(text: str) -> str:
        typed(text, seen)
        return text

    written = reader.take(FORMULA, formula, "")
    mirrored = reader.take(MIRROR, _flag, True)
    rest = {"start": [START], "steps": [STEPS], "run": list(RUNS)} if not written else {"run": list(RUNS)}
    scene, ignored = link.from_query({**rest, **reader.left, "surface": [surface]})
    made = CurveScene(**{**scene.__dict__, "formula": written, "span": seen, "mirrored": mirrored})
    if written:
        land = made.landscape
        made = replace(
            made,
            start=made.start if "start" in query else land.start,
            steps=made.steps if "steps" in query else land.steps,
            runs=made.runs if "run" in query else (optimizers.default_run(optimizers.get("gd"), land),),
        )
    return replace(made, start=(made.start[0], 0.0)), reader.ignored + ignored


def _flag(text: str) -> bool:
    if text not in {"0", "1"}:
        raise ValueError("it must be 0 or 1")
    return text == "1"


def complaint(error: Exception) -> str:
    """What to say about a formula or a span that does not fit."""
    return str(error) if isinstance(error, ExpressionError) else str(error.args[0])
