"""Schedules on one axis, what they add up to, and a card for each with its formula and parameters."""

from collections.abc import Callable
from html import escape

import numpy as np
import streamlit as st

from figures.lines import Axis, Line, Mark, chart
from figures.palette import Style
from figures.schedules import looks
from optimizers import SCHEDULES, Schedule, schedules
from optimizers.schedules import partial_sums

from .. import browser_parts, options
from ..knobs import Knob
from . import desk, widgets
from .desk import DESK

WARM_UP = options.WARM_UP.key


def kind(schedule: Schedule) -> str:
    """The key of what follows the warm-up, or of the warm-up where nothing follows."""
    _, main = options.split_schedule(schedule)
    return main.key if main else WARM_UP


def names(chosen: tuple[Schedule, ...]) -> list[str]:
    """A name for each; those of one kind are numbered."""
    kinds = [kind(schedule) for schedule in chosen]
    made = []
    for i, schedule in enumerate(chosen):
        updates, main = options.split_schedule(schedule)
        name = (main or schedule).entry.name
        name += f" after {updates:g}" if main and updates else ""
        made.append(f"{name} ({kinds[:i].count(kinds[i]) + 1})" if kinds.count(kinds[i]) > 1 else name)
    return made


def styles(chosen: tuple[Schedule, ...]) -> list[Style]:
    """The look of each."""
    return looks([kind(schedule) for schedule in chosen])


def choose() -> None:
    """Choose which kinds are shown; who stays keeps its parameters."""
    chosen = DESK[desk.CHOSEN]
    entries = {entry.key: entry for entry in SCHEDULES}

    def change(keys: list[str]) -> None:
        kept = [schedule for schedule in DESK[desk.CHOSEN] if kind(schedule) in keys]
        present = {kind(schedule) for schedule in kept}
        added = [entries[key]() for key in keys if key not in present]
        DESK[desk.CHOSEN] = tuple(kept + added)[: desk.CHOSEN.most]

    shown = [key for key in entries if key in {kind(schedule) for schedule in chosen}]
    st.pills(
        "Schedules",
        list(entries),
        selection_mode="multi",
        format_func=lambda key: entries[key].name,
        **DESK.bind(desk.CHOSEN, shown, change),
    )


def show() -> None:
    """The part of the page."""
    widgets.lead(
        "A schedule decides how long a step is at each update. Robbins and Monro ask two things of it: "
        "the steps together must reach any distance (<b>Σ η = ∞</b>), and their noise must add up to something finite "
        "(<b>Σ η² &lt; ∞</b>). Watch which sums keep rising and which level off."
    )
    choose()
    with widgets.row():
        widgets.real("Learning rate η", desk.RATE)
        widgets.whole("Updates in the run T", desk.STEPS, 10)
        widgets.whole("Sums over", desk.HORIZON, 1000, "Beyond the run each schedule goes on as its formula does.")
        _scale("Update axis", desk.UPDATES_SCALE)
        _scale("Rate axis", desk.RATE_SCALE)
    chosen = DESK[desk.CHOSEN]
    if not chosen:
        st.info("No schedule is shown. Choose one above.")
        return
    called, worn = names(chosen), styles(chosen)
    widgets.key(zip(called, worn, strict=True))
    _rates(chosen, called, worn)
    sums = [partial_sums(schedule, DESK[desk.RATE], DESK[desk.STEPS], DESK[desk.HORIZON]) for schedule in chosen]
    left, right = st.columns(2)
    with left:
        _sums("Σ η", "how far the steps reach", [total for total, _ in sums], called, worn)
    with right:
        _sums("Σ η²", "how much noise they let in", [squares for _, squares in sums], called, worn)
    cards = st.columns(2)
    for i, schedule in enumerate(chosen):
        with cards[i % 2], st.container(border=True, key=f"schedule_card_{i}"):
            _card(i, schedule, called[i], worn[i], (float(sums[i][0][-1]), float(sums[i][1][-1])))


def _scale(label: str, knob: Knob[str]) -> None:
    st.segmented_control(label, knob.options, required=True, **DESK.bind(knob))


def _rates(chosen: tuple[Schedule, ...], called: list[str], worn: list[Style]) -> None:
    updates = np.arange(DESK[desk.STEPS], dtype=np.float64)
    across = DESK[desk.UPDATES_SCALE] == "log"
    # k = 0 has no place on a logarithmic axis: there the first update is number 1.
    lines = [
        Line(name, updates + across, DESK[desk.RATE] * schedule(updates, DESK[desk.STEPS]), look, stairs=True)
        for schedule, name, look in zip(chosen, called, worn, strict=True)
    ]
    x = Axis("update k + 1" if across else "update k", across)
    y = Axis("η", DESK[desk.RATE_SCALE] == "log")
    widgets.heading("Learning rate", "while nothing has made a plateau reduce it")
    browser_parts.chart(
        lambda theme: chart(lines, theme, x, y, key=False),
        "schedule_rates",
        "Learning rates against the update",
        380,
        f"{x}{y}{DESK[desk.STEPS]}{DESK[desk.RATE]}",
    )


