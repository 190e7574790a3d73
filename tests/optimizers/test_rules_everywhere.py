"""Every rule, on every surface, in both engines and over vectors of any length."""

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import Run

STEPS = 100
FORMS = [(optimizer, form) for optimizer in optimizers.OPTIMIZERS for form in optimizer.forms]
SURFACES = {surface.key: surface for surface in surfaces.SURFACES}


# Two engines round differently, and a chaotic path blows that up. At a twentieth of the rate that a surface
# suggests no path is chaotic, but for one form that is so at any rate where curvature exceeds 21: its first
# steps are compared.
CALM = 0.05
# Dividing by curvature magnifies rounding where a path crosses an inflexion, and a line search decides by the
# last digit of the loss once it stands at a minimum: there too the steps before are compared.
RESTLESS = {
    ("ackley", "nesterov", "ema_raw"): 10,
    ("ackley", "line_search", "armijo"): 12,
    ("plateau", "newton", "damped"): 40,
    ("cliff", "lbfgs", "optax"): 25,
    ("easom", "lbfgs", "pytorch_strong_wolfe"): 60,
}


def calm_runs(surface):
    return [
        Run(optimizer.key, form.key, learning_rate=CALM * surface.learning_rates[optimizer.family])
        for optimizer, form in FORMS
    ]


@pytest.mark.parametrize("key", SURFACES)
def test_plain_python_and_the_compiled_loop_agree_to_the_last_digits(key):
    surface = SURFACES[key]
    plain, compiled = (
        optimizers.run(surface, calm_runs(surface), steps=STEPS, engine=engine) for engine in ("plain", "compiled")
    )
    assert (plain.compiled, compiled.compiled) == (False, True)
    assert plain.status == compiled.status
    apart = np.abs(plain.positions - compiled.positions) / (1.0 + np.abs(plain.positions))
    for r, (optimizer, form) in enumerate(FORMS):
        rows = RESTLESS.get((key, optimizer.key, form.key), STEPS) + 1
        assert apart[r, :rows].max() <= 1e-12, f"{optimizer.key}/{form.key}"


@pytest.mark.parametrize("key", SURFACES)
def test_no_form_divides_nothing_by_nothing(key):
    """Not even on curves, where the second slope is 0 throughout, nor at a start without any slope."""
    surface = SURFACES[key]
    for start in (None, (0.0, 0.0)):
        walked = optimizers.run(surface, calm_runs(surface), start, steps=STEPS, engine="plain")
        for (optimizer, form), path in zip(FORMS, walked.positions, strict=True):
            assert not np.isnan(path).any(), f"{optimizer.key}/{form.key}"


# Forms whose step in one coordinate depends on the slopes in all: they measure the gradient's length.
COUPLED = {("novograd", "paper"), ("grad_lr_control", "cumulative_norm"), ("grad_lr_control", "memoryless_norm")}
ELEMENTWISE = [
    pytest.param(form, id=f"{optimizer.key}/{form.key}")
    for optimizer, form in FORMS
    if not (form.probes or form.wraps or form.inputs or form.coupled) and (optimizer.key, form.key) not in COUPLED
]


@pytest.mark.parametrize("form", ELEMENTWISE)
def test_an_elementwise_rule_moves_each_coordinate_by_its_own_slopes_alone(form):
    """So it may drive a network's weights, or many runs at once."""
    size, settings = 33, [h.default for h in form.hyperparameters]
    slopes = np.random.default_rng(1).normal(size=(20, size))

    def move(slopes):
        w, memory = np.ones(slopes.shape[1]), [np.full(slopes.shape[1], m) for m in form.first_memory(settings)]
        for t, g in enumerate(slopes, start=1):
            form.rule(w, g.copy(), *memory, t, *settings)
        return w

    together = move(slopes)
    alone = [move(slopes[:, i : i + 1])[0] for i in range(size)]
    assert np.ptp(alone) > 0.0
    assert together.tolist() == alone
