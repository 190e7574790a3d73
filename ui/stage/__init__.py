"""The stage: one contour on which everything happens, as a browser component."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import streamlit as st

from ..scene import Scene
from .assets import script
from .beside import beside
from .cards import stow
from .message import pack
from .picture import picture


@st.cache_resource
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "descent_lab_stage",
        html='<div class="stage" aria-label="Stage"></div>',
        js=script("stage.js"),
        isolate_styles=False,
    )


def stage(
    scene: Scene,
    key: str,
    acknowledged: int,
    refused: list[str],
    known: Collection[str],
    answer: Mapping[str, Any] | None,
    on_edits: Callable[[], None],
    on_wanted: Callable[[], None],
    opened: int | None = None,
    also: Sequence[tuple[str, str]] = (),
) -> int:
    """Show the scene and return the size of the message in bytes.

    `acknowledged` is the serial number of the last batch of edits that is in the scene, `refused` what
    could not be done, `known` the landscapes, scenes and cards that the browser says it has. Edits arrive as
    `st.session_state[key]["edits"]` = {serial, items, known}, and `on_edits` is called. What the browser asks
    for arrives as `st.session_state[key]["wanted"]`, and `on_wanted` is called; `answer` is what it gets.
    `opened` counts the scenes that were opened anew, `also` are parts of the page's link beside the scene's.
    """
    header, arrays = picture(scene, known)
    header["beside"], others = beside(scene, known)
    header |= {
        "serial": acknowledged,
        "refused": refused,
        "opened": st.session_state.get("opened", 0) if opened is None else opened,
        "answer": answer,
        **{name: [*also, *header[name]] for name in ("link", "short_link")},
    }
    message = pack(stow(header, known), arrays | others)
    _component()(key=key, data=message, on_edits_change=on_edits, on_wanted_change=on_wanted, height="content")
    return len(message)


def edits(key: str) -> Mapping[str, Any]:
    """The batch of edits that the browser sent last, empty when there is none or it is malformed."""
    batch = (st.session_state.get(key) or {}).get("edits")
    return batch if isinstance(batch, Mapping) else {}


def wanted(key: str) -> Any:
    """What the browser asked for just now (see `ui.takeaway.part`), None when it asked for nothing."""
    return (st.session_state.get(key) or {}).get("wanted")
