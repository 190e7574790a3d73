"""The rules written a second time, in C, end at the same points."""

import shutil

import pytest

import surfaces
from benchmarks.engine_against_c import AGREEMENT, FLAGS, SURFACES, UNFUSED, build, difference
from benchmarks.kernel import prepare
from optimizers import Run

COMPILER = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """rules.c, compiled."""
    if COMPILER is None:
        pytest.skip("no C compiler was found (looked for cc, gcc and clang)")
    return build(COMPILER, f"{FLAGS} {UNFUSED} -Wall -Werror", tmp_path_factory.mktemp("c") / "rules.so")


@pytest.mark.parametrize("key", SURFACES)
def test_every_rule_that_is_written_in_c_too_ends_at_the_same_point(library, key, forms):
    surface = surfaces.get(key)
    gaps = {f"{run.key}/{run.form}": difference(library, surface, run, engine="plain") for run in forms(surface)}
    compared = {label: gap for label, gap in gaps.items() if gap is not None}
    assert len(compared) >= 15
    assert {label: gap for label, gap in compared.items() if not gap <= AGREEMENT} == {}


def test_a_prepared_call_fills_the_same_arrays_again():
    call, paths = prepare(surfaces.get("beale"), [Run("adam")], steps=30, record_memory=False)
    expected = paths.positions.copy()
    paths.positions[:] = 0.0
    call()
    assert (paths.positions == expected).all()
