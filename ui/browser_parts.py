"""The small components beside the stage: charts, and the page's address."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from .stage.assets import script
from .stage.message import pack

COLUMNS = ("x", "y")


@st.cache_resource
def _chart() -> Callable[..., Any]:
    html = '<div class="chart-frame"><div class="chart" role="img"></div></div>'
    return st.components.v2.component("descent_lab_chart", html=html, js=script("parts/chart.js"), isolate_styles=False)


@st.cache_resource
def _address() -> Callable[..., Any]:
    return st.components.v2.component(
        "descent_lab_address",
        html='<div class="address"></div>',
        js=script("parts/address.js"),
        isolate_styles=False,
    )


def chart(draw: Callable[[Any], go.Figure], key: str, label: str, height: int = 320, revision: str = "") -> int:
    """Show a figure in both themes and return the size of the message in bytes.

    `draw(theme)` gives the figure for "light" and for "dark", of the same arrays. `label` says what is seen. Zoom
    and hidden lines are kept for as long as `revision` is the same.
    """
    figures: dict[str, Any] = {}
    arrays: dict[str, NDArray[Any]] = {}
    for theme in ("light", "dark"):
        figure = draw(theme)
        spec = figure.to_plotly_json()
        traces = [{name: value for name, value in trace.items() if name not in COLUMNS} for trace in spec["data"]]
        layout = {name: value for name, value in spec["layout"].items() if name != "template"}
        figures[theme] = {"traces": traces, "layout": layout}
        arrays = _arrays(figure.data)
    header = {"figures": _plain(figures), "height": height, "label": label, "revision": revision}
    message = pack(header, arrays)
    _chart()(key=key, data=message, height="content")
    return len(message)


def _arrays(traces: Sequence[Any]) -> dict[str, NDArray[Any]]:
    return {
        f"{i}.{name}": np.asarray(trace[name], np.float64)
        for i, trace in enumerate(traces)
        for name in COLUMNS
        if trace[name] is not None
    }


def _plain(value: Any) -> Any:
    """Tuples, NumPy's numbers and short arrays as JSON knows them."""
    return json.loads(json.dumps(value, default=lambda each: each.tolist()))


def address(pairs: Sequence[tuple[str, str]], key: str) -> None:
    """Keep the page's address on these query parameters, and offer to copy it."""
    _address()(key=key, data={"pairs": [list(pair) for pair in pairs]}, height="content", width="content")
