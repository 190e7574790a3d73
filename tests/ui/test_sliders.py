"""The stage's sliders and its pad cover every number that a scene has."""

from dataclasses import replace

import pytest

import optimizers
import surfaces
from optimizers import Course
from ui.edits import apply
from ui.scene import NOISE, SEED, STEPS, TOLERANCE, first_scene
from ui.stage import sliders

FORMS = [(o.key, f.key) for o in optimizers.OPTIMIZERS for f in o.forms]
BEALE = surfaces.get("beale")


@pytest.mark.parametrize(("key", "form"), FORMS)
def test_every_hyperparameter_has_a_slider_that_shows_its_value(key, form):
    run = optimizers.Run(key, form)
    shown = {slider["name"]: slider["value"] for slider in sliders.of_run(run, BEALE)}
    assert shown == run.hyperparameters


@pytest.mark.parametrize(("key", "form"), FORMS)
def test_the_pad_joins_the_learning_rate_with_a_decay_rate_or_else_the_next_number(key, form):
    own = sliders.of_run(optimizers.Run(key, form), BEALE)
    joined = sliders.pad(own)
    rest = [slider for slider in own[1:] if slider["kind"] == "real"]
    if not rest:
        assert joined is None
        return
    assert joined is not None
    assert joined[0] == "learning_rate"
    second = next(slider for slider in rest if slider["name"] == joined[1])
    assert second["scale"] == "complement" or all(slider["scale"] != "complement" for slider in rest)


def test_what_is_annealed_leaves_the_pad_to_the_next_decay_rate():
    run = optimizers.Run("adam", varying={"beta1": Course(0.5, 0.9)})
    assert sliders.pad(sliders.of_run(run, BEALE)) == ("learning_rate", "beta2")


def test_an_optimizer_with_a_learning_rate_alone_has_no_pad():
    assert sliders.pad(sliders.of_run(optimizers.Run("lbfgs"), BEALE)) is None


def test_what_all_runs_share_can_be_typed_over_its_whole_range_and_set_by_an_edit():
    scene = first_scene()
    accepted = {slider["name"]: slider["accepted"] for slider in sliders.of_race(scene)}
    assert accepted == {"steps": STEPS, "noise": NOISE, "seed": SEED, "tolerance": TOLERANCE}
    for name, (_, high) in accepted.items():
        changed, refused = apply(scene, [{"kind": name, "value": high}])
        assert refused == []
        assert changed == replace(scene, **{name: high})


def test_where_there_is_no_least_loss_nothing_can_arrive():
    assert "tolerance" not in {slider["name"] for slider in sliders.of_race(first_scene("saddle"))}
