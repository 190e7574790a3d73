"""The quartic as the lecture tells it: scenes in its order, each with a sentence on what to look for."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qs

import optimizers
import surfaces
from optimizers import Run

from .scene import CurveScene, from_query


@dataclass(frozen=True)
class Chapter:
    """A scene of the story, written as the query of a link."""

    key: str
    name: str
    look_for: str
    query: str

    @property
    def scene(self) -> CurveScene:
        """The scene. Raises ValueError when the link does not fit the registries any more."""
        scene, ignored = from_query(parse_qs(self.query))
        if ignored:
            raise ValueError(f"chapter {self.key}: {'; '.join(ignored)}")
        return scene


GD, LIGHT, HEAVY = "gd~learning_rate:0.1", "momentum~learning_rate:0.1~beta:0.1", "momentum~learning_rate:0.1~beta:0.9"
CONTROL = "grad_lr_control/cumulative_norm~learning_rate:0.1"

CHAPTERS: tuple[Chapter, ...] = (
    Chapter(
        "right",
        "GD from 5",
        "The ball rolls down the nearer slope, and the global minimum happens to lie there.",
        f"start=5,0&run={GD}",
    ),
    Chapter(
        "left",
        "GD from −5",
        "The same rule from the other side: it stops in the first valley that it meets, the shallower one.",
        f"start=-5,0&run={GD}",
    ),
    Chapter(
        "light",
        "Momentum 0.1",
        "A velocity that forgets nine tenths at each step is hardly one: the ball is caught like GD.",
        f"start=-5,0&run={GD}&run={LIGHT}",
    ),
    Chapter(
        "heavy",
        "Momentum 0.9",
        "Now the ball arrives with enough velocity to roll over the hill, and swings until friction has spent it.",
        f"start=-5,0&run={LIGHT}&run={HEAVY}",
    ),
    Chapter(
        "decay",
        "Decay",
        "The rate times 0.99 at each step changes little. Halved at each step it dies out on the slope. "
        "The lecture multiplies before the first step, hence 0.099.",
        f"start=-5,0&run={GD}&run=gd~learning_rate:0.099~schedule:multiplicative"
        "&run=gd~learning_rate:0.05~schedule:multiplicative(factor:0.5)",
    ),
    Chapter(
        "control",
        "Control by the gradient",
        "The rate is divided where it is steep. Divided again at every step it is gone before the ball arrives; "
        "without memory it comes back as the slope falls.",
        f"start=-5,0&run={GD}&run={CONTROL}&run=grad_lr_control/memoryless_norm~learning_rate:0.1",
    ),
    Chapter(
        "nesterov",
        "Nesterov",
        "The velocity is applied once more within the step. At 0.1 it makes no difference; at 0.9 it brakes before "
        "the hill: compare with momentum.",
        f"start=-5,0&run={HEAVY}&run=nesterov/pytorch~learning_rate:0.1~beta:0.1"
        "&run=nesterov/pytorch~learning_rate:0.1~beta:0.9",
    ),
)


def chapter_of(scene: CurveScene) -> str | None:
    """The key of the chapter that this scene is, None for any other."""
    for chapter in CHAPTERS:
        told = chapter.scene
        same = all(
            getattr(told, name) == getattr(scene, name)
            for name in ("surface", "parameters", "start", "runs", "steps", "schedule", "noise", "ghosts")
        )
        if same:
            return chapter.key
    return None


@dataclass(frozen=True)
class Printed:
    """A number that the lecture printed: where a run of 100 steps at α = 0.1 ends."""

    name: str
    run: Run
    start: float
    value: float


PRINTED: tuple[Printed, ...] = (
    Printed("Gradient descent", Run("gd", learning_rate=0.1), 5.0, 3.2727653395584366),
    Printed("Gradient descent", Run("gd", learning_rate=0.1), -5.0, -3.254993730859254),
    Printed("Momentum, β = 0.1", Run("momentum", learning_rate=0.1, beta=0.1), 5.0, 3.272765339558436),
    Printed("Momentum, β = 0.1", Run("momentum", learning_rate=0.1, beta=0.1), -5.0, -3.254993730859254),
    Printed("Momentum, β = 0.9", Run("momentum", learning_rate=0.1, beta=0.9), -5.0, 3.267681061691328),
)


@lru_cache(maxsize=1)
def reproduced() -> tuple[float, ...]:
    """Where our runs end, in the order of `PRINTED`, by the arithmetic of plain Python as in the lecture."""
    curve = surfaces.get("quartic")
    ends = (optimizers.run(curve, [p.run], (p.start, 0.0), 100, engine="plain").positions[0, -1, 0] for p in PRINTED)
    return tuple(float(end) for end in ends)
