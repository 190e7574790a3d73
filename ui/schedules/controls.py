"""Other knobs over time: friction that fades, and a learning rate that the gradient sets."""

from typing import Any

import numpy as np
import streamlit as st

import optimizers
import surfaces
from figures.lines import Axis, Line, Mark, chart
from figures.palette import DASHES, HUES, STYLES, Style, worn
from optimizers import Run, schedules

from .. import browser_parts
from . import desk, widgets
from .desk import DESK

# With little friction at first, a higher rate than usual is borne.
HEAVIER = 2.0
CURVE, STARTS = "quartic", (5.0, -5.0)
FIXED = (Style(*HUES[7], DASHES[0], "circle"), Style(*HUES[3], DASHES[0], "square"))


def show() -> None:
    """The part of the page."""
    _friction()
    st.divider()
    _control()


def _friction() -> None:
    st.subheader("Friction that fades", anchor=False)
    widgets.lead(
        "Momentum keeps the share β of its velocity at each update. With a small β at first the swings across the "
        "valley die down; annealed towards a large one it lets the velocity build up along it."
    )
    with widgets.row():
        widgets.surface(desk.FRICTION_SURFACE, desk.FRICTION_RATE)
        rate = widgets.rate_of(desk.FRICTION_RATE, "momentum", DESK[desk.FRICTION_SURFACE], HEAVIER)
        widgets.suggested_rate(desk.FRICTION_RATE, rate)
        widgets.real("β from", desk.BETA_FIRST, 0.05)
        widgets.real("β to", desk.BETA_LAST, 0.05)
        widgets.whole("Updates T", desk.FRICTION_STEPS, 50)
    surface = surfaces.get(DESK[desk.FRICTION_SURFACE])
    first, last, steps = DESK[desk.BETA_FIRST], DESK[desk.BETA_LAST], DESK[desk.FRICTION_STEPS]
    course = schedules.anneal(first, last)
    compared = (
        (f"β = {first:g}", {"beta": first}, FIXED[0]),
        (f"β = {last:g}", {"beta": last}, FIXED[1]),
        (f"β from {first:g} to {last:g}", {"varying": {"beta": course}}, STYLES["momentum"]),
    )
    runs = [Run("momentum", learning_rate=rate, **options) for _, options, _ in compared]
    walked = optimizers.run(surface, runs, steps=steps, record_memory=False)
    widgets.key([(name, look) for name, _, look in compared])
    updates = np.arange(steps, dtype=np.float64)
    values = (np.full(steps, first), np.full(steps, last), course(updates, steps))
    lowest = min(minimum.value for minimum in surface.minima)
    left, right = st.columns([2, 3])
    with left:
        widgets.heading("Friction coefficient β")
        lines = [Line(name, updates, value, look) for (name, _, look), value in zip(compared, values, strict=True)]
        browser_parts.chart(
            lambda theme: chart(lines, theme, Axis("update"), Axis("β", span=(-0.02, 1.02)), key=False),
            "friction_beta",
            "The friction coefficient against the update",
            300,
            f"{steps}",
        )
    with right:
        widgets.heading("Loss above the minimum")
        taken = walked.steps_taken
        curves = [
            Line(
                name,
                np.arange(taken[i] + 1.0),
                walked.losses[i, : taken[i] + 1] - lowest,
                look,
                decides=walked.status[i] != "diverged",
            )
            for i, (name, _, look) in enumerate(compared)
        ]
        across = Axis("update", span=(0.0, float(steps)))
        browser_parts.chart(
            lambda theme: chart(curves, theme, across, Axis("f − f*", True), key=False),
            "friction_loss",
            "Loss against the update under each friction",
            300,
            f"{surface.key}{steps}",
        )
    widgets.reading((f"final f − f*, {name}", _ending(walked, i, lowest)) for i, (name, _, _) in enumerate(compared))


def _ending(walked: optimizers.Trajectories, i: int, lowest: float) -> str:
    last = int(walked.steps_taken[i])
    return f"diverged at {last}" if walked.status[i] == "diverged" else widgets.brief(walked.losses[i, last] - lowest)


def _control() -> None:
    control = optimizers.get("grad_lr_control")
    st.subheader("A rate that the gradient sets", anchor=False)
    widgets.lead(
        "On the quartic curve, from 5 and from −5: the cumulative rule divides α by 1 + c√‖g‖ at <i>every</i> update, "
        "so it dies out before the ball arrives. Without memory α comes back as the slope falls."
    )
    with widgets.row():
        widgets.real("Learning rate α", desk.CONTROL_RATE, 0.01)
        widgets.real("Control c", desk.CONTROL, 0.1, optimizers.get("grad_lr_control").forms[0].hyperparameters[1].note)
        widgets.whole("Updates T", desk.CONTROL_STEPS, 10)
    curve, steps, rate = surfaces.get(CURVE), DESK[desk.CONTROL_STEPS], DESK[desk.CONTROL_RATE]
    settings: dict[str, Any] = {"learning_rate": rate, "control": DESK[desk.CONTROL]}
    compared = (
        ("GD", Run("gd", learning_rate=rate), STYLES["gd"]),
        ("cumulative", Run(control.key, "cumulative_norm", **settings), worn(control.key, 0)),
        ("memoryless", Run(control.key, "memoryless_norm", **settings), STYLES["nesterov"]),
    )
    runs = [run for _, run, _ in compared]
    walks = [optimizers.run(curve, runs, (start, 0.0), steps) for start in STARTS]
    widgets.key([(name, look) for name, _, look in compared])
    updates = np.arange(steps + 1.0)
    left, right = st.columns(2)
    with left:
        widgets.heading("α over time", "from 5: thick, from −5: thin")
        rates = []
        for walked, start in zip(walks, STARTS, strict=True):
            factors = [np.ones(steps), *walked.memory["factor"][1:, 1:, 0]]
            rates += [
                Line(f"{name}, from {start:g}", updates[1:], rate * factor, look, faint=start < 0.0)
                for (name, _, look), factor in zip(compared, factors, strict=True)
            ]
        browser_parts.chart(
            lambda theme: chart(rates, theme, Axis("update"), Axis("α", True), key=False),
            "control_rates",
            "The controlled learning rate against the update",
            340,
            f"{steps}",
        )
    with right:
        widgets.heading("Position over time", "dashed: the two minima")
        paths = [
            Line(f"{name}, from {start:g}", updates, walked.positions[i, :, 0], look)
            for walked, start in zip(walks, STARTS, strict=True)
            for i, (name, _, look) in enumerate(compared)
        ]
        lows = [minimum.x for minimum in curve.minima]
        lows += [point.x for point in curve.critical_points if point.kind == "local minimum"]
        marks = [Mark("y", low, f"{low:.4g}".replace("-", "−")) for low in lows]
        browser_parts.chart(
            lambda theme: chart(paths, theme, Axis("update"), Axis("x"), marks, key=False),
            "control_paths",
            "Position against the update, from 5 and from -5",
            340,
            f"{steps}",
        )
    widgets.reading(
        (f"{name} from {start:g} ends at".replace("-", "−"), f"{walked.positions[i, -1, 0]:.6f}".replace("-", "−"))
        for walked, start in zip(walks, STARTS, strict=True)
        for i, (name, _, _) in enumerate(compared)
    )
    for column, form in zip(
        st.columns(2), (control.form("cumulative_norm"), control.form("memoryless_norm")), strict=True
    ):
        with column, st.container(border=True):
            st.markdown(f"**{form.name}.** {form.note}")
            st.latex(r"\quad ".join(form.update))
            st.caption(form.source)
