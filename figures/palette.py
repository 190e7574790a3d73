"""One look per optimizer, everywhere: a colour for light and dark, a dash and a marker shape.

The ten hues differ in lightness as well, so that they stay apart for colour-blind eyes; the first six, which
meet in the first race, are furthest apart. Where more optimizers share a hue, dash and marker tell them apart.
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
    ("#028bfa", "#5ec9f7"),
    ("#561202", "#ff7000"),
    ("#096847", "#05b56b"),
    ("#a78723", "#f5ed81"),
    ("#e619aa", "#c27ebb"),
    ("#330082", "#9d7fff"),
    ("#3a4751", "#c0d5c0"),
    ("#0082a9", "#5deeff"),
    ("#c26571", "#f58e9d"),
    ("#647501", "#e0c429"),
)
DASHES: tuple[tuple[int, ...], ...] = ((), (9, 4), (3, 3), (12, 3, 3, 3), (5, 3))
MARKERS = ("circle", "square", "triangle", "diamond", "cross", "star", "pentagon")
# The optimizers of the first race take the first hues; the others follow in teaching order.
FIRST = ("gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")
# Optimizers that are worth racing against each other share no hue.
TOGETHER = (
    frozenset({"gd", "momentum", "newton", "lbfgs", "line_search"}),
    frozenset({"gd", "grad_lr_control", "rprop", "adam"}),
    frozenset({"adam", "amsgrad", "radam", "lookahead", "adamw"}),
    frozenset({"adam", "adamax", "nadam", "lion", "gd"}),
    frozenset({"adam", "prodigy", "dadapt_adam", "schedule_free_adamw"}),
    frozenset({"gd", "momentum", "sam", "asgd", "schedule_free_sgd", "dadapt_sgd"}),
    frozenset({"adagrad", "adadelta", "rmsprop", "dadapt_adagrad"}),
    frozenset({"newton", "sophia_h", "sophia_g", "adam"}),
)


def _styles() -> dict[str, Style]:
    """Give each optimizer the hue that fewest have and none of its usual rivals."""
    order = [*FIRST, *(optimizer.key for optimizer in OPTIMIZERS if optimizer.key not in FIRST)]
    hues: dict[str, int] = {}
    styles = {}
    for i, key in enumerate(order):
        rivals = frozenset().union(*(group for group in TOGETHER if key in group), FIRST if key in FIRST else ())
        taken = {hues[rival] for rival in rivals if rival in hues}
        used = list(hues.values())
        free = [hue for hue in range(len(HUES)) if hue not in taken]
        hues[key] = min(free, key=lambda hue: (used.count(hue), hue))
        occurrence = used.count(hues[key])
        light, dark = HUES[hues[key]]
        # Within a hue no two optimizers have the same dash or, while there are enough, the same marker.
        dash, marker = DASHES[(i + occurrence) % len(DASHES)], MARKERS[(hues[key] + 3 * occurrence) % len(MARKERS)]
        styles[key] = Style(light, dark, dash, marker)
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
