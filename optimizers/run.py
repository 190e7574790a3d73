"""Run optimizers on a surface: settings in, arrays out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from surfaces import Surface, UnknownName

from .engine import compile as engine
from .engine import loops, plain, switches
from .engine.noise import noise_key
from .interface import Form, Optimizer
from .registry import OPTIMIZERS

Array = NDArray[np.float64]
Status = Literal["running", "converged", "diverged"]
Schedule = Callable[[Array, int], Array]

MAX_STEPS = 1_000_000
MAX_RECORDED = 20_000_000
# The sum of |f|, |x|, |y| and the squared gradient beyond which a run counts as diverged; its parts still
# fit in the single precision that displays use.
BOUND = 1e30
# Below this many steps in all, plain Python is sooner done than the compiler.
PLAIN_STEPS = 150_000

_BY_KEY = {optimizer.key: optimizer for optimizer in OPTIMIZERS}


def get(key: str) -> Optimizer:
    """Return the optimizer with this key. Raises UnknownName (a LookupError) that lists near matches."""
    if key in _BY_KEY:
        return _BY_KEY[key]
    near = get_close_matches(str(key), _BY_KEY, n=3, cutoff=0.4) or list(_BY_KEY)
    raise UnknownName(f"no optimizer {key!r}; did you mean: {', '.join(near)}?")


@dataclass(frozen=True, init=False)
class Run:
    """One optimizer with its settings.

    `values` are the hyperparameters in the form's order. Raises ValueError for an unknown optimizer,
    form or hyperparameter and for a value out of range, naming it and what is allowed.
    """

    key: str
    form: str
    values: tuple[float, ...]
    schedule: Schedule | None

    def __init__(self, key: str, form: str | None = None, schedule: Schedule | None = None, **hyperparameters: float):
        """Check every setting; what is not given takes the form's default."""
        try:
            optimizer = get(key)
        except UnknownName as unknown:
            raise ValueError(str(unknown)) from None
        chosen = optimizer.form(form)
        owner = f"{key}/{chosen.key}"
        unknown_names = set(hyperparameters) - {h.name for h in chosen.hyperparameters}
        if unknown_names:
            known = ", ".join(h.name for h in chosen.hyperparameters)
            raise ValueError(f"{owner} has no hyperparameter {sorted(unknown_names)[0]!r}; it has: {known}")
        values = tuple(h.check(hyperparameters.get(h.name, h.default), owner) for h in chosen.hyperparameters)
        for name, value in (("key", key), ("form", chosen.key), ("values", values), ("schedule", schedule)):
            object.__setattr__(self, name, value)

    @property
    def optimizer(self) -> Optimizer:
        """The registry's entry."""
        return get(self.key)

    @property
    def entry(self) -> Form:
        """The form's entry."""
        return self.optimizer.form(self.form)

    @property
    def hyperparameters(self) -> dict[str, float]:
        """The settings by name, the learning rate among them."""
        return {h.name: value for h, value in zip(self.entry.hyperparameters, self.values, strict=True)}

    def with_settings(self, **hyperparameters: float) -> "Run":
        """Return this run with some settings changed."""
        return Run(self.key, self.form, self.schedule, **(self.hyperparameters | hyperparameters))

    def with_form(self, form: str) -> "Run":
        """Return this run in another form; settings that the form has too are kept."""
        names = {h.name for h in self.optimizer.form(form).hyperparameters}
        kept = {name: value for name, value in self.hyperparameters.items() if name in names}
        return Run(self.key, form, self.schedule, **kept)


@dataclass(frozen=True)
class Stop:
    """When a run ends before its budget: 0 switches a test off.

    `gradient_norm`: when the gradient's Euclidean norm is no larger. `loss_change`: when the loss
    changed by less than this in one step.
    """

    gradient_norm: float = 0.0
    loss_change: float = 0.0

    def __post_init__(self) -> None:
        """Refuse negative and non-finite thresholds."""
        for name in ("gradient_norm", "loss_change"):
            value = getattr(self, name)
            if not (np.isfinite(value) and value >= 0.0):
                raise ValueError(f"{name} must be 0 (off) or a positive number; got {value!r}")


@dataclass(frozen=True)
class Trajectories:
    """What the runs did. R runs, T steps; row 0 is the start, and after a stop the last row is repeated.

    positions (R, T + 1, 2), losses (R, T + 1), gradients (R, T + 1, 2), learning_rates (R, T),
    status ("running" when the budget was used, "converged", "diverged"), steps_taken (R,),
    evaluations (R,): gradients that the optimizer asked for, which is what its work costs.
    `compiled` tells which engine computed them.
    """

    runs: tuple[Run, ...]
    positions: Array
    losses: Array
    gradients: Array
    learning_rates: Array
    steps_taken: NDArray[np.int64]
    evaluations: NDArray[np.int64]
    codes: NDArray[np.int64]
    recorded: Array
    compiled: bool

    @property
    def status(self) -> tuple[Status, ...]:
        """How each run ended."""
        names: dict[int, Status] = {loops.BUDGET_USED: "running", loops.DIVERGED: "diverged"}
        return tuple(names.get(int(code), "converged") for code in self.codes)

    @property
    def reason(self) -> tuple[str, ...]:
        """Why each run ended, as a sentence."""
        return tuple(self._reason(r) for r in range(len(self.runs)))

    @cached_property
    def memory(self) -> Mapping[str, Array]:
        """Each rule's state by name, (R, T + 1, 2), nan where a run has none. Empty when it was not recorded."""
        if self.recorded.shape[1] == 0:
            return {}
        shape = self.positions.shape
        memory: dict[str, Array] = {}
        for r, run in enumerate(self.runs):
            for slot, name in enumerate(run.entry.memory):
                memory.setdefault(name, np.full(shape, np.nan))[r] = self.recorded[r, :, slot]
        return memory

    def _reason(self, r: int) -> str:
        code, n = int(self.codes[r]), int(self.steps_taken[r])
        if code == loops.CONVERGED_GRADIENT:
            return f"the gradient's norm reached the threshold at step {n}"
        if code == loops.CONVERGED_LOSS:
            return f"the loss changed less than the threshold at step {n}"
        if code == loops.BUDGET_USED:
            return f"all {n} steps used"
        position, loss, gradient = self.positions[r, n], float(self.losses[r, n]), self.gradients[r, n]
        if np.isnan(position).any():
            return f"the update is not a number at step {n} (0/0 or inf - inf)"
        if not np.isfinite(position).all():
            return f"the position overflowed at step {n}"
        if np.isnan(loss):
            return f"the loss is not a number at step {n}"
        if np.abs(position).sum() >= abs(loss) and np.abs(position).sum() >= np.square(gradient).sum():
            return f"the position left all bounds at step {n}"
        if loss < 0.0 and not np.square(gradient).sum() > abs(loss):
            return f"the loss fell without end, past -1e30, at step {n}"
        if not abs(loss) < BOUND:
            return f"the loss grew past 1e30 at step {n}"
        return f"the gradient's norm grew past 1e15 at step {n}"


