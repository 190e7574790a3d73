"""sin, cos, exp, log, pow and tanh in plain double arithmetic, so that every machine finds the same bits.

The C library's functions differ in the last bit from one system and one browser to the next, and a rugged surface
magnifies that bit into another path. These need only additions, products and quotients of IEEE doubles and the bits
that they are made of. Within 1 unit in the last place, tanh within 2; `tests/engine/test_arithmetic.py` holds them
to it.
"""

from collections.abc import Callable
from typing import Any

from . import angles, powers

# The functions and what they are made of, in the order in which they call each other: those that are copied into
# their callers, and those that are rarely needed and stay functions.
PARTS: tuple[Callable[..., Any], ...] = (
    powers.exp_parts,
    powers.exp_within,
    powers.exp_of_sum,
    powers.parted,
    powers.beside_place,
    powers.log_of_parts,
    powers.log_as_sum,
    powers.positive_power,
    powers.root_near_one,
    angles.sine_polynomial,
    angles.cosine_polynomial,
    angles.quarter,
)
APART: tuple[Callable[..., Any], ...] = (
    angles.far_quarter,
    powers.odd,
    powers.infinite_power,
    powers.power_at_edges,
)
WHOLE: tuple[Callable[..., Any], ...] = (
    angles.reduced,
    angles.sin,
    angles.cos,
    powers.exp,
    powers.log,
    powers.tanh,
    powers.pow,
)
