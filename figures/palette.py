"""One look per optimizer, everywhere: a colour for light and dark, a dash and a marker shape.

The hues start from Okabe and Ito's set and stay apart for colour-blind eyes; because no ten hues do so
for everyone, dash and marker tell the same.
"""

from dataclasses import dataclass, replace

from optimizers import OPTIMIZERS


@dataclass(frozen=True)
class Style:
    """How one optimizer is drawn: hex colours on light and on dark ground, dash in pixels, marker name."""

    light: str
    dark: str
    dash: tuple[int, ...]
    marker: str


HUES = (
    ("#0072b2", "#57b8ff"),
    ("#d55e00", "#ff8b3d"),
    ("#00805e", "#2fd6a3"),
    ("#a87000", "#f5c542"),
    ("#b8428c", "#f58fc6"),
    ("#6a4fc0", "#b7a6ff"),
    ("#3d4756", "#d5dbe6"),
    ("#0f8a9c", "#5fe0f0"),
    ("#9c2f22", "#ff9c8f"),
    ("#667300", "#c8d54a"),
)
DASHES: tuple[tuple[int, ...], ...] = ((), (9, 4), (3, 3), (12, 3, 3, 3), (5, 3))
MARKERS = ("circle", "square", "triangle", "diamond", "cross", "star", "pentagon")
# The optimizers of the first race take the hues that lie furthest apart; the others follow in teaching order.
FIRST = ("gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")


def _styles() -> dict[str, Style]:
    order = [*FIRST, *(optimizer.key for optimizer in OPTIMIZERS if optimizer.key not in FIRST)]
    styles = {}
    for i, key in enumerate(order):
        light, dark = HUES[i % len(HUES)]
        styles[key] = Style(light, dark, DASHES[(i // 2) % len(DASHES)], MARKERS[i % len(MARKERS)])
    return styles


STYLES = _styles()


def worn(key: str, occurrence: int) -> Style:
    """The look of the n-th run of one optimizer: its colour, with another dash and marker for each."""
    style = STYLES[key]
    if occurrence == 0:
        return style
    dash = DASHES[(DASHES.index(style.dash) + 2 * occurrence) % len(DASHES)]
    return replace(style, dash=dash, marker=MARKERS[(MARKERS.index(style.marker) + occurrence) % len(MARKERS)])


# Basins of attraction: light fills that stay apart for every kind of colour vision (Paul Tol's light scheme),
# while there are few minima; where there are many their losses decide (cividis: Nuñez, Anderton, Renslow 2018).
BASINS = ("#77aadd", "#ee8866", "#44bb99", "#eedd88", "#ffaabb", "#99ddff", "#bbcc33", "#aaaa00")
BASINS_BY_LOSS = ("#00204d", "#31446b", "#666970", "#958f78", "#cbba69", "#ffea46")
