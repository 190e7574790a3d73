"""Numbers that the user pastes or opens as a file, read with care: what cannot be read is named, with its place."""

import csv
import math
import re
from dataclasses import dataclass

from .scene import FEWEST_VALUES, LARGEST, MOST_VALUES

LONGEST = 200_000
DELIMITERS = ("\t", ";", ",")


@dataclass(frozen=True)
class Columns:
    """What was pasted: the columns that hold nothing but numbers, by name."""

    names: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]


def read(text: str) -> Columns:
    """Return the columns of numbers in a text: a list of numbers, or a table with or without a head.

    Numbers may be apart by line ends, spaces, commas, semicolons or tabs. A decimal comma is understood where
    semicolons or tabs stand between the cells. Raises ValueError that says what is wrong and where.
    """
    if len(text) > LONGEST:
        raise ValueError(f"that is {len(text):,} characters; at most {LONGEST:,} are read")
    lines = [(place, line.strip()) for place, line in enumerate(text.splitlines(), 1)]
    lines = [(place, line) for place, line in lines if line and not line.startswith("#")]
    if not lines:
        raise ValueError("there is nothing to read; paste numbers, or a table with a column of numbers")
    delimiter = next((mark for mark in DELIMITERS if any(mark in line for _, line in lines)), None)
    if delimiter is not None and len(lines) > 1:
        rows = [(place, _cells(line, delimiter)) for place, line in lines]
        widths = {len(cells) for _, cells in rows}
        if len(widths) == 1 and min(widths) > 1:
            return _table(rows, delimiter)
    headed = len(lines) > 1 and not any(_is_number(word, None) for word in lines[0][1].split())
    if headed and delimiter is None and _is_number(lines[1][1], None):
        return _table([(place, [line]) for place, line in lines], None)
    split = re.compile(r"[\s;]+" if delimiter in {"\t", ";"} else r"[\s,]+")
    cells = [(place, cell) for place, line in lines for cell in split.split(line) if cell]
    return Columns(("numbers",), (_checked([(place, _number(cell, place, delimiter)) for place, cell in cells]),))


def _cells(line: str, delimiter: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))]


def _table(rows: list[tuple[int, list[str]]], delimiter: str | None) -> Columns:
    head = None if any(_is_number(cell, delimiter) for cell in rows[0][1]) else rows[0][1]
    body = rows if head is None else rows[1:]
    if not body:
        raise ValueError("there is a head but no row of numbers below it")
    names, columns, complaints = [], [], []
    for column in range(len(body[0][1])):
        name = head[column] if head and head[column] else f"column {column + 1}"
        cells = [(place, cells[column]) for place, cells in body]
        readable = sum(_is_number(cell, delimiter) for _, cell in cells)
        try:
            values = _checked([(place, _number(cell, place, delimiter)) for place, cell in cells])
        except ValueError as error:
            complaints.append((readable, f"{name}: {error}"))
            continue
        names.append(name)
        columns.append(values)
    if not columns:
        # The column that holds most numbers is the one that was meant.
        raise ValueError(max(complaints, key=lambda complaint: complaint[0])[1])
    return Columns(tuple(names), tuple(columns))


def _number(cell: str, place: int, delimiter: str | None) -> float:
    plain = cell.strip().strip("\"'").replace("−", "-")
    if delimiter in {"\t", ";"} and plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", plain, re.ASCII):
        shown = cell if len(cell) <= 30 else cell[:29] + "…"
        raise ValueError(f"line {place}: “{shown}” is not a number" if cell else f"line {place}: the value is missing")
    value = float(plain)
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise ValueError(f"line {place}: {cell} is beyond ±{LARGEST:g}")
    return value


def _is_number(cell: str, delimiter: str | None) -> bool:
    try:
        _number(cell, 0, delimiter)
    except ValueError:
        return False
    return True


def _checked(found: list[tuple[int, float]]) -> tuple[float, ...]:
    if len(found) < FEWEST_VALUES:
        raise ValueError(f"{len(found)} number is too few; there must be at least {FEWEST_VALUES}")
    if len(found) > MOST_VALUES:
        raise ValueError(f"{len(found):,} numbers are too many; at most {MOST_VALUES:,} fit into a link")
    return tuple(value for _, value in found)
