"""The stack machines: exact for random formulas, and the same compiled, as plain Python and on arrays."""

import math

import mpmath
import numba
import numpy as np
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from surfaces.elementwise import IEEE
from surfaces.typed import machine
from surfaces.typed.functions import FUNCTIONS
from surfaces.typed.parser import parse
from surfaces.typed.program import program

DIGITS = 60
SYMBOLS = sympy.symbols("x y", real=True)


class Step(sympy.Function):
    """1 above 0, 0 below, and its slope is 0."""

    nargs = 1

    def fdiff(self, argindex=1):
        return sympy.Integer(0)


class Larger(sympy.Function):
    """The larger of two, which sympy must not take apart: its own Max has distributions for derivatives."""

    nargs = 2

    def fdiff(self, argindex=1):
        difference = self.args[0] - self.args[1]
        return Step(difference if argindex == 1 else -difference)


IN_CODE = {
    "Larger": lambda u, v: mpmath.mpf(max(u, v)),
    "Step": lambda u: (1 + mpmath.sign(u)) / 2,
    "DiracDelta": lambda *_: mpmath.mpf(0),
}

# What a formula's text and sympy's tree are made of, side by side. Literals are exact in binary.
LEAVES = [("x", SYMBOLS[0]), ("y", SYMBOLS[1])]
LITERALS = [(text, sympy.Rational(text)) for text in ("2", "3", "0.5", "1.25", "7", "0.125")]
UNARY = {
    "-{}": lambda u: -u,
    "{}^2": lambda u: u**2,
    "{}^3": lambda u: u**3,
    "{}^-1": lambda u: 1 / u,
    "{}^-2": lambda u: u**-2,
    "{}^1.5": lambda u: u ** sympy.Rational(3, 2),
    "2^{}": lambda u: 2**u,
    "e^{}": sympy.exp,
    "sqrt({})": sympy.sqrt,
    "abs({})": lambda u: Larger(u, -u),
    "exp({})": sympy.exp,
    "log({})": sympy.log,
    "sin({})": sympy.sin,
    "cos({})": sympy.cos,
    "tan({})": sympy.tan,
    "tanh({})": sympy.tanh,
    "sinh({})": sympy.sinh,
    "cosh({})": sympy.cosh,
    "atan({})": sympy.atan,
    "asin({})": sympy.asin,
    "acos({})": sympy.acos,
    "sigmoid({})": lambda u: 1 / (1 + sympy.exp(-u)),
    "softplus({})": lambda u: sympy.log(1 + sympy.exp(u)),
    "gauss({})": lambda u: sympy.exp(-(u**2)),
    "relu({})": lambda u: Larger(u, sympy.Integer(0)),
    "log2({})": lambda u: sympy.log(u) / sympy.Rational(math.log(2.0)),
}
BINARY = {
    "({} + {})": lambda u, v: u + v,
    "({} - {})": lambda u, v: u - v,
    "{} * {}": lambda u, v: u * v,
    "{}{}": lambda u, v: u * v,
    "{} / {}": lambda u, v: u / v,
    "{}^{}": lambda u, v: u**v,
    "min({}, {})": lambda u, v: -Larger(-u, -v),
    "max({}, {})": Larger,
    "hypot({}, {})": lambda u, v: sympy.sqrt(u**2 + v**2),
    "atan2({}, {})": sympy.atan2,
}


def _grown(parts):
    one = st.tuples(st.sampled_from(sorted(UNARY)), parts).map(
        lambda made: (f"({made[0].format(f'({made[1][0]})')})", UNARY[made[0]](made[1][1]))
    )
    two = st.tuples(st.sampled_from(sorted(BINARY)), parts, parts | st.sampled_from(LITERALS)).map(
        lambda made: (
            f"({made[0].format(f'({made[1][0]})', f'({made[2][0]})')})",
            BINARY[made[0]](made[1][1], made[2][1]),
        )
    )
    return one | two


formulas = st.recursive(st.sampled_from(LEAVES), _grown, max_leaves=5)
numbers = st.integers(-48, 48).map(lambda n: (2 * n + 1) / 32.0)


