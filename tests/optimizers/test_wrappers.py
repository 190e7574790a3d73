"""Lookahead around any optimizer, averages of the iterates, and clipped gradients."""

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import Run, averages, schedules

BEALE = surfaces.get("beale")
INNERS = [
    (optimizer.key, form.key)
    for optimizer in optimizers.OPTIMIZERS
    for form in optimizer.forms
    if not (form.wraps or form.probes)
]


@pytest.fixture(params=["plain", "compiled"])
def engine(request):
    return request.param


def test_lookahead_around_gradient_descent_is_the_loop_of_the_paper(engine):
    run = Run("lookahead", inner=Run("gd", learning_rate=0.01), k=4, alpha=0.3)
    walked = optimizers.run(BEALE, [run], steps=40, engine=engine)
    w = slow = np.array(BEALE.start)
    for t in range(1, 41):
        w = w - 0.01 * np.array(BEALE.gradient(*w))
        if t % 4 == 0:
            slow = slow + 0.3 * (w - slow)
            w = slow
        np.testing.assert_allclose(walked.positions[0, t], w, atol=1e-12)
        np.testing.assert_allclose(walked.memory["slow"][0, t], slow, atol=1e-12)


@pytest.mark.parametrize(("key", "form"), INNERS, ids=[f"{key}/{form}" for key, form in INNERS])
def test_lookahead_that_goes_all_the_way_is_the_inner_optimizer(key, form):
    inner = Run(key, form)
    walked = optimizers.run(BEALE, [inner, Run("lookahead", inner=inner, k=3, alpha=1.0)], steps=30, engine="plain")
    np.testing.assert_allclose(walked.positions[1], walked.positions[0], rtol=1e-9, atol=1e-9)


def test_the_inner_memory_is_kept_and_recorded_beside_the_slow_weights(engine):
    run = Run("lookahead", inner=Run("momentum", learning_rate=0.003), k=5, alpha=0.5)
    walked = optimizers.run(BEALE, [run, Run("adam")], steps=20, engine=engine)
    v, g = walked.memory["v"][0], walked.gradients[0]
    np.testing.assert_allclose(v[1:], 0.9 * v[:-1] - 0.003 * g[:-1], atol=1e-13)
    assert walked.memory["slow"][0, 0].tolist() == list(BEALE.start)
    assert np.isnan(walked.memory["slow"][1]).all()


def test_lookahead_around_radam_takes_two_names_and_nothing_more():
    run = Run("lookahead", inner=Run("radam", learning_rate=0.02))
    assert run.hyperparameters == {"learning_rate": 0.02, "k": 5.0, "alpha": 0.5}
    assert run.with_settings(learning_rate=0.1).inner == Run("radam", learning_rate=0.1)
    assert run.with_settings(k=7.0).inner == run.inner
    assert Run("lookahead").inner == Run("adam")
    assert hash(run) == hash(Run("lookahead", inner=Run("radam", learning_rate=0.02)))


def test_what_was_set_on_the_inner_run_holds_for_the_wrapper():
    inner = Run("gd", learning_rate=0.05, schedule=schedules.linear(), clip_norm=1.0, averaging="exponential")
    run = Run("lookahead", inner=inner)
    assert (run.schedule, run.clip_norm, run.averaging) == (inner.schedule, 1.0, inner.averaging)
    walked = optimizers.run(BEALE, [run], steps=10)
    assert walked.learning_rates[0] == pytest.approx(0.05 * (1.0 - np.arange(10) / 10))
    assert not np.isnan(walked.averages).any()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: Run("lookahead", inner=Run("lookahead")), "not around another wrapper"),
        (lambda: Run("adam", inner=Run("gd")), "adam/paper is no wrapper"),
        (lambda: Run("lookahead", inner=Run("gd"), k=2.5), "k of lookahead/paper must be a whole number"),
        (lambda: Run("gd", clip_norm=-1.0), "clip_norm must be 0"),
        (lambda: Run("gd", clip_value=float("nan")), "clip_value must be 0"),
        (lambda: Run("gd", averaging="harmonic"), "no averaging 'harmonic'"),
        (lambda: Run("gd", averaging="exponential", decay=2.0), "decay of exponential must be within"),
        (lambda: Run("gd", averaging="polyak_ruppert", gamma=1.0), "gd/paper has no hyperparameter 'gamma'"),
        (lambda: Run("gd", mask=[[1, 0]]), "gd/paper takes no mask"),
        (lambda: Run("sparse_adam", mask=[[1, 2]]), "rows of two zeros or ones"),
    ],
)
def test_a_wrong_wrapper_is_refused_with_the_reason(wrong, message):
    with pytest.raises(ValueError, match=message):
        wrong()


def test_the_mean_of_all_iterates_leaves_out_the_start(engine):
    run = Run("momentum", learning_rate=0.003, averaging="polyak_ruppert")
    walked = optimizers.run(BEALE, [run], steps=30, noise=1.0, engine=engine)
    assert walked.averages[0, 0].tolist() == list(BEALE.start)
    for t in range(1, 31):
        np.testing.assert_allclose(walked.averages[0, t], walked.positions[0, 1 : t + 1].mean(axis=0), rtol=1e-12)


