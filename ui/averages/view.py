"""The browser's part of the page: the numbers go there once, and every picture of them is drawn there."""

from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import streamlit as st

import optimizers
import surfaces
from figures.palette import HUES
from optimizers import averages, schedules
from optimizers.averages import Measures

from ..scene import SPEEDS
from ..stage.assets import script
from ..takeaway.bibtex import bibliography
from . import experiment, link, state
from .scene import BETA, CURVES, MOST_AVERAGES, OWN, AveragesScene, own_series

# The colour of every slot, as places in the palette: neighbours lie far apart.
SLOTS = (0, 1, 2, 5, 4, 3)
NAMES = ("From v₀ = 0", "Bias-corrected", "Begun at x₁", "Plain mean")
HINTS = (
    "vₖ = β vₖ₋₁ + (1 − β) xₖ, begun at v₀ = 0",
    "The same divided by 1 − βᵏ, the sum of its weights",
    "The same recurrence begun at v₁ = x₁",
    "The mean of the last 1 / (1 − β) values, each with the same weight",
)


@st.cache_resource
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "descent_lab_averages",
        html='<div class="stage averages" aria-label="Moving averages"></div>',
        js=script("averages/averages.js"),
        isolate_styles=False,
    )


@lru_cache(maxsize=2048)
def _measured(series: str, values: tuple[float, ...], beta: float) -> tuple[Measures, Measures]:
    entry = own_series(values) if series == OWN else averages.series(series)
    x = entry.values() if entry.measured else None
    slow = entry.slow() if entry.slow else None
    return averages.measure(x, beta, slow, entry.period), averages.measure_mean(x, beta, slow, entry.period)


@lru_cache(maxsize=64)
def _works(surface: str, warm_up: bool) -> str:
    """The works behind the experiment, as BibTeX."""
    warming = [schedules.warm_up] if warm_up else []
    return bibliography([surfaces.get(surface), optimizers.get("adam"), optimizers.get("radam"), *warming])


def header(scene: AveragesScene) -> dict[str, Any]:
    """What the browser is told: the sequence, the averages with their measures, and how they are looked at."""
    entry, view = scene.sequence, scene.view
    own = scene.values if scene.series == OWN else ()
    x = entry.values()
    rows = []
    for average in scene.averages:
        own_measures, mean = _measured(scene.series, own, average.beta)
        rows.append(
            {
                "slot": average.slot,
                "beta": average.beta,
                "colors": HUES[SLOTS[average.slot]],
                "measures": asdict(own_measures),
                "mean": asdict(mean),
            }
        )
    return {
        "series": {
            "key": entry.key,
            "name": entry.name,
            "unit": entry.unit,
            "source": entry.source,
            "step": entry.step,
            "values": x.tolist(),
            "start": entry.start.isoformat() if entry.start else None,
        },
        "averages": rows,
        "curves": [[key, *rest, key in scene.curves] for key, *rest in zip(CURVES, NAMES, HINTS, strict=True)],
        "beta_range": BETA,
        "most": MOST_AVERAGES,
        "link": [pair for pair in link.to_pairs(scene) if pair[0] not in link.VIEW_NAMES],
        "experiment": experiment.in_words(scene.experiment),
        "bibtex": _works(scene.experiment.surface, scene.experiment.warm_up > 0),
        "view": {
            "day": view.day,
            "speed": view.speed,
            "loop": view.loop,
            "hidden": sorted(view.hidden),
            "selected": view.selected,
        },
        "speeds": SPEEDS,
    }


def show() -> None:
    """Show the scene in the browser."""
    data = header(state.scene()) | {
        "serial": st.session_state.averages_acknowledged,
        "refused": st.session_state.pop("averages_refused", []),
        "opened": st.session_state.averages_opened,
    }
    _component()(key=state.KEY, data=data, on_edits_change=state.take_edits, height="content")
