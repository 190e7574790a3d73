"""How fast a run closes in on the minimum: by a constant factor a step, or ever more slowly.

The gap to the minimal loss is fitted as C αᵗ (linear convergence, a straight line on a log axis) and as C/tᵖ
(sub-linear, 1/t being the usual case); the one that fits better is the run's rate.
"""

from dataclasses import dataclass
from math import ceil, exp, isfinite, log, sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .settings import Array

Kind = Literal["linear", "sub-linear", "none"]
FEWEST = 6
# A gap that falls by less than this over the part that is fitted tells nothing of a rate.
LEAST_FALL = 1e-3
EPSILON = 8.0 * np.finfo(np.float64).eps


@dataclass(frozen=True)
class Rate:
    """How the gap falls over steps `first` … `last`.

    "linear": gap ≈ `constant` `alpha`ᵗ. "sub-linear": gap ≈ `constant` / tᵖ with p = `power`. "none": it does not
    fall, or there are too few steps to tell. `quality` is the coefficient of determination of log(gap), at
    most 1. `envelope` is the largest gap from each step on.
    """

    kind: Kind
    constant: float
    alpha: float
    power: float
    quality: float
    first: int
    last: int
    envelope: Array

    @property
    def contraction(self) -> float:
        """The factor by which the distance to the minimum shrinks a step: √α where the loss is quadratic."""
        return sqrt(self.alpha)

    def gap(self, t: Array) -> Array:
        """The fitted gap at steps t ≥ 1."""
        with np.errstate(all="ignore"):
            fitted: Array = self.constant * self.alpha**t if self.kind == "linear" else self.constant * t**-self.power
        return fitted

    def steps_to(self, epsilon: float) -> tuple[int | None, bool]:
        """The first step from which the gap stays within `epsilon`, and whether it was seen or is extrapolated.

        Extrapolated is what the fit says; None when it never gets there.
        """
        within = np.flatnonzero(self.envelope <= epsilon)
        if within.size:
            return int(within[0]), True
        if self.kind == "none" or not epsilon > 0.0:
            return None, False
        distance = log(self.constant) - log(epsilon)
        exponent = distance / -log(self.alpha) if self.kind == "linear" else distance / self.power
        if self.kind != "linear":
            exponent = exp(exponent) if exponent < 700.0 else float("inf")
        return (max(ceil(exponent), self.envelope.size), False) if isfinite(exponent) else (None, False)


def fit_rate(losses: Array, lowest: float) -> Rate:
    """Fit the rate at which a run's losses (T + 1,) approach the minimal loss `lowest`.

    The later half of the steps is fitted, so that the rate is the one that lasts; what is within rounding of the
    minimum is left out. Of gaps that swing, as momentum's do, the envelope is fitted.
    """
    gaps = losses - lowest
    usable = np.isfinite(gaps)
    count = int(np.argmin(usable)) if not usable.all() else gaps.size
    gaps = np.maximum(gaps[:count], 0.0)
    envelope: Array = np.maximum.accumulate(gaps[::-1])[::-1]
    above: NDArray[np.bool_] = envelope > max(EPSILON * abs(lowest), 1e-290)
    last = int(above.sum()) - 1
    first = max((last + 1) // 2, 1)
    t = np.arange(first, last + 1, dtype=np.float64)
    none = Rate("none", float("nan"), float("nan"), float("nan"), float("nan"), first, max(last, 0), envelope)
    if t.size < FEWEST or not envelope[last] < (1.0 - LEAST_FALL) * envelope[first]:
        return none
    heights = np.log(envelope[first : last + 1])
    straight, bent = _line(t, heights), _line(np.log(t), heights)
    slope, height, quality = max(straight, bent, key=lambda fit: fit[2])
    if slope >= 0.0:
        return none
    if straight[2] >= bent[2]:
        return Rate("linear", exp(height), exp(slope), float("nan"), quality, first, last, envelope)
    return Rate("sub-linear", exp(height), float("nan"), -slope, quality, first, last, envelope)


def _line(x: Array, y: Array) -> tuple[float, float, float]:
    """Slope, intercept and coefficient of determination of the least-squares line."""
    dx, dy = x - x.mean(), y - y.mean()
    slope = float(dx @ dy / (dx @ dx))
    rest = dy - slope * dx
    return slope, float(y.mean() - slope * x.mean()), float(1.0 - rest @ rest / (dy @ dy))
