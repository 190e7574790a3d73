"""Batch and stochastic descent on a strongly convex loss, against what theory promises."""

import numpy as np
import streamlit as st

import optimizers
import surfaces
from figures.lines import Axis, Line, chart
from figures.palette import DASHES, HUES, Style
from figures.schedules import looks
from optimizers import Run, bounds, schedules

from .. import browser_parts
from . import desk, widgets
from .desk import DESK

BOWL, CONVEXITY = "ill_quadratic", 1.0
BATCH = Style(*HUES[6], DASHES[0], "circle")
BATCH_BOUND = Style(*HUES[6], DASHES[2], "circle")
# What lies lower is of no interest beside the noise.
LOWEST = 1e-6
BATCH_SHOWN = 60


def show() -> None:
    """The part of the page."""
    widgets.lead(
        "Without noise the gap to the minimum shrinks by a constant factor c at each update. With noisy gradients "
        "nothing can do better than a power of k: a constant rate stops at a floor, 1/√k falls like k<sup>−½</sup>, "
        "and the rate 1/(λt) falls like 1/t, below a bound that holds for every strongly convex loss."
    )
    with widgets.row():
        widgets.real("Condition L/λ = κ", desk.KAPPA, 0.5, "The bowl ½(x² + κy²): λ = 1, L = κ.")
        widgets.real("Gradient noise σ", desk.BOUND_NOISE, note="Standard deviation on each partial derivative.")
        widgets.whole("Updates T", desk.BOUND_STEPS, 100)
        widgets.whole("Draws", desk.DRAWS, 8, "Runs with other noise, of which the mean is taken.")
        widgets.real("Constant η", desk.CONSTANT_RATE, note="Also the rate of the batch descent without noise.")
        widgets.real("η of η/√(k+1)", desk.ROOT_RATE)
        widgets.whole("Seed", desk.SEED)
    kappa, noise, steps = DESK[desk.KAPPA], DESK[desk.BOUND_NOISE], DESK[desk.BOUND_STEPS]
    bowl = surfaces.get(BOWL).with_parameters(kappa=kappa, angle=0.0)
    compared = (
        ("constant η", schedules.constant(), DESK[desk.CONSTANT_RATE], 0.0),
        ("η/√(k+1)", schedules.inverse_sqrt(), DESK[desk.ROOT_RATE], -0.5),
        ("1/(λt)", schedules.robbins_monro(), 1.0 / CONVEXITY, -1.0),
    )
    runs = [Run("gd", learning_rate=rate, schedule=schedule) for _, schedule, rate, _ in compared]
    count = widgets.draws(DESK[desk.DRAWS], len(runs), steps)
    seeds = range(DESK[desk.SEED], DESK[desk.SEED] + count)
    noisy = optimizers.repeat(bowl, runs, seeds, steps=steps, noise=noise)
    batch = optimizers.run(bowl, runs[:1], steps=steps, record_memory=False).losses[0]
    measured = optimizers.spread(noisy.losses)
    expected = [
        bounds.expected_on_quadratic((CONVEXITY, kappa), bowl.start, rates, noise)
        for rates in noisy.learning_rates[:, 0]
    ]
    factor = bounds.contraction(DESK[desk.CONSTANT_RATE], CONVEXITY, kappa)
    updates = np.arange(steps + 1.0)
    # The theorem counts iterates from 1, the start: iterate T follows T - 1 updates.
    iterates = updates[1:] + 1.0
    largest = float(expected[-1].squared_gradients.max())
    promised = bounds.stochastic_bound(largest, CONVEXITY, iterates)

    worn = looks([schedule.key for _, schedule, _, _ in compared])
    lines = []
    for i, (name, _, _, _) in enumerate(compared):
        band = (measured.low[i, 1:], measured.high[i, 1:])
        lines.append(Line(f"SGD, {name}", updates[1:], measured.mean[i, 1:], worn[i], band=band))
        lines.append(Line(f"{name}, expected exactly", updates[1:], expected[i].gaps[1:], worn[i], faint=True))
    dotted = Style(worn[2].light, worn[2].dark, DASHES[1], worn[2].marker)
    lines.append(Line("bound for 1/(λt)", updates[1:], promised, dotted))
    lines.append(Line("batch, no noise", updates[1:], batch[1:], BATCH))
    limit = bounds.batch_bound(float(batch[0]), factor, updates)
    lines.append(Line("bound cᵏ for batch", updates[1:], limit[1:], BATCH_BOUND))
    _charts(lines, updates, batch, limit, promised)
    widgets.waiting(DESK[desk.DRAWS], count)
    tail = updates >= max(steps / 10.0, 1.0)
    holds = bool((measured.mean[2, 1:] <= promised).all())
    widgets.reading(
        (
            *(
                (
                    f"slope of {name}, last decade",
                    f"{bounds.order(updates[tail], measured.mean[i, tail]):.2f} (theory {power:g})".replace("-", "−"),
                )
                for i, (name, _, _, power) in enumerate(compared)
            ),
            ("c", f"{factor:.4g}"),
            ("G²", widgets.brief(largest, 4)),
            ("bound ÷ measured at T", f"{promised[-1] / measured.mean[2, -1]:,.0f}"),
            ("the bound for 1/(λt)", "holds everywhere" if holds else "is exceeded by this sample"),
        )
    )
    _theory()


