"""The scene of moving averages: its link, its edits, and the user's own numbers."""

import contextlib
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizers import averages
from ui.averages import edits, link, paste, view
from ui.averages.scene import CURVES, MOST_AVERAGES, MOST_VALUES, Average, AveragesScene, Experiment, View


def there_and_back(scene):
    return link.from_query(parse_qs(urlencode(link.to_pairs(scene)), keep_blank_values=True))


def test_no_link_is_a_year_with_three_averages():
    scene, ignored = link.from_query({})
    assert scene == AveragesScene()
    assert ignored == []
    assert [average.beta for average in scene.averages] == [0.5, 0.9, 0.98]
    assert link.to_pairs(scene) == []


@pytest.mark.parametrize("entry", averages.SERIES, ids=lambda entry: entry.key)
def test_every_sequence_survives(entry):
    scene = AveragesScene(series=entry.key)
    assert there_and_back(scene) == (scene, [])


def test_every_setting_survives_to_the_last_digit():
    scene = AveragesScene(
        series="own",
        values=(1.0, -2.5, 1 / 3, 1e-7, 4e8),
        averages=(Average(2, 0.1 + 0.2), Average(0, 0.999)),
        curves=frozenset({"mean", "first"}),
        experiment=Experiment("beale", 0.05, 0.8, 0.99, 0),
        view=View(3, 0.25, True, frozenset({0}), 2),
    )
    assert there_and_back(scene) == (scene, [])


def test_nothing_drawn_and_no_average_survive():
    scene = AveragesScene(averages=(), curves=frozenset(), view=View(selected=0))
    assert there_and_back(scene) == (scene, [])


@given(
    st.lists(st.tuples(st.integers(0, MOST_AVERAGES - 1), st.floats(0.0, 0.999)), unique_by=lambda pair: pair[0]),
    st.sets(st.sampled_from(CURVES)),
    st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=40),
)
def test_any_scene_survives(pairs, curves, values):
    drawn = tuple(Average(slot, beta) for slot, beta in pairs) or AveragesScene().averages
    selected = 1 if 1 in {average.slot for average in drawn} else min(average.slot for average in drawn)
    scene = AveragesScene("own", tuple(values), drawn, frozenset(curves), view=View(selected=selected))
    assert there_and_back(scene) == (scene, [])


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("data=seatle", ["data=seatle", "seattle"]),
        ("data=own", ["data=own", "numbers are missing"]),
        ("beta=1", ["beta=1", "0 … 0.999"]),
        ("beta=much", ["beta=much", "not a number"]),
        ("beta=nan", ["beta=nan", "0 … 0.999"]),
        ("beta=0.5~9", ["beta=0.5~9", "0 … 5"]),
        ("curves=zero,lines", ["lines", "corrected"]),
        ("values=1,2,inf", ["values=1,2,inf", "within"]),
        ("values=1", ["values=1", "2 … 1000"]),
        ("day=400", ["day=400", "0 … 365"]),
        ("pace=3", ["pace=3", "0.5"]),
        ("without=5", ["without=5", "no such average"]),
        ("chosen=5", ["chosen=5", "no such average"]),
        ("on=bealle", ["on=bealle", "beale"]),
        ("rate=-1", ["rate=-1", "within"]),
        ("beta1=1", ["beta1=1", "0 … 0.9999"]),
        ("warm_up=1000", ["warm_up=1000", "0 … 100"]),
        ("colour=red", ["colour=red", "no such setting"]),
    ],
)
def test_what_is_wrong_is_named_with_what_is_allowed_and_the_rest_stays(part, names):
    scene, ignored = link.from_query(parse_qs(f"{part}&beta2=0.99", keep_blank_values=True))
    assert len(ignored) == 1
    for name in names:
        assert name in ignored[0]
    assert scene.experiment.beta2 == 0.99
    assert scene.averages


NAMES = st.sampled_from(["data", "values", "beta", "curves", "day", "pace", "without", "chosen", "on", "rate"])


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        NAMES | st.text(max_size=12),
        st.lists(st.text(max_size=60) | st.sampled_from(["1e400", "nan", "-0", "1_0", "0.5~", "~", "own"]), max_size=3),
    )
)
def test_no_link_whatever_raises(noise):
    scene, ignored = link.from_query(noise)
    assert all(isinstance(text, str) for text in ignored)
    assert view.header(scene)["averages"] is not None
    assert there_and_back(scene) == (scene, [])


def test_an_average_can_be_moved_added_and_removed():
    scene, refused = edits.apply(AveragesScene(), [{"kind": "beta", "slot": 1, "value": 0.95}])
    assert refused == []
    assert [average.beta for average in scene.averages] == [0.5, 0.95, 0.98]
    scene, _ = edits.apply(scene, [{"kind": "remove", "slot": 0}])
    assert [average.slot for average in scene.averages] == [1, 2]
    scene, _ = edits.apply(scene, [{"kind": "add", "value": 0.7}])
    assert scene.averages[-1] == Average(0, 0.7)
    scene, _ = edits.apply(scene, [{"kind": "reset"}])
    assert scene == AveragesScene()


