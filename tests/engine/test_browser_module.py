"""The module for browsers: what it is made from, what is refused, and that it finds the server's numbers."""

import json
from pathlib import Path

import numba
import pytest
from agreeing import in_node
from recording import FORMULAS, record

import optimizers
import surfaces
from optimizers.engine import loops
from optimizers.engine.browser import build, container, recipe, translate
from optimizers.engine.browser.supply import Supply

STEPS = 60


def test_the_shipped_module_is_of_these_sources_and_counts_as_the_registries_do():
    shipped = build.read(build.SHIPPED)
    assert shipped is not None
    differing = [name for name, value in recipe.recipe().items() if shipped.manifest[name] != json_of(value)]
    assert not differing, f"{differing} differ; python -m optimizers.engine.browser makes the module anew"


def json_of(value):
    return json.loads(json.dumps(value))


def test_node_finds_the_servers_numbers_bit_for_bit_for_every_form_on_every_surface(tmp_path):
    found = in_node(tmp_path, build.SHIPPED, record(STEPS))
    assert found["jobs"] == 2 * (len(surfaces.SURFACES) + len(FORMULAS))
    assert found["differing"] == []
    assert found["equal"] == found["compared"] > 1_000_000


def test_a_module_that_was_just_made_is_the_shipped_one(first_process, tmp_path, cache):
    made = build.read(cache / "made")
    shipped = build.read(build.SHIPPED)
    assert made is not None
    differing = [name for name in shipped.manifest if made.manifest[name] != shipped.manifest[name]]
    # The compiler fits vectors to the machine at hand, which changes the code and not what it computes.
    assert not set(differing) - {"bytes", "crc32", "numba"}
    found = in_node(tmp_path, cache / "made", record(STEPS))
    assert found["differing"] == []


def test_a_module_names_no_folder_and_no_file(first_process, cache):
    for folder in (build.SHIPPED, cache / "made"):
        module = build.read(folder).module
        assert not [word for word in (b".py", b"numba", b"site-packages") if word in module]
        for path in (Path.home(), build.SHIPPED, Path(numba.__file__).parent, cache):
            assert str(path).encode() not in module


def test_what_exceptions_are_made_of_is_left_behind_whatever_its_length():
    code = """
@.const.pickledata.1f = internal constant [9 x i8] c"/a/b.py..", align 1
@.const.pickledata.1f.sha1 = internal constant [2 x i8] c"..", align 1
@.const.picklebuf.2e = internal constant { ptr, i32, ptr } { ptr @.const.pickledata.1f, i32 9, ptr null }
@table = internal constant [2 x i8] c"xy", align 1
"""
    assert (
        translate.without_pickles(code)
        == """
@.const.pickledata.1f = internal constant [1 x i8] zeroinitializer
@.const.pickledata.1f.sha1 = internal constant [1 x i8] zeroinitializer
@.const.picklebuf.2e = internal constant { ptr, i32, ptr } zeroinitializer
@table = internal constant [2 x i8] c"xy", align 1
"""
    )


def importing(name):
    """A module that asks for one function."""
    entry = b"\x03env" + bytes([len(name)]) + name.encode() + b"\x00\x00"
    content = b"\x01" + entry
    return container.MAGIC + bytes([container.IMPORT, len(content)]) + content


def test_a_module_that_asks_for_a_foreign_function_is_refused_by_its_name():
    with pytest.raises(translate.BuildError, match="NRT_allocate, which no page has"):
        build.refuse_imports(importing("NRT_allocate"))


def test_a_structure_that_holds_addresses_is_refused():
    translate.refuse_layouts("%a = alloca { double, double }, align 8\n%b = alloca ptr\n%c = alloca [4 x double]")
    with pytest.raises(translate.BuildError, match="layout depends on the machine"):
        translate.refuse_layouts("%a = alloca { ptr, i64, [2 x i64] }, align 8")


