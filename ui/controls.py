"""Widgets drawn from the registries. Each shows the scene and, when moved, changes it."""

import math
from collections.abc import Callable
from typing import Any

import streamlit as st

import optimizers
import surfaces
from optimizers import SCHEDULES, Stop

from . import options, state
from . import scene as bounds
from .formula import NAME, OWN
from .presets import PRESETS
from .scene import first_scene

STOPS = [0.0, *(10.0**-k for k in range(12, 0, -1))]


def _show(key: str, value: Any, change: Callable[[Any], None]) -> dict[str, Any]:
    """Bind a widget to the scene: `value` is shown, and `change(new)` is called when the user moves it."""
    st.session_state[key] = value
    return {"key": key, "on_change": lambda: change(st.session_state[key])}


def _power(value: float) -> str:
    return "off" if value == 0.0 else f"{value:.0e}".replace("e-0", "e-")


def _nearest(values: list[float], value: float) -> float:
    return min(values, key=lambda v: abs(v - value))


def surface() -> None:
    """Choose the surface."""
    st.selectbox(
        "Surface",
        [OWN, *(s.key for s in surfaces.SURFACES)],
        format_func=lambda key: NAME if key == OWN else surfaces.get(key).name,
        help="Start, steps and learning rates follow the surface; everything else stays.",
        **_show("surface_choice", state.scene().surface, state.open_surface),
    )


def racers() -> None:
    """Choose the optimizers.

    A list to search in, not a button for each of them: while a hand drags, the page around the stage is
    rendered again at every answer, and thirty-four buttons cost a fifth of that time.
    """
    st.multiselect(
        "Optimizers",
        [o.key for o in optimizers.OPTIMIZERS],
        placeholder="Add an optimizer",
        format_func=lambda key: optimizers.get(key).name,
        **_show(
            "optimizer_choice",
            [o.key for o in optimizers.OPTIMIZERS if o.key in {run.key for run in state.scene().runs}],
            state.choose_optimizers,
        ),
    )


def stopping() -> None:
    """When a run ends before its budget."""
    stop = state.scene().stop
    st.select_slider(
        "Stop at gradient norm",
        STOPS,
        format_func=_power,
        **_show(
            "stop_gradient",
            _nearest(STOPS, stop.gradient_norm),
            lambda v: state.change(stop=Stop(v, state.scene().stop.loss_change)),
        ),
    )
    st.select_slider(
        "Stop at loss change",
        STOPS,
        format_func=_power,
        help="Ends a run when one step changes the loss by less. Momentum may only be turning at such a moment.",
        **_show(
            "stop_loss",
            _nearest(STOPS, stop.loss_change),
            lambda v: state.change(stop=Stop(state.scene().stop.gradient_norm, v)),
        ),
    )


def _schedule_in_words() -> str:
    updates, chosen = options.split_schedule(state.scene().schedule)
    parts = ([f"warm-up {updates:g}"] if updates else []) + ([chosen.name] if chosen else [])
    return ", ".join(parts) or "none"


def _stop_in_words() -> str:
    stop = state.scene().stop
    early = {"gradient": stop.gradient_norm, "change": stop.loss_change}
    return ", ".join(f"{name} < {_power(bound)}" for name, bound in early.items() if bound) or "at the last step"


def schedule() -> None:
    """The schedule of every run that has none of its own, with a warm-up in front of it."""
    updates, chosen = options.split_schedule(state.scene().schedule)
    entries = {entry.key: entry for entry in SCHEDULES if entry is not options.WARM_UP}

    def choose(key: str) -> None:
        state.change(schedule=options.joined_schedule(updates, entries[key]() if key else None))

    st.selectbox(
        "Schedule of all learning rates",
        ["", *entries],
        format_func=lambda key: entries[key].name if key else "none",
        **_show("schedule", chosen.key if chosen else "", choose),
    )
    st.number_input(
        "Warm-up steps",
        0,
        bounds.STEPS[1],
        help="Steps until the full rate; 0 is none. The schedule begins after it.",
        **_show("warm_up", int(updates), lambda v: state.change(schedule=options.joined_schedule(v, chosen))),
    )
    for parameter in chosen.entry.parameters if chosen else ():
        _schedule_parameter(parameter, updates, chosen)


def _schedule_parameter(parameter: Any, updates: float, chosen: Any) -> None:
    value = chosen.parameters[parameter.name]

    def change(new: Any) -> None:
        try:
            if parameter.kind == "integers":
                new = [float(part) for part in str(new).replace(",", " ").split()]
            changed = chosen.entry(**{**chosen.parameters, parameter.name: new})
        except ValueError as error:
            st.session_state.complaint = str(error)
            return
        state.change(schedule=options.joined_schedule(updates, changed))

    label = f"{parameter.symbol}  ({parameter.name.replace('_', ' ')})"
    key = f"schedule_{chosen.key}_{parameter.name}"
    if parameter.kind == "integers":
        st.text_input(label, help=parameter.note, **_show(key, ", ".join(f"{v:g}" for v in value), change))
    elif parameter.kind == "integer":
        low, high = int(parameter.low), int(parameter.high)
        st.number_input(label, low, high, help=parameter.note, **_show(key, int(value), change))
    else:
        lowest, highest = float(parameter.low), float(parameter.high)
        step = 10.0 ** round(math.log10(max(abs(value), 1e-6)) - 1.0)
        st.number_input(
            label, lowest, highest, step=step, format="%.6g", help=parameter.note, **_show(key, float(value), change)
        )
    if complaint := st.session_state.pop("complaint", None):
        st.error(complaint)


def presets() -> None:
    """Open a race that shows something."""
    with st.popover("Open a preset", width="stretch"):
        for preset in PRESETS:
            st.button(
                preset.name, key=f"preset_{preset.key}", on_click=state.open_preset, args=(preset,), width="stretch"
            )
            st.caption(preset.look_for)


def start_over() -> None:
    """Give everything its first value back, on this surface."""
    st.button(
        "Start over",
        on_click=lambda: state.open_scene(first_scene(state.scene().surface, formula=state.scene().typed)),
        width="stretch",
    )


def sidebar() -> None:
    """All controls that stand beside the stage."""
    with st.sidebar:
        surface()
        racers()
        # What a closed popover holds is not rendered: it costs nothing while a hand drags.
        with st.popover(f"Schedule · {_schedule_in_words()}", width="stretch"):
            schedule()
        with st.popover(f"Stopping · {_stop_in_words()}", width="stretch"):
            stopping()
        presets()
        start_over()
