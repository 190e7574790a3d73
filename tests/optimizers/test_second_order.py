"""Rules that ask for curvature, for gradients elsewhere, or for nothing but the length of the way."""

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import Run

BEALE, BOWL = surfaces.get("beale"), surfaces.get("ill_quadratic")
BEYOND = (
    *("newton", "lbfgs", "line_search", "sam", "sophia_h", "sophia_g", "prodigy", "dadapt_sgd", "dadapt_adagrad"),
    *("dadapt_adam", "schedule_free_sgd", "schedule_free_adamw", "sparse_adam"),
)
FORMS = [(optimizers.get(key), form) for key in BEYOND for form in optimizers.get(key).forms]
NAMES = [f"{optimizer.key}/{form.key}" for optimizer, form in FORMS]


@pytest.fixture(params=["plain", "compiled"])
def engine(request):
    return request.param


def suited(optimizer, form, surface):
    return Run(optimizer.key, form.key, learning_rate=optimizers.default_run(optimizer, surface).values[0])


def test_newton_lands_on_the_minimum_of_a_bowl_in_one_step(engine):
    walked = optimizers.run(BOWL.with_parameters(kappa=1000.0, angle=30.0), [Run("newton")], steps=2, engine=engine)
    assert np.abs(walked.positions[0, 1]).max() < 1e-12


def test_newton_is_drawn_to_a_saddle_and_enough_damping_drives_it_off(engine):
    saddle = surfaces.get("saddle")
    runs = [Run("newton"), Run("newton", damping=3.0, learning_rate=0.5)]
    walked = optimizers.run(saddle, runs, start=(0.5, 0.1), steps=30, engine=engine)
    assert walked.positions[0, -1] == pytest.approx((0.0, 0.0), abs=1e-12)
    assert abs(walked.positions[1, -1, 1]) > 10.0
    assert walked.losses[1, -1] < walked.losses[1, 0]


def test_damped_newton_solves_for_its_step(engine):
    walked = optimizers.run(BEALE, [Run("newton", learning_rate=0.3, damping=8.0)], steps=20, engine=engine)
    for t in range(20):
        f_xx, f_xy, f_yy = BEALE.hessian(*walked.positions[0, t])
        step = np.linalg.solve([[f_xx + 8.0, f_xy], [f_xy, f_yy + 8.0]], walked.gradients[0, t])
        np.testing.assert_allclose(walked.positions[0, t + 1], walked.positions[0, t] - 0.3 * step, atol=1e-9)


@pytest.mark.parametrize(("optimizer", "form"), FORMS, ids=NAMES)
def test_on_a_curve_the_second_coordinate_stays_where_it_is(optimizer, form, engine):
    for surface in surfaces.SURFACES:
        if surface.dimensions == 1:
            walked = optimizers.run(surface, [suited(optimizer, form, surface)], steps=100, engine=engine)
            assert (walked.positions[0, :, 1] == 0.0).all(), surface.key
            assert np.isfinite(walked.positions).all(), surface.key


@pytest.mark.parametrize(("optimizer", "form"), FORMS, ids=NAMES)
def test_a_point_without_slope_is_not_left(optimizer, form, engine):
    walked = optimizers.run(BOWL, [suited(optimizer, form, BOWL)], start=(0.0, 0.0), steps=30, engine=engine)
    assert (walked.positions == 0.0).all()


@pytest.mark.parametrize(("optimizer", "form"), FORMS, ids=NAMES)
def test_every_form_goes_downhill_on_a_bowl(optimizer, form, engine):
    bowl = BOWL.with_parameters(kappa=2.0)
    walked = optimizers.run(bowl, [suited(optimizer, form, bowl)], steps=300, engine=engine)
    assert walked.losses[0, -1] < 0.9 * walked.losses[0, 0]


@pytest.mark.parametrize(("optimizer", "form"), FORMS, ids=NAMES)
def test_a_rule_reads_the_gradient_at_its_position_exactly_when_its_entry_says_so(optimizer, form):
    """What a rule reads it pays for: with another gradient in its hands it must step elsewhere, or not at all."""
    handed = []

    def gradient_at(landscape, x, y):
        f, df_dx, df_dy = BEALE.kernel(x, y)
        return f, df_dx, df_dy

    def hessian_at(landscape, x, y):
        return BEALE.curvature(x, y)

    probes = {"gradient_at": gradient_at, "hessian_at": hessian_at, "landscape": None}
    for g in ((1.0, 2.0), (-3.0, 0.5)):
        settings = [h.default for h in form.hyperparameters]
        w, rows = np.array([1.0, 1.5]), [np.full(2, value) for value in form.first_memory(settings)]
        rows += [np.ones(2) for _ in form.inputs] + ([np.zeros((form.workspace, 2))] if form.workspace else [])
        asked = [probes[name] for name in form.probes]
        form.rule(w, np.array(g), *rows, *asked, 1, *settings)
        handed.append(w)
    assert (handed[0] != handed[1]).any() == form.reads_gradient


