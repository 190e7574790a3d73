"""One dimension: a ball on a curve, and how each rule makes it roll."""

import streamlit as st

from .. import state
from ..one_dimension import view
from ..one_dimension.chapters import CHAPTERS, chapter_of
from ..one_dimension.scene import from_query
from ..schedules import widgets
from .race import STYLE, formulas, own_surface

LOOKS = """
<style>
.printed { overflow-x: auto; }
.printed table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 1.05rem; }
.printed th, .printed td { padding: .35rem 1.4rem .35rem 0; border: 0; text-align: left; font-weight: 400;
  border-top: 1px solid light-dark(#d4dde8, #2d3b4f); white-space: nowrap; }
.printed thead th { border: 0; color: light-dark(#526073, #a3b1c4); }
.printed .yes { color: light-dark(#0b5a33, #7fe0b0); }
.printed .no { color: light-dark(#8a2c14, #ffb39f); }
</style>
"""


def page() -> None:
    """Wire chapters, curve, stage, numbers and formulas."""
    widgets.style()
    st.html(STYLE + LOOKS)
    state.begin(view.PAGE, from_query)
    st.title("One dimension", anchor=False)
    if sentences := state.ignored(view.PAGE):
        st.warning("This part of the link was ignored:\n\n" + "\n".join(f"- `{text}`" for text in sentences))
        st.button("Dismiss", key="one-dimension.dismiss", on_click=state.dismiss_ignored, args=(view.PAGE,))
    view.chapters()
    told = chapter_of(view.scene())
    look_for = next((chapter.look_for for chapter in CHAPTERS if chapter.key == told), view.scene().landscape.lesson)
    widgets.lead(look_for)
    view.curve()
    _ball()
    if view.scene().surface == "quartic":
        view.printed()
    formulas(view.scene())


@st.fragment
def _ball() -> None:
    """The stage with the position over time; the user's own formula follows what is typed on the stage."""
    view.ball()
    own_surface(view.scene())
