"""What one step of one run did: the rule with this step's numbers put in, line by line."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from inspect import signature
from types import FunctionType
from typing import Any

import numpy as np

from surfaces import Surface
from surfaces.elementwise import IEEE, rescoped

from ..detail import seen_gradients
from ..engine import around
from ..engine.noise import gaussian_pair, noise_key
from ..interface import Form
from ..settings import Array, Run
from ..trajectories import Trajectories
from .lines import Line, Part, lines
from .terms import Step, Term
from .tracing import FUNCTIONS, Record, Traced, Vector, raw, result, summarised, term_of

__all__ = ["Explanation", "Line", "Part", "Term", "explain"]

SLOPES = ("∂f/∂x", "∂f/∂y")
CURVATURES = ("∂²f/∂x²", "∂²f/∂x∂y", "∂²f/∂y²")


@dataclass(frozen=True)
class Explanation:
    """One step of a run: update `step` (from 1) leads from `before` to `after`, each (x, y).

    `gradient` is the one at `before` as the rule saw it, with noise and clipping. `moved` is after - before.
    """

    step: int
    lines: tuple[Line, ...]
    before: tuple[float, float]
    gradient: tuple[float, float]
    after: tuple[float, float]

    @property
    def moved(self) -> tuple[float, float]:
        """The step itself, per coordinate."""
        return self.after[0] - self.before[0], self.after[1] - self.before[1]


def explain(
    surface: Surface, trajectories: Trajectories, run: int, step: int, noise: float = 0.0, seed: int = 0
) -> Explanation:
    """Explain update number `step` (1 … steps taken) of a run by calling its rule with numbers that remember.

    `trajectories` must have been run on this surface with this noise and seed, with its memory recorded.
    Raises ValueError when there is no such step or no recorded memory.
    """
    taken = int(trajectories.steps_taken[run])
    if not 1 <= step <= taken:
        raise ValueError(f"this run has steps 1 … {taken}; there is no step {step}")
    if trajectories.recorded.shape[1] == 0:
        raise ValueError("the memory of this run was not recorded")
    return _Explainer(surface, trajectories, run, step, noise, seed).explanation()


class _Explainer:
    """One step, from the recorded state before it to the position after it."""

    def __init__(
        self, surface: Surface, trajectories: Trajectories, run: int, step: int, noise: float, seed: int
    ) -> None:
        self.surface, self.paths, self.r, self.t = surface, trajectories, run, step
        self.noise, self.seed, self.key = noise, seed, noise_key(seed)
        self.run: Run = trajectories.runs[run]
        self.core = self.run.core
        self.before = trajectories.positions[run, step - 1].copy()
        self.lines: list[Line] = []

    def explanation(self) -> Explanation:
        with np.errstate(all="ignore"):
            gradient = self.seen_gradient()
            w = self.step(gradient)
            self.around(w, gradient)
            self.outcome(w, gradient)
        x, y = (float(v) for v in w)
        before = (float(self.before[0]), float(self.before[1]))
        return Explanation(self.t, tuple(self.lines), before, (float(gradient[0]), float(gradient[1])), (x, y))

    def record(self, form: Form) -> Record:
        return Record({h.name: h.symbol for h in form.hyperparameters})

    def seen_gradient(self) -> Array:
        """The recorded gradient, then what noise and clipping made of it."""
        recorded = self.paths.gradients[self.r, self.t - 1]
        record = Record({"clip_norm": "‖g‖max", "clip_value": "gmax"})
        place = tuple(record.named("w", self.before[i], i).term for i in (0, 1))
        g = [result(record, "call", recorded[i], place, SLOPES[i]) for i in (0, 1)]
        steps = [Step(record.serial(), "g", i, g[i].term, local=False) for i in (0, 1)]
        if self.noise > 0.0:
            draws = gaussian_pair(self.key, self.t)
            for i in (0, 1):
                part = record.named("g", g[i].value, i) + self.noise * record.named("draw", draws[i], i)
                steps.append(Step(record.serial(), "g", i, part.term, local=False))
                g[i] = part
        if self.run.clip_value > 0.0 or self.run.clip_norm > 0.0:
            clip = rescoped(around.clipped, FUNCTIONS)
            bounds = record.named("clip_value", self.run.clip_value), record.named("clip_norm", self.run.clip_norm)
            given = [record.named("g", raw(g[i]), i) for i in (0, 1)]
            for i, clipped in enumerate(clip(*given, *bounds)):
                steps.append(Step(record.serial(), "g", i, term_of(clipped, None), local=False))
                g[i] = clipped
        self.lines += lines(record.steps + steps, "before", record.symbol)
        return np.array([raw(slope) for slope in g], np.float64)

    def step(self, gradient: Array) -> Array:
        """Call the rule on the state that was recorded before this step."""
        form, record = self.core.entry, self.record(self.core.entry)
        w = Vector(record, "w", self.before.copy())
        recorded = self.paths.recorded[self.r, self.t - 1, : len(form.memory)].copy()
        memory = [Vector(record, name, row) for name, row in zip(form.memory, recorded, strict=True)]
        given = [Vector(record, name, self.masked()) for name in form.inputs]
        workspace = [self.workspace()] if form.workspace else []
        rule = _traced_rule(form, record)
        probes = [getattr(self, name)(record) for name in form.probes]
        t = record.named("t", self.t)
        settings = self.settings(record)
        rule(w, Vector(record, "g", gradient.copy()), *memory, *given, *workspace, *probes, t, *settings)
        found = lines(record.steps, "rule", record.symbol)
        moves = next((k for k, line in enumerate(found) if line.name == "w"), len(found))
        self.lines += [*found[:moves], *self.derived(form, memory, t, settings), *found[moves:]]
        return w.values

    def derived(self, form: Form, memory: Sequence[Vector], t: Traced, settings: Sequence[Traced]) -> list[Line]:
        """The quantities that the entry names beside the rule's own."""
        record = t.record
        names = {"t": t, **dict(zip((h.name for h in form.hyperparameters), settings, strict=True))}
        steps = []
        for quantity in form.derived:
            formula = rescoped(quantity.formula, FUNCTIONS)
            for i in (0, 1):
                known = {**names, **{vector.name: vector[i] for vector in memory}}
                value = formula(*(known[name] for name in signature(formula).parameters))
                steps.append(Step(record.serial(), quantity.symbol, i, value.term, local=False))
        return lines(steps, "rule", record.symbol)

    def settings(self, record: Record) -> list[Traced]:
        """The hyperparameters as they were at this step."""
        courses = dict(self.core.varying)
        updates = np.arange(self.paths.learning_rates.shape[1] if courses else 0, dtype=np.float64)
        values = []
        for h, value in zip(self.core.entry.hyperparameters, self.core.values, strict=True):
            now = courses[h.name](updates, updates.size)[self.t - 1] if h.name in courses else np.float64(value)
            values.append(record.named(h.name, now))
        values[0] = record.named("learning_rate", self.paths.learning_rates[self.r, self.t - 1])
        return values

    def masked(self) -> Array:
        """Which coordinates the gradient has at this step."""
        rows = np.array(self.core.mask or ((1.0, 1.0),), np.float64)
        row: Array = rows[(self.t - 1) % len(rows)].copy()
        return row

    def workspace(self) -> Array:
        """What a rule without a record of its workspace left there: the steps before this one, taken again."""
        form, paths = self.core.entry, self.paths
        rule = rescoped(form.rule, IEEE)
        room = np.zeros((form.workspace, 2))
        gradients = seen_gradients(paths, self.r, self.noise, self.seed)
        record = Record()
        for t in range(1, self.t):
            memory = paths.recorded[self.r, t - 1, : len(form.memory)].copy()
            earlier = _Explainer(self.surface, paths, self.r, t, self.noise, self.seed)
            probes = [getattr(earlier, name)(None) for name in form.probes]
            settings = [raw(value) for value in earlier.settings(record)]
            rule(earlier.before, gradients[t - 1].copy(), *memory, room, *probes, t, *settings)
        return room

    def landscape(self, record: Record | None) -> None:
        """Rules hand this on to the probes, which know the landscape already."""

    def gradient_at(self, record: Record | None) -> Callable[..., Any]:
        """The loss and the gradient elsewhere, with this step's noise and clipping."""
        kernel = _plain(self.surface.kernel)

        def ask(_landscape: Any, x: Any, y: Any) -> Any:
            loss, *slopes = kernel(raw(x), raw(y), *self.surface.constants)
            if self.noise > 0.0:
                slopes = [s + self.noise * d for s, d in zip(slopes, gaussian_pair(self.key, self.t), strict=True)]
            return loss, *around.clipped(slopes[0], slopes[1], self.run.clip_value, self.run.clip_norm)

        return _probe(ask, ("f", *SLOPES), record)

    def hessian_at(self, record: Record | None) -> Callable[..., Any]:
        """The second derivatives."""
        curvature = _plain(self.surface.curvature)

        def ask(_landscape: Any, x: Any, y: Any) -> Any:
            return curvature(raw(x), raw(y), *self.surface.constants)

        return _probe(ask, CURVATURES, record)

    def around(self, w: Array, gradient: Array) -> None:
        """What a wrapper and an average make of the step."""
        if self.run.inner is not None:
            form = self.run.entry
            record = self.record(form)
            slow = Vector(record, form.memory[0], self.paths.slow[self.r, self.t - 1].copy())
            rate = record.named("learning_rate", self.paths.learning_rates[self.r, self.t - 1])
            settings = zip(form.hyperparameters[1:], self.run.values[1:], strict=True)
            own = [record.named(h.name, np.float64(value)) for h, value in settings]
            t = record.named("t", self.t)
            _traced_rule(form, record)(Vector(record, "w", w), Vector(record, "g", gradient), slow, t, rate, *own)
            self.lines += lines(record.steps, "wrapper", record.symbol)
        if self.run.averaging is not None:
            entry = self.run.averaging.entry
            record = Record({p.name: p.symbol for p in entry.parameters})
            average = Vector(record, "average", self.paths.averages[self.r, self.t - 1].copy())
            parameters = zip(entry.parameters, self.run.averaging.values, strict=True)
            own = [record.named(p.name, np.float64(value)) for p, value in parameters]
            rule = rescoped(entry.rule, FUNCTIONS)
            rule(Vector(record, "w", w.copy()), average, record.named("t", self.t), *own)
            self.lines += lines(record.steps, "average", record.symbol)

    def outcome(self, w: Array, gradient: Array) -> None:
        """The step itself, and the rate that the gradient met in each coordinate."""
        record = Record()
        steps = []
        for i in (0, 1):
            moved = record.named("new w", w[i], i) - record.named("w", self.before[i], i)
            steps.append(Step(record.serial(), "Δw", i, moved.term, local=False))
        for i in (0, 1):
            if gradient[i] != 0.0:
                rate = -record.named("Δw", w[i] - self.before[i], i) / record.named("g", gradient[i], i)
                steps.append(Step(record.serial(), "effective rate", i, rate.term, local=False))
        self.lines += lines(steps, "outcome", str)


