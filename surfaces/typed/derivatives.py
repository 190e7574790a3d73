"""Every operation of the stack machine with its first and second derivatives, as plain functions of floats.

The numbers of the operations are whole numbers in one run, so that a compiler makes jump tables of them.
Nothing here branches on a value, only on the operation: the same functions take whole arrays.
"""

from math import cos, exp, log, sin, sqrt

from . import opcodes
from .elementary import (
    angle_of,
    arccosine,
    arcsine,
    arctangent,
    cube_root,
    hyperbolic_cosine,
    hyperbolic_sine,
    hyperbolic_tangent,
    hypotenuse,
    integer_power,
    larger,
    power,
    sign_of,
    smaller,
    soft_plus,
    tangent,
    times,
)


def of_one(op, a, c):  # noqa: PLR0911, PLR0912
    """The value of a function of one value, a; c is the number that belongs to the operation."""
    if op == opcodes.NEGATIVE:
        return -a
    if op == opcodes.INTEGER_POWER:
        return integer_power(a, c)
    if op == opcodes.CONSTANT_EXPONENT:
        return a**c
    if op == opcodes.CONSTANT_BASE:
        return c**a
    if op == opcodes.SIN:
        return sin(a)
    if op == opcodes.COS:
        return cos(a)
    if op == opcodes.TAN:
        return tangent(a)
    if op == opcodes.ASIN:
        return arcsine(a)
    if op == opcodes.ACOS:
        return arccosine(a)
    if op == opcodes.ATAN:
        return arctangent(a)
    if op == opcodes.SINH:
        return hyperbolic_sine(a)
    if op == opcodes.COSH:
        return hyperbolic_cosine(a)
    if op == opcodes.TANH:
        return hyperbolic_tangent(a)
    if op == opcodes.EXP:
        return exp(a)
    if op == opcodes.LOG:
        return log(a)
    if op == opcodes.SQRT:
        return sqrt(a)
    if op == opcodes.CBRT:
        return cube_root(a)
    if op == opcodes.ABS:
        return abs(a)
    if op == opcodes.SIGN:
        return sign_of(a)
    if op == opcodes.SIGMOID:
        return 1.0 / (1.0 + exp(-a))
    return soft_plus(a)


def slope_of_one(op, a, v, c):  # noqa: PLR0911, PLR0912
    """The first derivative of that function at a, where its value is v."""
    if op == opcodes.NEGATIVE:
        return -1.0
    if op == opcodes.INTEGER_POWER:
        return c * integer_power(a, c - 1.0)
    if op == opcodes.CONSTANT_EXPONENT:
        return c * a ** (c - 1.0)
    if op == opcodes.CONSTANT_BASE:
        return v * log(c)
    if op == opcodes.SIN:
        return cos(a)
    if op == opcodes.COS:
        return -sin(a)
    if op == opcodes.TAN:
        return 1.0 + v * v
    if op == opcodes.ASIN:
        return 1.0 / sqrt((1.0 - a) * (1.0 + a))
    if op == opcodes.ACOS:
        return -1.0 / sqrt((1.0 - a) * (1.0 + a))
    if op == opcodes.ATAN:
        return 1.0 / (1.0 + a * a)
    if op == opcodes.SINH:
        return hyperbolic_cosine(a)
    if op == opcodes.COSH:
        return hyperbolic_sine(a)
    if op == opcodes.TANH:
        e = exp(-2.0 * abs(a))
        return 4.0 * e / ((1.0 + e) * (1.0 + e))
    if op == opcodes.EXP:
        return v
    if op == opcodes.LOG:
        return 1.0 / a
    if op == opcodes.SQRT:
        return 0.5 / v
    if op == opcodes.CBRT:
        return 1.0 / (3.0 * v * v)
    if op == opcodes.ABS:
        return sign_of(a)
    if op == opcodes.SIGN:
        return 0.0
    if op == opcodes.SIGMOID:
        e = exp(-abs(a))
        return e / ((1.0 + e) * (1.0 + e))
    return 1.0 / (1.0 + exp(-a))


