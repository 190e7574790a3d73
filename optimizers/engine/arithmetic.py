"""sin, cos, exp, log, pow and tanh in plain double arithmetic, so that every machine finds the same bits.

The C library's functions differ in the last bit from one system and one browser to the next, and a rugged surface
magnifies that bit into another path. These need only additions, products and quotients of IEEE doubles and the bits
that they are made of. Within 1 unit in the last place, tanh within 2; `tests/engine/test_arithmetic.py` holds them
to it. Tables follow from their formulas when this module is imported.

sin and cos reduce by multiples of π/2 (Cody and Waite 1980; far out Payne and Hanek 1983) and use the polynomials
of K. C. Ng (fdlibm, 1993). exp, log and pow are table-driven (P. T. P. Tang 1989 and 1990), with the logarithm as
the sum of two doubles for pow.
"""

import struct
from decimal import Decimal, localcontext
from math import floor, inf, isnan, nan
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import typing as signatures
from numba.extending import intrinsic

# Powers of two are kept at so many steps to the octave, logarithms at so many places of a mantissa.
STEP_BITS, PLACE_BITS = 7, 8
STEPS, PLACES = 1 << STEP_BITS, 1 << PLACE_BITS
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


def _bits(value: float) -> int:
    (whole,) = struct.unpack("<q", struct.pack("<d", value))
    return int(whole)


def _number(whole: int) -> float:
    (value,) = struct.unpack("<d", struct.pack("<q", whole))
    return float(value)


def _pi(binary_places: int) -> int:
    """π · 2^places, by Machin's formula of 1706 in whole numbers."""
    one = 1 << (binary_places + 32)

    def inverse_tangent(n: int) -> int:
        total, term, k = 0, one // n, 1
        while term:
            total += term // k if k % 4 == 1 else -(term // k)
            term //= n * n
            k += 2
        return total

    return (16 * inverse_tangent(5) - 4 * inverse_tangent(239)) >> 32


def _split(value: Decimal, kept: int) -> tuple[float, float]:
    """A number as a double with its last bits cleared, and the rest."""
    high = _number(_bits(float(value)) >> (52 - kept) << (52 - kept))
    return high, float(value - Decimal(high))


def _exponential_tables() -> tuple[Any, Any]:
    """For j = 0 … N - 1 the bits of 2^(j/N), less those that adding j/N to an exponent brings; and what it lacks."""
    whole, lacking = [], []
    for j in range(STEPS):
        exact = Decimal(2) ** (Decimal(j) / STEPS)
        near = float(exact)
        whole.append(_bits(near) - (j << (52 - STEP_BITS)))
        lacking.append(float((exact - Decimal(near)) / exact))
    return np.array(whole), np.array(lacking)


# Mantissas are taken from 0.6875 to 1.375, so that 1 stands inside.
LOWEST = 0x3FE6000000000000


def _logarithm_table() -> np.ndarray[Any, np.dtype[np.float64]]:
    """Rows (1/c with few bits, log c to 42 binary places, what that lacks), c about the middle of an interval.

    Both intervals that touch 1 have c = 1, so that the logarithm keeps its digits there.
    """
    rows = []
    for j in range(PLACES):
        low, high = (_number(LOWEST + (k << (52 - PLACE_BITS))) for k in (j, j + 1))
        inverse = 1.0 if low == 1.0 or high == 1.0 else round(2.0 * 2048.0 / (low + high)) / 2048.0
        exact = -Decimal(inverse).ln()
        near = float(round(exact * 2**42)) / 2.0**42
        rows.append((inverse, near, float(exact - Decimal(near))))
    return np.array(rows)


