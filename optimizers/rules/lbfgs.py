"""L-BFGS: curvature from the last steps and the changes of slope that they met."""

from math import sqrt

import numpy as np

from ..arrows import DOWNHILL, STEP, Arrow
from ..interface import Form, Hyperparameter, Optimizer, learning_rate

MOST = 100
HISTORY = Hyperparameter(
    "history", "m", 10, 1, MOST, "linear", "Steps that are remembered; in the plane two say almost all.", kind="integer"
)
# Rows of the workspace: steps s, changes of the gradient y, pairs (1 / s·y, α of the recursion), then
# (pairs stored, γ) and (iterations, -).
STEPS, CHANGES, WEIGHTS, STORED, ITERATIONS, ROWS = 0, MOST, 2 * MOST, 3 * MOST, 3 * MOST + 1, 3 * MOST + 2
# Below this a curvature has no finite inverse.
SMALLEST = 1e-300
TOLERANCE_GRADIENT, TOLERANCE_CHANGE, TOLERANCE_CURVATURE = 1e-7, 1e-9, 1e-10
SUFFICIENT_DECREASE, CURVATURE, LONGEST_SEARCH = 1e-4, 0.9, 25
TWO_LOOPS = (
    r"s_k = w_{k+1} - w_k,\quad y_k = g_{k+1} - g_k,\quad \rho_k = \frac{1}{y_k^\top s_k}",
    r"q \leftarrow g;\quad k = t-1, \ldots, t-m:\ \alpha_k \leftarrow \rho_k s_k^\top q,\ q \leftarrow q - \alpha_k "
    r"y_k",
    r"q \leftarrow \gamma\, q,\quad \gamma = \frac{s_{t-1}^\top y_{t-1}}{y_{t-1}^\top y_{t-1}}",
    r"k = t-m, \ldots, t-1:\ q \leftarrow q + \bigl(\alpha_k - \rho_k\, y_k^\top q\bigr)\,s_k",
)


def store(workspace, history, step_x, step_y, change_x, change_y, weight):
    """Keep a pair (s, y) in the place of the oldest."""
    row = int(workspace[STORED, 0]) % history
    workspace[STEPS + row, 0] = step_x
    workspace[STEPS + row, 1] = step_y
    workspace[CHANGES + row, 0] = change_x
    workspace[CHANGES + row, 1] = change_y
    workspace[WEIGHTS + row, 0] = weight
    workspace[STORED, 0] += 1.0


def two_loops(workspace, history, q_x, q_y, scale):
    """Nocedal and Wright 2006, algorithm 7.4: the inverse Hessian that the pairs tell of, times q."""
    stored = int(workspace[STORED, 0])
    kept = min(stored, history)
    for back in range(kept):
        row = (stored - 1 - back) % history
        alpha = workspace[STEPS + row, 0] * q_x + workspace[STEPS + row, 1] * q_y
        alpha *= workspace[WEIGHTS + row, 0]
        workspace[WEIGHTS + row, 1] = alpha
        q_x -= alpha * workspace[CHANGES + row, 0]
        q_y -= alpha * workspace[CHANGES + row, 1]
    q_x *= scale
    q_y *= scale
    for ahead in range(kept):
        row = (stored - kept + ahead) % history
        beta = workspace[CHANGES + row, 0] * q_x + workspace[CHANGES + row, 1] * q_y
        beta *= workspace[WEIGHTS + row, 0]
        q_x += (workspace[WEIGHTS + row, 1] - beta) * workspace[STEPS + row, 0]
        q_y += (workspace[WEIGHTS + row, 1] - beta) * workspace[STEPS + row, 1]
    return q_x, q_y


def torch_direction(g_x, g_y, previous, step, workspace, t, history):
    """The direction of torch.optim.LBFGS and the length that its first step is scaled by; (0, 0, 1) where it rests."""
    if t == 1:
        workspace[STORED, 0] = 0.0
        workspace[STORED, 1] = 1.0
        workspace[ITERATIONS, 0] = 0.0
    d_x, d_y, first = 0.0, 0.0, 1.0
    if max(abs(g_x), abs(g_y)) > TOLERANCE_GRADIENT:
        if workspace[ITERATIONS, 0] == 0.0:
            first = min(1.0, 1.0 / (abs(g_x) + abs(g_y)))
        else:
            change_x, change_y = g_x - previous[0], g_y - previous[1]
            curvature = change_x * step[0] + change_y * step[1]
            if curvature > TOLERANCE_CURVATURE:
                store(workspace, history, step[0], step[1], change_x, change_y, 1.0 / curvature)
                workspace[STORED, 1] = curvature / (change_x * change_x + change_y * change_y)
        workspace[ITERATIONS, 0] += 1.0
        d_x, d_y = two_loops(workspace, history, -g_x, -g_y, workspace[STORED, 1])
        previous[0] = g_x
        previous[1] = g_y
    return d_x, d_y, first


