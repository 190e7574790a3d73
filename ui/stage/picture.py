"""From a scene to what the stage draws: runs it, and writes down every path, label and slider."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

import optimizers
from figures import landscape
from figures.palette import worn
from optimizers import Summary, Trajectories
from surfaces import Surface, TypedSurface

from .. import formula, link, options
from ..run_text import write_run
from ..scene import SPEEDS, Scene
from . import drops, inspection, sliders, space
from .page_request import page_request
from .spread import finite, spread

GRID = 140
CURVE = 600
# The dash of a ghost, whatever its optimizer wears.
GHOSTLY = (2, 5)


@dataclass(frozen=True)
class Landscape:
    """The drawn surface: its figures without arrays, per theme, the arrays beside them, and its heights in space."""

    key: str
    figures: Mapping[str, Any]
    arrays: Mapping[str, NDArray[np.float64]]
    relief: Mapping[str, Any] | None = None


@lru_cache(maxsize=32)
def drawn(surface: Surface) -> Landscape:
    """Draw the landscape once per surface and parameters."""
    key = f"{surface.key}{list(surface.values)}"
    if surface.dimensions == 1:
        x = np.linspace(*_widened(surface.x_range), CURVE)
        losses = surface.value(x, 0.0)
        shown = (x >= surface.x_range[0]) & (x <= surface.x_range[1])
        inside = landscape.curve(x[shown], losses[shown], "light", surface.x_range)
        figures = {
            theme: landscape.curve(x, losses, theme, surface.x_range).update_layout(
                yaxis_range=inside.layout.yaxis.range
            )
            for theme in ("light", "dark")
        }
        return Landscape(
            key, {theme: _without_arrays(figure) for theme, figure in figures.items()}, {"x": x, "y": losses}
        )
    x, y = np.linspace(*surface.x_range, GRID), np.linspace(*surface.y_range, GRID)
    lowest = min((minimum.value for minimum in surface.minima), default=None)
    unknown = isinstance(surface, TypedSurface)
    land = landscape.relief(x, y, surface.value(x[None, :], y[:, None]), lowest, unknown)
    contours = {t: landscape.contour(land, t, surface.x_range, surface.y_range) for t in ("light", "dark")}
    plain = {theme: _without_arrays(figure) for theme, figure in contours.items()}
    return Landscape(key, plain, {"x": x, "y": y, "z": land.height}, space.relief(land, lowest))


def _widened(span: tuple[float, float]) -> tuple[float, float]:
    low, high = span
    return low - (high - low), high + (high - low)


def _without_arrays(figure: Any) -> Any:
    spec = json.loads(figure.to_json())
    for trace in spec["data"]:
        for name in ("x", "y", "z"):
            trace.pop(name, None)
    spec["layout"].pop("template", None)
    return spec


def picture(scene: Scene, known: Collection[str]) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Run the scene; return the header and the arrays of the stage's message.

    A landscape whose key is in `known` is not written again. Losses are written as their gaps to the
    global minimum's (`lowest` in the header, 0 where there is none), which keep their digits near it.
    """
    surface = scene.landscape
    trajectories = optimizers.run(
        surface,
        scene.raced,
        start=scene.start,
        steps=scene.steps,
        schedule=scene.schedule,
        noise=scene.noise,
        seed=optimizers.seeds(scene.seed, len(scene.raced), scene.fresh),
        stop=scene.stop,
        record_memory=False,
    )
    summaries = optimizers.summarize(trajectories, surface, scene.tolerance)
    land = drawn(surface)
    minima = [minimum.value for minimum in surface.minima]
    lowest = min(minima, default=0.0)
    arrays: dict[str, NDArray[Any]] = {
        "positions": trajectories.positions,
        "gaps": trajectories.losses - lowest,
        "slopes": np.linalg.norm(trajectories.gradients, axis=2),
    }
    companions = _companions(trajectories, len(scene.runs))
    if companions:
        arrays["companions"] = np.stack([path for _, _, path in companions])
    rates = trajectories.learning_rates
    varying = bool(rates.size) and bool((rates != rates[:, :1]).any())
    if varying:
        arrays["rates"] = rates
    repeated, drawn_arrays = spread(scene, lowest)
    arrays |= drawn_arrays
    dropped, drop_arrays = drops.drops(scene)
    arrays |= drop_arrays
    header: dict[str, Any] = {
        "surface": _surface(surface),
        "landscape": {"key": land.key},
        "start": scene.start,
        "steps": scene.steps,
        "tolerance": scene.tolerance,
        "has_minimum": bool(minima),
        "lowest": lowest,
        "rates_vary": varying,
        "companions": [[run, name] for run, name, _ in companions],
        "runs": [
            _run(scene, trajectories, summary, index, lowest if minima else None)
            for index, summary in enumerate(summaries)
        ],
        "parameters": sliders.of_surface(surface),
        "race": sliders.of_race(scene),
        "link": [pair for pair in link.to_pairs(scene) if pair[0] not in link.VIEW_NAMES],
        "short_link": link.to_short_pairs(scene),
        "formula": formula.header(scene.typed, scene.draft) if scene.surface == formula.OWN else None,
        "view": _view(scene),
        "speeds": SPEEDS,
        "compiled": trajectories.compiled,
        "ensemble": repeated,
        "probe": inspection.of_point(scene),
        "drops": dropped,
    }
    header["detail"], details = inspection.of_run(scene)
    arrays |= details
    asked = page_request(scene)
    header["engine"] = asked and asked.shared
    for index, run in enumerate(header["runs"]):
        run["engine"] = asked and asked.runs[index]
    if land.key not in known:
        header["landscape"] |= {"figures": land.figures, "relief": land.relief}
        arrays |= {f"land_{name}": array for name, array in land.arrays.items()}
    return header, arrays


