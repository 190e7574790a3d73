"""From text to tokens: numbers, names, operators, brackets and superscripts, each with its place."""

import re
from typing import Literal, NamedTuple

from .error import ExpressionError, named
from .functions import BY_NAME

MAX_LENGTH = 300
VARIABLES = ("x", "y")
CONSTANTS = {"pi": (3.141592653589793, r"\pi"), "e": (2.718281828459045, "e")}

Kind = Literal["number", "name", "operator", "superscript", "end"]

# Ordinary signs that keyboards and word processors make of the plain ones.
# By number where they look too much like the plain sign: en dash, asterisk operator, division slash.
SIGNS = {"−": "-", "\u2013": "-", "·": "*", "⋅": "*", "×": "*", "\u2217": "*", "÷": "/", "\u2215": "/", "π": "pi"}
SUPERSCRIPTS = {"⁻": "-", **{raised: str(digit) for digit, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}}
# What people write that means something else here, and what to write for it.
HINTS = {
    "=": "only the right-hand side of f(x, y) = … is wanted",
    "|": "for an absolute value write abs(x)",
    "[": "use round brackets",
    "]": "use round brackets",
    "{": "use round brackets",
    "}": "use round brackets",
    "%": "a remainder has no slope to follow",
    "!": "there are no factorials here",
    ".": "a point needs digits beside it",
    "<": "comparisons have no slope; min, max and sign may serve",
    ">": "comparisons have no slope; min, max and sign may serve",
}
OPERATORS = ("+", "-", "*", "/", "^", "(", ")", ",")
_NUMBER = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SPACE = re.compile(r"\s+")
_SUPERSCRIPT = re.compile("⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


class Token(NamedTuple):
    """A piece of a formula. `value` is that of a number."""

    kind: Kind
    text: str
    position: int
    value: float = 0.0


def tokens(text: str) -> list[Token]:
    """Return the tokens of `text`, the last of kind "end". Raises ExpressionError."""
    if not isinstance(text, str):
        raise ExpressionError(f"a formula is a text; got {type(text).__name__}", "", 0)
    if len(text) > MAX_LENGTH:
        message = f"the formula is longer than {MAX_LENGTH} characters ({len(text)})"
        raise ExpressionError(message, text[: MAX_LENGTH + 1], MAX_LENGTH)
    found: list[Token] = []
    position = 0
    while position < len(text):
        if space := _SPACE.match(text, position):
            position = space.end()
            continue
        taken = _next(text, position)
        found.extend(taken)
        position = taken[-1].position + len(taken[-1].text)
    return [*found, Token("end", "", len(text.rstrip()))]


def _next(text: str, position: int) -> list[Token]:
    character = text[position]
    if match := _NUMBER.match(text, position):
        return [_number(text, match)]
    if match := _NAME.match(text, position):
        return _name(match.group(), position)
    if match := _SUPERSCRIPT.match(text, position):
        return [Token("superscript", match.group(), position)]
    if text.startswith("**", position):
        return [Token("operator", "**", position)]
    plain = SIGNS.get(character, character)
    if plain in OPERATORS:
        return [Token("operator", character, position)]
    if plain in CONSTANTS or plain in BY_NAME:
        return [Token("name", character, position)]
    message = f"{named(character)} has no meaning in a formula"
    if character in HINTS:
        message += f": {HINTS[character]}"
    raise ExpressionError(message, text, position, ("numbers", "names", *OPERATORS))


def _number(text: str, match: re.Match[str]) -> Token:
    digits = match.group()
    value = float(digits)
    if value in (float("inf"), 0.0) and re.search("[1-9]", re.split("[eE]", digits)[0]):
        size = "large" if value else "small"
        raise ExpressionError(f"the number is too {size} for floating point", text, match.start())
    if text[match.end() : match.end() + 1] == ".":
        raise ExpressionError("a number has one decimal point", text, match.end())
    return Token("number", digits, match.start(), value)


def _name(name: str, position: int) -> list[Token]:
    """One token, or one for each letter of a product of variables such as xy."""
    if name.lower() not in BY_NAME and len(name) > 1 and set(name.lower()) <= set(VARIABLES):
        return [Token("name", letter, position + k) for k, letter in enumerate(name)]
    return [Token("name", name, position)]
