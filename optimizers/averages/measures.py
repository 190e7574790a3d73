"""What a moving average does to a sequence, measured: how late it is, and how much noise it leaves.

A sequence is taken as a slow part plus noise. Both measures leave out the start, where the average is still young.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .moving import (
    delay,
    ema,
    half_life,
    mean_age,
    nearest_window,
    variance_left,
    window,
    window_mean,
)

Array = NDArray[np.float64]

# Windows after which an average counts as grown up: its weights sum to more than 0.95.
YOUNG = 3.0
HARMONICS = 2
# Fewer values than this say nothing about a slow part.
FEWEST = 40
# A slow part that moves less than this share of the sequence's spread has no lag that could be seen.
MOVES = 0.05


@dataclass(frozen=True)
class Measures:
    """One average of one sequence: theory beside measurement; None where there is nothing to measure.

    `window` and `half_life` in steps. `lag` is the theory for slow changes, `wave_lag` that for the sequence's own
    period, `measured_lag` what was found. `noise` is the share of the noise's variance that is left by theory for
    independent noise, `linked_noise` for the correlation of neighbours that was found, `measured_noise` what was
    found.
    """

    window: float
    half_life: float | None
    lag: float
    wave_lag: float | None
    measured_lag: float | None
    noise: float
    linked_noise: float | None
    measured_noise: float | None


def slow_part(x: Array) -> Array:
    """The slow part of a sequence (K,): the least-squares line with two waves of K and K/2 steps on it."""
    t = np.arange(len(x)) / len(x)
    waves = [f(2.0 * np.pi * h * t) for h in range(1, HARMONICS + 1) for f in (np.sin, np.cos)]
    columns = np.stack([np.ones_like(t), t, *waves], axis=1)
    found: Array = columns @ np.linalg.lstsq(columns, x, rcond=None)[0]
    return found


def neighbour_correlation(noise: Array) -> float:
    """The correlation of each value of the noise (K,) with the next one; 0 where there is no noise."""
    centred = noise - noise.mean()
    energy = float(centred @ centred)
    return float(centred[1:] @ centred[:-1]) / energy if energy > 0.0 else 0.0


def lag(average: Array, slow: Array, young: int, most: int) -> float | None:
    """The shift of the slow part (K,) that comes nearest to the average (K,), in steps; None where there is none.

    Nearest in the mean square, over all steps after the first `young`; the shift lies below `most`, which is at most
    `young`. Between whole steps the slow part is a straight line.
    """
    count = len(slow)
    still = max(MOVES * float(np.ptp(average)), 1e-9 * float(np.abs(slow).max()))
    if not 0 < young < count or np.ptp(slow) <= still:
        return None
    steps = np.arange(count)

    def miss(shift: float) -> float:
        return float(np.mean((average[young:] - np.interp(steps[young:] - shift, steps, slow)) ** 2))

    best = int(np.argmin([miss(shift) for shift in range(most + 1)]))
    if best == most:
        return None
    fine = np.linspace(max(best - 1.0, 0.0), best + 1.0, 41)
    return float(fine[int(np.argmin([miss(shift) for shift in fine]))])


def measure(x: Array | None, beta: float, slow: Array | None = None, period: float | None = None) -> Measures:
    """Measure the exponential moving average of x (K,), with its start corrected.

    `slow` is the slow part and `period` the length of the wave in steps, where these are known. Without x there is
    the theory alone.
    """
    found = _measure(x, window(beta), slow, period, lambda values: ema(values, beta, bias_correction=True))
    measured_lag, measured_noise, linked = found
    return Measures(
        window(beta),
        half_life(beta),
        mean_age(beta),
        None if period is None else delay(beta, period),
        measured_lag,
        variance_left(beta),
        None if linked is None else variance_left(beta, linked),
        measured_noise,
    )


def measure_mean(x: Array | None, beta: float, slow: Array | None = None, period: float | None = None) -> Measures:
    """Measure the plain mean of the last 1 / (1 - β) values as `measure` does. Its lag is that of every wave."""
    width = nearest_window(beta)
    found = _measure(x, width, slow, period, lambda values: window_mean(values, width))
    measured_lag, measured_noise, linked = found
    ages = np.arange(width)
    apart = np.abs(ages[:, None] - ages)
    return Measures(
        width,
        None,
        (width - 1) / 2.0,
        None if period is None else (width - 1) / 2.0,
        measured_lag,
        1.0 / width,
        None if linked is None else float((linked**apart).sum()) / width**2,
        measured_noise,
    )


def _measure(x, width, slow, period, average):
    """The lag, the share of the noise that is left, and the correlation of neighbours; None for what is not there."""
    if x is None or len(x) < FEWEST:
        return None, None, None
    level = slow_part(x) if slow is None else slow
    noise = x - level
    young = int(min(np.ceil(YOUNG * width), len(x) // 2))
    # A wave looks the same one period later.
    most = young if period is None else min(young, int(period / 2.0))
    measured_lag = lag(average(x), level, young, most)
    if np.abs(noise).max() <= 1e-12 * max(float(np.abs(x).max()), 1e-300):
        return measured_lag, None, None
    left = average(noise)[young:].var() / noise[young:].var()
    return measured_lag, float(left), neighbour_correlation(noise)
