"""Averages: of the iterates of a run, and moving averages of any sequence of numbers.

`ema(x, beta)` and `ema_weights(beta, k)` are the exponential moving average and the weights behind it;
`AVERAGES` are the ways in which a run may average its iterates.
"""

from .iterates import AVERAGES, Average, Averaging, exponential, from_data, get, polyak_ruppert, polynomial_decay
from .measures import Measures, lag, measure, measure_mean, neighbour_correlation, slow_part
from .moving import (
    correction,
    delay,
    ema,
    ema_from_first,
    ema_weights,
    half_life,
    mean_age,
    nearest_window,
    variance_left,
    weight_sum,
    window,
    window_mean,
)
from .series import SERIES, Series, series

__all__ = [
    "AVERAGES",
    "SERIES",
    "Average",
    "Averaging",
    "Measures",
    "Series",
    "correction",
    "delay",
    "ema",
    "ema_from_first",
    "ema_weights",
    "exponential",
    "from_data",
    "get",
    "half_life",
    "lag",
    "mean_age",
    "measure",
    "measure_mean",
    "nearest_window",
    "neighbour_correlation",
    "polyak_ruppert",
    "polynomial_decay",
    "series",
    "slow_part",
    "variance_left",
    "weight_sum",
    "window",
    "window_mean",
]
