"""What every entry of the registry promises: names, ranges, parameters, texts, learning rates, array behaviour."""

import ast
import inspect
import re
from textwrap import dedent
from typing import get_args

import numpy as np
import pytest
from variants import PARAMETRIC, VARIANTS, label, points

import surfaces
from surfaces import SURFACES
from surfaces.elementwise import ARRAYS

FAMILIES = {"gradient", "momentum", "adaptive", "accumulating", "sign"}
BRANCHES = (ast.If, ast.IfExp, ast.BoolOp, ast.Not, ast.While, ast.Try, ast.Match, ast.Assert, ast.comprehension)

every_surface = pytest.mark.parametrize("surface", SURFACES, ids=label)
every_variant = pytest.mark.parametrize("surface", VARIANTS, ids=label)
every_parametric_surface = pytest.mark.parametrize("surface", PARAMETRIC, ids=label)


def test_keys_and_names_are_unique_and_keys_are_plain_words():
    keys, names = [s.key for s in SURFACES], [s.name for s in SURFACES]
    assert len(set(keys)) == len(keys)
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", key) for key in keys)


@every_surface
def test_get_returns_the_entry_with_the_key(surface):
    assert surfaces.get(surface.key) is surface


@every_surface
def test_get_lists_the_right_key_for_a_misspelt_one(surface):
    misspelt = surface.key[:-1] + "_"
    with pytest.raises(surfaces.UnknownName, match=rf"{misspelt}.*\b{surface.key}\b"):
        surfaces.get(misspelt)


def test_get_of_something_unlike_any_key_lists_the_keys_and_is_a_lookup_error():
    with pytest.raises(LookupError, match="rosenbrock"):
        surfaces.get("???")


@every_variant
def test_ranges_increase_and_the_start_is_in_view(surface):
    for low, high, start in zip(*zip(surface.x_range, surface.y_range, strict=True), surface.start, strict=True):
        assert low < high
        assert low <= start <= high


@every_surface
def test_every_family_of_optimizers_has_a_positive_learning_rate(surface):
    assert set(surface.learning_rates) == FAMILIES
    assert all(0.0 < rate <= 100.0 for rate in surface.learning_rates.values())
    assert 10 <= surface.steps <= 5000


@every_surface
def test_the_lesson_has_two_sentences(surface):
    sentences = re.findall(r"[^\s].*?[.?!](?=\s|$)", surface.lesson)
    assert len(sentences) == 2
    assert "".join(surface.lesson.split()) == "".join("".join(sentences).split())


@every_surface
def test_name_formula_and_source_are_given(surface):
    assert surface.name.strip()
    assert surface.source.strip().endswith(".")
    assert surface.formula.startswith("f(x")
    assert surface.formula.count("{") == surface.formula.count("}")
    assert surface.formula.count(r"\left") == surface.formula.count(r"\right")


@every_surface
def test_the_formula_names_every_parameter(surface):
    letters = {"κ": r"\kappa", "φ": r"\varphi", "σ": r"\sigma", "τ": r"\tau", "ρ": r"\rho"}
    for parameter in surface.parameters:
        assert letters.get(parameter.symbol, parameter.symbol) in surface.formula


@every_variant
def test_two_floats_give_floats(surface):
    numbers = (surface.value(*surface.start), *surface.gradient(*surface.start), *surface.hessian(*surface.start))
    assert {type(number) for number in numbers} == {float}


@every_variant
def test_arrays_broadcast_and_agree_with_floats(surface):
    xs, ys = points(surface, 6)
    xs, ys = xs[:4], ys[:3]
    whole = (
        surface.value(xs[None, :], ys[:, None]),
        *surface.gradient(xs[None, :], ys[:, None]),
        *surface.hessian(xs[None, :], ys[:, None]),
    )
    for part in whole:
        assert part.shape == (3, 4)
        assert part.dtype == np.float64
    for i, v in enumerate(ys):
        for j, u in enumerate(xs):
            single = (surface.value(u, v), *surface.gradient(u, v), *surface.hessian(u, v))
            for part, number in zip(whole, single, strict=True):
                assert part[i, j] == pytest.approx(number, rel=1e-12, abs=1e-12 * np.abs(part).max())


