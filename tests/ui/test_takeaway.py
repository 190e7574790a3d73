"""Files of a scene: exact, complete, and readable by others."""

import csv
import json
import re
from dataclasses import replace
from io import StringIO

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import Course, Run, averages, schedules
from ui import takeaway
from ui.scene import first_scene
from ui.takeaway import tables
from ui.takeaway.bibtex import works
from ui.takeaway.race import race

RUNS = (
    Run("gd", learning_rate=5.0),
    Run("adam", learning_rate=0.05, averaging="polyak_ruppert"),
    Run("lookahead", k=3, inner=Run("momentum", learning_rate=0.004)),
    Run("rmsprop", learning_rate=0.02, clip_norm=1.0),
)
SCENE = replace(first_scene("ill_quadratic"), runs=RUNS, steps=40, noise=0.1, seed=3)


def whole(scene, kind):
    """The text of a file, asked for part by part as the stage does."""
    text, first, serial = "", 0, 0
    while first is not None:
        serial += 1
        answer = takeaway.part(scene, {"serial": serial, "kind": kind, "first": first})
        assert answer["serial"] == serial
        text += answer["text"]
        first = answer["next"]
    return text


@pytest.fixture(params=[60_000, 50], ids=["in one part", "in parts"])
def parts(request, monkeypatch):
    monkeypatch.setattr(tables, "ROWS", request.param)


@pytest.mark.usefixtures("parts")
def test_the_csv_holds_every_step_and_the_memory_to_the_last_bit():
    rows = list(csv.DictReader(StringIO(whole(SCENE, "csv"))))
    paths = race(SCENE, record_memory=True)
    assert len(rows) == sum(int(taken) + 1 for taken in paths.steps_taken)
    for row in rows:
        r, t = int(row["run"]), int(row["step"])
        assert (row["optimizer"], row["form"]) == (RUNS[r].key, RUNS[r].form)
        assert [float(row[name]) for name in ("x", "y")] == paths.positions[r, t].tolist()
        assert float(row["loss"]) == paths.losses[r, t]
        assert [float(row[f"gradient_{axis}"]) for axis in "xy"] == paths.gradients[r, t].tolist()
        if t < paths.steps_taken[r]:
            assert float(row["learning_rate"]) == paths.learning_rates[r, t]
        else:
            assert row["learning_rate"] == ""
    adam = [row for row in rows if row["run"] == "1"]
    np.testing.assert_array_equal([float(row["m_x"]) for row in adam], paths.memory["m"][1, :, 0])
    np.testing.assert_array_equal([float(row["average_y"]) for row in adam], paths.averages[1, :, 1])
    slow = [float(row["slow_x"]) for row in rows if row["run"] == "2"]
    np.testing.assert_array_equal(slow, paths.slow[2, :, 0])
    assert all(row["m_x"] == "" for row in rows if row["run"] == "0")


@pytest.mark.usefixtures("parts")
def test_the_json_is_one_document_with_the_same_numbers():
    document = json.loads(whole(SCENE, "json"), parse_constant=pytest.fail)
    paths = race(SCENE, record_memory=True)
    assert document["scene"]["surface"]["parameters"] == dict(zip(("kappa", "angle"), SCENE.parameters, strict=True))
    assert document["scene"]["start"] == list(SCENE.start)
    assert len(document["runs"]) == len(RUNS)
    for r, run in enumerate(document["runs"]):
        taken = int(paths.steps_taken[r])
        assert run["positions"] == paths.positions[r, : taken + 1].tolist()
        assert run["status"] == paths.status[r]
        assert run["hyperparameters"] == RUNS[r].hyperparameters
        assert set(run["memory"]) >= set(RUNS[r].core.entry.memory)
    assert document["runs"][0]["status"] == "diverged"
    assert document["runs"][1]["memory"]["v"] == paths.memory["v"][1].tolist()


def test_numbers_that_json_does_not_have_are_null():
    scene = replace(first_scene("cliff"), runs=(Run("newton"),), start=(0.0, 0.0), steps=3)
    text = whole(scene, "json")
    json.loads(text, parse_constant=pytest.fail)
    assert tables._finite(np.array([[1.0, np.nan], [np.inf, 2.0]])) == [[1.0, None], [None, 2.0]]