def pytorch(w, g, previous, step, workspace, t, learning_rate, history):
    """torch.optim.LBFGS with max_iter = 1: one direction a step, no line search."""
    d_x, d_y, first = torch_direction(g[0], g[1], previous, step, workspace, t, int(history))
    length = first * learning_rate
    step[0] = length * d_x
    step[1] = length * d_y
    if not d_x * g[0] + d_y * g[1] > -TOLERANCE_CHANGE:
        w[0] += step[0]
        w[1] += step[1]


def optax(w, g, previous, position, workspace, t, learning_rate, history):
    """optax.lbfgs(linesearch=None): every pair is kept, even where the curvature is negative."""
    if t == 1:
        workspace[STORED, 0] = 0.0
        scale = min(1.0, 1.0 / sqrt(g[0] * g[0] + g[1] * g[1])) if g[0] != 0.0 or g[1] != 0.0 else 1.0
    else:
        step_x, step_y = w[0] - position[0], w[1] - position[1]
        change_x, change_y = g[0] - previous[0], g[1] - previous[1]
        curvature = change_x * step_x + change_y * step_y
        squared = change_x * change_x + change_y * change_y
        weight = 1.0 / curvature if abs(curvature) > SMALLEST else 0.0
        store(workspace, int(history), step_x, step_y, change_x, change_y, weight)
        scale = curvature / squared if squared > 0.0 else 1.0
    for i in range(2):
        previous[i] = g[i]
        position[i] = w[i]
    d_x, d_y = two_loops(workspace, int(history), g[0], g[1], scale)
    w[0] -= learning_rate * d_x
    w[1] -= learning_rate * d_y


def cubic(x1, f1, g1, x2, f2, g2, low, high):
    """The minimum of the cubic through two points with their slopes, kept between low and high; else their middle."""
    d1 = g1 + g2 - 3.0 * (f1 - f2) / (x1 - x2)
    square = d1 * d1 - g1 * g2
    result = (low + high) / 2.0
    if square >= 0.0:
        d2 = sqrt(square)
        if x1 <= x2:
            lowest = x2 - (x2 - x1) * ((g2 + d2 - d1) / (g2 - g1 + 2.0 * d2))
        else:
            lowest = x1 - (x1 - x2) * ((g1 + d2 - d1) / (g1 - g2 + 2.0 * d2))
        result = min(max(lowest, low), high)
    return result


def strong_wolfe(gradient_at, landscape, x, y, d_x, d_y, f, slope, length):  # noqa: PLR0912, PLR0915 (one search)
    """The step length along d that torch.optim.LBFGS finds, beginning with `length`.

    Nocedal and Wright 2006, algorithms 3.5 and 3.6: first bracket a length that meets both Wolfe
    conditions, then close the bracket (ends a and b) by cubic interpolation.
    """
    new_f, slope_x, slope_y = gradient_at(landscape, x + length * d_x, y + length * d_y)
    new_slope = slope_x * d_x + slope_y * d_y
    a, f_a, slope_a = 0.0, f, slope
    b, f_b, slope_b = length, new_f, new_slope
    tries, bracketed, done = 0, False, False
    while tries < LONGEST_SEARCH and not bracketed and not done:
        if new_f > f + SUFFICIENT_DECREASE * length * slope or (tries > 1 and new_f >= f_a):
            bracketed = True
        elif abs(new_slope) <= -CURVATURE * slope:
            a, f_a = length, new_f
            done = True
        elif new_slope >= 0.0:
            bracketed = True
        else:
            longer = cubic(a, f_a, slope_a, length, new_f, new_slope, length + 0.01 * (length - a), 10.0 * length)
            a, f_a, slope_a = length, new_f, new_slope
            length = longer
            new_f, slope_x, slope_y = gradient_at(landscape, x + length * d_x, y + length * d_y)
            new_slope = slope_x * d_x + slope_y * d_y
            tries += 1
        b, f_b, slope_b = length, new_f, new_slope
    if tries == LONGEST_SEARCH:
        a, f_a = 0.0, f
    crept = False
    size = max(abs(d_x), abs(d_y))
    while not done and tries < LONGEST_SEARCH and abs(b - a) * size >= TOLERANCE_CHANGE:
        low, high = min(a, b), max(a, b)
        length = cubic(a, f_a, slope_a, b, f_b, slope_b, low, high)
        margin = 0.1 * (high - low)
        if min(high - length, length - low) < margin:
            if crept or length >= high or length <= low:
                length = high - margin if abs(length - high) < abs(length - low) else low + margin
                crept = False
            else:
                crept = True
        else:
            crept = False
        new_f, slope_x, slope_y = gradient_at(landscape, x + length * d_x, y + length * d_y)
        new_slope = slope_x * d_x + slope_y * d_y
        tries += 1
        a_is_lower = f_a <= f_b
        if new_f > f + SUFFICIENT_DECREASE * length * slope or new_f >= min(f_a, f_b):
            if a_is_lower:
                b, f_b, slope_b = length, new_f, new_slope
            else:
                a, f_a, slope_a = length, new_f, new_slope
        else:
            if abs(new_slope) <= -CURVATURE * slope:
                done = True
            elif a_is_lower and new_slope * (b - a) >= 0.0:
                b, f_b, slope_b = a, f_a, slope_a
            elif not a_is_lower and new_slope * (a - b) >= 0.0:
                a, f_a, slope_a = b, f_b, slope_b
            if a_is_lower:
                a, f_a, slope_a = length, new_f, new_slope
            else:
                b, f_b, slope_b = length, new_f, new_slope
    return a if f_a <= f_b else b


