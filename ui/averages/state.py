"""The session's scene of moving averages: read from the link once, changed by widgets and by the browser."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from .. import batches
from . import edits as scene_edits
from . import link
from .scene import OWN, AveragesScene

KEY = "averages"
MOST_SHOWN = 6


def begin() -> None:
    """Open the scene of the link, the first time that this session asks."""
    if "averages_scene" in st.session_state:
        return
    query = {name: st.query_params.get_all(name) for name in st.query_params}
    st.session_state.averages_scene, st.session_state.averages_ignored = link.from_query(query)
    st.session_state.averages_acknowledged = 0
    st.session_state.averages_opened = 0


def scene() -> AveragesScene:
    """The scene as it stands."""
    current: AveragesScene = st.session_state.averages_scene
    return current


def change(**fields: Any) -> None:
    """Replace fields of the scene."""
    st.session_state.averages_scene = replace(scene(), **fields)


def experiment(**fields: Any) -> None:
    """Replace fields of the experiment."""
    change(experiment=replace(scene().experiment, **fields))


def open_series(key: str) -> None:
    """Average another sequence, from its beginning."""
    change(series=key, view=replace(scene().view, day=None))
    st.session_state.averages_opened += 1


def open_values(values: tuple[float, ...]) -> None:
    """Average the user's own numbers."""
    change(values=values)
    open_series(OWN)


def ignored() -> list[str]:
    """Sentences about the parts of the link that were ignored; the last one counts what is not listed."""
    sentences: list[str] = st.session_state.averages_ignored
    more = len(sentences) - MOST_SHOWN
    return sentences[:MOST_SHOWN] + ([f"… and {more} more"] if more > 0 else [])


def dismiss_ignored() -> None:
    """The user has read what was ignored."""
    st.session_state.averages_ignored = []


def take_edits() -> None:
    """Apply the batch that the browser sent."""
    batch = (st.session_state.get(KEY) or {}).get("edits")
    if not isinstance(batch, Mapping):
        return
    items, acknowledged = batches.fresh(batch, st.session_state.averages_acknowledged)
    st.session_state.averages_scene, st.session_state.averages_refused = scene_edits.apply(scene(), items)
    st.session_state.averages_acknowledged = acknowledged