def test_evaluations_are_counted_as_they_are_asked_for(engine):
    looking = Run("nesterov", "lookahead", learning_rate=0.003)
    runs = [Run("gd"), looking, Run("sam"), Run("newton"), Run("sophia_h"), Run("sophia_g")]
    walked = optimizers.run(BEALE, runs, steps=25, engine=engine)
    assert walked.evaluations.tolist() == [25, 25, 50, 25, 25, 25]
    assert walked.hessian_evaluations.tolist() == [0, 0, 0, 25, 3, 0]


def test_a_line_search_pays_for_every_length_that_it_tries(engine):
    walked = optimizers.run(BEALE, [Run("line_search", learning_rate=1.0, backtracking=0.5)], steps=30, engine=engine)
    rates = walked.memory["rate"][0, 1:, 0]
    assert (rates > 0.0).all()
    tried = 1 + np.round(-np.log2(rates))
    assert walked.evaluations[0] == 30 + tried.sum()


def test_backtracking_takes_the_longest_length_that_falls_enough(engine):
    c, tau = 0.3, 0.7
    run = Run("line_search", learning_rate=0.5, backtracking=tau, sufficient_decrease=c)
    walked = optimizers.run(BEALE, [run], steps=25, engine=engine)
    for t in range(25):
        (x, y), (g_x, g_y), loss = walked.positions[0, t], walked.gradients[0, t], walked.losses[0, t]
        rate = walked.memory["rate"][0, t + 1, 0]
        squared = g_x**2 + g_y**2
        assert BEALE.value(x - rate * g_x, y - rate * g_y) <= loss - c * rate * squared
        if rate < 0.5:
            longer = rate / tau
            assert BEALE.value(x - longer * g_x, y - longer * g_y) > loss - c * longer * squared
    assert (np.diff(walked.losses[0]) <= 0.0).all()


def test_a_line_search_never_climbs_even_where_noise_points_uphill(engine):
    walked = optimizers.run(BOWL, [Run("line_search")], start=(0.1, 0.0), steps=100, noise=1.0, engine=engine)
    assert (np.diff(walked.losses[0]) <= 0.0).all()
    assert walked.memory["rate"][0, 1:, 0].min() < 1e-6


def test_both_wolfe_conditions_hold_after_every_search(engine):
    walked = optimizers.run(surfaces.get("rosenbrock"), [Run("lbfgs")], steps=25, engine=engine)
    for t in range(25):
        step = walked.positions[0, t + 1] - walked.positions[0, t]
        slope, after = walked.gradients[0, t] @ step, walked.gradients[0, t + 1] @ step
        assert slope < 0.0
        assert walked.losses[0, t + 1] <= walked.losses[0, t] + 1e-4 * slope
        assert abs(after) <= 0.9 * abs(slope)


@pytest.mark.parametrize("form", ["pytorch", "optax", "pytorch_strong_wolfe"])
def test_lbfgs_finds_the_minimum_of_beale_in_fewer_steps_than_gradient_descent_needs_for_a_tenth(form, engine):
    runs = [Run("lbfgs", form, learning_rate=0.5), Run("gd", learning_rate=0.01)]
    walked = optimizers.run(BEALE, runs, steps=60, engine=engine)
    assert walked.losses[0, -1] < 1e-9 < 0.1 * walked.losses[1, -1]


def test_a_history_as_long_as_the_run_gives_the_same_path_as_a_longer_one(engine):
    runs = [Run("lbfgs", "pytorch", learning_rate=0.5, history=n) for n in (30, 31, 100, 3)]
    walked = optimizers.run(BEALE, runs, steps=30, engine=engine)
    np.testing.assert_array_equal(walked.positions[0], walked.positions[1])
    np.testing.assert_array_equal(walked.positions[0], walked.positions[2])
    assert np.abs(walked.positions[0] - walked.positions[3]).max() > 0.0


def test_lbfgs_remembers_nothing_of_the_run_before(engine):
    runs = [Run("lbfgs", form, learning_rate=0.5) for form in ("pytorch", "optax", "pytorch_strong_wolfe")]
    together = optimizers.run(BEALE, [*runs, *runs], steps=25, engine=engine)
    np.testing.assert_array_equal(together.positions[:3], together.positions[3:])


def test_sam_steps_by_the_slope_met_uphill(engine):
    walked = optimizers.run(BEALE, [Run("sam", rho=0.2)], steps=15, engine=engine)
    for t in range(15):
        w, g = walked.positions[0, t], walked.gradients[0, t]
        e = 0.2 * g / np.hypot(*g)
        np.testing.assert_allclose(walked.memory["ascent"][0, t + 1], e, atol=1e-12)
        landed = w - 0.01 * np.array(BEALE.gradient(*(w + e)))
        np.testing.assert_allclose(walked.positions[0, t + 1], landed, atol=1e-12)


