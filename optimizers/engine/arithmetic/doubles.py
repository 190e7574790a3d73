"""Doubles and the 64 bits that they are made of, compiled and in plain Python."""

import struct
from decimal import Decimal
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import typing as signatures
from numba.extending import intrinsic

# Adding and subtracting this rounds to a whole number, which then stands in the last bits.
ROUNDER = 6755399441055744.0


@intrinsic
def bits(typing_context: Any, number: Any) -> Any:
    """The 64 bits of a double as a whole number."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.IntType(64))

    return signatures.signature(types.int64, types.float64), generate


@intrinsic
def number(typing_context: Any, whole: Any) -> Any:
    """The double of these 64 bits."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.DoubleType())

    return signatures.signature(types.float64, types.int64), generate


def bits_of(value: float) -> int:
    """`bits` without the compiler."""
    (whole,) = struct.unpack("<q", struct.pack("<d", value))
    return int(whole)


def number_of(whole: int) -> float:
    """`number` without the compiler."""
    (value,) = struct.unpack("<d", struct.pack("<q", whole))
    return float(value)


def parts_of(value: Decimal, kept: int) -> tuple[float, float]:
    """A number as a double with its last bits cleared, and the rest."""
    high = number_of(bits_of(float(value)) >> (52 - kept) << (52 - kept))
    return high, float(value - Decimal(high))
