"""Charts of lines: what goes on over the steps of a run, on linear or logarithmic axes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from .landscape import INK, Array, Theme
from .palette import Style

GRID: dict[Theme, str] = {"light": "rgba(71, 85, 105, 0.16)", "dark": "rgba(148, 163, 184, 0.18)"}
PAPER: dict[Theme, str] = {"light": "#ffffff", "dark": "#0e1622"}
MOST_POINTS = 1200
# A logarithmic axis shows no more than so many powers of ten below its highest value.
DEPTH = 18.0
ROOM = 0.04


@dataclass(frozen=True)
class Line:
    """One line: x (n,), y (n,). What is not finite, or not positive on a logarithmic axis, leaves a gap.

    `band` is (low (n,), high (n,)) around it. A `faint` line is drawn thin and stays out of the key; `stairs`
    keeps each value until the next x; `decides` tells whether the axes make room for it.
    """

    name: str
    x: Array
    y: Array
    style: Style
    width: float = 2.8
    faint: bool = False
    stairs: bool = False
    band: tuple[Array, Array] | None = None
    decides: bool = True


@dataclass(frozen=True)
class Axis:
    """An axis: its title, whether it is logarithmic, and its span where the data do not decide."""

    title: str
    log: bool = False
    span: tuple[float, float] | None = None


@dataclass(frozen=True)
class Mark:
    """A thin line across the whole chart at a value of one axis, with a word beside it."""

    axis: str
    at: float
    text: str = ""


def kept(count: int, logarithmic: bool, most: int = MOST_POINTS) -> NDArray[np.int64]:
    """Indices of the points worth sending of `count`: all, or evenly spaced as the axis shows them."""
    if count <= most:
        return np.arange(count)
    if logarithmic:
        return np.unique(np.rint(np.geomspace(1.0, count, most)).astype(np.int64) - 1)
    return np.unique(np.rint(np.linspace(0.0, count - 1.0, most)).astype(np.int64))


def span(values: Sequence[Array], logarithmic: bool) -> tuple[float, float]:
    """The range of an axis that shows all `values`, in the units of Plotly (powers of ten when logarithmic)."""
    together = np.concatenate([np.ravel(v) for v in values]) if values else np.empty(0)
    usable = together[np.isfinite(together) & ((together > 0.0) | (not logarithmic))]
    if usable.size == 0:
        return (-1.0, 1.0)
    if logarithmic:
        usable = np.log10(usable)
        usable = usable[usable >= usable.max() - DEPTH]
    low, high = float(usable.min()), float(usable.max())
    room = ROOM * (high - low) or 0.5
    return low - room, high + room


def chart(
    lines: Sequence[Line], theme: Theme, x: Axis, y: Axis, marks: Sequence[Mark] = (), key: bool = True
) -> go.Figure:
    """The lines in the colours of `theme`, with a key above them unless `key` is False."""
    traces = []
    for line in lines:
        traces += _traces(line, theme, x, y)
    decisive = [line for line in lines if line.decides]
    layout = _layout(theme)
    for name, axis, columns in (
        ("xaxis", x, [line.x for line in decisive]),
        ("yaxis", y, [column for line in decisive for column in (line.y, *(line.band or ()))]),
    ):
        low, high = axis.span or span(columns, axis.log)
        if axis.span and axis.log:
            low, high = float(np.log10(low)), float(np.log10(high))
        layout[name] |= {"title": {"text": axis.title, "standoff": 6}, "range": [low, high]}
        if axis.log:
            layout[name] |= {"type": "log", **_log_ticks(low, high)}
    layout["showlegend"] = key
    layout["shapes"] = [_shape(mark, theme) for mark in marks]
    layout["annotations"] = [_word(mark, theme, y if mark.axis == "y" else x) for mark in marks if mark.text]
    return go.Figure(data=traces, layout=layout)


def _log_ticks(low: float, high: float) -> dict[str, Any]:
    """Ticks of a logarithmic axis: at 1, 2, 5 times powers of ten where there is room, else at those, seven at most."""
    if high - low > 1.6:
        # Plotly writes powers of ten a quarter larger than it is told.
        every = max(1, int(np.ceil((high - low) / 7.0)))
        return {"exponentformat": "power", "dtick": every, "tickfont": {"size": 10.5}}
    powers = range(int(np.floor(low)), int(np.ceil(high)) + 1)
    values = [m * 10.0**p for p in powers for m in (1, 2, 5) if low <= np.log10(m * 10.0**p) <= high]
    return {"tickmode": "array", "tickvals": values, "ticktext": [f"{value:g}" for value in values]}


def dashed(style: Style) -> str:
    """The style's dash as Plotly writes it."""
    return ",".join(f"{pixels}px" for pixels in style.dash) or "solid"


