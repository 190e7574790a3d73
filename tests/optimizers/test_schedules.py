"""Schedules give the rates of the libraries, tell which infinite sums they have, and travel as plain data."""

import json

import numpy as np
import pytest

import optimizers
import surfaces
from optimizers import Run, schedules

BEALE = surfaces.get("beale")
K = np.arange(100.0)

# Multipliers at some updates k of a run, as torch.optim.lr_scheduler of PyTorch 2.13.0 gives them in double
# precision: the schedule, the length of the run, {k: multiplier}.
TORCH = {
    "OneCycleLR": (
        schedules.one_cycle(),
        100,
        {0: 0.04, 10: 0.29516394846410077, 29: 1.0, 30: 0.9994965352845243, 64: 0.500002, 98: 0.0005074647154757879},
    ),
    "CyclicLR triangular2": (
        schedules.cyclic(lowest=0.1, step_up=8, step_down=4, shrink=0.5),
        100,
        {0: 0.1, 5: 0.6625, 8: 1.0, 10: 0.55, 12: 0.1, 20: 0.55, 30: 0.26875},
    ),
    "CyclicLR exp_range": (
        schedules.cyclic(lowest=0.1, step_up=8, gamma=0.98),
        100,
        {0: 0.1, 5: 0.6084554482, 8: 0.8656867203236069, 20: 0.40042358728979244, 30: 0.22273397186104832},
    ),
    "CosineAnnealingWarmRestarts": (
        schedules.warm_restarts(period=10, growth=2, final=0.01),
        100,
        {0: 1.0, 5: 0.505, 9: 0.034227024433899, 10: 1.0, 29: 0.016094271405406858, 30: 1.0, 69: 0.011525919802101658},
    ),
    "CosineAnnealingLR": (
        schedules.cosine(period=20, repeats=1),
        100,
        {0: 1.0, 7: 0.7269952498697734, 20: 0.0, 33: 0.7269952498697735, 40: 1.0},
    ),
    "SequentialLR(LinearLR, CosineAnnealingLR)": (
        schedules.warm_up(schedules.cosine(), warmup_steps=10, start=0.1),
        50,
        {0: 0.1, 5: 0.55, 9: 0.91, 10: 1.0, 30: 0.5, 49: 0.0015413331334360185},
    ),
    "PolynomialLR": (
        schedules.polynomial(power=2.5, period=40),
        100,
        {0: 1.0, 10: 0.487139289628747, 39: 9.882117688026214e-05, 40: 0.0, 60: 0.0},
    ),
    "MultiStepLR": (schedules.step(), 100, {29: 1.0, 30: 0.1, 59: 0.1, 60: 0.01, 90: 0.001, 99: 0.001}),
    "ExponentialLR": (schedules.exponential(kappa=0.5), 100, {0: 1.0, 1: 0.6065306597126334, 4: 0.1353352832366127}),
    "MultiplicativeLR": (schedules.multiplicative(factor=0.9, every=2), 100, {0: 1.0, 1: 1.0, 2: 0.9, 5: 0.81}),
}


@pytest.mark.parametrize("name", TORCH)
def test_a_schedule_gives_the_rates_of_pytorch(name):
    schedule, steps, expected = TORCH[name]
    given = schedule(np.array(list(expected), np.float64), steps)
    assert given == pytest.approx(list(expected.values()), abs=1e-14)


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        (schedules.constant(), [1, 1, 1, 1]),
        (schedules.inverse_time(), [1, 1 / 2, 1 / 3, 1 / 4]),
        (schedules.inverse_time(decay=0.5), [1, 1 / 1.5, 1 / 2, 1 / 2.5]),
        (schedules.inverse_power(power=2.0), [1, 1 / 4, 1 / 9, 1 / 16]),
        (schedules.inverse_sqrt(), [1, 2**-0.5, 3**-0.5, 1 / 2]),
        (schedules.robbins_monro(), [1, 1 / 2, 1 / 3, 1 / 4]),
        (schedules.linear(), [1, 3 / 4, 1 / 2, 1 / 4]),
        (schedules.cosine(), [1, 0.5 + 0.5**1.5, 0.5, 0.5 - 0.5**1.5]),
        (schedules.warm_up(warmup_steps=2, start=0.0), [0, 1 / 2, 1, 1]),
    ],
    ids=lambda value: value.key if isinstance(value, schedules.Schedule) else "",
)
def test_the_first_four_multipliers_are_those_of_the_formula(schedule, expected):
    assert schedule(np.arange(4.0), 4) == pytest.approx(expected, rel=1e-14)


def test_a_cosine_stays_at_its_end_unless_it_repeats():
    held, repeated = schedules.cosine(period=10, final=0.2), schedules.cosine(period=10, final=0.2, repeats=1)
    assert held(np.array([10.0, 15.0, 20.0]), 100) == pytest.approx([0.2, 0.2, 0.2])
    assert repeated(np.array([10.0, 15.0, 20.0]), 100) == pytest.approx([0.2, 0.6, 1.0])