with localcontext() as _precise:
    _precise.prec = 60
    _LN2 = Decimal(2).ln()
    LN2_HIGH = float(int(_LN2 * 2**42)) / 2.0**42
    LN2_LOW = float(_LN2 - Decimal(LN2_HIGH))
    STEPS_PER_ONE = float(STEPS / _LN2)
    STEP_HIGH, STEP_LOW = _split(_LN2 / STEPS, 34)
    EXPONENTIALS, LACKING = _exponential_tables()
    LOGARITHMS = _logarithm_table()
    _HALF_PI = Decimal(_pi(400)) / Decimal(2**401)
    TWO_OVER_PI = float(1 / _HALF_PI)
    HALF_PI_1, _rest = _split(_HALF_PI, 32)
    HALF_PI_2, HALF_PI_3 = _split(_HALF_PI - Decimal(HALF_PI_1), 32)
    HALF_PI_2_LOW = float(_HALF_PI - Decimal(HALF_PI_1) - Decimal(HALF_PI_2))
    HALF_PI, HALF_PI_TAIL = float(_HALF_PI), float(_HALF_PI - Decimal(float(_HALF_PI)))
# 2/π in digits of 24 bits, as many as the largest double asks for, after some zeros.
ZEROS, DIGITS = 3, 52
_two_over_pi = (1 << (24 * DIGITS + 1601)) // _pi(1600)
_digits = [(_two_over_pi >> (24 * (DIGITS - 1 - d))) & 0xFFFFFF for d in range(DIGITS)]
DIGITS_OF_TWO_OVER_PI = np.array([0] * ZEROS + _digits)


def exp_of_sum(high, low):
    """e^(high + low), where low is small; among subnormal numbers the result is rounded once more."""
    near = high * STEPS_PER_ONE + ROUNDER
    whole = bits(near)
    near -= ROUNDER
    r = (high - near * STEP_HIGH) - near * STEP_LOW + low
    r2 = r * r
    j = whole & (STEPS - 1)
    more = LACKING[j] + r + r2 * (0.5 + r * (1.0 / 6.0)) + r2 * r2 * (1.0 / 24.0 + r * (1.0 / 120.0))
    if abs(high) < 708.0:
        scale = number(EXPONENTIALS[j] + (whole << (52 - STEP_BITS)))
        return scale + scale * more
    if not high < 710.0:
        return high if isnan(high) else inf
    if high < -746.0:
        return 0.0
    # The power of two leaves the range of exponents: half of it goes into each of two factors.
    exponent = ((whole << 12) >> (12 + STEP_BITS)) >> 1
    scale = number(EXPONENTIALS[j] + ((whole - (exponent << STEP_BITS)) << (52 - STEP_BITS)))
    return (scale + scale * more) * number((1023 + exponent) << 52)


def exp(x):
    """e^x."""
    return exp_of_sum(x, 0.0)


def parted(x):
    """Return (j, k, z, bits of z) with x = 2^k z for a positive finite x; z from 0.6875 to 1.375 is at place j."""
    whole = bits(x)
    shift = 0
    if x < 2.2250738585072014e-308:
        whole = bits(x * 4503599627370496.0)
        shift = 52
    above = whole - LOWEST
    j = (above >> (52 - PLACE_BITS)) & (PLACES - 1)
    k = (above >> 52) - shift
    whole -= (above >> 52) << 52
    return j, float(k), number(whole), whole


def log_as_sum(x):
    """Return the natural logarithm of a positive finite x as the sum of two doubles, exact to about 65 bits."""
    j, k, z, whole = parted(x)
    z_high = number(((whole + 0x80000000) >> 32) << 32)
    inverse = LOGARITHMS[j, 0]
    r_high = z_high * inverse - 1.0
    r_low = (z - z_high) * inverse
    r = r_high + r_low
    # log x = k log 2 + log c + log(1 + r); sums and the square keep what they round off.
    base = k * LN2_HIGH + LOGARITHMS[j, 1]
    sum_1 = base + r
    half_high = -0.5 * r_high
    square = r_high * half_high
    sum_2 = sum_1 + square
    r2 = r * r
    p = (1.0 / 3.0 - r * 0.25) + r2 * ((0.2 - r * (1.0 / 6.0)) + r2 * (1.0 / 7.0 - r * 0.125))
    rest = (
        (k * LN2_LOW + LOGARITHMS[j, 2])
        + (base - sum_1 + r)
        + (r_high - r + r_low)
        + r_low * (half_high - 0.5 * r)
        + (sum_1 - sum_2 + square)
        + r2 * r * p
    )
    high = sum_2 + rest
    return high, sum_2 - high + rest


