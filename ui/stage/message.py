"""One packed message from Python to the stage: a JSON header, then single-precision arrays."""

import json
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray


def pack(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return little-endian bytes: the header's length (uint32), the header, padded to 4, and the arrays.

    The header gains `arrays`: name → [offset, count], both in float32 numbers after the header. Doubles
    beyond single precision's range become infinite, which the stage shows as divergence.
    """
    places, blocks, offset = {}, [], 0
    with np.errstate(over="ignore"):
        for name, array in arrays.items():
            block = np.ascontiguousarray(array, dtype="<f4")
            places[name] = [offset, block.size]
            offset += block.size
            blocks.append(block.tobytes())
    text = json.dumps({**header, "arrays": places}, allow_nan=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    return b"".join([struct.pack("<I", len(text)), text, *blocks])


def unpack(message: bytes) -> tuple[dict[str, Any], dict[str, NDArray[np.float32]]]:
    """Read a message back, as the browser does."""
    (length,) = struct.unpack_from("<I", message)
    header = json.loads(message[4 : 4 + length])
    body = np.frombuffer(message, "<f4", offset=4 + length)
    return header, {name: body[offset : offset + count] for name, (offset, count) in header["arrays"].items()}
