"""The page about schedules without a browser: every control works, and every number is the engine's."""

import json
import re
import struct

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import optimizers
import surfaces
from optimizers import SCHEDULES, Run, bounds, schedules
from optimizers.engine.compile import COMPILER
from ui.pages.schedules import SHOW
from ui.schedules import desk, shapes, walks, warming, widgets
from ui.schedules.desk import DESK, PARTS

NUMBERS = {
    "shapes": ("eta", "steps", "sum_to"),
    "runs": ("run_eta", "run_steps", "noise", "seed", "draws"),
    "plateau": (
        *("plateau_eta", "plateau_steps", "plateau_noise", "seed"),
        *("factor", "patience", "threshold", "cooldown", "lowest_eta"),
    ),
    "bounds": ("kappa", "bound_noise", "bound_steps", "bound_draws", "constant_eta", "sqrt_eta", "seed"),
    "warm-up": ("warm_eta", "beta2", "warm_up", "warm_steps", "warm_noise", "warm_draws", "seed"),
    "other": ("friction_eta", "beta_from", "beta_to", "friction_steps", "alpha", "control", "control_steps"),
}
CHOICES = {
    "shapes": ("k_axis", "eta_axis"),
    "runs": ("surface", "optimizer"),
    "plateau": ("plateau_surface", "plateau_optimizer"),
    "bounds": (),
    "warm-up": ("warm_surface",),
    "other": ("friction_surface",),
}
KNOBS = {knob.name: knob for knob in DESK.knobs}


def show():
    from ui.pages import schedules as page

    page.page()


@pytest.fixture(scope="module", autouse=True)
def engine():
    COMPILER.wait()


def opened(**query):
    page = AppTest.from_function(show, default_timeout=60)
    for name, value in query.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def charts(page):
    """The header and the arrays of every chart, by its label."""
    found = {}
    for element in page.get("bidi_component"):
        body = element.proto.bytes
        if not body:
            continue
        (length,) = struct.unpack_from("<I", body)
        header = json.loads(body[4 : 4 + length])
        numbers = np.frombuffer(body, "<f4", offset=4 + length)
        header["columns"] = {name: numbers[at : at + count] for name, (at, count) in header["arrays"].items()}
        found[header["label"]] = header
    return found


def line(header, name, axis="y"):
    """The values of the line of this name in a chart."""
    index = [trace.get("name") for trace in header["figures"]["light"]["traces"]].index(name)
    return header["columns"][f"{index}.{axis}"]


def link(page):
    (pairs,) = [json.loads(e.proto.json)["pairs"] for e in page.get("bidi_component") if e.proto.json]
    return dict(pairs)


def readings(page):
    """The numbers that are read aloud, by what they are."""
    text = " ".join(element.proto.body for element in page.get("html"))
    return dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", text))


def value(page, name):
    return page.session_state["schedules.values"][name]


def test_every_part_has_a_place_in_the_link_and_on_the_page():
    assert tuple(SHOW) == PARTS
    named = {name for part in PARTS for name in NUMBERS[part] + CHOICES[part]}
    assert named | {"part", "schedule"} == set(KNOBS)


@pytest.mark.parametrize("part", PARTS)
def test_every_number_of_a_part_can_be_changed_and_travels_in_the_link(part):
    page = opened(part=part)
    for name in NUMBERS[part]:
        field = page.number_input(key=f"schedules.{name}")
        knob = KNOBS[name]
        new = field.value + 1 if knob.write is str else field.value * 0.8 + 0.013
        field.set_value(new).run()
        assert not page.exception, name
        assert value(page, name) == pytest.approx(new)
        assert float(link(page)[name]) == pytest.approx(new)


