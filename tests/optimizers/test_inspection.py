"""A step explained is the step that raced: the same rule, the same numbers, written down."""

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import Run, explain, schedules
from optimizers.inspection.terms import Term, typeset, write

BEALE = surfaces.get("beale")
FORMS = [
    pytest.param(optimizer, form, id=f"{optimizer.key}/{form.key}")
    for optimizer in optimizers.OPTIMIZERS
    for form in optimizer.forms
]
CALM = 0.2


def calm(optimizer, form):
    return Run(optimizer.key, form.key, learning_rate=CALM * BEALE.learning_rates[optimizer.family])


def walk(run, steps=30, surface=BEALE, engine="plain", **settings):
    return optimizers.run(surface, [run], steps=steps, engine=engine, **settings)


def line(explanation, name, group="rule"):
    return [each for each in explanation.lines if (each.name, each.group) == (name, group)][-1]


@pytest.mark.parametrize(("optimizer", "form"), FORMS)
def test_the_explained_step_is_the_runs_own_to_the_bit(optimizer, form):
    paths = walk(calm(optimizer, form))
    for t in range(1, int(paths.steps_taken[0]) + 1):
        step = explain(BEALE, paths, 0, t)
        assert step.before == tuple(paths.positions[0, t - 1])
        assert step.after == tuple(paths.positions[0, t])
        written = {(each.name, part.coordinate): part.value for each in step.lines for part in each.parts}
        for name in form.memory:
            for i in (0, 1):
                now = paths.memory[name][0, t, i]
                assert written.get((typeset(name), i), now) == now, f"{name} at step {t}"


def test_the_compiled_engines_steps_are_explained_to_the_last_digits():
    for optimizer in optimizers.OPTIMIZERS:
        for form in optimizer.forms:
            paths = walk(calm(optimizer, form), engine="compiled")
            for t in (1, 2, 9, 30):
                step = explain(BEALE, paths, 0, min(t, int(paths.steps_taken[0])))
                np.testing.assert_allclose(step.after, paths.positions[0, step.step], rtol=1e-12, atol=1e-12)


AROUND = {
    "noise": (Run("adam", learning_rate=0.05), {"noise": 0.7, "seed": 5}),
    "noise where it looks ahead": (Run("nesterov", "lookahead", learning_rate=1e-3), {"noise": 0.7, "seed": 5}),
    "clipping": (Run("momentum", learning_rate=0.01, clip_norm=1.5, clip_value=1.2), {}),
    "a schedule": (Run("adam", learning_rate=0.05), {"schedule": schedules.get("cosine")()}),
    "an annealed hyperparameter": (
        Run("momentum", learning_rate=1e-3, varying={"beta": schedules.anneal(0.5, 0.9)}),
        {},
    ),
    "lookahead": (Run("lookahead", learning_rate=0.05, k=3, inner=Run("radam", learning_rate=0.05)), {}),
    "an average": (Run("adam", learning_rate=0.05, averaging="polynomial_decay"), {}),
    "a mask": (Run("sparse_adam", learning_rate=0.05, mask=[(1, 0), (0, 1), (1, 1)]), {}),
    "clipping around a line search": (Run("line_search", clip_norm=1.0), {}),
    "noise in a search that remembers": (
        Run("lbfgs", "pytorch_strong_wolfe", learning_rate=0.2),
        {"noise": 0.3, "seed": 2},
    ),
    "a plateau": (Run("gd", learning_rate=1e-3), {"schedule": schedules.get("reduce_on_plateau")(patience=2)}),
}


@pytest.mark.parametrize("which", AROUND)
def test_everything_around_a_rule_is_part_of_the_explanation(which):
    run, settings = AROUND[which]
    paths = walk(run, **settings)
    seen = {name: settings[name] for name in ("noise", "seed") if name in settings}
    for t in range(1, int(paths.steps_taken[0]) + 1):
        step = explain(BEALE, paths, 0, t, **seen)
        assert step.after == tuple(paths.positions[0, t])
        if run.averaging:
            assert line(step, "average", "average").values == tuple(paths.averages[0, t])


def test_a_typed_surface_is_explained_too():
    typed = surfaces.from_expression("x^2 + 3 y^2 + x y")
    paths = optimizers.run(typed, [Run("newton"), Run("nesterov", "lookahead", learning_rate=0.01)], steps=5)
    for r in (0, 1):
        for t in range(1, int(paths.steps_taken[r]) + 1):
            assert explain(typed, paths, r, t).after == tuple(paths.positions[r, t])