def log(x):
    """The natural logarithm."""
    if not 0.0 < x < inf:
        if x == 0.0:
            return -inf
        return nan if x < 0.0 else x
    j, k, z, whole = parted(x)
    z_high = number(((whole + 0x80000000) >> 32) << 32)
    inverse = LOGARITHMS[j, 0]
    r = (z_high * inverse - 1.0) + (z - z_high) * inverse
    base = k * LN2_HIGH + LOGARITHMS[j, 1]
    sum_1 = base + r
    r2 = r * r
    p = (-0.5 + r * (1.0 / 3.0)) + r2 * ((-0.25 + r * 0.2) + r2 * (r * (1.0 / 7.0) - 1.0 / 6.0))
    return sum_1 + ((base - sum_1 + r) + (k * LN2_LOW + LOGARITHMS[j, 2]) + r2 * p)


def positive_power(x, y):
    """x^y for 0 < x < ∞ and a y that is neither tiny nor huge."""
    high, low = log_as_sum(x)
    y_high = number((bits(y) >> 27) << 27)
    high_part = number((bits(high) >> 27) << 27)
    rest = (y - y_high) * high_part + y * (high - high_part + low)
    return exp_of_sum(y_high * high_part, rest)


def infinite_power(x, y):
    """x^y where x is 0 or infinite, or y is infinite."""
    if abs(y) == inf:
        return 1.0 if x == -1.0 else (inf if (abs(x) > 1.0) == (y > 0.0) else 0.0)
    size = inf if (x == 0.0) == (y < 0.0) else 0.0
    return -size if bits(x) < 0 and odd(y) else size


def odd(y):
    """Whether a finite y is an odd whole number."""
    return abs(y) < 9007199254740992.0 and floor(y) == y and floor(0.5 * y) != 0.5 * y


def power_at_edges(x, y):
    """x^y for everything that `positive_power` does not take."""
    if y == 0.0 or x == 1.0:
        return 1.0
    if isnan(x) or isnan(y):
        return nan
    if x == 0.0 or abs(x) == inf or abs(y) == inf:
        return infinite_power(x, y)
    if x < 0.0 and floor(y) != y:
        return nan
    # Beyond these the product with the logarithm would leave the range, while the power is 1, 0 or infinite.
    size = min(max(abs(y), 1e-300), 1e25)
    power = positive_power(abs(x), size if y > 0.0 else -size)
    return -power if x < 0.0 and odd(y) else power


def pow(x, y):
    """x^y."""
    if 0.0 < x < inf and 1e-300 < abs(y) < 1e25:
        return positive_power(x, y)
    return power_at_edges(x, y)


def sine_polynomial(y, tail):
    """Sine for |y| ≤ π/4, of y + tail."""
    z = y * y
    v = z * y
    r = 8.33333333332248946124e-03 + z * (
        (-1.98412698298579493134e-04 + z * 2.75573137070700676789e-06)
        + z * z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)
    )
    return y - ((z * (0.5 * tail - v * r) - tail) - v * -1.66666666666666324348e-01)


def cosine_polynomial(y, tail):
    """Cosine for |y| ≤ π/4, of y + tail."""
    z = y * y
    r = z * (
        (4.16666666666666019037e-02 + z * (-1.38888888888741095749e-03 + z * 2.48015872894767294178e-05))
        + z * z * z * (-2.75573143513906633035e-07 + z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11))
    )
    half = 0.5 * z
    w = 1.0 - half
    return w + (((1.0 - w) - half) + (z * r - y * tail))


