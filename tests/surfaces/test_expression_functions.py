"""Every function of typed formulas against multiple-precision arithmetic: values, first and second derivatives."""

import math
import re

import mpmath
import numba
import numpy as np
import pytest

from surfaces.elementwise import IEEE, rescoped
from surfaces.typed import elementary, machine
from surfaces.typed.functions import FUNCTIONS
from surfaces.typed.parser import parse
from surfaces.typed.program import program

UNARY = [function for function in FUNCTIONS if function.arguments == 1]
BINARY = [function for function in FUNCTIONS if function.arguments != 1]

ONE = {
    "sqrt": (mpmath.sqrt, 0.01, 30.0),
    "abs": (abs, -5.0, 5.0),
    "exp": (mpmath.exp, -20.0, 20.0),
    "log": (mpmath.log, 0.01, 30.0),
    "sin": (mpmath.sin, -20.0, 20.0),
    "cos": (mpmath.cos, -20.0, 20.0),
    "tan": (mpmath.tan, -20.0, 20.0),
    "tanh": (mpmath.tanh, -20.0, 20.0),
    "sigmoid": (lambda u: 1 / (1 + mpmath.exp(-u)), -30.0, 30.0),
    "relu": (lambda u: max(u, 0 * u), -5.0, 5.0),
    "softplus": (lambda u: mpmath.log(1 + mpmath.exp(u)), -30.0, 30.0),
    "gauss": (lambda u: mpmath.exp(-u * u), -5.0, 5.0),
    "sign": (mpmath.sign, -5.0, 5.0),
    "sinh": (mpmath.sinh, -20.0, 20.0),
    "cosh": (mpmath.cosh, -20.0, 20.0),
    "asin": (mpmath.asin, -0.99, 0.99),
    "acos": (mpmath.acos, -0.99, 0.99),
    "atan": (mpmath.atan, -20.0, 20.0),
    "log2": (lambda u: mpmath.log(u, 2), 0.01, 30.0),
    "log10": (lambda u: mpmath.log(u, 10), 0.01, 30.0),
    "exp2": (lambda u: mpmath.mpf(2) ** u, -20.0, 20.0),
    "cbrt": (lambda u: mpmath.sign(u) * mpmath.cbrt(abs(u)), -20.0, 20.0),
}
TWO = {
    "min": (min, -5.0, 5.0),
    "max": (max, -5.0, 5.0),
    "atan2": (mpmath.atan2, -5.0, 5.0),
    "hypot": (mpmath.hypot, -5.0, 5.0),
    "pow": (lambda u, v: u**v, 0.1, 5.0),
}


def sampled(low, high, count=40):
    return np.random.default_rng(3).uniform(low, high, (count, 2))


def differentiated(f, u, v=None):
    """f and its derivatives at one or two exact numbers, to forty digits."""
    with mpmath.workdps(80):
        if v is None:
            x = mpmath.mpf(u)
            return [float(mpmath.diff(f, x, n, h=mpmath.mpf(10) ** -25)) if n else float(f(x)) for n in range(3)]
        place = mpmath.mpf(u), mpmath.mpf(v)
        orders = ((0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2))
        return [
            float(mpmath.diff(f, place, n, h=mpmath.mpf(10) ** -25)) if any(n) else float(f(*place)) for n in orders
        ]


def test_every_function_has_a_reference_here():
    assert {function.name for function in FUNCTIONS} == ONE.keys() | TWO.keys()


def test_no_name_stands_for_two_functions_and_each_tells_its_derivative():
    names = [name for function in FUNCTIONS for name in (function.name, *function.aliases)]
    assert len(set(names)) == len(names)
    assert all(function.derivative for function in FUNCTIONS)


@pytest.mark.parametrize("function", UNARY, ids=lambda f: f.name)
def test_a_function_of_one_value_and_its_derivatives_are_exact(function):
    f, low, high = ONE[function.name]
    written = program(parse(f"{function.name}(x)"), "")
    for u, _ in sampled(low, high):
        found = written.hessian(u, 0.0)
        assert (found[0], found[1], found[3]) == pytest.approx(differentiated(f, u), rel=2e-14, abs=1e-300)
        assert (found[2], found[4], found[5]) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("function", BINARY, ids=lambda f: f.name)
