"""The race repeated with other draws of the noise, as the stage draws it: bands, end points, and noise floors."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

import optimizers
from optimizers import Ensemble, NoiseFloor, Run
from surfaces import TypedSurface

from ..scene import Scene, View

# Steps in all that may be computed between two pictures: by the compiled engine, and by plain Python.
BUDGET, PLAIN_BUDGET = 1_500_000, 30_000
# A second half that begins so many memories after the start has forgotten it.
FORGOTTEN = 5.0

Arrays = dict[str, NDArray[Any]]


def spread(scene: Scene, lowest: float) -> tuple[dict[str, Any] | None, Arrays]:
    """Return the header's part and the arrays of the scene's repetitions; (None, {}) when there are none.

    bands (R, 3, S): quantiles of the loss above `lowest` at the steps columns (S,); cloud (R, N, 2): last positions.
    Fewer repetitions than asked for are made where all would take too long.
    """
    asked, runs = scene.repetitions, scene.runs
    if asked < 2 or scene.noise == 0.0 or not runs:
        return None, {}
    typed = isinstance(scene.landscape, TypedSurface)
    plain = typed or not optimizers.ready()
    made = min(asked, max(2, (PLAIN_BUDGET if plain else BUDGET) // (len(runs) * (scene.steps + 1))))
    found = _repeated(replace(scene, view=View(), tolerance=1.0, ghosts=(), beside=None), made)
    floors = [optimizers.noise_floor(scene.landscape, run, scene.noise, scene.schedule) for run in runs]
    header = {
        "asked": asked,
        "made": made,
        "soon": made < asked and plain and not typed,
        "rows": [
            _row(scene, found, r, run, floor, lowest) for r, (run, floor) in enumerate(zip(runs, floors, strict=True))
        ],
    }
    with np.errstate(over="ignore"):
        arrays = {"bands": found.quantiles - lowest, "cloud": found.ends, "columns": found.steps}
    return header, arrays


@lru_cache(maxsize=4)
def _repeated(scene: Scene, repetitions: int) -> Ensemble:
    return optimizers.ensemble(
        scene.landscape,
        scene.runs,
        repetitions,
        start=scene.start,
        steps=scene.steps,
        schedule=scene.schedule,
        noise=scene.noise,
        seed=scene.seed,
        fresh=scene.fresh,
        stop=scene.stop,
    )


def _row(scene: Scene, found: Ensemble, r: int, run: Run, floor: NoiseFloor | None, lowest: float) -> dict[str, Any]:
    """One run in numbers: quantiles of the final loss, and the noise floor measured and by theory, or None."""
    settled = found.settled[r] - lowest
    settled = settled[np.isfinite(settled)]
    known = floor is not None and np.isfinite(floor.loss)
    reached = floor is not None and floor.memory * FORGOTTEN <= scene.steps / 2
    measured = known and reached and settled.size >= 2
    return {
        "final": [finite(value - lowest) for value in found.quantiles[r, :, -1]],
        "diverged": int(found.diverged[r]),
        "floor": finite(floor.loss) if floor is not None else None,
        "measured": float(settled.mean()) if measured else None,
        "error": float(settled.std(ddof=1) / np.sqrt(settled.size)) if measured else None,
        "waiting": bool(known and not reached),
    }


def finite(value: float) -> float | str:
    """JSON has no infinities: they travel as the words that the table prints."""
    if np.isfinite(value):
        return float(value)
    return "not a number" if np.isnan(value) else ("∞" if value > 0 else "−∞")