@every_surface
def test_the_arrays_that_come_back_are_the_caller_s_own(surface):
    xs, ys = points(surface)
    before = xs.copy(), ys.copy()
    for part in (surface.value(xs, ys), *surface.gradient(xs, ys), *surface.hessian(xs, ys)):
        part[:] = -1.0
    assert np.array_equal((xs, ys), before)


def _functions(surface):
    return surface.kernel, surface.curvature


@every_surface
def test_kernels_do_not_branch_because_they_run_on_arrays_too(surface):
    for function in _functions(surface):
        tree = ast.parse(dedent(inspect.getsource(function)))
        assert not [node for node in ast.walk(tree) if isinstance(node, BRANCHES)]


@every_surface
def test_kernels_call_only_functions_that_have_a_form_for_arrays(surface):
    for function in _functions(surface):
        globals_ = function.__globals__
        used = set(function.__code__.co_names)
        numbers = {name for name in used if isinstance(globals_.get(name), int | float)}
        assert used - numbers <= set(ARRAYS) | {"range"}


@every_surface
def test_kernel_and_curvature_take_the_surface_s_constants_after_x_and_y(surface):
    for function in _functions(surface):
        assert function.__code__.co_argcount == 2 + len(surface.constants)


@every_surface
def test_a_curve_ignores_y(surface):
    if surface.dimensions == 2:
        _, df_dy = surface.gradient(*points(surface))
        assert np.abs(df_dy).max() > 0.0
        return
    xs, ys = points(surface)
    assert np.array_equal(surface.value(xs, ys), surface.value(xs, 0.0))
    assert not surface.gradient(xs, ys)[1].any()
    assert not np.any(surface.hessian(xs, ys)[1:])
    assert all(landmark.y == 0.0 for landmark in (*surface.minima, *surface.critical_points))


@every_parametric_surface
def test_a_parameter_out_of_range_is_refused_with_its_name_and_its_bounds(surface):
    for parameter in surface.parameters:
        for value in (parameter.low - 1.0, parameter.high + 1.0, np.nan):
            bounds = re.escape(f"{parameter.low:g} … {parameter.high:g}")
            with pytest.raises(ValueError, match=rf"{parameter.name} of {surface.key} .*{bounds}"):
                surface.with_parameters(**{parameter.name: value})


@every_surface
def test_an_unknown_parameter_is_refused_and_the_known_ones_are_listed(surface):
    known = ", ".join(p.name for p in surface.parameters) or "none"
    with pytest.raises(ValueError, match=f"{surface.key} has no parameter 'wobble'; it has: {known}"):
        surface.with_parameters(wobble=1.0)


@every_parametric_surface
def test_a_default_lies_within_its_bounds_and_its_note_is_a_sentence(surface):
    for parameter, value in zip(surface.parameters, surface.values, strict=True):
        assert value == parameter.default
        assert parameter.low < parameter.high
        assert parameter.low <= parameter.default <= parameter.high
        assert parameter.scale in get_args(type(parameter).__annotations__["scale"])
        assert parameter.scale == "linear" or parameter.low > 0.0
        assert parameter.note.endswith(".")
        assert parameter.symbol


@every_parametric_surface
def test_changing_one_parameter_keeps_the_others_and_the_original(surface):
    first, *rest = surface.parameters
    changed = surface.with_parameters(**{p.name: p.high for p in rest}).with_parameters(**{first.name: first.low})
    assert changed.values == (first.low, *(p.high for p in rest))
    assert surface.values == tuple(p.default for p in surface.parameters)
    assert changed.key == surface.key


@every_parametric_surface
def test_every_parameter_changes_the_loss(surface):
    xs, ys = points(surface)
    for parameter in surface.parameters:
        low = surface.with_parameters(**{parameter.name: parameter.low})
        high = surface.with_parameters(**{parameter.name: parameter.high})
        assert not np.allclose(low.value(xs, ys), high.value(xs, ys))
