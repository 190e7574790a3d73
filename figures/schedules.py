"""One look per schedule, everywhere: a colour for light and dark, and a dash."""

from collections.abc import Sequence

from optimizers import SCHEDULES

from .palette import DASHES, HUES, MARKERS, Style

# The schedules that are compared first take the hues that lie furthest apart; after ten hues lines wear a dash.
FIRST = ("constant", "inverse_sqrt", "robbins_monro", "exponential", "step", "cosine")
_ORDER = [*FIRST, *(entry.key for entry in SCHEDULES if entry.key not in FIRST)]
_LOOKS = {
    key: Style(*HUES[i % len(HUES)], DASHES[i // len(HUES)], MARKERS[i % len(MARKERS)]) for i, key in enumerate(_ORDER)
}


def looks(keys: Sequence[str]) -> list[Style]:
    """The look of each of several schedules: that of its kind, with another dash for each of the same kind."""
    styles = []
    for i, key in enumerate(keys):
        first = _LOOKS[key]
        dash = DASHES[(DASHES.index(first.dash) + 2 * list(keys[:i]).count(key)) % len(DASHES)]
        styles.append(Style(first.light, first.dark, dash, first.marker))
    return styles
