"""Many threads may ask at once, before and after the compiled engine is ready."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

import optimizers
import surfaces

THREADS, CALLS = 8, 64


def test_many_threads_at_once_get_what_one_thread_gets(forms):
    jobs = [(surfaces.SURFACES[n % len(surfaces.SURFACES)], 40 + n) for n in range(CALLS)]

    def paths(job):
        surface, steps = job
        return optimizers.run(surface, forms(surface), steps=steps, noise=0.1, seed=steps, engine="compiled")

    one_by_one = [paths(job) for job in jobs]
    with ThreadPoolExecutor(THREADS) as pool:
        at_once = list(pool.map(paths, jobs))
    for expected, found in zip(one_by_one, at_once, strict=True):
        np.testing.assert_array_equal(found.positions, expected.positions)
        np.testing.assert_array_equal(found.losses, expected.losses)
        np.testing.assert_array_equal(found.gradients, expected.gradients)
        np.testing.assert_array_equal(found.recorded, expected.recorded)
        np.testing.assert_array_equal(found.codes, expected.codes)


def test_threads_that_come_before_the_compiled_engine_get_the_plain_engines_paths(first_process):
    assert not any(first_process["early"]["compiled"])
    assert all(first_process["early"]["as plain"])
