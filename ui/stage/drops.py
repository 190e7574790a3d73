"""Many starts dropped at once: where each ends, computed piece by piece so that the next change never waits."""

import time
from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

import optimizers
from figures.palette import BASINS, BASINS_BY_LOSS
from optimizers.basins import DIVERGED, UNSETTLED, WAITING, Survey, grid, known_minima, reached

from ..scene import Drops, Scene, View
from .spread import finite

# Seconds that one picture may spend on a survey; the browser asks again until all starts are run.
BUDGET = 0.06
KEPT = 8
# Points of a painted path that are sent at most.
POINTS = 160

Arrays = dict[str, NDArray[Any]]

_surveys: "OrderedDict[Scene, tuple[Survey, Lock]]" = OrderedDict()
_lock = Lock()


def drops(scene: Scene) -> tuple[dict[str, Any] | None, Arrays]:
    """Return the header's part and the arrays of the dropped starts; (None, {}) when there are none.

    cells (side²,): the label of each start of the grid (see optimizers.basins), rows from low to high y.
    painted (P, K, 2): the paths of painted starts, thinned out to K points; painted_labels (P,).
    """
    asked = scene.drops
    if not scene.runs or not (asked.side or asked.painted):
        return None, {}
    index = min(asked.run, len(scene.runs) - 1)
    header: dict[str, Any] = {"run": index, "side": asked.side, "total": 0, "done": 0}
    arrays: Arrays = {}
    minima = known_minima(scene.landscape)
    counts: dict[int, int] = {}
    if asked.side:
        survey = _survey(scene, index)
        header |= {"total": len(survey.starts), "done": survey.done}
        arrays["cells"] = survey.labels.astype(np.float64)
        minima, counts = list(survey.minima), survey.counts()
    if asked.painted:
        paths, labels = _painted(scene, index, minima)
        arrays |= {"painted": paths, "painted_labels": labels.astype(np.float64)}
        for label in labels.tolist():
            counts[label] = counts.get(label, 0) + 1
    header["minima"] = [[x, y, finite(f), counts.get(n, 0)] for n, (x, y, f) in enumerate(minima)]
    header["colors"] = _colors(minima)
    header |= {"unsettled": counts.get(UNSETTLED, 0), "diverged": counts.get(DIVERGED, 0)}
    header |= {"waiting": counts.get(WAITING, 0), "painted": [list(place) for place in asked.painted]}
    return header, arrays


def progress(scene: Scene) -> int:
    """How many starts of the scene's grid are run, after another piece of them; 0 without a grid."""
    if not scene.runs or not scene.drops.side:
        return 0
    return _survey(scene, min(scene.drops.run, len(scene.runs) - 1)).done


def _colors(minima: list[Any]) -> list[str]:
    """A colour for each minimum: its own while they are few, else one that tells how low it is among all."""
    if len(minima) <= len(BASINS):
        return list(BASINS[: len(minima)])
    order = np.argsort([f for _, _, f in minima], kind="stable")
    ranks = np.empty(len(minima), np.int64)
    ranks[order] = np.arange(len(minima)) * len(BASINS_BY_LOSS) // len(minima)
    return [BASINS_BY_LOSS[rank] for rank in ranks]


def _survey(scene: Scene, index: int) -> Survey:
    """The survey of this scene, taken as far as one picture may take it."""
    key = replace(
        scene,
        runs=(scene.runs[index],),
        ghosts=(),
        beside=None,
        view=View(),
        tolerance=1.0,
        repetitions=1,
        fresh=False,
        drops=Drops(0, scene.drops.side),
    )
    with _lock:
        if key not in _surveys:
            run, surface = scene.runs[index], scene.landscape
            _surveys[key] = (
                Survey(
                    surface,
                    run,
                    grid(surface, scene.drops.side),
                    steps=scene.steps,
                    schedule=scene.schedule,
                    noise=scene.noise,
                    seed=scene.seed,
                    stop=scene.stop,
                ),
                Lock(),
            )
        _surveys.move_to_end(key)
        while len(_surveys) > KEPT:
            _surveys.popitem(last=False)
        survey, own = _surveys[key]
    with own:
        until = time.perf_counter() + BUDGET
        while not survey.complete:
            survey.advance()
            if time.perf_counter() >= until:
                break
    return survey


def _painted(scene: Scene, index: int, minima: list[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    starts = np.array(scene.drops.painted)
    paths = optimizers.run(
        scene.landscape,
        [scene.runs[index]] * len(starts),
        start=starts,
        steps=scene.steps,
        schedule=scene.schedule,
        noise=scene.noise,
        seed=scene.seed,
        stop=scene.stop,
        record_memory=False,
    )
    lost = np.array([status == "diverged" for status in paths.status])
    # Early steps are long and late ones short: the points that are kept stand closer at the beginning.
    kept = np.unique((scene.steps * np.linspace(0.0, 1.0, POINTS) ** 2).round().astype(np.int64))
    return paths.positions[:, kept], reached(scene.landscape, paths.positions[:, -1], lost, minima)
