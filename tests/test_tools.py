"""The house rules that tools can check."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOOLS = {
    "style": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "imports that flow one way": ["lint-imports"],
}


@pytest.mark.parametrize("rule", TOOLS)
def test_the_code_keeps_to_its(rule):
    name, *arguments = TOOLS[rule]
    tool = shutil.which(name, path=Path(sys.executable).parent) or shutil.which(name)
    assert tool, f"{name} is not installed: pip install -r requirements-dev.txt"
    result = subprocess.run([tool, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def sources(*patterns):
    skipped = {".venv", "static", ".git", "node_modules"}
    return [p for pattern in patterns for p in ROOT.rglob(pattern) if not skipped & set(p.relative_to(ROOT).parts)]


def test_no_file_is_longer_than_a_room():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources("*.py", "*.js")
        if (lines := len(path.read_text().splitlines())) > 400
    }
    assert long == {}


def test_only_one_room_builds_functions_from_text():
    makers = {"exec(", "eval("}
    found = {
        str(path.relative_to(ROOT))
        for path in sources("*.py")
        if path != Path(__file__)
        for line in path.read_text().splitlines()
        if any(maker in line.replace("rule_exec(", "") for maker in makers)
        and not line.lstrip().startswith(("#", '"'))
        and "page.evaluate(" not in line
        and ".eval(" not in line
    }
    assert found == {"optimizers/engine/switches.py"}


def test_every_requirement_has_bounds():
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text().splitlines():
            if line and not line.startswith(("#", "-r")):
                assert ">=" in line, line
                assert "<" in line, line


def test_the_readme_names_the_python_that_the_project_needs():
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"].removeprefix(">=")
    assert f"Python {needed}" in (ROOT / "README.md").read_text()
