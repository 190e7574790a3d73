"""From a number to an inlined function: switches generated from the registries.

A chain of if/elif over inlined functions costs nothing next to a call through a pointer, and it follows
from the registries, so nobody writes it. The generated source holds only our own names.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numba

import surfaces
from surfaces.elementwise import rescoped

from ..registry import OPTIMIZERS
from . import noise
from .options import CALL, LEAF, SWITCH

FORMS = tuple((optimizer, form) for optimizer in OPTIMIZERS for form in optimizer.forms)
PLAIN = [(o, f) for o, f in FORMS if not f.probing]
PROBING = [(o, f) for o, f in FORMS if f.probing]
# The number of a form in the kernel: forms that need one gradient at w first, then those that ask for more.
RULE_NUMBERS = {(o.key, f.key): number for number, (o, f) in enumerate([*PLAIN, *PROBING])}
PROBING_FROM = len(PLAIN)
SURFACE_NUMBERS = {surface.kernel: number for number, surface in enumerate(surfaces.SURFACES)}
MEMORY_SLOTS = max(len(form.memory) for _, form in FORMS)
HYPERPARAMETER_SLOTS = max(len(form.hyperparameters) for _, form in FORMS)
CONSTANT_SLOTS = max(1, *(len(surface.constants) for surface in surfaces.SURFACES))


def _source(name: str, head: str, calls: Sequence[tuple[int, str]], otherwise: str = "") -> str:
    branches = [f"    {'el' if i else ''}if k == {number}:\n        {call}" for i, (number, call) in enumerate(calls)]
    return "\n".join([f"def {name}({head}):", *branches, otherwise])


def _build(source: str, name: str, scope: dict[str, Any]) -> Callable[..., Any]:
    """Make the function that `source` defines. The source is generated from our own registries alone."""
    exec(source, scope)
    built: Callable[..., Any] = scope[name]
    return built


def _rule_call(number: int, form: Any) -> tuple[int, str]:
    memory = ", ".join(f"s[{j}]" for j in range(len(form.memory)))
    settings = ", ".join(f"h[{j}]" for j in range(1, len(form.hyperparameters)))
    probe = "gradient_at, (surface, constants, noise, key, t)" if form.probing else ""
    arguments = ", ".join(part for part in ("w, g", memory, probe, "t, learning_rate", settings) if part)
    return number, f"f{number}({arguments})"


def _numbered(forms: Sequence[Any], offset: int, make: Callable[..., Any]) -> dict[str, Any]:
    return {f"f{offset + i}": make(form.rule) for i, (_, form) in enumerate(forms)}


STEP_SOURCE = _source(
    "step", "k, w, g, s, t, learning_rate, h", [_rule_call(i, form) for i, (_, form) in enumerate(PLAIN)] or [(-1, "pass")]
)
PROBING_SOURCE = _source(
    "probing_step",
    "k, w, g, s, surface, constants, noise, key, t, learning_rate, h",
    [_rule_call(PROBING_FROM + i, form) for i, (_, form) in enumerate(PROBING)] or [(-1, "pass")],
)
EVALUATE_SOURCE = _source(
    "evaluate",
    "k, x, y, c",
    [
        (number, f"return f{number}({', '.join(['x, y', *(f'c[{j}]' for j in range(len(surface.constants)))])})")
        for number, surface in enumerate(surfaces.SURFACES)
    ],
    "    return 0.0, 0.0, 0.0",
)


def noisy_gradient(evaluate: Callable[..., Any], gaussian: Callable[..., Any]) -> Callable[..., Any]:
    """Return `gradient_at(landscape, x, y)`: f and its gradient with this step's noise."""

    def gradient_at(landscape, x, y):
        surface, constants, noise, key, t = landscape
        loss, slope_x, slope_y = evaluate(surface, x, y, constants)
        if noise > 0.0:
            draw_x, draw_y = gaussian(key, t)
            slope_x += noise * draw_x
            slope_y += noise * draw_y
        return loss, slope_x, slope_y

    return gradient_at


def build(
    leaf: Callable[..., Any], switch: Callable[..., Any], call: Callable[..., Any]
) -> tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any], Callable[..., Any]]:
    """Return (evaluate, gaussian, step, probing_step), each function passed through the wrapper of its kind."""
    kernels = {f"f{number}": leaf(surface.kernel) for number, surface in enumerate(surfaces.SURFACES)}
    evaluate = switch(_build(EVALUATE_SOURCE, "evaluate", kernels))
    mix = switch(noise.mix)
    gaussian = switch(rescoped(noise.gaussian_pair, {"mix": mix}))
    gradient_at = call(noisy_gradient(evaluate, gaussian))
    step = switch(_build(STEP_SOURCE, "step", _numbered(PLAIN, 0, leaf)))
    probing = _numbered(PROBING, PROBING_FROM, leaf) | {"gradient_at": gradient_at}
    return evaluate, gaussian, step, switch(_build(PROBING_SOURCE, "probing_step", probing))


evaluate, gaussian, step, probing_step = build(numba.njit(**LEAF), numba.njit(**SWITCH), numba.njit(**CALL))
