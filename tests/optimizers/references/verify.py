"""Compare our forms with the stored paths: `python -m tests.optimizers.references.verify`.

Writes assets/verification.json, from which the catalogue tells what each form equals and how closely.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

import optimizers
import surfaces

from .case import KEPT, STEPS, Case
from .cases import CASES
from .losses import LOSSES

REFERENCES = Path(__file__).with_name("references.npz")
VERIFICATION = Path(__file__).resolve().parents[3] / "assets" / "verification.json"
# Largest deviation allowed, relative to 1 + |position|.
TOLERANCE = 1e-9
NAMES = {
    "torch": "torch.optim",
    "formula": "NumPy loop of the formula",
}


@cache
def references() -> dict[str, Any]:
    """The stored arrays by case, and under "about" the settings and versions they were made with."""
    with np.load(REFERENCES) as stored:
        arrays: dict[str, Any] = {name: stored[name] for name in stored.files}
    return arrays | {"about": json.loads(str(arrays["about"]))}


def our_run(case: Case, setting: int, surface: int) -> optimizers.Run:
    """One setting of a case on one surface as a run of ours."""
    given = case.hyperparameters(setting, surface)
    if "inner" in given:
        key, form, others = given["inner"]
        given["inner"] = optimizers.Run(key, form, learning_rate=given["learning_rate"], **others)
    return optimizers.Run(case.optimizer, case.form, **given)


def our_paths(case: Case, shift: float = 0.0) -> np.ndarray:
    """Positions (settings, surfaces, kept steps, 2) of our form, by the rules as plain Python.

    `shift` moves the starts along both axes.
    """
    ours = np.empty((len(case.settings), len(LOSSES), len(KEPT), 2))
    for number, (key, parameters, _, (x, y)) in enumerate(LOSSES):
        runs = [our_run(case, setting, number) for setting in range(len(case.settings))]
        surface = surfaces.get(key).with_parameters(**parameters)
        walked = optimizers.run(surface, runs, (x + shift, y + shift), STEPS, record_memory=False, engine="plain")
        ours[:, number] = walked.positions[:, KEPT]
    return ours


def deviations(case: Case) -> np.ndarray:
    """|ours - theirs| / (1 + |theirs|), in the shape of the paths."""
    theirs = references()[case.name]
    return np.abs(our_paths(case) - theirs) / (1.0 + np.abs(theirs))


def verification() -> dict[str, Any]:
    """The contents of assets/verification.json."""
    versions = references()["about"]["versions"]
    rows = [
        {
            "optimizer": case.optimizer,
            "form": case.form,
            "library": NAMES.get(case.library, case.library),
            "version": versions[case.library],
            "how": case.how,
            "steps": STEPS,
            "settings": len(case.settings),
            "surfaces": [key for key, *_ in LOSSES],
            "worst_deviation": float(f"{deviations(case).max():.1e}"),
        }
        for case in CASES
    ]
    return {"tolerance": TOLERANCE, "rows": rows}


def main() -> None:
    """Write the table and print it."""
    table = verification()
    VERIFICATION.write_text(json.dumps(table, indent=1) + "\n")
    for row in table["rows"]:
        print(f"{row['optimizer']}/{row['form']:32} {row['library']:26} {row['worst_deviation']:.1e}")


if __name__ == "__main__":
    main()