def pytorch_strong_wolfe(w, g, previous, step, workspace, gradient_at, landscape, t, learning_rate, history):
    """torch.optim.LBFGS(max_iter=1, max_eval=26, line_search_fn="strong_wolfe")."""
    loss, g_x, g_y = gradient_at(landscape, w[0], w[1])
    d_x, d_y, first = torch_direction(g_x, g_y, previous, step, workspace, t, int(history))
    slope = d_x * g_x + d_y * g_y
    length = first * learning_rate
    if not slope > -TOLERANCE_CHANGE:
        length = strong_wolfe(gradient_at, landscape, w[0], w[1], d_x, d_y, loss, slope, length)
        w[0] += length * d_x
        w[1] += length * d_y
    step[0] = length * d_x
    step[1] = length * d_y


def remembered(last, tail):
    """What the curvature is learned from: the last step, and how the slope changed along it."""
    return (
        DOWNHILL,
        Arrow("the last step", "previous", last, tail=tail),
        Arrow(
            *("how the slope changed along it, drawn as long as the step", "average"),
            lambda g, previous, t: np.where(t == 1.0, np.nan, g - previous),
        ),
        STEP,
    )


TORCH_ARROWS = remembered(lambda step: step, lambda w, step: w - step)
OPTAX_ARROWS = remembered(
    lambda w, position, t: np.where(t == 1.0, 0.0, w - position), lambda w, position, t: np.where(t == 1.0, w, position)
)

LBFGS = Optimizer(
    key="lbfgs",
    name="L-BFGS",
    cites=(
        "liu1989",
        "nocedal2006",
    ),
    idea="Learn the curvature from how the slope changed along the last steps, and walk like Newton without a Hessian.",
    family="accumulating",
    rate=1.0,
    forms=(
        Form(
            key="pytorch_strong_wolfe",
            name="PyTorch with line search",
            rule=pytorch_strong_wolfe,
            arrows=TORCH_ARROWS,
            torch=(
                "torch.optim.LBFGS([w], lr={learning_rate}, max_iter=1, history_size={history}, "
                "line_search_fn='strong_wolfe')"
            ),
            update=(
                *TWO_LOOPS,
                r"\text{find } \eta_t:\ f(w - \eta_t q) \le f(w) - c_1 \eta_t\, g^\top q,\ "
                r"|\nabla f(w - \eta_t q)^\top q| \le c_2\, |g^\top q|",
                r"w \leftarrow w - \eta_t q",
            ),
            hyperparameters=(learning_rate(1.0), HISTORY),
            memory=("previous", "step"),
            workspace=ROWS,
            probing=True,
            note=(
                "The rate is only the first length that is tried; every length tried costs an evaluation. c₁ = "
                "0.0001, c₂ = 0.9."
            ),
            source="torch.optim.LBFGS(max_iter=1, line_search_fn='strong_wolfe').",
        ),
        Form(
            key="pytorch",
            name="PyTorch (fixed rate)",
            rule=pytorch,
            arrows=TORCH_ARROWS,
            torch="torch.optim.LBFGS([w], lr={learning_rate}, max_iter=1, history_size={history})",
            update=(*TWO_LOOPS, r"w \leftarrow w - \eta q,\quad \eta_1 = \eta \min\bigl(1, 1/\|g_1\|_1\bigr)"),
            hyperparameters=(learning_rate(1.0), HISTORY),
            memory=("previous", "step"),
            workspace=ROWS,
            coupled=True,
            note="Pairs that met no curvature are left out. It rests where no slope exceeds 1e-7.",
            source="torch.optim.LBFGS(max_iter=1).",
        ),
        Form(
            key="optax",
            name="Optax (fixed rate)",
            rule=optax,
            arrows=OPTAX_ARROWS,
            update=(*TWO_LOOPS, r"w \leftarrow w - \eta q,\quad \gamma_1 = \min\bigl(1, 1/\|g_1\|_2\bigr)"),
            hyperparameters=(learning_rate(1.0), HISTORY),
            memory=("previous", "position"),
            workspace=ROWS,
            coupled=True,
            note="Keeps pairs of negative curvature as well, and may then walk uphill.",
            source="optax.lbfgs(linesearch=None).",
        ),
    ),
    source="D. C. Liu, J. Nocedal, On the limited memory BFGS method for large scale optimization, 1989.",
)
