"""The first steps of Adam and RAdam: their lengths as bars, and what makes them long or short."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from .landscape import INK, LINES, Theme
from .palette import HUES

Array = NDArray[np.float64]

FONT = '"Source Sans", sans-serif'
GRID: dict[Theme, str] = {"light": "rgba(71, 85, 105, 0.16)", "dark": "rgba(148, 163, 184, 0.18)"}
GROUND: dict[Theme, str] = {"light": "rgba(255, 255, 255, 0.75)", "dark": "rgba(14, 22, 34, 0.75)"}
HATCHING = {"fillmode": "overlay", "solidity": 0.3, "size": 8}
# The hue and the hatching of every run, in the order in which they are shown.
BARS = ((0, ""), (1, "/"), (3, "."), (2, ""))


def _axis(theme: Theme, title: str, **more: Any) -> dict[str, Any]:
    return {
        "title": {"text": title, "font": {"size": 15}},
        "gridcolor": GRID[theme],
        "linecolor": LINES[theme],
        "zeroline": False,
        "color": INK[theme],
        "tickfont": {"size": 13},
        **more,
    }


def _layout(theme: Theme, x: str, y: str, x_axis: dict[str, Any], y_axis: dict[str, Any]) -> dict[str, Any]:
    return {
        "margin": {"l": 62, "r": 14, "t": 34, "b": 48},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": INK[theme], "size": 14, "family": FONT},
        "legend": {"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0.0, "font": {"size": 14}},
        "xaxis": _axis(theme, x, **x_axis),
        "yaxis": _axis(theme, y, **y_axis),
        "hovermode": "x unified",
        "hoverlabel": {"font": {"family": FONT, "size": 14}},
        "dragmode": False,
    }


def _level(figure: go.Figure, at: float, theme: Theme, text: str, above: bool) -> None:
    """A dotted line across a log axis, with its name at the right end."""
    figure.add_shape(
        type="line", xref="paper", x0=0, x1=1, y0=at, y1=at, line={"color": INK[theme], "width": 1.4, "dash": "dot"}
    )
    # Annotations count in powers of ten on a log axis, shapes do not.
    figure.add_annotation(
        xref="paper",
        x=1,
        xanchor="right",
        y=np.log10(at),
        yanchor="bottom" if above else "top",
        text=text,
        showarrow=False,
        font={"size": 13},
    )


def _decades(low: float, high: float) -> list[float]:
    """1, 2 and 5 times the powers of ten between two powers."""
    powers = range(int(np.floor(low)), int(np.ceil(high)) + 1)
    steps = (1.0, 2.0, 5.0) if high - low < 3.5 else (1.0,)
    return [m * 10.0**p for p in powers for m in steps if low <= np.log10(m * 10.0**p) <= high]


def lengths(names: Sequence[str], lengths: Array, theme: Theme) -> go.Figure:
    """The length of every step of every run as bars up and down from η; lengths (R, T) in units of η."""
    figure = go.Figure()
    t = np.arange(1, lengths.shape[1] + 1)
    index = 0 if theme == "light" else 1
    for name, row, (hue, pattern) in zip(names, lengths, _worn(len(names)), strict=True):
        seen = np.where(row > 0.0, row, np.nan)
        # The first bars carry their number: it is the one that the formula gives.
        figure.add_bar(
            x=t,
            y=seen - 1.0,
            base=1.0,
            name=name,
            marker={"color": HUES[hue][index], "pattern": {**HATCHING, "shape": pattern, "fgcolor": GROUND[theme]}},
            customdata=seen,
            hovertemplate="%{customdata:.3g} η",
            text=[f"{seen[0]:.3g}" if k == 0 and np.isfinite(seen[0]) else "" for k in range(t.size)],
            textposition="outside",
            textfont={"size": 14},
            textangle=0,
            constraintext="none",
            cliponaxis=False,
        )
    finite = lengths[np.isfinite(lengths) & (lengths > 0.0)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.1, 10.0)
    span = [np.log10(min(low, 0.5)) - 0.08, np.log10(max(high, 2.0)) + 0.16]
    figure.update_layout(
        **_layout(
            theme,
            "step t",
            "length of the step, in η",
            {"tickvals": [1, *range(5, t.size + 1, 5)], "range": [0.4, t.size + 0.6], "showgrid": False},
            {"type": "log", "range": span, "tickvals": _decades(*span), "tickformat": "~g"},
        )
    )
    figure.update_layout(bargap=0.18, barmode="group")
    figure.add_hline(y=1.0, line={"color": INK[theme], "width": 1.6})
    return figure


def _worn(count: int) -> Sequence[tuple[int, str]]:
    """The look of each run; without the warmed-up one its look is left out."""
    return BARS if count == len(BARS) else (*BARS[:2], *BARS[len(BARS) - count + 2 :])


def shares(t: Array, shorter: Array, longer: Array, theme: Theme) -> go.Figure:
    """What each missing correction does to step t, and both together; all (T,)."""
    index = 0 if theme == "light" else 1
    figure = go.Figure()
    rows = (
        ("β₁ alone: 1 − β₁ᵗ", shorter, 5, "dash", 2.6),
        ("β₂ alone: 1 / √(1 − β₂ᵗ)", longer, 3, "dash", 2.6),
        ("both", shorter * longer, 1, "solid", 4.0),
    )
    for name, values, hue, dash, width in rows:
        line = {"color": HUES[hue][index], "dash": dash, "width": width}
        figure.add_scatter(x=t, y=values, name=name, mode="lines", line=line, hovertemplate="× %{y:.3g}")
    figure.update_layout(
        **_layout(
            theme, "step t", "times as long as corrected", {"type": "log", "dtick": 1}, {"type": "log", "dtick": 1}
        )
    )
    _level(figure, 1.0, theme, "as corrected", above=False)
    return figure


def rectified(rho: Array, r: Array, warm_up: Array | None, theme: Theme) -> go.Figure:
    """r_t of RAdam (T,) beside the multipliers of a warm-up (T,), with ρ_t (T,) where the pointer is."""
    index = 0 if theme == "light" else 1
    t = np.arange(1, rho.size + 1)
    figure = go.Figure()
    figure.add_scatter(
        x=t,
        y=r,
        name="RAdam: rₜ",
        mode="lines",
        customdata=rho,
        line={"color": HUES[2][index], "width": 4.0},
        hovertemplate="rₜ %{y:.3g}, ρₜ %{customdata:.4g}",
    )
    if warm_up is not None:
        line = {"color": HUES[3][index], "width": 2.6, "dash": "dash"}
        figure.add_scatter(x=t, y=warm_up, name="the warm-up", mode="lines", line=line, hovertemplate="× %{y:.3g}")
    layout = _layout(theme, "step t", "share of the full step", {"type": "log", "dtick": 1}, {"range": [-0.03, 1.08]})
    figure.update_layout(**layout)
    plain = int(np.argmax(rho > 4.0)) if (rho > 4.0).any() else rho.size
    if plain > 0:
        figure.add_vrect(x0=0.9, x1=plain + 0.5, fillcolor=HUES[2][index], opacity=0.12, line_width=0)
        # Only its entry in the key is drawn: words in the picture would cover a line.
        figure.add_scatter(
            x=[np.nan],
            y=[np.nan],
            name=f"ρₜ ≤ 4 for {plain} steps: plain momentum",
            mode="markers",
            marker={"symbol": "square", "size": 14, "color": HUES[2][index], "opacity": 0.25},
            hoverinfo="skip",
        )
    return figure


def effective_length(rho: Array, theme: Theme) -> go.Figure:
    """ρ_t (T,), the number of squared gradients that v stands for, with the 4 from which RAdam trusts it."""
    index = 0 if theme == "light" else 1
    t = np.arange(1, rho.size + 1)
    figure = go.Figure()
    seen = np.where(rho > 0.0, rho, np.nan)
    figure.add_scatter(
        x=t, y=seen, name="ρₜ", mode="lines", line={"color": HUES[2][index], "width": 4.0}, hovertemplate="ρₜ %{y:.4g}"
    )
    figure.update_layout(
        **_layout(theme, "step t", "values that v stands for", {"type": "log", "dtick": 1}, {"type": "log", "dtick": 1})
    )
    figure.update_layout(showlegend=False)
    _level(figure, 4.0, theme, "trusted from ρₜ > 4 on", above=False)
    return figure
