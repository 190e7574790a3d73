"""exp, log, pow and tanh: table-driven (P. T. P. Tang 1989 and 1990), for pow with the logarithm as two doubles.

Tables follow from their formulas when this module is imported.
"""

from decimal import Decimal, localcontext
from math import floor, inf, isnan, nan
from typing import Any

import numpy as np

from .doubles import ROUNDER, bits, bits_of, number, number_of, parts_of

# Powers of two are kept at so many steps to the octave, logarithms at so many places of a mantissa.
STEP_BITS, PLACE_BITS = 7, 9
STEPS, PLACES = 1 << STEP_BITS, 1 << PLACE_BITS
SMALLEST_NORMAL, TWO_TO_52 = 2.0**-1022, 2.0**52
FIRST_NORMAL, INFINITE = bits_of(SMALLEST_NORMAL), bits_of(inf)
# The exponents' bits of 1e-300 and 1e25.
TINY, HUGE = bits_of(1e-300) >> 52, bits_of(1e25) >> 52


def _exponential_tables() -> tuple[Any, Any]:
    """For j = 0 … N - 1 the bits of 2^(j/N), less those that adding j/N to an exponent brings; and what it lacks."""
    whole, lacking = [], []
    for j in range(STEPS):
        exact = Decimal(2) ** (Decimal(j) / STEPS)
        near = float(exact)
        whole.append(bits_of(near) - (j << (52 - STEP_BITS)))
        lacking.append(float((exact - Decimal(near)) / exact))
    return np.array(whole), np.array(lacking)


# Mantissas are taken from 0.6875 to 1.375, so that 1 stands inside.
LOWEST = 0x3FE6000000000000
NEAR_BELOW, NEAR_ABOVE = bits_of(1.0 - 2.0**-5), bits_of(1.0 + 2.0**-5)
UNSIGNED, ONE = (1 << 63) - 1, bits_of(1.0)
# What leaves every number as it is when it is added, 0 itself as well, so that the compiler leaves the sum away.
NOTHING = -0.0


def _logarithm_table() -> np.ndarray[Any, np.dtype[np.float64]]:
    """Rows (1/c with few bits, log c to 42 binary places, what that lacks), c about the middle of an interval.

    Both intervals that touch 1 have c = 1, so that the logarithm keeps its digits there.
    """
    rows = []
    for j in range(PLACES):
        low, high = (number_of(LOWEST + (k << (52 - PLACE_BITS))) for k in (j, j + 1))
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
    STEP_HIGH, STEP_LOW = parts_of(_LN2 / STEPS, 34)
    EXPONENTIALS, LACKING = _exponential_tables()
    LOGARITHMS = _logarithm_table()


def exp_parts(high, low):
    """Return (whole, j, more): e^(high + low) is 2^(whole/STEPS), at place j, times 1 + more. low is small."""
    near = high * STEPS_PER_ONE + ROUNDER
    whole = bits(near)
    near -= ROUNDER
    r = (high - near * STEP_HIGH) - near * STEP_LOW + low
    r2 = r * r
    j = whole & (STEPS - 1)
    more = LACKING[j] + r + r2 * (0.5 + r * (1.0 / 6.0)) + r2 * r2 * (1.0 / 24.0 + r * (1.0 / 120.0))
    return whole, j, more


def exp_within(high, low):
    """e^(high + low) for |high| < 708, where low is small."""
    whole, j, more = exp_parts(high, low)
    scale = number(EXPONENTIALS[j] + (whole << (52 - STEP_BITS)))
    return scale + scale * more


def exp_of_sum(high, low):
    """e^(high + low), where low is small; among subnormal numbers the result is rounded once more."""
    if abs(high) < 708.0:
        return exp_within(high, low)
    if not high < 710.0:
        return high if isnan(high) else inf
    if high < -746.0:
        return 0.0
    # The power of two leaves the range of exponents: half of it goes into each of two factors.
    whole, j, more = exp_parts(high, low)
    exponent = ((whole << 12) >> (12 + STEP_BITS)) >> 1
    scale = number(EXPONENTIALS[j] + ((whole - (exponent << STEP_BITS)) << (52 - STEP_BITS)))
    return (scale + scale * more) * number((1023 + exponent) << 52)


