"""What rarely changes in the stage's header, sent once: names, forms, bounds and notes go onto cards.

A card is named by its content. The header refers to cards by name and brings along those that the browser
does not have; the browser lays the values that did change over them (see browser/cards.js).
"""

import json
from collections.abc import Collection, Mapping
from hashlib import blake2b
from typing import Any

# Of a run: what its optimizer, form and choices decide. The rest is written into every header.
DESCRIPTIVE = ("key", "name", "form", "forms", "colors", "dash", "marker", "pad", "choices", "engine")
# Lists of sliders: all but the value of each is on the card.
OF_RUN = ("sliders", "options")
OF_SCENE = ("parameters", "race")


def stow(header: Mapping[str, Any], known: Collection[str]) -> dict[str, Any]:
    """Return the header with descriptions replaced by the names of cards, and the cards that are not `known`."""
    cards: dict[str, Any] = {}

    def card(whole: Mapping[str, Any], plain: tuple[str, ...], slid: tuple[str, ...]) -> dict[str, Any]:
        content = {name: whole[name] for name in plain} | {name: _bare(whole[name]) for name in slid}
        name = blake2b(json.dumps(content).encode(), digest_size=6).hexdigest()
        if name not in known:
            cards[name] = content
        changing = {field: value for field, value in whole.items() if field not in content}
        return {**changing, "card": name, "values": [[slider["value"] for slider in whole[field]] for field in slid]}

    runs = [card(run, DESCRIPTIVE, OF_RUN) for run in header["runs"]]
    return {**card(header, ("surface", "speeds", "engine"), OF_SCENE), "runs": runs, "cards": cards}


def _bare(sliders: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{field: value for field, value in slider.items() if field != "value"} for slider in sliders]
