"""The places where a formula has no derivative, or where floating-point numbers run out."""

import numpy as np
import pytest

import surfaces


def test_the_tip_of_ackley_s_cone_has_gradient_zero_and_no_hessian():
    ackley = surfaces.get("ackley")
    assert ackley.value(0.0, 0.0) == 0.0
    assert ackley.gradient(0.0, 0.0) == (0.0, 0.0)
    assert np.isnan(ackley.hessian(0.0, 0.0)[0])


@pytest.mark.parametrize("distance", [1e-3, 1e-6, 1e-12, 1e-100])
def test_the_slope_of_ackley_s_cone_does_not_shrink_towards_its_tip(distance):
    slope_x, slope_y = surfaces.get("ackley").gradient(distance, -distance)
    assert np.hypot(slope_x, slope_y) == pytest.approx(2.0 * np.sqrt(2.0), rel=0.05)


@pytest.mark.parametrize(("x", "y"), [(100.0, -97.0), (100.0, 53.0), (0.0, -47.0)])
def test_the_gradient_of_eggholder_is_finite_on_its_kinks_where_the_hessian_is_not(x, y):
    eggholder = surfaces.get("eggholder")
    assert np.isfinite(eggholder.gradient(x, y)).all()
    assert not np.isfinite(eggholder.hessian(x, y)).any()


def test_eggholder_s_minimum_pushes_against_the_edge_of_its_box():
    eggholder = surfaces.get("eggholder")
    x, y, _ = eggholder.minima[0]
    slope_x, slope_y = eggholder.gradient(x, y)
    assert x == eggholder.x_range[1]
    assert slope_x < -1.0
    assert abs(slope_y) < 1e-10


def test_easom_s_gradient_fades_below_every_epsilon_and_then_underflows_to_zero():
    easom = surfaces.get("easom")
    assert 0.0 < np.abs(easom.gradient(9.0, 9.0)).max() < 1e-20
    assert easom.gradient(60.0, 60.0) == (0.0, 0.0)


def test_michalewicz_is_level_away_from_its_creases():
    michalewicz = surfaces.get("michalewicz")
    assert np.abs(michalewicz.gradient(0.8, 0.6)).max() < 1e-8


def test_mccormick_has_lower_minima_outside_its_view():
    mccormick = surfaces.get("mccormick")
    x, y, lowest = mccormick.minima[0]
    assert mccormick.value(x - np.pi, y - np.pi) == pytest.approx(lowest - np.pi)


def test_the_absolute_value_has_slope_zero_at_its_kink_and_one_everywhere_else():
    absolute = surfaces.get("absolute")
    assert absolute.gradient(0.0, 0.0) == (0.0, 0.0)
    assert absolute.gradient([-1e-300, 2.0], 0.0)[0].tolist() == [-1.0, 1.0]


@pytest.mark.parametrize("key", [surface.key for surface in surfaces.SURFACES])
@pytest.mark.parametrize("far", [1e3, -1e3, 1e200, -1e200])
def test_far_outside_the_view_arithmetic_overflows_without_an_error(key, far):
    surface = surfaces.get(key)
    numbers = (surface.value(far, -far), *surface.gradient(far, far), *surface.hessian(-far, far))
    assert {type(number) for number in numbers} == {float}


def test_the_cliff_s_wall_is_as_steep_as_its_parameter_says():
    for steepness in (4.0, 50.0, 1000.0):
        cliff = surfaces.get("cliff").with_parameters(steepness=steepness)
        assert cliff.gradient(1.0, 0.0)[0] == pytest.approx(steepness + 0.5)


def test_an_untilted_saddle_has_no_slope_out_of_its_line_of_symmetry():
    level = surfaces.get("tilted_saddle").with_parameters(tilt=0.0)
    assert not level.gradient(np.linspace(-2.0, 2.0, 9), 0.0)[1].any()


def test_the_sharp_minimum_is_the_global_one_only_while_it_is_deep_enough():
    surface = surfaces.get("wide_and_sharp")
    assert surface.with_parameters(depth=1.5).minima[0].x > 0.0
    assert surface.with_parameters(depth=0.5).minima[0].x < 0.0
