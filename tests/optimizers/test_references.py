"""Every form walks the path of a library, or of an independent loop where no library has it."""

import json

import numpy as np
import pytest

import optimizers
from tests.optimizers.references.case import KEPT, STEPS
from tests.optimizers.references.cases import CASES
from tests.optimizers.references.verify import TOLERANCE, VERIFICATION, deviations, our_paths, references, verification

FORMS = [(optimizer.key, form.key) for optimizer in optimizers.OPTIMIZERS for form in optimizer.forms]
BY_NAME = {case.name: case for case in CASES}


@pytest.mark.parametrize(("optimizer", "form"), FORMS)
def test_every_form_has_a_reference(optimizer, form):
    assert any((case.optimizer, case.form) == (optimizer, form) for case in CASES)


@pytest.mark.parametrize("name", BY_NAME)
def test_a_form_equals_its_reference_at_every_step(name):
    worst = deviations(BY_NAME[name]).max(axis=3)
    setting, surface, row = np.unravel_index(np.argmax(worst), worst.shape)
    assert worst.max() <= TOLERANCE, f"setting {setting}, surface {surface}, step {KEPT[row]}"


@pytest.mark.parametrize("name", BY_NAME)
def test_a_reference_is_finite_and_moves_and_tells_its_settings_apart(name):
    stored = references()[name]
    assert stored.shape == (len(BY_NAME[name].settings), 4, len(KEPT), 2)
    assert np.isfinite(stored).all()
    assert (np.ptp(stored, axis=2).max(axis=-1) > 1e-2).all(), "a path that stands still checks nothing"
    assert (np.abs(stored[0] - stored[1]).max(axis=(1, 2)) > 1e-4).all(), "both settings walk the same path"


@pytest.mark.parametrize("name", BY_NAME)
def test_a_path_is_tame_enough_to_be_compared(name):
    """Rounding grows to no more than the tolerance, so the comparison holds on every machine."""
    moved = our_paths(BY_NAME[name], shift=1e-13) - our_paths(BY_NAME[name])
    assert np.abs(moved).max() <= TOLERANCE


def test_each_of_the_steps_is_checked_through_the_last():
    assert KEPT[-1] == STEPS == 200


def test_the_stored_paths_were_made_with_the_settings_in_the_cases():
    made_with = references()["about"]["settings"]
    assert made_with == {case.name: json.loads(json.dumps([case.rates, *case.settings])) for case in CASES}


def test_each_case_has_at_least_two_settings_and_names_every_hyperparameter():
    for case in CASES:
        assert len(case.settings) >= 2, case.name
        declared = {h.name for h in optimizers.get(case.optimizer).form(case.form).hyperparameters}
        for setting in range(len(case.settings)):
            assert set(case.hyperparameters(setting, 0)) - {"inner", "mask"} == declared, case.name


def test_the_committed_table_is_what_the_comparison_computes():
    committed, computed = json.loads(VERIFICATION.read_text()), verification()
    deviation = [[row.pop("worst_deviation") for row in table["rows"]] for table in (committed, computed)]
    assert committed == computed
    assert np.abs(np.subtract(*deviation)).max() <= TOLERANCE / 10.0
