"""Widgets drawn from the registries. Each shows the scene and, when moved, changes it."""

from collections.abc import Callable
from typing import Any

import streamlit as st

import optimizers
import surfaces
from optimizers import Stop

from . import scene as bounds
from . import state
from .scene import first_scene

TOLERANCES = [10.0**-k for k in range(12, -1, -1)]
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
        [s.key for s in surfaces.SURFACES],
        format_func=lambda key: surfaces.get(key).name,
        help="Start, steps and learning rates follow the surface; everything else stays.",
        **_show("surface_choice", state.scene().surface, lambda key: state.adopt(state.scene().with_surface(key))),
    )


def racers() -> None:
    """Choose the optimizers."""
    st.pills(
        "Optimizers",
        [o.key for o in optimizers.OPTIMIZERS],
        selection_mode="multi",
        format_func=lambda key: optimizers.get(key).name,
        **_show(
            "optimizer_choice",
            [o.key for o in optimizers.OPTIMIZERS if o.key in {run.key for run in state.scene().runs}],
            state.choose_optimizers,
        ),
    )


def stopping() -> None:
    """When a run ends before its budget, and what counts as arrived."""
    stop = state.scene().stop
    st.select_slider(
        "Arrived within",
        TOLERANCES,
        format_func=_power,
        help="The gap to the global minimum's loss that the result table counts steps to.",
        **_show("tolerance", _nearest(TOLERANCES, state.scene().tolerance), lambda v: state.change(tolerance=v)),
    )
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


def noise() -> None:
    """Gaussian noise on the gradient, the same draws for every optimizer."""
    low, high = bounds.NOISE
    st.number_input(
        "Gradient noise σ",
        low,
        high,
        step=0.1,
        help="Standard deviation of the noise on each partial derivative. Every optimizer meets the same draws.",
        **_show("noise", state.scene().noise, lambda v: state.change(noise=v)),
    )
    first, last = bounds.SEED
    st.number_input("Seed", first, last, step=1, **_show("seed", state.scene().seed, lambda v: state.change(seed=v)))


def start_over() -> None:
    """Give everything its first value back, on this surface."""
    st.button("Start over", on_click=lambda: state.adopt(first_scene(state.scene().surface)), width="stretch")


def sidebar() -> None:
    """All controls that stand beside the stage."""
    with st.sidebar:
        surface()
        racers()
        with st.expander("Stopping"):
            stopping()
        with st.expander("Noise"):
            noise()
        start_over()
