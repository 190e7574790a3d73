"""The stack machine that runs a typed formula: value, gradient and Hessian by forward differentiation.

A program is an array of operations (int64) and one of the numbers that belong to them (float64). Each
entry of the stack is a row f, f_x, f_y, f_xx, f_xy, f_yy, of which the machine fills what it is asked for.
The same code runs compiled, as plain Python, and on whole arrays (then the stack has more axes); that
is why a result is stored only when all that is read from its row has been read.

Whatever a formula does, the machine never raises: outside a function's domain the value is nan or infinite.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from ..elementwise import ARRAYS, rescoped
from . import elementary, opcodes
from .derivatives import bend_of_one, bends_of_two, of_one, of_two, slope_of_one, slopes_of_two
from .elementary import times

# How many numbers of a row a machine is asked for.
VALUE, GRADIENT, HESSIAN = 1, 3, 6


def machine(code, arguments, stack, columns, x, y):  # noqa: PLR0912, PLR0915 (one loop)
    """Run a program at x, y, and leave f and its derivatives in row 0 of the stack.

    `columns` says how many: VALUE, GRADIENT or HESSIAN. Scratch: stack (depth, columns or more).
    """
    top = -1
    for k in range(code.size):
        op = code[k]
        if op <= opcodes.LAST_LEAF:
            top += 1
            for j in range(1, columns):
                stack[top, j] = 0.0
            if op == opcodes.PUSH:
                stack[top, 0] = arguments[k]
            else:
                stack[top, 0] = x if op == opcodes.X else y
                if columns > VALUE:
                    stack[top, op] = 1.0
        elif op <= opcodes.SUBTRACT:
            top -= 1
            for j in range(columns):
                if op == opcodes.ADD:
                    stack[top, j] = stack[top, j] + stack[top + 1, j]
                else:
                    stack[top, j] = stack[top, j] - stack[top + 1, j]
        elif op <= opcodes.LAST_OF_TWO:
            top -= 1
            a = stack[top, 0]
            b = stack[top + 1, 0]
            v = of_two(op, a, b)
            if columns > VALUE:
                by_a, by_b = slopes_of_two(op, a, b, v)
                if columns > GRADIENT:
                    aa, ab, bb = bends_of_two(op, a, b, v)
                    a_x = stack[top, 1]
                    a_y = stack[top, 2]
                    b_x = stack[top + 1, 1]
                    b_y = stack[top + 1, 2]
                    for j in range(3, 6):
                        stack[top, j] = times(by_a, stack[top, j]) + times(by_b, stack[top + 1, j])
                    stack[top, 3] += times(aa, a_x * a_x) + times(ab, 2.0 * a_x * b_x) + times(bb, b_x * b_x)
                    stack[top, 4] += times(aa, a_x * a_y) + times(ab, a_x * b_y + a_y * b_x) + times(bb, b_x * b_y)
                    stack[top, 5] += times(aa, a_y * a_y) + times(ab, 2.0 * a_y * b_y) + times(bb, b_y * b_y)
                for j in range(1, 3):
                    stack[top, j] = times(by_a, stack[top, j]) + times(by_b, stack[top + 1, j])
            stack[top, 0] = v
        else:
            a = stack[top, 0]
            c = arguments[k]
            v = of_one(op, a, c)
            if columns > VALUE:
                d = slope_of_one(op, a, v, c)
                if columns > GRADIENT:
                    dd = bend_of_one(op, a, v, d, c)
                    u_x = stack[top, 1]
                    u_y = stack[top, 2]
                    stack[top, 3] = times(dd, u_x * u_x) + times(d, stack[top, 3])
                    stack[top, 4] = times(dd, u_x * u_y) + times(d, stack[top, 4])
                    stack[top, 5] = times(dd, u_y * u_y) + times(d, stack[top, 5])
                for j in range(1, 3):
                    stack[top, j] = times(d, stack[top, j])
            stack[top, 0] = v


def value_of(code, arguments, stack, x, y):
    """Return f at x, y. Scratch: stack (depth, 1 or more)."""
    machine(code, arguments, stack, VALUE, x, y)
    return stack[0, 0]


def gradient_of(code, arguments, stack, x, y):
    """Return (f, df/dx, df/dy) at x, y. Scratch: stack (depth, 3 or more)."""
    machine(code, arguments, stack, GRADIENT, x, y)
    return stack[0, 0], stack[0, 1], stack[0, 2]


def hessian_of(code, arguments, stack, x, y):
    """Return (f, f_x, f_y, f_xx, f_xy, f_yy) at x, y. Scratch: stack (depth, 6)."""
    machine(code, arguments, stack, HESSIAN, x, y)
    return stack[0, 0], stack[0, 1], stack[0, 2], stack[0, 3], stack[0, 4], stack[0, 5]


class Machines(NamedTuple):
    """The machine, made for one way of running it, asked for one, three or six numbers."""

    value: Callable[..., Any]
    gradient: Callable[..., Any]
    hessian: Callable[..., Any]


# In the order in which they call each other.
PARTS: tuple[Callable[..., Any], ...] = (
    *elementary.FUNCTIONS,
    *(of_one, slope_of_one, bend_of_one, of_two, slopes_of_two, bends_of_two),
    *(machine, value_of, gradient_of, hessian_of),
)


def build(
    wrap: Callable[[Callable[..., Any]], Callable[..., Any]],
    apart: Callable[[Callable[..., Any]], Callable[..., Any]] | None = None,
    names: Mapping[str, Any] | None = None,
) -> Machines:
    """Return the machine with every function that it calls passed through `wrap`, and itself also through `apart`.

    `wrap` is a compiler, such as `numba.njit(error_model="numpy")`, or returns what it is given.
    `names` replaces functions by other ones: `elementwise.IEEE` for plain Python, `NUMPY` for arrays.
    """
    scope = dict(names or {})
    for part in PARTS:
        if part.__name__ not in scope:
            made = wrap(rescoped(part, scope))
            scope[part.__name__] = apart(made) if apart and part is machine else made
    return Machines(scope["value_of"], scope["gradient_of"], scope["hessian_of"])


def _times(p, q):
    if isinstance(p, float) and p == 0.0:
        return 0.0
    product = np.multiply(p, q)
    # The sum is nan wherever an element is: one pass instead of three.
    if np.isnan(np.add.reduce(product, axis=None)):
        product[np.isnan(product) & ((p == 0.0) | (q == 0.0))] = 0.0
    return product


NUMPY: Mapping[str, Any] = {
    **ARRAYS,
    "angle_of": np.arctan2,
    "arccosine": np.arccos,
    "arcsine": np.arcsin,
    "arctangent": np.arctan,
    "cube_root": np.cbrt,
    "hyperbolic_cosine": np.cosh,
    "hyperbolic_sine": np.sinh,
    "hyperbolic_tangent": np.tanh,
    "hypotenuse": np.hypot,
    "larger": np.maximum,
    "power": lambda a, b: np.where(a >= 0.0, a**b, np.nan),
    "smaller": np.minimum,
    "sign_of": np.sign,
    "soft_plus": lambda a: np.logaddexp(0.0, a),
    "tangent": np.tan,
    "times": _times,
}
ON_ARRAYS = build(lambda function: function, names=NUMPY)
