"""Schedules: how the learning rate changes over a run, what that does, and what theory promises."""

from collections.abc import Callable, Mapping

import streamlit as st

import optimizers

from .. import browser_parts
from ..schedules import controls, desk, plateau, promises, shapes, walks, warming, widgets
from ..schedules.desk import DESK

SHOW: Mapping[str, tuple[str, Callable[[], None]]] = {
    "shapes": ("Side by side", shapes.show),
    "runs": ("On a surface", walks.show),
    "plateau": ("On a plateau", plateau.show),
    "bounds": ("Against the bounds", promises.show),
    "warm-up": ("Warm-up", warming.show),
    "other": ("Friction and control", controls.show),
}
# Seconds between two looks at whether the engine is ready.
PATIENCE = 2.0


def page() -> None:
    """Wire the parts; one of them is shown at a time."""
    DESK.begin()
    widgets.style()
    st.title("Schedules", anchor=False)
    DESK.warn()
    _body()
    if not optimizers.ready():
        _until_ready()


@st.fragment(run_every=PATIENCE)
def _until_ready() -> None:
    if optimizers.ready():
        st.rerun()


@st.fragment
def _body() -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.segmented_control(
            "Part",
            list(SHOW),
            required=True,
            format_func=lambda key: SHOW[key][0],
            label_visibility="collapsed",
            **DESK.bind(desk.PART),
        )
        browser_parts.address(DESK.pairs(), "schedules_address")
    SHOW[DESK[desk.PART]][1]()
