"""Numbers that others have printed, reproduced."""

import numpy as np
import pytest

import optimizers
import surfaces

QUARTIC = surfaces.get("quartic")
GD = optimizers.Run("gd", learning_rate=0.1)
LIGHT = optimizers.Run("momentum", "classical", learning_rate=0.1, beta=0.1)
HEAVY = optimizers.Run("momentum", "classical", learning_rate=0.1, beta=0.9)


@pytest.mark.parametrize(
    ("run", "start", "printed"),
    [
        pytest.param(GD, 5.0, 3.2727653395584366, id="gradient descent from the right finds the global minimum"),
        pytest.param(GD, -5.0, -3.254993730859254, id="gradient descent from the left is caught by the local one"),
        pytest.param(LIGHT, 5.0, 3.272765339558436, id="a little momentum from the right changes nothing"),
        pytest.param(LIGHT, -5.0, -3.254993730859254, id="a little momentum from the left is caught too"),
        pytest.param(HEAVY, -5.0, 3.267681061691328, id="much momentum rolls over the hill"),
    ],
)
def test_a_hundred_steps_on_the_quartic_end_where_the_lecture_says(run, start, printed):
    walked = optimizers.run(QUARTIC, [run], (start, 0.0), steps=100, engine="plain")
    assert walked.positions[0, -1, 0] == pytest.approx(printed, rel=0.0, abs=1e-13)


@pytest.mark.parametrize(
    ("form", "positions"),
    [
        ("lecture", (-0.01, -0.022, -0.0364, -0.0292, -0.02056, -0.010192)),
        ("pytorch", (-0.01, -0.022, -0.0364, -0.0364, -0.0292, -0.02056)),
        ("rprop_plus", (-0.01, -0.022, -0.0364, -0.022, -0.0148, -0.00616)),
    ],
)
def test_rprop_answers_the_slopes_of_the_lecture_with_its_steps(form, positions):
    entry = optimizers.get("rprop").form(form)
    settings = (0.01, 1.2, 0.5, 1e-6, 50.0)
    first = zip(entry.memory, entry.first_memory(settings), strict=True)
    w, memory = np.zeros(1), {name: np.full(1, value) for name, value in first}
    walked, steps = [], []
    for t, slope in enumerate((0.1, 0.1, 0.1, -0.5, -0.5, -0.5), start=1):
        entry.rule(w, np.array([slope]), *memory.values(), t, *settings)
        walked.append(w[0])
        steps.append(memory["step"][0])
    assert walked == pytest.approx(positions, rel=1e-12)
    assert steps[:4] == pytest.approx((0.01, 0.012, 0.0144, 0.0072), rel=1e-12)
