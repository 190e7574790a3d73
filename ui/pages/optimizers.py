"""The catalogue: every optimizer with its forms, its rule, what it costs, and where it does well and badly."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import streamlit as st

import optimizers
from figures.thumbnail import stylesheet
from optimizers import Family, Optimizer

from .. import catalogue
from ..catalogue import facts, heats, markup
from ..catalogue.facts import Comparisons, Works
from ..catalogue.heats import Heat, Showing
from ..scene import Scene

FAMILIES: Mapping[Family, str] = {
    "gradient": "The step is proportional to the gradient: long where it is steep, short where it is flat.",
    "momentum": "Past gradients add up to a velocity, and the step is as long as they agree.",
    "adaptive": "Each coordinate is divided by the size of its own slopes, so a step is about as long as the rate.",
    "accumulating": "Sums over the whole run so far decide how far each coordinate goes next.",
    "sign": "Only the sign of each coordinate counts: how steep it is does not matter.",
}
FOLDER = Path(catalogue.__file__).parent
# Seconds for which a rerun may race before it shows how far it is. Only an engine that is still compiling takes longer.
TURN = 0.7
STILL = ".thumbnail .casing, .thumbnail .trail, .thumbnail .head { animation: none; stroke-dashoffset: 1; }"


@st.cache_resource
def _raced() -> dict[str, Heat]:
    return {}


def _race_on() -> bool:
    """Race on the surfaces that are still to come, for a while. Return whether all are done."""
    raced, end = _raced(), perf_counter() + TURN
    for surface in facts.arenas():
        if surface.key not in raced:
            if perf_counter() > end:
                return False
            raced[surface.key] = heats.heat(surface)
    return True


@st.cache_data(show_spinner=False)
def _showings() -> dict[str, tuple[Showing, Showing]]:
    return heats.showings([_raced()[surface.key] for surface in facts.arenas()])


@st.cache_data(show_spinner=False)
def _pictures() -> dict[str, list[str]]:
    return heats.pictures(_showings())


@st.cache_data(show_spinner=False)
def _works() -> Works:
    return facts.works()


@st.cache_resource
def _sorting() -> Callable[..., Any]:
    script = (FOLDER / "sorting.js").read_text()
    return st.components.v2.component(
        "descent_lab_overview", html='<div class="overview"></div>', js=script, isolate_styles=False
    )


def page() -> None:
    """Wire the filter, the overview and the cards."""
    st.title("Optimizers", anchor=False)
    st.html(f'<p class="catalogue-lead">{_lead()}</p>')
    groups = facts.by_family()
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        wanted = st.pills(
            "Families", list(groups), selection_mode="multi", format_func=str.capitalize, key="families", wrap=True
        )
        moving = st.toggle("Motion", value=True, key="motion", help="Whether the pictures draw themselves.")
    st.html(f"<style>{(FOLDER / 'catalogue.css').read_text()}{stylesheet()}{'' if moving else STILL}</style>")
    shown = {family: entries for family, entries in groups.items() if family in (wanted or groups)}
    entries = [optimizer for optimizer in optimizers.OPTIMIZERS if optimizer.family in shown]
    works, rows = _works(), facts.comparisons()
    _sorting()(key="overview", data=markup.overview(entries, works, rows), height="content")
    done = _race_on()
    showings, pictures = (_showings(), _pictures()) if done else ({}, {})
    for family, members in shown.items():
        st.html(markup.family(family, FAMILIES.get(members[0].family, "")))
        for optimizer in members:
            with st.container(border=True, key=f"card_{optimizer.key}"):
                _card(optimizer, showings.get(optimizer.key, ()), pictures.get(optimizer.key, ()), works, rows)
    if not done:
        # What was drawn reaches the browser during this turn; a rerun at once would overtake it.
        _race_on()
        st.rerun()


def _lead() -> str:
    return (
        "From the simplest on. The pictures are computed: each optimizer, in its first form and at the learning rate "
        f"that each surface suggests, races against all others on {len(facts.arenas())} surfaces, and is shown where "
        f"it comes off best and worst. To arrive is to come within {Scene.tolerance:g} of the minimum's loss."
    )


@st.fragment
def _card(
    optimizer: Optimizer, showings: Sequence[Showing], pictures: Sequence[str], works: Works, rows: Comparisons
) -> None:
    about, seen = st.columns([11, 12], gap="large")
    with about:
        st.html(markup.heading(optimizer, showings[0].surface if showings else None))
        form = optimizer.form(_chosen(optimizer))
        st.latex(markup.formula(form))
        st.html(markup.facts(optimizer, form, works, rows))
    with seen:
        if showings:
            st.markdown(markup.showings(optimizer.key, showings, pictures), unsafe_allow_html=True)
        else:
            st.markdown(f"The races for the pictures are on: {len(_raced())} of {len(facts.arenas())} are run.")
        st.html(markup.settings(form))


def _chosen(optimizer: Optimizer) -> str:
    """The key of the form that is shown; there is a choice where there are several."""
    names = {form.key: form.name for form in optimizer.forms}
    first = optimizer.form().key
    if len(names) == 1:
        return first
    return st.pills(
        f"Forms of {optimizer.name}",
        list(names),
        default=first,
        required=True,
        format_func=lambda key: names[key],
        key=f"form_{optimizer.key}",
        label_visibility="collapsed",
        wrap=True,
    )
