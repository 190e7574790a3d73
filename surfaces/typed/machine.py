"""The stack machine that runs a typed formula: value, gradient and Hessian by forward differentiation.

A program is an array of operations (int64) and one of the numbers that belong to them (float64). Each
entry of the stack is a row f, f_x, f_y, f_xx, f_xy, f_yy, of which a machine fills what it needs.
The same code runs compiled, as plain Python, and on whole arrays (then the stack has more axes); that
is why a result is stored only when all that is read from its row has been read.

Whatever a formula does, a machine never raises: outside a function's domain the value is nan or infinite.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from ..elementwise import ARRAYS, rescoped
from . import elementary, opcodes
from .derivatives import bend_of_one, bends_of_two, of_one, of_two, slope_of_one, slopes_of_two
from .elementary import times


def machine_value(code, arguments, stack, x, y):
    """Return f at x, y. Scratch: stack (depth, 1 or more)."""
    top = -1
    for k in range(code.size):
        op = code[k]
        if op <= opcodes.LAST_LEAF:
            top += 1
            if op == opcodes.X:
                stack[top, 0] = x
            elif op == opcodes.Y:
                stack[top, 0] = y
            else:
                stack[top, 0] = arguments[k]
        elif op <= opcodes.LAST_OF_TWO:
            top -= 1
            if op == opcodes.ADD:
                stack[top, 0] = stack[top, 0] + stack[top + 1, 0]
            elif op == opcodes.SUBTRACT:
                stack[top, 0] = stack[top, 0] - stack[top + 1, 0]
            else:
                stack[top, 0] = of_two(op, stack[top, 0], stack[top + 1, 0])
        else:
            stack[top, 0] = of_one(op, stack[top, 0], arguments[k])
    return stack[0, 0]


def machine(code, arguments, stack, x, y):  # noqa: PLR0912
    """Return (f, df/dx, df/dy) at x, y. Scratch: stack (depth, 3 or more)."""
    top = -1
    for k in range(code.size):
        op = code[k]
        if op <= opcodes.LAST_LEAF:
            top += 1
            stack[top, 1] = 0.0
            stack[top, 2] = 0.0
            if op == opcodes.X:
                stack[top, 0] = x
                stack[top, 1] = 1.0
            elif op == opcodes.Y:
                stack[top, 0] = y
                stack[top, 2] = 1.0
            else:
                stack[top, 0] = arguments[k]
        elif op <= opcodes.LAST_OF_TWO:
            top -= 1
            if op == opcodes.ADD:
                for j in range(3):
                    stack[top, j] = stack[top, j] + stack[top + 1, j]
            elif op == opcodes.SUBTRACT:
                for j in range(3):
                    stack[top, j] = stack[top, j] - stack[top + 1, j]
            else:
                a = stack[top, 0]
                b = stack[top + 1, 0]
                v = of_two(op, a, b)
                by_a, by_b = slopes_of_two(op, a, b, v)
                for j in range(1, 3):
                    stack[top, j] = times(by_a, stack[top, j]) + times(by_b, stack[top + 1, j])
                stack[top, 0] = v
        else:
            a = stack[top, 0]
            v = of_one(op, a, arguments[k])
            d = slope_of_one(op, a, v, arguments[k])
            stack[top, 1] = times(d, stack[top, 1])
            stack[top, 2] = times(d, stack[top, 2])
            stack[top, 0] = v
    return stack[0, 0], stack[0, 1], stack[0, 2]


def machine_hessian(code, arguments, stack, x, y):  # noqa: PLR0912
    """Return (f, f_x, f_y, f_xx, f_xy, f_yy) at x, y. Scratch: stack (depth, 6)."""
    top = -1
    for k in range(code.size):
        op = code[k]
        if op <= opcodes.LAST_LEAF:
            top += 1
            for j in range(1, 6):
                stack[top, j] = 0.0
            if op == opcodes.X:
                stack[top, 0] = x
                stack[top, 1] = 1.0
            elif op == opcodes.Y:
                stack[top, 0] = y
                stack[top, 2] = 1.0
            else:
                stack[top, 0] = arguments[k]
        elif op <= opcodes.LAST_OF_TWO:
            top -= 1
            if op == opcodes.ADD:
                for j in range(6):
                    stack[top, j] = stack[top, j] + stack[top + 1, j]
            elif op == opcodes.SUBTRACT:
                for j in range(6):
                    stack[top, j] = stack[top, j] - stack[top + 1, j]
            else:
                a = stack[top, 0]
                b = stack[top + 1, 0]
                v = of_two(op, a, b)
                by_a, by_b = slopes_of_two(op, a, b, v)
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
            v = of_one(op, a, arguments[k])
            d = slope_of_one(op, a, v, arguments[k])
            dd = bend_of_one(op, a, v, d, arguments[k])
            u_x = stack[top, 1]
            u_y = stack[top, 2]
            stack[top, 3] = times(dd, u_x * u_x) + times(d, stack[top, 3])
            stack[top, 4] = times(dd, u_x * u_y) + times(d, stack[top, 4])
            stack[top, 5] = times(dd, u_y * u_y) + times(d, stack[top, 5])
            stack[top, 1] = times(d, u_x)
            stack[top, 2] = times(d, u_y)
            stack[top, 0] = v
    return stack[0, 0], stack[0, 1], stack[0, 2], stack[0, 3], stack[0, 4], stack[0, 5]


class Machines(NamedTuple):
    """The three machines, made for one way of running them."""

    value: Callable[..., Any]
    gradient: Callable[..., Any]
    hessian: Callable[..., Any]


# In the order in which they call each other.
PARTS: tuple[Callable[..., Any], ...] = (
    *elementary.FUNCTIONS,
    *(of_one, slope_of_one, bend_of_one, of_two, slopes_of_two, bends_of_two),
    *(machine_value, machine, machine_hessian),
)


def build(wrap: Callable[[Callable[..., Any]], Callable[..., Any]], names: Mapping[str, Any] | None = None) -> Machines:
    """Return the machines with every function that they call passed through `wrap`.

    `wrap` is a compiler, such as `numba.njit(error_model="numpy")`, or returns what it is given.
    `names` replaces functions by other ones: `elementwise.IEEE` for plain Python, `NUMPY` for arrays.
    """
    scope = dict(names or {})
    for part in PARTS:
        if part.__name__ not in scope:
            scope[part.__name__] = wrap(rescoped(part, scope))
    return Machines(scope["machine_value"], scope["machine"], scope["machine_hessian"])


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
ON_ARRAYS = build(lambda function: function, NUMPY)
