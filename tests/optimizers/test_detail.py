"""What a run's steps come to, what slope and curvature foretold, and how each step is put together."""

from itertools import pairwise

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import Run, detail, schedules
from optimizers.arrows import Arrow
from optimizers.interface import Form
from optimizers.rules.descent import gd

BEALE = surfaces.get("beale")
RAVINE = surfaces.get("ill_quadratic").with_parameters(kappa=100.0)
# The five steps of the lecture on smoothing the trajectory: steady in x, swinging in y.
LECTURE = np.array([[1.0, 2.5], [1.0, -3.0], [2.0, 2.5], [1.0, -2.0], [1.5, 1.5]])
FORMS = [
    pytest.param(optimizer, form, id=f"{optimizer.key}/{form.key}")
    for optimizer in optimizers.OPTIMIZERS
    for form in optimizer.forms
]


def walk(run, steps=40, surface=BEALE, **settings):
    return optimizers.run(surface, [run], steps=steps, engine="plain", **settings)


def test_the_lectures_steps_swing_across_and_add_up_along_the_ravine():
    table = detail.step_table(LECTURE)
    np.testing.assert_allclose(table.net[-1], [6.5, 1.5])
    np.testing.assert_allclose(table.total[-1], [6.5, 11.5])
    np.testing.assert_allclose(table.rms[-1], [np.sqrt(9.25 / 5), np.sqrt(27.75 / 5)])
    np.testing.assert_allclose(table.net[2], [4.0, 2.0])
    assert table.total[-1, 1] > 1.7 * table.total[-1, 0]


def test_rmsprops_average_of_the_lectures_steps_lowers_the_rate_where_they_swing():
    """RMSProp's own rule, with the steps as the gradients: equal learning rates end in the ratio of the averages."""
    form = optimizers.get("rmsprop").form("eps_inside")
    w, memory = np.zeros(2), [np.zeros(2) for _ in form.memory]
    settings = {h.name: h.default for h in form.hyperparameters} | {"rho": 0.9, "epsilon": 0.0}
    for t, step in enumerate(LECTURE, start=1):
        form.rule(w, step, *memory, t, *settings.values())
    weights = 0.1 * 0.9 ** np.arange(5)[::-1]
    mean_squares = weights @ LECTURE**2
    np.testing.assert_allclose(memory[0], mean_squares)
    assert mean_squares[1] > 2.7 * mean_squares[0]


def test_gradient_descent_zigzags_in_a_ravine_and_momentum_gains_along_it():
    rate = 1.9 / 100.0
    descent = detail.steps_of(walk(Run("gd", learning_rate=rate), surface=RAVINE, steps=12), 0)
    assert (descent[:, 0] < 0.0).all()
    assert (np.sign(descent[1:, 1]) == -np.sign(descent[:-1, 1])).all()
    table = detail.step_table(descent)
    assert table.total[-1, 1] > 5.0 * abs(table.net[-1, 1])
    np.testing.assert_allclose(table.total[-1, 0], abs(table.net[-1, 0]))
    rolling = detail.step_table(detail.steps_of(walk(Run("momentum", learning_rate=rate), surface=RAVINE, steps=12), 0))
    assert abs(rolling.net[-1, 0]) > 2.0 * abs(table.net[-1, 0])


def test_on_a_quadratic_the_foretold_change_is_the_change():
    for run in (Run("gd", learning_rate=0.015), Run("adam", learning_rate=0.1), Run("nesterov", learning_rate=0.005)):
        found = detail.changes(RAVINE, walk(run, surface=RAVINE), 0)
        np.testing.assert_allclose(found.along_step, found.actual, rtol=1e-9, atol=1e-12)


