"""The widgets above the picture: which numbers are averaged."""

from typing import Any

import streamlit as st

from optimizers.averages import SERIES

from . import paste, state
from .scene import MOST_VALUES, OWN

EXAMPLE = "4, 9, 7, 11, 8, …"
NAMES = {entry.key: entry.name for entry in SERIES} | {OWN: "Your own numbers"}


def data() -> None:
    """Choose what is averaged, or bring it along."""
    current = state.scene()
    st.session_state.averages_data = current.series
    keys = [key for key in NAMES if key != OWN or current.values]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.pills(
            "Data",
            keys,
            required=True,
            format_func=lambda key: NAMES[key],
            key="averages_data",
            on_change=lambda: state.open_series(st.session_state.averages_data),
            wrap=True,
        )
        with st.popover("Bring your own numbers"):
            _own()


def _own() -> None:
    st.caption(
        f"2 to {MOST_VALUES:,} numbers, or a table (CSV) with a column of them. They stay in this session and in the "
        "link, which is all that carries them."
    )
    st.text_area("Numbers or a table", placeholder=EXAMPLE, key="averages_text", height=140)
    opened = st.file_uploader("Or a file", type=["csv", "txt", "tsv"], key="averages_file")
    text = st.session_state.averages_text
    if opened is not None:
        text = _decoded(opened)
    found, complaint = None, ""
    if text.strip():
        try:
            found = paste.read(text)
        except ValueError as error:
            complaint = str(error)
    if complaint:
        st.error(f"{complaint[0].upper()}{complaint[1:]}. What was shown before is kept.")
    if found is None:
        st.button("Average these", disabled=True, key="averages_take", width="stretch")
        return
    column = 0
    if len(found.names) > 1:
        column = st.selectbox(
            "Column", range(len(found.names)), format_func=lambda i: found.names[i], key="averages_column"
        )
    values = found.values[column]
    st.caption(f"{len(values)} numbers, from {min(values):g} to {max(values):g}.")
    st.button(
        "Average these",
        key="averages_take",
        on_click=state.open_values,
        args=(values,),
        type="primary",
        width="stretch",
    )


def _decoded(opened: Any) -> str:
    content: bytes = opened.getvalue()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")
