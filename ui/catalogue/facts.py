"""Facts about an optimizer that follow from its entry, the references, or the races that it ran."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import optimizers
import surfaces
from optimizers import Form, Optimizer, Run
from surfaces import Surface

VERIFICATION = Path(__file__).resolve().parents[2] / "assets" / "verification.json"
# Steps of the races that tell what a step costs.
COUNTED = 30
YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


def by_family(entries: Sequence[Optimizer] = optimizers.OPTIMIZERS) -> dict[str, list[Optimizer]]:
    """The optimizers in teaching order, in groups that are in the order of their first members."""
    groups: dict[str, list[Optimizer]] = {}
    for optimizer in entries:
        groups.setdefault(optimizer.family, []).append(optimizer)
    return groups


def year(source: str) -> int | None:
    """The year in which a source says that it appeared."""
    found = YEAR.search(source)
    return int(found.group()) if found else None


def order(form: Form) -> str:
    """Whether the form asks for curvature."""
    return "second order" if form.hessian else "first order"


@dataclass(frozen=True)
class Kept:
    """What a form keeps between steps: its own state, and that of the optimizer that it goes around."""

    own: tuple[str, ...]
    inner: tuple[str, ...] = ()
    around: str = ""

    @property
    def slots(self) -> int:
        """Numbers that are kept for each parameter."""
        return len(self.own) + len(self.inner)


def kept(optimizer: Optimizer, form: Form) -> Kept:
    """The memory of a form, with that of the default inner optimizer of a wrapper."""
    run = Run(optimizer.key, form.key)
    if run.inner is None:
        return Kept(form.memory)
    return Kept(form.memory, run.inner.entry.memory, run.inner.optimizer.name)


@dataclass(frozen=True)
class Work:
    """Evaluations that a step costs: the fewest and the most, as averages over whole races."""

    gradients: tuple[float, float]
    hessians: tuple[float, float] = (0.0, 0.0)


Works: TypeAlias = Mapping[tuple[str, str], Work]


def arenas() -> tuple[Surface, ...]:
    """The surfaces on which progress can be judged: over the plane, with known minima."""
    return tuple(s for s in surfaces.SURFACES if s.dimensions == 2 and s.minima)


def works() -> Works:
    """The work of each form by (optimizer, form). Where the rule asks for evaluations itself, races tell how many."""
    entries = [(optimizer, form) for optimizer in optimizers.OPTIMIZERS for form in optimizer.forms]
    found = {(optimizer.key, form.key): Work((1.0, 1.0)) for optimizer, form in entries}
    asking = [(o, form) for o, form in entries if Run(o.key, form.key).core.entry.probes]
    counts: dict[tuple[str, str], list[tuple[float, float]]] = {(o.key, form.key): [] for o, form in asking}
    for surface in arenas():
        runs = [Run(o.key, form.key, learning_rate=surface.learning_rates[o.family]) for o, form in asking]
        race = optimizers.run(surface, runs, steps=COUNTED, record_memory=False)
        for r, run in enumerate(runs):
            steps = max(int(race.steps_taken[r]), 1)
            counts[run.key, run.form].append((race.evaluations[r] / steps, race.hessian_evaluations[r] / steps))
    for key, pairs in counts.items():
        gradients, hessians = zip(*pairs, strict=True)
        found[key] = Work((min(gradients), max(gradients)), (min(hessians), max(hessians)))
    return found


@dataclass(frozen=True)
class Comparison:
    """How a form did against an independent implementation."""

    library: str
    version: str
    how: str
    steps: int
    worst_deviation: float
    equal: bool

    @property
    def sentence(self) -> str:
        """What a badge says."""
        return (
            f"{'equals' if self.equal else 'differs from'} {self.library} ({self.version}) over {self.steps} steps, "
            f"worst deviation {self.worst_deviation:.2g}{f' ({self.how})' if self.how else ''}"
        )


Comparisons: TypeAlias = Mapping[tuple[str, str], Sequence[Comparison]]


def comparisons() -> Comparisons:
    """The rows of the reference table by (optimizer, form)."""
    table = json.loads(VERIFICATION.read_text())
    found: dict[tuple[str, str], list[Comparison]] = {}
    for row in table["rows"]:
        equal = row["worst_deviation"] <= table["tolerance"]
        facts = {name: row[name] for name in ("library", "version", "how", "steps", "worst_deviation")}
        found.setdefault((row["optimizer"], row["form"]), []).append(Comparison(**facts, equal=equal))
    return found
