"""Moving averages of a sequence, and what the theory says about them.

The exponential moving average (EMA) of x₁, x₂, … with memory β is v₀ = 0, v_k = β v_{k-1} + (1 - β) x_k. Its
weights on the latest values are (1 - β) βʲ for j = 0, 1, …; those of v_k sum to 1 - βᵏ, so it starts too near to
0, which the factor 1 / (1 - βᵏ) corrects (Kingma and Ba, Adam, 2015, section 3).
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def checked_beta(beta: float) -> float:
    """Return β as a float. Raises ValueError when it is not within 0 ≤ β < 1."""
    if not 0.0 <= beta < 1.0:
        raise ValueError(f"beta must be at least 0 and below 1; got {beta!r}")
    return float(beta)


def _checked_count(k: int, name: str = "k") -> int:
    if k != int(k) or k < 1:
        raise ValueError(f"{name} must be a whole number from 1 on; got {k!r}")
    return int(k)


def _checked_values(x: ArrayLike) -> Array:
    values = np.asarray(x, dtype=np.float64)
    if values.ndim == 0 or values.shape[0] == 0:
        raise ValueError("x must hold at least one value")
    wrong = np.argwhere(~np.isfinite(values))
    if wrong.size:
        raise ValueError(f"x must be finite; value number {wrong[0][0] + 1} is {values[tuple(wrong[0])]}")
    return values


def _recurrence(values: Array, beta: float, start: Array) -> Array:
    averages = np.empty_like(values)
    v = start
    for k, x in enumerate(values):
        v = beta * v + (1.0 - beta) * x
        averages[k] = v
    return averages


def ema(x: ArrayLike, beta: float, bias_correction: bool = False) -> Array:
    """Return the exponential moving averages v₁ … v_K of x₁ … x_K, begun at v₀ = 0.

    `x` is (K,) or (K, …): the average runs along the first axis, and the result has its shape. With
    `bias_correction` every v_k is divided by 1 - βᵏ, the sum of its weights.

    Raises ValueError for a beta outside 0 ≤ β < 1 and for values that are missing or not finite.
    """
    values, beta = _checked_values(x), checked_beta(beta)
    averages = _recurrence(values, beta, np.zeros(values.shape[1:]))
    if bias_correction:
        k = np.arange(1, len(values) + 1, dtype=np.float64)
        averages /= weight_sum(beta, k).reshape(-1, *[1] * (values.ndim - 1))
    return averages


def ema_from_first(x: ArrayLike, beta: float) -> Array:
    """Return the averages begun at v₁ = x₁ instead of v₀ = 0: no bias towards 0, but x₁ keeps the weight βᵏ⁻¹.

    `x` and the errors are those of `ema`.
    """
    values, beta = _checked_values(x), checked_beta(beta)
    return _recurrence(values, beta, values[0])


def ema_weights(beta: float, k: int) -> Array:
    """Return the weights of v_k on x_k, x_{k-1}, … x₁: (1 - β) βʲ for j = 0 … k - 1. They sum to 1 - βᵏ.

    Raises ValueError for a beta outside 0 ≤ β < 1 and for a k that is not a whole number from 1 on.
    """
    beta = checked_beta(beta)
    powers: Array = beta ** np.arange(_checked_count(k), dtype=np.float64)
    return (1.0 - beta) * powers


def weight_sum(beta: float, k: ArrayLike) -> Array:
    """The sum 1 - βᵏ of the weights of v_k; `k` may be an array.

    Where β is near 1 and k small, 1 - βᵏ would lose digits in the subtraction; expm1 keeps them.
    """
    counts = np.asarray(k, dtype=np.float64)
    if beta == 0.0:
        return np.where(counts > 0.0, 1.0, 0.0)
    sums: Array = -np.expm1(counts * math.log(checked_beta(beta)))
    return sums


def correction(beta: float, k: int) -> float:
    """The factor 1 / (1 - βᵏ) that corrects v_k for its start at 0. Raises ValueError as `ema_weights`."""
    return 1.0 / float(weight_sum(checked_beta(beta), _checked_count(k)))


def window(beta: float) -> float:
    """The number of values that a plain mean of equal memory takes, as the rule of thumb has it: 1 / (1 - β)."""
    return 1.0 / (1.0 - checked_beta(beta))


def nearest_window(beta: float) -> int:
    """The window as a whole number of values, at least 1."""
    return max(1, round(window(beta)))


def half_life(beta: float) -> float:
    """The number of steps after which a value's weight has halved: ln ½ / ln β; 0 for β = 0."""
    return math.log(0.5) / math.log(beta) if checked_beta(beta) > 0.0 else 0.0


def mean_age(beta: float) -> float:
    """How many steps old the averaged values are, by weight: β / (1 - β). It is the lag behind slow changes."""
    return checked_beta(beta) / (1.0 - beta)


def delay(beta: float, period: float) -> float:
    """The steps by which the average of a wave comes after it; `period` in steps. Near `mean_age` for long waves.

    It is the phase of H(ω) = (1 - β) / (1 - β e^{-iω}) over ω = 2π / period.
    """
    omega = 2.0 * math.pi / period
    return math.atan2(beta * math.sin(omega), 1.0 - checked_beta(beta) * math.cos(omega)) / omega


def variance_left(beta: float, correlation: float = 0.0) -> float:
    """The share of the noise's variance that the average keeps: (1 - β) / (1 + β) for independent noise.

    With `correlation` φ between neighbours, fading as φʲ, it is (1 - β) / (1 + β) · (1 + β φ) / (1 - β φ).
    """
    beta = checked_beta(beta)
    return (1.0 - beta) / (1.0 + beta) * (1.0 + beta * correlation) / (1.0 - beta * correlation)


def window_mean(x: ArrayLike, window: int) -> Array:
    """Return the plain mean of the last `window` values at every step; of all values while there are fewer.

    `x` is as in `ema`. Raises ValueError for a window that is not a whole number from 1 on.
    """
    values, width = _checked_values(x), _checked_count(window, "window")
    means = np.empty_like(values)
    for k in range(len(values)):
        means[k] = values[max(0, k + 1 - width) : k + 1].mean(axis=0)
    return means
