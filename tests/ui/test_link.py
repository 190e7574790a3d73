"""The scene travels in the link and comes back; nothing in a link can break the page."""

import random
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import optimizers
import surfaces
from optimizers import Run, Stop
from ui import link
from ui.scene import FIRST_RACE, MOST_RUNS, Drops, View, first_scene


def query(pairs):
    return parse_qs(urlencode(pairs), keep_blank_values=True)


def there_and_back(scene):
    return link.from_query(query(link.to_pairs(scene)))


@pytest.mark.parametrize("surface", [s.key for s in surfaces.SURFACES])
def test_the_first_race_on_every_surface_survives(surface):
    scene = first_scene(surface, tuple(o.key for o in optimizers.OPTIMIZERS))
    assert there_and_back(scene) == (scene, [])


@pytest.mark.parametrize(
    "scene",
    [
        first_scene(),
        first_scene("rosenbrock", ("adam", "gd")),
        replace(first_scene("ill_quadratic"), parameters=(50.0, 10.0), start=(0.5, 0.5), steps=99, noise=0.5, seed=4),
        replace(first_scene(), runs=()),
    ],
)
def test_the_short_link_opens_the_same_race_and_is_no_longer(scene):
    short = link.to_short_pairs(scene)
    reopened, ignored = link.from_query(query(short))
    assert (replace(reopened, view=scene.view), ignored) == (scene, [])
    assert len(short) <= len(link.to_pairs(scene))


def test_the_link_of_a_first_race_is_its_surface():
    assert link.to_short_pairs(first_scene("himmelblau")) == [("surface", "himmelblau")]


def test_every_control_survives_to_the_last_digit():
    scene = replace(
        first_scene("ill_quadratic"),
        parameters=(1234.5, 33.3),
        start=(-0.1, 1 / 3),
        runs=(
            Run("adam", "eps_inside", learning_rate=0.1 + 0.2, beta1=1 / 3, epsilon=0.0),
            Run("momentum", "ema", bias_correction=1.0),
        ),
        steps=777,
        stop=Stop(1e-5, 1e-7),
        tolerance=1e-6,
        noise=0.7,
        seed=12345,
        fresh=True,
        repetitions=77,
        drops=Drops(1, 48, tuple((0.1 * n, 1 / (n + 3)) for n in range(20))),
        view=View(
            zoom=((-1.5, 2.5), (0.0, 1.0)),
            step=33,
            speed=0.25,
            loop=True,
            hidden=frozenset({0}),
            selected=0,
            look="both",
            camera=(1.5, -0.3, 1 / 3, 0.0, 0.1, -0.2),
            layout="panels",
        ),
    )
    assert there_and_back(scene) == (scene, [])


def test_every_hyperparameter_of_every_form_survives():
    generator = random.Random(3)
    for optimizer in optimizers.OPTIMIZERS:
        for form in optimizer.forms:
            values = {
                h.name: float(generator.randint(int(h.low), int(h.high)))
                if h.kind != "real"
                else generator.uniform(h.low, h.high)
                for h in form.hyperparameters
            }
            try:
                run = Run(optimizer.key, form.key, **values)
            except ValueError:
                continue  # some settings exclude each other; their own tests say so
            scene = replace(first_scene(), runs=(run,), view=View(selected=0))
            assert there_and_back(scene) == (scene, [])


def test_an_empty_race_survives():
    scene = replace(first_scene(), runs=(), view=View(selected=0))
    back, ignored = there_and_back(scene)
    assert back.runs == ()
    assert ignored == []


def test_no_link_is_the_first_race():
    scene, ignored = link.from_query({})
    assert [run.key for run in scene.runs] == list(FIRST_RACE)
    assert scene.surface == "beale"
    assert ignored == []


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("surface=bealle", ["surface=bealle", "beale"]),
        ("start=nan,1", ["start=nan,1", "within"]),
        ("start=1", ["start=1", "2 numbers"]),
        ("steps=0", ["steps=0", "1 … 10000"]),
        ("steps=1000000", ["steps=1000000", "1 … 10000"]),
        ("run=adam~beta1:1", ["beta1", "0 … 0.99999"]),
        ("run=gd~learning_rate:1000000", ["learning_rate", "100"]),
        ("run=adam/secret", ["adam", "paper"]),
        ("run=addam", ["addam", "adam"]),
        ("run=adam~speed:3", ["speed", "learning_rate"]),
        ("run=adam~beta1:much", ["beta1:much", "not a number"]),
        ("surface=ill_quadratic&surface.kappa=1e9", ["surface.kappa", "10000"]),
        ("zoom=3,1,0,1", ["zoom", "low to high"]),
        ("speed=3", ["speed=3", "0.5"]),
        ("layout=stack", ["layout=stack", "overlay, panels, versus"]),
        ("repetitions=0", ["repetitions=0", "1 … 200"]),
        ("basins=9,32", ["basins=9,32", "0 …"]),
        ("basins=0,65", ["basins", "64"]),
        ("painted=1,2,3", ["painted=1,2,3", "2 numbers"]),
        ("painted=1,1e9", ["painted", "within"]),
        ("fresh=2", ["fresh=2", "0 … 1"]),
        ("look=4d", ["look=4d", "contour, both, space"]),
        ("camera=1,2,3", ["camera=1,2,3", "6 numbers"]),
        ("camera=1,2,3,1,2,3", ["camera", "apart"]),
        ("camera=1e9,0,0,0,0,0", ["camera", "50"]),
        ("noise=-1", ["noise=-1", "0 … 100"]),
        ("at=99999", ["at=99999", "0 …"]),
        ("hidden=9", ["hidden=9"]),
        ("colour=red", ["colour=red", "no such setting"]),
    ],
)
def test_what_is_wrong_is_named_with_what_is_allowed_and_the_rest_stays(part, names):
    scene, ignored = link.from_query(parse_qs(f"{part}&seed=7", keep_blank_values=True))
    assert len(ignored) == 1
    for name in names:
        assert name in ignored[0]
    assert scene.seed == 7
    assert scene.runs


def test_too_many_runs_are_cut_and_said():
    scene, ignored = link.from_query({"run": ["gd"] * (MOST_RUNS + 5)})
    assert len(scene.runs) == MOST_RUNS
    assert "at most" in ignored[0]


def test_a_huge_value_is_not_quoted_back():
    _, ignored = link.from_query({"start": ["1," * 100_000]})
    assert len(ignored[0]) < 200


NAMES = st.sampled_from(
    [name for name, _ in link.to_pairs(first_scene())]
    + [
        "zoom",
        "at",
        "hidden",
        "seed",
        "noise",
        "surface.kappa",
        "layout",
        "look",
        "camera",
        "fresh",
        "repetitions",
        "b.surface",
        "b.run",
        "b.b.run",
        "b.hidden",
        "basins",
        "painted",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(
        NAMES | st.text(max_size=12),
        st.lists(st.text(max_size=60) | st.sampled_from(["1e400", "nan", "-0", "1_0", "٣"]), max_size=3),
    )
)
def test_no_link_whatever_raises(noise):
    scene, ignored = link.from_query(noise)
    optimizers.run(scene.landscape, scene.runs, start=scene.start, steps=1, engine="plain")
    assert all(isinstance(text, str) for text in ignored)
    assert there_and_back(scene) == (scene, [])
