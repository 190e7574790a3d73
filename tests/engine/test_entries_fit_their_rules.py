"""An entry whose names differ from its rule's signature is refused, so that no number reaches the wrong argument."""

from dataclasses import replace

import pytest

from optimizers import OPTIMIZERS
from optimizers.interface import Form, Hyperparameter, decay, learning_rate

BETA = decay("beta", "β", 0.9, "How much survives a step.")
RHO = decay("rho", "ρ", 0.9, "How much survives a step.")
FORMS = [(optimizer.key, form) for optimizer in OPTIMIZERS for form in optimizer.forms]


def rule(w, g, m, t, learning_rate, beta):
    """A rule with one vector of memory and one hyperparameter beside the rate."""


def probing_rule(w, g, m, gradient_at, landscape, t, learning_rate, beta):
    """The same, asking for gradients of its own."""


def rateless(w, g, t, beta):
    """A rule without a learning rate."""


def form(**changes):
    """An entry that fits `rule`, with some of it changed."""
    fitting = {
        "key": "example",
        "name": "Example",
        "rule": rule,
        "update": ("w",),
        "hyperparameters": (learning_rate(), BETA),
        "memory": ("m",),
    }
    return Form(**(fitting | changes))


def test_an_entry_that_fits_its_rule_is_accepted():
    assert form().memory == ("m",)
    assert form(rule=probing_rule, probing=True).probing


@pytest.mark.parametrize(
    "changes",
    [
        {"memory": ()},
        {"memory": ("v",)},
        {"memory": ("m", "v")},
        {"hyperparameters": (learning_rate(),)},
        {"hyperparameters": (learning_rate(), RHO)},
        {"hyperparameters": (learning_rate(), BETA, RHO)},
        {"hyperparameters": (BETA, learning_rate())},
        {"probing": True},
        {"rule": probing_rule},
        {"hessian": True},
        {"inputs": ("mask",)},
        {"workspace": 2},
    ],
    ids=[
        "memory not declared",
        "memory by another name",
        "memory that the rule has not",
        "hyperparameter not declared",
        "hyperparameter by another name",
        "hyperparameter that the rule has not",
        "hyperparameters in another order",
        "probing without asking",
        "asking without probing",
        "Hessian that the rule does not ask for",
        "input that the rule does not take",
        "workspace that the rule does not take",
    ],
)
def test_an_entry_that_does_not_fit_its_rule_is_refused_with_both_sides(changes):
    with pytest.raises(ValueError, match=r"form 'example': the entry declares \(.*\), the rule takes \(.*\)"):
        form(**changes)


@pytest.mark.parametrize("initial", [(("v", "learning_rate"),), (("m", "rho"),), (("m", "m"),)])
def test_memory_begins_at_a_hyperparameter_of_its_form_or_the_entry_is_refused(initial):
    assert form(initial=(("m", "beta"),)).first_memory((0.1, 0.9)) == (0.9,)
    with pytest.raises(ValueError, match="cannot begin at"):
        form(initial=initial)


def test_an_entry_without_a_learning_rate_is_refused():
    with pytest.raises(ValueError, match="the first hyperparameter must be learning_rate"):
        form(rule=rateless, memory=(), hyperparameters=(BETA,))


@pytest.mark.parametrize(("key", "entry"), FORMS, ids=[f"{key}/{entry.key}" for key, entry in FORMS])
def test_no_entry_of_the_registry_survives_a_renamed_hyperparameter(key, entry):
    renamed = Hyperparameter("renamed", "r", 0.0, 0.0, 1.0)
    with pytest.raises(ValueError, match="the entry declares"):
        replace(entry, hyperparameters=(*entry.hyperparameters[:-1], renamed))
    with pytest.raises(ValueError, match="the entry declares"):
        replace(entry, memory=(*entry.memory, "renamed"))
