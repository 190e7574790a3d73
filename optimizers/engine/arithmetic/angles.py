"""sin and cos: reduced by multiples of π/2 (Cody and Waite 1980; far out Payne and Hanek 1983), then polynomials.

The polynomials are those of K. C. Ng (fdlibm, 1993). Tables follow from their formulas when this module is imported.
"""

from decimal import Decimal, localcontext
from math import inf, nan

import numpy as np

from .doubles import ROUNDER, bits, number, parts_of


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


with localcontext() as _precise:
    _precise.prec = 60
    _HALF_PI = Decimal(_pi(400)) / Decimal(2**401)
    TWO_OVER_PI = float(1 / _HALF_PI)
    HALF_PI_1, _rest = parts_of(_HALF_PI, 32)
    HALF_PI_2, HALF_PI_3 = parts_of(_HALF_PI - Decimal(HALF_PI_1), 32)
    HALF_PI_2_LOW = float(_HALF_PI - Decimal(HALF_PI_1) - Decimal(HALF_PI_2))
    HALF_PI, HALF_PI_TAIL = float(_HALF_PI), float(_HALF_PI - Decimal(float(_HALF_PI)))
# 2/π in digits of 24 bits, as many as the largest double asks for, after some zeros.
ZEROS, DIGITS = 3, 52
_two_over_pi = (1 << (24 * DIGITS + 1601)) // _pi(1600)
_digits = [(_two_over_pi >> (24 * (DIGITS - 1 - d))) & 0xFFFFFF for d in range(DIGITS)]
DIGITS_OF_TWO_OVER_PI = np.array([0] * ZEROS + _digits)


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
