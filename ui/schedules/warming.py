"""Warm-up and RAdam: two ways not to trust the first squared gradients."""

import numpy as np
import streamlit as st

import optimizers
import surfaces
from figures.lines import Axis, Line, Mark, chart
from figures.palette import STYLES, Style
from figures.schedules import looks
from optimizers import Run, schedules
from surfaces import Surface

from .. import browser_parts
from . import desk, widgets
from .desk import DESK

SHOWN = 60
# A run has found a minimum when it ends within this share of the view.
NEAR = 0.05


def show() -> None:
    """The part of the page."""
    widgets.lead(
        "Adam divides by a root of squared gradients, of which it has seen very few at first: its first steps have "
        "full length, whatever the noise says. A warm-up makes them short by the clock. RAdam computes how far the "
        "average can be trusted and lets the division in by that much, r; until then it takes plain momentum steps, "
        "which on steep ground are the longest of all. Where there is more than one valley, the first steps can decide "
        "where a run ends."
    )
    with widgets.row():
        widgets.surface(desk.WARM_SURFACE, desk.WARM_RATE)
        rate = widgets.rate_of(desk.WARM_RATE, "adam", DESK[desk.WARM_SURFACE])
        widgets.suggested_rate(desk.WARM_RATE, rate)
        widgets.real("β₂", desk.BETA2, 0.001, "RAdam's r depends on it alone.")
        widgets.whole("Warm-up W", desk.WARM_UPDATES, 10, "Updates until the full rate.")
        widgets.whole("Updates T", desk.WARM_STEPS, 10)
        widgets.real("Gradient noise σ", desk.WARM_NOISE)
        widgets.whole("Draws", desk.WARM_DRAWS, 8)
        widgets.whole("Seed", desk.SEED)
    surface = surfaces.get(DESK[desk.WARM_SURFACE])
    steps, beta2, updates = DESK[desk.WARM_STEPS], DESK[desk.BETA2], DESK[desk.WARM_UPDATES]
    warm = schedules.warm_up(warmup_steps=updates)
    compared = (
        ("Adam", Run("adam", learning_rate=rate, beta2=beta2), STYLES["adam"]),
        ("Adam after a warm-up", Run("adam", learning_rate=rate, beta2=beta2, schedule=warm), looks(["warm_up"])[0]),
        ("RAdam", Run("radam", learning_rate=rate, beta2=beta2), STYLES["radam"]),
    )
    runs = [run for _, run, _ in compared]
    count = widgets.draws(DESK[desk.WARM_DRAWS], len(runs), steps)
    seeds = range(DESK[desk.SEED], DESK[desk.SEED] + count)
    noisy = optimizers.repeat(surface, runs, seeds, steps=steps, noise=DESK[desk.WARM_NOISE])
    rectified = rectification(beta2, steps)
    widgets.key([(name, look) for name, _, look in compared])
    worn = [(name, look) for name, _, look in compared]
    _multipliers(worn, warm(np.arange(steps, dtype=np.float64), steps), rectified)
    _runs(surface, worn, noisy)
    widgets.waiting(DESK[desk.WARM_DRAWS], count)
    distances = noisy.distances(surface)
    adapted = np.flatnonzero(rectified > 0.0)
    trusted = np.flatnonzero(rectified >= 0.9)
    widgets.reading(
        (
            ("RAdam divides from update", f"{adapted[0] + 1}" if adapted.size else f"after {steps}"),
            ("r reaches 0.9 at update", f"{trusted[0] + 1}" if trusted.size else f"after {steps}"),
            ("rule of thumb W = 2/(1 − β₂)", f"{2.0 / (1.0 - beta2):.4g}"),
            *(
                (f"spread of the first 10 steps, {name}", widgets.brief(_spread_of_first_steps(noisy.lengths[i])))
                for i, (name, _, _) in enumerate(compared)
            ),
            *(
                (f"end near a global minimum, {name}", _arrivals(surface, distances[i]))
                for i, (name, _, _) in enumerate(compared)
            ),
        )
    )
    _formulas()


