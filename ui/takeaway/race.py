"""The runs of a scene, as the files need them."""

from collections.abc import Sequence

import optimizers
from optimizers import Run, Trajectories

from ..scene import Scene


def race(scene: Scene, runs: Sequence[Run] | None = None, record_memory: bool = False) -> Trajectories:
    """Run the scene, or some of its runs; every run meets the same noise, whichever others are in the race."""
    return optimizers.run(
        scene.landscape,
        scene.runs if runs is None else runs,
        start=scene.start,
        steps=scene.steps,
        schedule=scene.schedule,
        noise=scene.noise,
        seed=scene.seed,
        stop=scene.stop,
        record_memory=record_memory,
    )
