"""The controls of a page as data: each has a name in the page's link, a default, and a range.

A page that is not a race keeps its values on a `Desk`: read from the link once, changed by widgets, written back
into the page's address.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import streamlit as st

from .link import Pairs, Reader
from .run_text import number

T = TypeVar("T")
MOST_SHOWN = 6


@dataclass(frozen=True)
class Knob(Generic[T]):
    """One control's value: its name in the link, its default, how it is read and written.

    `read` raises ValueError that says what is allowed. `low` and `high` are there for widgets.
    """

    name: str
    default: T
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    low: float = -math.inf
    high: float = math.inf
    options: tuple[str, ...] = ()
    most: int = 0


def real(name: str, default: float, low: float, high: float) -> Knob[float]:
    """A number within low … high."""

    def read(text: str) -> float:
        value = float(text)
        if not low <= value <= high:
            raise ValueError(f"it must be within {low:g} … {high:g}")
        return value

    return Knob(name, default, read, number, low, high)


def suggested(name: str, low: float, high: float) -> Knob[float | None]:
    """A number within low … high, or None for what the page suggests."""
    return Knob(name, None, real(name, low, low, high).read, number, low, high)


def whole(name: str, default: int, low: int, high: int) -> Knob[int]:
    """A whole number within low … high."""

    def read(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise ValueError(f"it must be within {low} … {high}")
        return value

    return Knob(name, default, read, str, low, high)


def choice(name: str, default: str, options: Sequence[str]) -> Knob[str]:
    """One of several words."""

    def read(text: str) -> str:
        if text not in options:
            raise ValueError(f"it must be one of {', '.join(options)}")
        return text

    return Knob(name, default, read, str, options=tuple(options))


def flag(name: str, default: bool) -> Knob[bool]:
    """On (1) or off (0)."""

    def read(text: str) -> bool:
        if text not in {"0", "1"}:
            raise ValueError("it must be 0 or 1")
        return text == "1"

    return Knob(name, default, read, lambda on: str(int(on)))


def text(name: str, default: str, longest: int) -> Knob[str]:
    """Any text up to a length."""

    def read(written: str) -> str:
        if len(written) > longest:
            raise ValueError(f"longer than {longest} characters")
        return written

    return Knob(name, default, read, str)


def several(
    name: str, default: tuple[T, ...], read: Callable[[str], T], write: Callable[[T], str], most: int
) -> Knob[tuple[T, ...]]:
    """Any number of values, up to `most`; the link repeats the name."""
    return Knob(name, default, read, write, most=most)


NONE = "none"


@dataclass(frozen=True)
class Desk:
    """The values of a page's knobs in this session; `page` keeps them apart from those of other pages."""

    page: str
    knobs: tuple[Knob[Any], ...]

    def begin(self) -> None:
        """Read the link, the first time that this session asks."""
        if self._key("values") in st.session_state:
            return
        query = {name: st.query_params.get_all(name) for name in st.query_params}
        values, ignored = self.read(query)
        st.session_state[self._key("values")] = values
        st.session_state[self._key("ignored")] = ignored

    def read(self, query: Mapping[str, Sequence[str]]) -> tuple[dict[str, Any], list[str]]:
        """The value of each knob by name, and a sentence for each part of the link that was ignored."""
        reader = Reader(query)
        values = {knob.name: _read(reader, knob) for knob in self.knobs}
        for name, given in reader.left.items():
            reader.ignore(name[:40], given[0] if given else "", "there is no such setting")
        return values, reader.ignored

    def pairs(self) -> Pairs:
        """The values as query parameters; what equals its default is left out."""
        pairs: Pairs = []
        for knob in self.knobs:
            value = self[knob]
            if value == knob.default:
                continue
            if knob.most:
                pairs += [(knob.name, knob.write(each)) for each in value] or [(knob.name, NONE)]
            elif value is not None:
                pairs.append((knob.name, knob.write(value)))
        return pairs

    def __getitem__(self, knob: Knob[T]) -> T:
        """The value of a knob."""
        value: T = st.session_state[self._key("values")][knob.name]
        return value

    def __setitem__(self, knob: Knob[T], value: T) -> None:
        """Give a knob another value."""
        st.session_state[self._key("values")][knob.name] = value

    def reset(self, *knobs: Knob[Any]) -> None:
        """Give these knobs, or all, their defaults back."""
        for knob in knobs or self.knobs:
            self[knob] = knob.default

    def bind(self, knob: Knob[T], shown: Any = None, change: Callable[[Any], None] | None = None) -> dict[str, Any]:
        """Arguments that bind a widget to a knob; `shown` and `change` stand in where a widget shows another value."""
        key = self._key(knob.name)
        st.session_state[key] = self[knob] if shown is None else shown

        def moved() -> None:
            value = st.session_state[key]
            if change is not None:
                change(value)
            else:
                self[knob] = value

        return {"key": key, "on_change": moved}

    def warn(self) -> None:
        """Say which parts of the link were ignored, until the user dismisses it."""
        sentences: list[str] = st.session_state[self._key("ignored")]
        if not sentences:
            return
        more = len(sentences) - MOST_SHOWN
        listed = sentences[:MOST_SHOWN] + ([f"… and {more} more"] if more > 0 else [])
        st.warning("This part of the link was ignored:\n\n" + "\n".join(f"- `{sentence}`" for sentence in listed))
        st.button("Dismiss", key=self._key("dismiss"), on_click=sentences.clear)

    def _key(self, name: str) -> str:
        return f"{self.page}.{name}"


def _read(reader: Reader, knob: Knob[Any]) -> Any:
    if not knob.most:
        return reader.take(knob.name, knob.read, knob.default)
    if reader.left.get(knob.name) == [NONE]:
        del reader.left[knob.name]
        return ()
    return tuple(reader.take_all(knob.name, knob.read, knob.most)) or knob.default
