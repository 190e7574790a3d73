"""Everything that the user chose on the page of moving averages, as one frozen value."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizers import averages
from optimizers.averages import Series

OWN = "own"
BETA = (0.0, 0.999)
MOST_AVERAGES = 6
FEWEST_VALUES, MOST_VALUES = 2, 1000
LARGEST = 1e9
# What can be drawn for every average, in the order of the switches.
CURVES = ("zero", "corrected", "first", "mean")
LEARNING_RATE = (1e-6, 10.0)
DECAY = (0.0, 0.9999)
WARM_UP = (0, 100)


@dataclass(frozen=True)
class Average:
    """One average; `slot` is its colour and its name for the browser."""

    slot: int
    beta: float


@dataclass(frozen=True)
class View:
    """How the scene is looked at: `day` None plays from the start; `hidden` and `selected` are slots."""

    day: int | None = None
    speed: float = 1.0
    loop: bool = False
    hidden: frozenset[int] = frozenset()
    selected: int = 1


@dataclass(frozen=True)
class Experiment:
    """Adam and RAdam from one start: the surface, η (None for what the surface suggests), β₁, β₂, and a warm-up."""

    surface: str = "sphere"
    learning_rate: float | None = None
    beta1: float = 0.9
    beta2: float = 0.999
    warm_up: int = 10


@dataclass(frozen=True)
class AveragesScene:
    """The sequence, the averages of it, what is drawn of them, and the experiment below.

    `values` are the user's own numbers; they are averaged when `series` is "own".
    """

    series: str = "seattle"
    values: tuple[float, ...] = ()
    averages: tuple[Average, ...] = (Average(0, 0.5), Average(1, 0.9), Average(2, 0.98))
    curves: frozenset[str] = frozenset({"zero"})
    experiment: Experiment = Experiment()
    view: View = View()

    @property
    def sequence(self) -> Series:
        """The sequence that is averaged."""
        return own_series(self.values) if self.series == OWN else averages.series(self.series)

    def free_slot(self) -> int:
        """The lowest slot that no average has. Raises ValueError when all are taken."""
        taken = {average.slot for average in self.averages}
        free = [slot for slot in range(MOST_AVERAGES) if slot not in taken]
        if not free:
            raise ValueError(f"there are at most {MOST_AVERAGES} averages at once; remove one first")
        return free[0]

    def with_beta(self, slot: int, beta: float) -> "AveragesScene":
        """Give one average another memory."""
        changed = tuple(replace(each, beta=beta) if each.slot == slot else each for each in self.averages)
        return replace(self, averages=changed)


def own_series(values: tuple[float, ...]) -> Series:
    """The user's numbers as a sequence."""

    def array() -> NDArray[np.float64]:
        return np.array(values)

    return Series(OWN, "Your own numbers", "", "step", f"{len(values)} numbers of your own.", "", array)
