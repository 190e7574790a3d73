"""The scene as a link, and back.

Reading never fails: what is broken, old or hostile is left out, and a sentence per part says so.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import surfaces
from optimizers import Run, Schedule, Stop
from surfaces import ExpressionError, Surface

from . import formula as formulas
from . import scene as bounds
from .formula import OWN, Formula
from .run_text import number, read_run, read_schedule, write_run, write_schedule
from .scene import Drops, Scene, View, first_scene

Pairs = list[tuple[str, str]]
T = TypeVar("T")

LONGEST = 400
PARAMETER_PREFIX = "surface."
BESIDE_PREFIX = "b."
# So many painted starts stand in one part of a link, however many digits they have.
PAINTED_TOGETHER = 8
FORMULA_NAMES = ("formula", "x_range", "y_range", "dimensions")
# These the browser keeps up to date by itself: they change nothing that is computed.
VIEW_NAMES = ("zoom", "at", "speed", "loop", "hidden", "selected", "layout", "look", "camera", "inspect", "curve")


def to_pairs(scene: Scene) -> Pairs:
    """Return the scene as query parameters; what equals the default is left out."""
    surface = scene.landscape
    pairs: Pairs = [("surface", scene.surface)]
    if scene.surface == OWN:
        pairs += formulas.to_pairs(scene.typed, number)
    for parameter, value in zip(surface.parameters, scene.parameters, strict=True):
        if value != parameter.default:
            pairs.append((PARAMETER_PREFIX + parameter.name, number(value)))
    pairs.append(("start", ",".join(map(number, scene.start))))
    pairs.append(("steps", str(scene.steps)))
    pairs += [("run", write_run(run)) for run in scene.runs] or [("run", "none")]
    pairs += [("pinned", write_run(run)) for run in scene.ghosts]
    default = first_scene(scene.surface, formula=scene.typed)
    if scene.schedule is not None:
        pairs.append(("schedule", write_schedule(scene.schedule)))
    settings = (
        ("stop_gradient", scene.stop.gradient_norm, default.stop.gradient_norm),
        ("stop_loss", scene.stop.loss_change, default.stop.loss_change),
        ("tolerance", scene.tolerance, default.tolerance),
        ("noise", scene.noise, default.noise),
        ("seed", scene.seed, default.seed),
        ("fresh", int(scene.fresh), int(default.fresh)),
        ("repetitions", scene.repetitions, default.repetitions),
    )
    pairs += [(name, number(value)) for name, value, usual in settings if value != usual]
    pairs += _write_drops(scene.drops)
    pairs += _write_view(scene.view, len(scene.runs))
    return pairs + [(BESIDE_PREFIX + name, value) for name, value in to_pairs(scene.beside)] if scene.beside else pairs


def to_short_pairs(scene: Scene) -> Pairs:
    """Return the shortest pairs that open the same race: what the surface's first race has as well is left out."""
    usual = to_pairs(first_scene(scene.surface, formula=scene.typed))
    pairs = [pair for pair in to_pairs(replace(scene, beside=None)) if pair[0] not in VIEW_NAMES]
    others = {pair for pair in usual if pair[0] not in ("surface", "run", *FORMULA_NAMES)}
    if [pair for pair in pairs if pair[0] == "run"] == [pair for pair in usual if pair[0] == "run"]:
        others |= {pair for pair in usual if pair[0] == "run"}
    return [pair for pair in pairs if pair not in others]


def _write_drops(drops: Drops) -> Pairs:
    pairs: Pairs = []
    if drops.side or drops.painted:
        pairs.append(("basins", f"{drops.run},{drops.side}"))
    for first in range(0, len(drops.painted), PAINTED_TOGETHER):
        some = drops.painted[first : first + PAINTED_TOGETHER]
        pairs.append(("painted", ",".join(number(value) for place in some for value in place)))
    return pairs


