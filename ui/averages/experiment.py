"""What bias does inside an optimizer: Adam with and without its correction, and RAdam, from one start."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

import surfaces
from figures import first_steps as figures
from figures.landscape import Theme
from optimizers import schedules
from optimizers.first_steps import (
    UNCORRECTED,
    FirstSteps,
    first_steps,
    rectification,
    settled_after,
    uncorrected_share,
)
from optimizers.rules.radam import LENGTH

from .. import browser_parts
from ..run_text import number
from ..schedules import widgets
from . import state
from .scene import DECAY, LEARNING_RATE, WARM_UP, Experiment

STEPS = 20
LONG = 100
MOST_MEMORY = 5000
# Steps that differ by less than this share count as equally long.
BARELY = 0.02
BARS, LINES = 440, 340


def suggested_rate(experiment: Experiment) -> float:
    """The learning rate of the experiment: its own, or the one that the surface suggests for Adam."""
    if experiment.learning_rate is not None:
        return experiment.learning_rate
    return surfaces.get(experiment.surface).learning_rates["adaptive"]


def in_words(experiment: Experiment) -> str:
    """The settings of the experiment in a line."""
    surface = surfaces.get(experiment.surface).name
    warm_up = f"warm-up of {experiment.warm_up} steps" if experiment.warm_up else "no warm-up"
    numbers = f"η = {number(suggested_rate(experiment))}, β₁ = {number(experiment.beta1)}, "
    return f"Adam and RAdam on {surface}, {numbers}β₂ = {number(experiment.beta2)}, {warm_up}"


@lru_cache(maxsize=64)
def raced(experiment: Experiment, steps: int) -> FirstSteps:
    """The runs of the experiment."""
    return first_steps(
        surfaces.get(experiment.surface),
        suggested_rate(experiment),
        experiment.beta1,
        experiment.beta2,
        experiment.warm_up,
        steps,
    )


def memory_span(beta2: float) -> int:
    """Steps over which ρ and r are shown: twice the memory of v."""
    return int(min(max(2.0 / (1.0 - beta2), 40.0), MOST_MEMORY))


@lru_cache(maxsize=64)
def _remembered(surface: str, beta2: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return rectification(surfaces.get(surface), beta2, memory_span(beta2))


def verdict(beta1: float, beta2: float) -> str:
    """Which of the two betas decides the first steps, in numbers."""
    t = np.arange(1, 200_001)
    shorter, longer, both = uncorrected_share(beta1, beta2, t)
    peak = int(np.argmax(both))
    ends = [settled_after(share) for share in (shorter, longer)]
    alone = f"β₁ alone makes it {1.0 / shorter[0]:.3g} times too short, β₂ alone {longer[0]:.3g} times too long"
    together = f"(1 − β₁) / √(1 − β₂) = **{both[0]:.3g}**"
    says = "The two cancel."
    if abs(both[0] - 1.0) > BARELY:
        says = "β₂ has the say: the step is too long." if both[0] > 1.0 else "β₁ has the say: the step is too short."
    sentences = [f"The first step: {alone}; together {together} η. {says}"]
    if peak > 0 and both[peak] > 1.0 + BARELY:
        sentences.append(f"The excess grows to {both[peak]:.3g} at step {t[peak]}.")
    if all(end is not None for end in ends):
        sentences.append(f"β₁ is forgotten (within 10 %) from step {ends[0]} on, β₂ from step {ends[1]} on.")
    return " ".join(sentences)


def show() -> None:
    """The experiment: its controls, its bars, and why they are as they are."""
    st.subheader("In an optimizer", anchor=False)
    widgets.lead(
        "Adam divides one moving average by the root of another, m / √v, and both begin at 0. Here are four runs from "
        "one start: with the correction, without it, without it behind a warm-up, and RAdam, which waits for v."
    )
    _controls()
    experiment = state.scene().experiment
    found = raced(experiment, STEPS)
    told = f"{experiment}"
    browser_parts.chart(
        lambda theme: figures.lengths(found.names, found.lengths, theme),
        "first_lengths",
        "Lengths of the first steps of Adam with and without its correction and of RAdam, in units of η",
        BARS,
        told,
    )
    st.markdown(verdict(experiment.beta1, experiment.beta2))
    _outcome(raced(experiment, LONG))
    _reasons(experiment, told)
    memory = 1.0 / (1.0 - experiment.beta2)
    st.markdown(
        "A warm-up hides the excess while it lasts; the excess itself lasts as long as v remembers, about "
        f"1 / (1 − β₂) = {memory:.4g} steps. RAdam's rₜ grows over just that time."
    )
    st.latex(r",\qquad ".join(LENGTH))


def _reasons(experiment: Experiment, told: str) -> None:
    """Which β has the say, how much v knows, and what is done about it."""
    t = np.unique(np.geomspace(1.0, 4.0 / (1.0 - max(experiment.beta1, experiment.beta2)), 300).round())
    shorter, longer, _ = uncorrected_share(experiment.beta1, experiment.beta2, t)
    rho, r = _remembered(experiment.surface, experiment.beta2)
    warmed = _multipliers(experiment.warm_up, r.size)
    parts: tuple[tuple[str, str, str, Callable[[Theme], go.Figure]], ...] = (
        (
            "Which β has the say",
            "first_shares",
            "How many times as long as corrected the steps are, by each β",
            lambda theme: figures.shares(t, shorter, longer, theme),
        ),
        (
            "How much v knows: ρₜ of RAdam",
            "first_rho",
            "The number of squared gradients that v stands for, against the step",
            lambda theme: figures.effective_length(rho, theme),
        ),
        (
            "The cure: rₜ of RAdam, or a warm-up",
            "first_r",
            "The share of the full step that RAdam and a warm-up take, against the step",
            lambda theme: figures.rectified(rho, r, warmed, theme),
        ),
    )
    for column, (title, key, label, draw) in zip(st.columns(3), parts, strict=True):
        with column:
            st.markdown(f"**{title}**")
            browser_parts.chart(draw, key, label, LINES, told)


def _multipliers(warm_up: int, steps: int) -> NDArray[np.float64] | None:
    if warm_up == 0:
        return None
    k = np.arange(steps, dtype=np.float64)
    return np.asarray(schedules.warm_up(warmup_steps=warm_up)(k, steps))


def _bound(key: str, value: Any, change: Any) -> dict[str, Any]:
    st.session_state[key] = value
    return {"key": key, "on_change": lambda: change(st.session_state[key])}


def _controls() -> None:
    experiment = state.scene().experiment
    surface, rate, beta1, beta2, warm_up = st.columns([3, 2, 2, 2, 3])

    def choose(key: str) -> None:
        state.experiment(surface=key, learning_rate=None)

    surface.selectbox(
        "Surface",
        [entry.key for entry in surfaces.SURFACES],
        format_func=lambda key: surfaces.get(key).name,
        **_bound("first_surface", experiment.surface, choose),
    )
    low, high = LEARNING_RATE
    rate.number_input(
        "η",
        low,
        high,
        step=0.01,
        format="%.6g",
        help="The learning rate of all runs.",
        **_bound("first_rate", suggested_rate(experiment), lambda value: state.experiment(learning_rate=value)),
    )
    least, most = DECAY
    for column, name, symbol, step in ((beta1, "beta1", "β₁", 0.01), (beta2, "beta2", "β₂", 0.001)):
        column.number_input(
            symbol,
            least,
            most,
            step=step,
            format="%.6g",
            **_bound(
                f"first_{name}", getattr(experiment, name), lambda value, name=name: state.experiment(**{name: value})
            ),
        )
    warm_up.slider(
        "Warm-up steps",
        *WARM_UP,
        help="Steps until the full rate, for the run that is warmed up; 0 leaves it out.",
        **_bound("first_warm_up", experiment.warm_up, lambda value: state.experiment(warm_up=value)),
    )


def _outcome(found: FirstSteps) -> None:
    """Length of the first step, the longest step, and the loss afterwards, as a table."""
    losses = found.trajectories.losses
    rows = []
    for i, name in enumerate(found.names):
        known = found.lengths[i][np.isfinite(found.lengths[i])]
        rows.append(
            {
                "Run": name,
                "First step / η": widgets.brief(found.lengths[i, 0], 4),
                "Longest step / η": widgets.brief(known.max(), 4) if known.size else "—",
                "Highest loss": widgets.brief(losses[i].max(), 4),
                f"Loss after {STEPS} steps": widgets.brief(losses[i, STEPS], 4),
                f"Loss after {LONG} steps": widgets.brief(losses[i, -1], 4),
                "End": found.trajectories.reason[i],
            }
        )
    st.table(rows)
    worst = found.of(UNCORRECTED)
    if losses[worst].max() > losses[:, 0].max():
        st.markdown("Without its correction Adam climbs above the start before it comes down.")
