"""The stack machine that runs a typed formula: value, gradient and Hessian by forward differentiation.

A program is an array of operations (int64) and one of the numbers that belong to them (float64). Each
value on the stack is a row f, f_x, f_y, f_xx, f_xy, f_yy of which a machine fills what it needs.
The same code runs compiled, as plain Python, and on whole arrays (the stack then has more axes);
that is why a result is stored only after everything that is read from its row.

Whatever a formula does, a machine never raises: outside a function's domain the value is nan or infinite.
"""

from collections.abc import Callable, Mapping
from math import cos, exp, log, pi, sin, sqrt
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np

from ..elementwise import ARRAYS, IEEE, rescoped
from . import elementary
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
    sign_of,
    smaller,
    soft_plus,
    tangent,
    times,
)
from .opcodes import (
    ABS,
    ACOS,
    ADD,
    ASIN,
    ATAN,
    CBRT,
    CONSTANT_BASE,
    CONSTANT_EXPONENT,
    COS,
    COSH,
    DIVIDE,
    EXP,
    HYPOTENUSE,
    INTEGER_POWER,
    LARGER,
    LAST_LEAF,
    LAST_OF_TWO,
    LOG,
    MULTIPLY,
    NEGATIVE,
    POWER,
    SIGMOID,
    SIGN,
    SIN,
    SINH,
    SMALLER,
    SOFTPLUS,
    SQRT,
    SUBTRACT,
    TAN,
    TANH,
    X,
    Y,
)


def of_one(op, a, c):
    """The value of a function of one value at a; c is the number that belongs to the operation."""