def test_adams_step_reads_like_the_paper():
    paths = walk(Run("adam", learning_rate=0.05), steps=3)
    step = explain(BEALE, paths, 0, 2)
    g = paths.gradients[0, 1]
    m, v = paths.memory["m"][0], paths.memory["v"][0]
    mean = line(step, "m")
    assert mean.shared
    assert mean.formula == "β₁ · m + (1 − β₁) · gradient"
    assert mean.numbers[0] == f"0.9 · {m[1, 0]:.6g} + (1 − 0.9) · {g[0]:.6g}"
    assert mean.values == tuple(m[2])
    assert line(step, "v").values == tuple(v[2])
    np.testing.assert_array_equal(line(step, "m̂").values, m[2] / (1.0 - 0.9**2))
    np.testing.assert_array_equal(line(step, "v̂").values, v[2] / (1.0 - 0.999**2))
    hats = np.array(line(step, "m̂").values) / (np.sqrt(line(step, "v̂").values) + 1e-8)
    np.testing.assert_allclose(step.moved, -0.05 * hats, rtol=1e-12)
    names = [each.name for each in step.lines]
    assert names.index("v") < names.index("m̂") < names.index("w") < names.index("Δw") < names.index("effective rate")
    np.testing.assert_allclose(line(step, "effective rate", "outcome").values, -np.array(step.moved) / g, rtol=1e-12)


def test_momentums_step_is_two_lines():
    paths = walk(Run("momentum", "classical", learning_rate=0.001, beta=0.9), steps=3)
    step = explain(BEALE, paths, 0, 3)
    rule = [(each.name, each.formula) for each in step.lines if each.group == "rule"]
    assert rule == [("v", "β · v − η · g"), ("w", "w + v")]


def test_a_sum_over_both_coordinates_is_one_line():
    paths = walk(Run("novograd", learning_rate=0.05), steps=3)
    assert line(explain(BEALE, paths, 0, 2), "squared").formula == "g[x] · g[x] + g[y] · g[y]"


def test_coordinates_that_take_different_branches_have_formulas_of_their_own():
    paths = walk(Run("rprop", "lecture", learning_rate=0.1), steps=60)
    for t in range(2, 61):
        g, before = paths.gradients[0, t - 1], paths.memory["previous"][0, t - 1]
        if g[0] * before[0] > 0.0 > g[1] * before[1]:
            break
    length = line(explain(BEALE, paths, 0, t), "length")
    assert not length.shared
    assert length.formula == "min(step · μ⁺, Δmax) ; max(step · μ⁻, Δmin)"


def test_a_gradient_taken_elsewhere_is_written_with_the_place():
    paths = walk(Run("nesterov", "lookahead", learning_rate=0.001), steps=4)
    ahead = line(explain(BEALE, paths, 0, 4), "ahead x")
    place = paths.positions[0, 3] + 0.9 * paths.memory["v"][0, 3]
    assert ahead.formula == "∂f/∂x(w[x] + β · v[x], w[y] + β · v[y])"
    assert ahead.values[0] == pytest.approx(BEALE.gradient(*place)[0], rel=1e-12)


def test_a_line_search_shows_every_length_that_it_tried():
    paths = walk(Run("line_search", learning_rate=1.0), steps=2)
    tried = [each for each in explain(BEALE, paths, 0, 1).lines if each.name == "tried"]
    assert len(tried) >= 2
    values = [each.values[0] for each in tried]
    assert values == sorted(values, reverse=True)


def test_explaining_leaves_the_record_as_it_was():
    run = Run("lbfgs", learning_rate=0.5)
    paths = walk(run)
    copies = [array.copy() for array in (paths.positions, paths.gradients, paths.recorded)]
    explain(BEALE, paths, 0, 20)
    for copy, array in zip(copies, (paths.positions, paths.gradients, paths.recorded), strict=True):
        np.testing.assert_array_equal(copy, array)


def test_there_is_no_step_outside_the_run_and_no_explanation_without_memory():
    paths = walk(Run("adam"), steps=5)
    for step in (0, 6):
        with pytest.raises(ValueError, match=r"steps 1 … 5"):
            explain(BEALE, paths, 0, step)
    with pytest.raises(ValueError, match="not recorded"):
        explain(BEALE, walk(Run("adam"), steps=5, record_memory=False), 0, 1)


def test_formulas_keep_the_brackets_that_they_need():
    a, b, c = (Term("name", value, name) for name, value in (("a", 2.0), ("b", -3.0), ("c", 4.0)))
    difference = Term("-", 5.0, parts=(a, b))
    power = Term("^", 25.0, parts=(difference, Term("number", 2.0)))
    cases = {
        Term("*", 20.0, parts=(difference, c)): ("(a − b) · c", "(2 − (−3)) · 4"),
        Term("-", -3.0, parts=(a, difference)): ("a − (a − b)", "2 − (2 − (−3))"),
        Term("/", 0.1, parts=(a, Term("*", 20.0, parts=(difference, c)))): (
            "a / ((a − b) · c)",
            "2 / ((2 − (−3)) · 4)",
        ),
        power: ("(a − b)^2", "(2 − (−3))^2"),
        Term("neg", -5.0, parts=(difference,)): ("−(a − b)", "−(2 − (−3))"),
    }
    for term, (symbols, numbers) in cases.items():
        assert (term.symbols, term.numbers) == (symbols, numbers)
    assert write(power, lambda leaf: leaf.name.upper()) == "(A − B)^2"
