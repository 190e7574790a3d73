"""The functions that schedules are made of, on arrays of update numbers.

Those that only compare, choose and round are NumPy's. Exponentials, cosines and powers are the engine's own once it
is compiled, because a page has no others and has to find the same bits.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..engine import symbols

Array = NDArray[np.float64]

floor, minimum, maximum, where, sqrt, ones = np.floor, np.minimum, np.maximum, np.where, np.sqrt, np.ones_like
pi = math.pi


def _by_the_engine(name: str, before: Callable[..., Any]) -> Callable[..., Any]:
    def function(*given: Any) -> Array:
        ours = symbols.installed().get(name)
        with np.errstate(all="ignore"):
            if ours is None:
                return np.asarray(before(*given), np.float64)
            arrays = np.broadcast_arrays(*(np.asarray(each, np.float64) for each in given))
            flat = map(ours.ctypes, *(each.ravel().tolist() for each in arrays))
            return np.fromiter(flat, np.float64, arrays[0].size).reshape(arrays[0].shape)

    return function


exp = _by_the_engine("exp", np.exp)
cos = _by_the_engine("cos", np.cos)
power = _by_the_engine("pow", np.power)


def passed(k: Array, *milestones: float) -> Any:
    """How many of the milestones lie at k or before it."""
    return np.searchsorted(np.array(milestones), k, side="right")


def _restarts(k: Array, period: float, growth: float) -> tuple[Array, Array, Any]:
    begins, lengths = [0.0], [period]
    while begins[-1] + lengths[-1] <= np.max(k, initial=0.0):
        begins.append(begins[-1] + lengths[-1])
        lengths.append(lengths[-1] * growth)
    return np.array(begins), np.array(lengths), np.searchsorted(np.array(begins), k, side="right") - 1


def begun(k: Array, period: float, growth: float) -> Any:
    """The update at which k's cycle began, where the i-th cycle lasts period · growthⁱ."""
    begins, _, i = _restarts(k, period, growth)
    return begins[i]


def lasting(k: Array, period: float, growth: float) -> Any:
    """How many updates k's cycle lasts."""
    _, lengths, i = _restarts(k, period, growth)
    return lengths[i]