def test_the_momentum_of_one_cycle_mirrors_its_rate():
    course = schedules.anneal(0.85, 0.95, along=schedules.one_cycle(initial=0.0, final=0.0))
    values = course(K, 100)
    assert values[0] == pytest.approx(0.95)
    assert values[29] == pytest.approx(0.85)
    assert values[99] == pytest.approx(0.95)


@pytest.mark.parametrize("entry", schedules.SCHEDULES, ids=lambda entry: entry.key)
class TestEverySchedule:
    def test_it_is_found_by_its_key_and_explained(self, entry):
        assert schedules.get(entry.key) is entry
        assert entry.name
        assert entry.symbol
        assert entry.formula
        assert entry.source
        assert entry.note.endswith(".")
        for parameter in entry.parameters:
            assert parameter.note.endswith("."), parameter.name

    def test_its_multipliers_are_finite_and_not_negative(self, entry):
        for steps in (1, 2, 100):
            multipliers = entry()(np.arange(float(steps)), steps)
            assert multipliers.shape == (steps,)
            assert np.isfinite(multipliers).all()
            assert (multipliers >= 0.0).all()

    def test_it_comes_back_from_plain_data_and_compares_equal(self, entry):
        schedule = entry()
        written = json.loads(json.dumps(schedule.to_data()))
        again = schedules.from_data(written)
        assert again == schedule
        assert hash(again) == hash(schedule)
        assert written["key"] == entry.key

    def test_it_goes_behind_a_warm_up_and_gets_the_rest_of_the_run(self, entry):
        if entry.leads is not None:
            assert schedules.warm_up(entry(), warmup_steps=10).name == "Warm-up, then Warm-up"
            return
        led = schedules.warm_up(entry(), warmup_steps=10, start=0.5)
        assert led(K, 100)[:10] == pytest.approx(0.5 + 0.5 * np.arange(10) / 10)
        np.testing.assert_array_equal(led(K, 100)[10:], entry()(np.arange(90.0), 90))
        assert schedules.from_data(led.to_data()) == led

    def test_an_unknown_parameter_is_refused_with_those_that_exist(self, entry):
        with pytest.raises(ValueError, match=rf"{entry.key} has no hyperparameter 'speed'"):
            entry(speed=1.0)

    def test_its_parameters_change_the_rates(self, entry):
        if entry.plateau is not None:
            return
        names = {parameter.name for parameter in entry.parameters}
        for parameter in entry.parameters:
            shorter = {"period": 20.0} if "period" in names - {parameter.name} else {}
            other = (5.0,) if parameter.name == "milestones" else 1.0 - parameter.default
            if isinstance(other, float) and not parameter.low <= other <= parameter.high:
                other = parameter.low + 0.4 * (min(parameter.high, 100.0) - parameter.low)
            if parameter.kind == "integer":
                other = 7.0 if parameter.default != 7.0 else 9.0
            changed = entry(**shorter, **{parameter.name: other})
            assert not np.array_equal(changed(K, 100), entry(**shorter)(K, 100)), parameter.name

    def test_its_sums_behave_as_it_says(self, entry):
        sum_diverges, squares_converge = entry().robbins_monro
        if sum_diverges is None:
            assert entry.plateau is not None
            return
        # A sum of such terms converges when they fall faster than 1/k, far behind the run's end.
        k = 1e15 + np.arange(1000.0)
        rates = entry()(k, 100)
        assert ((k * rates).max() > 1e-2) == sum_diverges
        assert ((k * rates**2).max() < 1e-2) == squares_converge

    def test_its_partial_sums_are_those_of_its_rates(self, entry):
        sums, squares = schedules.partial_sums(entry(), 0.2, 50)
        rates = 0.2 * entry()(np.arange(50.0), 50)
        assert sums == pytest.approx([rates[: n + 1].sum() for n in range(50)])
        assert squares == pytest.approx([(rates[: n + 1] ** 2).sum() for n in range(50)])


@pytest.mark.parametrize("power", [0.4, 0.75, 1.0, 1.5])
def test_powers_between_a_half_and_one_meet_both_conditions_of_robbins_and_monro(power):
    assert schedules.inverse_power(power=power).robbins_monro == (power <= 1.0, power > 0.5)
    assert schedules.inverse_power(power=power).robbins_monro.holds == (0.5 < power <= 1.0)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: schedules.step(milestones=(60, 30)), "milestones of step must rise"),
        (lambda: schedules.step(milestones=(30.5,)), "milestones of step must be a whole number"),
        (lambda: schedules.step(milestones="30"), "must be a list of whole numbers"),
        (lambda: schedules.cosine(final=2.0), r"final of cosine must be within 0 … 1"),
        (lambda: schedules.cosine(schedules.linear()), "takes no schedule after it"),
        (lambda: schedules.get("cosin"), "did you mean: cosine"),
        (lambda: schedules.from_data({"key": "unheard"}), "its key must be one of"),
        (lambda: schedules.anneal(0.5, 0.9, schedules.reduce_on_plateau()), "depends on the loss"),
    ],
)
def test_a_wrong_schedule_is_refused_with_the_reason(wrong, message):
    with pytest.raises(ValueError, match=message):
        wrong()


