"""Averages of the iterates, which go where the iterates circle around. They never touch the run itself.

Averages start at the start; w₀ itself has no weight from the first update on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from surfaces.interface import look_up

from ..interface import Hyperparameter, checked


@dataclass(frozen=True)
class Averaging:
    """One way to average iterates; called with its parameter by name it gives an `Average`.

    `rule(w, average, t, *parameters)` updates the flat vector `average` in place after update t = 1, 2, … `cites` are
    the keys of the works in `assets/works.bib` that it comes from.
    """

    key: str
    name: str
    symbol: str
    formula: str
    rule: Callable[..., None]
    note: str
    source: str
    parameters: tuple[Hyperparameter, ...] = ()
    cites: tuple[str, ...] = ()

    def __call__(self, **parameters: float) -> "Average":
        """Return this averaging with its parameter. Raises ValueError that names it and its range."""
        return Average(self, checked(self.parameters, parameters, self.key))


@dataclass(frozen=True)
class Average:
    """An averaging with the value of its parameter, if it has one."""

    entry: Averaging
    values: tuple[float, ...] = ()

    @property
    def key(self) -> str:
        """The entry's key."""
        return self.entry.key

    @property
    def parameters(self) -> dict[str, float]:
        """The parameters by name."""
        return {p.name: value for p, value in zip(self.entry.parameters, self.values, strict=True)}

    def to_data(self) -> dict[str, Any]:
        """This averaging as plain data."""
        return {"key": self.key, **self.parameters}


def mean(w, average, t):
    """Polyak and Juditsky 1992: the plain mean of w₁ … w_t."""
    for i in range(w.size):
        average[i] += (w[i] - average[i]) / t


def decaying(w, average, t, gamma):
    """Shamir and Zhang 2013, equation 4: recent iterates weigh more, the more the larger γ is."""
    share = (gamma + 1.0) / (t + gamma)
    for i in range(w.size):
        average[i] = (1.0 - share) * average[i] + share * w[i]


def forgetting(w, average, t, decay):
    """Exponential moving average, begun as a copy of w₁ (torch.optim.swa_utils)."""
    for i in range(w.size):
        average[i] = w[i] if t == 1 else decay * average[i] + (1.0 - decay) * w[i]


polyak_ruppert = Averaging(
    key="polyak_ruppert",
    name="Mean of all iterates",
    symbol="w̄",
    formula=r"\bar w_t = \frac{1}{t} \sum_{i=1}^{t} w_i",
    rule=mean,
    note="Cancels the noise that a constant rate leaves, but keeps the first steps in memory for ever.",
    source="B. T. Polyak, A. B. Juditsky, Acceleration of stochastic approximation by averaging, 1992.",
    cites=("polyak1992",),
)
polynomial_decay = Averaging(
    key="polynomial_decay",
    name="Polynomial-decay average",
    symbol="w̄",
    formula=(
        r"\bar w_t = \Bigl(1 - \frac{\gamma + 1}{t + \gamma}\Bigr) \bar w_{t-1} "
        r"+ \frac{\gamma + 1}{t + \gamma}\, w_t"
    ),
    rule=decaying,
    parameters=(
        Hyperparameter(
            "gamma", "γ", 3.0, 0.0, 100.0, "linear", "How much the latest iterates count; 0 is the plain mean."
        ),
    ),
    note="Forgets the first steps at a polynomial rate, so no decay has to be fitted to the length of the run.",
    source="O. Shamir, T. Zhang, Stochastic gradient descent for non-smooth optimization, 2013.",
    cites=("shamir2013",),
)
exponential = Averaging(
    key="exponential",
    name="Exponential moving average",
    symbol="w̄",
    formula=r"\bar w_1 = w_1,\quad \bar w_t = d\,\bar w_{t-1} + (1 - d)\,w_t",
    rule=forgetting,
    parameters=(
        Hyperparameter("decay", "d", 0.9, 0.0, 0.99999, "complement", "The average spans about 1 / (1 - d) steps."),
    ),
    note="Follows the run with a fixed lag; begun at the first iterate, so it needs no correction for an empty start.",
    source="torch.optim.swa_utils.get_ema_multi_avg_fn.",
)

AVERAGES: tuple[Averaging, ...] = (polyak_ruppert, polynomial_decay, exponential)
_BY_KEY = {averaging.key: averaging for averaging in AVERAGES}


def get(key: str) -> Averaging:
    """Return the averaging with this key. Raises ValueError that lists near matches."""
    return look_up(_BY_KEY, key, "averaging", ValueError)


def from_data(data: Mapping[str, Any]) -> Average:
    """Return the averaging that `to_data` wrote. Raises ValueError for anything else."""
    return get(data.get("key", ""))(**{name: value for name, value in data.items() if name != "key"})