def test_a_race_without_runs_makes_files_too():
    scene = replace(SCENE, runs=())
    assert json.loads(whole(scene, "json"))["runs"] == []
    assert len(whole(scene, "csv").splitlines()) == 1
    assert "Surface: Quadratic bowl" in whole(scene, "settings")


def test_settings_in_words_name_every_hyperparameter():
    scene = replace(SCENE, runs=(*RUNS, Run("momentum", varying={"beta": Course(0.5, 0.9)})))
    text = whole(scene, "settings")
    for run in scene.runs:
        line = next(line for line in text.splitlines() if line.startswith(f"{run.optimizer.name}, "))
        for name in run.hyperparameters:
            assert name in line
    for part in ("kappa = 100", "noise", "seed 3", "clip_norm = 1", "beta from 0.5 to 0.9", "averaging polyak_ruppert"):
        assert part.lower() in text.lower()


ENTRY = re.compile(r"@(\w+)\{([a-z0-9]+),\n((?:  \w+ = \{.+\},\n)+)\}", re.ASCII)


def test_the_bibliography_is_well_formed_and_every_work_in_it_is_cited():
    users = (*surfaces.SURFACES, *optimizers.OPTIMIZERS, *schedules.SCHEDULES, *averages.AVERAGES)
    assert set(works()) == {key for user in users for key in user.cites}
    for key, text in works().items():
        kind, named, fields = ENTRY.fullmatch(text).groups()
        assert named == key
        assert text.count("{") == text.count("}")
        wanted = {"author", "title"} | (set() if kind == "misc" else {"year"})
        assert wanted <= set(re.findall(r"^  (\w+) =", fields, re.MULTILINE))


def test_every_optimizer_cites_a_work():
    assert [o.key for o in optimizers.OPTIMIZERS if not o.cites] == []


def test_the_sources_of_a_scene_are_its_own():
    scene = replace(first_scene("beale"), runs=(Run("adam"), Run("adamax"), Run("lookahead", inner=Run("lion"))))
    text = whole(scene, "bibtex")
    found = re.findall(r"^@\w+\{(\w+),", text, re.MULTILINE)
    assert found == ["beale1958", "kingma2015", "zhang2019", "chen2023"]
    assert "% Beale: E. M. L. Beale" in text


def test_the_sources_name_schedules_and_averages_of_the_scene():
    warmed = schedules.warm_up(then=schedules.cosine())
    runs = (
        Run("gd", schedule=warmed, averaging="polynomial_decay"),
        Run("momentum", averaging="exponential"),
        Run("adam", varying={"beta1": Course(0.5, 0.9, schedules.one_cycle())}),
    )
    scene = replace(first_scene("sphere"), runs=runs, schedule=schedules.robbins_monro())
    text = whole(scene, "bibtex")
    found = re.findall(r"^@\w+\{(\w+),", text, re.MULTILINE)
    assert found[-5:] == ["goyal2017", "loshchilov2017", "robbins1951", "smith2019", "shamir2013"]
    assert "% Exponential moving average: torch.optim.swa_utils" in text


@pytest.mark.parametrize(
    "asked",
    [None, 7, "csv", {}, {"serial": "1"}, {"kind": "csv", "first": 0}, []],
)
def test_what_is_no_question_has_no_answer(asked):
    assert takeaway.part(SCENE, asked) is None


@pytest.mark.parametrize(
    "asked",
    [
        {"serial": 1},
        {"serial": 1, "kind": "../etc/passwd", "first": 0},
        {"serial": 1, "kind": ["csv"], "first": 0},
        {"serial": 1, "kind": "csv", "first": -1},
        {"serial": 1, "kind": "csv", "first": 10**9},
        {"serial": 1, "kind": "csv", "first": 0.5},
    ],
)
def test_a_malformed_question_is_refused_with_a_sentence(asked):
    answer = takeaway.part(SCENE, asked)
    assert answer["serial"] == 1
    assert "reload" in answer["refused"]
