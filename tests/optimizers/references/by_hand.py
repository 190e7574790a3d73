"""Paths of forms that no library has: the formula as a NumPy loop, gradients by JAX in double precision."""

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)


def gradient_of(loss):
    slope = jax.jit(jax.grad(lambda w: loss(w[0], w[1])))
    return lambda w: np.asarray(slope(jnp.asarray(w)))


def rprop_lecture(loss, start, steps, h):
    """Without backtracking: the step is scaled by the sign of the product of slopes, and always taken."""
    gradient, w = gradient_of(loss), np.array(start)
    length, before, path = np.full(2, h["learning_rate"]), np.zeros(2), []
    for _ in range(steps):
        g = gradient(w)
        factor = np.choose(np.sign(g * before).astype(int) + 1, (h["eta_minus"], 1.0, h["eta_plus"]))
        length = np.clip(length * factor, h["step_min"], h["step_max"])
        w = w - length * np.sign(g)
        before = g
        path.append(w)
    return path


def rprop_plus(loss, start, steps, h):
    """With backtracking: where the sign flips, the last move is undone and the slope forgotten."""
    gradient, w = gradient_of(loss), np.array(start)
    length, before, move, path = np.full(2, h["learning_rate"]), np.zeros(2), np.zeros(2), []
    for _ in range(steps):
        g = gradient(w)
        flipped, agreed = g * before < 0.0, g * before > 0.0
        length = np.where(agreed, np.minimum(length * h["eta_plus"], h["step_max"]), length)
        length = np.where(flipped, np.maximum(length * h["eta_minus"], h["step_min"]), length)
        move = np.where(flipped, -move, -length * np.sign(g))
        w = w + move
        before = np.where(flipped, 0.0, g)
        path.append(w)
    return path


def nesterov_ema_raw(loss, start, steps, h):
    """The gradient at w - beta m enters an average."""
    gradient, w, m, path = gradient_of(loss), np.array(start), np.zeros(2), []
    for _ in range(steps):
        m = h["beta"] * m + (1.0 - h["beta"]) * gradient(w - h["beta"] * m)
        w = w - h["learning_rate"] * m
        path.append(w)
    return path


def nadam_ruder(loss, start, steps, h):
    """Momentum and fresh gradient over the same bias correction."""
    gradient, w, m, v, path = gradient_of(loss), np.array(start), np.zeros(2), np.zeros(2), []
    b1, b2 = h["beta1"], h["beta2"]
    for t in range(1, steps + 1):
        g = gradient(w)
        m, v = b1 * m + (1.0 - b1) * g, b2 * v + (1.0 - b2) * g**2
        ahead = b1 * m / (1.0 - b1**t) + (1.0 - b1) * g / (1.0 - b1**t)
        w = w - h["learning_rate"] / (np.sqrt(v / (1.0 - b2**t)) + h["epsilon"]) * ahead
        path.append(w)
    return path


def adabound_paper(loss, start, steps, h):
    """Clip the rate of uncorrected Adam between bounds that close in, and divide it by the root of t."""
    gradient, w, m, v, path = gradient_of(loss), np.array(start), np.zeros(2), np.zeros(2), []
    b1, b2, final = h["beta1"], h["beta2"], h["final_learning_rate"]
    for t in range(1, steps + 1):
        g = gradient(w)
        m, v = b1 * m + (1.0 - b1) * g, b2 * v + (1.0 - b2) * g**2
        low, high = final - final / ((1.0 - b2) * t + 1.0), final + final / ((1.0 - b2) * t)
        rate = np.clip(h["learning_rate"] / np.sqrt(v), low, high)
        w = w - rate / (np.sqrt(t) if h["sqrt_t"] else 1.0) * m
        path.append(w)
    return path


DRIVERS = {
    ("rprop", "lecture"): rprop_lecture,
    ("rprop", "rprop_plus"): rprop_plus,
    ("nesterov", "ema_raw"): nesterov_ema_raw,
    ("nadam", "ruder"): nadam_ruder,
    ("adabound", "paper"): adabound_paper,
}
