"""Controls and small pieces of text that the parts share."""

import math
import re
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

import optimizers
import surfaces
from figures.palette import Style
from optimizers import Hyperparameter

from ..knobs import Knob
from .desk import DESK

STYLE = Path(__file__).with_name("schedules.css")
# While the engine is compiled, so many steps in plain Python keep an answer quick.
PLAIN_STEPS = 12_000
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def style() -> None:
    """The page's looks."""
    st.html(f"<style>{STYLE.read_text()}</style>")


def row() -> Any:
    """A line of controls that breaks where there is no room."""
    return st.container(horizontal=True, vertical_alignment="bottom", gap="small")


def real(label: str, knob: Knob[float], step: float | None = None, note: str = "", width: int = 150) -> None:
    """A number field."""
    step = step or nice_step(DESK[knob])
    st.number_input(
        label, knob.low, knob.high, step=step, format="%.6g", help=note or None, width=width, **DESK.bind(knob)
    )


def whole(label: str, knob: Knob[int], step: int = 1, note: str = "", width: int = 150) -> None:
    """A field for a whole number."""
    low, high = int(knob.low), int(knob.high)
    st.number_input(label, low, high, step=step, help=note or None, width=width, **DESK.bind(knob))


def pick(label: str, knob: Knob[str], name: Callable[[str], str], then: Callable[[], None] | None = None) -> None:
    """A choice from a list; `then` happens after it."""

    def change(key: str) -> None:
        DESK[knob] = key
        if then is not None:
            then()

    st.selectbox(label, knob.options, format_func=name, width=210, **DESK.bind(knob, change=change))


def surface(knob: Knob[str], rate: Knob[float | None], *others: Knob[Any]) -> None:
    """Choose a surface; the learning rate, and what else depends on it, follows."""
    pick("Surface", knob, lambda key: surfaces.get(key).name, lambda: DESK.reset(rate, *others))


def optimizer(knob: Knob[str], rate: Knob[float | None]) -> None:
    """Choose an optimizer; the learning rate follows."""
    pick("Optimizer", knob, lambda key: optimizers.get(key).name, lambda: DESK.reset(rate))


def suggested_rate(knob: Knob[float | None], value: float, label: str = "Learning rate η") -> None:
    """A learning rate, at first the one that is suggested, `value`."""

    def change(new: float) -> None:
        DESK[knob] = new

    shown = value if DESK[knob] is None else DESK[knob]
    st.number_input(
        label,
        knob.low,
        knob.high,
        step=nice_step(value),
        format="%.6g",
        width=150,
        help="Follows surface and optimizer until you set it.",
        **DESK.bind(knob, shown, change),
    )


def rate_of(knob: Knob[float | None], optimizer: str, surface: str, times: float = 1.0) -> float:
    """The learning rate that was set, or `times` the one that the surface suggests for the optimizer."""
    chosen = DESK[knob]
    if chosen is not None:
        return chosen
    suggestion = optimizers.default_run(optimizers.get(optimizer), surfaces.get(surface)).values[0]
    return float(suggestion * times)


def nice_step(value: float) -> float:
    """A tenth of a number's power of ten."""
    return float(10.0 ** (math.floor(math.log10(max(abs(value), 1e-6))) - 1))


def typeset(symbol: str) -> str:
    """A symbol as a label shows it: an index behind an underscore is lowered."""
    if "_" not in symbol:
        return symbol
    long = re.sub(r"_([A-Za-z]{2,})", r"_{\\text{\1}}", symbol)
    return "$" + re.sub(r"_([A-Za-z])", r"_{\1}", long) + "$"


def parameter(spec: Any, value: Any, change: Callable[[Any], None], key: str) -> None:
    """A field for one parameter of a schedule; `change(new)` raises ValueError for what is not accepted."""
    label = f"{typeset(spec.symbol)}  ({spec.name.replace('_', ' ')})"

    def moved() -> None:
        try:
            change(_read(spec, st.session_state[key]))
        except ValueError as error:
            st.session_state[f"{key} complaint"] = str(error)

    if spec.kind == "integers":
        st.session_state[key] = ", ".join(f"{number:g}" for number in value)
        st.text_input(label, help=spec.note, key=key, on_change=moved, width=190)
    elif spec.kind == "switch":
        st.session_state[key] = bool(value)
        st.toggle(label, help=spec.note, key=key, on_change=moved)
    elif spec.kind == "integer":
        st.session_state[key] = int(value)
        st.number_input(label, int(spec.low), int(spec.high), help=spec.note, key=key, on_change=moved, width=170)
    else:
        st.session_state[key] = float(value)
        low, high = float(spec.low), float(spec.high)
        st.number_input(
            label, low, high, step=nice_step(value), format="%.6g", help=spec.note, key=key, on_change=moved, width=170
        )
    if complaint := st.session_state.pop(f"{key} complaint", None):
        st.error(complaint)


def _read(spec: Hyperparameter | Any, given: Any) -> Any:
    if spec.kind != "integers":
        return float(given)
    try:
        return [float(part) for part in str(given).replace(",", " ").split()]
    except ValueError:
        raise ValueError(f"{spec.name} must be whole numbers with commas between them; got {given!r}") from None


def draws(wanted: int, runs: int, steps: int) -> int:
    """How many draws of the noise are affordable now: all, or fewer while the engine is compiled."""
    if optimizers.ready():
        return wanted
    return max(1, min(wanted, PLAIN_STEPS // max(runs * steps, 1)))


def waiting(wanted: int, made: int) -> None:
    """Say that fewer draws are shown for now."""
    if made < wanted:
        st.caption(f"The engine is being compiled: for now {made} of {wanted} draws, in plain Python.")


def swatch(look: Style) -> str:
    """A piece of the line that stands for something."""
    stops, at, drawn = [], 0, True
    for pixels in look.dash or (34,):
        color = "var(--line)" if drawn else "transparent"
        stops.append(f"{color} {at}px {at + pixels}px")
        at, drawn = at + pixels, not drawn
    dash = f"repeating-linear-gradient(90deg,{','.join(stops)})"
    return f'<span class="line-swatch" style="--light:{look.light};--dark:{look.dark};--dash:{dash}"></span>'


def key(entries: Iterable[tuple[str, Style]]) -> None:
    """What the lines of several charts mean."""
    items = "".join(f"<li>{swatch(look)}{escape(name)}</li>" for name, look in entries)
    st.html(f'<ul class="line-key">{items}</ul>')


def heading(text: str, note: str = "") -> None:
    """A small heading over a chart."""
    aside = f"<span>{note}</span>" if note else ""
    st.html(f'<h4 class="chart-heading">{text}{aside}</h4>')


def lead(text: str) -> None:
    """The sentence that opens a part: what to look for."""
    st.html(f'<p class="part-lead">{text}</p>')


def brief(value: float, digits: int = 3) -> str:
    """A number as it is written by hand: 4.4·10⁻⁸, not 4.4e-08."""
    mantissa, mark, exponent = f"{value:.{digits}g}".partition("e")
    return mantissa.replace("-", "−") + (f"·10{str(int(exponent)).translate(RAISED)}" if mark else "")


def reading(entries: Iterable[tuple[str, str]]) -> None:
    """Numbers worth reading aloud, each with what it is."""
    items = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in entries)
    st.html(f'<dl class="readings">{items}</dl>')
