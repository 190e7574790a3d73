"""The engine against C specialised for each pair of surface and rule: `python -m benchmarks.engine_against_c`.

Both record position, loss and gradient at every step (see paths.c). A row gets a ratio only when both end at
the same point. That is tested on a build of the same C without fused multiply-adds, which the engine
does not use either: on a path that bounces for ever, another rounding is another path. Where even the
compiled engine's whole-number powers round too differently for that, the same rules in plain Python, whose
powers are the C library's, must end at C's point; such rows carry a star.
"""

import argparse
import ctypes
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

import optimizers
import surfaces
from optimizers import OPTIMIZERS, Run
from optimizers.interface import Form, Optimizer
from optimizers.trajectories import BOUND
from surfaces import Surface

from .kernel import prepare
from .timing import Timing, interleaved

SURFACES = ("beale", "rosenbrock")
STEPS = 1000
# The largest difference in a coordinate of the end point for which a ratio is printed.
AGREEMENT = 1e-9
PATHS = Path(__file__).with_name("paths.c")
FLAGS = "-O3 -march=native"
UNFUSED = "-ffp-contract=off"


def build(compiler: str, flags: str, library: Path) -> ctypes.CDLL:
    """Compile paths.c, with rules.c in it, and load it. Raises CalledProcessError when the compiler refuses."""
    command = [compiler, *flags.split(), "-std=gnu11", "-shared", "-fPIC", str(PATHS), "-o", str(library), "-lm"]
    subprocess.run(command, check=True)
    return ctypes.CDLL(str(library))


def c_path(library: ctypes.CDLL, surface: Surface, run: Run) -> tuple[Callable[[], int], NDArray[np.float64]] | None:
    """Return a call of the C function for this pair and the positions (STEPS + 1, 2) it fills, or None without one."""
    function = getattr(library, f"{surface.key}_{run.key}_{run.form}", None)
    if function is None:
        return None
    inputs = (
        np.array(surface.start),
        np.array([*surface.constants, 0.0]),
        np.array(run.values),
        np.full(STEPS, run.values[0]),
    )
    positions = np.empty((STEPS + 1, 2))
    outputs = (positions, np.empty(STEPS + 1), np.empty((STEPS + 1, 2)))
    function.restype = ctypes.c_int64
    arguments = (
        *(ctypes.c_void_p(array.ctypes.data) for array in inputs),
        ctypes.c_int64(STEPS),
        *(ctypes.c_double(number) for number in (BOUND, -1.0, 0.0)),
        *(ctypes.c_void_p(array.ctypes.data) for array in outputs),
    )

    def call(owners: object = (inputs, outputs)) -> int:
        return int(function(*arguments))

    return call, positions


def lasting(optimizer: Optimizer, form: Form, surface: Surface) -> Run:
    """The form with the learning rate that this surface suggests, or what part of it lasts all steps."""
    run = Run(optimizer.key, form.key, learning_rate=surface.learning_rates[optimizer.family])
    for part in (1.0, 0.1, 0.01):
        slower = run.with_settings(learning_rate=run.values[0] * part)
        if optimizers.run(surface, [slower], steps=STEPS, record_memory=False).status == ("running",):
            return slower
    return run


def difference(
    library: ctypes.CDLL, surface: Surface, run: Run, engine: Literal["compiled", "plain"] = "compiled"
) -> float | None:
    """The largest difference in a coordinate of the end points, relative where they are beyond 1 in size.

    inf when the two stop at different steps, None when rules.c has no such pair.
    """
    found = c_path(library, surface, run)
    if found is None:
        return None
    call, positions = found
    trajectories = optimizers.run(surface, [run], steps=STEPS, record_memory=False, engine=engine)
    taken = int(trajectories.steps_taken[0])
    if call() != taken:
        return float("inf")
    ours, theirs = trajectories.positions[0, taken], positions[taken]
    return float((np.abs(ours - theirs) / np.maximum(1.0, np.abs(theirs))).max())


def nanoseconds(timing: Timing) -> str:
    """A timing of STEPS steps as ns a step: median (minimum)."""
    return f"{timing.median / STEPS * 1e9:7.1f} ({timing.minimum / STEPS * 1e9:6.1f})"


