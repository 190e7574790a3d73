"""What a visitor waits for after a start: `python -m benchmarks.cold_start`.

Every figure comes from fresh processes: the import, the first picture from the plain engine (alone, and
while the compiler is at work beside it), and the time until the compiled engine is ready, from nothing and
from the cache.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

RUNS, STEPS, SURFACE = 7, 300, "beale"


def in_this_process(task: str) -> dict[str, float]:
    """Do one task as the first thing that this process does; seconds by name, the import's among them.

    "from the cache" is no time: it counts what the compiler found there.
    """
    began = perf_counter()
    import optimizers
    import surfaces
    from optimizers.engine.compile import COMPILER

    times = {"import": perf_counter() - began}
    began = perf_counter()
    if task == "wait":
        kernel: Any = COMPILER.wait()
        times["from the cache"] = float(sum(kernel.stats.cache_hits.values()))
    else:
        surface = surfaces.get(SURFACE)
        runs = [optimizers.default_run(optimizer, surface) for optimizer in optimizers.OPTIMIZERS[:RUNS]]
        if task == "picture beside the compiler":
            optimizers.warm_up()
        engine = "plain" if task == "picture" else "auto"
        trajectories = optimizers.run(surface, runs, steps=STEPS, engine=engine)  # type: ignore[arg-type]
        if trajectories.compiled:
            raise RuntimeError("the compiled engine was ready before the first picture")
    times[task] = perf_counter() - began
    return times


def in_fresh_processes(task: str, caches: list[Path]) -> dict[str, list[float]]:
    """Do a task once for every cache folder, each in a process of its own."""
    times: dict[str, list[float]] = {}
    for cache in caches:
        finished = subprocess.run(
            [sys.executable, "-m", "benchmarks.cold_start", "--task", task],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).resolve().parents[1],
            env={**os.environ, "DESCENT_LAB_CACHE": str(cache)},
        )
        for name, seconds in json.loads(finished.stdout).items():
            times.setdefault(name, []).append(seconds)
    return times


def line(name: str, seconds: list[float]) -> str:
    """A row of the table."""
    return f"{name:58s} {median(seconds) * 1e3:8.0f} ms ({min(seconds) * 1e3:6.0f})"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cold_start", description=__doc__)
    parser.add_argument("--repetitions", type=int, default=3, help="fresh processes per row (3)")
    parser.add_argument("--task", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.task:
        print(json.dumps(in_this_process(chosen.task)))
        return 0
    picture = f"the first picture, {RUNS} runs × {STEPS} steps on {SURFACE}, plain"
    with tempfile.TemporaryDirectory() as folder:
        empty = [Path(folder, str(number)) for number in range(2 * chosen.repetitions)]
        alone, beside = empty[: chosen.repetitions], empty[chosen.repetitions :]
        cold = in_fresh_processes("wait", alone)
        warm = in_fresh_processes("wait", [alone[0]] * chosen.repetitions)
        if any(cold["from the cache"]) or not all(warm["from the cache"]):
            print("The sources changed while this measured; measure again.")
            return 1
        drawn = in_fresh_processes("picture", [alone[0]] * chosen.repetitions)
        contended = in_fresh_processes("picture beside the compiler", beside)
    print(f"Fresh processes, median (minimum) of {chosen.repetitions}. Python's own start is not timed.")
    print(line("import optimizers and surfaces", cold["import"] + warm["import"] + drawn["import"]))
    print(line(picture, drawn["picture"]))
    print(line("the same while the compiler is at work", contended["picture beside the compiler"]))
    print(line("the compiled engine ready, empty cache", cold["wait"]))
    print(line("the compiled engine ready, from the cache", warm["wait"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
