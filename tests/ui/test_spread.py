"""Repetitions of the race as the stage gets them."""

import json
from dataclasses import replace

import numpy as np
import pytest

import optimizers
from optimizers import Run
from ui.edits import apply
from ui.scene import first_scene
from ui.stage import spread as module
from ui.stage.message import pack, unpack
from ui.stage.picture import picture

RUNS = (Run("gd", learning_rate=0.05), Run("adam", learning_rate=0.05))
SCENE = replace(first_scene("ill_quadratic"), runs=RUNS, parameters=(10.0, 30.0), steps=200, noise=0.5, repetitions=20)


@pytest.fixture(autouse=True)
def compiled(monkeypatch):
    monkeypatch.setattr(optimizers, "ready", lambda: True)


def test_bands_clouds_and_floors_are_those_of_the_ensemble():
    header, arrays = unpack(pack(*picture(SCENE, ())))
    direct = optimizers.ensemble(SCENE.landscape, RUNS, 20, start=SCENE.start, steps=200, noise=0.5)
    np.testing.assert_allclose(arrays["bands"], direct.quantiles.astype(np.float32).ravel(), rtol=1e-5)
    np.testing.assert_allclose(arrays["cloud"], direct.ends.astype(np.float32).ravel(), rtol=1e-5, atol=1e-7)
    first, second = header["ensemble"]["rows"]
    floor = optimizers.noise_floor(SCENE.landscape, RUNS[0], 0.5)
    assert first["floor"] == pytest.approx(floor.loss)
    assert abs(first["measured"] - floor.loss) < 5.0 * first["error"]
    assert second["floor"] is None


def test_without_noise_or_repetitions_nothing_is_sent():
    for scene in (replace(SCENE, noise=0.0), replace(SCENE, repetitions=1), replace(SCENE, runs=())):
        header, arrays = picture(scene, ())
        assert header["ensemble"] is None
        assert "bands" not in arrays


def test_a_run_too_short_to_settle_says_so_instead_of_a_floor():
    header, _ = picture(replace(SCENE, steps=60), ())
    row = header["ensemble"]["rows"][0]
    assert row["waiting"]
    assert row["measured"] is None


def test_repetitions_that_would_take_too_long_are_fewer_and_it_is_said(monkeypatch):
    monkeypatch.setattr(module, "BUDGET", 2 * 201 * 7)
    header, arrays = picture(SCENE, ())
    ensemble = header["ensemble"]
    assert (ensemble["asked"], ensemble["made"], ensemble["soon"]) == (20, 7, False)
    assert arrays["cloud"].shape == (2, 7, 2)


def test_until_the_engine_is_compiled_fewer_are_made_and_the_rest_is_announced(monkeypatch):
    monkeypatch.setattr(optimizers, "ready", lambda: False)
    monkeypatch.setattr(module, "PLAIN_BUDGET", 2 * 201 * 3)
    header, _ = picture(SCENE, ())
    assert (header["ensemble"]["made"], header["ensemble"]["soon"]) == (3, True)


def test_runs_that_blow_up_make_valid_json():
    scene = replace(SCENE, runs=(Run("gd", learning_rate=5.0),))
    header, _ = unpack(pack(*picture(scene, ())))
    row = header["ensemble"]["rows"][0]
    assert row["diverged"] == 20
    assert row["floor"] == "∞"
    json.dumps(header, allow_nan=False)


def test_fresh_draws_part_twins_in_the_race_itself():
    twins = replace(SCENE, runs=(RUNS[0], RUNS[0]))
    for fresh in (False, True):
        positions = picture(replace(twins, fresh=fresh), ())[1]["positions"]
        assert (positions[0] == positions[1]).all() != fresh


def test_edits_set_repetitions_and_fresh_draws():
    scene, refused = apply(SCENE, [{"kind": "repetitions", "value": 64}, {"kind": "fresh", "value": 1}])
    assert refused == []
    assert (scene.repetitions, scene.fresh) == (64, True)
    _, refused = apply(SCENE, [{"kind": "repetitions", "value": 1e6}, {"kind": "fresh", "value": 2}])
    assert len(refused) == 2
