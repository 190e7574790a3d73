"""The script that makes the same runs with PyTorch is run where PyTorch is, and ends where ours ends."""

import ast
import builtins
import importlib.util
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import Course, Run, schedules
from ui.scene import first_scene
from ui.takeaway.pytorch import script
from ui.takeaway.race import race

TOLERANCE = 1e-9
FORMS = [(optimizer, form) for optimizer in optimizers.OPTIMIZERS for form in optimizer.forms]


def torch_python():
    """The interpreter that has PyTorch: the one named in TORCH_PYTHON, or this one."""
    named = os.environ.get("TORCH_PYTHON")
    if named or importlib.util.find_spec("torch"):
        return named or sys.executable
    return pytest.skip("PyTorch is not installed here; name an interpreter that has it in TORCH_PYTHON")


def of(scene):
    return script(scene, race(scene), "A test")


EVERY_FORM = replace(
    first_scene("beale"),
    runs=tuple(optimizers.default_run(o, surfaces.get("beale")).with_form(form.key) for o, form in FORMS),
    steps=60,
)
AROUND = (
    Run("gd", learning_rate=0.01, clip_norm=1.0, clip_value=0.9),
    Run("adam", learning_rate=0.05, schedule=schedules.get("cosine")()),
    Run("adam", "eps_inside", learning_rate=0.05, schedule=schedules.get("reduce_on_plateau")()),
    Run("momentum", learning_rate=0.004, varying={"beta": Course(0.5, 0.9)}),
    Run("lookahead", k=3, alpha=0.4, inner=Run("adam", learning_rate=0.05)),
    Run("lookahead", k=5, inner=Run("radam", "optax", learning_rate=0.05, beta2=0.99)),
    Run("sam", learning_rate=0.004, clip_norm=2.0),
    Run("line_search"),
    Run("newton", damping=1.0),
    Run("sparse_adam", learning_rate=0.05, mask=((1.0, 0.0), (0.0, 1.0), (1.0, 1.0))),
    Run("nesterov", "pytorch", learning_rate=0.004, beta=0.0),
    Run("gd", learning_rate=5.0),
)
WITH_OPTIONS = replace(first_scene("beale"), runs=AROUND, steps=80, noise=0.3, seed=7)
SCENES = {
    "every form": EVERY_FORM,
    "noise, clipping, schedules, wrappers, divergence": WITH_OPTIONS,
    "a stop": replace(first_scene("sphere"), stop=optimizers.Stop(1e-3, 0.0)),
    **{
        f"surface {land.key}": replace(first_scene(land.key, ("adam", "newton", "momentum")), steps=25)
        for land in surfaces.SURFACES
    },
}


@pytest.mark.parametrize("name", SCENES)
def test_a_script_binds_every_name_that_it_uses(name):
    tree = ast.parse(of(SCENES[name]))
    bound = set(dir(builtins))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            bound.add(node.name)
        elif isinstance(node, ast.arg | ast.alias):
            bound.add(node.arg if isinstance(node, ast.arg) else node.asname or node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.add(node.id)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    assert used <= bound


def test_no_name_stands_for_two_things():
    tree = ast.parse(of(EVERY_FORM))
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    names += [target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]
    assert len(names) == len(set(names))


def test_forms_that_torch_has_are_made_by_torch():
    text = of(EVERY_FORM)
    for optimizer, form in FORMS:
        line = next(line for line in text.splitlines() if line.startswith(f"walk('{optimizer.key}/{form.key}"))
        assert form.wraps or ("lambda w: torch.optim." in line) == bool(form.torch), line


RUN_ALL = "import runpy, sys; [(print(path), runpy.run_path(path)) for path in sys.argv[1:]]"


def test_every_end_point_is_ours(tmp_path):
    python = torch_python()
    paths = {str(tmp_path / f"runs_{number}.py"): scene for number, scene in enumerate(SCENES.values())}
    for path, scene in paths.items():
        Path(path).write_text(of(scene))
    result = subprocess.run([python, "-W", "error", "-c", RUN_ALL, *paths], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    checked = 0
    for line in result.stdout.splitlines():
        title, *numbers = line.split("\t")
        if numbers:
            theirs, ours = np.array(numbers, float).reshape(2, 2)
            np.testing.assert_allclose(theirs, ours, rtol=TOLERANCE, atol=TOLERANCE, err_msg=title)
            checked += 1
    assert checked == sum(len(scene.runs) for scene in SCENES.values())


def test_a_surface_without_a_python_function_is_refused_with_a_reason():
    typed = surfaces.from_expression("x^2 + y^2")
    scene = first_scene("sphere")
    shown = type("Typed", (), {"landscape": typed, "runs": scene.runs, "start": scene.start, "noise": 0.0})()
    with pytest.raises(ValueError, match="typed formula"):
        script(shown, race(scene), "A test")
