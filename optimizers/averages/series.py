"""Sequences to average: a year of temperatures, and four that show one thing each."""

import csv
import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from surfaces.interface import look_up

Array = NDArray[np.float64]

ASSETS = Path(__file__).resolve().parents[2] / "assets"


@dataclass(frozen=True)
class Series:
    """A sequence: what it is, what it shows, and its numbers.

    `values()` is (K,). `slow()` is the part below its noise, None where only an estimate can be had; `period` is the
    length of its wave in steps, None without one. `start` is the date of the first value where values have dates.
    `measured` tells whether lag and noise mean something for it.
    """

    key: str
    name: str
    unit: str
    step: str
    note: str
    source: str
    values: Callable[[], Array]
    slow: Callable[[], Array] | None = None
    period: float | None = None
    start: datetime.date | None = None
    measured: bool = True


@lru_cache(maxsize=1)
def _temperatures() -> Array:
    lines = (ASSETS / "seattle-2014.csv").read_text().splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    days = [datetime.date.fromisoformat(row["date"]) for row in rows]
    if days != [days[0] + datetime.timedelta(days=k) for k in range(len(days))]:
        raise ValueError("the temperatures must be of consecutive days")
    return np.array([float(row["celsius"]) for row in rows])


def _wave() -> Array:
    wave: Array = 4.0 + 2.0 * np.sin(2.0 * np.pi * np.arange(300) / 100.0)
    return wave


def _noisy_wave() -> Array:
    noisy: Array = np.round(_wave() + np.random.default_rng(5).normal(0.0, 0.9, 300), 3)
    return noisy


def _step() -> Array:
    return np.repeat([2.0, 10.0], 100)


def _spike() -> Array:
    spike: Array = 10.0 * np.eye(160)[39]
    return spike


SEATTLE = Series(
    key="seattle",
    name="Temperatures of a year",
    unit="°C",
    step="day",
    note=(
        "The highest temperature of every day of 2014 at the airport of Seattle. A small β follows the weather, "
        "a large one the season, late."
    ),
    source=(
        "NOAA, Global Historical Climatology Network (daily), station USW00024233, Seattle-Tacoma International "
        "Airport; a work of the U.S. Government in the public domain, as packed in vega-datasets 3.2.1."
    ),
    values=_temperatures,
    period=365.0,
    start=datetime.date(2014, 1, 1),
)
NOISY_SINE = Series(
    key="sine",
    name="Noisy sine",
    unit="",
    step="step",
    note="A wave of 100 steps under noise of its own for every step. Less noise is paid for with more lag.",
    source="4 + 2 sin(2πk/100) + noise of standard deviation 0.9, drawn once.",
    values=_noisy_wave,
    slow=_wave,
    period=100.0,
)
STEP = Series(
    key="step",
    name="Step",
    unit="",
    step="step",
    note="A jump from 2 to 10: after one half-life the average has done half of the way, after two three quarters.",
    source="2 for 100 steps, then 10.",
    values=_step,
    slow=_step,
)
SPIKE = Series(
    key="spike",
    name="Spike",
    unit="",
    step="step",
    note="One value of 10 among zeros: its echo draws the weights, (1 − β) βʲ, forwards in time.",
    source="10 at step 40, otherwise 0.",
    values=_spike,
    measured=False,
)
CONSTANT = Series(
    key="constant",
    name="Constant",
    unit="",
    step="step",
    note="Nothing but 10. Begun at 0 the average needs several windows to arrive; corrected it is there at once.",
    source="10 at every step.",
    values=lambda: np.full(120, 10.0),
    measured=False,
)

SERIES: tuple[Series, ...] = (SEATTLE, NOISY_SINE, STEP, SPIKE, CONSTANT)
_BY_KEY = {entry.key: entry for entry in SERIES}


def series(key: str) -> Series:
    """Return the sequence with this key. Raises ValueError that lists near matches."""
    return look_up(_BY_KEY, key, "sequence", ValueError)