def _plain(function: Callable[..., Any]) -> Callable[..., Any]:
    """A surface's function under the floating-point rules of the engine."""
    return rescoped(function, IEEE) if isinstance(function, FunctionType) else function


def _probe(ask: Callable[..., Any], names: tuple[str, ...], record: Record | None) -> Callable[..., Any]:
    """`ask` for traced numbers, its answers named; without a record as it is."""
    if record is None:
        return ask

    def probe(landscape: Any, *place: Any) -> tuple[Traced, ...]:
        frame = sys._getframe(1)
        at = tuple(term_of(coordinate, frame) for coordinate in place)
        answers = ask(landscape, *place)
        return tuple(result(record, "call", value, at, name) for name, value in zip(names, answers, strict=True))

    probe.untraced = ask  # type: ignore[attr-defined]
    return probe


def _traced_rule(form: Form, record: Record) -> Callable[..., Any]:
    """The form's own rule with functions that keep formulas.

    Functions of its file are followed inside; where there is a workspace they search or loop, and only what
    they return is written down.
    """
    helpers = {}
    for name, value in form.rule.__globals__.items():
        of_this_file = isinstance(value, FunctionType) and value.__module__ == form.rule.__module__
        if of_this_file and name in form.rule.__code__.co_names:
            helpers[name] = summarised(value, record) if form.workspace else rescoped(value, FUNCTIONS)
    return rescoped(form.rule, {**FUNCTIONS, **helpers})
