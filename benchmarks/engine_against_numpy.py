"""The engine against NumPy that steps all runs at once: `python -m benchmarks.engine_against_numpy`.

Vectorising over runs is the best that NumPy can do with a path, whose steps depend on each other. Each rule
is written here for that one purpose, with its whole arithmetic on arrays of shape (runs, 2).
"""

import argparse
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

import surfaces
from optimizers import Run
from surfaces import Surface
from surfaces.elementwise import ARRAYS, rescoped

from .kernel import prepare
from .timing import interleaved

Array = NDArray[np.float64]
Update = Callable[[Array, Array, Array, Array, int, Array], None]

AGREEMENT = 1e-9
SHAPES = ((24, 1000), (1000, 200))


def momentum(w: Array, g: Array, v: Array, unused: Array, t: int, rate: Array) -> None:
    """Classical momentum at β = 0.9."""
    v *= 0.9
    v -= rate * g
    w += v


def rmsprop(w: Array, g: Array, mean: Array, square: Array, t: int, rate: Array) -> None:
    """RMSProp at ρ = 0.9, ε = 1e-8, without momentum."""
    square *= 0.9
    square += (1.0 - 0.9) * g * g
    w -= rate * (g / (np.sqrt(square) + 1e-8))


def adam(w: Array, g: Array, m: Array, v: Array, t: int, rate: Array) -> None:
    """Adam at β₁ = 0.9, β₂ = 0.999, ε = 1e-8."""
    m *= 0.9
    m += (1.0 - 0.9) * g
    v *= 0.999
    v += (1.0 - 0.999) * g * g
    w -= rate / (1.0 - 0.9**t) * m / (np.sqrt(v) / np.sqrt(1.0 - 0.999**t) + 1e-8)


RULES: tuple[tuple[str, str, str, Update], ...] = (
    ("momentum", "classical", "momentum", momentum),
    ("rmsprop", "pytorch", "adaptive", rmsprop),
    ("adam", "paper", "adaptive", adam),
)


def paths(surface: Surface, update: Update, rates: Array, steps: int) -> Array:
    """Run one rule from the surface's start at every rate; return the last positions, (runs, 2)."""
    kernel: Callable[..., Any] = rescoped(surface.kernel, ARRAYS)
    constants, runs = surface.constants, len(rates)
    w, first, second = np.tile(surface.start, (runs, 1)), np.zeros((runs, 2)), np.zeros((runs, 2))
    positions, losses = np.empty((steps + 1, runs, 2)), np.empty((steps + 1, runs))
    gradients = np.empty((steps + 1, runs, 2))
    for t in range(1, steps + 2):
        loss, slope_x, slope_y = kernel(w[:, 0], w[:, 1], *constants)
        positions[t - 1], losses[t - 1] = w, loss
        g = gradients[t - 1]
        g[:, 0], g[:, 1] = slope_x, slope_y
        if t > steps:
            break
        update(w, g, first, second, t, rates)
    last: Array = positions[-1]
    return last


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engine_against_numpy", description=__doc__)
    parser.add_argument("--repetitions", type=int, default=7, help="rounds of measurements (7)")
    chosen = parser.parse_args()
    print(f"numpy {np.__version__}; ms: median (minimum) of {chosen.repetitions} rounds in turns, one core")
    columns = f"{'runs × steps':>14s} {'engine':>18s} {'NumPy':>18s} {'NumPy/engine':>12s}  difference"
    print(f"{'surface':11s} {'form':20s} {columns}")
    for surface in map(surfaces.get, ("beale", "rosenbrock")):
        for key, form, family, update in RULES:
            for runs, steps in SHAPES:
                rates = surface.learning_rates[family] * np.geomspace(0.1, 1.0, runs)[:, None]
                settings = [Run(key, form, learning_rate=float(rate)) for (rate,) in rates]
                compiled, trajectories = prepare(surface, settings, steps=steps, record_memory=False)
                gap = float(np.abs(trajectories.positions[:, -1] - paths(surface, update, rates, steps)).max())
                label = f"{surface.key:11s} {key + '/' + form:20s} {f'{runs} × {steps}':>14s}"
                if not gap <= AGREEMENT:
                    print(f"{label} no ratio: the end points differ by {gap:.1e}")
                    continue
                in_numpy = partial(paths, surface, update, rates, steps)
                times = interleaved({"engine": compiled, "NumPy": in_numpy}, chosen.repetitions)
                shown = " ".join(f"{each.median * 1e3:8.2f} ({each.minimum * 1e3:7.2f})" for each in times.values())
                ratio = times["NumPy"].median / times["engine"].median
                print(f"{label} {shown} {ratio:12.1f}  {gap:.1e}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