@pytest.mark.parametrize("part", PARTS)
def test_every_choice_of_a_part_can_be_made(part):
    page = opened(part=part)
    for name in CHOICES[part]:
        for option in (KNOBS[name].options[-1], KNOBS[name].options[len(KNOBS[name].options) // 2]):
            if name.endswith("axis"):
                page.button_group(key=f"schedules.{name}").set_value(option).run()
            else:
                page.selectbox(key=f"schedules.{name}").select(option).run()
            assert not page.exception, (name, option)
            assert value(page, name) == option


def test_parts_follow_one_another():
    page = opened()
    for part in (*PARTS[1:], PARTS[0]):
        page.button_group(key="schedules.part").set_value(part).run()
        assert not page.exception
        assert len(charts(page)) >= 2
        assert link(page).get("part", PARTS[0]) == part


@pytest.mark.parametrize("key", [entry.key for entry in SCHEDULES])
def test_every_schedule_is_drawn_with_its_formula_and_its_sums(key):
    page = opened(schedule=key, steps="50", sum_to="100")
    schedule, (name,) = schedules.get(key)(), shapes.names((schedules.get(key)(),))
    found = charts(page)
    rates = 0.1 * schedule(np.arange(50.0), 50)
    assert line(found["Learning rates against the update"], name) == pytest.approx(rates, rel=1e-6, abs=1e-9)
    for label, total in zip(("Σ η", "Σ η²"), schedules.partial_sums(schedule, 0.1, 50, 100), strict=True):
        assert line(found[f"{label} over the first updates"], name) == pytest.approx(total, rel=1e-6)
    assert schedule.entry.formula in [element.value.strip("$\n ") for element in page.latex]
    assert any(shapes.verdict(schedule) in element.proto.body for element in page.get("html"))


def test_schedules_can_be_added_copied_changed_and_removed():
    page = opened(schedule="cosine")
    page.button_group(key="schedules.schedule").set_value(["cosine", "step"]).run()
    assert [schedule.key for schedule in value(page, "schedule")] == ["cosine", "step"]
    page.button(key="copy_0").click().run()
    assert [schedule.key for schedule in value(page, "schedule")] == ["cosine", "cosine", "step"]
    page.number_input(key="schedule_1_final").set_value(0.25).run()
    page.number_input(key="schedule_1_warm_up").set_value(7).run()
    changed = schedules.warm_up(then=schedules.cosine(final=0.25), warmup_steps=7)
    assert value(page, "schedule")[1] == changed
    page.text_input(key="schedule_2_milestones").set_value("5, 10").run()
    assert value(page, "schedule")[2].parameters["milestones"] == (5.0, 10.0)
    page.toggle(key="schedule_0_repeats").set_value(True).run()
    assert value(page, "schedule")[0].parameters["repeats"] == 1.0
    assert len(set(shapes.names(value(page, "schedule")))) == 3
    page.button(key="remove_0").click().run()
    assert value(page, "schedule")[0] == changed
    page.number_input(key="schedule_0_warm_up").set_value(0).run()
    assert value(page, "schedule")[0] == schedules.cosine(final=0.25)
    page.button_group(key="schedules.schedule").set_value([]).run()
    assert value(page, "schedule") == ()
    assert not page.exception
    assert page.info


def test_a_parameter_that_does_not_fit_is_refused_with_a_sentence():
    page = opened(schedule="step")
    page.text_input(key="schedule_0_milestones").set_value("9, 3").run()
    assert "must rise" in page.error[0].value
    assert value(page, "schedule") == (schedules.step(),)
    page.text_input(key="schedule_0_milestones").set_value("soon").run()
    assert "whole numbers" in page.error[0].value
    page.text_input(key="schedule_0_milestones").set_value("3, 9").run()
    assert not page.error


def test_a_warm_up_may_stand_alone():
    page = opened(schedule="warm_up(warmup_steps:20)")
    page.number_input(key="schedule_0_warmup_steps").set_value(30).run()
    assert value(page, "schedule") == (schedules.warm_up(warmup_steps=30),)


def test_a_broken_link_is_said_once_and_the_page_stands():
    page = opened(part="nowhere", eta="-3", schedule="cosine(final:7)")
    assert len(re.findall("`", page.warning[0].value)) == 2 * 3
    assert value(page, "part") == PARTS[0]
    page.button(key="schedules.dismiss").click().run()
    assert not page.warning


def test_the_rate_follows_surface_and_optimizer_until_it_is_set():
    page = opened(part="runs")
    suggested = optimizers.default_run(optimizers.get("adam"), surfaces.get("booth")).values[0]
    page.selectbox(key="schedules.optimizer").select("adam").run()
    assert page.number_input(key="schedules.run_eta").value == pytest.approx(suggested)
    assert "run_eta" not in link(page)
    page.number_input(key="schedules.run_eta").set_value(0.123).run()
    assert link(page)["run_eta"] == "0.123"
    page.selectbox(key="schedules.surface").select("beale").run()
    assert page.number_input(key="schedules.run_eta").value != 0.123


def test_distances_with_noise_are_means_over_the_draws():
    page = opened(part="runs", schedule="robbins_monro", draws="3", noise="2", run_eta="0.2", seed="5", run_steps="40")
    run = Run("gd", learning_rate=0.2, schedule=schedules.robbins_monro())
    booth = surfaces.get("booth")
    apart = [
        np.hypot(*(optimizers.run(booth, [run], steps=40, noise=2.0, seed=seed).positions[0] - (1.0, 3.0)).T)
        for seed in (5, 6, 7)
    ]
    shown = line(
        charts(page)["Distance to the nearest global minimum against the update, with noise"], "Robbins and Monro"
    )
    assert shown == pytest.approx(np.mean(apart, axis=0), rel=1e-5)


def test_there_are_two_pictures_for_each_schedule():
    page = opened(part="runs")
    (pictures,) = [element.value for element in page.markdown if 'class="walks"' in element.value]
    assert pictures.count("<svg") == 2 * len(desk.DEFAULT)
    names = re.findall(r"@keyframes ([\w-]+)", pictures)
    assert len(names) == len(set(names))


def test_a_run_that_diverges_is_said():
    page = opened(part="runs", schedule="constant", run_eta="1", noise="0")
    (pictures,) = [element.value for element in page.markdown if 'class="walks"' in element.value]
    assert pictures.count("diverges at update") == 2


def test_reductions_are_those_of_the_run():
    page = opened(part="plateau")
    schedule = schedules.reduce_on_plateau(factor=0.3, patience=60)
    run = Run("gd", learning_rate=0.2, schedule=schedule)
    walked = optimizers.run(surfaces.get("sphere"), [run], steps=800, noise=1.0)
    reduced = np.flatnonzero(np.diff(walked.learning_rates[0]) < 0.0) + 1
    assert reduced.size > 1
    said = readings(page)
    assert said["reductions"] == str(reduced.size)
    assert said["first updates with the lower rate"].startswith(f"{reduced[0]}, {reduced[1]}")
    marks = charts(page)["Learning rate against the update"]["figures"]["light"]["layout"]["shapes"]
    assert [mark["x0"] for mark in marks] == reduced.tolist()


def test_the_bound_is_that_of_the_theorem_and_holds_for_what_is_measured():
    page = opened(part="bounds")
    header = charts(page)["The gap to the minimum against the update, measured and bound, on logarithmic axes"]
    bound, mean = line(header, "bound for 1/(λt)"), line(header, "SGD, 1/(λt)")
    assert (mean <= bound).all()
    expected = bounds.expected_on_quadratic(
        (1.0, 3.0), surfaces.get("ill_quadratic").start, 1.0 / np.arange(1.0, 1001.0), 1.0
    )
    largest = expected.squared_gradients.max()
    iterates = line(header, "bound for 1/(λt)", "x") + 1.0
    assert bound == pytest.approx(17.0 * largest * (1.0 + np.log(iterates)) / iterates, rel=1e-5)
    assert (line(header, "batch, no noise") <= line(header, "bound cᵏ for batch") * 1.000001).all()
    said = readings(page)
    assert said["the bound for 1/(λt)"] == "holds everywhere"
    for name, power in (("constant η", 0.0), ("η/√(k+1)", -0.5), ("1/(λt)", -1.0)):
        measured = float(said[f"slope of {name}, last decade"].split()[0].replace("−", "-"))
        assert measured == pytest.approx(power, abs=0.12)


def test_the_rectification_of_radam_is_its_formula():
    beta2, t = 0.99, np.arange(1.0, 101.0)
    longest = 2.0 / (1.0 - beta2) - 1.0
    length = longest - 2.0 * t * beta2**t / (1.0 - beta2**t)
    inside = (length - 4.0) * (length - 2.0) * longest / ((longest - 4.0) * (longest - 2.0) * np.maximum(length, 1.0))
    expected = np.where(length > 4.0, np.sqrt(np.maximum(inside, 0.0)), 0.0)
    assert warming.rectification(beta2, 100) == pytest.approx(expected, rel=1e-12)


def test_fading_friction_beats_both_fixed_ones_where_the_page_opens():
    said = readings(opened(part="other"))
    told = (said[f"final f − f*, β {what}"] for what in ("= 0.5", "= 0.9", "from 0.5 to 0.9"))
    light, heavy, fading = (float(each.replace("·10⁻⁸", "e-8")) for each in told)
    assert fading < 1e-3 * min(light, heavy)


def test_the_controlled_rate_dies_out_before_the_ball_arrives():
    said = {name: text.replace("−", "-") for name, text in readings(opened(part="other")).items()}
    x, alpha = 5.0, 0.1
    slope = surfaces.get("quartic").gradient
    for _ in range(100):
        g = slope(x, 0.0)[0]
        alpha /= 1.0 + 0.99 * np.sqrt(abs(g))
        x -= alpha * g
    assert float(said["cumulative from 5 ends at"]) == pytest.approx(x, abs=1e-6)
    assert float(said["GD from 5 ends at"]) == pytest.approx(3.272765, abs=1e-6)
    assert float(said["memoryless from −5 ends at"]) == pytest.approx(-3.254994, abs=1e-6)


@pytest.mark.parametrize("key", desk.GROUNDS)
def test_every_surface_that_is_offered_has_a_backdrop(key):
    assert walks.backdrop(surfaces.get(key)).startswith("<path")


@pytest.mark.parametrize("part", ["runs", "bounds", "warm-up"])
def test_while_the_engine_is_compiled_fewer_draws_are_shown_and_the_page_says_so(monkeypatch, part):
    monkeypatch.setattr(optimizers, "ready", lambda: False)
    page = opened(part=part)
    assert any("The engine is being compiled" in caption.value for caption in page.caption)
    monkeypatch.setattr(optimizers, "ready", lambda: True)
    page.run()
    assert not any("The engine is being compiled" in caption.value for caption in page.caption)


def test_draws_are_as_many_as_an_answer_in_time_allows(monkeypatch):
    assert widgets.draws(64, 3, 1000) == 64
    monkeypatch.setattr(optimizers, "ready", lambda: False)
    assert widgets.draws(64, 3, 1000) == widgets.PLAIN_STEPS // 3000
    assert widgets.draws(64, 24, 5000) == 1
    assert widgets.draws(2, 1, 10) == 2


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.25, "0.25"), (-3.5, "−3.5"), (4.42e-8, "4.42·10⁻⁸"), (1.5e12, "1.5·10¹²"), (0.0, "0")],
)
def test_numbers_are_written_as_by_hand(value, written):
    assert widgets.brief(value) == written


@pytest.mark.parametrize(
    ("symbol", "label"), [("γ", "γ"), ("k_i", "$k_{i}$"), ("η_T/η", "$η_{T}/η$"), ("η_min", r"$η_{\text{min}}$")]
)
def test_indices_stand_below_their_symbols(symbol, label):
    assert widgets.typeset(symbol) == label