def _charts(lines: list[Line], updates: np.ndarray, batch: np.ndarray, limit: np.ndarray, promised: np.ndarray) -> None:
    steps = DESK[desk.BOUND_STEPS]
    left, right = st.columns([5, 2])
    across, gap = (
        Axis("update k", True, (1.0, float(steps))),
        Axis("f − f*", True, (LOWEST, 2.0 * float(promised.max()))),
    )
    with left:
        widgets.heading(
            "Both axes logarithmic", "thick: mean over the draws, band: four fifths of them, thin: expectation"
        )
        browser_parts.chart(
            lambda theme: chart(lines, theme, across, gap),
            "bounds_all",
            "The gap to the minimum against the update, measured and bound, on logarithmic axes",
            520,
            f"{steps}",
        )
    with right:
        widgets.heading("Batch, linear in k", "cᵏ is a straight line here")
        shown = slice(0, min(BATCH_SHOWN, steps) + 1)
        straight = [
            Line("batch, no noise", updates[shown], batch[shown], BATCH),
            Line("bound cᵏ for batch", updates[shown], limit[shown], BATCH_BOUND),
        ]
        browser_parts.chart(
            lambda theme: chart(straight, theme, Axis("update k"), Axis("f − f*", True)),
            "bounds_batch",
            "The gap of batch descent against the update, with its bound",
            520,
        )


def _theory() -> None:
    left, right = st.columns(2)
    with left, st.container(border=True):
        st.markdown("**Batch.** For a λ-strongly convex, L-smooth loss and a constant rate η < 2/L:")
        st.latex(
            r"f(w_k) - f^* \le c^k\,\bigl(f(w_0) - f^*\bigr), \quad c = \max\{(1 - \eta\lambda)^2, (1 - \eta L)^2\}"
        )
        st.caption("Taylor, Hendrickx and Glineur, 2018. On a quadratic it is reached along one axis.")
    with right, st.container(border=True):
        st.markdown("**Stochastic.** For a λ-strongly convex loss, E‖ĝ‖² ≤ G² and steps 1/(λt), at any iterate T > 1:")
        st.latex(r"\mathbb{E}\,[f(w_T) - f^*] \le \frac{17\,G^2\,(1 + \log T)}{\lambda\,T}")
        st.caption(
            "Shamir and Zhang, 2013. G² is the largest mean square of the noisy gradient, computed exactly for this "
            "bowl: with κ above 2 the first steps of 1/(λt) are too long for the steep axis, and G² grows with them. "
            "The bound has to hold for every such loss, smooth or not; this bowl is kinder than the worst of them."
        )
