"""From a WebAssembly object to a module that a browser takes.

A lone object is a valid module but for its exports. Its "linking" section says which function has which
name (github.com/WebAssembly/tool-conventions, Linking.md); the exports are made from that, and the sections
that only a linker reads are dropped. Constants stand at address 0 and up, where the object puts them.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .translate import BuildError

MAGIC = b"\0asm\1\0\0\0"
CUSTOM, IMPORT, EXPORT = 0, 2, 7
# Sections that stand behind the exports in a module.
AFTER_EXPORTS = (8, 9, 12, 10, 11)
SYMBOL_TABLE = 8
FUNCTION, DATA, GLOBAL, SECTION = 0, 1, 2, 3
UNDEFINED, EXPLICIT_NAME = 0x10, 0x40
IMPORT_KINDS = ("function", "table", "memory", "global")


class Import(NamedTuple):
    """What a module asks its host for."""

    kind: str
    name: str


class _Reader:
    """Reads numbers and names one after the other."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data, self.at = data, at

    def number(self) -> int:
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def bytes(self) -> bytes:
        length = self.number()
        self.at += length
        return self.data[self.at - length : self.at]

    def text(self) -> str:
        return self.bytes().decode()

    def done(self) -> bool:
        return self.at >= len(self.data)


def _encoded(value: int) -> bytes:
    encoded = bytearray()
    while True:
        value, low = value >> 7, value & 0x7F
        encoded.append(low | (0x80 if value else 0))
        if not value:
            return bytes(encoded)


def _sized(content: bytes) -> bytes:
    return _encoded(len(content)) + content


def sections(module: bytes) -> Iterator[tuple[int, bytes]]:
    """The sections of a module or object: (number, content)."""
    if not module.startswith(MAGIC):
        raise BuildError("this is no WebAssembly")
    reader = _Reader(module, len(MAGIC))
    while not reader.done():
        yield reader.byte(), reader.bytes()


def imports(module: bytes) -> tuple[Import, ...]:
    """What a module asks its host for."""
    found = []
    for number, content in sections(module):
        if number != IMPORT:
            continue
        reader = _Reader(content)
        for _ in range(reader.number()):
            reader.text()
            name, kind = reader.text(), IMPORT_KINDS[reader.byte()]
            _skip_type(reader, kind)
            found.append(Import(kind, name))
    return tuple(found)


def _skip_type(reader: _Reader, kind: str) -> None:
    if kind == "table":
        reader.byte()
    if kind in ("table", "memory"):
        bounded = reader.number() & 1
        for _ in range(1 + bounded):
            reader.number()
    elif kind == "global":
        reader.byte()
        reader.byte()
    else:
        reader.number()


def functions(linking: bytes) -> dict[str, int]:
    """The functions that an object defines, by name, from its "linking" section."""
    reader, found = _Reader(linking), {}
    if reader.number() != 2:
        raise BuildError("the object's linking section has a version that is not known here")
    while not reader.done():
        kind, content = reader.byte(), _Reader(reader.bytes())
        if kind != SYMBOL_TABLE:
            continue
        for _ in range(content.number()):
            symbol, flags = content.byte(), content.number()
            if symbol == DATA:
                content.text()
                if not flags & UNDEFINED:
                    for _ in range(3):
                        content.number()
                continue
            index = content.number()
            if symbol == SECTION or (flags & UNDEFINED and not flags & EXPLICIT_NAME):
                continue
            name = content.text()
            if symbol == FUNCTION and not flags & UNDEFINED:
                found[name] = index
    return found


def module_of(code: bytes, exported: Mapping[str, str]) -> bytes:
    """Return the object as a module that exports these functions; they are named as in the object, by their export."""
    parts = list(sections(code))
    numbers: Mapping[str, int] = {}
    for number, content in parts:
        reader = _Reader(content)
        if number == CUSTOM and reader.text() == "linking":
            numbers = functions(content[reader.at :])
    if missing := set(exported.values()) - set(numbers):
        raise BuildError(f"the object does not define {', '.join(sorted(missing))}")
    listed = b"".join(_sized(name.encode()) + b"\0" + _encoded(numbers[inside]) for name, inside in exported.items())
    made, exports = bytearray(MAGIC), _encoded(len(exported)) + listed
    for number, content in parts:
        if number == CUSTOM:
            continue
        if exports and number in AFTER_EXPORTS:
            made += bytes([EXPORT]) + _sized(exports)
            exports = b""
        made += bytes([number]) + _sized(content)
    return bytes(made)