def test_curves_are_switched_one_by_one():
    scene, _ = edits.apply(AveragesScene(), [{"kind": "curve", "name": "mean", "value": True}])
    assert scene.curves == {"zero", "mean"}
    scene, _ = edits.apply(scene, [{"kind": "curve", "name": "zero", "value": False}])
    assert scene.curves == {"mean"}


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        ({"kind": "beta", "slot": 1, "value": 1.0}, "0 … 0.999"),
        ({"kind": "beta", "slot": 1, "value": "0.5"}, "must be a number"),
        ({"kind": "beta", "slot": 1, "value": float("nan")}, "must be a number"),
        ({"kind": "beta", "slot": 1, "value": True}, "must be a number"),
        ({"kind": "beta", "slot": 9, "value": 0.5}, "no average number 9"),
        ({"kind": "remove", "slot": None}, "no average number None"),
        ({"kind": "curve", "name": "all", "value": True}, "no curve 'all'"),
        ({"kind": "format"}, "unknown"),
        ("beta", "unknown"),
    ],
)
def test_a_bad_edit_is_refused_with_a_sentence_and_changes_nothing(edit, sentence):
    scene, refused = edits.apply(AveragesScene(), [edit])
    assert scene == AveragesScene()
    assert len(refused) == 1
    assert sentence in refused[0]


def test_more_averages_than_fit_are_refused():
    scene = AveragesScene()
    for _ in range(MOST_AVERAGES):
        scene, refused = edits.apply(scene, [{"kind": "add", "value": 0.7}])
    assert len(scene.averages) == MOST_AVERAGES
    assert "at most 6" in refused[0]


def test_the_browser_is_told_theory_and_measurement():
    header = view.header(AveragesScene())
    assert header["series"]["values"] == averages.series("seattle").values().tolist()
    assert [row["measures"]["window"] for row in header["averages"]] == pytest.approx([2.0, 10.0, 50.0])
    expected = averages.measure(averages.series("seattle").values(), 0.9, period=365.0)
    assert header["averages"][1]["measures"]["measured_lag"] == expected.measured_lag
    assert header["averages"][1]["measures"]["measured_noise"] == expected.measured_noise


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("4, 9, 7", (4.0, 9.0, 7.0)),
        ("4 9\n7", (4.0, 9.0, 7.0)),
        ("4;9;7", (4.0, 9.0, 7.0)),
        ("4\t9\t7", (4.0, 9.0, 7.0)),
        ("1,5;2,5;3,5", (1.5, 2.5, 3.5)),
        ("−1\n+2e-3\n.5", (-1.0, 0.002, 0.5)),
        ("# a remark\n\n4\n9\n", (4.0, 9.0)),
        ("temperature\n4\n9\n7", (4.0, 9.0, 7.0)),
        ("4,\n9,\n7", (4.0, 9.0, 7.0)),
    ],
)
def test_lists_of_numbers_are_read(text, values):
    assert paste.read(text).values == (values,)


def test_a_table_gives_its_columns_of_numbers_by_name():
    found = paste.read("date,low,high\n2014-01-01,3.3,7.2\n2014-01-02,6.1,10.6\n")
    assert found.names == ("low", "high")
    assert found.values == ((3.3, 6.1), (7.2, 10.6))
    assert paste.read("date;t\n1.1.;3,5\n2.1.;4,5").values == ((3.5, 4.5),)
    assert paste.read("1,2\n3,4").names == ("column 1", "column 2")
    assert paste.read('day,"t, mean"\nMo,1\nDi,2').names == ("t, mean",)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "nothing to read"),
        ("# only a remark", "nothing to read"),
        ("4, nine, 7", "line 1: “nine” is not a number"),
        ("4\n9\nseven", "line 3: “seven” is not a number"),
        ("4", "1 number is too few"),
        ("4, nan", "“nan” is not a number"),
        ("4, 1e12", "1e12 is beyond"),
        ("4, 1e999", "1e999 is beyond"),
        ("date,t\n1.1.,3\n2.1.,", "t: line 3: the value is missing"),
        ("date,t\n1.1.,3\n2.1.,x\n3.1.,4", "t: line 3: “x” is not a number"),
        (" ".join(["1"] * (MOST_VALUES + 1)), "1,001 numbers are too many"),
        ("1 " * 200_000, "characters"),
        ("__import__('os')", "is not a number"),
        ("٣ ٤", "“٣” is not a number"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(text, sentence):
    with pytest.raises(ValueError, match=sentence.replace("(", r"\(").replace(")", r"\)").replace(".", r"\.")):
        paste.read(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_no_text_whatever_does_more_than_complain(text):
    with contextlib.suppress(ValueError):
        found = paste.read(text)
        assert all(len(values) >= 2 for values in found.values)
        assert len(found.names) == len(found.values)


@given(st.lists(st.floats(-1e8, 1e8), min_size=2, max_size=30))
def test_numbers_that_are_pasted_arrive_to_the_last_digit(values):
    for apart in (", ", "\n", " ", ";", "\t"):
        assert paste.read(apart.join(map(repr, values))).values == (tuple(values),)


def test_own_numbers_open_with_what_was_chosen_before():
    scene = replace(AveragesScene(), series="own", values=(1.0, 2.0))
    assert scene.sequence.values().tolist() == [1.0, 2.0]
    assert view.header(scene)["series"]["name"] == "Your own numbers"