def _sums(title: str, note: str, totals: list[np.ndarray], called: list[str], worn: list[Style]) -> None:
    updates = np.arange(1.0, DESK[desk.HORIZON] + 1.0)
    lines = [Line(name, updates, total, look) for name, total, look in zip(called, totals, worn, strict=True)]
    marks = [Mark("x", float(DESK[desk.STEPS]), "end of the run")] if DESK[desk.STEPS] < DESK[desk.HORIZON] else []
    x, y = Axis("updates", True), Axis(title, True)
    widgets.heading(title, note)
    browser_parts.chart(
        lambda theme: chart(lines, theme, x, y, marks, key=False),
        f"schedule_sum_{len(title)}",
        f"{title} over the first updates",
        280,
        f"{DESK[desk.HORIZON]}{DESK[desk.RATE]}",
    )


def _replace(i: int, *others: Schedule) -> None:
    chosen = DESK[desk.CHOSEN]
    DESK[desk.CHOSEN] = (*chosen[:i], *others, *chosen[i + 1 :])[: desk.CHOSEN.most]


def _card(i: int, schedule: Schedule, name: str, look: Style, totals: tuple[float, float]) -> None:
    updates, main = options.split_schedule(schedule)
    shown = main or schedule
    st.html(
        f'<div class="schedule-head">{widgets.swatch(look)}<h3>{escape(name)}</h3></div>'
        + verdict(schedule)
        + f'<p class="schedule-note">{escape(shown.entry.note)}</p>'
    )
    st.latex(shown.entry.formula)
    with widgets.row():
        for spec in shown.entry.parameters:
            widgets.parameter(spec, shown.parameters[spec.name], _setter(i, spec.name), f"schedule_{i}_{spec.name}")
        if main is not None:
            steps = next(p for p in options.WARM_UP.parameters if p.name == options.LEADING)
            key = f"schedule_{i}_warm_up"
            st.session_state[key] = int(updates)
            st.number_input(
                "W  (warm-up before it)",
                0,
                int(steps.high),
                help="Updates until the full rate; 0 is none. The schedule begins after it.",
                key=key,
                on_change=lambda: _replace(i, _joined(i, st.session_state[key])),
                width=170,
            )
    total, squares = (widgets.brief(each, 4) for each in totals)
    st.html(
        f'<p class="schedule-source">After {DESK[desk.HORIZON]:,} updates: Σ η = {total}, Σ η² = {squares}. '
        f"{escape(shown.entry.source)}</p>"
    )
    with widgets.row():
        full = len(DESK[desk.CHOSEN]) >= desk.CHOSEN.most
        st.button("Copy", key=f"copy_{i}", on_click=lambda: _replace(i, schedule, schedule), disabled=full)
        st.button("Remove", key=f"remove_{i}", on_click=lambda: _replace(i))


def _joined(i: int, updates: int) -> Schedule:
    _, main = options.split_schedule(DESK[desk.CHOSEN][i])
    joined = options.joined_schedule(float(updates), main)
    return joined if joined is not None else schedules.constant()


def _setter(i: int, name: str) -> Callable[[object], None]:
    """Change a parameter of the schedule itself; its warm-up stays as it is."""

    def change(value: object) -> None:
        schedule = DESK[desk.CHOSEN][i]
        updates, main = options.split_schedule(schedule)
        if main is None:
            _replace(i, schedule.entry(**{**schedule.parameters, name: value}))
            return
        changed = main.entry(**{**main.parameters, name: value})
        _replace(i, schedule.entry(then=changed, **schedule.parameters) if updates else changed)

    return change


def verdict(schedule: Schedule) -> str:
    """What the formula says about the two infinite sums, as HTML."""
    diverges, converges, holds = (*schedule.robbins_monro, schedule.robbins_monro.holds)
    if holds is None:
        return '<ul class="verdicts"><li>Σ η and Σ η²: the loss decides</li></ul>'
    parts = (
        (diverges, "Σ η = ∞", "Σ η &lt; ∞"),
        (converges, "Σ η² &lt; ∞", "Σ η² = ∞"),
        (holds, "Robbins and Monro: met", "Robbins and Monro: not met"),
    )
    return (
        '<ul class="verdicts">'
        + "".join(
            f'<li class="{"yes" if good else "no"}">{"✓" if good else "✗"} {yes if good else no}</li>'
            for good, yes, no in parts
        )
        + "</ul>"
    )