def _companions(trajectories: Trajectories, count: int) -> list[tuple[int, str, NDArray[np.float64]]]:
    """Paths that go with the first `count` runs: their slow weights and averaged iterates, each (T + 1, 2)."""
    found = []
    for index, run in enumerate(trajectories.runs[:count]):
        if run.entry.wraps:
            found.append((index, "slow weights", trajectories.slow[index]))
        if run.averaging is not None:
            found.append((index, "average", trajectories.averages[index]))
    return found


def _surface(surface: Surface) -> dict[str, Any]:
    return {
        "key": surface.key,
        "name": surface.name,
        "dimensions": surface.dimensions,
        "x_range": surface.x_range,
        "y_range": surface.y_range,
        "minima": [[m.x, m.y, m.value] for m in surface.minima],
        "others": [[p.x, p.y, p.value, p.kind] for p in surface.critical_points],
    }


def _view(scene: Scene) -> dict[str, Any]:
    view = scene.view
    return {
        "zoom": view.zoom,
        "step": view.step,
        "speed": view.speed,
        "loop": view.loop,
        "hidden": sorted(view.hidden),
        "selected": view.selected,
        "layout": view.layout,
        "look": view.look,
        "camera": view.camera,
        "inspect": view.inspect,
        "curve": view.curve,
    }


def _run(
    scene: Scene, trajectories: Trajectories, summary: Summary, index: int, lowest: float | None
) -> dict[str, Any]:
    run = trajectories.runs[index]
    pinned = index >= len(scene.runs)
    style = worn(run.key, 0 if pinned else sum(other.key == run.key for other in scene.runs[:index]))
    own = sliders.of_run(run, scene.landscape)
    return {
        "key": run.key,
        "name": run.optimizer.name,
        "form": run.form,
        "forms": [[form.key, form.name] for form in run.optimizer.forms],
        "colors": [style.light, style.dark],
        "dash": GHOSTLY if pinned else style.dash,
        "pinned": write_run(run) if pinned else None,
        "marker": style.marker,
        "sliders": own,
        "pad": sliders.pad(own),
        "choices": [[c.name, c.label, c.value, c.options] for c in options.choices(run)],
        "options": [sliders.option(number) for number in options.numbers(run)],
        "warning": options.warning(run),
        "taken": int(trajectories.steps_taken[index]),
        "status": summary.status,
        "reason": summary.reason,
        "final_loss": finite(summary.final_loss),
        "distance": None if summary.distance is None else finite(summary.distance),
        "nearest": summary.nearest,
        "arrived": summary.steps_to_tolerance,
        "evaluations": summary.evaluations,
        "rate": inspection.rate(scene, trajectories.losses[index, : trajectories.steps_taken[index] + 1], lowest),
    }
