"""Where each optimizer does well and badly, found by racing all of them on every surface with known minima."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

import optimizers
import surfaces
from figures import landscape
from figures.palette import STYLES
from figures.thumbnail import ground, thumbnail
from optimizers import Summary
from surfaces import Surface

from ..scene import Scene

GRID = 80
# Costs that differ by less than this factor count as equal.
EQUAL = 1.02


@dataclass(frozen=True)
class Showing:
    """An optimizer on a surface that was chosen for it: its path (T + 1, 2), and in a sentence how it did."""

    surface: str
    positions: NDArray[np.float64]
    sentence: str


@dataclass(frozen=True)
class Heat:
    """All optimizers on one surface: positions (O, T + 1, 2), steps (O,) and costs (O,), the best the lowest."""

    surface: Surface
    positions: NDArray[np.float64]
    steps: NDArray[np.int64]
    summaries: tuple[Summary, ...]
    costs: NDArray[np.float64]

    def gap(self, i: int) -> float:
        """How far above the minimum's loss optimizer `i` ends."""
        return self.summaries[i].final_loss - self.surface.minima[0].value

    def arrived(self, i: int) -> bool:
        """Whether it came within the tolerance, and did not run away later."""
        return self.summaries[i].status != "diverged" and self.summaries[i].steps_to_tolerance is not None

    def median(self, i: int) -> int:
        """The optimizer in the middle of the others."""
        others = [j for j in np.argsort(self.costs, kind="stable").tolist() if j != i]
        return int(others[len(others) // 2])

    def beaten(self, i: int) -> float:
        """The share of the others that did worse; equals count half."""
        cost, others = self.costs[i], np.delete(self.costs, i)
        worse = others > cost * EQUAL
        equal = ~worse & (others * EQUAL >= cost)
        return round(float((worse + 0.5 * equal).mean()), 2)

    def lead(self, i: int) -> float:
        """How many times cheaper than the median, as a logarithm."""
        if not math.isfinite(self.costs[i]):
            return -math.inf
        return math.log(self.costs[self.median(i)] / self.costs[i])


def heat(surface: Surface) -> Heat:
    """Race every optimizer in its default form, at the rate that the surface suggests."""
    runs = [optimizers.default_run(optimizer, surface) for optimizer in optimizers.OPTIMIZERS]
    trajectories = optimizers.run(surface, runs, steps=surface.steps, record_memory=False)
    summaries = optimizers.summarize(trajectories, surface, Scene.tolerance)
    costs = [_cost(summary, surface) for summary in summaries]
    return Heat(surface, trajectories.positions, trajectories.steps_taken, summaries, np.array(costs))


def _cost(summary: Summary, surface: Surface) -> float:
    """Steps to the tolerance; without arrival the budget once more for every decade that is missing."""
    if summary.status == "diverged" or math.isnan(summary.final_loss):
        return math.inf
    if summary.steps_to_tolerance is not None:
        return max(float(summary.steps_to_tolerance), 1.0)
    gap = summary.final_loss - surface.minima[0].value
    return surface.steps * (1.0 + math.log10(gap / Scene.tolerance))


def showings(races: Sequence[Heat]) -> dict[str, tuple[Showing, Showing]]:
    """Where each optimizer does best and worst beside the others, each in its default form at the suggested rate.

    Best is where it arrives and leaves most others behind; worst is where it does not arrive though the median
    does, or falls furthest behind.
    """
    chosen = {}
    for i, optimizer in enumerate(optimizers.OPTIMIZERS):
        best = max(races, key=lambda race: (race.arrived(i), race.beaten(i), race.lead(i)))
        worst = min(
            (race for race in races if race is not best),
            key=lambda race: (race.arrived(i), not race.arrived(race.median(i)), race.beaten(i), race.lead(i)),
        )
        chosen[optimizer.key] = (_showing(best, i), _showing(worst, i))
    return chosen


def _showing(race: Heat, i: int) -> Showing:
    positions = race.positions[i, : int(race.steps[i]) + 1]
    return Showing(race.surface.key, positions, sentence(race, i))


def sentence(race: Heat, i: int) -> str:
    """How optimizer `i` did, and the one in the middle of the others."""
    median = race.median(i)
    own, other = race.summaries[i], race.summaries[median]
    rival = f"arrives after {other.steps_to_tolerance}" if race.arrived(median) else _ending(race, median)
    if race.arrived(i):
        result = f"Arrives after {_steps(own.steps_to_tolerance)}"
    else:
        result = f"{_ending(race, i).capitalize()} after {_steps(race.steps[i])}"
    return f"{result}; the median optimizer {rival}."


def _steps(count: object) -> str:
    return "1 step" if count == 1 else f"{count} steps"


def _ending(race: Heat, i: int) -> str:
    if race.summaries[i].status == "diverged":
        return "diverges"
    return f"ends {amount(race.gap(i))} above the minimum"


def amount(value: float) -> str:
    """A positive number to two digits, as people write it."""
    if value >= 100.0:
        return f"{value:,.0f}" if value < 1e6 else f"{value:.1e}"
    return f"{value:.2g}"


@lru_cache(maxsize=64)
def _ground(surface: Surface) -> str:
    x, y = np.linspace(*surface.x_range, GRID), np.linspace(*surface.y_range, GRID)
    lowest = min(minimum.value for minimum in surface.minima)
    return ground(landscape.relief(x, y, surface.value(x[None, :], y[:, None]), lowest))


def pictures(chosen: Mapping[str, Sequence[Showing]]) -> dict[str, list[str]]:
    """The showings of each optimizer as small moving pictures."""
    return {key: [_picture(key, showing) for showing in pair] for key, pair in chosen.items()}


def _picture(key: str, showing: Showing) -> str:
    surface = surfaces.get(showing.surface)
    return thumbnail(
        _ground(surface),
        surface.x_range,
        surface.y_range,
        showing.positions,
        np.array([(minimum.x, minimum.y) for minimum in surface.minima]),
        STYLES[key],
        f"draw-{key}-{surface.key}".replace("_", "-"),
        f"The path of {optimizers.get(key).name} on {surface.name}. {showing.sentence}",
    )