def tinted(color: str, opacity: float) -> str:
    """A hex colour with an opacity."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {opacity:g})"


def _traces(line: Line, theme: Theme, x: Axis, y: Axis) -> list[go.Scatter]:
    places = kept(len(line.x), x.log)
    across = line.x[places]
    color: str = getattr(line.style, theme)
    shape, width = "hv" if line.stairs else "linear", 1.2 if line.faint else line.width
    made = []
    if line.band is not None:
        for edge, fill in zip(line.band, (None, "tonexty"), strict=True):
            made.append(
                go.Scatter(
                    x=across,
                    y=_drawable(edge[places], y.log),
                    mode="lines",
                    line={"width": 0, "shape": shape},
                    fill=fill,
                    fillcolor=tinted(color, 0.16),
                    hoverinfo="skip",
                    showlegend=False,
                    legendgroup=line.name,
                )
            )
    made.append(
        go.Scatter(
            x=across,
            y=_drawable(line.y[places], y.log),
            name=line.name,
            mode="lines",
            line={"color": color, "width": width, "dash": dashed(line.style), "shape": shape},
            opacity=0.55 if line.faint else 1.0,
            showlegend=not line.faint,
            legendgroup=line.name,
            connectgaps=False,
            hovertemplate=f"<b>{line.name}</b><br>{x.title}: %{{x:.6~g}}<br>{y.title}: %{{y:.6~g}}<extra></extra>",
        )
    )
    return made


def _drawable(values: Array, logarithmic: bool) -> Array:
    shown: Array = np.where(np.isfinite(values) & ((values > 0.0) | (not logarithmic)), values, np.nan)
    return shown


def _layout(theme: Theme) -> dict[str, Any]:
    axis = {
        "showgrid": True,
        "gridcolor": GRID[theme],
        "zeroline": False,
        "color": INK[theme],
        "linecolor": GRID[theme],
        "showline": True,
        "mirror": True,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": GRID[theme],
        "tickfont": {"size": 13},
        "automargin": True,
    }
    return {
        "margin": {"l": 10, "r": 12, "t": 8, "b": 10},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": PAPER[theme], "font": {"size": 14, "color": INK[theme]}},
        "font": {"size": 14},
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 14}},
        "xaxis": dict(axis),
        "yaxis": dict(axis),
    }


def _shape(mark: Mark, theme: Theme) -> dict[str, Any]:
    along, across = ("x", "y") if mark.axis == "y" else ("y", "x")
    return {
        "type": "line",
        f"{along}ref": "paper",
        **{f"{along}0": 0, f"{along}1": 1, f"{across}0": mark.at, f"{across}1": mark.at},
        "line": {"color": INK[theme], "width": 1.2, "dash": "4px,4px"},
        "opacity": 0.6,
    }


def _word(mark: Mark, theme: Theme, axis: Axis) -> dict[str, Any]:
    at = float(np.log10(mark.at)) if axis.log else mark.at
    word = {
        "text": mark.text,
        "showarrow": False,
        "font": {"size": 13, "color": INK[theme]},
        "bgcolor": PAPER[theme],
        "opacity": 0.85,
    }
    if mark.axis == "y":
        return word | {"xref": "paper", "x": 0.995, "xanchor": "right", "y": at, "yanchor": "bottom"}
    return word | {"yref": "paper", "y": 0.99, "yanchor": "top", "x": at, "xanchor": "left", "xshift": 3}