def exp(x):
    """e^x."""
    return exp_of_sum(x, NOTHING)


def parted(x):
    """Return (j, k, z, bits of z) with x = 2^k z for a positive normal x; z from 0.6875 to 1.375 is at place j."""
    whole = bits(x)
    above = whole - LOWEST
    j = (above >> (52 - PLACE_BITS)) & (PLACES - 1)
    whole -= (above >> 52) << 52
    return j, float(above >> 52), number(whole), whole


def log_of_parts(j, k, z, whole):
    """The natural logarithm of what `parted` took apart."""
    r, p = beside_place(j, z, whole)
    base = k * LN2_HIGH + LOGARITHMS[j, 1]
    sum_1 = base + r
    return sum_1 + ((base - sum_1 + r) + (k * LN2_LOW + LOGARITHMS[j, 2]) + p)


def beside_place(j, z, whole):
    """Return (r, log(1 + r) - r) where z is 1 + r times the place's c; `whole` are the bits of z."""
    z_high = number(((whole + 0x80000000) >> 32) << 32)
    inverse = LOGARITHMS[j, 0]
    r = (z_high * inverse - 1.0) + (z - z_high) * inverse
    r2 = r * r
    return r, r2 * ((-0.5 + r * (1.0 / 3.0)) + r2 * ((-0.25 + r * 0.2) - r2 * (1.0 / 6.0)))


def log_as_sum(j, k, z, whole):
    """As `log_of_parts`, as the sum of two doubles that is exact to about 65 bits."""
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
    p = (1.0 / 3.0 - r * 0.25) + r2 * ((0.2 - r * (1.0 / 6.0)) + r2 * (1.0 / 7.0))
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
    shift = 0.0
    if x < SMALLEST_NORMAL:
        x *= TWO_TO_52
        shift = 52.0
    j, k, z, whole = parted(x)
    return log_of_parts(j, k - shift, z, whole)


def positive_power(x, y, shift):
    """(2^-shift x)^y for a positive normal x and a y that is neither tiny nor huge."""
    j, k, z, whole = parted(x)
    high, low = log_as_sum(j, k - shift, z, whole)
    y_high = number((bits(y) >> 27) << 27)
    high_part = number((bits(high) >> 27) << 27)
    rest = (y - y_high) * high_part + y * (high - high_part + low)
    return exp_of_sum(y_high * high_part, rest)


def root_near_one(x, y):
    """x^y for x within 1/32 of 1 and |y| ≤ 1: a logarithm so small that its rounding is nothing beside the power's."""
    whole = bits(x)
    j = (whole - LOWEST) >> (52 - PLACE_BITS)
    r, more = beside_place(j, x, whole)
    return exp_within(y * (LOGARITHMS[j, 1] + (r + (LOGARITHMS[j, 2] + more))), NOTHING)


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
    exponent = size if y > 0.0 else -size
    if abs(x) < SMALLEST_NORMAL:
        power = positive_power(abs(x) * TWO_TO_52, exponent, 52.0)
    else:
        power = positive_power(abs(x), exponent, 0.0)
    return -power if x < 0.0 and odd(y) else power


def pow(x, y):
    """x^y."""
    if NEAR_BELOW <= bits(x) < NEAR_ABOVE and bits(y) & UNSIGNED <= ONE:
        return root_near_one(x, y)
    if FIRST_NORMAL <= bits(x) < INFINITE and TINY <= (bits(y) >> 52) & 0x7FF < HUGE:
        return positive_power(x, y, 0.0)
    return power_at_edges(x, y)


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
