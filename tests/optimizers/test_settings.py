"""Every setting does something, and a wrong one is refused by name."""

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import Run

SETTINGS = [
    pytest.param(optimizer.key, form.key, h, id=f"{optimizer.key}/{form.key} {h.name}")
    for optimizer in optimizers.OPTIMIZERS
    for form in optimizer.forms
    for h in form.hyperparameters
]
# Values for settings that act only where they bind: no path here takes steps of length 30, and a
# warm-up longer than the run is all alike.
VALUES = {
    "step_max": [0.01, 0.06],
    "t_alpha_beta3": [20.0, 60.0],
    "growth_rate": [1.02, 1.1],
    ("sophia_h", "epsilon"): [5.0, 50.0],
    ("sophia_h", "gamma"): [0.3, 1.0],
}
# Settings that act only together with another one: without a pull ASGD's rate does not fall, whatever its
# power, and without decay it does not matter how Adan decays.
COMPANIONS = {
    ("asgd", "alpha"): {"lambda_": 0.5},
    ("adan", "no_prox"): {"weight_decay": 0.1},
    ("dadapt_adam", "decouple"): {"weight_decay": 0.1},
    # Bounded at p = 0.01 all its steps are alike.
    ("sophia_h/kozistr", "beta1"): {"p": 10.0},
    ("sophia_h/kozistr", "beta2"): {"p": 10.0},
}
# Settings that move what is reported beside the path, and the memory that shows it.
BESIDE_THE_PATH = {("asgd", "t0"): "average"}


def moved(h):
    """Two values that a slider would pass."""
    if h.kind == "switch":
        return [1.0 - h.default]
    if h.kind == "integer":
        return [float(max(round(h.low), 10)), 40.0]
    if h.scale == "log":
        low = h.low or h.high / 1e4
        return [low * (h.high / low) ** part for part in (0.25, 0.75)]
    return [h.low + part * (h.high - h.low) for part in (0.25, 0.75)]


@pytest.mark.parametrize(("optimizer", "form", "h"), SETTINGS)
def test_moving_a_hyperparameter_changes_the_path(optimizer, form, h):
    companions = COMPANIONS.get((optimizer, h.name)) or COMPANIONS.get((f"{optimizer}/{form}", h.name), {})
    values = [value for value in VALUES.get((optimizer, h.name), VALUES.get(h.name, moved(h))) if value != h.default]
    # On a bowl AMSGrad's largest v is the first, whatever its memory; off the saddle it is the last.
    for key in ("beale", "ill_quadratic", "saddle"):
        surface = surfaces.get(key)
        rate = {"learning_rate": surface.learning_rates[optimizers.get(optimizer).family], **companions}
        before = Run(optimizer, form, **rate)
        runs = [before, *(before.with_settings(**{h.name: value}) for value in values)]
        walked = optimizers.run(surface, runs, steps=100, engine="plain")
        beside = BESIDE_THE_PATH.get((optimizer, h.name))
        seen = walked.memory[beside] if beside else walked.positions
        parted = [np.abs(path - seen[0]).max() for path in seen[1:]]
        if all(not distance <= 1e-9 for distance in parted):
            return
    pytest.fail(f"{h.name} at {values} leaves the path as it is")


@pytest.mark.parametrize(("optimizer", "form", "h"), SETTINGS)
@pytest.mark.parametrize("wrong", ["below", "above", "nan", "text"])
def test_a_wrong_value_is_refused_with_its_name_and_its_range(optimizer, form, h, wrong):
    value = {"below": h.low - 1.0, "above": h.high + 1.0, "nan": float("nan"), "text": "much"}[wrong]
    with pytest.raises(ValueError, match=h.name) as refused:
        Run(optimizer, form, **{h.name: value})
    message = str(refused.value)
    assert optimizer in message
    if wrong != "text":
        assert f"{h.low:g}" in message
        assert f"{h.high:g}" in message


def test_switches_and_counts_take_whole_numbers_only():
    with pytest.raises(ValueError, match="centered"):
        Run("rmsprop", centered=0.5)


def test_an_unknown_hyperparameter_is_refused_with_those_that_exist():
    with pytest.raises(ValueError, match=r"gd/paper has no hyperparameter 'momentum'.*learning_rate"):
        Run("gd", momentum=0.9)


def test_an_unknown_form_is_refused_with_those_that_exist():
    with pytest.raises(ValueError, match=r"momentum has no form 'nesterov'.*classical"):
        Run("momentum", form="nesterov")


def test_an_unknown_optimizer_is_refused_with_the_nearest_names():
    with pytest.raises(ValueError, match=r"'adamm'.*adam"):
        Run("adamm")


@pytest.mark.parametrize("start", [(np.nan, 0.0), (0.0, np.inf)])
def test_a_start_that_is_no_point_is_refused(start):
    with pytest.raises(ValueError, match="start"):
        optimizers.run(surfaces.get("beale"), [Run("gd")], start)


@pytest.mark.parametrize("steps", [-1, optimizers.MAX_STEPS + 1])
def test_a_budget_out_of_range_is_refused(steps):
    with pytest.raises(ValueError, match="steps"):
        optimizers.run(surfaces.get("beale"), [Run("gd")], steps=steps)


def test_every_default_lies_in_its_range_and_every_name_is_spelled_one_way():
    symbols: dict[str, set[str]] = {}
    for optimizer in optimizers.OPTIMIZERS:
        for form in optimizer.forms:
            for h in form.hyperparameters:
                assert h.low <= h.default <= h.high, (optimizer.key, form.key, h.name)
                assert h.note.endswith("."), (optimizer.key, form.key, h.name)
                symbols.setdefault(h.name, set()).add(h.symbol)
    assert all(name == name.lower() for name in symbols)
