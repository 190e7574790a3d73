"""What the stage is told: the scene's paths, packed."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import Run
from ui.scene import first_scene
from ui.stage.message import pack, unpack
from ui.stage.picture import drawn, picture


def test_a_message_comes_back_as_it_went():
    header, arrays = unpack(pack({"a": [1, "β"]}, {"x": np.arange(5.0), "y": np.ones((2, 3))}))
    assert header["a"] == [1, "β"]
    np.testing.assert_array_equal(arrays["x"], np.arange(5.0))
    assert arrays["y"].size == 6


def test_numbers_beyond_single_precision_arrive_as_infinite():
    _, arrays = unpack(pack({}, {"x": np.array([1e300, -1e300, np.nan])}))
    assert math.isinf(arrays["x"][0])
    assert math.isnan(arrays["x"][2])


@pytest.mark.parametrize("key", [s.key for s in surfaces.SURFACES])
def test_every_surface_with_every_optimizer_makes_a_message(key):
    scene = replace(first_scene(key, tuple(o.key for o in optimizers.OPTIMIZERS)), steps=50)
    header, arrays = unpack(pack(*picture(scene, ())))
    direct = optimizers.run(scene.landscape, scene.runs, start=scene.start, steps=50)
    np.testing.assert_allclose(arrays["positions"], direct.positions.astype(np.float32).ravel(), rtol=1e-6)
    assert set(header["landscape"]["figures"]) == {"light", "dark"}
    assert len(header["runs"]) == len(optimizers.OPTIMIZERS)


def test_a_landscape_that_the_browser_has_is_not_sent_again():
    scene = first_scene()
    key = drawn(scene.landscape).key
    header, arrays = picture(scene, [key])
    assert "figures" not in header["landscape"]
    assert not any(name.startswith("land_") for name in arrays)
    again = picture(scene, ["another"])[0]
    assert "figures" in again["landscape"]


def test_a_run_that_blows_up_still_makes_valid_json():
    scene = replace(first_scene(), runs=(Run("gd", learning_rate=100.0),))
    header, _ = unpack(pack(*picture(scene, ())))
    assert header["runs"][0]["status"] == "diverged"
    json.dumps(header, allow_nan=False)


def test_nobody_in_the_race_is_a_picture_too():
    header, arrays = unpack(pack(*picture(replace(first_scene(), runs=()), ())))
    assert header["runs"] == []
    assert arrays["positions"].size == 0