@pytest.mark.parametrize("engine", ["plain", "compiled"])
def test_a_runs_own_schedule_comes_before_the_common_one(engine):
    runs = [Run("gd", learning_rate=0.01), Run("gd", learning_rate=0.01, schedule=schedules.linear())]
    walked = optimizers.run(BEALE, runs, steps=50, schedule=schedules.robbins_monro(), engine=engine)
    assert walked.learning_rates[0] == pytest.approx(0.01 / (np.arange(50) + 1.0))
    assert walked.learning_rates[1] == pytest.approx(0.01 * (1.0 - np.arange(50) / 50.0))
    steps = np.diff(walked.positions, axis=1)
    np.testing.assert_allclose(steps, -walked.learning_rates[..., None] * walked.gradients[:, :-1], atol=1e-12)


def torch_plateau(losses, rate, factor, patience, threshold, cooldown, minimum):
    """ReduceLROnPlateau, written down apart: the rate of each update from the losses before it."""
    best, bad, cooling, rates = np.inf, 0, 0, []
    for loss in losses:
        rates.append(rate)
        if loss < best * (1.0 - threshold):
            best, bad = loss, 0
        else:
            bad += 1
        if cooling > 0:
            cooling, bad = cooling - 1, 0
        if bad > patience:
            lower = max(rate * factor, minimum)
            rate = lower if rate - lower > 1e-8 else rate
            cooling, bad = cooldown, 0
    return rates


PLATEAUS = [
    ("ackley", 0.3, (0.3, 4, 1e-4, 0, 0.0)),
    ("beale", 0.02, (0.5, 2, 1e-2, 6, 0.0)),
    ("himmelblau", 0.02, (0.1, 0, 1e-4, 0, 1e-3)),
    ("easom", 1.5, (0.7, 1, 1e-4, 0, 0.0)),
]


@pytest.mark.parametrize("engine", ["plain", "compiled"])
@pytest.mark.parametrize(("key", "rate", "settings"), PLATEAUS, ids=[key for key, *_ in PLATEAUS])
def test_a_plateau_lowers_the_rate_exactly_when_pytorch_would(key, rate, settings, engine):
    names = ("factor", "patience", "threshold", "cooldown", "minimum_learning_rate")
    schedule = schedules.reduce_on_plateau(**dict(zip(names, settings, strict=True)))
    run = Run("gd", learning_rate=rate, schedule=schedule)
    walked = optimizers.run(surfaces.get(key), [run], steps=150, noise=0.3, engine=engine)
    assert walked.status == ("running",)
    expected = torch_plateau(walked.losses[0, :-1], rate, *settings)
    assert len(set(expected)) > 2
    assert walked.learning_rates[0] == pytest.approx(expected, rel=1e-12)


def test_a_plateau_behind_a_warm_up_is_not_watched_while_it_warms_up():
    led = schedules.warm_up(schedules.reduce_on_plateau(patience=0, factor=0.5), warmup_steps=30, start=0.5)
    run = Run("gd", learning_rate=0.2, schedule=led)
    rates = optimizers.run(surfaces.get("ackley"), [run], steps=60).learning_rates[0]
    assert rates[:30] == pytest.approx(0.2 * (0.5 + 0.5 * np.arange(30) / 30))
    assert rates[30] == pytest.approx(0.2)
    assert rates[-1] < 0.2


@pytest.mark.parametrize("engine", ["plain", "compiled"])
def test_the_friction_of_momentum_goes_from_its_start_to_its_end_over_the_run(engine):
    run = Run("momentum", "classical", learning_rate=0.001, varying={"beta": schedules.anneal(0.5, 0.9)})
    walked = optimizers.run(BEALE, [run], steps=41, engine=engine)
    v, g = walked.memory["v"][0], walked.gradients[0]
    expected = np.linspace(0.5, 0.9, 41)
    np.testing.assert_allclose(v[1:], expected[:, None] * v[:-1] - 0.001 * g[:-1], atol=1e-14)


def test_a_course_is_part_of_a_run_and_of_its_equality():
    one, other = (Run("momentum", varying={"beta": schedules.anneal(0.5, end)}) for end in (0.9, 0.8))
    assert one != other
    assert len({one, other, Run("momentum", varying={"beta": schedules.anneal(0.5, 0.9)})}) == 2
    assert one.with_settings(learning_rate=0.1).varying == one.varying
    assert schedules.course_from_data(json.loads(json.dumps(one.varying[0][1].to_data()))) == one.varying[0][1]


@pytest.mark.parametrize(
    ("varying", "message"),
    [
        ({"beta1": schedules.anneal(0.5, 0.9)}, "momentum/classical has no hyperparameter 'beta1' to vary"),
        ({"learning_rate": schedules.anneal(0.5, 0.9)}, "no hyperparameter 'learning_rate' to vary"),
        ({"beta": schedules.anneal(0.5, 1.5)}, "beta of momentum/classical must be within"),
    ],
)
def test_a_course_that_leaves_the_range_of_its_hyperparameter_is_refused(varying, message):
    with pytest.raises(ValueError, match=message):
        Run("momentum", varying=varying)
