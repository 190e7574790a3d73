"""What goes around a rule's step, as libraries do it: averages of the iterates, clipped gradients, moving averages.

`cases` names what is compared; the drivers stand in `with_around`, since they need the libraries. All runs are
momentum as PyTorch has it, and a case's settings are what goes around it. The stored rows are those of the rules.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

import optimizers
import surfaces

from .case import KEPT, RATES, STEPS
from .losses import LOSSES

FILE = Path(__file__).with_name("around.npz")
BETA = 0.9
RATE = RATES["momentum"]
# Memories of the moving averages, each without and with the correction of its start.
MEMORIES = (0.5, 0.9, 0.98)


@dataclass(frozen=True)
class Around:
    """One thing around a run and the library that has it, in two settings: the arguments of `optimizers.Run`.

    `averaged` tells whether the average is compared, else the path. `how` is what was done to the library.
    """

    what: str
    library: str
    settings: tuple[dict[str, Any], ...]
    averaged: bool = False
    how: str = ""

    @property
    def name(self) -> str:
        return f"{self.what} {self.library}"


NORMS = ({"clip_norm": 1.0}, {"clip_norm": 4.0})
VALUES = ({"clip_value": 0.5}, {"clip_value": 3.0})
CASES = (
    Around("clip_norm", "torch", NORMS, how="without the 1e-6 that PyTorch adds to the norm it divides by"),
    Around("clip_norm", "optax", NORMS),
    Around("clip_value", "torch", VALUES),
    Around("clip_value", "optax", VALUES),
    Around(
        *("both bounds", "optax"),
        ({"clip_norm": 1.0, "clip_value": 0.8}, {"clip_norm": 4.0, "clip_value": 3.0}),
        how="optax.clip, then optax.clip_by_global_norm",
    ),
    Around("polyak_ruppert", "torch", ({"averaging": "polyak_ruppert"},), averaged=True),
    Around(
        *("exponential", "torch"),
        ({"averaging": "exponential", "decay": 0.9}, {"averaging": "exponential", "decay": 0.99}),
        averaged=True,
    ),
    Around(
        *("polynomial_decay", "torch"),
        ({"averaging": "polynomial_decay", "gamma": 3.0}, {"averaging": "polynomial_decay", "gamma": 0.5}),
        averaged=True,
        how="AveragedModel with the share of the paper",
    ),
)


def sequence() -> np.ndarray:
    """What the moving averages run over: three columns of noise around levels far from 0."""
    return np.array([20.0, -3.0, 0.5]) + np.random.default_rng(11).normal(0.0, 2.0, (STEPS, 3))


def our_paths(case: Around) -> np.ndarray:
    """Paths or averages (settings, surfaces, kept steps, 2) of our engine's plain rules."""
    ours = np.empty((len(case.settings), len(LOSSES), len(KEPT), 2))
    for number, (key, parameters, _, start) in enumerate(LOSSES):
        surface = surfaces.get(key).with_parameters(**parameters)
        runs = [
            optimizers.Run("momentum", "pytorch", learning_rate=RATE[number], beta=BETA, **setting)
            for setting in case.settings
        ]
        walked = optimizers.run(surface, runs, start, STEPS, record_memory=False, engine="plain")
        ours[:, number] = (walked.averages if case.averaged else walked.positions)[:, KEPT]
    return ours


@cache
def references() -> dict[str, np.ndarray]:
    """The stored arrays by the names of their cases, and the moving averages under "ema …"."""
    with np.load(FILE) as stored:
        return {name: stored[name] for name in stored.files}
