"""The session's scene: read from the link once, changed by widgets and by the stage.

Every page with a stage has a scene of its own; `page` names it, and the race is the one without a name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

import optimizers
from optimizers import Run

from . import batches, link, takeaway
from . import edits as scene_edits
from .presets import Preset
from .scene import Scene
from .stage import edits, wanted

Reading = Callable[[Mapping[str, Sequence[str]]], tuple[Scene, list[str]]]

RACE = ""
STAGE = "stage"
MOST_SHOWN = 6


def key(name: str, page: str = RACE) -> str:
    """Where something of a page stands in the session."""
    return f"{page}.{name}" if page else name


def begin(page: str = RACE, read: Reading = link.from_query) -> None:
    """Open the scene of the link, as `read` finds it there, the first time that this session asks."""
    if key("scene", page) in st.session_state:
        return
    query = {name: st.query_params.get_all(name) for name in st.query_params}
    st.session_state[key("scene", page)], st.session_state[key("ignored", page)] = read(query)
    st.session_state[key("shelf", page)] = {}
    st.session_state[key("acknowledged", page)] = 0


def scene(page: str = RACE) -> Scene:
    """The scene as it stands."""
    current: Scene = st.session_state[key("scene", page)]
    return current


def change(**fields: Any) -> None:
    """Replace fields of the scene."""
    st.session_state.scene = replace(scene(), **fields)


def adopt(new: Scene, page: str = RACE) -> None:
    """Make this the scene."""
    st.session_state[key("scene", page)] = new


def open_scene(new: Scene, look_for: str = "", page: str = RACE) -> None:
    """Show another scene from its beginning, with a sentence on what to look for."""
    adopt(new, page)
    st.session_state[key("shelf", page)] = {}
    st.session_state[key("look_for", page)] = look_for
    st.session_state[key("opened", page)] = st.session_state.get(key("opened", page), 0) + 1


def open_surface(key: str) -> None:
    """Move the race to another surface."""
    adopt(scene().with_surface(key))
    st.session_state.look_for = ""


def open_preset(preset: Preset) -> None:
    """Show a preset."""
    open_scene(preset.scene, preset.look_for)


def ignored(page: str = RACE) -> list[str]:
    """Sentences about the parts of the link that were ignored; the last one counts what is not listed."""
    sentences: list[str] = st.session_state[key("ignored", page)]
    more = len(sentences) - MOST_SHOWN
    return sentences[:MOST_SHOWN] + ([f"… and {more} more"] if more > 0 else [])


def dismiss_ignored(page: str = RACE) -> None:
    """The user has read what was ignored."""
    st.session_state[key("ignored", page)] = []


def choose_optimizers(keys: list[str], page: str = RACE) -> None:
    """Race these optimizers. Who leaves keeps its settings on a shelf for when it comes back."""
    current = scene(page)
    shelf: dict[str, list[Run]] = st.session_state[key("shelf", page)]
    chosen = set(keys)
    for gone in {run.key for run in current.runs} - chosen:
        shelf[gone] = [run for run in current.runs if run.key == gone]
    kept = [run for run in current.runs if run.key in chosen]
    present = {run.key for run in kept}
    for new in keys:
        if new not in present:
            kept += shelf.pop(new, []) or [optimizers.default_run(optimizers.get(new), current.landscape)]
    adopt(replace(current, runs=tuple(kept)), page)


def take_edits(page: str = RACE) -> None:
    """Apply the batch that the page's stage sent."""
    batch = edits(key(STAGE, page))
    before = scene(page)
    items, acknowledged = batches.fresh(batch, st.session_state[key("acknowledged", page)])
    after, refused = scene_edits.apply(before, items)
    adopt(after, page)
    known = batch.get("known")
    left = {
        "refused": refused,
        "acknowledged": acknowledged,
        "known": {name for name in known if isinstance(name, str)} if isinstance(known, list) else set(),
        # Title, formulas and sidebar stand outside the stage: they follow a change of what they show.
        "formulas_changed": _formulas(before) != _formulas(after),
    }
    st.session_state.update({key(name, page): value for name, value in left.items()})


def _formulas(scene: Scene) -> list[Any]:
    runs = [(run.key, run.form, run.schedule, run.inner and (run.inner.key, run.inner.form)) for run in scene.runs]
    return [scene.surface, scene.schedule, scene.stop, *runs]


def take_wanted(page: str = RACE) -> None:
    """Write the part of a file that the page's stage asked for."""
    st.session_state[key("answer", page)] = takeaway.part(scene(page), wanted(key(STAGE, page)))


def take(name: str, otherwise: Any, page: str = RACE) -> Any:
    """Return something left by `take_edits` for this one rerun, and forget it."""
    return st.session_state.pop(key(name, page), otherwise)