def test_polynomial_decay_weighs_iterates_by_the_power_of_its_parameter(engine):
    """The weight of w_i is proportional to (i + γ - 1)! / (i - 1)!, so to i (i + 1) (i + 2) at γ = 3."""
    run = Run("gd", learning_rate=0.01, averaging="polynomial_decay", gamma=3.0)
    walked = optimizers.run(BEALE, [run], steps=20, engine=engine)
    i = np.arange(1.0, 21.0)
    weights = i * (i + 1.0) * (i + 2.0)
    expected = (weights[:, None] * walked.positions[0, 1:]).sum(axis=0) / weights.sum()
    np.testing.assert_allclose(walked.averages[0, 20], expected, rtol=1e-12)


def test_polynomial_decay_with_nothing_to_decay_is_the_plain_mean(engine):
    runs = [Run("adam", averaging=averages.polynomial_decay(gamma=0.0)), Run("adam", averaging="polyak_ruppert")]
    walked = optimizers.run(BEALE, runs, steps=50, engine=engine)
    np.testing.assert_allclose(walked.averages[0], walked.averages[1], rtol=1e-12)


def test_the_exponential_average_begins_as_a_copy_of_the_first_iterate(engine):
    walked = optimizers.run(BEALE, [Run("gd", averaging="exponential", decay=0.8)], steps=20, engine=engine)
    average = walked.positions[0, 1]
    for t in range(2, 21):
        average = 0.8 * average + 0.2 * walked.positions[0, t]
    np.testing.assert_allclose(walked.averages[0, 20], average, rtol=1e-12)
    np.testing.assert_array_equal(walked.averages[0, 1], walked.positions[0, 1])


def test_averages_are_not_a_number_where_a_run_does_not_average_and_never_touch_the_run(engine):
    runs = [Run("adam"), Run("adam", averaging="polyak_ruppert")]
    walked = optimizers.run(BEALE, runs, steps=25, engine=engine)
    assert np.isnan(walked.averages[0]).all()
    np.testing.assert_array_equal(walked.positions[0], walked.positions[1])
    assert np.isnan(optimizers.run(BEALE, runs[:1], steps=25, engine=engine).averages).all()


def test_a_name_that_the_form_has_too_goes_to_the_form():
    run = Run("sophia_h", gamma=0.5, averaging="polynomial_decay")
    assert run.hyperparameters["gamma"] == 0.5
    assert run.averaging == averages.polynomial_decay()


@pytest.mark.parametrize("averaging", averages.AVERAGES, ids=lambda averaging: averaging.key)
def test_an_average_comes_back_from_plain_data(averaging):
    assert averages.from_data(averaging().to_data()) == averaging()
    assert averaging.note.endswith(".")


@pytest.mark.parametrize("noise", [0.0, 5.0])
def test_a_gradient_clipped_by_norm_keeps_its_direction(noise, engine):
    run = Run("gd", learning_rate=0.1, clip_norm=2.0)
    walked = optimizers.run(BEALE, [run], steps=40, noise=noise, engine=engine)
    seen = -np.diff(walked.positions[0], axis=0) / 0.1
    norms = np.hypot(*seen.T)
    assert norms.max() == pytest.approx(2.0)
    if not noise:
        true = walked.gradients[0, :-1]
        clipped = np.hypot(*true.T) > 2.0
        assert clipped.any()
        np.testing.assert_allclose(seen[clipped], 2.0 * true[clipped] / np.hypot(*true[clipped].T)[:, None], atol=1e-9)
        np.testing.assert_allclose(seen[~clipped], true[~clipped], atol=1e-9)


def test_a_gradient_clipped_by_value_is_clipped_in_each_coordinate(engine):
    walked = optimizers.run(BEALE, [Run("gd", learning_rate=0.1, clip_value=0.7)], steps=40, engine=engine)
    seen = -np.diff(walked.positions[0], axis=0) / 0.1
    np.testing.assert_allclose(seen, np.clip(walked.gradients[0, :-1], -0.7, 0.7), atol=1e-9)


def test_a_clip_that_never_binds_changes_nothing(engine):
    runs = [Run("adam"), Run("adam", clip_norm=1e12, clip_value=1e12)]
    walked = optimizers.run(BEALE, runs, steps=50, engine=engine)
    np.testing.assert_array_equal(walked.positions[0], walked.positions[1])


def test_a_gradient_taken_ahead_is_clipped_as_well(engine):
    run = Run("nesterov", "lookahead", learning_rate=0.1, beta=0.5, clip_norm=1.0)
    walked = optimizers.run(BEALE, [run], steps=20, engine=engine)
    pushes = walked.memory["v"][0, 1:] - 0.5 * walked.memory["v"][0, :-1]
    assert np.hypot(*pushes.T).max() == pytest.approx(0.1)


def test_a_cliff_throws_gradient_descent_away_unless_its_gradient_is_clipped():
    cliff = surfaces.get("rosenbrock")
    runs = [Run("gd", learning_rate=0.01), Run("gd", learning_rate=0.01, clip_norm=5.0)]
    assert optimizers.run(cliff, runs, start=(-1.8, 2.8), steps=200).status == ("diverged", "running")


def test_after_a_stop_slow_weights_and_averages_are_repeated(engine):
    inner = Run("gd", learning_rate=0.1, averaging="polyak_ruppert")
    stop = optimizers.Stop(gradient_norm=1e-2)
    bowl = surfaces.get("ill_quadratic").with_parameters(kappa=2.0)
    walked = optimizers.run(bowl, [Run("lookahead", inner=inner)], steps=300, stop=stop, engine=engine)
    n = walked.steps_taken[0]
    assert n < 300
    for rows in (walked.averages[0], walked.memory["slow"][0]):
        assert np.ptp(rows[n:], axis=0).max() == 0.0
        assert not np.isnan(rows).any()