@pytest.mark.parametrize("form", ["paper", "optax"])
def test_no_coordinate_of_sophia_moves_further_than_the_rate(form, engine):
    walked = optimizers.run(BEALE, [Run("sophia_h", form, learning_rate=0.02)], steps=100, engine=engine)
    moves = np.abs(np.diff(walked.positions[0], axis=0))
    assert moves.max() <= 0.02 * (1.0 + 1e-12)


def test_a_coordinate_that_the_mask_leaves_out_rests_with_its_moments(engine):
    mask = [[1, 1], [0, 1], [1, 0], [0, 0]]
    run = Run("sparse_adam", learning_rate=0.05, mask=mask)
    walked = optimizers.run(BEALE, [run], steps=40, engine=engine)
    present = np.resize(mask, (40, 2)).astype(bool)
    for rows in (walked.positions[0], walked.memory["m"][0], walked.memory["v"][0]):
        moved = np.diff(rows, axis=0) != 0.0
        np.testing.assert_array_equal(moved, present)


def test_with_every_coordinate_present_sparse_adam_is_adam_with_epsilon_by_the_raw_root(engine):
    runs = [Run("sparse_adam", learning_rate=0.05), Run("adam", "eps_hat", learning_rate=0.05)]
    walked = optimizers.run(BEALE, runs, steps=60, engine=engine)
    np.testing.assert_allclose(walked.positions[0], walked.positions[1], atol=1e-9)


@pytest.mark.parametrize("key", ["prodigy", "dadapt_sgd", "dadapt_adagrad", "dadapt_adam"])
def test_the_estimated_distance_only_grows_and_stays_below_the_true_one_where_that_is_proven(key, engine):
    """A lower bound on the distance to the minimum of a convex loss, for the forms without Adam's averages."""
    bowl = BOWL.with_parameters(kappa=2.0)
    walked = optimizers.run(bowl, [Run(key)], steps=300, engine=engine)
    d = walked.memory["d"][0, 1:, 0]
    assert (np.diff(d) >= 0.0).all()
    assert d[0] < 1e-4
    assert d[-1] > 0.1
    if key in {"dadapt_sgd", "dadapt_adagrad"}:
        assert d[-1] <= np.hypot(*bowl.start)


def test_the_growth_of_the_estimate_can_be_limited_and_infinity_means_no_limit(engine):
    runs = [Run("prodigy", growth_rate=rate) for rate in (1.1, 0.0, float("inf"))]
    walked = optimizers.run(BEALE, runs, steps=50, engine=engine)
    d = walked.memory["d"][:, 1:, 0]
    assert (d[0, 2:] / d[0, 1:-1]).max() <= 1.1 * (1.0 + 1e-12)
    assert (d[1, 2:] / d[1, 1:-1]).max() > 1.1
    np.testing.assert_array_equal(walked.positions[1], walked.positions[2])


def test_the_schedule_free_average_is_the_mean_of_the_last_iterates(engine):
    run = Run("schedule_free_sgd", learning_rate=0.01, beta=0.9)
    walked = optimizers.run(BEALE, [run], steps=40, engine=engine)
    z, x, y = walked.memory["z"][0], walked.memory["x"][0], walked.positions[0]
    np.testing.assert_allclose(x[40], z[1:41].mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(y[1:], 0.1 * z[1:] + 0.9 * x[1:], rtol=1e-12)


def test_the_papers_text_counts_the_start_into_the_average(engine):
    run = Run("schedule_free_sgd", "paper_text", learning_rate=0.01)
    walked = optimizers.run(BEALE, [run], steps=40, engine=engine)
    z = np.vstack([BEALE.start, walked.memory["z"][0, 1:]])
    np.testing.assert_allclose(walked.memory["x"][0, 40], z.mean(axis=0), rtol=1e-12)


def test_optimizers_that_find_their_own_step_take_their_own_rate_in_a_race():
    for key in ("newton", "lbfgs", "line_search", "prodigy", "dadapt_adam", "dadapt_adagrad"):
        assert optimizers.default_run(optimizers.get(key), BEALE).values[0] == 1.0
    assert optimizers.default_run(optimizers.get("dadapt_sgd"), BEALE).values[0] == 0.2


@pytest.mark.parametrize("surface", surfaces.SURFACES, ids=lambda surface: surface.key)
def test_at_their_own_rates_only_a_bottomless_loss_makes_them_diverge(surface):
    runs = [optimizers.default_run(optimizers.get(key), surface) for key in BEYOND]
    walked = optimizers.run(surface, runs, steps=surface.steps, engine="compiled")
    for run, status, reason in zip(runs, walked.status, walked.reason, strict=True):
        assert status != "diverged" or "the loss fell without end" in reason, f"{run.key}: {reason}"