def default_run(optimizer: Optimizer, surface: Surface) -> Run:
    """The optimizer's default form with the learning rate that this surface suggests for its family."""
    return Run(optimizer.key, learning_rate=surface.learning_rates[optimizer.family])


def run(
    surface: Surface,
    runs: Sequence[Run],
    start: tuple[float, float] | None = None,
    steps: int = 200,
    schedule: Schedule | None = None,
    noise: float = 0.0,
    seed: int = 0,
    stop: Stop | None = None,
    record_memory: bool = True,
    engine: Literal["auto", "compiled", "plain"] = "auto",
) -> Trajectories:
    """Run all optimizers from one start and return their trajectories.

    `schedule` gives the multipliers of every run's learning rate that has none of its own. `noise` is
    the standard deviation of the Gaussian noise on each partial derivative; the same `seed` gives every
    run the same draws. `engine` is "compiled", "plain" (the same rules as plain Python) or "auto":
    plain while the compiler is still at work and the job is small.

    Raises ValueError for a start that is not finite, steps outside 0 … 1 000 000, or more steps in all
    than memory should hold.
    """
    x, y = surface.start if start is None else start
    if not (np.isfinite(x) and np.isfinite(y)):
        raise ValueError(f"the start must be two finite numbers; got ({x}, {y})")
    if not 0 <= steps <= MAX_STEPS:
        raise ValueError(f"steps must be within 0 … {MAX_STEPS}; got {steps}")
    if len(runs) * (steps + 1) > MAX_RECORDED:
        raise ValueError(f"{len(runs)} runs of {steps} steps are more than {MAX_RECORDED} recorded points; ask for fewer")
    if not (np.isfinite(noise) and noise >= 0.0):
        raise ValueError(f"noise must be 0 or a positive number; got {noise!r}")
    if surface.dimensions == 1:
        y = 0.0

    count, stop = len(runs), stop or Stop()
    slots = switches.MEMORY_SLOTS
    rates = _learning_rates(runs, steps, schedule)
    settings = np.zeros((count, switches.HYPERPARAMETER_SLOTS))
    for r, each in enumerate(runs):
        settings[r, : len(each.values)] = each.values
    constants = np.zeros(max(switches.CONSTANT_SLOTS, len(surface.constants)))
    constants[: len(surface.constants)] = surface.constants

    positions, losses = np.empty((count, steps + 1, 2)), np.empty((count, steps + 1))
    gradients = np.empty((count, steps + 1, 2))
    memory = np.empty((count, steps + 1 if record_memory else 0, slots, 2))
    steps_taken, codes = np.empty(count, np.int64), np.empty(count, np.int64)
    kernel, compiled = _kernel(engine, count * steps)
    kernel(
        0,
        count,
        np.array([switches.RULE_NUMBERS[each.key, each.form] for each in runs], np.int64),
        switches.PROBING_FROM,
        np.tile(np.array([x, y], np.float64), (count, 1)),
        rates,
        settings,
        switches.SURFACE_NUMBERS[surface.kernel],
        constants,
        float(noise),
        noise_key(seed),
        BOUND,
        stop.gradient_norm**2 if stop.gradient_norm > 0.0 else -1.0,
        stop.loss_change,
        np.zeros(2),
        np.zeros(2),
        np.zeros((slots, 2)),
        *(positions, losses, gradients, memory, steps_taken, codes),
    )
    evaluations = steps_taken * np.array([each.entry.evaluations for each in runs], np.int64)
    return Trajectories(
        tuple(runs), positions, losses, gradients, rates, steps_taken, evaluations, codes, memory, compiled
    )


def _learning_rates(runs: Sequence[Run], steps: int, schedule: Schedule | None) -> Array:
    rates = np.empty((len(runs), steps))
    updates = np.arange(steps, dtype=np.float64)
    for r, each in enumerate(runs):
        chosen = each.schedule or schedule
        rates[r] = each.values[0] * (chosen(updates, steps) if chosen else 1.0)
    return rates


def _kernel(wanted: str, steps: int) -> tuple[Callable[..., Any], bool]:
    if wanted == "plain":
        return plain.paths, False
    compiled = engine.COMPILER.kernel
    if compiled is None and wanted == "auto" and steps <= PLAIN_STEPS:
        engine.COMPILER.start()
        return plain.paths, False
    return compiled or engine.COMPILER.wait(), True


def warm_up() -> None:
    """Begin to compile the engine in the background."""
    engine.COMPILER.start()
