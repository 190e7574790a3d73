"""Print, as JSON, what the engine does in a process that has just begun. The tests run this as a script."""

import hashlib
import json
import logging
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

SURFACES = ("ill_quadratic", "beale", "rosenbrock")
STEPS = 200
THREADS = 8


def digests():
    """A hash of positions, losses, gradients and memory for every form on some surfaces, with and without noise."""
    import optimizers
    import surfaces

    found = {}
    for surface in map(surfaces.get, SURFACES):
        for noise in (0.0, 0.1):
            for optimizer in optimizers.OPTIMIZERS:
                for form in optimizer.forms:
                    run = optimizers.Run(
                        optimizer.key, form.key, learning_rate=surface.learning_rates[optimizer.family]
                    )
                    paths = optimizers.run(surface, [run], steps=STEPS, noise=noise, seed=7, engine="compiled")
                    arrays = (paths.positions, paths.losses, paths.gradients, *paths.memory.values())
                    digest = hashlib.sha256(b"".join(array.tobytes() for array in arrays)).hexdigest()
                    found[f"{surface.key} {optimizer.key}/{form.key} noise {noise}"] = digest
    return found


def early_calls():
    """Ask for paths from many threads at once while the compiler begins; how they came about."""
    import optimizers
    import surfaces

    surface = surfaces.get("beale")
    runs = [optimizers.default_run(optimizer, surface) for optimizer in optimizers.OPTIMIZERS]
    expected = optimizers.run(surface, runs, steps=40, engine="plain")
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda _: optimizers.run(surface, runs, steps=40), range(THREADS)))
    return {
        "compiled": [answer.compiled for answer in answers],
        "as plain": [
            np.array_equal(answer.positions, expected.positions, equal_nan=True)
            and np.array_equal(answer.losses, expected.losses, equal_nan=True)
            and np.array_equal(answer.recorded, expected.recorded, equal_nan=True)
            for answer in answers
        ],
    }


def main():
    """Do all of it and print."""
    messages = []

    class Listener(logging.Handler):
        def emit(self, record):
            messages.append(record.getMessage())

    logging.basicConfig(level=logging.INFO, handlers=[Listener()])
    before = early_calls()
    from optimizers.engine.browser.build import build, write
    from optimizers.engine.compile import COMPILER

    loop = COMPILER.wait()
    if not loop.stats.cache_hits:
        write(build(loop), Path(os.environ["DESCENT_LAB_CACHE"]) / "made")
    json.dump({"early": before, "messages": messages, "digests": digests()}, sys.stdout)


if __name__ == "__main__":
    main()
