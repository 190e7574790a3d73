"""The same optimizer under each schedule on one surface, with and without noise."""

from functools import lru_cache
from html import escape

import numpy as np
import streamlit as st

import optimizers
import surfaces
from figures import landscape
from figures.lines import Axis, Line, chart
from figures.palette import Style
from figures.thumbnail import ground, stylesheet, thumbnail
from optimizers import Repeated, Run, Schedule
from surfaces import Surface

from .. import browser_parts
from . import desk, shapes, widgets
from .desk import DESK

GRID = 70


@lru_cache(maxsize=64)
def backdrop(surface: Surface) -> str:
    """The landscape under the small pictures."""
    x, y = np.linspace(*surface.x_range, GRID), np.linspace(*surface.y_range, GRID)
    lowest = min(minimum.value for minimum in surface.minima)
    return ground(landscape.relief(x, y, surface.value(x[None, :], y[:, None]), lowest))


def show() -> None:
    """The part of the page."""
    widgets.lead(
        "One optimizer, one start, one surface; only the schedule differs. Without noise a rate that never falls is "
        "the fastest. With noise it circles the minimum for ever, and the schedules that fall in time come closer; "
        "those that fall too soon, like 1/k from a small η, do not arrive. "
        "The schedules and their parameters are those of the first part."
    )
    shapes.choose()
    with widgets.row():
        widgets.surface(desk.RUN_SURFACE, desk.RUN_RATE)
        widgets.optimizer(desk.RUN_OPTIMIZER, desk.RUN_RATE)
        rate = widgets.rate_of(desk.RUN_RATE, DESK[desk.RUN_OPTIMIZER], DESK[desk.RUN_SURFACE])
        widgets.suggested_rate(desk.RUN_RATE, rate)
        widgets.whole("Updates T", desk.RUN_STEPS, 10)
        widgets.real("Gradient noise σ", desk.RUN_NOISE, note="Standard deviation on each partial derivative.")
        widgets.whole("Seed", desk.SEED)
        widgets.whole("Draws", desk.RUN_SEEDS, note="Runs with other noise whose distances are averaged.")
    chosen = DESK[desk.CHOSEN]
    if not chosen:
        st.info("No schedule is shown. Choose one above.")
        return
    surface = surfaces.get(DESK[desk.RUN_SURFACE])
    runs = [Run(DESK[desk.RUN_OPTIMIZER], learning_rate=rate, schedule=schedule) for schedule in chosen]
    steps, first = DESK[desk.RUN_STEPS], DESK[desk.SEED]
    count = widgets.draws(DESK[desk.RUN_SEEDS], len(runs), steps)
    calm = optimizers.repeat(surface, runs, [first], steps=steps)
    noisy = optimizers.repeat(surface, runs, range(first, first + count), steps=steps, noise=DESK[desk.RUN_NOISE])
    called, worn = shapes.names(chosen), shapes.styles(chosen)
    _distances(surface, calm, noisy, called, worn)
    widgets.waiting(DESK[desk.RUN_SEEDS], count)
    _pictures(surface, calm, noisy, chosen, called, worn)


def _distances(surface: Surface, calm: Repeated, noisy: Repeated, called: list[str], worn: list[Style]) -> None:
    widgets.key(zip(called, worn, strict=True))
    seeds = len(noisy.seeds)
    average = "one draw" if seeds == 1 else f"mean of {seeds} draws"
    for column, title, note, repeated in zip(
        st.columns(2), ("Without noise", "With noise"), ("", average), (calm, noisy), strict=True
    ):
        means = optimizers.spread(repeated.distances(surface)).mean
        statuses = np.array(repeated.trajectories.status).reshape(len(called), -1)
        updates = np.arange(means.shape[1], dtype=np.float64)
        lines = [
            Line(name, updates, mean, look, decides=not (status == "diverged").any())
            for name, mean, look, status in zip(called, means, worn, statuses, strict=True)
        ]
        _distance_chart(column, title, note, lines)


def _distance_chart(column: st.delta_generator.DeltaGenerator, title: str, note: str, lines: list[Line]) -> None:
    with column:
        widgets.heading(title, note)
        browser_parts.chart(
            lambda theme: chart(lines, theme, Axis("update"), Axis("distance to the minimum", True), key=False),
            f"distances_{title}",
            f"Distance to the nearest global minimum against the update, {title.lower()}",
            340,
            f"{DESK[desk.RUN_SURFACE]}{DESK[desk.RUN_STEPS]}",
        )


def _pictures(
    surface: Surface,
    calm: Repeated,
    noisy: Repeated,
    chosen: tuple[Schedule, ...],
    called: list[str],
    worn: list[Style],
) -> None:
    seeds = len(noisy.seeds)
    figures = []
    for i, (name, look) in enumerate(zip(called, worn, strict=True)):
        pair = "".join(
            _picture(surface, repeated, i * count, look, name, what, f"walk-{i}-{k}")
            for k, (repeated, count, what) in enumerate(((calm, 1, "without noise"), (noisy, seeds, "with noise")))
        )
        figures.append(
            f"<figure><figcaption>{widgets.swatch(look)}{escape(name)}</figcaption>"
            f'<div class="pair">{pair}</div></figure>'
        )
    with st.container(key="walks"):
        st.markdown(f'<style>{stylesheet()}</style><div class="walks">{"".join(figures)}</div>', unsafe_allow_html=True)


def _picture(surface: Surface, repeated: Repeated, index: int, look: Style, schedule: str, what: str, name: str) -> str:
    trajectories = repeated.trajectories
    taken = int(trajectories.steps_taken[index])
    walked = trajectories.positions[index, : taken + 1]
    drawn = thumbnail(
        backdrop(surface),
        surface.x_range,
        surface.y_range,
        walked,
        np.array([(minimum.x, minimum.y) for minimum in surface.minima]),
        look,
        name,
        f"The path under {schedule}, {what}",
    )
    if trajectories.status[index] == "diverged":
        ending = f"diverges at update {taken}"
    else:
        apart = min(float(np.hypot(*(walked[-1] - (m.x, m.y)))) for m in surface.minima)
        ending = f"ends {widgets.brief(apart, 2)} away"
    return f"<div>{drawn}<b>{what.capitalize()}</b><span>{ending}</span></div>"
