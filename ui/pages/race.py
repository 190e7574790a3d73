"""The race: optimizers from one start on one surface."""

import streamlit as st

from optimizers import Run, Schedule
from optimizers.schedules import partial_sums

from .. import controls, state
from ..formula import OWN
from ..scene import Scene
from ..stage import stage

STYLE = """
<style>
.stMainBlockContainer { padding: 4.4rem 2rem 3rem; max-width: 1900px; }
.stMainBlockContainer h1 { padding: 0; font-size: 1.75rem; }
.stSidebar [data-testid="stSidebarUserContent"] { padding-top: 0.5rem; }
.lab-card {
  display: grid; grid-template-columns: 2fr 3fr; gap: 1rem; align-items: center;
  border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 0.5rem;
  padding: 1rem 1rem 0; margin-bottom: 1rem;
  content-visibility: auto; contain-intrinsic-size: auto 11rem;
}
.lab-formula { overflow-x: auto; min-width: 0; }
@media (max-width: 640px) { .lab-card { grid-template-columns: minmax(0, 1fr); gap: 0; } }
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
    formulas(scene)


@st.fragment
def _stage() -> None:
    if state.take("formulas_changed", False):
        st.rerun()
    stage(
        state.scene(),
        key=state.STAGE,
        acknowledged=st.session_state.acknowledged,
        refused=state.take("refused", []),
        known=state.take("known", ()),
        answer=state.take("answer", None),
        on_edits=state.take_edits,
        on_wanted=state.take_wanted,
    )
    own_surface(state.scene())


def own_surface(scene: Scene) -> None:
    """The user's own formula as it is set: beside the stage, for a rerun of the page at every key would be late."""
    if scene.surface == OWN:
        st.markdown(_surface(scene), unsafe_allow_html=True)


def _surface(scene: Scene) -> str:
    surface = scene.landscape
    shown = f'<div class="lab-surface">\n\n$$\n{surface.formula}\n$$\n\n</div>'
    return f"### The surface\n\n{shown}\n\n:small[{surface.source}]"


def formulas(scene: Scene) -> None:
    """Everything under the stage, as one element: the fewer there are, the sooner a drag is answered."""
    parts = _schedules(scene) if scene.surface == OWN else [_surface(scene), *_schedules(scene)]
    if scene.runs:
        parts.append("### The update rules")
    for key in dict.fromkeys((run.key, run.form) for run in scene.runs):
        run = next(run for run in scene.runs if (run.key, run.form) == key)
        update = run.optimizer.update[run.form].replace(r"\leftarrow", r"&\leftarrow")
        parts.append(
            _card(
                f"**{run.optimizer.name}** · {run.entry.name}\n\n{run.optimizer.idea}\n\n"
                f":small[{run.entry.note} {run.entry.source}]",
                r"\begin{aligned}" + update + r"\end{aligned}",
                f"lab-rule-{run.key}-{run.form}",
            )
        )
    st.markdown("\n\n".join(parts), unsafe_allow_html=True)


def _card(words: str, formula: str, name: str = "") -> str:
    """Words beside a formula; by its `name` the stage finds the formula again, to show it to a class."""
    return "\n\n".join(
        (
            f'<div class="lab-card {name}"><div>',
            words,
            '</div><div class="lab-formula">',
            f"$$\n{formula}\n$$",
            "</div></div>",
        )
    )


def _schedules(scene: Scene) -> list[str]:
    used: dict[Schedule, Run] = {}
    for run in scene.runs:
        schedule = run.schedule or scene.schedule
        if isinstance(schedule, Schedule):
            used.setdefault(schedule, run)
    parts = ["### The schedules"] if used else []
    for schedule, run in used.items():
        rates, squares = (sums[-1] for sums in partial_sums(schedule, run.values[0], scene.steps))
        diverges, converges, holds = (*schedule.robbins_monro, schedule.robbins_monro.holds)
        sentence = (
            f"Robbins and Monro ask for Σ η = ∞ and Σ η² < ∞. "
            f"In the long run Σ η {_fate(diverges, GROWS, FINITE)} and Σ η² {_fate(converges, FINITE, GROWS)}. "
            f"In these {scene.steps} steps of {run.optimizer.name}: "
            f"Σ η = {rates:.4g}, Σ η² = {squares:.4g}."
        )
        words = f"**{schedule.name}**\n\n{schedule.entry.note}\n\n:small[{'✓ ' if holds else ''}{sentence}]"
        parts.append(_card(words, schedule.entry.formula))
    return parts


GROWS, FINITE = "grows without bound", "stays finite"


def _fate(holds: bool | None, yes: str, no: str) -> str:
    return "depends on the loss" if holds is None else (yes if holds else no)