def test_an_argument_that_the_signature_does_not_name_is_refused():
    with pytest.raises(translate.BuildError, match=r"takes 'extra\.4'|takes 'arg\.extra\.4'"):
        translate._entry("loop", [("ptr", ""), ("ptr", ""), ("ptr", "arg.extra.4")], [])


def test_code_from_the_cache_is_refused(monkeypatch):
    class FromTheCache:
        signatures = (None,)

        def inspect_llvm(self, signature):
            return ""

    with pytest.raises(translate.BuildError, match="compile it anew"):
        build.build(FromTheCache())


def test_a_damaged_module_is_not_read(tmp_path):
    shipped = build.read(build.SHIPPED)
    build.write(shipped, tmp_path)
    assert build.read(tmp_path) == shipped
    (tmp_path / build.MODULE).write_bytes(shipped.module[:-1] + b"\x00\x00")
    assert build.read(tmp_path) is None


@pytest.mark.parametrize("part", ["sources", "rules", "surfaces", "arguments"])
def test_a_module_of_other_sources_or_registries_does_not_fit(part):
    shipped = build.read(build.SHIPPED)
    assert build.fits(shipped)
    assert not build.fits(build.Build(shipped.module, {**shipped.manifest, part: "other"}))


def test_texts_do_not_change_the_hash_of_the_sources_and_code_does(monkeypatch, tmp_path):
    def hashed(source):
        path = recipe.ENGINE.parents[1] / "optimizers" / "engine" / "loops.py"
        monkeypatch.setattr(recipe, "_files", lambda: [path])
        monkeypatch.setattr(Path, "read_text", lambda self: source)
        found = recipe.sources_hash.__wrapped__()
        monkeypatch.undo()
        return found

    plain = hashed("def f(x):\n    '''One sentence here.'''\n    return 2.0 * x  # why")
    assert hashed("def f(x):\n    '''Another one, longer.'''\n    return 2.0 * x") == plain
    assert hashed("def f(x):\n    '''One sentence here.'''\n    return 2.5 * x") != plain


def test_a_rule_counts_with_the_functions_and_numbers_that_it_names():
    def words(function):
        return list(recipe._code(function, set()))

    turn = surfaces.get("fractal").kernel
    assert f"TURN_COS = {turn.__globals__['TURN_COS']!r}" in words(turn)
    for optimizer in optimizers.OPTIMIZERS:
        for form in optimizer.forms:
            named = [form.rule.__globals__.get(name) for name in form.rule.__code__.co_names]
            helpers = [f for f in named if getattr(f, "__module__", None) == form.rule.__module__]
            for helper in helpers:
                assert set(words(helper)) <= set(words(form.rule))


def test_where_the_sources_differ_the_app_makes_a_module_in_the_background_and_says_so(monkeypatch, tmp_path, caplog):
    from optimizers.engine.browser import supply

    shipped = build.read(build.SHIPPED)
    old = tmp_path / "old"
    build.write(build.Build(shipped.module, {**shipped.manifest, "sources": "0" * 16}), old)
    monkeypatch.setattr(supply, "SHIPPED", old)
    monkeypatch.setattr(supply, "kept", lambda: tmp_path / "kept")
    monkeypatch.setattr(supply, "compiled_loop", lambda: None)
    monkeypatch.setattr(supply, "build", lambda loop: shipped)
    caplog.set_level("INFO", logger="optimizers")
    assert Supply().wait() == shipped
    assert "the shipped module for browsers is of other sources" in caplog.text
    assert f"made a module of {len(shipped.module)} bytes" in caplog.text
    assert build.read(tmp_path / "kept") == shipped
    monkeypatch.setattr(supply, "build", None)
    assert Supply().ready == shipped, "the next process finds it"


def test_the_loop_and_the_module_count_the_same_ends():
    assert set(recipe.recipe()["statuses"].values()) == {
        loops.BUDGET_USED,
        loops.CONVERGED_GRADIENT,
        loops.CONVERGED_LOSS,
        loops.DIVERGED,
    }
