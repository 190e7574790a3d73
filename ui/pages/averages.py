"""Moving averages, as they stand behind momentum, RMSProp and Adam."""

from html import escape

import streamlit as st

from ..averages import controls, experiment, state, view
from ..schedules import widgets
from .race import STYLE


def page() -> None:
    """Wire the data, the picture, and the experiment."""
    widgets.style()
    st.html(STYLE)
    state.begin()
    if state.ignored():
        st.warning("This part of the link was ignored:\n\n" + "\n".join(f"- `{text}`" for text in state.ignored()))
        st.button("Dismiss", on_click=state.dismiss_ignored)
    st.title("Moving averages", anchor=False)
    controls.data()
    entry = state.scene().sequence
    widgets.lead(escape(entry.note))
    _picture()
    if entry.source:
        st.caption(f"Data: {entry.source}")
    experiment.show()


@st.fragment
def _picture() -> None:
    view.show()