def far_quarter(x):
    """As `quarter`, for any finite |x| ≥ 1: only the digits of 2/π that matter are multiplied."""
    whole = bits(abs(x))
    exponent = (whole >> 52) - 1075
    mantissa = (whole & 0xFFFFFFFFFFFFF) | 0x10000000000000
    a, b, c = mantissa & 0xFFFFFF, (mantissa >> 24) & 0xFFFFFF, mantissa >> 48
    first = (exponent + 24 * ZEROS - 2) // 24
    point = 24 * (first - ZEROS + 8) - exponent
    carry = 0
    before = 0
    before_that = 0
    upper = 0
    middle = 0
    lower = 0
    # Digits of the product, the last first; what stands above them is a multiple of 4.
    for q in range(8):
        digit = DIGITS_OF_TWO_OVER_PI[first + 7 - q]
        carry += a * digit + b * before + c * before_that
        before_that = before
        before = digit
        if q >= 6:
            upper |= (carry & 0xFFFFFF) << (24 * (q - 6))
        elif q >= 4:
            middle |= (carry & 0xFFFFFF) << (24 * (q - 4))
        elif q >= 2:
            lower |= (carry & 0xFFFFFF) << (24 * (q - 2))
        carry >>= 24
    places = point - 144
    quarters = (upper >> places) & 3
    fraction = upper & ((1 << places) - 1)
    if fraction >> (places - 1):
        quarters += 1
        fraction -= 1 << places
    scale = number((1023 - places) << 52)
    high = float(fraction) * scale
    second = float(middle) * scale * 3.552713678800501e-15
    third = float(lower) * scale * 1.262177448353619e-29
    turn = high + second
    rest = (high - turn) + second + third
    # times π/2, with the product's error
    t_high = number((bits(turn) >> 27) << 27)
    p_high = number((bits(HALF_PI) >> 27) << 27)
    y = turn * HALF_PI
    error = ((t_high * p_high - y) + t_high * (HALF_PI - p_high) + (turn - t_high) * p_high) + (turn - t_high) * (
        HALF_PI - p_high
    )
    tail = error + turn * HALF_PI_TAIL + rest * HALF_PI
    angle = y + tail
    tail = (y - angle) + tail
    if x < 0.0:
        return -quarters, -angle, -tail
    return quarters, angle, tail


def quarter(x):
    """Return (n, y, tail) with x = n π/2 + y + tail and |y| ≤ π/4; n counts quarters of a turn."""
    near = x * TWO_OVER_PI + ROUNDER
    n = bits(near)
    near -= ROUNDER
    r = x - near * HALF_PI_1
    w = near * HALF_PI_2
    t = r
    r = t - w
    w = near * HALF_PI_2_LOW - ((t - r) - w)
    y = r - w
    return n, y, (r - y) - w


def reduced(x):
    """`quarter`, by digits where x is so large or the angle so small that two parts of π/2 do not suffice."""
    n, y, tail = quarter(x)
    if not (abs(x) < 1e6 and (abs(y) > 1e-9 or abs(x) < 1.0)):
        return far_quarter(x)
    return n, y, tail


def sin(x):
    """The sine, of radians."""
    if not abs(x) < inf:
        return nan
    if abs(x) < 1e-8:
        return x
    n, y, tail = reduced(x)
    size = cosine_polynomial(y, tail) if n & 1 else sine_polynomial(y, tail)
    return -size if n & 2 else size


def cos(x):
    """The cosine, of radians."""
    if not abs(x) < inf:
        return nan
    n, y, tail = reduced(x)
    size = sine_polynomial(y, tail) if n & 1 else cosine_polynomial(y, tail)
    return -size if (n + 1) & 2 else size


def tanh(x):
    """The hyperbolic tangent: sinh/cosh by their series near 0, by the exponential function elsewhere."""
    size = abs(x)
    if size < 0.5:
        z = x * x
        s = 1.0 + z / 110.0 * (1.0 + z / 156.0 * (1.0 + z / 210.0))
        s = z / 6.0 * (1.0 + z / 20.0 * (1.0 + z / 42.0 * (1.0 + z / 72.0 * s)))
        c = 1.0 + z / 132.0 * (1.0 + z / 182.0)
        c = 1.0 + 0.5 * z * (1.0 + z / 12.0 * (1.0 + z / 30.0 * (1.0 + z / 56.0 * (1.0 + z / 90.0 * c))))
        # (x + x s)/c as x plus something small
        return x + x * ((s - (c - 1.0)) / c)
    result = 1.0 - 2.0 / (exp(2.0 * size) + 1.0)
    return result if x > 0.0 else (-result if x < 0.0 else x)
