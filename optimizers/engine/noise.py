"""Gaussian noise that needs no state: the draw is a function of (seed, step, coordinate).

The same seed gives every optimizer the same noise, whatever the order and the threads.
"""

from math import cos, log, pi, sqrt

import numpy as np
from numpy import uint64

GOLDEN = uint64(0x9E3779B97F4A7C15)
FIRST = uint64(0xBF58476D1CE4E5B9)
SECOND = uint64(0x94D049BB133111EB)
S27, S30, S31, S11 = uint64(27), uint64(30), uint64(31), uint64(11)
TWO = uint64(2)
UNIT = 1.0 / 9007199254740993.0


def mix(z):
    """Scramble 64 bits: the finaliser of splitmix64 (Steele, Lea, Flood 2014)."""
    z = (z ^ (z >> S30)) * FIRST
    z = (z ^ (z >> S27)) * SECOND
    return z ^ (z >> S31)


def gaussian_pair(key, t):
    """Two independent standard normal draws for step t (Box and Muller 1958)."""
    base = key + uint64(t) * TWO * GOLDEN
    radius = sqrt(-2.0 * log((float(mix(base) >> S11) + 1.0) * UNIT))
    angle = 2.0 * pi * (float(mix(base + GOLDEN) >> S11) * UNIT)
    return radius * cos(angle), radius * cos(angle - 0.5 * pi)


def noise_key(seed: int) -> np.uint64:
    """Spread a small seed over 64 bits, so that neighbouring seeds share nothing."""
    with np.errstate(over="ignore"):
        return np.uint64(mix(uint64(seed % 2**64) + GOLDEN))
