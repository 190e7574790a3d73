"""What the tests of the engine share."""

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

import optimizers
from optimizers import OPTIMIZERS, Run
from optimizers.engine import compile as engine_compiler

ROOT = Path(optimizers.__file__).parents[1]
SCRIPT = Path(__file__).with_name("fresh_process.py")


def every_form(surface):
    """Every form of the registry as a run, with the learning rate that the surface suggests for its family."""
    return [
        Run(optimizer.key, form.key, learning_rate=surface.learning_rates[optimizer.family])
        for optimizer in OPTIMIZERS
        for form in optimizer.forms
    ]


def report_of_a_fresh_process(cache, **environment):
    """Run fresh_process.py with this cache folder; what it has to say."""
    inherited = {name: value for name, value in os.environ.items() if name != "DESCENT_LAB_PUBLIC_NUMBA"}
    finished = subprocess.run(
        [sys.executable, "-W", "error", str(SCRIPT)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**inherited, "PYTHONPATH": str(ROOT), "DESCENT_LAB_CACHE": str(cache), **environment},
    )
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)


@pytest.fixture(params=["plain", "compiled"])
def engine(request):
    """Both engines, one after the other."""
    return request.param


@pytest.fixture(scope="session")
def forms():
    """`every_form`, for tests that choose the surface."""
    return every_form


@pytest.fixture(scope="session")
def digests():
    """The function that a fresh process uses to reduce every path of the registry to a hash."""
    return runpy.run_path(str(SCRIPT))["digests"]


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    """An empty cache folder."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def first_process(cache):
    """What a process says that finds an empty cache."""
    return report_of_a_fresh_process(cache)


@pytest.fixture(scope="session")
def second_process(cache, first_process):
    """What a process says that finds the cache of the first."""
    return report_of_a_fresh_process(cache)


@pytest.fixture(scope="session", autouse=True)
def one_compilation(request):
    """Let this process load what the first fresh one compiles, unless something compiled lies ready for it."""
    if engine_compiler.COMPILER.kernel is None and not any(
        engine_compiler.cache_root().glob(f"{engine_compiler.sources_hash()}*/*")
    ):
        request.getfixturevalue("first_process")
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("DESCENT_LAB_CACHE", str(request.getfixturevalue("cache")))
            engine_compiler.COMPILER.wait()


@pytest.fixture(scope="session")
def public_process(tmp_path_factory):
    """What a process says whose engine is compiled without Numba's private option."""
    return report_of_a_fresh_process(tmp_path_factory.mktemp("public"), DESCENT_LAB_PUBLIC_NUMBA="1")
