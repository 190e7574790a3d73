"""The scene of the moving averages as a link, and back. Reading never fails."""

from collections.abc import Mapping, Sequence

import surfaces
from optimizers import averages

from ..link import Pairs, Reader
from ..run_text import number
from ..scene import SPEEDS
from . import scene as bounds
from .scene import CURVES, MOST_AVERAGES, OWN, Average, AveragesScene, Experiment, View

# These the browser keeps up to date by itself.
VIEW_NAMES = ("day", "pace", "repeat", "without", "chosen")
NONE = "none"


def to_pairs(scene: AveragesScene) -> Pairs:
    """Return the scene as query parameters; what equals the default is left out."""
    default = AveragesScene()
    pairs: Pairs = []
    if scene.series != default.series:
        pairs.append(("data", scene.series))
    if scene.series == OWN:
        pairs.append(("values", ",".join(map(number, scene.values))))
    if scene.averages != default.averages:
        pairs += [
            ("beta", number(average.beta) + (f"~{average.slot}" if average.slot != place else ""))
            for place, average in enumerate(scene.averages)
        ] or [("beta", NONE)]
    if scene.curves != default.curves:
        pairs.append(("curves", ",".join(name for name in CURVES if name in scene.curves) or NONE))
    return (
        pairs
        + _write_experiment(scene.experiment)
        + _write_view(scene.view, {average.slot for average in scene.averages})
    )


def _write_experiment(experiment: Experiment) -> Pairs:
    usual = Experiment()
    pairs: Pairs = []
    if experiment.surface != usual.surface:
        pairs.append(("on", experiment.surface))
    if experiment.learning_rate is not None:
        pairs.append(("rate", number(experiment.learning_rate)))
    for name in ("beta1", "beta2", "warm_up"):
        if getattr(experiment, name) != getattr(usual, name):
            pairs.append((name, number(getattr(experiment, name))))
    return pairs


def _write_view(view: View, slots: set[int]) -> Pairs:
    pairs: Pairs = []
    if view.day is not None:
        pairs.append(("day", str(view.day)))
    if view.speed != 1.0:
        pairs.append(("pace", number(view.speed)))
    if view.loop:
        pairs.append(("repeat", "1"))
    if view.hidden:
        pairs.append(("without", ",".join(map(str, sorted(view.hidden)))))
    if view.selected != View().selected and view.selected in slots:
        pairs.append(("chosen", str(view.selected)))
    return pairs


def _real(text: str, low: float, high: float) -> float:
    value = float(text)
    if not low <= value <= high:
        raise ValueError(f"it must be within {low:g} … {high:g}")
    return value


def _whole(text: str, low: int, high: int) -> int:
    value = int(text)
    if not low <= value <= high:
        raise ValueError(f"it must be within {low} … {high}")
    return value


def _series(text: str) -> str:
    return OWN if text == OWN else averages.series(text).key


def _values(text: str) -> tuple[float, ...]:
    values = tuple(_real(part, -bounds.LARGEST, bounds.LARGEST) for part in text.split(","))
    if not bounds.FEWEST_VALUES <= len(values) <= bounds.MOST_VALUES:
        raise ValueError(f"there must be {bounds.FEWEST_VALUES} … {bounds.MOST_VALUES} numbers; got {len(values)}")
    return values


def _curves(text: str) -> frozenset[str]:
    names = frozenset() if text == NONE else frozenset(text.split(","))
    if unknown := names - set(CURVES):
        raise ValueError(f"no {sorted(unknown)[0]!r}; there are {', '.join(CURVES)}")
    return names


def _speed(text: str) -> float:
    value = float(text)
    if value not in SPEEDS:
        raise ValueError(f"speeds are {', '.join(map(number, SPEEDS))}")
    return value


def _read_averages(reader: Reader, default: tuple[Average, ...]) -> tuple[Average, ...]:
    if reader.left.get("beta") == [NONE]:
        del reader.left["beta"]
        return ()
    taken: dict[int, float] = {}

    def average(text: str) -> Average:
        beta, _, slot = text.partition("~")
        place = _whole(slot, 0, MOST_AVERAGES - 1) if slot else len(taken)
        if place in taken:
            raise ValueError(f"number {place} is taken")
        taken[place] = _real(beta, *bounds.BETA)
        return Average(place, taken[place])

    return tuple(reader.take_all("beta", average, MOST_AVERAGES)) or default


def _read_experiment(reader: Reader) -> Experiment:
    usual = Experiment()

    def rate(text: str) -> float | None:
        return _real(text, *bounds.LEARNING_RATE)

    def decay(text: str) -> float:
        return _real(text, *bounds.DECAY)

    return Experiment(
        surface=reader.take("on", lambda key: surfaces.get(key).key, usual.surface),
        learning_rate=reader.take("rate", rate, None),
        beta1=reader.take("beta1", decay, usual.beta1),
        beta2=reader.take("beta2", decay, usual.beta2),
        warm_up=reader.take("warm_up", lambda text: _whole(text, *bounds.WARM_UP), usual.warm_up),
    )


def _read_view(reader: Reader, slots: set[int], days: int) -> View:
    def day(text: str) -> int | None:
        return _whole(text, 0, days)

    def slot(text: str) -> int:
        value = int(text)
        if value not in slots:
            raise ValueError("there is no such average")
        return value

    usual = View()
    first = usual.selected if usual.selected in slots else min(slots, default=0)
    return View(
        day=reader.take("day", day, None),
        speed=reader.take("pace", _speed, 1.0),
        loop=reader.take("repeat", lambda text: bool(_whole(text, 0, 1)), False),
        hidden=reader.take("without", lambda text: frozenset(map(slot, text.split(","))), frozenset()),
        selected=reader.take("chosen", slot, first),
    )


def from_query(query: Mapping[str, Sequence[str]]) -> tuple[AveragesScene, list[str]]:
    """Return the scene of a link, and a sentence for each part of it that was ignored.

    `query` maps a parameter's name to its values, as a browser sends them. Anything may be in it.
    """
    reader, default = Reader(query), AveragesScene()
    none: tuple[float, ...] = ()
    values = reader.take("values", _values, none, longest=bounds.MOST_VALUES * 26)
    series = reader.take("data", _series, OWN if values else default.series)
    if series == OWN and not values:
        reader.ignore("data", OWN, "the numbers are missing")
        series = default.series
    scene = AveragesScene(
        series=series,
        values=values,
        averages=_read_averages(reader, default.averages),
        curves=reader.take("curves", _curves, default.curves),
        experiment=_read_experiment(reader),
    )
    slots = {average.slot for average in scene.averages}
    view = _read_view(reader, slots, len(scene.sequence.values()))
    for name, given in reader.left.items():
        reader.ignore(name[:40], given[0] if given else "", "there is no such setting")
    return AveragesScene(scene.series, values, scene.averages, scene.curves, scene.experiment, view), reader.ignored