def _read_drops(reader: "Reader", runs: int) -> Drops:
    def basins(text: str) -> tuple[int, int]:
        run, _, side = text.partition(",")
        return _whole(run, 0, max(runs - 1, 0)), _whole(side, *bounds.SIDES)

    def painted(text: str) -> list[tuple[float, float]]:
        values = _floats(text, 2 * max(1, (text.count(",") + 1) // 2))
        return list(zip(values[::2], values[1::2], strict=True))

    run, side = reader.take("basins", basins, (0, 0))
    places = [place for some in reader.take_all("painted", painted, most=bounds.MOST_PAINTED) for place in some]
    if len(places) > bounds.MOST_PAINTED:
        reader.ignore("painted", "…", f"at most {bounds.MOST_PAINTED} starts")
    return Drops(run, side, tuple(places[: bounds.MOST_PAINTED]))


def _write_view(view: View, runs: int) -> Pairs:
    pairs: Pairs = []
    if view.zoom is not None:
        pairs.append(("zoom", ",".join(number(edge) for axis in view.zoom for edge in axis)))
    if view.step is not None:
        pairs.append(("at", str(view.step)))
    if view.speed != 1.0:
        pairs.append(("speed", number(view.speed)))
    if view.loop:
        pairs.append(("loop", "1"))
    if view.hidden:
        pairs.append(("hidden", ",".join(map(str, sorted(view.hidden)))))
    if view.selected != runs - 1:
        pairs.append(("selected", str(view.selected)))
    if view.layout != bounds.LAYOUTS[0]:
        pairs.append(("layout", view.layout))
    if view.look != bounds.LOOKS[0]:
        pairs.append(("look", view.look))
    if view.camera is not None:
        pairs.append(("camera", ",".join(map(number, view.camera))))
    if view.inspect:
        pairs.append(("inspect", "1"))
    if view.curve != bounds.CURVES[0]:
        pairs.append(("curve", view.curve))
    return pairs


def _floats(text: str, count: int, low: float = -bounds.COORDINATE, high: float = bounds.COORDINATE) -> list[float]:
    values = [float(part) for part in text.split(",")]
    if len(values) != count:
        raise ValueError(f"it needs {count} number{'s' * (count > 1)}")
    for value in values:
        if not (math.isfinite(value) and low <= value <= high):
            raise ValueError(f"numbers must be within {low:g} … {high:g}")
    return values


def _whole(text: str, low: int, high: int) -> int:
    value = int(text)
    if not low <= value <= high:
        raise ValueError(f"it must be within {low} … {high}")
    return value


class Reader:
    """Takes the parts of a link one by one and collects what had to be ignored."""

    def __init__(self, query: Mapping[str, Sequence[str]]) -> None:
        """Begin with all parts of a query left to take."""
        self.left = {name: [str(value) for value in values] for name, values in query.items()}
        self.ignored: list[str] = []

    def ignore(self, name: str, text: str, why: str) -> None:
        """Note that a part of the link is left out."""
        shown = text if len(text) <= 60 else text[:57] + "…"
        self.ignored.append(f"{name}={shown}: {why}")

    def take(self, name: str, read: Callable[[str], T], otherwise: T, longest: int = LONGEST) -> T:
        """The value under a name, or `otherwise` when it is missing or broken."""
        return next(iter(self.take_all(name, read, 1, longest)), otherwise)

    def take_all(self, name: str, read: Callable[[str], T], most: int, longest: int = LONGEST) -> list[T]:
        """All values under a name that can be read, up to `most`."""
        taken: list[T] = []
        for text in self.left.pop(name, []):
            if len(taken) >= most:
                self.ignore(name, text, f"at most {most} of these")
                break
            try:
                if len(text) > longest:
                    raise ValueError(f"longer than {longest} characters")
                taken.append(read(text))
            except (ValueError, OverflowError, LookupError) as error:
                self.ignore(name, text, _plain(error))
        return taken


def _plain(error: Exception) -> str:
    """Say what was wrong without Python's own phrasing."""
    text = str(error.args[0]) if error.args else "not understood"
    return "not a number" if text.startswith(("could not convert", "invalid literal")) else text


def _read_parameters(reader: Reader, surface: Surface) -> tuple[float, ...]:
    values = {}
    for parameter in surface.parameters:

        def read(text: str, name: str = parameter.name) -> float:
            surface.with_parameters(**{name: float(text)})
            return float(text)

        values[parameter.name] = reader.take(PARAMETER_PREFIX + parameter.name, read, parameter.default)
    return surface.with_parameters(**values).values


def read_formula(reader: Reader, only: int | None = None) -> Formula | None:
    """The user's own formula; where it cannot be drawn, none, and what belongs to it is dropped with it.

    With `only` 1 it is one of x alone, and there is no choice of dimensions.
    """

    def edges(text: str) -> bounds.Range:
        low, high = _floats(text, 2)
        formulas.surface(Formula("x", (low, high)))
        return low, high

    def formula(text: str) -> Formula:
        typed = Formula(text, x_range, y_range, dimensions)
        try:
            formulas.surface(typed)
        except ExpressionError as error:
            raise ValueError(formulas.in_words(error)) from None
        return typed

    usual = Formula("")
    x_range = reader.take("x_range", edges, usual.x_range)
    y_range = reader.take("y_range", edges, usual.y_range)
    dimensions = only
    if only is None:
        dimensions = reader.take("dimensions", lambda text: _whole(text, 2, 2), dimensions)
    found: Formula | None = None
    return reader.take("formula", formula, found)


def _read_view(reader: Reader, runs: int, ghosts: int, steps: int) -> View:
    def zoom(text: str) -> tuple[bounds.Range, bounds.Range] | None:
        x_low, x_high, y_low, y_high = _floats(text, 4)
        if not (x_low < x_high and y_low < y_high):
            raise ValueError("each range must go from low to high")
        return (x_low, x_high), (y_low, y_high)

    def speed(text: str) -> float:
        value = float(text)
        if value not in bounds.SPEEDS:
            raise ValueError(f"speeds are {', '.join(map(number, bounds.SPEEDS))}")
        return value

    def hidden(text: str) -> frozenset[int]:
        return frozenset(_whole(part, 0, runs + ghosts - 1) for part in text.split(","))

    def step(text: str) -> int | None:
        return _whole(text, 0, steps)

    def among(names: tuple[str, ...]) -> Callable[[str], str]:
        def read(text: str) -> str:
            if text not in names:
                raise ValueError(f"it is one of {', '.join(names)}")
            return text

        return read

    def camera(text: str) -> tuple[float, ...] | None:
        place = tuple(_floats(text, 6, -bounds.CAMERA, bounds.CAMERA))
        if place[:3] == place[3:]:
            raise ValueError("the eye must stand apart from what it looks at")
        return place

    last = max(runs - 1, 0)
    return View(
        zoom=reader.take("zoom", zoom, None),
        step=reader.take("at", step, None),
        speed=reader.take("speed", speed, 1.0),
        loop=reader.take("loop", lambda text: bool(_whole(text, 0, 1)), False),
        hidden=reader.take("hidden", hidden, frozenset()),
        selected=reader.take("selected", lambda text: _whole(text, 0, last), last),
        layout=reader.take("layout", among(bounds.LAYOUTS), bounds.LAYOUTS[0]),
        look=reader.take("look", among(bounds.LOOKS), bounds.LOOKS[0]),
        camera=reader.take("camera", camera, None),
        inspect=reader.take("inspect", lambda text: bool(_whole(text, 0, 1)), False),
        curve=reader.take("curve", among(bounds.CURVES), bounds.CURVES[0]),
    )


Query = Mapping[str, Sequence[str]]


def split(query: Query) -> tuple[Query, Query]:
    """Return what a query says of the scene, and what it says of the one beside it."""
    own = {name: values for name, values in query.items() if not name.startswith(BESIDE_PREFIX)}
    other = {name.removeprefix(BESIDE_PREFIX): values for name, values in query.items() if name not in own}
    return own, other


def from_query(query: Query) -> tuple[Scene, list[str]]:
    """Return the scene of a link, and a sentence for each part of it that was ignored.

    `query` maps a parameter's name to its values, as a browser sends them. Anything may be in it.
    """
    own, other = split(query)
    scene, ignored = _read_scene(own)
    if other:
        beside, more = _read_scene(other)
        scene = replace(scene, beside=beside.frozen(beside.view.hidden))
        ignored += [BESIDE_PREFIX + sentence for sentence in more]
    return scene, ignored


def _read_scene(query: Mapping[str, Sequence[str]]) -> tuple[Scene, list[str]]:
    reader = Reader(query)
    typed = read_formula(reader)
    usual = "beale" if typed is None else OWN
    key = reader.take("surface", lambda key: OWN if key == OWN else surfaces.get(key).key, usual)
    scene = first_scene(key, formula=typed or formulas.FIRST)
    scene = replace(scene, parameters=_read_parameters(reader, scene.landscape))
    if reader.left.get("run") == ["none"]:
        del reader.left["run"]
        runs: tuple[Run, ...] = ()
    else:
        runs = tuple(reader.take_all("run", read_run, bounds.MOST_RUNS)) or scene.runs

    def schedule(text: str) -> Schedule | None:
        return read_schedule(text)

    ghosts = tuple(dict.fromkeys(reader.take_all("pinned", read_run, bounds.MOST_GHOSTS)))
    steps = reader.take("steps", lambda text: _whole(text, *bounds.STEPS), scene.steps)
    start = reader.take("start", lambda text: _floats(text, 2), list(scene.start))
    stop = Stop(
        gradient_norm=reader.take("stop_gradient", lambda text: _floats(text, 1, 0.0)[0], 0.0),
        loss_change=reader.take("stop_loss", lambda text: _floats(text, 1, 0.0)[0], 0.0),
    )
    scene = replace(
        scene,
        runs=runs,
        steps=steps,
        start=(start[0], start[1]),
        stop=stop,
        schedule=reader.take("schedule", schedule, None),
        tolerance=reader.take("tolerance", lambda text: _floats(text, 1, *bounds.TOLERANCE)[0], scene.tolerance),
        noise=reader.take("noise", lambda text: _floats(text, 1, *bounds.NOISE)[0], scene.noise),
        seed=reader.take("seed", lambda text: _whole(text, *bounds.SEED), scene.seed),
        fresh=bool(reader.take("fresh", lambda text: _whole(text, 0, 1), int(scene.fresh))),
        drops=_read_drops(reader, len(runs)),
        repetitions=reader.take("repetitions", lambda text: _whole(text, *bounds.REPETITIONS), scene.repetitions),
        ghosts=ghosts,
        view=_read_view(reader, len(runs), len(ghosts), steps),
    )
    for name, values in reader.left.items():
        reader.ignore(name[:40], values[0] if values else "", "there is no such setting")
    return scene, reader.ignored
