"""How the forms are related: where two of them must walk the same path, and where they must part."""

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import Run

BEALE, BOWL, SADDLE = surfaces.get("beale"), surfaces.get("ill_quadratic"), surfaces.get("saddle")
STEPS = 200
RATE = {"learning_rate": 0.004}


def walk(*runs, surface=BEALE, **settings):
    return optimizers.run(surface, runs, **({"steps": STEPS, "engine": "plain"} | settings))


def paths(*runs, **settings):
    return walk(*runs, **settings).positions


def assert_same_path(one, other, tolerance=1e-11):
    assert np.ptp(one, axis=0).max() > 1e-3, "nothing moved"
    assert np.abs(one - other).max() <= tolerance


def halved_each_fifty(updates, _steps):
    return 0.5 ** (updates // 50)


# Momentum and Nesterov


def test_classical_and_pytorch_momentum_are_one_at_a_constant_rate():
    assert_same_path(*paths(Run("momentum", "classical", **RATE), Run("momentum", "pytorch", **RATE)))


def test_classical_and_pytorch_momentum_part_under_a_schedule():
    runs = Run("momentum", "classical", **RATE), Run("momentum", "pytorch", **RATE)
    one, other = paths(*runs, schedule=halved_each_fifty)
    assert np.abs(one - other)[:51].max() <= 1e-11
    assert np.abs(one - other)[51:].max() > 1e-3


def test_average_momentum_is_pytorch_momentum_at_the_rate_times_one_minus_beta():
    average = Run("momentum", "ema", learning_rate=0.04, beta=0.9)
    assert_same_path(*paths(average, Run("momentum", "pytorch", learning_rate=0.04 * (1.0 - 0.9), beta=0.9)))


def test_dampening_by_beta_is_not_average_momentum_because_the_first_gradient_counts_in_full():
    dampened = Run("momentum", "pytorch", learning_rate=0.04, beta=0.9, dampening=0.9)
    one, other = paths(dampened, Run("momentum", "ema", learning_rate=0.04, beta=0.9))
    assert np.allclose(one[1] - one[0], 10.0 * (other[1] - other[0]))


@pytest.mark.parametrize(
    ("optimizer", "form"), [(key, form.key) for key in ("momentum", "nesterov") for form in optimizers.get(key).forms]
)
def test_momentum_without_memory_is_gradient_descent(optimizer, form):
    assert_same_path(*paths(Run("gd", **RATE), Run(optimizer, form, beta=0.0, **RATE)))


def test_the_pytorch_variable_of_nesterov_is_the_point_that_the_lookahead_form_looks_at():
    walked = walk(Run("nesterov", "lookahead", beta=0.9, **RATE), Run("nesterov", "pytorch", beta=0.9, **RATE))
    ahead = walked.positions[0] + 0.9 * walked.memory["v"][0]
    assert_same_path(ahead, walked.positions[1])


def test_keras_and_pytorch_nesterov_are_one_at_a_constant_rate():
    assert_same_path(*paths(Run("nesterov", "keras", **RATE), Run("nesterov", "pytorch", **RATE)))


def test_nesterov_by_consistent_averages_is_the_lookahead_form_at_the_rate_times_one_minus_beta():
    average = Run("nesterov", "ema_scaled", learning_rate=0.04, beta=0.9)
    assert_same_path(*paths(average, Run("nesterov", "lookahead", learning_rate=0.04 * (1.0 - 0.9), beta=0.9)))


@pytest.mark.parametrize(("kappa", "ends"), [(20.0, "running"), (25.0, "diverged")])
def test_the_raw_lookahead_diverges_above_a_curvature_of_21_however_small_its_rate(kappa, ends):
    bowl = BOWL.with_parameters(kappa=kappa)
    slow = Run("nesterov", "ema_raw", learning_rate=1e-5, beta=0.9)
    assert walk(slow, surface=bowl, steps=500).status == (ends,)


# Weight decay


def test_weight_decay_in_gradient_descent_is_a_steeper_bowl():
    bowl, decay, kappa = BOWL.with_parameters(kappa=19.0), 0.5, (19.0 + 0.5) / 1.5
    steeper = BOWL.with_parameters(kappa=kappa)
    one = paths(Run("gd", learning_rate=0.02, weight_decay=decay), surface=bowl)
    other = paths(Run("gd", learning_rate=0.02 * 1.5), surface=steeper)
    assert_same_path(one[0], other[0])


def test_adamw_without_decay_is_adam():
    adam = Run("adam", learning_rate=0.05)
    for form in ("pytorch", "paper_wd_not_times_lr"):
        assert_same_path(*paths(adam, Run("adamw", form, learning_rate=0.05, weight_decay=0.0)))


def test_adamw_decays_by_rate_times_decay_in_one_form_and_by_decay_alone_in_the_other():
    one, other = (
        Run("adamw", "pytorch", learning_rate=0.05, weight_decay=0.2),
        Run("adamw", "paper_wd_not_times_lr", learning_rate=0.05, weight_decay=0.2 * 0.05),
    )
    assert_same_path(*paths(one, other))
    assert_same_path(*paths(one, other, schedule=halved_each_fifty))


def test_adam_feels_weight_decay_less_than_adamw_where_slopes_are_steep():
    adam, adamw = Run("adam", learning_rate=0.05, weight_decay=0.2), Run("adamw", learning_rate=0.05, weight_decay=0.2)
    free = paths(Run("adam", learning_rate=0.05), surface=BOWL)[0]
    coupled, decoupled = np.abs(paths(adam, adamw, surface=BOWL)[:, 1:20] - free[1:20]).max(axis=(1, 2))
    assert coupled < decoupled


# Epsilon


def test_epsilon_inside_and_outside_agree_where_slopes_are_large():
    outside, inside = Run("adam", epsilon=1e-8, learning_rate=0.05), Run("adam", "eps_inside", learning_rate=0.05)
    one, other = paths(outside, inside, surface=BOWL, start=(4.0, 3.0), steps=20)
    assert_same_path(one, other, tolerance=1e-6)


def test_epsilon_inside_acts_like_its_root_outside_where_slopes_vanish():
    inside = Run("adam", "eps_inside", epsilon=1e-4, learning_rate=0.05)
    outside = Run("adam", "paper", epsilon=1e-2, learning_rate=0.05)
    start = np.array((1e-9, 1e-11))
    one, other = paths(inside, outside, surface=BOWL, start=tuple(start), steps=1) - start
    assert np.allclose(one[1], other[1], rtol=1e-6, atol=0.0)


def test_the_keras_form_of_adam_is_the_paper_form_with_epsilon_over_the_root_of_the_correction():
    keras = Run("adam", "eps_hat", learning_rate=0.05, epsilon=0.01)
    root = (1.0 - 0.999) ** 0.5
    first = paths(keras, Run("adam", "paper", learning_rate=0.05, epsilon=0.01 / root), steps=1)
    assert np.allclose(first[0], first[1], rtol=1e-12)
    assert np.abs(np.subtract(*paths(keras, keras.with_form("paper")))).max() > 1e-3


# Adam and its relatives


def test_rmsprop_is_adam_without_direction_memory_and_without_correction():
    settings = {"learning_rate": 0.01, "epsilon": 1e-6}
    for rmsprop, adam in (("pytorch", "no_bias_correction"), ("eps_inside", "no_bias_correction_eps_inside")):
        one = Run("rmsprop", rmsprop, rho=0.9, **settings)
        assert_same_path(*paths(one, Run("adam", adam, beta1=0.0, beta2=0.9, **settings)))


@pytest.mark.parametrize(
    ("form", "length"), [("paper", 1.0), ("eps_inside", 1.0), ("no_bias_correction", 3.1622776601683795)]
)
def test_the_first_step_of_adam_has_the_length_of_the_rate_only_if_corrected(form, length):
    start, first = paths(Run("adam", form, learning_rate=0.01), steps=1)[0]
    assert np.abs(first - start) == pytest.approx(0.01 * length, rel=1e-6)


def test_the_first_step_of_adagrad_has_the_length_of_the_rate():
    start, first = paths(Run("adagrad", learning_rate=0.01), steps=1)[0]
    assert np.abs(first - start) == pytest.approx(0.01, rel=1e-9)


def test_amsgrad_is_adam_while_slopes_grow():
    """Away from the saddle both slopes of a start on the ridge grow, so the largest v is the last one."""
    runs = Run("adam", learning_rate=0.03), Run("amsgrad", "pytorch", learning_rate=0.03)
    assert_same_path(*paths(*runs, surface=SADDLE, start=(0.0, 0.01), steps=100))


def test_amsgrad_of_optax_is_slower_than_pytorchs_where_slopes_shrink():
    losses = walk(*(Run("amsgrad", form, learning_rate=0.05) for form in ("pytorch", "optax")), surface=BOWL).losses
    assert losses[1, -1] > 2.0 * losses[0, -1]


def test_the_pytorch_form_of_adamax_without_epsilon_is_the_paper_form():
    one = Run("adamax", "pytorch", learning_rate=0.05, epsilon=0.0)
    assert_same_path(*paths(Run("adamax", "paper", learning_rate=0.05), one))


def test_adamax_never_steps_further_than_its_rate():
    path = paths(Run("adamax", "paper", learning_rate=0.05))[0]
    assert np.abs(np.diff(path, axis=0)).max() <= 0.05 * (1.0 + 1e-12)


def test_nadam_of_ruder_steps_further_at_first_than_that_of_optax():
    start = np.array(BEALE.start)
    ruder, optax = (
        paths(*(Run("nadam", form, learning_rate=0.01) for form in ("ruder", "optax")), steps=1)[:, 1] - start
    )
    assert np.abs(ruder) == pytest.approx(0.01 * (0.9 + 1.0) * np.ones(2), rel=1e-6)
    assert np.abs(optax) == pytest.approx(0.01 * (0.9 / 1.9 + 1.0) * np.ones(2), rel=1e-6)


def test_radam_takes_plain_momentum_steps_until_its_average_can_be_trusted():
    walked = walk(
        *(Run("radam", form, learning_rate=0.001) for form in ("paper", "pytorch", "optax", "kozistr")), steps=20
    )
    trusted = [int(np.argmax(walked.memory["r"][r, :, 0] > 0.0)) for r in range(4)]
    assert trusted == [5, 6, 6, 6]
    corrected = Run("momentum", "ema", learning_rate=0.001, beta=0.9, bias_correction=1)
    momentum = paths(corrected, steps=5)[0]
    assert np.abs(walked.positions[1, :6] - momentum).max() <= 1e-12
    assert np.ptp(walked.positions[3, :6], axis=0).max() == 0.0
    assert np.ptp(walked.positions[3, :7], axis=0).max() > 0.0


def test_radam_of_pytorch_and_of_optax_part_only_by_epsilon():
    runs = [Run("radam", form, learning_rate=0.005, epsilon=0.0) for form in ("pytorch", "optax")]
    assert_same_path(*paths(*runs))


def test_the_rectification_of_radam_grows_towards_one():
    r = walk(Run("radam", learning_rate=0.001), steps=5000).memory["r"][0, 6:, 0]
    assert (np.diff(r) > 0.0).all()
    assert 0.95 < r[-1] < 1.0


def test_ademamix_without_its_slow_average_is_adamw():
    settings = {"learning_rate": 0.05, "weight_decay": 0.1}
    assert_same_path(*paths(Run("ademamix", alpha=0.0, **settings), Run("adamw", "pytorch", **settings)))


def test_adan_without_the_gradients_change_is_adam():
    adan = Run("adan", "official", learning_rate=0.05, beta1=0.9, beta2=0.0, beta3=0.999)
    assert_same_path(*paths(adan, Run("adam", learning_rate=0.05)))


def test_adan_of_optax_at_one_minus_beta2_half_is_the_official_form():
    settings = {"learning_rate": 0.05, "beta2": 0.5}
    assert_same_path(*paths(Run("adan", "official", **settings), Run("adan", "optax", eps_root=0.0, **settings)))


def test_adabound_ends_as_average_momentum_at_its_final_rate():
    path = paths(Run("adabound", "official", learning_rate=1.0, final_learning_rate=0.01, gamma=1.0), steps=2000)[0]
    walked = walk(Run("adabound", "official", learning_rate=1.0, final_learning_rate=0.01, gamma=1.0), steps=2000)
    rates = -np.diff(path, axis=0)[-1000:] / walked.memory["m"][0, -1000:]
    assert rates == pytest.approx(0.01, rel=2e-3)


def test_adabound_of_pytorch_optimizer_is_the_official_form_without_decay():
    settings = {"learning_rate": 0.01, "final_learning_rate": 0.002}
    assert_same_path(*paths(Run("adabound", "official", **settings), Run("adabound", "kozistr", **settings)))


def test_the_final_rate_of_adabound_follows_the_schedule():
    settings = {"learning_rate": 1.0, "final_learning_rate": 0.01, "gamma": 1.0}
    halved = walk(Run("adabound", **settings), schedule=halved_each_fifty)
    rates = -np.diff(halved.positions[0], axis=0) / halved.memory["m"][0, 1:]
    assert rates[149] == pytest.approx(0.01 * 0.25, rel=1e-2)
    assert rates[199] == pytest.approx(0.01 * 0.125, rel=1e-2)


# Steps of a given length


def test_every_step_of_lion_has_the_length_of_the_rate_in_both_coordinates():
    path = paths(Run("lion", learning_rate=0.01))[0]
    assert np.abs(np.diff(path, axis=0)) == pytest.approx(0.01, rel=1e-9)


def test_the_first_step_of_novograd_is_as_long_as_the_rate_and_points_downhill():
    walked = walk(Run("novograd", learning_rate=0.01), steps=1)
    step, slope = walked.positions[0, 1] - walked.positions[0, 0], walked.gradients[0, 0]
    assert np.hypot(*step) == pytest.approx(0.01, rel=1e-6)
    assert step == pytest.approx(-0.01 * slope / np.hypot(*slope), rel=1e-6)


@pytest.mark.parametrize("form", [form.key for form in optimizers.get("rprop").forms])
def test_rprop_ignores_how_steep_the_bowl_is(form):
    start, steep = (4.0, 3.0), BOWL.with_parameters(kappa=100.0)
    one, other = (
        paths(Run("rprop", form, learning_rate=0.01), surface=surface, start=start)
        for surface in (BOWL.with_parameters(kappa=7.0), steep)
    )
    assert_same_path(one[0], other[0])


# Rate control and averages


@pytest.mark.parametrize("form", [form.key for form in optimizers.get("grad_lr_control").forms])
def test_rate_control_switched_off_is_gradient_descent(form):
    one = Run("grad_lr_control", form, learning_rate=0.01, control=0.0)
    assert_same_path(*paths(Run("gd", learning_rate=0.01), one))


@pytest.mark.parametrize("kind", ["cumulative", "memoryless"])
def test_rate_control_by_the_norm_and_per_coordinate_coincide_in_one_dimension(kind):
    runs = [Run("grad_lr_control", f"{kind}_{of}", learning_rate=0.05, control=0.1) for of in ("norm", "elementwise")]
    assert_same_path(*paths(*runs, surface=surfaces.get("quartic")))


def test_a_cumulative_rate_only_falls_and_a_memoryless_one_comes_back():
    runs = [Run("grad_lr_control", f"{kind}_norm", learning_rate=0.02) for kind in ("cumulative", "memoryless")]
    cumulative, memoryless = walk(*runs, surface=BOWL).memory["factor"][:, 1:, 0]
    assert (np.diff(cumulative) < 0.0).all()
    assert memoryless[-1] > 3.0 * memoryless[0]


def test_asgd_without_its_pull_is_gradient_descent():
    assert_same_path(*paths(Run("gd", learning_rate=0.01), Run("asgd", learning_rate=0.01, lambda_=0.0)))


def test_the_average_of_asgd_is_the_mean_of_the_positions_after_its_start():
    walked = walk(Run("asgd", learning_rate=0.01, t0=20), noise=0.1)
    path, average = walked.positions[0], walked.memory["average"][0]
    assert np.abs(average[1:22] - path[1:22]).max() <= 1e-12
    for t in (23, 60, STEPS):
        assert average[t] == pytest.approx(path[22 : t + 1].mean(axis=0), rel=1e-12)