def _real(function):
    """`function` of multiple-precision numbers, nan where it is not a real number."""

    def guarded(*arguments):
        try:
            result = function(*map(mpmath.mpf, arguments))
        except (ValueError, ZeroDivisionError, OverflowError):
            return mpmath.nan
        return result if isinstance(result, mpmath.mpf) else mpmath.nan

    return guarded


def _off_kinks(function):
    """`function` where its arguments differ (one argument: from 0); on a kink derivatives are a matter of choice."""

    def guarded(*arguments):
        if len({*arguments, *([0] if len(arguments) == 1 else [])}) == 1:
            raise ArithmeticError
        return function(*arguments)

    return guarded


class _Largest:
    """The largest number that a machine has met: on its stack, and among the factors of its chain rule."""

    def __init__(self):
        self.number = mpmath.mpf(0)

    def see(self, *numbers):
        if not all(map(mpmath.isfinite, numbers)):
            raise ArithmeticError
        self.number = max(self.number, *map(abs, numbers))

    def times(self, p, q):
        self.see(p, q, p * q)
        return p * q


LARGEST = _Largest()
MULTIPLE_PRECISION = {
    "times": LARGEST.times,
    "sin": _real(mpmath.sin),
    "cos": _real(mpmath.cos),
    "exp": _real(mpmath.exp),
    "log": _real(mpmath.log),
    "sqrt": _real(mpmath.sqrt),
    "tangent": _real(mpmath.tan),
    "hyperbolic_sine": _real(mpmath.sinh),
    "hyperbolic_cosine": _real(mpmath.cosh),
    "hyperbolic_tangent": _real(mpmath.tanh),
    "arctangent": _real(mpmath.atan),
    "arcsine": _real(mpmath.asin),
    "arccosine": _real(mpmath.acos),
    "angle_of": _real(mpmath.atan2),
    "hypotenuse": _real(mpmath.hypot),
    "cube_root": _real(lambda a: mpmath.sign(a) * mpmath.cbrt(abs(a))),
    "soft_plus": _real(lambda a: mpmath.log(1 + mpmath.exp(a))),
    "larger": _off_kinks(_real(max)),
    "smaller": _off_kinks(_real(min)),
    "sign_of": _off_kinks(_real(mpmath.sign)),
    "power": _real(lambda a, b: a**b if a >= 0 else mpmath.nan),
}
EXACT = machine.build(lambda function: function, names=MULTIPLE_PRECISION)
PLAIN = machine.build(lambda function: function, names=IEEE)


@pytest.fixture(scope="module")
def compiled():
    return machine.build(numba.njit(error_model="numpy"))


class _Stack:
    """A stack of multiple-precision numbers."""

    def __init__(self, depth):
        self.rows = np.full((depth, 6), mpmath.mpf(0), dtype=object)

    def __getitem__(self, place):
        return self.rows[place]

    def __setitem__(self, place, number):
        self.rows[place] = mpmath.mpf(number)
        LARGEST.see(self.rows[place])


def exactly(written, x, y):
    """The machine's six numbers to sixty digits and the largest that it met; None off the domain or on a kink."""
    stack = _Stack(written.depth)
    LARGEST.number = mpmath.mpf(0)
    arguments = [mpmath.mpf(number) for number in written.arguments.tolist()]
    try:
        found = EXACT.hessian(written.code, arguments, stack, mpmath.mpf(x), mpmath.mpf(y))
    except (ArithmeticError, ValueError, TypeError):
        return None, None
    return found, LARGEST.number


def by_sympy(expression, x, y):
    """The same six numbers from symbolic differentiation."""
    u, v = SYMBOLS
    wanted = [expression, *(expression.diff(s) for s in SYMBOLS)]
    wanted += [expression.diff(*pair) for pair in ((u, u), (u, v), (v, v))]
    return [sympy.lambdify(SYMBOLS, each, [IN_CODE, "mpmath"])(mpmath.mpf(x), mpmath.mpf(y)) for each in wanted]


