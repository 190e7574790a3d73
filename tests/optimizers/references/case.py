"""What a case is, and the numbers that all cases share."""

from dataclasses import dataclass
from typing import Any

STEPS = 200
# Rows of a path that are stored: the first steps all, later ones every fourth. Each step is built on the
# one before, so a slip at any step shows in the rows after it.
KEPT = (*range(1, 41), *range(44, STEPS + 1, 4))

# Learning rates that keep a path tame on beale, rosenbrock, himmelblau and ill_quadratic: where a path
# is chaotic, two correct programs part by their rounding alone.
RATES = {
    "gradient": (0.01, 0.001, 0.008, 0.05),
    "momentum": (0.003, 0.0004, 0.002, 0.02),
    "average": (0.02, 0.004, 0.02, 0.2),
    "adaptive": (0.05, 0.02, 0.08, 0.08),
    "creeping": (0.01, 0.0006, 0.01, 0.004),
    "accumulating": (0.4, 0.3, 0.5, 0.6),
    "rectified": (0.01, 0.001, 0.005, 0.04),
    "bounded": (0.02, 0.004, 0.02, 0.05),
    "sign": (0.02, 0.01, 0.02, 0.02),
    "searched": (0.1, 0.05, 0.1, 0.1),
    "learnt": (0.5, 0.01, 0.5, 0.5),
    "one": (1.0, 1.0, 1.0, 1.0),
}


@dataclass(frozen=True)
class Case:
    """One form and the library that it must equal.

    `rates` names a row of RATES; each setting is (factor on that rate, the other hyperparameters). A
    wrapper's setting names under "inner" the optimizer inside, its form and its hyperparameters. `how`
    tells what was done to the library where it does not have the form as it is.
    """

    optimizer: str
    form: str
    library: str
    rates: str
    settings: tuple[tuple[float, dict[str, Any]], ...]
    how: str = ""

    @property
    def name(self) -> str:
        return f"{self.optimizer}/{self.form} {self.library}"

    def hyperparameters(self, setting: int, surface: int) -> dict[str, Any]:
        """All hyperparameters, the learning rate among them, of one setting on one surface."""
        factor, others = self.settings[setting]
        return {"learning_rate": factor * RATES[self.rates][surface], **others}


def case(
    optimizer: str, form: str, library: str, rates: str, *settings: tuple[float, dict[str, Any]], how: str = ""
) -> Case:
    """Write a case in one line or two."""
    return Case(optimizer, form, library, rates, settings, how)


def moments(beta1: float, beta2: float, epsilon: float, **others: float) -> dict[str, float]:
    """Hyperparameters of Adam's relatives."""
    return {"beta1": beta1, "beta2": beta2, "epsilon": epsilon, **others}
