"""What theory promises on strongly convex losses, and what is expected exactly on a quadratic.

A loss is λ-strongly convex when it curves at least by λ everywhere, and L-smooth when it curves at most by L.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


class Expected(NamedTuple):
    """What noisy descent does on average: row t is after t updates.

    gaps (T + 1,): E[f(w_t) - f*]. squared_gradients (T + 1,): E‖ĝ‖² of the noisy gradient that is drawn there.
    """

    gaps: Array
    squared_gradients: Array


def contraction(learning_rate: float, strong_convexity: float, smoothness: float) -> float:
    """The factor c by which a gradient step without noise shrinks the gap f - f* at least.

    c = max((1 - ηλ)², (1 - ηL)²), for 0 < η < 2/L. Taylor, Hendrickx and Glineur, Exact worst-case convergence
    rates of the proximal gradient method, 2018, theorem 3.3; on a quadratic it is reached. Raises ValueError unless
    0 < λ ≤ L and η > 0.
    """
    _check_curvatures(strong_convexity, smoothness)
    if not learning_rate > 0.0:
        raise ValueError(f"the learning rate must be positive; got {learning_rate:g}")
    return max((1.0 - learning_rate * strong_convexity) ** 2, (1.0 - learning_rate * smoothness) ** 2)


def batch_bound(gap: float, factor: float, updates: ArrayLike) -> Array:
    """The bound cᵏ (f(w₀) - f*) after k = `updates` updates without noise, for a `contraction` c = `factor`."""
    with np.errstate(over="ignore", under="ignore"):
        bound: Array = gap * np.float64(factor) ** np.asarray(updates, np.float64)
    return bound


def stochastic_bound(squared_gradient: float, strong_convexity: float, iterate: ArrayLike) -> Array:
    """The bound 17 G² (1 + log T) / (λT) on E[f(w_T) - f*] for descent with noisy gradients and steps 1/(λt).

    w₁ is the start, so `iterate` T is reached after T - 1 updates; T must exceed 1. `squared_gradient` is G², which
    no E‖ĝ_t‖² may exceed. Shamir and Zhang, Stochastic gradient descent for non-smooth optimization, 2013, theorem 1.
    Raises ValueError for T ≤ 1 and for λ that is not positive.
    """
    _check_curvatures(strong_convexity, strong_convexity)
    last = np.asarray(iterate, np.float64)
    if not (last > 1.0).all():
        raise ValueError("the bound holds from the second iterate on: T must exceed 1")
    bound: Array = 17.0 * squared_gradient * (1.0 + np.log(last)) / (strong_convexity * last)
    return bound


def expected_on_quadratic(
    curvatures: Sequence[float], offsets: Sequence[float], learning_rates: ArrayLike, noise: float
) -> Expected:
    """Noisy gradient descent on f = ½ Σ hᵢ xᵢ², averaged over all draws, without drawing any.

    `curvatures` hᵢ and `offsets` xᵢ of the start, along the axes; `learning_rates` (T,); `noise` is the standard
    deviation σ of the Gaussian noise on each partial derivative. Every xᵢ stays Gaussian: its mean is multiplied by
    1 - ηhᵢ at each update, its variance by the square of that, and the update's noise adds η²σ².
    """
    rates = np.asarray(learning_rates, np.float64)
    h, mean = np.asarray(curvatures, np.float64), np.asarray(offsets, np.float64)
    squares = np.empty((rates.size + 1, h.size))
    variance = np.zeros_like(mean)
    with np.errstate(over="ignore", invalid="ignore"):
        squares[0] = mean**2
        for t, rate in enumerate(rates, start=1):
            factor = 1.0 - rate * h
            mean, variance = factor * mean, factor**2 * variance + (rate * noise) ** 2
            squares[t] = mean**2 + variance
        return Expected(0.5 * (h * squares).sum(axis=1), (h**2 * squares).sum(axis=1) + h.size * noise**2)


def order(updates: ArrayLike, values: ArrayLike) -> float:
    """The power p of the law value ~ updatesᵖ that fits best: the slope on axes that are both logarithmic.

    Takes positive numbers only, at least two; nan when there are fewer.
    """
    k, y = np.asarray(updates, np.float64), np.asarray(values, np.float64)
    usable = (k > 0.0) & (y > 0.0) & np.isfinite(y)
    if usable.sum() < 2:
        return float("nan")
    x, z = np.log(k[usable]), np.log(y[usable])
    x = x - x.mean()
    return float((x * z).sum() / (x * x).sum())


def _check_curvatures(strong_convexity: float, smoothness: float) -> None:
    if not 0.0 < strong_convexity <= smoothness:
        raise ValueError(
            f"a strongly convex, smooth loss has 0 < λ ≤ L; got λ = {strong_convexity:g}, L = {smoothness:g}"
        )
