"""The page's scene: a race on a curve of the registry or on the user's own, and its link."""

from dataclasses import dataclass, replace

import optimizers
import surfaces

from .. import link
from ..formula import FIRST_CURVE, OWN, Formula, land, to_pairs
from ..link import Pairs
from ..run_text import number, write_run
from ..scene import Scene

CURVES = tuple(surface.key for surface in surfaces.SURFACES if surface.dimensions == 1)
FIRST = CURVES[0]
RUNS = ("gd~learning_rate:0.1",)
START, STEPS = "5,0", "100"
MIRROR = "mirror"


@dataclass(frozen=True)
class CurveScene(Scene):
    """A race on a curve; the user's own formula is one of x alone.

    With `mirrored` the positions from the start on the other side of 0 are shown as well.
    """

    typed: Formula = FIRST_CURVE
    mirrored: bool = True

    def as_typed(self, formula: Formula) -> Formula:
        """A formula that was typed, as a curve: one with y is a mistake."""
        return replace(formula, dimensions=1)


def own_pairs(scene: CurveScene) -> Pairs:
    """What the page's link has beside that of a race."""
    return [] if scene.mirrored else [(MIRROR, "0")]


def from_query(query: link.Query) -> tuple[CurveScene, list[str]]:
    """Return the scene of a link, and a sentence for each part of it that was ignored."""
    own, other = link.split(query)
    scene, ignored = _read(own)
    if other:
        beside, more = _read(link.split(other)[0])
        scene = replace(scene, beside=beside.frozen(beside.view.hidden))
        ignored += [link.BESIDE_PREFIX + sentence for sentence in more]
    return scene, ignored


def _read(query: link.Query) -> tuple[CurveScene, list[str]]:
    reader = link.Reader(query)

    def curve(key: str) -> str:
        if key not in (*CURVES, OWN):
            raise ValueError(f"it must be one of {', '.join((*CURVES, OWN))}")
        return key

    written = link.read_formula(reader, only=1)
    surface = reader.take("surface", curve, OWN if written else FIRST)
    typed = written or FIRST_CURVE
    mirrored = reader.take(MIRROR, _flag, True)
    for text in reader.left.pop("dimensions", []):
        reader.ignore("dimensions", text, "a curve has one")
    if surface == OWN:
        usual = {name: [value] for name, value in to_pairs(typed, number)}
        usual["run"] = [write_run(optimizers.default_run(optimizers.get("gd"), land(OWN, typed)))]
    else:
        usual = {"start": [START], "steps": [STEPS], "run": list(RUNS)}
    scene, ignored = link.from_query({**usual, **reader.left, "surface": [surface]})
    made = CurveScene(**{**scene.__dict__, "typed": typed, "mirrored": mirrored})
    return replace(made, start=(made.start[0], 0.0)), reader.ignored + ignored


def _flag(text: str) -> bool:
    if text not in {"0", "1"}:
        raise ValueError("it must be 0 or 1")
    return text == "1"
