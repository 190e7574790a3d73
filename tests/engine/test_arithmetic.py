"""Our sine, cosine, exponential, logarithm, power and hyperbolic tangent, as compiled code calls them."""

import ctypes
import math

import mpmath
import numba
import numpy as np
import pytest

from optimizers.engine import compile, library, symbols
from surfaces.elementwise import rescoped

SEED = 20
COUNT = 1500
# Units in the last place.
BOUNDS = {"sin": 1.0, "cos": 1.0, "exp": 1.0, "log": 1.0, "pow": 1.0, "tanh": 2.0}


@pytest.fixture(scope="module", autouse=True)
def installed():
    compile.COMPILER.wait()


def ours(name):
    kinds = [ctypes.c_double] * (3 if name == "pow" else 2)
    return ctypes.CFUNCTYPE(*kinds)(symbols.installed()[name].address)


def call(x):
    return function(x)  # noqa: F821 - put in by `rescoped`


def between(low, high):
    return np.random.default_rng(SEED).uniform(low, high, COUNT)


def spread(low, high):
    return 10.0 ** between(low, high)


ANGLES = [
    between(-4.0, 4.0),
    between(-1e6, 1e6),
    spread(6.0, 308.0),
    spread(-12.0, 0.0),
    np.arange(1, COUNT) * (math.pi / 2),
    np.arange(-30, COUNT) * (math.pi / 4),
]
ARGUMENTS = {
    "sin": [(x,) for x in ANGLES],
    "cos": [(x,) for x in ANGLES],
    "exp": [(x,) for x in (between(-2.0, 2.0), between(-700.0, 700.0), spread(-20.0, 0.0), between(708.0, 709.7))],
    "log": [
        (x,) for x in (spread(-300.0, 300.0), between(0.7, 1.4), 1.0 + spread(-15.0, -1.0), spread(-322.0, -308.0))
    ],
    "tanh": [(x,) for x in (between(-0.55, 0.55), between(-20.0, 20.0), spread(-12.0, 0.0))],
    "pow": [
        (between(0.5, 0.99999), np.round(spread(0.0, 4.0))),
        (between(0.99, 0.9999999), np.round(spread(0.0, 6.0))),
        (spread(-5.0, 5.0), between(-50.0, 50.0)),
        (1.0 + between(-0.02, 0.02), between(-3000.0, 3000.0)),
        (-between(0.0, 4.0), np.round(between(-9.0, 9.0))),
        (between(0.96, 1.04), between(-1.01, 1.01)),
        (1.0 + spread(-15.0, -1.0), between(-1.0, 1.0)),
    ],
}
EXACT = {name: getattr(mpmath, name, None) for name in BOUNDS} | {"log": mpmath.ln, "pow": mpmath.power}


def ulps(got, exact):
    """How far a double is from an exact value, in units of its last place."""
    near = float(exact)
    if not math.isfinite(near) or abs(near) < 2.3e-308:
        return 0.0 if got == near or abs(got - near) <= 5e-324 else math.inf
    return float(abs(mpmath.mpf(got) - exact) / mpmath.mpf(math.ulp(near)))


@pytest.mark.parametrize("name", BOUNDS)
def test_every_function_is_within_its_bound_of_the_exact_value(name):
    function = ours(name)
    with mpmath.workprec(1300 if name in ("sin", "cos") else 200):
        for columns in ARGUMENTS[name]:
            worst = max(
                (ulps(function(*row), EXACT[name](*map(mpmath.mpf, row))), row)
                for row in zip(*(column.tolist() for column in columns), strict=True)
            )
            assert worst[0] <= BOUNDS[name], worst


@pytest.mark.parametrize("name", BOUNDS)
def test_every_function_stays_near_the_c_library(name):
    function = ours(name)
    library = np.power if name == "pow" else getattr(np, name)
    for columns in ARGUMENTS[name]:
        if name in ("sin", "cos") and np.abs(columns[0]).max() > 1e7:
            continue
        theirs = library(*columns)
        got = np.array([function(*row) for row in zip(*(column.tolist() for column in columns), strict=True)])
        assert (np.abs(got - theirs) <= 3.0 * np.spacing(np.abs(theirs))).all()


EDGES = [0.0, -0.0, 1.0, -1.0, 0.5, -2.0, 3.0, 1e300, -1e300, 5e-324, 1e-310, math.inf, -math.inf, math.nan]
POWERS = [*EDGES, 2.0**53, 2.0**53 + 2, -3.0, 1e17]


@pytest.mark.parametrize("name", BOUNDS)
def test_at_the_edges_every_function_does_what_ieee_754_asks(name):
    function = ours(name)
    libm = getattr(ctypes.CDLL(None), name)
    libm.restype, libm.argtypes = ctypes.c_double, [ctypes.c_double] * (2 if name == "pow" else 1)
    rows = [(x, y) for x in EDGES for y in POWERS] if name == "pow" else [(x,) for x in EDGES]
    for row in rows:
        got, expected = function(*row), libm(*row)
        if math.isnan(expected):
            assert math.isnan(got), row
        else:
            assert got == pytest.approx(expected, rel=1e-15, abs=0.0), row
            assert math.copysign(1.0, got) == math.copysign(1.0, expected), row


def test_their_machine_code_is_made_once_and_kept(tmp_path, monkeypatch):
    made = symbols._prepared(tmp_path)
    monkeypatch.setattr(symbols, "callbacks", dict)
    assert symbols._prepared(tmp_path) == made
    assert [path.suffix for path in tmp_path.iterdir()] == [".o"]
    addresses, _owner = library.loaded(made, [symbols.PREFIX + name for name in symbols.SIGNATURES])
    assert len({*addresses.values(), 0}) == len(symbols.SIGNATURES) + 1


@pytest.mark.parametrize("name", BOUNDS)
def test_compiled_code_calls_ours_and_not_the_c_librarys(name):
    if name == "pow":
        compiled = numba.njit(lambda x: (x + 1.5) ** (x * 7.3), error_model="numpy")
        expected = [ours(name)(x + 1.5, x * 7.3) for x in between(0.1, 3.0)]
    else:
        compiled = numba.njit(rescoped(call, {"function": getattr(math, name)}))
        expected = [ours(name)(x) for x in between(0.1, 3.0)]
    got = [compiled(x) for x in between(0.1, 3.0)]
    assert got == expected


def test_sine_and_cosine_of_one_angle_are_ours_as_well():
    both = numba.njit(lambda x: (math.sin(x), math.cos(x)))
    sin, cos = ours("sin"), ours("cos")
    assert [both(x) for x in between(-9.0, 9.0)] == [(sin(x), cos(x)) for x in between(-9.0, 9.0)]
