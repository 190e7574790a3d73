"""The session's scene: read from the link once, changed by widgets and by the stage."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from optimizers import Run

from . import edits as scene_edits
from . import link, takeaway
from .presets import Preset
from .scene import Scene, first_scene
from .stage import edits, wanted

STAGE = "stage"
MOST_SHOWN = 6


def begin() -> None:
    """Open the scene of the link, the first time that this session asks."""
    if "scene" in st.session_state:
        return
    query = {name: st.query_params.get_all(name) for name in st.query_params}
    st.session_state.scene, st.session_state.ignored = link.from_query(query)
    st.session_state.shelf = {}
    st.session_state.acknowledged = 0


def scene() -> Scene:
    """The scene as it stands."""
    current: Scene = st.session_state.scene
    return current


def change(**fields: Any) -> None:
    """Replace fields of the scene."""
    st.session_state.scene = replace(scene(), **fields)


def adopt(new: Scene) -> None:
    """Make this the scene."""
    st.session_state.scene = new


def open_scene(new: Scene, look_for: str = "") -> None:
    """Show another scene from its beginning, with a sentence on what to look for."""
    adopt(new)
    st.session_state.shelf = {}
    st.session_state.look_for = look_for
    st.session_state.opened = st.session_state.get("opened", 0) + 1


def open_surface(key: str) -> None:
    """Move the race to another surface."""
    adopt(scene().with_surface(key))
    st.session_state.look_for = ""


def open_preset(preset: Preset) -> None:
    """Show a preset."""
    open_scene(preset.scene, preset.look_for)


def ignored() -> list[str]:
    """Sentences about the parts of the link that were ignored; the last one counts what is not listed."""
    sentences: list[str] = st.session_state.ignored
    more = len(sentences) - MOST_SHOWN
    return sentences[:MOST_SHOWN] + ([f"… and {more} more"] if more > 0 else [])


def dismiss_ignored() -> None:
    """The user has read what was ignored."""
    st.session_state.ignored = []


def choose_optimizers(keys: list[str]) -> None:
    """Race these optimizers. Who leaves keeps its settings on a shelf for when it comes back."""
    current = scene()
    shelf: dict[str, list[Run]] = st.session_state.shelf
    wanted = set(keys)
    for key in {run.key for run in current.runs} - wanted:
        shelf[key] = [run for run in current.runs if run.key == key]
    kept = [run for run in current.runs if run.key in wanted]
    present = {run.key for run in kept}
    for key in keys:
        if key not in present:
            kept += shelf.pop(key, []) or list(first_scene(current.surface, (key,)).runs)
    change(runs=tuple(kept))


def take_edits() -> None:
    """Apply the batch that the stage sent."""
    batch = edits(STAGE)
    items = batch.get("items")
    before = scene()
    # The browser repeats what it has not seen acknowledged; what is in the scene already is passed over.
    done = st.session_state.acknowledged
    fresh = [item for item in items if _serial(item) > done] if isinstance(items, list) else []
    after, refused = scene_edits.apply(before, fresh)
    adopt(after)
    st.session_state.refused = refused
    st.session_state.acknowledged = max(done, _serial(batch))
    known = batch.get("known")
    st.session_state.known = {key for key in known if isinstance(key, str)} if isinstance(known, list) else set()
    # Formulas stand outside the stage: they follow a change of form or schedule.
    st.session_state.formulas_changed = _formulas(before) != _formulas(after)


def _formulas(scene: Scene) -> list[Any]:
    return [(run.key, run.form, run.schedule, run.inner and (run.inner.key, run.inner.form)) for run in scene.runs]


def take_wanted() -> None:
    """Write the part of a file that the stage asked for."""
    st.session_state.answer = takeaway.part(scene(), wanted(STAGE))


def _serial(sent: Any) -> int:
    serial = sent.get("serial") if isinstance(sent, Mapping) else None
    return serial if isinstance(serial, int) else 0


def take(name: str, otherwise: Any) -> Any:
    """Return something left by `take_edits` for this one rerun, and forget it."""
    return st.session_state.pop(name, otherwise)
