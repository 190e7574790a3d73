"""What is said of a surface at a point."""

import numpy as np
import pytest

import surfaces
from surfaces import curvature_at

WORDS = {"minimum": "up all around", "local minimum": "up all around", "maximum": "down all around", "saddle": "saddle"}


@pytest.mark.parametrize("surface", surfaces.SURFACES, ids=lambda surface: surface.key)
def test_it_is_the_surfaces_own_value_gradient_and_hessian(surface):
    x, y = surface.start
    at = curvature_at(surface, x, y)
    y = 0.0 if surface.dimensions == 1 else y
    assert at.value == surface.value(x, y)
    assert at.gradient == surface.gradient(x, y)
    np.testing.assert_array_equal(at.hessian, surface.hessian(x, y))


@pytest.mark.parametrize("surface", surfaces.SURFACES, ids=lambda surface: surface.key)
def test_the_eigenvalues_tell_the_kind_of_every_landmark(surface):
    for point in surface.critical_points:
        at = curvature_at(surface, point.x, point.y)
        wanted = WORDS.get(point.kind)
        if wanted and at.condition < 1e6:
            assert wanted in at.kind, point


def test_an_ill_conditioned_bowl_says_so_and_bounds_the_step():
    bowl = surfaces.get("ill_quadratic").with_parameters(kappa=50.0, angle=30.0)
    at = curvature_at(bowl, 1.0, 2.0)
    np.testing.assert_allclose(at.eigenvalues, (1.0, 50.0), rtol=1e-12)
    assert at.condition == pytest.approx(50.0)
    assert at.step_limit == pytest.approx(2.0 / 50.0)
    steep = bowl.gradient(*at.direction)
    np.testing.assert_allclose(steep, 50.0 * np.array(at.direction), rtol=1e-9)


def test_where_nothing_curves_up_no_step_is_too_long():
    top = surfaces.from_expression("-x^2 - 2 y^2")
    at = curvature_at(top, 1.0, 1.0)
    assert (at.step_limit, at.kind) == (np.inf, "curves down all around")


def test_level_directions_are_named():
    assert curvature_at(surfaces.from_expression("x^2 + 0 y"), 1.0, 1.0).kind == "curves up, level in one direction"
    assert curvature_at(surfaces.from_expression("2 x + 3 y"), 1.0, 1.0).kind == "level"


def test_a_place_without_curvature_says_so():
    at = curvature_at(surfaces.get("ackley"), 0.0, 0.0)
    assert at.kind == "no curvature here"
    assert np.isnan(at.step_limit)
