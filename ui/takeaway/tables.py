"""The paths with their memory as CSV and JSON, in full double precision, in parts of a few runs each."""

import csv
import json
import math
from collections.abc import Iterator
from io import StringIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizers import Run, Trajectories

from .. import link
from ..run_text import write_run
from ..scene import Scene
from .race import race

Array = NDArray[np.float64]
# About as many rows as the server makes without keeping others waiting.
ROWS = 60_000


def runs_in_a_part(scene: Scene) -> int:
    """How many runs one part of a file holds."""
    return max(1, ROWS // (scene.steps + 1))


def _vectors(trajectories: Trajectories, r: int) -> dict[str, Array]:
    """What run r carries along beside its position, (T + 1, 2) each: its memory by name, and its average."""
    run = trajectories.runs[r]
    names = [*run.core.entry.memory, *(run.entry.memory if run.entry.wraps else ())]
    carried = {name: trajectories.memory[name][r] for name in names}
    return carried | ({"average": trajectories.averages[r]} if run.averaging is not None else {})


def _columns(scene: Scene) -> list[str]:
    """The names of everything that any run of the scene carries along, each once."""
    names: dict[str, None] = {}
    for run in scene.runs:
        names |= dict.fromkeys((*run.core.entry.memory, *(run.entry.memory if run.entry.wraps else ())))
        names |= {"average": None} if run.averaging is not None else {}
    return list(names)


def csv_part(scene: Scene, first: int) -> str:
    """One row a run and step, from run `first` on; the names of the columns stand in the first part.

    The learning rate of a row is that of the update which follows, so the last row of a run has none. What a
    run does not have is left empty; after a stop there are no rows.
    """
    runs = scene.runs[first : first + runs_in_a_part(scene)]
    trajectories = race(scene, runs, record_memory=True)
    carried = _columns(scene)
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if first == 0:
        fixed = ["run", "optimizer", "form", "step", "x", "y", "loss", "gradient_x", "gradient_y", "learning_rate"]
        writer.writerow([*fixed, *(f"{name}_{axis}" for name in carried for axis in "xy")])
    for r, run in enumerate(runs):
        writer.writerows(_rows(trajectories, r, [first + r, run.key, run.form], carried))
    return text.getvalue()


def _rows(trajectories: Trajectories, r: int, label: list[Any], carried: list[str]) -> Iterator[list[Any]]:
    vectors = _vectors(trajectories, r)
    taken = int(trajectories.steps_taken[r])
    positions, gradients = trajectories.positions[r].tolist(), trajectories.gradients[r].tolist()
    losses, rates = trajectories.losses[r].tolist(), trajectories.learning_rates[r].tolist()
    columns = [vectors[name].tolist() if name in vectors else None for name in carried]
    for t in range(taken + 1):
        rate = rates[t] if t < taken else ""
        memory = (value for column in columns for value in (("", "") if column is None else column[t]))
        yield [*label, t, *positions[t], losses[t], *gradients[t], rate, *memory]


def json_part(scene: Scene, first: int) -> str:
    """The scene and its runs as JSON, from run `first` on; the parts in order make one document.

    Numbers that JSON does not have (infinite, not a number) are null.
    """
    size = runs_in_a_part(scene)
    runs = scene.runs[first : first + size]
    trajectories = race(scene, runs, record_memory=True)
    written = [json.dumps(_described(run, trajectories, r), allow_nan=False) for r, run in enumerate(runs)]
    head = f'{{"scene": {json.dumps(_scene(scene))},\n"runs": [\n' if first == 0 else ",\n" if written else ""
    return head + ",\n".join(written) + ("\n]}\n" if first + size >= len(scene.runs) else "")


def _scene(scene: Scene) -> dict[str, Any]:
    surface = scene.landscape
    return {
        "surface": {
            "key": surface.key,
            "name": surface.name,
            "formula": surface.formula,
            "parameters": dict(zip((p.name for p in surface.parameters), surface.values, strict=True)),
        },
        "start": scene.start,
        "steps": scene.steps,
        "noise": scene.noise,
        "seed": scene.seed,
        "link": [pair for pair in link.to_pairs(scene) if pair[0] not in link.VIEW_NAMES],
    }


def _described(run: Run, trajectories: Trajectories, r: int) -> dict[str, Any]:
    taken = int(trajectories.steps_taken[r])
    rows = slice(0, taken + 1)
    return {
        "optimizer": run.key,
        "form": run.form,
        "settings": write_run(run),
        "hyperparameters": run.hyperparameters,
        "status": trajectories.status[r],
        "reason": trajectories.reason[r],
        "evaluations": int(trajectories.evaluations[r]),
        "positions": _finite(trajectories.positions[r, rows]),
        "losses": _finite(trajectories.losses[r, rows]),
        "gradients": _finite(trajectories.gradients[r, rows]),
        "learning_rates": _finite(trajectories.learning_rates[r, :taken]),
        "memory": {name: _finite(values[rows]) for name, values in _vectors(trajectories, r).items()},
    }


def _finite(values: Array) -> Any:
    def plain(value: Any) -> Any:
        if isinstance(value, list):
            return [plain(each) for each in value]
        return value if math.isfinite(value) else None

    listed = values.tolist()
    return listed if np.isfinite(values).all() else plain(listed)
