"""Elementary functions made of sin, cos, exp, log, sqrt and arithmetic, so that they run wherever those do.

They are plain functions of floats. Measured against exact values each is within 3 units in the last
place, the arctangent within 2; `tests/surfaces/test_expression_functions.py` holds them to it.
"""

from collections.abc import Callable
from math import cos, exp, isnan, log, nan, pi, sin, sqrt
from typing import Any


def tangent(a):
    """Tangent as the quotient of sine and cosine."""
    return sin(a) / cos(a)


def small_sine(a):
    """Hyperbolic sine for |a| ≤ 1, where the difference of exponentials cancels: its series up to a¹⁹."""
    z = a * a
    tail = z / 342.0
    tail = z / 272.0 * (1.0 + tail)
    tail = z / 210.0 * (1.0 + tail)
    tail = z / 156.0 * (1.0 + tail)
    tail = z / 110.0 * (1.0 + tail)
    tail = z / 72.0 * (1.0 + tail)
    tail = z / 42.0 * (1.0 + tail)
    tail = z / 20.0 * (1.0 + tail)
    tail = z / 6.0 * (1.0 + tail)
    return a + a * tail


def hyperbolic_sine(a):
    """Hyperbolic sine; beyond 700 in two factors, since e^a overflows before it does."""
    if abs(a) <= 1.0:
        return small_sine(a)
    if abs(a) <= 700.0:
        grown = exp(abs(a))
        size = 0.5 * grown - 0.5 / grown
    else:
        root = exp(0.5 * abs(a))
        size = 0.5 * root * root
    return size if a > 0.0 else -size


def hyperbolic_cosine(a):
    """Hyperbolic cosine; beyond 700 in two factors, since e^a overflows before it does."""
    if abs(a) <= 700.0:
        grown = exp(abs(a))
        return 0.5 * grown + 0.5 / grown
    root = exp(0.5 * abs(a))
    return 0.5 * root * root


def hyperbolic_tangent(a):
    """Hyperbolic tangent, by way of the sine where it is small."""
    if abs(a) <= 1.0:
        sine = small_sine(a)
        return sine / sqrt(1.0 + sine * sine)
    size = 1.0 - 2.0 / (exp(2.0 * abs(a)) + 1.0)
    return size if a > 0.0 else -size


def arctangent(a):
    """Arctangent: atan a = atan c + atan((a - c)/(1 + ac)) with the nearest of c = 0, ½, 1, 3/2, ∞.

    What remains is at most 7/16, where t - t³P(t²) with P of degree 10 interpolated at Chebyshev points is
    exact to 2e-17.
    """
    size = abs(a)
    if size < 0.4375:
        base = 0.0
        t = size
    elif size < 0.6875:
        base = 0.4636476090008061
        t = (2.0 * size - 1.0) / (2.0 + size)
    elif size < 1.1875:
        base = 0.25 * pi
        t = (size - 1.0) / (size + 1.0)
    elif size < 2.4375:
        base = 0.982793723247329
        t = (2.0 * size - 3.0) / (2.0 + 3.0 * size)
    else:
        base = 0.5 * pi
        t = -1.0 / size
    z = t * t
    p = 0.017545740588500107
    p = p * z - 0.037823856862431886
    p = p * z + 0.050338901748429754
    p = p * z - 0.05847713503311183
    p = p * z + 0.06663237858076355
    p = p * z - 0.07692087234595789
    p = p * z + 0.09090900190075156
    p = p * z - 0.11111110900409805
    p = p * z + 0.14285714283146547
    p = p * z - 0.19999999999987758
    p = p * z + 0.33333333333333326
    angle = base + (t - t * z * p)
    return angle if a >= 0.0 else -angle


def arcsine(a):
    """Arcsine as the arctangent of a/√(1 - a²)."""
    return arctangent(a / sqrt((1.0 - a) * (1.0 + a)))


def arccosine(a):
    """Arccosine as 2 atan √((1 - a)/(1 + a)), which keeps its digits near a = 1."""
    return 2.0 * arctangent(sqrt((1.0 - a) / (1.0 + a)))


def angle_of(a, b):
    """The angle in (-π, π] of the point with ordinate a and abscissa b; 0 at the origin."""
    if b > 0.0:
        return arctangent(a / b)
    if b < 0.0:
        return arctangent(a / b) + (pi if a >= 0.0 else -pi)
    if a == 0.0 or isnan(a) or isnan(b):
        return a + b
    return 0.5 * pi if a > 0.0 else -0.5 * pi


def hypotenuse(a, b):
    """√(a² + b²), scaled so that the squares stay in range."""
    longer = larger(abs(a), abs(b))
    if not 0.0 < longer < 1e300:
        return longer
    shorter = smaller(abs(a), abs(b)) / longer
    return longer * sqrt(1.0 + shorter * shorter)


def cube_root(a):
    """The real cube root, also of negative numbers: e^(log|a|/3) and two steps of Newton's method."""
    size = abs(a)
    if not 0.0 < size < 1e300:
        return a
    root = exp(log(size) / 3.0)
    root = root - (root - size / (root * root)) / 3.0
    root = root - (root - size / (root * root)) / 3.0
    return root if a > 0.0 else -root


def soft_plus(a):
    """log(1 + e^a) without overflow; log(1 + e) for a small e is e log(u)/(u - 1) with u = 1 + e (W. Kahan)."""
    e = exp(-abs(a))
    u = 1.0 + e
    small = e if u == 1.0 else e * log(u) / (u - 1.0)
    return larger(a, 0.0) + small


def sign_of(a):
    """-1, 0 or 1."""
    return 1.0 * (a > 0.0) - 1.0 * (a < 0.0) + 0.0 * a


def smaller(a, b):
    """The smaller of two; nan when either is."""
    if isnan(a):
        return a
    return a if a < b else b


def larger(a, b):
    """The larger of two; nan when either is."""
    if isnan(a):
        return a
    return a if a > b else b


def integer_power(a, n):
    """Multiply out a to the whole number n ≥ 0."""
    power = 1.0
    for _ in range(int(n)):
        power = power * a
    return power


def power(a, b):
    """Raise a to a power that varies: nan for a negative a, which has powers only at whole numbers here and there."""
    return a**b if a >= 0.0 else nan


def times(p, q):
    """Return p q, but 0 when either is 0, also beside an infinite slope.

    What does not depend on x has slope 0 in x, however steep the function around it; and at the tip of
    a cone such as √(x² + y²) the slope 0 is chosen, as at the kink of |x|.
    """
    return 0.0 if p == 0.0 or q == 0.0 else p * q


# In the order in which they call each other.
FUNCTIONS: tuple[Callable[..., Any], ...] = (
    *(tangent, small_sine, hyperbolic_sine, hyperbolic_cosine, hyperbolic_tangent),
    *(arctangent, arcsine, arccosine, angle_of, smaller, larger, hypotenuse),
    *(cube_root, soft_plus, sign_of, integer_power, power, times),
)