def test_a_function_of_two_values_and_its_derivatives_are_exact(function):
    f, low, high = TWO[function.name]
    text = f"{function.name}(x, y)"
    written = program(parse(text), text)
    for u, v in sampled(low, high):
        assert written.hessian(u, v) == pytest.approx(differentiated(f, u, v), rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("exponent", [-3, -1, -0.5, 0.5, 1.5, 2, 3, 7, 8, 9, 12.5, 20])
def test_constant_powers_and_their_derivatives_are_exact(exponent):
    text = f"x^({exponent})"
    written = program(parse(text), text)
    for u, _ in sampled(0.1, 5.0):
        found = written.hessian(u, 0.0)
        exact = [u**exponent, exponent * u ** (exponent - 1), exponent * (exponent - 1) * u ** (exponent - 2)]
        assert (found[0], found[1], found[3]) == pytest.approx(exact, rel=1e-14)


@pytest.mark.parametrize("base", [0.5, 2.0, math.e, 10.0])
def test_powers_of_a_constant_and_their_derivatives_are_exact(base):
    text = f"{base!r}^x"
    written = program(parse(text), text)
    for u, _ in sampled(-5.0, 5.0):
        found = written.hessian(u, 0.0)
        rate = math.log(base)
        exact = [base**u, base**u * rate, base**u * rate * rate]
        assert (found[0], found[1], found[3]) == pytest.approx(exact, rel=1e-14)


SLOPES_AT_KINKS = [
    ("abs(x)", 0.0, 0.0, (0.0, 0.0)),
    ("sign(x)", 0.0, 0.0, (0.0, 0.0)),
    ("relu(x)", 0.0, 0.0, (0.5, 0.0)),
    ("max(x, y)", 1.0, 1.0, (0.5, 0.5)),
    ("min(x, -x)", 0.0, 0.0, (0.0, 0.0)),
    ("sqrt(x^2 + y^2)", 0.0, 0.0, (0.0, 0.0)),
    ("hypot(x, y)", 0.0, 0.0, (0.0, 0.0)),
    ("sqrt(x) + y^2", 0.0, 3.0, (math.inf, 6.0)),
    ("cbrt(x) + y", 0.0, 0.0, (math.inf, 1.0)),
    ("x^y", 0.0, 2.0, (0.0, 0.0)),
    ("x^1.5", 0.0, 0.0, (0.0, 0.0)),
]


@pytest.mark.parametrize(("text", "x", "y", "slopes"), SLOPES_AT_KINKS)
def test_at_a_kink_the_slope_is_the_mean_of_both_sides_and_a_part_without_x_has_none_in_x(text, x, y, slopes):
    written = program(parse(text), text)
    assert written.gradient(x, y)[1:] == slopes
    assert written.hessian(x, y)[1:3] == slopes


HOLES = [
    ("sqrt(x)", -1.0, 0.0),
    ("log(x)", 0.0, 0.0),
    ("log(x)", -1.0, 0.0),
    ("1/x", 0.0, 0.0),
    ("asin(x)", 1.5, 0.0),
    ("acos(x)", -1.5, 0.0),
    ("x^0.5", -1.0, 0.0),
    ("x^(1/3)", -8.0, 0.0),
    ("x^y", -1.0, 2.0),
    ("x^-2", 0.0, 0.0),
    ("exp(x)", 1000.0, 0.0),
    ("cosh(x)", 1000.0, 0.0),
    ("max(x, log(y))", 3.0, -1.0),
    ("min(log(y), x)", 3.0, -1.0),
    ("sign(sqrt(x))", -1.0, 0.0),
    ("relu(log(x))", -1.0, 0.0),
    ("0*log(x)", 0.0, 0.0),
]


def plain(names=IEEE):
    return machine.build(lambda function: function, names=names)


@pytest.mark.parametrize(("text", "x", "y"), HOLES)
def test_outside_a_function_s_domain_the_value_is_not_finite_and_nothing_is_raised(text, x, y):
    written = program(parse(text), text)
    assert not np.isfinite(written.value(x, y))
    assert not np.isfinite(written.gradient(x, y)[0])
    assert not np.isfinite(written.hessian(x, y)[0])
    with np.errstate(all="ignore"):
        found = plain().gradient(written.code, written.arguments, np.empty((32, 6)), np.float64(x), np.float64(y))
    assert not np.isfinite(found[0])


# The largest error that was measured over 20 000 arguments each, in units in the last place, rounded up.
ACCURACY = {
    "tangent": (mpmath.tan, -1e3, 1e3, 2.0),
    "hyperbolic_sine": (mpmath.sinh, -709.0, 709.0, 2.0),
    "hyperbolic_cosine": (mpmath.cosh, -709.0, 709.0, 2.0),
    "hyperbolic_tangent": (mpmath.tanh, -30.0, 30.0, 3.0),
    "arctangent": (mpmath.atan, -1e8, 1e8, 2.0),
    "arcsine": (mpmath.asin, -1.0, 1.0, 3.0),
    "arccosine": (mpmath.acos, -1.0, 1.0, 3.0),
    "cube_root": (lambda a: mpmath.sign(a) * mpmath.cbrt(abs(a)), -1e200, 1e200, 2.0),
    "soft_plus": (lambda a: mpmath.log1p(mpmath.exp(a)), -700.0, 700.0, 3.0),
}


def spread(low, high, count=1500):
    """Numbers of every size between the bounds, and evenly spread ones."""
    random = np.random.default_rng(11)
    sizes = 10.0 ** random.uniform(-9.0, math.log10(high), count) * random.choice([-1.0, 1.0], count)
    return np.concatenate(
        [sizes, random.uniform(low, high, count), random.uniform(-min(3.0, high), min(3.0, high), count)]
    )


@pytest.mark.parametrize("name", ACCURACY)
def test_our_own_elementary_functions_are_exact_to_a_few_units_in_the_last_place(name):
    exact, low, high, most = ACCURACY[name]
    function = getattr(elementary, name)
    with mpmath.workprec(200):
        for a in map(float, spread(low, high)):
            wanted = exact(mpmath.mpf(a))
            error = abs(mpmath.mpf(function(a)) - wanted) / math.ulp(float(wanted))
            assert error <= most, f"{name}({a!r}) is off by {float(error):.2f} units in the last place"


def test_our_arctangent_is_within_two_units_in_the_last_place_of_the_library_s():
    for a in map(float, spread(-100.0, 100.0)):
        assert abs(elementary.arctangent(a) - math.atan(a)) <= 2.0 * math.ulp(math.atan(a))


@pytest.mark.parametrize(("name", "exact"), [("angle_of", mpmath.atan2), ("hypotenuse", mpmath.hypot)])
def test_our_own_functions_of_two_values_are_exact_to_two_units_in_the_last_place(name, exact):
    function = getattr(elementary, name)
    with mpmath.workprec(200):
        for a, b in zip(spread(-1e5, 1e5, 700), spread(-1e5, 1e5, 700)[::-1], strict=True):
            wanted = exact(mpmath.mpf(a), mpmath.mpf(b))
            assert abs(mpmath.mpf(function(float(a), float(b))) - wanted) <= 2.0 * math.ulp(float(wanted))


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("arctangent", (math.inf,), math.pi / 2),
        ("arctangent", (-math.inf,), -math.pi / 2),
        ("hyperbolic_tangent", (1000.0,), 1.0),
        ("hyperbolic_tangent", (-1000.0,), -1.0),
        ("hyperbolic_sine", (-710.0,), math.sinh(-710.0)),
        ("hyperbolic_cosine", (710.0,), math.cosh(710.0)),
        ("soft_plus", (1e308,), 1e308),
        ("soft_plus", (-800.0,), 0.0),
        ("cube_root", (-27.0,), -3.0),
        ("cube_root", (0.0,), 0.0),
        ("hypotenuse", (3e200, 4e200), 5e200),
        ("hypotenuse", (0.0, 0.0), 0.0),
        ("angle_of", (0.0, -1.0), math.pi),
        ("angle_of", (0.0, 0.0), 0.0),
        ("angle_of", (-2.0, 0.0), -math.pi / 2),
        ("smaller", (math.inf, 1.0), 1.0),
        ("times", (0.0, math.inf), 0.0),
    ],
)
def test_our_own_functions_keep_to_their_limits(name, arguments, expected):
    with np.errstate(all="ignore"):
        found = rescoped(getattr(elementary, name), IEEE)(*arguments)
    assert found == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize("name", [f.__name__ for f in elementary.FUNCTIONS if f.__name__ != "times"])
def test_nan_stays_nan(name):
    function = getattr(elementary, name)
    arguments = (math.nan, 2.0)[: function.__code__.co_argcount]
    assert math.isnan(function(*arguments))
    if len(arguments) == 2 and name != "integer_power":
        assert math.isnan(function(2.0, math.nan))


def test_the_compiled_machines_call_no_function_that_a_browser_would_have_to_bring():
    imported = {"sin", "cos", "exp", "log", "pow", "sqrt"}
    instructions = {"fabs", "sqrt", "copysign", "minnum", "maxnum"}
    signature = (numba.int64[::1], numba.float64[::1], numba.float64[:, ::1], numba.float64, numba.float64)
    for built in machine.build(numba.njit(error_model="numpy", _nrt=False)):
        built.compile(signature)
        declared = re.findall(r"^declare [^@]*@\"?([\w.]+)", built.inspect_llvm(built.signatures[0]), re.MULTILINE)
        ours = {name for name in declared if not name.startswith(("NRT_", "Py", "_Py", "numba_"))}
        mathematical = {
            name.removeprefix("llvm.").removesuffix(".f64") for name in ours if "." not in name or ".f64" in name
        }
        assert imported & mathematical
        assert mathematical <= imported | instructions
