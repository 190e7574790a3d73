"""What a rule remembers is recorded under the names of its entry."""

import numpy as np

import optimizers
import surfaces
from optimizers import OPTIMIZERS, Run

SURFACE = surfaces.get("beale")


def names(run):
    """What a run remembers: the memory of its rule, and of the wrapper around it."""
    return run.core.entry.memory if run.core is run else (*run.core.entry.memory, *run.entry.memory)


def test_every_form_records_the_names_of_its_entry_and_no_others(forms, engine):
    for run in forms(SURFACE):
        paths = optimizers.run(SURFACE, [run], steps=10, engine=engine)
        assert tuple(paths.memory) == names(run), f"{run.key}/{run.form}"
        for rows in paths.memory.values():
            assert rows.shape == paths.positions.shape


def test_a_name_is_not_a_number_in_the_runs_that_have_none(forms, engine):
    runs = forms(SURFACE)
    paths = optimizers.run(SURFACE, runs, steps=10, engine=engine)
    assert set(paths.memory) == {name for optimizer in OPTIMIZERS for name in optimizer.memory}
    for name, rows in paths.memory.items():
        for r, run in enumerate(runs):
            present = name in names(run)
            assert np.isnan(rows[r]).all() == (not present), f"{name} of {run.key}/{run.form}"


def test_memory_is_what_its_entry_says_before_the_first_step(forms, engine):
    runs = forms(SURFACE)
    paths = optimizers.run(SURFACE, runs, steps=3, engine=engine)
    for r, run in enumerate(runs):
        first = run.core.entry.first_memory(run.core.values)
        for name, value in zip(run.core.entry.memory, first, strict=True):
            assert paths.memory[name][r, 0].tolist() == [value, value], f"{name} of {run.key}/{run.form}"


def test_a_wrappers_slow_weights_begin_at_the_start(forms, engine):
    wrappers = [run for run in forms(SURFACE) if run.core is not run]
    assert wrappers
    paths = optimizers.run(SURFACE, wrappers, steps=3, engine=engine)
    for r, run in enumerate(wrappers):
        np.testing.assert_array_equal(paths.memory[run.entry.memory[0]][r, 0], SURFACE.start)


def test_adam_remembers_the_averages_that_its_gradients_make(engine):
    paths = optimizers.run(SURFACE, [Run("adam", beta1=0.8, beta2=0.95)], steps=40, engine=engine)
    mean, square = np.zeros(2), np.zeros(2)
    for t in range(40):
        g = paths.gradients[0, t]
        mean, square = 0.8 * mean + 0.2 * g, 0.95 * square + 0.05 * g * g
        np.testing.assert_allclose(paths.memory["m"][0, t + 1], mean, rtol=1e-12)
        np.testing.assert_allclose(paths.memory["v"][0, t + 1], square, rtol=1e-12)


def test_memory_starts_afresh_for_every_run(forms, engine):
    runs = forms(SURFACE)
    together = optimizers.run(SURFACE, runs, steps=15, engine=engine)
    for r, run in enumerate(runs):
        alone = optimizers.run(SURFACE, [run], steps=15, engine=engine)
        for name, rows in alone.memory.items():
            np.testing.assert_array_equal(together.memory[name][r], rows[0], err_msg=f"{name} of {run.key}/{run.form}")


def test_memory_is_left_out_when_not_asked_for_and_nothing_else_changes(forms, engine):
    recorded = optimizers.run(SURFACE, forms(SURFACE), steps=25, engine=engine)
    bare = optimizers.run(SURFACE, forms(SURFACE), steps=25, record_memory=False, engine=engine)
    assert dict(bare.memory) == {}
    np.testing.assert_array_equal(recorded.positions, bare.positions)


def test_learning_rates_are_the_runs_own_at_every_step(engine):
    rates = (0.001, 0.01, 0.1)
    runs = [Run("gd", learning_rate=rate) for rate in rates]
    paths = optimizers.run(SURFACE, runs, steps=12, engine=engine)
    np.testing.assert_array_equal(paths.learning_rates, np.repeat(np.array(rates)[:, None], 12, axis=1))


def test_learning_rates_follow_the_runs_own_schedule_before_the_common_one(engine):
    def half(updates, steps):
        return np.full(updates.shape, 0.5)

    def fading(updates, steps):
        return 1.0 - updates / steps

    runs = [Run("gd", learning_rate=0.01), Run("gd", learning_rate=0.01, schedule=half)]
    paths = optimizers.run(SURFACE, runs, steps=10, schedule=fading, engine=engine)
    np.testing.assert_array_equal(paths.learning_rates[0], 0.01 * (1.0 - np.arange(10) / 10))
    np.testing.assert_array_equal(paths.learning_rates[1], np.full(10, 0.005))
    steps = np.diff(paths.positions, axis=1)
    np.testing.assert_allclose(steps, -paths.learning_rates[..., None] * paths.gradients[:, :-1], rtol=1e-9)


def test_a_rule_that_uses_the_gradient_it_is_handed_costs_one_evaluation_a_step(forms, engine):
    runs = [run for run in forms(SURFACE) if not run.core.entry.probes]
    paths = optimizers.run(SURFACE, runs, steps=10, engine=engine)
    np.testing.assert_array_equal(paths.evaluations, paths.steps_taken)
    assert not paths.hessian_evaluations.any()


def test_looking_ahead_once_costs_one_evaluation_a_step(engine):
    paths = optimizers.run(SURFACE, [Run("nesterov", "lookahead", learning_rate=0.001)], steps=10, engine=engine)
    assert paths.evaluations.tolist() == [10]