def row(surface: Surface, run: Run, checked: ctypes.CDLL, timed: ctypes.CDLL, repetitions: int) -> str:
    """Compare one form on one surface: the times and their ratio, or why there is none."""
    gap, in_c = difference(checked, surface, run), c_path(timed, surface, run)
    if gap is None or in_c is None:
        return "not in rules.c"
    star = ""
    if not gap <= AGREEMENT:
        star, by_rounding = "*", difference(checked, surface, run, engine="plain")
        if by_rounding is None or not by_rounding <= AGREEMENT:
            return f"no ratio: the end points differ by {gap:.1e}, in plain Python by {by_rounding:.1e}"
    compiled, trajectories = prepare(surface, [run], steps=STEPS, record_memory=False)
    if trajectories.steps_taken[0] < STEPS:
        return f"no ratio: {trajectories.reason[0]}"
    times = interleaved({"engine": compiled, "C": in_c[0]}, repetitions)
    ours, theirs = times["engine"], times["C"]
    ratios = f"{ours.median / theirs.median:7.2f} {ours.minimum / theirs.minimum:9.2f}"
    return f"{nanoseconds(ours)} {nanoseconds(theirs)} {ratios}  {gap:.1e}{star}"


def compare(checked: ctypes.CDLL, timed: ctypes.CDLL, repetitions: int) -> None:
    """Print ns a step and their ratio for every form of the registry on both surfaces."""
    print(f"\nOne run × {STEPS} steps, ns a step: median (minimum) of {repetitions} rounds in turns.")
    print(f"{'surface':11s} {'form':38s} {'engine':>16s} {'C':>16s} {'ratio':>7s} {'of minima':>9s}  difference")
    for surface in map(surfaces.get, SURFACES):
        for optimizer in OPTIMIZERS:
            for form in optimizer.forms:
                result = row(surface, lasting(optimizer, form, surface), checked, timed, repetitions)
                print(f"{surface.key:11s} {optimizer.key + '/' + form.key:38s} {result}", flush=True)


def all_optimizers(repetitions: int) -> None:
    """Print the time of one picture: every optimizer of the registry from one start."""
    print(f"\nAll {len(OPTIMIZERS)} optimizers × {STEPS} steps from one start, one core, ms: median (minimum).")
    for surface in map(surfaces.get, SURFACES):
        runs = [lasting(optimizer, optimizer.forms[0], surface) for optimizer in OPTIMIZERS]
        run = partial(optimizers.run, surface, runs, steps=STEPS, engine="compiled")
        times = interleaved(
            {
                "the loop on arrays that stay": prepare(surface, runs, steps=STEPS, record_memory=False)[0],
                "optimizers.run without memory": partial(run, record_memory=False),
                "optimizers.run": run,
            },
            repetitions,
        )
        for name, timing in times.items():
            print(f"{surface.key:11s} {name:34s} {timing.median * 1e3:7.3f} ({timing.minimum * 1e3:6.3f})")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engine_against_c", description=__doc__)
    parser.add_argument("--repetitions", type=int, default=51, help="rounds of measurements (51)")
    parser.add_argument("--flags", default=FLAGS, help=f"flags of the C compiler ({FLAGS})")
    parser.add_argument("--divergence-only", action="store_true", help="spare C the two tests for an early stop")
    chosen = parser.parse_args()
    flags = chosen.flags if chosen.divergence_only else f"{chosen.flags} -DSTOP_TESTS"
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        print("No C compiler was found (looked for cc, gcc and clang), so there is nothing to compare the rules with.")
    else:
        version = subprocess.run([compiler, "--version"], check=True, capture_output=True, text=True)
        print(f"C: {version.stdout.splitlines()[0]}, {flags}")
        with tempfile.TemporaryDirectory() as folder:
            checked = build(compiler, f"{flags} {UNFUSED}", Path(folder, "checked.so"))
            compare(checked, build(compiler, flags, Path(folder, "timed.so")), chosen.repetitions)
    all_optimizers(chosen.repetitions)
    return 0


if __name__ == "__main__":
    sys.exit(main())
