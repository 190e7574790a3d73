"""Compiled code is kept under a key that covers everything it is made of, wherever a folder can be written."""

import os
import shutil
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import optimizers
import surfaces
from optimizers import Run
from optimizers.engine import compile as module


@pytest.fixture
def copied_sources(tmp_path, monkeypatch):
    """A copy of the engine's sources that the hash is taken of."""
    for folder in ("surfaces", "optimizers"):
        shutil.copytree(module.ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(module, "ROOT", tmp_path)
    return tmp_path


def test_a_copy_of_the_sources_has_the_same_key_wherever_it_lies(copied_sources):
    here = module.sources_hash()
    copied_sources.joinpath("elsewhere").mkdir()
    for folder in ("surfaces", "optimizers"):
        shutil.move(copied_sources / folder, copied_sources / "elsewhere" / folder)
    module.ROOT = copied_sources / "elsewhere"
    assert module.sources_hash() == here


@pytest.mark.parametrize(
    "edited",
    [
        "surfaces/valleys.py",
        "surfaces/elementwise.py",
        "optimizers/rules/adam.py",
        "optimizers/registry.py",
        "optimizers/engine/loops.py",
        "optimizers/engine/noise.py",
        "optimizers/engine/options.py",
    ],
)
def test_an_edit_to_any_source_changes_the_key(copied_sources, edited):
    before = module.sources_hash()
    with copied_sources.joinpath(edited).open("a") as source:
        source.write("\n# one line more\n")
    assert module.sources_hash() != before


def test_a_new_a_renamed_and_a_removed_source_change_the_key(copied_sources):
    rules = copied_sources / "optimizers" / "rules"
    keys = [module.sources_hash()]
    rules.joinpath("another.py").write_text("")
    keys.append(module.sources_hash())
    rules.joinpath("another.py").rename(rules / "other.py")
    keys.append(module.sources_hash())
    rules.joinpath("adam.py").unlink()
    keys.append(module.sources_hash())
    assert len(set(keys)) == 4


def test_files_that_are_not_python_do_not_change_the_key(copied_sources):
    before = module.sources_hash()
    copied_sources.joinpath("optimizers", "notes.txt").write_text("a note")
    assert module.sources_hash() == before


def test_numbas_version_and_the_options_are_part_of_the_key(monkeypatch):
    keys = [module.sources_hash()]
    monkeypatch.setattr(module.numba, "__version__", "0.0.0")
    keys.append(module.sources_hash())
    monkeypatch.setattr(module, "PRIVATE", {"another_option": True})
    keys.append(module.sources_hash())
    assert len(set(keys)) == 3


def test_the_named_folder_is_used_and_made(tmp_path, monkeypatch):
    monkeypatch.setenv("DESCENT_LAB_CACHE", str(tmp_path / "not" / "yet"))
    assert module.cache_root() == tmp_path / "not" / "yet"
    assert module.cache_root().is_dir()


def test_without_a_named_folder_the_users_cache_is_used(tmp_path, monkeypatch):
    monkeypatch.delenv("DESCENT_LAB_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert module.cache_root() == tmp_path / "descent-lab"


@pytest.mark.parametrize("variable", ["DESCENT_LAB_CACHE", "XDG_CACHE_HOME"])
def test_a_folder_that_cannot_be_written_gives_way_to_the_temporary_one(tmp_path, monkeypatch, variable):
    tmp_path.joinpath("file").write_text("where a folder should be")
    monkeypatch.delenv("DESCENT_LAB_CACHE", raising=False)
    monkeypatch.setenv(variable, str(tmp_path / "file" / "below"))
    assert module.cache_root() == Path(tempfile.gettempdir()) / "descent-lab"


def test_the_newest_builds_are_kept_and_older_ones_forgotten(tmp_path):
    builds = [tmp_path / f"{number:016x}-numba0.0.0" for number in range(8)]
    for age, build in enumerate(builds):
        build.mkdir()
        os.utime(build, (1000.0 - age, 1000.0 - age))
    current = builds[-1]
    module._forget_old_builds(tmp_path, current)
    assert sorted(tmp_path.iterdir()) == sorted([*builds[: module.KEPT_BUILDS], current])


def test_what_is_not_a_build_is_never_removed(tmp_path):
    for number in range(8):
        tmp_path.joinpath(f"photographs {number}").mkdir()
    current = tmp_path / f"{0:016x}-numba0.0.0"
    current.mkdir()
    module._forget_old_builds(tmp_path, current)
    assert len(list(tmp_path.iterdir())) == 9


class FakeKernel:
    """Stands in for the compiled loop where only the comings and goings around it matter."""

    class stats:  # noqa: N801
        cache_hits = 0

    def compile(self, signature):
        time.sleep(0.05)


def test_however_many_threads_ask_the_engine_is_compiled_once(tmp_path, monkeypatch):
    monkeypatch.setenv("DESCENT_LAB_CACHE", str(tmp_path))
    compiled = []
    monkeypatch.setattr(module, "_cached_dispatcher", lambda folder: compiled.append(FakeKernel()) or compiled[-1])
    compiler, barrier = module.Compiler(), threading.Barrier(8)

    def ask(_):
        barrier.wait()
        return compiler.wait()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    assert len(compiled) == 1
    assert all(answer is compiled[0] for answer in answers)


@pytest.fixture
def broken_compiler(tmp_path, monkeypatch):
    """A compiler that fails, in the place of the real one."""

    def fail(folder):
        raise OSError("no space left")

    monkeypatch.setenv("DESCENT_LAB_CACHE", str(tmp_path))
    monkeypatch.setattr(module, "_cached_dispatcher", fail)
    monkeypatch.setattr(module, "COMPILER", module.Compiler())
    return module.COMPILER


def test_an_engine_that_does_not_compile_says_why(broken_compiler, caplog):
    with pytest.raises(RuntimeError, match="the engine did not compile: no space left"):
        broken_compiler.wait()
    assert "paths are computed in plain Python" in caplog.text


def test_small_jobs_go_on_in_plain_python_when_the_engine_does_not_compile(broken_compiler):
    with pytest.raises(RuntimeError):
        broken_compiler.wait()
    paths = optimizers.run(surfaces.get("beale"), [Run("gd")], steps=50)
    assert (paths.compiled, paths.status) == (False, ("running",))