def bend_of_one(op, a, v, d, c):  # noqa: PLR0911, PLR0912
    """The second derivative of that function at a, where its value is v and its slope d."""
    if op == opcodes.INTEGER_POWER:
        return c * (c - 1.0) * integer_power(a, c - 2.0)
    if op == opcodes.CONSTANT_EXPONENT:
        return c * (c - 1.0) * a ** (c - 2.0)
    if op == opcodes.CONSTANT_BASE:
        return d * log(c)
    if op == opcodes.SIN or op == opcodes.COS:  # noqa: PLR1714 - no tuple is built in a kernel
        return -v
    if op == opcodes.TAN:
        return 2.0 * v * d
    if op == opcodes.ASIN or op == opcodes.ACOS:  # noqa: PLR1714
        return a * d / ((1.0 - a) * (1.0 + a))
    if op == opcodes.ATAN:
        return -2.0 * a * d * d
    if op == opcodes.SINH or op == opcodes.COSH or op == opcodes.EXP:  # noqa: PLR1714
        return v
    if op == opcodes.TANH:
        return -2.0 * v * d
    if op == opcodes.LOG:
        return -d * d
    if op == opcodes.SQRT:
        return -0.5 * d / a
    if op == opcodes.CBRT:
        return -2.0 * d / (3.0 * a)
    if op == opcodes.SIGMOID:
        return -d * hyperbolic_tangent(0.5 * a)
    if op == opcodes.SOFTPLUS:
        e = exp(-abs(a))
        return e / ((1.0 + e) * (1.0 + e))
    return 0.0


def of_two(op, a, b):  # noqa: PLR0911
    """The value of a function of two values, a and b."""
    if op == opcodes.MULTIPLY:
        return a * b
    if op == opcodes.DIVIDE:
        return a / b
    if op == opcodes.POWER:
        return power(a, b)
    if op == opcodes.SMALLER:
        return smaller(a, b)
    if op == opcodes.LARGER:
        return larger(a, b)
    if op == opcodes.HYPOTENUSE:
        return hypotenuse(a, b)
    return angle_of(a, b)


def slopes_of_two(op, a, b, v):  # noqa: PLR0911
    """The partial derivatives by a and b; where two values tie, the smaller and the larger take half of each."""
    if op == opcodes.MULTIPLY:
        return b, a
    if op == opcodes.DIVIDE:
        return 1.0 / b, -v / b
    if op == opcodes.POWER:
        return b * a ** (b - 1.0), times(v, log(a))
    if op == opcodes.SMALLER:
        return 0.5 * (1.0 * (a < b) + 1.0 * (a <= b)), 0.5 * (1.0 * (b < a) + 1.0 * (b <= a))
    if op == opcodes.LARGER:
        return 0.5 * (1.0 * (a > b) + 1.0 * (a >= b)), 0.5 * (1.0 * (b > a) + 1.0 * (b >= a))
    if op == opcodes.HYPOTENUSE:
        return times(a, 1.0 / v), times(b, 1.0 / v)
    square = a * a + b * b
    return b / square, -a / square


def bends_of_two(op, a, b, v):
    """The second partial derivatives by aa, ab and bb."""
    if op == opcodes.MULTIPLY:
        return 0.0, 1.0, 0.0
    if op == opcodes.DIVIDE:
        return 0.0, -1.0 / (b * b), 2.0 * v / (b * b)
    if op == opcodes.POWER:
        by_b = times(v, log(a))
        mixed = times(a ** (b - 1.0), 1.0 + b * log(a))
        return b * (b - 1.0) * a ** (b - 2.0), mixed, times(by_b, log(a))
    if op == opcodes.HYPOTENUSE:
        p = a / v
        q = b / v
        return q * q / v, -p * q / v, p * p / v
    if op == opcodes.ANGLE:
        square = a * a + b * b
        p = a / square
        q = b / square
        return -2.0 * p * q, p * p - q * q, 2.0 * p * q
    return 0.0, 0.0, 0.0
