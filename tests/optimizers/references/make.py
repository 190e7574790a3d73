"""Walk every case with its library: `python -m tests.optimizers.references.make`.

Writes references.npz for the rules and around.npz for what goes around them; with the word `rules` or `around`
behind it only that one. Needs the libraries of requirements.txt; nothing else in the project does.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np

from . import by_hand, with_around, with_beyond, with_keras, with_optax, with_torch, with_torch_packages
from .case import KEPT, STEPS
from .cases import CASES
from .losses import LOSSES

DRIVERS = {
    "torch": with_torch.DRIVERS,
    "optax": with_optax.DRIVERS,
    "keras": with_keras.DRIVERS,
    "pytorch_optimizer": with_torch_packages.PYTORCH_OPTIMIZER,
    "adabound": with_torch_packages.ADABOUND,
    "formula": by_hand.DRIVERS,
}
for library, drivers in with_beyond.DRIVERS.items():
    DRIVERS[library] = DRIVERS.get(library, {}) | drivers
# The package whose version stands behind each library.
PACKAGES = {"formula": "numpy"}
FILE = Path(__file__).with_name("references.npz")


def paths(case):
    """Positions (settings, surfaces, kept steps, 2) of one case."""
    driver = DRIVERS[case.library][case.optimizer, case.form]
    rows = np.array(KEPT) - 1
    return np.array(
        [
            [
                np.asarray(driver(loss, start, STEPS, case.hyperparameters(setting, surface)))[rows]
                for surface, (_, _, loss, start) in enumerate(LOSSES)
            ]
            for setting in range(len(case.settings))
        ]
    )


def write() -> None:
    """Write the rules' file anew."""
    arrays = {}
    for case in CASES:
        arrays[case.name] = paths(case)
        print(case.name, "end", np.round(arrays[case.name][:, :, -1], 3).tolist(), flush=True)
    about = {
        "settings": {case.name: [case.rates, *case.settings] for case in CASES},
        "versions": {library: version(PACKAGES.get(library, library)).split("+")[0] for library in DRIVERS},
    }
    np.savez_compressed(FILE, about=np.array(json.dumps(about)), **arrays)


WRITERS = {"rules": write, "around": with_around.write}


if __name__ == "__main__":
    for name in sys.argv[1:] or WRITERS:
        WRITERS[name]()