def test_for_gradient_descent_both_forecasts_are_one():
    paths = walk(Run("gd", learning_rate=0.001))
    found = detail.changes(BEALE, paths, 0)
    np.testing.assert_allclose(found.gradient_step, found.along_step, rtol=1e-10)
    g, (f_xx, f_xy, f_yy) = paths.gradients[0, 7], BEALE.hessian(*paths.positions[0, 7])
    hessian = np.array([[f_xx, f_xy], [f_xy, f_yy]])
    assert found.slope_part[7] == pytest.approx(-0.001 * g @ g, rel=1e-12)
    assert found.curvature_part[7] == pytest.approx(0.5 * 0.001**2 * g @ hessian @ g, rel=1e-12)


def test_a_rate_beyond_two_over_the_curvature_is_foretold_to_climb():
    found = detail.changes(RAVINE, walk(Run("gd", learning_rate=2.05 / 100.0), surface=RAVINE, steps=200), 0)
    late = slice(150, None)
    assert (found.curvature_part[late] > -found.slope_part[late]).all()
    assert (found.actual[late] > 0.0).all()


def test_the_schedule_is_in_the_forecast():
    paths = walk(Run("gd", learning_rate=0.001, schedule=schedules.get("cosine")()))
    found = detail.changes(BEALE, paths, 0)
    np.testing.assert_allclose(found.gradient_step, found.along_step, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize(("optimizer", "form"), FORMS)
def test_arrows_have_the_shapes_of_the_steps_and_end_where_the_run_went(optimizer, form):
    run = Run(optimizer.key, form.key, learning_rate=0.2 * BEALE.learning_rates[optimizer.family])
    paths = walk(run)
    taken = int(paths.steps_taken[0])
    drawn = detail.arrows(BEALE, paths, 0)
    assert {"step"} <= {each.arrow.role for each in drawn}
    for each in drawn:
        columns = 5 if each.arrow.role == "quadratic" else 2
        assert each.tails.shape == (taken, 2), each.arrow.name
        assert each.vectors.shape == (taken, columns), each.arrow.name
    # Parts that follow one another add up to the step.
    for before, each in pairwise(drawn):
        if each.arrow.follows:
            heads = each.tails + each.vectors
            np.testing.assert_allclose(each.tails, before.tails + before.vectors)
            np.testing.assert_allclose(heads, paths.positions[0, 1 : taken + 1], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("form", [form.key for form in optimizers.get("momentum").forms])
def test_momentums_arrows_hold_under_a_schedule_decay_and_an_annealed_beta(form):
    names = {h.name for h in optimizers.get("momentum").form(form).hyperparameters}
    odd = {"dampening": 0.3, "weight_decay": 0.1, "bias_correction": 1.0}
    run = Run(
        "momentum",
        form,
        learning_rate=0.002,
        schedule=schedules.get("cosine")(),
        varying={"beta": schedules.anneal(0.5, 0.9)},
        clip_norm=20.0,
        **{name: value for name, value in odd.items() if name in names},
    )
    paths = walk(run, noise=0.5, seed=3)
    parts = [each for each in detail.arrows(BEALE, paths, 0, noise=0.5, seed=3) if each.arrow.follows]
    assert len(parts) == 1
    np.testing.assert_allclose(parts[0].tails + parts[0].vectors, paths.positions[0, 1:], rtol=1e-9)


def test_rprops_boxes_are_as_large_as_its_steps():
    paths = walk(Run("rprop", "lecture", learning_rate=0.05))
    box = next(each for each in detail.arrows(BEALE, paths, 0) if each.arrow.role == "box")
    np.testing.assert_allclose(np.abs(np.diff(paths.positions[0], axis=0)), box.vectors, rtol=1e-9)


def test_directions_are_as_long_as_the_step_and_point_downhill():
    paths = walk(Run("adam", learning_rate=0.05))
    downhill = next(each for each in detail.arrows(BEALE, paths, 0) if each.arrow.role == "direction")
    steps, g = np.diff(paths.positions[0], axis=0), paths.gradients[0, :-1]
    np.testing.assert_allclose(np.linalg.norm(downhill.vectors, axis=1), np.linalg.norm(steps, axis=1))
    cosine = (downhill.vectors * g).sum(axis=1) / np.linalg.norm(g, axis=1) / np.linalg.norm(steps, axis=1)
    np.testing.assert_allclose(cosine, -1.0)


def test_newtons_model_turns_where_a_full_step_ends():
    paths = walk(Run("newton", learning_rate=1.0), surface=RAVINE, steps=3)
    model = next(each for each in detail.arrows(RAVINE, paths, 0) if each.arrow.role == "quadratic")
    g_x, g_y, f_xx, f_xy, f_yy = model.vectors[0]
    turning = model.tails[0] - np.linalg.solve([[f_xx, f_xy], [f_xy, f_yy]], [g_x, g_y])
    np.testing.assert_allclose(turning, paths.positions[0, 1], atol=1e-12)


def test_lookaheads_slow_weights_go_part_of_the_way_to_the_fast_ones():
    inner = Run("adam", learning_rate=0.05)
    paths = walk(Run("lookahead", k=5, alpha=0.5, inner=inner))
    slow, fast = (
        next(each for each in detail.arrows(BEALE, paths, 0) if each.arrow.role == role) for role in ("step", "look")
    )
    for t in (5, 10, 15):
        np.testing.assert_allclose(slow.vectors[t - 1], 0.5 * fast.vectors[t - 1], rtol=1e-9)
        np.testing.assert_allclose(slow.tails[t - 1] + slow.vectors[t - 1], paths.positions[0, t], rtol=1e-9)
        np.testing.assert_array_equal(slow.vectors[t], 0.0)


# What the lecture draws of each form: from which parts its step is put together.
DRAWN = {
    "momentum/classical": ("gradient", "previous", "step"),
    "nesterov/lookahead": ("previous", "gradient", "step"),
    "nesterov/pytorch": ("gradient", "previous", "step"),
    "rprop/lecture": ("direction", "box", "step"),
    "adam/paper": ("direction", "average", "step"),
    "lookahead/paper": ("look", "gradient", "step"),
    "newton/damped": ("direction", "quadratic", "step"),
    "sophia_h/paper": ("direction", "average", "box", "step"),
    "lion/paper": ("direction", "average", "box", "step"),
    "adamw/pytorch": ("direction", "average", "previous", "step"),
    "ademamix/official": ("direction", "average", "slow", "step"),
    "schedule_free_sgd/official": ("gradient", "look", "step"),
    "lbfgs/pytorch": ("direction", "previous", "average", "step"),
    "grad_lr_control/cumulative_norm": ("gradient", "step"),
    "line_search/armijo": ("look", "step"),
}


def parts(run, paths, surface=BEALE):
    """The arrows of a run by their roles."""
    return {each.arrow.role: each for each in detail.arrows(surface, paths, 0)}


@pytest.mark.parametrize("name", DRAWN)
def test_a_step_is_drawn_from_the_parts_of_its_form(name):
    key, form = name.split("/")
    assert tuple(arrow.role for arrow in optimizers.get(key).form(form).arrows) == DRAWN[name]


def test_whatever_averages_gradients_shows_where_the_average_points():
    silent = [
        f"{optimizer.key}/{form.key}"
        for optimizer in optimizers.OPTIMIZERS
        for form in optimizer.forms
        if "m" in form.memory and not {"average", "previous"} & {arrow.role for arrow in form.arrows}
    ]
    assert silent == []


def test_nesterov_takes_its_gradient_where_the_scaled_step_leads():
    run = Run("nesterov", "lookahead", learning_rate=0.002, beta=0.9)
    drawn = parts(run, walk(run))
    ahead = drawn["previous"].tails + drawn["previous"].vectors
    slopes = np.stack(BEALE.gradient(ahead[:, 0], ahead[:, 1]), axis=1)
    np.testing.assert_allclose(drawn["gradient"].vectors, -0.002 * slopes, rtol=1e-7, atol=1e-12)


@pytest.mark.parametrize("form", ["pytorch", "keras"])
def test_the_other_nesterov_takes_its_gradient_where_it_stands(form):
    run = Run("nesterov", form, learning_rate=0.002, beta=0.9)
    paths = walk(run)
    drawn = parts(run, paths)["gradient"]
    np.testing.assert_array_equal(drawn.tails, paths.positions[0, :-1])
    np.testing.assert_allclose(drawn.vectors, -0.002 * paths.gradients[0, :-1], rtol=1e-9)


def test_schedule_free_steps_to_a_place_between_the_last_iterate_and_the_average():
    run = Run("schedule_free_sgd", learning_rate=0.002, beta=0.8)
    paths = walk(run)
    drawn = parts(run, paths)
    between = drawn["look"].tails + 0.8 * drawn["look"].vectors
    np.testing.assert_allclose(between, paths.positions[0, 1:], rtol=1e-9)
    slopes = paths.gradients[0, :-1]
    np.testing.assert_allclose(drawn["gradient"].vectors, -0.002 * slopes, rtol=1e-6, atol=1e-12)
    np.testing.assert_array_equal(drawn["gradient"].tails[0], BEALE.start)


@pytest.mark.parametrize(("name", "reach"), [("sophia_h/paper", 0.02), ("sophia_h/kozistr", 0.02 * 0.01)])
def test_no_step_of_sophia_leaves_its_box_and_lion_ends_in_a_corner_of_it(name, reach):
    run = Run(*name.split("/"), learning_rate=0.02)
    paths = walk(run)
    box = parts(run, paths)["box"]
    np.testing.assert_allclose(box.vectors, reach)
    assert (np.abs(np.diff(paths.positions[0], axis=0)) <= reach * (1.0 + 1e-9)).all()
    lion = Run("lion", learning_rate=0.02)
    np.testing.assert_allclose(np.abs(np.diff(walk(lion).positions[0], axis=0)), 0.02)


@pytest.mark.parametrize("form", ["pytorch", "optax", "pytorch_strong_wolfe"])
def test_lbfgs_shows_the_pair_that_it_learns_the_curvature_from(form):
    run = Run("lbfgs", form, learning_rate=0.3)
    paths = walk(run, surface=RAVINE, steps=6)
    drawn = parts(run, paths, RAVINE)
    before = drawn["previous"]
    np.testing.assert_allclose(before.tails[1:], paths.positions[0, :-2], atol=1e-12)
    np.testing.assert_allclose(before.vectors[1:], np.diff(paths.positions[0], axis=0)[:-1], atol=1e-12)
    f_xx, f_xy, f_yy = RAVINE.hessian(*RAVINE.start)
    turned = before.vectors[1:] @ np.array([[f_xx, f_xy], [f_xy, f_yy]])
    along = drawn["average"].vectors[1:]
    cosine = (turned * along).sum(axis=1) / np.linalg.norm(turned, axis=1) / np.linalg.norm(along, axis=1)
    np.testing.assert_allclose(cosine, 1.0, rtol=1e-6)


@pytest.mark.parametrize("form", ["pytorch", "paper_wd_not_times_lr"])
def test_the_pull_of_adamw_is_what_its_step_has_beyond_adams(form):
    run = Run("adamw", form, learning_rate=0.05, weight_decay=0.1)
    paths = walk(run, steps=1)
    adam = np.diff(walk(Run("adam", learning_rate=0.05), steps=1).positions[0], axis=0)
    pull = parts(run, paths)["previous"].vectors
    np.testing.assert_allclose(pull + adam, np.diff(paths.positions[0], axis=0), rtol=1e-9)


def test_an_arrow_that_asks_for_what_the_rule_has_not_is_refused():
    wrong = Arrow("wrong", "look", lambda momentum: momentum)
    gd_form = optimizers.get("gd").forms[0]
    with pytest.raises(ValueError, match="asks for momentum"):
        Form("odd", "Odd", gd, gd_form.update, gd_form.hyperparameters, arrows=(wrong,))
