"""From the text of a formula to all paths: `python -m benchmarks.typed_formula`.

Twenty optimizers take a thousand steps on the formula as it was typed: read, checked, turned into a program, a
start and rates judged, raced in the compiled engine. Beside the time stands its ratio to the same race on
the surface of the registry that is the same function, where there is one; both are taken in turns.
"""

import argparse
from collections.abc import Callable, Sequence
from functools import partial

import optimizers
import surfaces
from surfaces import Surface

from .timing import interleaved

OPTIMIZERS, STEPS = 20, 1000
# The formula, and the surface of the registry that is the same function.
FORMULAS: dict[str, str | None] = {
    "(1 - x)^2 + 100 (y - x^2)^2": "rosenbrock",
    "(x^2 + y - 11)^2 + (x + y^2 - 7)^2": "himmelblau",
    "-20exp(-0.2sqrt(0.5(x^2 + y^2))) - exp(0.5(cos(2pi x) + cos(2pi y))) + 20 + e": "ackley",
    "softplus(-2x - y) + softplus(x - 2y) + log(1 + x^2) + atan(x y)^2": None,
}
PLAINEST = [optimizer.key for optimizer in optimizers.OPTIMIZERS if not optimizer.forms[0].probing][:OPTIMIZERS]


def _race(surface: Surface, runs: Sequence[optimizers.Run], start: tuple[float, float]) -> optimizers.Trajectories:
    return optimizers.run(surface, runs, start, steps=STEPS, record_memory=False, engine="compiled")


def _from_text(text: str, runs: Sequence[optimizers.Run], start: tuple[float, float]) -> optimizers.Trajectories:
    return _race(surfaces.from_expression(text), runs, start)


def main() -> None:
    """Print a line for each formula."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=15)
    repetitions = parser.parse_args().repetitions
    calls: dict[str, Callable[[], object]] = {}
    for text, key in FORMULAS.items():
        usual = surfaces.get(key) if key else surfaces.from_expression(text)
        runs = [optimizers.default_run(optimizers.get(each), usual) for each in PLAINEST]
        calls[f"read {text}"] = partial(surfaces.from_expression, text)
        calls[f"all {text}"] = partial(_from_text, text, runs, usual.start)
        if key is not None:
            calls[f"same {text}"] = partial(_race, usual, runs, usual.start)
    times = interleaved(calls, repetitions)
    print(f"{len(PLAINEST)} optimizers, {STEPS} steps: median (and best) of {repetitions}")
    for text, key in FORMULAS.items():
        read, whole = times[f"read {text}"], times[f"all {text}"]
        line = f"{whole.median * 1e3:6.1f} ms ({whole.minimum * 1e3:.1f}), {read.median * 1e3:.1f} of them to read it"
        if key is not None:
            line += f"; {whole.median / times[f'same {text}'].median:.1f} × {key} of the registry"
        print(f"{line}   {text}")


if __name__ == "__main__":
    main()
