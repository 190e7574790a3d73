"""Values, gradients and Hessians against differences and against computer algebra."""

from functools import cache

import numpy as np
import pytest
from expressions import EXPRESSIONS, x, y
from mpmath import mp, mpf
from sympy import DiracDelta, Symbol, lambdify
from variants import VARIANTS, label, points

from surfaces import SURFACES

EPSILON = np.finfo(float).eps
every_variant = pytest.mark.parametrize("surface", VARIANTS, ids=label)


@cache
def _reference(key):
    """Functions of x, y and the parameters for (f, f_x, f_y, f_xx, f_xy, f_yy), in 40 digits."""
    f = EXPRESSIONS[key]
    names = sorted(symbol.name for symbol in f.free_symbols - {x, y})
    derivatives = [f, f.diff(x), f.diff(y), f.diff(x, x), f.diff(x, y), f.diff(y, y)]
    # Away from a kink its delta function is zero.
    smooth = [derivative.replace(DiracDelta, lambda *_: 0) for derivative in derivatives]
    return names, lambdify([x, y, *(Symbol(name, real=True) for name in names)], smooth, "mpmath", cse=True)


def _exact(surface, xs, ys):
    names, function = _reference(surface.key)
    values = dict(zip((p.name for p in surface.parameters), surface.values, strict=True))
    parameters = [mpf(values[name]) for name in names]
    with mp.workdps(40):
        rows = [[float(part) for part in function(mpf(u), mpf(v), *parameters)] for u, v in zip(xs, ys, strict=True)]
    return np.array(rows).T


def _difference(function, u, step):
    """Central difference with its error: what halving the step changes, and the rounding of the values."""
    coarse = (function(u + step) - function(u - step)) / (2 * step)
    fine = (function(u + step / 2) - function(u - step / 2)) / step
    rounding = 100 * EPSILON * (np.abs(function(u)) + np.median(np.abs(function(u)))) / step
    return fine, np.abs(fine - coarse) + rounding


def _assert_within(computed, differences):
    expected, error = differences
    excess = np.abs(computed - expected) - error
    assert (excess <= 1e-9 * np.abs(expected)).all(), f"off by {excess.max():g} more than the difference's own error"


@every_variant
def test_the_gradient_is_the_slope_between_neighbouring_values(surface):
    xs, ys = points(surface)
    step_x, step_y = 1e-5 * np.ptp(surface.x_range), 1e-5 * np.ptp(surface.y_range)
    df_dx, df_dy = surface.gradient(xs, ys)
    _assert_within(df_dx, _difference(lambda u: surface.value(u, ys), xs, step_x))
    _assert_within(df_dy, _difference(lambda v: surface.value(xs, v), ys, step_y))


@every_variant
def test_the_hessian_is_the_slope_between_neighbouring_gradients(surface):
    xs, ys = points(surface)
    step_x, step_y = 1e-5 * np.ptp(surface.x_range), 1e-5 * np.ptp(surface.y_range)
    f_xx, f_xy, f_yy = surface.hessian(xs, ys)
    _assert_within(f_xx, _difference(lambda u: surface.gradient(u, ys)[0], xs, step_x))
    _assert_within(f_xy, _difference(lambda u: surface.gradient(u, ys)[1], xs, step_x))
    _assert_within(f_xy, _difference(lambda v: surface.gradient(xs, v)[0], ys, step_y))
    _assert_within(f_yy, _difference(lambda v: surface.gradient(xs, v)[1], ys, step_y))


@every_variant
def test_value_gradient_and_hessian_agree_with_computer_algebra(surface):
    xs, ys = points(surface)
    f, f_x, f_y, f_xx, f_xy, f_yy = _exact(surface, xs, ys)
    for computed, exact in (
        ([surface.value(xs, ys)], [f]),
        (surface.gradient(xs, ys), [f_x, f_y]),
        (surface.hessian(xs, ys), [f_xx, f_xy, f_yy]),
    ):
        length = np.linalg.norm(exact, axis=0)
        error = np.linalg.norm(np.subtract(computed, exact), axis=0)
        assert (error <= 1e-11 * (length + np.median(length))).all()


def test_every_surface_has_one_row_in_the_table_of_expressions():
    assert set(EXPRESSIONS) == {surface.key for surface in SURFACES}


@pytest.mark.parametrize("surface", SURFACES, ids=label)
def test_the_expression_depends_on_exactly_the_surface_s_parameters(surface):
    names = {symbol.name for symbol in EXPRESSIONS[surface.key].free_symbols} - {"x", "y"}
    assert names == {p.name for p in surface.parameters}
