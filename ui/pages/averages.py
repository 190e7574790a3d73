"""Moving averages, as they stand behind momentum, RMSProp and Adam."""

import streamlit as st

from ..averages import controls, state, view
from .race import STYLE

RECURRENCE = r"v_0 = 0, \qquad v_k = \beta\, v_{k-1} + (1 - \beta)\, x_k"


def page() -> None:
    """Wire the data, the picture, and the experiment."""
    st.html(STYLE)
    state.begin()
    if state.ignored():
        st.warning("This part of the link was ignored:\n\n" + "\n".join(f"- `{text}`" for text in state.ignored()))
        st.button("Dismiss", on_click=state.dismiss_ignored)
    st.title("Moving averages", anchor=False)
    controls.data()
    entry = state.scene().sequence
    st.caption(entry.note)
    _picture()
    if entry.source:
        st.caption(f"Data: {entry.source}")


@st.fragment
def _picture() -> None:
    view.show()
