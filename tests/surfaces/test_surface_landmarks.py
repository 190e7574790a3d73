"""Minima and critical points: where the entries say that they are, and of the kind that they say."""

import numpy as np
import pytest
from variants import PARAMETRIC, VARIANTS, label, points

from surfaces import SURFACES

EPSILON = np.finfo(float).eps
every_variant = pytest.mark.parametrize("surface", VARIANTS, ids=label)

MINIMA = [(surface, minimum) for surface in VARIANTS for minimum in surface.minima]
CRITICAL = [(surface, point) for surface in VARIANTS for point in surface.critical_points]


def _name(case):
    return f"({case[0]:.4g}, {case[1]:.4g})" if isinstance(case, tuple) else label(case)


def _eigenvalues(surface, x, y):
    f_xx, f_xy, f_yy = surface.hessian(x, y)
    matrix = [[f_xx]] if surface.dimensions == 1 else [[f_xx, f_xy], [f_xy, f_yy]]
    return np.linalg.eigvalsh(matrix)


def _rounding_of_the_gradient(surface, x, y):
    """How large a gradient may be by rounding alone, at the nearest floats to a point of zero gradient."""
    curvature = np.abs(surface.hessian(x, y)).max()
    typical = np.median(np.hypot(*surface.gradient(*points(surface))))
    return 10 * EPSILON * (curvature * (1 + abs(x) + abs(y)) + typical)


def _free_slopes(surface, x, y):
    """The partial derivatives, without those that push out of the view at its edge."""
    ranges, slopes = (surface.x_range, surface.y_range), surface.gradient(x, y)
    return [
        slope
        for u, (low, high), slope in zip((x, y), ranges, slopes, strict=True)
        if not ((u == low and slope > 0.0) or (u == high and slope < 0.0))
    ]


@pytest.mark.parametrize(("surface", "minimum"), MINIMA, ids=_name)
def test_a_minimum_has_the_value_that_the_entry_lists(surface, minimum):
    assert surface.value(minimum.x, minimum.y) == pytest.approx(minimum.value, rel=1e-14, abs=1e-14)


@pytest.mark.parametrize(("surface", "minimum"), MINIMA, ids=_name)
def test_the_gradient_vanishes_at_a_minimum_unless_it_pushes_against_the_edge_of_the_view(surface, minimum):
    slopes = _free_slopes(surface, *minimum[:2])
    if np.isnan(surface.hessian(*minimum[:2])).any():
        assert slopes == [0.0, 0.0], "at a kink the gradient is zero by convention"
    else:
        assert np.abs(slopes).max() <= _rounding_of_the_gradient(surface, *minimum[:2])


@pytest.mark.parametrize(("surface", "minimum"), MINIMA, ids=_name)
def test_the_hessian_has_no_negative_eigenvalue_at_a_minimum(surface, minimum):
    if np.isnan(surface.hessian(*minimum[:2])).any():
        x, y = minimum[:2]
        near = surface.value(x + 1e-6 * np.cos(np.arange(8.0)), y + 1e-6 * np.sin(np.arange(8.0)))
        assert (near > minimum.value).all(), "a minimum on a kink lies below its neighbours"
    else:
        eigenvalues = _eigenvalues(surface, *minimum[:2])
        assert eigenvalues.min() >= -10 * EPSILON * np.abs(eigenvalues).max()


@every_variant
def test_nowhere_in_view_is_the_loss_lower_than_at_the_listed_minima(surface):
    grid_x = np.linspace(*surface.x_range, 601)[None, :]
    grid_y = np.linspace(*surface.y_range, 601)[:, None]
    lowest = surface.value(grid_x, grid_y).min()
    if surface.minima:
        least = surface.minima[0].value
        assert lowest >= least - 1e-12 * (1.0 + abs(least))
    else:
        beyond = surface.value(10.0 * grid_x, 10.0 * grid_y).min()
        assert beyond < 10.0 * lowest < 0.0, "a surface without minima falls without end"


@every_variant
def test_all_global_minima_are_equally_low_and_none_is_listed_twice(surface):
    values = [minimum.value for minimum in surface.minima]
    assert np.ptp(values or [0.0]) <= 1e-12
    assert len({minimum[:2] for minimum in surface.minima}) == len(values)


@pytest.mark.parametrize(("surface", "point"), CRITICAL, ids=_name)
def test_the_gradient_vanishes_at_a_critical_point_which_has_the_listed_value(surface, point):
    assert np.abs(surface.gradient(point.x, point.y)).max() <= _rounding_of_the_gradient(surface, point.x, point.y)
    assert surface.value(point.x, point.y) == pytest.approx(point.value, rel=1e-14, abs=1e-14)


@pytest.mark.parametrize(("surface", "point"), CRITICAL, ids=_name)
def test_the_hessian_s_eigenvalues_tell_the_kind_of_a_critical_point(surface, point):
    low, high = _eigenvalues(surface, point.x, point.y)[[0, -1]]
    if low > 0.0:
        told = "local minimum"
    elif high < 0.0:
        told = "maximum"
    elif low < 0.0 < high:
        told = "saddle"
    else:
        told = "degenerate saddle"
    assert point.kind == told


@every_variant
def test_a_local_minimum_is_not_lower_than_the_global_one(surface):
    lowest = min((minimum.value for minimum in surface.minima), default=-np.inf)
    assert all(point.value > lowest for point in surface.critical_points if point.kind == "local minimum")


@every_variant
def test_global_minima_lie_in_view(surface):
    for minimum in surface.minima:
        assert surface.x_range[0] <= minimum.x <= surface.x_range[1]
        assert surface.y_range[0] <= minimum.y <= surface.y_range[1]


@pytest.mark.parametrize("surface", PARAMETRIC, ids=label)
def test_landmarks_follow_the_parameters(surface):
    for parameter in surface.parameters:
        middle = 0.6 * parameter.low + 0.4 * parameter.high
        changed = surface.with_parameters(**{parameter.name: middle})
        for landmark in (*changed.minima, *changed.critical_points):
            limit = _rounding_of_the_gradient(changed, landmark.x, landmark.y)
            assert np.abs(changed.gradient(landmark.x, landmark.y)).max() <= limit
            assert changed.value(landmark.x, landmark.y) == pytest.approx(landmark.value, rel=1e-14, abs=1e-14)


@pytest.mark.parametrize("surface", SURFACES, ids=label)
def test_the_start_is_no_landmark_so_that_every_race_begins_with_a_slope(surface):
    assert np.hypot(*surface.gradient(*surface.start)) > 0.0
