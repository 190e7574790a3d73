"""The engine against torch.optim: `python -m benchmarks.engine_against_torch`.

torch comes from benchmarks/requirements.txt. It is timed twice: with gradients from autograd, as it is used,
and with gradients worked out by hand in Python, which leaves the optimizers themselves.
"""

import argparse
import importlib
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import surfaces
from optimizers import Run
from surfaces import Surface

from .kernel import prepare
from .timing import interleaved

Array = NDArray[np.float64]

STEPS = 1000
AGREEMENT = 1e-9
MISSING = """torch is not installed, so there is nothing to compare with. To install it beside the project:
    python -m pip install -r benchmarks/requirements.txt"""


class Pair(NamedTuple):
    """A form of ours, the class of torch.optim that does the same, and the latter's settings beside the rate."""

    key: str
    form: str
    family: str
    torch_name: str
    torch_settings: Mapping[str, Any]


PAIRS = (
    Pair("gd", "paper", "gradient", "SGD", {}),
    Pair("momentum", "pytorch", "momentum", "SGD", {"momentum": 0.9}),
    Pair("nesterov", "pytorch", "momentum", "SGD", {"momentum": 0.9, "nesterov": True}),
    Pair("rprop", "pytorch", "sign", "Rprop", {}),
    Pair("adagrad", "pytorch", "accumulating", "Adagrad", {}),
    Pair("rmsprop", "pytorch", "adaptive", "RMSprop", {"alpha": 0.9}),
    Pair("adam", "paper", "adaptive", "Adam", {}),
)


def beale(x: Any, y: Any) -> Any:
    """Beale's function alone: autograd finds the gradient."""
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


def rosenbrock(x: Any, y: Any) -> Any:
    """Rosenbrock's function alone, with a = 1 and b = 100."""
    return (1.0 - x) ** 2 + 100.0 * (y - x * x) ** 2


LOSSES: Mapping[str, Callable[[Any, Any], Any]] = {"beale": beale, "rosenbrock": rosenbrock}


def with_autograd(torch: Any, surface: Surface, pair: Pair, rate: float) -> Array:
    """Run torch's optimizer on autograd's gradients for STEPS steps; return the positions (STEPS + 1, 2)."""
    w = torch.tensor(surface.start, dtype=torch.float64, requires_grad=True)
    optimizer = getattr(torch.optim, pair.torch_name)([w], lr=rate, **pair.torch_settings)
    loss_at, position = LOSSES[surface.key], w.detach().numpy()
    positions, losses = np.empty((STEPS + 1, 2)), np.empty(STEPS)
    for t in range(STEPS):
        optimizer.zero_grad()
        loss = loss_at(w[0], w[1])
        positions[t], losses[t] = position, loss.item()
        loss.backward()
        optimizer.step()
    positions[STEPS] = position
    return positions


def by_hand(torch: Any, surface: Surface, pair: Pair, rate: float) -> Array:
    """Run torch's optimizer on the surface's own gradients for STEPS steps; return the positions (STEPS + 1, 2)."""
    w = torch.tensor(surface.start, dtype=torch.float64)
    w.grad = torch.zeros_like(w)
    optimizer = getattr(torch.optim, pair.torch_name)([w], lr=rate, **pair.torch_settings)
    kernel, constants = surface.kernel, surface.constants
    position, gradient = w.numpy(), w.grad.numpy()
    positions, losses = np.empty((STEPS + 1, 2)), np.empty(STEPS)
    for t in range(STEPS):
        x, y = position.tolist()
        losses[t], gradient[0], gradient[1] = kernel(x, y, *constants)
        positions[t] = x, y
        optimizer.step()
    positions[STEPS] = position
    return positions


def row(torch: Any, surface: Surface, pair: Pair, repetitions: int) -> str:
    """Compare one form on one surface: the times a step and their ratios, or why there are none."""
    rate = surface.learning_rates[pair.family]
    run = Run(pair.key, pair.form, learning_rate=rate)
    compiled, trajectories = prepare(surface, [run], steps=STEPS, record_memory=False)
    # By hand both take the same gradients, so that only the rules can differ.
    gap = float(np.abs(trajectories.positions[0, -1] - by_hand(torch, surface, pair, rate)[-1]).max())
    if not gap <= AGREEMENT:
        return f"no ratio: the end points differ by {gap:.1e}"
    times = interleaved(
        {
            "engine": compiled,
            "autograd": partial(with_autograd, torch, surface, pair, rate),
            "by hand": partial(by_hand, torch, surface, pair, rate),
        },
        repetitions,
    )
    ours, autograd, manual = (timing.median / STEPS for timing in times.values())
    shown = f"{ours * 1e9:7.1f} ns {autograd * 1e6:9.1f} µs {manual * 1e6:9.1f} µs"
    return f"{shown} {autograd / ours:9.0f} {manual / ours:9.0f}  {gap:.1e}"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engine_against_torch", description=__doc__)
    parser.add_argument("--repetitions", type=int, default=3, help="rounds of measurements (3)")
    chosen = parser.parse_args()
    try:
        torch = importlib.import_module("torch")
    except ModuleNotFoundError:
        print(MISSING)
        return 0
    torch.set_num_threads(1)
    print(f"torch {torch.__version__}, one thread; one run × {STEPS} steps")
    print(f"Times a step: medians of {chosen.repetitions} rounds in turns. Ratios: torch over the engine.")
    columns = f"{'engine':>10s} {'autograd':>12s} {'by hand':>12s} {'autograd':>9s} {'by hand':>9s}  difference"
    print(f"{'surface':11s} {'form':18s} {columns}")
    for surface in map(surfaces.get, LOSSES):
        for pair in PAIRS:
            label = f"{surface.key:11s} {pair.key + '/' + pair.form:18s}"
            print(label, row(torch, surface, pair, chosen.repetitions), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
