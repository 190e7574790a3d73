"""What happens around a rule's step: clipping and scheduled settings before it, wrappers and averages after it.

All of it is off for most runs, so the loop asks one question a step and calls these functions only then.
The settings of a run are one row of numbers, in the order of the constants below; -1 or 0 means off.
"""

from collections.abc import Callable
from math import sqrt
from typing import Any

CLIP_VALUE, CLIP_NORM = 0, 1
# Reduce on plateau: the factor (0 is off) and what decides when the rate is multiplied by it.
PLATEAU_FACTOR, PATIENCE, THRESHOLD, COOLDOWN, LOWEST_SCALE, SMALLEST_CHANGE, DELAY = 2, 3, 4, 5, 6, 7, 8
# The row of the scratch memory that takes the mask (-1 is none).
MASK_ROW = 9
# The numbers of the averaging and of the wrapper (-1 is none) and where their parameters begin.
AVERAGING, AVERAGING_PARAMETERS = 10, 11
WRAPPER, WRAPPER_PARAMETERS = 12, 13
OPTION_SLOTS = 15
# Rows of what a run carries aside: slow weights, average, (best loss, bad steps), (cooldown left, scale).
SLOW, AVERAGE, BEST, COOLING = 0, 1, 2, 3
ASIDE_ROWS = 4


def clipped(slope_x, slope_y, clip_value, clip_norm):
    """Clip a gradient by value, then by norm; 0 switches a bound off (Pascanu, Mikolov, Bengio 2013, algorithm 1)."""
    if clip_value > 0.0:
        slope_x = min(max(slope_x, -clip_value), clip_value)
        slope_y = min(max(slope_y, -clip_value), clip_value)
    if clip_norm > 0.0:
        norm = sqrt(slope_x * slope_x + slope_y * slope_y)
        if norm > clip_norm:
            slope_x *= clip_norm / norm
            slope_y *= clip_norm / norm
    return slope_x, slope_y


def begin(r, w, options, aside, averages, slow):
    """Before the first step of run r: slow weights and average are the start, nothing is known of the loss."""
    for i in range(w.size):
        aside[SLOW, i] = w[i]
        aside[AVERAGE, i] = w[i]
        if options[r, WRAPPER] >= 0.0:
            slow[r, 0, i] = w[i]
        if options[r, AVERAGING] >= 0.0:
            averages[r, 0, i] = w[i]
    aside[COOLING, 0] = 0.0
    aside[COOLING, 1] = 1.0


def before(r, t, g, h, options, courses, course_slots, learning_rates, aside):
    """Before step t of run r: clip g, set the rate and the hyperparameters that follow a course."""
    g[0], g[1] = clipped(g[0], g[1], options[r, CLIP_VALUE], options[r, CLIP_NORM])
    learning_rates[r, t - 1] *= aside[COOLING, 1]
    for c in range(course_slots.shape[1]):
        if course_slots[r, c] >= 0:
            h[course_slots[r, c]] = courses[r, c, t - 1]


def watch(loss, t, option, aside):
    """Reduce on plateau, by the rule of torch.optim.lr_scheduler.ReduceLROnPlateau (relative threshold).

    `loss` is the one that update t started from; a lower rate holds from update t + 1 on. Updates up to
    the delay (a warm-up) are not watched.
    """
    if t <= option[DELAY]:
        return
    if t == option[DELAY] + 1 or loss < aside[BEST, 0] * (1.0 - option[THRESHOLD]):
        aside[BEST, 0] = loss
        aside[BEST, 1] = 0.0
    else:
        aside[BEST, 1] += 1.0
    if aside[COOLING, 0] > 0.0:
        aside[COOLING, 0] -= 1.0
        aside[BEST, 1] = 0.0
    if aside[BEST, 1] > option[PATIENCE]:
        scale = max(aside[COOLING, 1] * option[PLATEAU_FACTOR], option[LOWEST_SCALE])
        if aside[COOLING, 1] - scale > option[SMALLEST_CHANGE]:
            aside[COOLING, 1] = scale
        aside[COOLING, 0] = option[COOLDOWN]
        aside[BEST, 1] = 0.0


def end(r, taken, options, learning_rates, aside, averages, slow):
    """After a stop at step `taken`: repeat the last rows, and keep the rate where it was left."""
    for t in range(taken, learning_rates.shape[1]):
        learning_rates[r, t] *= aside[COOLING, 1]
        for i in range(2):
            if options[r, WRAPPER] >= 0.0:
                slow[r, t + 1, i] = aside[SLOW, i]
            if options[r, AVERAGING] >= 0.0:
                averages[r, t + 1, i] = aside[AVERAGE, i]


def finishing(
    watch: Callable[..., None], wrap: Callable[..., None], average: Callable[..., None]
) -> Callable[..., Any]:
    """Return `after`, with the switches over the wrappers' and the averages' rules."""

    def after(r, t, w, g, loss, learning_rate, options, aside, averages, slow):
        """After step t of run r: watch the loss, let the wrapper and the average take part, record both."""
        option = options[r]
        if option[PLATEAU_FACTOR] > 0.0:
            watch(loss, t, option, aside)
        wrapper = int(option[WRAPPER])
        if wrapper >= 0:
            wrap(wrapper, w, g, aside[SLOW], t, learning_rate, option[WRAPPER_PARAMETERS:])
            slow[r, t, 0] = aside[SLOW, 0]
            slow[r, t, 1] = aside[SLOW, 1]
        averaging = int(option[AVERAGING])
        if averaging >= 0:
            average(averaging, w, aside[AVERAGE], t, option[AVERAGING_PARAMETERS])
            averages[r, t, 0] = aside[AVERAGE, 0]
            averages[r, t, 1] = aside[AVERAGE, 1]

    return after
