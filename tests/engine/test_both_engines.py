"""The plain and the compiled engine run the same rules, so they take the same path but for rounding."""

import numpy as np
import pytest

import optimizers
import surfaces

# On a rugged surface each step magnifies the last bit, so that rounding alone parts two paths before long.
RUGGED, SMOOTH = 15, 60
SMOOTH_SURFACES = ("ill_quadratic", "beale", "rosenbrock")


@pytest.mark.parametrize("surface", surfaces.SURFACES, ids=lambda surface: surface.key)
def test_both_engines_take_the_same_path(surface, forms):
    runs = forms(surface)
    steps = SMOOTH if surface.key in SMOOTH_SURFACES else RUGGED
    plain = optimizers.run(surface, runs, steps=steps, engine="plain")
    compiled = optimizers.run(surface, runs, steps=steps, engine="compiled")
    assert (plain.compiled, compiled.compiled) == (False, True)
    assert plain.status == compiled.status
    np.testing.assert_array_equal(plain.steps_taken, compiled.steps_taken)
    for r, run in enumerate(runs):
        np.testing.assert_allclose(
            compiled.positions[r], plain.positions[r], rtol=1e-9, atol=1e-9, err_msg=f"{run.key}/{run.form}"
        )
        np.testing.assert_allclose(
            compiled.losses[r], plain.losses[r], rtol=1e-8, atol=1e-8, err_msg=f"{run.key}/{run.form}"
        )


def test_a_small_job_is_plain_and_a_large_one_waits_for_the_compiler_until_it_is_ready(monkeypatch):
    class AtWork:
        kernel = None
        begun = waited = False

        def start(self):
            self.begun = True

        def wait(self):
            self.waited = True
            return ready

    from optimizers.engine import compile as module

    ready, at_work = module.COMPILER.wait(), AtWork()
    monkeypatch.setattr(module, "COMPILER", at_work)
    surface = surfaces.get("beale")
    small = optimizers.run(surface, [optimizers.Run("gd")], steps=10)
    assert (small.compiled, at_work.begun, at_work.waited) == (False, True, False)
    large = optimizers.run(surface, [optimizers.Run("gd")], steps=200_000, record_memory=False)
    assert (large.compiled, at_work.waited) == (True, True)
