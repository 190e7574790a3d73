"""Colours stay apart for everyone: normal sight and the three colour deficiencies, simulated in full strength."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

import optimizers
from figures.palette import FIRST, HUES, STYLES, TOGETHER, worn
from ui.presets import PRESETS

ROOT = Path(__file__).resolve().parents[2]
# G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, A physiologically-based model for simulation of color vision
# deficiency, 2009: severity 1, on linear RGB.
SIGHT = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
# B. Ottosson, A perceptual color space for image processing, 2020.
TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
THEMES = {"light": (0, "#ffffff"), "dark": (1, "#0e1622")}
# In hundredths of the way from black to white: 2 is just seen side by side.
FIRST_APART, APART = 10.0, 8.0


def linear(color):
    channels = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255.0
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def distance(one, other, sight):
    seen = [np.clip(SIGHT[sight] @ linear(color), 0.0, 1.0) for color in (one, other)]
    return 100.0 * float(np.linalg.norm(np.subtract(*(TO_LAB @ np.cbrt(TO_CONES @ each) for each in seen))))


def contrast(one, other):
    weights = np.array([0.2126, 0.7152, 0.0722])
    dim, bright = sorted(float(weights @ linear(color)) for color in (one, other))
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", THEMES)
def test_all_hues_stay_apart_and_those_of_the_first_race_furthest(theme, sight):
    index, _ = THEMES[theme]
    hues = [pair[index] for pair in HUES]
    near = {pair: d for pair in combinations(hues, 2) if (d := distance(*pair, sight)) < APART}
    assert near == {}
    first = {pair: d for pair in combinations(hues[: len(FIRST)], 2) if (d := distance(*pair, sight)) < FIRST_APART}
    assert first == {}


@pytest.mark.parametrize("theme", THEMES)
def test_every_hue_stands_out_from_the_page(theme):
    index, ground = THEMES[theme]
    assert {pair[index]: c for pair in HUES if (c := contrast(pair[index], ground)) < 3.0} == {}


def test_the_simulation_sees_what_is_known():
    assert distance("#ff0000", "#808000", "normal") > 2.0 * distance("#ff0000", "#808000", "protanopia")
    assert distance("#00ff00", "#ffc000", "deuteranopia") < 0.6 * distance("#00ff00", "#ffc000", "normal")
    assert distance("#0000ff", "#006060", "tritanopia") < distance("#0000ff", "#006060", "normal")


def races():
    yield "the first race", FIRST
    for preset in PRESETS:
        yield preset.key, [run.key for run in preset.scene.runs]
    for group in TOGETHER:
        yield "rivals", sorted(group)


@pytest.mark.parametrize(("name", "keys"), list(races()))
def test_no_two_optimizers_of_a_race_share_a_hue(name, keys):
    hues = [STYLES[key].light for key in dict.fromkeys(keys)]
    assert len(hues) == len(set(hues)), name


def test_optimizers_that_share_a_hue_differ_in_dash_and_marker_together_and_in_marker_alone():
    assert set(STYLES) == {optimizer.key for optimizer in optimizers.OPTIMIZERS}
    for one, other in combinations(STYLES.values(), 2):
        if one.light == other.light:
            assert one.marker != other.marker


def test_runs_of_one_optimizer_keep_its_colour_and_change_dash_and_marker():
    looks = [worn("adam", n) for n in range(5)]
    assert len({(look.light, look.dark) for look in looks}) == 1
    assert len({(look.dash, look.marker) for look in looks}) == 5


def test_rivals_are_optimizers_of_the_registry():
    assert set().union(*TOGETHER) <= set(STYLES)


def test_the_page_has_the_same_hues():
    text = (ROOT / "ui" / "stage" / "browser" / "hues.js").read_text()
    pairs = re.findall(r'\["(#[0-9a-f]{6})", "(#[0-9a-f]{6})"\]', text)
    assert tuple(pairs) == HUES
