"""Reduce on plateau, acting on a real run."""

from dataclasses import replace

import numpy as np
import streamlit as st

import optimizers
import surfaces
from figures.lines import Axis, Line, Mark, chart
from figures.schedules import looks
from optimizers import Run, schedules

from .. import browser_parts
from . import desk, widgets
from .desk import DESK

MOST_NAMED = 12


def show() -> None:
    """The part of the page."""
    widgets.lead(
        "This schedule does not look at the clock but at the loss. Once it has waited longer than its patience for an "
        "improvement, it multiplies the rate, and under noise the loss sinks to a lower floor. If it is too "
        "impatient, the rate dies before the loss is down."
    )
    with widgets.row():
        widgets.surface(desk.PLATEAU_SURFACE, desk.PLATEAU_RATE)
        widgets.optimizer(desk.PLATEAU_OPTIMIZER, desk.PLATEAU_RATE)
        rate = widgets.rate_of(desk.PLATEAU_RATE, DESK[desk.PLATEAU_OPTIMIZER], DESK[desk.PLATEAU_SURFACE])
        widgets.suggested_rate(desk.PLATEAU_RATE, rate)
        widgets.whole("Updates T", desk.PLATEAU_STEPS, 50)
        widgets.real("Gradient noise σ", desk.PLATEAU_NOISE)
        widgets.whole("Seed", desk.SEED)
    notes = {p.name: p.note for p in schedules.reduce_on_plateau.parameters}
    with widgets.row():
        widgets.real("Factor γ", desk.FACTOR, note=notes["factor"])
        widgets.whole("Patience p", desk.PATIENCE, 5, notes["patience"])
        widgets.real("Threshold θ", desk.THRESHOLD, note=notes["threshold"])
        widgets.whole("Cooldown c", desk.COOLDOWN, 5, notes["cooldown"])
        widgets.real("Lowest η", desk.LOWEST, note=notes["minimum_learning_rate"])
    schedule = schedules.reduce_on_plateau(
        factor=DESK[desk.FACTOR],
        patience=DESK[desk.PATIENCE],
        threshold=DESK[desk.THRESHOLD],
        cooldown=DESK[desk.COOLDOWN],
        minimum_learning_rate=DESK[desk.LOWEST],
    )
    surface = surfaces.get(DESK[desk.PLATEAU_SURFACE])
    key, steps = DESK[desk.PLATEAU_OPTIMIZER], DESK[desk.PLATEAU_STEPS]
    compared = (schedule, schedules.constant())
    walked = optimizers.run(
        surface,
        [Run(key, learning_rate=rate, schedule=each) for each in compared],
        steps=steps,
        noise=DESK[desk.PLATEAU_NOISE],
        seed=DESK[desk.SEED],
        record_memory=False,
    )
    worn = [replace(look, dash=()) for look in looks([each.key for each in compared])]
    called = [each.name for each in compared]
    widgets.key(zip(called, worn, strict=True))
    rates = walked.learning_rates
    reduced = np.flatnonzero(np.diff(rates[0]) < 0.0) + 1
    marks = [Mark("x", float(k)) for k in reduced]
    updates = np.arange(steps + 1.0)
    gaps = walked.losses - min(minimum.value for minimum in surface.minima)
    last = walked.steps_taken
    losses = [Line(called[i], updates[: last[i] + 1], gaps[i, : last[i] + 1], worn[i], 2.4) for i in (1, 0)]
    scheduled = [Line(called[i], updates[:-1], rates[i], worn[i], stairs=True) for i in (1, 0)]
    revision = f"{surface.key}{key}{steps}"
    widgets.heading("Loss above the minimum", "each dashed line is a reduction")
    across = Axis("update k", span=(0.0, float(steps)))
    browser_parts.chart(
        lambda theme: chart(losses, theme, across, Axis("f − f*", True), marks, key=False),
        "plateau_loss",
        "Loss above the minimum against the update, with and without reductions",
        340,
        revision,
    )
    widgets.heading("Learning rate")
    browser_parts.chart(
        lambda theme: chart(scheduled, theme, across, Axis("η", True), marks, key=False),
        "plateau_rate",
        "Learning rate against the update",
        200,
        revision,
    )
    named = ", ".join(map(str, reduced[:MOST_NAMED])) + (", …" if len(reduced) > MOST_NAMED else "")
    widgets.reading(
        (
            ("reductions", f"{len(reduced)}"),
            ("first updates with the lower rate", named or "none: the loss kept improving"),
            ("last rate", widgets.brief(rates[0, -1])),
            ("final f − f*, reduced", widgets.brief(gaps[0, last[0]])),
            ("final f − f*, constant", widgets.brief(gaps[1, last[1]])),
        )
    )
    st.latex(schedules.reduce_on_plateau.formula)
    st.caption(f"{schedules.reduce_on_plateau.note} {schedules.reduce_on_plateau.source}")
