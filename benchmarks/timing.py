"""Times that can be compared: taken in turns within one run, so that a busy machine slows all alike."""

from collections.abc import Callable, Mapping
from math import ceil
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

# A measurement repeats its call for about this long, so that neither the clock nor what ran before it counts.
SECONDS = 1e-3


class Timing(NamedTuple):
    """Seconds of one call: the median and the minimum over the repetitions."""

    median: float
    minimum: float


def _seconds(call: Callable[[], Any], times: int) -> float:
    began = perf_counter()
    for _ in range(times):
        call()
    return (perf_counter() - began) / times


def interleaved(calls: Mapping[str, Callable[[], Any]], repetitions: int) -> dict[str, Timing]:
    """Time every call `repetitions` times in turns, after two untimed rounds."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for call in calls.values():
        call()
    times = {name: max(1, ceil(SECONDS / _seconds(call, 1))) for name, call in calls.items()}
    for _ in range(repetitions):
        for name, call in calls.items():
            taken[name].append(_seconds(call, times[name]))
    return {name: Timing(median(seconds), min(seconds)) for name, seconds in taken.items()}
