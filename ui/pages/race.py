"""The race: optimizers from one start on one surface."""

import streamlit as st

from optimizers import Run, Schedule
from optimizers.schedules import partial_sums

from .. import controls, state
from ..scene import Scene
from ..stage import stage

STYLE = """
<style>
.stMainBlockContainer { padding: 4.4rem 2rem 3rem; max-width: 1900px; }
.stMainBlockContainer h1 { padding: 0; font-size: 1.75rem; }
.stSidebar [data-testid="stSidebarUserContent"] { padding-top: 0.5rem; }
@media (max-width: 640px) { .stMainBlockContainer { padding: 4.4rem 0.8rem 3rem; } }
</style>
"""


def page() -> None:
    """Wire controls, stage and formulas."""
    st.html(STYLE)
    state.begin()
    controls.sidebar()
    scene = state.scene()
    if state.ignored():
        st.warning("This part of the link was ignored:\n\n" + "\n".join(f"- `{text}`" for text in state.ignored()))
        st.button("Dismiss", on_click=state.dismiss_ignored)
    st.title(scene.landscape.name, anchor=False)
    st.caption(st.session_state.get("look_for") or scene.landscape.lesson)
    _stage()
    _formulas(scene)


@st.fragment
def _stage() -> None:
    if state.take("formulas_changed", False):
        st.rerun()
    stage(
        state.scene(),
        key=state.STAGE,
        acknowledged=st.session_state.acknowledged,
        refused=state.take("refused", []),
        known=state.take("known", None),
        on_edits=state.take_edits,
    )


def _formulas(scene: Scene) -> None:
    st.subheader("The surface", anchor=False)
    st.latex(scene.landscape.formula)
    st.caption(scene.landscape.source)
    if not scene.runs:
        return
    _schedules(scene)
    st.subheader("The update rules", anchor=False)
    for key in dict.fromkeys((run.key, run.form) for run in scene.runs):
        run = next(run for run in scene.runs if (run.key, run.form) == key)
        with st.container(border=True):
            idea, formula = st.columns([2, 3], vertical_alignment="center")
            idea.markdown(f"**{run.optimizer.name}** · {run.entry.name}\n\n{run.optimizer.idea}")
            idea.caption(f"{run.entry.note} {run.entry.source}")
            formula.latex(
                r"\begin{aligned}"
                + run.optimizer.update[run.form].replace(r"\leftarrow", r"&\leftarrow")
                + r"\end{aligned}"
            )


def _schedules(scene: Scene) -> None:
    used: dict[Schedule, Run] = {}
    for run in scene.runs:
        schedule = run.schedule or scene.schedule
        if isinstance(schedule, Schedule):
            used.setdefault(schedule, run)
    if not used:
        return
    st.subheader("The schedules", anchor=False)
    for schedule, run in used.items():
        with st.container(border=True):
            idea, formula = st.columns([2, 3], vertical_alignment="center")
            idea.markdown(f"**{schedule.name}**\n\n{schedule.entry.note}")
            formula.latex(schedule.entry.formula)
            rates, squares = (sums[-1] for sums in partial_sums(schedule, run.values[0], scene.steps))
            diverges, converges, holds = (*schedule.robbins_monro, schedule.robbins_monro.holds)
            sentence = (
                f"Robbins and Monro ask for Σ η = ∞ and Σ η² < ∞. "
                f"In the long run Σ η {_fate(diverges, GROWS, FINITE)} and Σ η² {_fate(converges, FINITE, GROWS)}. "
                f"In these {scene.steps} steps of {run.optimizer.name}: "
                f"Σ η = {rates:.4g}, Σ η² = {squares:.4g}."
            )
            st.caption(("✓ " if holds else "") + sentence)


GROWS, FINITE = "grows without bound", "stays finite"


def _fate(holds: bool | None, yes: str, no: str) -> str:
    return "depends on the loss" if holds is None else (yes if holds else no)
