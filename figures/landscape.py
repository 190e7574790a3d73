"""The landscape under the paths: a quiet contour map, or a curve for losses of one variable."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

Array = NDArray[np.float64]
Theme = Literal["light", "dark"]

LEVELS = 26
# Of an unknown landscape this share is at each end of its heights; levels reach so much of the rest beyond it.
RARE, BEYOND = 0.05, 0.25
# Valleys carry the colour, heights fade into the page: paths stay the loudest thing.
COLORSCALES: dict[Theme, list[list[Any]]] = {
    "light": [[0.0, "#8fb0cf"], [0.35, "#c3d5e6"], [0.7, "#e4ecf4"], [1.0, "#f8fafc"]],
    "dark": [[0.0, "#2f6288"], [0.35, "#234765"], [0.7, "#182b40"], [1.0, "#101a28"]],
}
# In space the shape must show by itself: nothing fades, light and shade do the rest.
SOLID: dict[Theme, list[list[Any]]] = {
    "light": [[0.0, "#3f7cb3"], [0.35, "#86aed3"], [0.7, "#b9cfe4"], [1.0, "#d9e4ef"]],
    "dark": [[0.0, "#1f5f92"], [0.35, "#3a6f9c"], [0.7, "#5c84a8"], [1.0, "#86a3bd"]],
}
LINES: dict[Theme, str] = {"light": "rgba(52, 84, 120, 0.28)", "dark": "rgba(150, 190, 230, 0.20)"}
INK: dict[Theme, str] = {"light": "#1f2937", "dark": "#e5e9f0"}
CURVE: dict[Theme, str] = {"light": "#64809c", "dark": "#7f9fbe"}


@dataclass(frozen=True)
class Relief:
    """A grid of losses with the levels that show its structure.

    x (n,), y (m,), height (m, n): log10(f - floor) on log-spaced levels; arsinh((f - c) / s) where `bend` is (c, s);
    f itself where both are None. Not-finite losses are nan, which draws as a hole. `low`, `high`, `size` place
    the levels.
    """

    x: Array
    y: Array
    height: Array
    floor: float | None
    low: float
    high: float
    size: float
    bend: tuple[float, float] | None = None

    def rise(self, loss: float) -> float:
        """The height at which a loss is drawn."""
        if self.floor is not None:
            return float(np.log10(loss - self.floor))
        return loss if self.bend is None else float(np.arcsinh((loss - self.bend[0]) / self.bend[1]))


def relief(x: Array, y: Array, losses: Array, lowest: float | None, unknown: bool = False) -> Relief:
    """Choose levels for `losses` (m, n); `lowest` is the global minimum's loss, None when there is none.

    With a minimum the levels are log-spaced above it, so that a valley shows structure all the way down.
    Without one they are evenly spaced between the extremes of the view. A landscape that is `unknown` may have
    poles and endless slopes: there the levels stand where most of it is, and without a minimum they are even about
    the middle loss and log-spaced to both sides of it.
    """
    values = np.where(np.isfinite(losses), losses, np.nan)
    floor = None
    height = values
    if lowest is not None and np.isfinite(values).any():
        bottom = min(lowest, float(np.nanmin(values)))
        highest = np.nanquantile(values, 1.0 - RARE) if unknown else np.nanmax(values)
        softening = max(float(np.nanquantile(values - bottom, 0.002)), 1e-9 * max(float(highest - bottom), 1e-300))
        floor = bottom - softening
        height = np.log10(values - floor)
    bend = None
    if floor is None and unknown and np.isfinite(values).any():
        lower, middle, upper = np.nanquantile(values, (0.4, 0.5, 0.6))
        bend = float(middle), max(float(upper - lower) / 2.0, 1e-9 * max(abs(float(middle)), 1e-300))
        height = np.arcsinh((values - bend[0]) / bend[1])
    low, high = (float(np.nanmin(height)), float(np.nanmax(height))) if np.isfinite(height).any() else (0.0, 1.0)
    if unknown and low < high:
        rare, common = np.nanquantile(height, (RARE, 1.0 - RARE))
        high = min(high, float(common + BEYOND * (common - rare)))
        if floor is None:
            low = max(low, float(rare - BEYOND * (common - rare)))
    size = max((high - low) / LEVELS, 1e-12)
    return Relief(x, y, height, floor, low, high, size, bend)


def _layout(theme: Theme, x_range: tuple[float, float], y_range: tuple[float, float]) -> dict[str, Any]:
    axis = {
        "showgrid": False,
        "zeroline": False,
        "ticks": "outside",
        "ticklen": 4,
        "color": INK[theme],
        "tickcolor": INK[theme],
        "linecolor": LINES[theme],
        "mirror": True,
        "showline": True,
        "tickfont": {"size": 13},
    }
    return {
        "margin": {"l": 46, "r": 10, "t": 10, "b": 34},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "dragmode": "pan",
        "hovermode": False,
        "showlegend": False,
        "xaxis": {**axis, "range": list(x_range)},
        "yaxis": {**axis, "range": list(y_range)},
    }


def contour(land: Relief, theme: Theme, x_range: tuple[float, float], y_range: tuple[float, float]) -> go.Figure:
    """The contour map of `land` over the view, in the colours of `theme`."""
    trace = go.Contour(
        x=land.x,
        y=land.y,
        z=land.height,
        colorscale=COLORSCALES[theme],
        showscale=False,
        autocontour=False,
        zmin=land.low,
        zmax=land.high,
        contours={"start": land.low, "end": land.high, "size": land.size, "coloring": "fill"},
        line={"width": 0.8, "color": LINES[theme], "smoothing": 1.0},
        hoverinfo="skip",
    )
    return go.Figure(data=[trace], layout=_layout(theme, x_range, y_range))


def curve(x: Array, losses: Array, theme: Theme, x_range: tuple[float, float]) -> go.Figure:
    """A loss of one variable as the line on which optimizers roll; x (n,), losses (n,)."""
    finite = losses[np.isfinite(losses)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    room = 0.08 * max(high - low, 1e-9)
    trace = go.Scatter(
        x=x,
        y=losses,
        mode="lines",
        line={"color": CURVE[theme], "width": 2.5},
        fill="tozeroy" if low >= 0.0 else None,
        fillcolor=LINES[theme],
        hoverinfo="skip",
    )
    layout = _layout(theme, x_range, (low - room, high + room))
    return go.Figure(data=[trace], layout=layout)