@settings(max_examples=150, deadline=None)
@given(formulas, numbers, numbers)
def test_values_gradients_and_hessians_of_random_formulas_are_those_of_symbolic_differentiation(formula, x, y):
    text, expression = formula
    written = program(parse(text), text)
    with mpmath.workdps(DIGITS):
        found, largest = exactly(written, x, y)
        assume(found is not None)
        assume(largest < 1e5)
        for ours, theirs in zip(found, by_sympy(expression, x, y), strict=True):
            assert abs(ours - theirs) <= mpmath.mpf(10) ** (10 - DIGITS) * (1 + largest) ** 2
    for ours, exact in zip(written.hessian(x, y), found, strict=True):
        assert ours == pytest.approx(float(exact), abs=1e-14 * float(1 + largest) ** 2)


TEXTS = [
    "x**2 + 3*sin(y)",
    "100(y - x^2)^2 + (1 - x)^2",
    "20 + x^2 + y^2 - 10cos(2pi x) - 10cos(2pi y)",
    "-20exp(-0.2sqrt(0.5(x^2+y^2))) - exp(0.5(cos(2pi x) + cos(2pi y))) + 20 + e",
    "x^y + y^x - 2^(x y) + x^-1.5",
    "max(x, y, x y) - min(x^2, y^2, 1)",
    "3",
    "x - y - (x - (y - (x - y)))",
    *(f"{function.name}(x)" for function in FUNCTIONS if function.arguments == 1),
    *(f"{function.name}(x, y - 1) / (1 + x^2)" for function in FUNCTIONS if function.arguments != 1),
]


def points():
    random = np.random.default_rng(5)
    special = [(0.0, 0.0), (1.0, 1.0), (-1.0, 2.0), (0.0, -3.0), (50.0, -50.0), (-800.0, 800.0)]
    return special + [tuple(place) for place in random.uniform(-3.0, 3.0, (60, 2))]


@pytest.mark.parametrize("text", TEXTS)
def test_the_compiled_machine_the_plain_one_and_the_one_for_arrays_agree(text, compiled):
    written = program(parse(text), text)
    on_arrays = np.array(written.hessian(*np.array(points()).T)).T
    for place, expected in zip(points(), on_arrays, strict=True):
        x, y = map(np.float64, place)
        with np.errstate(all="ignore"):
            for machines in (compiled, PLAIN):
                stack = np.full((written.depth, 6), 17.0)
                second = np.array(machines.hessian(written.code, written.arguments, stack, x, y))
                first = np.array(machines.gradient(written.code, written.arguments, stack, x, y))
                value = machines.value(written.code, written.arguments, stack, x, y)
                scale = 1.0 + np.abs(expected[np.isfinite(expected)]).max(initial=0.0)
                np.testing.assert_allclose(second, expected, rtol=1e-12, atol=1e-14 * scale)
                np.testing.assert_array_equal(first, second[:3])
                np.testing.assert_array_equal(value, second[0])


@settings(max_examples=60, deadline=None)
@given(formulas, st.floats(), st.floats())
def test_no_machine_raises_whatever_the_numbers_are(compiled, formula, x, y):
    written = program(parse(formula[0]), formula[0])
    assert len(written.hessian(x, y)) == 6
    stack = np.empty((written.depth, 6))
    for machines in (compiled, PLAIN):
        with np.errstate(all="ignore"):
            machines.hessian(written.code, written.arguments, stack, np.float64(x), np.float64(y))


def test_a_machine_uses_no_more_of_its_stack_than_the_program_says(compiled):
    text = "x + (y + (x + relu(log2(y))))"
    written = program(parse(text), text)
    stack = np.full((32, 6), 17.0)
    compiled.hessian(written.code, written.arguments, stack, 1.0, 2.0)
    assert (stack[written.depth :] == 17.0).all()
    assert (stack[: written.depth, 0] != 17.0).all()


def test_results_have_the_broadcast_shape_of_the_arguments_and_floats_give_floats():
    written = program(parse("x^2 y"), "")
    assert written.value(np.ones((3, 1)), np.ones(4)).shape == (3, 4)
    assert [part.shape for part in written.hessian(np.ones((5000, 3)), 2.0)] == [(5000, 3)] * 6
    assert written.value(np.ones((0, 2)), 1.0).shape == (0, 2)
    assert all(type(number) is float for number in written.hessian(1.0, 2.0))
