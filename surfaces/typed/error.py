"""What is wrong with a typed formula, and where."""

import unicodedata
from collections.abc import Sequence

WINDOW = 72


class ExpressionError(ValueError):
    """A formula that cannot be read.

    `message` says what is wrong, `position` is the index in `text` of the character at fault (its length when
    the end came too soon), `allowed` lists what may stand there. `str()` shows the line, a caret under the
    place, and what is allowed.
    """

    def __init__(self, message: str, text: str, position: int, allowed: Sequence[str] = ()) -> None:
        """Say what is wrong, in which text, where, and what may stand there."""
        super().__init__(message)
        self.message = message
        self.text = text
        self.position = position
        self.allowed = tuple(allowed)

    def __str__(self) -> str:
        first = max(0, min(self.position - WINDOW // 2, len(self.text) - WINDOW))
        shown = self.text[first : first + WINDOW]
        before, after = "…" if first else "", "…" if first + WINDOW < len(self.text) else ""
        lines = [
            self.message,
            f"  {before}{''.join(map(_visible, shown))}{after}",
            f"  {' ' * (self.position - first + len(before))}^",
        ]
        if self.allowed:
            lines.append(f"allowed here: {', '.join(self.allowed)}")
        return "\n".join(lines)


def named(character: str) -> str:
    """The character in quotes where it can be seen, else its number and name."""
    if _visible(character) == character:
        return f"'{character}'"
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}{f' ({name.lower()})' if name else ''}"


def _visible(character: str) -> str:
    """The character, or a stand-in of the same width where it would shift or hide the caret."""
    if character.isspace():
        return " "
    narrow = unicodedata.east_asian_width(character) not in "WF"
    leftward = unicodedata.bidirectional(character) in ("R", "AL", "AN")
    if character.isprintable() and narrow and not leftward and not unicodedata.combining(character):
        return character
    return "\N{REPLACEMENT CHARACTER}"