def rectification(beta2: float, steps: int) -> np.ndarray:
    """RAdam's r at updates 1 … `steps`, 0 while it does not divide: it depends on β₂ alone, whatever the slopes."""
    calm = surfaces.get("sphere")
    recorded = optimizers.run(calm, [Run("radam", learning_rate=1e-6, beta2=beta2)], steps=steps).memory["r"]
    r: np.ndarray = recorded[0, 1:, 0]
    return r


def _arrivals(surface: Surface, distances: np.ndarray) -> str:
    """How many draws end near a global minimum, distances (S, T + 1)."""
    near = NEAR * min(high - low for low, high in (surface.x_range, surface.y_range))
    return f"{int((distances[:, -1] < near).sum())} of {distances.shape[0]}"


def _spread_of_first_steps(lengths: np.ndarray) -> float:
    """The standard deviation over the draws of how far the first ten steps go in all, lengths (S, T)."""
    return float(lengths[:, :10].sum(axis=1).std())


def _multipliers(worn: list[tuple[str, Style]], warmed: np.ndarray, rectified: np.ndarray) -> None:
    updates = np.arange(1.0, rectified.size + 1.0)
    values = (np.ones_like(updates), warmed, rectified)
    lines = [Line(name, updates, value, look) for (name, look), value in zip(worn, values, strict=True)]
    across = Axis("update t", span=(0.0, float(updates[-1])))
    widgets.heading(
        "What the adaptive step is multiplied by",
        "RAdam: r, and 0 while it takes plain momentum steps instead",
    )
    browser_parts.chart(
        lambda theme: chart(lines, theme, across, Axis("multiplier", span=(-0.04, 1.08)), key=False),
        "warm_multipliers",
        "The warm-up and the rectification of RAdam against the update",
        260,
        f"{rectified.size}",
    )


def _runs(surface: Surface, worn: list[tuple[str, Style]], noisy: optimizers.Repeated) -> None:
    lengths, losses = optimizers.spread(noisy.lengths), optimizers.spread(noisy.losses)
    lowest = min(minimum.value for minimum in surface.minima)
    # Who diverges in some draw leaves the view; the axes stay with the others.
    statuses = np.array(noisy.trajectories.status).reshape(len(worn), -1)
    calm = [not (status == "diverged").any() for status in statuses]
    first = min(SHOWN, lengths.mean.shape[1])
    steps = np.arange(1.0, first + 1.0)
    updates = np.arange(losses.mean.shape[1], dtype=np.float64)
    left, right = st.columns(2)
    with left:
        widgets.heading("Step lengths at first", "mean and four fifths of the draws")
        lines = [
            Line(
                name,
                steps,
                lengths.mean[i, :first],
                look,
                band=(lengths.low[i, :first], lengths.high[i, :first]),
                decides=calm[i],
            )
            for i, (name, look) in enumerate(worn)
        ]
        browser_parts.chart(
            lambda theme: chart(lines, theme, Axis("update t"), Axis("step length"), key=False),
            "warm_lengths",
            "Lengths of the first steps of Adam, of Adam with a warm-up and of RAdam",
            330,
            surface.key,
        )
    with right:
        widgets.heading("Loss above the minimum", "mean and four fifths of the draws")
        curves = [
            Line(
                name,
                updates,
                losses.mean[i] - lowest,
                look,
                band=(losses.low[i] - lowest, losses.high[i] - lowest),
                decides=calm[i],
            )
            for i, (name, look) in enumerate(worn)
        ]
        marks = [Mark("x", float(DESK[desk.WARM_UPDATES]), "W")]
        browser_parts.chart(
            lambda theme: chart(curves, theme, Axis("update t"), Axis("f − f*", True), marks, key=False),
            "warm_losses",
            "Loss of Adam, of Adam with a warm-up and of RAdam",
            330,
            surface.key,
        )


def _formulas() -> None:
    radam, warm = optimizers.get("radam"), schedules.warm_up
    left, right = st.columns(2)
    with left, st.container(border=True):
        st.markdown(f"**{warm.name}.** {warm.note}")
        st.latex(warm.formula)
        st.caption(f"{warm.source} The rule of thumb is that of Ma and Yarats, 2019.")
    with right, st.container(border=True):
        st.markdown(f"**{radam.name}.** {radam.idea}")
        st.latex(r"\begin{array}{l}" + r" \\[4pt] ".join(radam.form("paper").update) + r"\end{array}")
        st.caption(radam.source)
