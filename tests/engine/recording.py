"""Calls of the compiled loop as a page would make them, with what the server's loop made of them."""

import numpy as np

import optimizers
import surfaces
from optimizers import OPTIMIZERS, Run
from optimizers.engine import compile
from optimizers.engine.browser import recipe

RESULTS = ("positions", "losses", "gradients", "learning_rates", "memory", "slow", "averages", "evaluations")
RESULTS += ("steps_taken", "status")
# What the loop works in, which begins empty.
EMPTY = {"far_w", "far_g", "far_s", "aside", "stack", *RESULTS} - {"learning_rates"}


class Recorder:
    """Stands in for the compiled loop: `jobs` describe every call, `data` holds arrays before and after."""

    def __init__(self, loop):
        self.loop, self.jobs, self.data, self.label = loop, [], bytearray(), ""
        self.names = [name for name, _, _ in recipe.recipe()["arguments"]]

    def __call__(self, *given):
        named = dict(zip(self.names, given, strict=True))
        arrays = {name: value for name, value in named.items() if isinstance(value, np.ndarray)}
        before = {name: self._keep(array) for name, array in arrays.items() if name not in EMPTY}
        self.loop(*given)
        after = {name: self._keep(arrays[name]) for name in RESULTS}
        described = {
            name: {
                "kind": "i64" if array.dtype == np.int64 else "f64",
                "count": array.size,
                "before": before.get(name),
                "after": after.get(name),
            }
            for name, array in arrays.items()
        }
        numbers = {
            name: str(int(value)) if isinstance(value, int | np.integer) else value
            for name, value in named.items()
            if name not in arrays
        }
        self.jobs.append({"name": self.label, "sizes": _sizes(named), "numbers": numbers, "arrays": described})

    def _keep(self, array):
        self.data += np.ascontiguousarray(array).tobytes()
        return len(self.data) - array.nbytes


def _sizes(named):
    runs, steps = named["learning_rates"].shape
    return {
        "runs": runs,
        "steps": steps,
        "hyperparameters": named["hyperparameters"].shape[1],
        "constants": named["constants"].size,
        "code": named["code"].size,
        "stack": named["stack"].shape[0],
        "options": named["options"].shape[1],
        "courses": named["courses"].shape[1],
        "masks": named["masks"].shape[1],
        "memory": named["memory"].shape[2],
        "recorded": named["memory"].shape[1],
        "slow": named["slow"].shape[1],
        "averages": named["averages"].shape[1],
        "scratch": named["far_s"].shape[0],
        "aside": named["aside"].shape[0],
    }


FORMULAS = ("x^4 - 3x^2 + y^2 + x", "sin(3x) cos(2y) + 0.1(x^2 + y^2)", "log(1 + x^2) + tanh(y)^2 + exp(-x y / 9)")


def record(steps, record_memory=True):
    """Every form on every surface and on some typed formulas, without noise and with it."""
    recorder = Recorder(compile.COMPILER.wait())
    compile.COMPILER._kernel = recorder
    try:
        for surface in (*surfaces.SURFACES, *map(surfaces.from_expression, FORMULAS)):
            forms = [(o, form.key) for o in OPTIMIZERS for form in o.forms]
            runs = [Run(o.key, form, learning_rate=surface.learning_rates[o.family]) for o, form in forms]
            for noise in (0.0, 0.3):
                recorder.label = f"{surface.key} with noise {noise}"
                more = {"noise": noise, "seed": 5, "record_memory": record_memory, "engine": "compiled"}
                optimizers.run(surface, runs, steps=steps, **more)
    finally:
        compile.COMPILER._kernel = recorder.loop
    return recorder
