"""The script that makes the same runs with PyTorch is run where PyTorch is, and ends where ours ends."""

import ast
import builtins
import importlib.util
import math
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
from surfaces.typed.functions import FUNCTIONS
from ui.formula import OWN, Formula
from ui.scene import first_scene
from ui.takeaway import torch_text
from ui.takeaway.pytorch import script
from ui.takeaway.race import race

TOLERANCE = 1e-9
# Functions of a formula that PyTorch has under the same name.
TORCH_HAS = frozenset(
    {
        *("sqrt", "abs", "exp", "log", "sin", "cos", "tan", "tanh", "sigmoid", "sign", "sinh", "cosh"),
        *("asin", "acos", "atan", "atan2", "hypot", "log2", "log10", "exp2", "pow"),
    }
)
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
# Each function that a formula may name, alone and in company, where the losses are smooth or kinks are not hit.
FORMULAS = (
    "x^2 + 3 y^2 - x y / 2",
    "x^4 - 2x^2 + 0.3x",
    "-cos(x) sin(y) + x^2 / 8 + y^2 / 8 + tan(x / 9)^2",
    "log(x^2 + 1) + log2(y^2 + 2) + log10(x^2 + y^2 + 3) + exp2(x / 3) + e^(y / 4) + 1.5^(x y)",
    "sqrt(x^2 + 1) + hypot(x, 3y + 0.1) + cbrt(x^2 + y^2 + 1) + (x^2 + 1)^0.7 + (y^2 + 2)^-2 + x^10 / 999",
    "tanh(x)^2 + sigmoid(y) + softplus(x - y) + softplus(30 + y) - gauss(x - 1) + sinh(x / 3)^2 + cosh(y / 3)",
    "min((x + 1)^2 + 4y^2, (x - 1)^2 + y^2 + 0.3, 40) + max(y, 0.1, -7) + relu(x) + abs(y - 0.3) + sign(x)",
    "asin(sin(x) / 2)^2 + acos(cos(y) / 2) + atan(x)^2 + atan2(y, x + 9)^2 + pow(x^2 + 1, y^2 / 9) + pi",
    "3",
)


def typed(text):
    scene = first_scene(OWN, ("adam", "newton", "momentum", "gd", "sam"), Formula(text, (-2.0, 2.0), (-2.0, 2.0)))
    return replace(scene, steps=40, noise=0.2 if "x y" in text else 0.0)


SCENES = {
    "every form": EVERY_FORM,
    "noise, clipping, schedules, wrappers, divergence": WITH_OPTIONS,
    "a stop": replace(first_scene("sphere"), stop=optimizers.Stop(1e-3, 0.0)),
    **{f"formula {text}": typed(text) for text in FORMULAS},
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
        Path(path).write_text(of(scene), encoding="utf-8")
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


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_every_function_of_a_formula_is_written_for_torch(function):
    assert bool(function.torch) != (function.name in TORCH_HAS)


def test_no_text_of_the_user_reaches_the_script():
    land = surfaces.from_expression("  x^2  +  Y**2 - ln( 2 ) ", dimensions=2)
    (text,) = torch_text.functions(land, hessian=False)
    assert f"    return (((x ** 2.0) + (y ** 2.0)) - {math.log(2.0)!r})\n" in text
    assert "ln" not in text
