"""From a number to an inlined function: switches generated from the registries.

A chain of if/elif over inlined functions costs nothing next to a call through a pointer, and it follows
from the registries, so nobody writes it. The generated source holds only our own names.
"""

from collections.abc import Callable, Mapping, Sequence
from types import FunctionType
from typing import Any, NamedTuple

import numba

import surfaces
from surfaces.elementwise import rescoped
from surfaces.typed import machine

from ..averages import AVERAGES
from ..registry import OPTIMIZERS
from . import around, noise
from .apart import carrying, kept_apart
from .options import CALL, LEAF, SWITCH
from .scratch import on_the_stack
from .seldom import late, seldom

FORMS = tuple((optimizer, form) for optimizer in OPTIMIZERS for form in optimizer.forms if not form.wraps)
PLAIN = [(o, f) for o, f in FORMS if not (f.probes or f.coupled)]
# Short rules that ask for a gradient elsewhere work in registers too; the long ones work in memory, where
# their many rows and their calls of functions do not take the registers from the others.
LIGHT = [(o, f) for o, f in FORMS if f.probing and not (f.hessian or f.workspace or f.coupled)]
HEAVY = [(o, f) for o, f in FORMS if (o, f) not in PLAIN and (o, f) not in LIGHT]
WRAPPING = [(o, f) for o in OPTIMIZERS for f in o.forms if f.wraps]
# The number of a form in the kernel: forms that need one gradient at w and little memory
# first, then those that ask for more.
RULE_NUMBERS = {(o.key, f.key): number for number, (o, f) in enumerate([*PLAIN, *LIGHT, *HEAVY])}
PROBING_FROM = len(PLAIN)
HEAVY_FROM = len(PLAIN) + len(LIGHT)
WRAPPER_NUMBERS = {(o.key, f.key): number for number, (o, f) in enumerate(WRAPPING)}
AVERAGING_NUMBERS = {averaging.key: number for number, averaging in enumerate(AVERAGES)}
# The number of a surface that the user typed.
TYPED = -1
SURFACE_NUMBERS = {surface.kernel: number for number, surface in enumerate(surfaces.SURFACES)}
# Rows of scratch memory: what the hungriest form keeps, is handed and works in.
SCRATCH_ROWS = max(form.rows for _, form in FORMS)
PLAIN_ROWS = max(form.rows for _, form in [*PLAIN, *LIGHT])
HYPERPARAMETER_SLOTS = max(len(form.hyperparameters) for _, form in FORMS)
CONSTANT_SLOTS = max(1, *(len(surface.constants) for surface in surfaces.SURFACES))


class Parts(NamedTuple):
    """The functions that `loops.paths` calls, by the names that it uses."""

    evaluate: Callable[..., Any]
    gaussian: Callable[..., Any]
    scratch: Callable[..., Any]
    seldom: Callable[[bool], bool]
    late: Callable[[int], int]
    step: Callable[..., Any]
    light_step: Callable[..., Any]
    heavy_step: Callable[..., Any]
    initialise: Callable[..., Any]
    begin: Callable[..., Any]
    before: Callable[..., Any]
    after: Callable[..., Any]
    end: Callable[..., Any]
    carry: Callable[[], None]


# Tells the compiler the sizes while it optimises a switch by itself, so that the rules' loops over the
# coordinates are gone before the switch is inlined. It never returns here: the loop's arrays have these sizes.
SIZES = "    if w.size != 2 or g.size != 2 or s.shape[1] != 2:\n        return"


def _source(name: str, head: str, calls: Sequence[str], otherwise: str = "", first: str = "") -> str:
    branches = [f"    {'el' if k else ''}if k == {k}:\n        {call}" for k, call in enumerate(calls)]
    return "\n".join([f"def {name}({head}):", first, *(branches or ["    pass"]), otherwise])


def _build(source: str, name: str, scope: dict[str, Any]) -> Callable[..., Any]:
    """Make the function that `source` defines. The source is generated from our own registries alone."""
    exec(source, scope)
    built: Callable[..., Any] = scope[name]
    return built


def _rule_call(number: int, form: Any) -> str:
    kept = len(form.memory) + len(form.inputs)
    rows = [f"s{j}" for j in range(kept)]
    if form.workspace:
        rows.append(f"s[{kept}:{kept + form.workspace}]")
    settings = [f"h{j}" for j in range(1, len(form.hyperparameters))]
    return f"f{number}({', '.join(['w', 'g', *rows, *form.probes, 't', 'learning_rate', *settings])})"


def _unpacked(forms: Sequence[Any]) -> str:
    """Rows and hyperparameters by the names that `_rule_call` uses: taken once, they are compiled once."""
    rows = max(len(form.memory) + len(form.inputs) for _, form in forms)
    settings = max(len(form.hyperparameters) for _, form in forms)
    taken = [f"s{j} = s[{j}]" for j in range(rows)] + [f"h{j} = h[{j}]" for j in range(1, settings)]
    return "\n".join(f"    {line}" for line in taken)


def _initial_source() -> str:
    """Memory that starts at a hyperparameter's value, for the forms that have some."""
    lines = ["def initialise(k, s, learning_rate, h):"]
    for optimizer, form in FORMS:
        for name, setting in form.initial:
            slot = [h.name for h in form.hyperparameters].index(setting)
            row, value = form.memory.index(name), f"h[{slot}]" if slot else "learning_rate"
            number = RULE_NUMBERS[optimizer.key, form.key]
            lines.append(f"    if k == {number}:\n        s[{row}, 0] = {value}\n        s[{row}, 1] = {value}")
    return "\n".join([*lines, "    return"])


def _surface_calls(result: str) -> list[str]:
    return [
        f"return {result}{number}({', '.join(['x, y', *(f'c[{j}]' for j in range(len(surface.constants)))])})"
        for number, surface in enumerate(surfaces.SURFACES)
    ]


# `step` tells whether the rule is one of its own.
STEP_SOURCE = _source(
    "step",
    "k, w, g, s, t, learning_rate, h",
    [_rule_call(i, form) for i, (_, form) in enumerate(PLAIN)],
    first=f"{SIZES}\n{_unpacked(PLAIN)}",
)
PROBING_ARGUMENTS = "k, w, g, s, landscape, t, learning_rate, h"
LIGHT_SOURCE = _source(
    "light_step", PROBING_ARGUMENTS, [_rule_call(i, form) for i, (_, form) in enumerate(LIGHT)], first=_unpacked(LIGHT)
)
HEAVY_SOURCE = _source(
    "heavy_step",
    PROBING_ARGUMENTS,
    [_rule_call(i, form) for i, (_, form) in enumerate(HEAVY)],
    first=f"{SIZES}\n{_unpacked(HEAVY)}",
)
INITIAL_SOURCE = _initial_source()
WRAP_SOURCE = _source(
    "wrap",
    "k, w, g, slow, t, learning_rate, h",
    [
        f"f{i}(w, g, slow, t, learning_rate, {', '.join(f'h[{j}]' for j in range(len(form.hyperparameters) - 1))})"
        for i, (_, form) in enumerate(WRAPPING)
    ],
    first="    if w.size != 2 or g.size != 2:\n        return",
)
AVERAGE_SOURCE = _source(
    "average",
    "k, w, average, t, parameter",
    [f"f{i}(w, average, t{', parameter' if a.parameters else ''})" for i, a in enumerate(AVERAGES)],
    first="    if w.size != 2:\n        return",
)
# Every number that is none of the registry's, TYPED among them, stands for the formula whose program is at hand.
SURFACE_ARGUMENTS = "k, x, y, c, code, arguments, stack"
EVALUATE_SOURCE = _source(
    "evaluate", SURFACE_ARGUMENTS, _surface_calls("f"), "    return gradient(code, arguments, stack, x, y)"
)
CURVATURE_SOURCE = _source(
    "curvature", SURFACE_ARGUMENTS, _surface_calls("f"), "    return hessian(code, arguments, stack, x, y)[3:]"
)


def probes(
    evaluate: Callable[..., Any],
    curvature: Callable[..., Any],
    gaussian: Callable[..., Any],
    clipped: Callable[..., Any],
) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return `gradient_at(landscape, x, y)` and `hessian_at(landscape, x, y)`, which count their calls.

    The first gives f and its gradient as the rule sees it, with this step's noise and clipping; the second
    gives (f_xx, f_xy, f_yy).
    """

    def gradient_at(landscape, x, y):
        surface, constants, code, arguments, stack, noise, key, t, clip_value, clip_norm, counts = landscape
        counts[0] += 1
        loss, slope_x, slope_y = evaluate(surface, x, y, constants, code, arguments, stack)
        if noise > 0.0:
            draw_x, draw_y = gaussian(key, t)
            slope_x += noise * draw_x
            slope_y += noise * draw_y
        slope_x, slope_y = clipped(slope_x, slope_y, clip_value, clip_norm)
        return loss, slope_x, slope_y

    def hessian_at(landscape, x, y):
        surface, constants, code, arguments, stack, _noise, _key, _t, _clip_value, _clip_norm, counts = landscape
        counts[1] += 1
        return curvature(surface, x, y, constants, code, arguments, stack)

    return gradient_at, hessian_at


def _with_helpers(rule: Callable[..., Any], wrap: Callable[..., Any]) -> Callable[..., Any]:
    """Return `rule` calling wrapped versions of the plain functions of its own file that it names."""
    helpers = {
        name: wrap(_with_helpers(value, wrap))
        for name, value in rule.__globals__.items()
        if name in rule.__code__.co_names and isinstance(value, FunctionType) and value.__module__ == rule.__module__
    }
    return rescoped(rule, helpers) if helpers else rule


def build(
    leaf: Callable[..., Any],
    switch: Callable[..., Any],
    call: Callable[..., Any],
    apart: Callable[..., Any],
    carry: Callable[[], None],
    scratch: Callable[..., Any],
    seldom: Callable[[bool], bool],
    late: Callable[[int], int],
    names: Mapping[str, Any] | None = None,
) -> Parts:
    """Return the loop's functions, each passed through the wrapper of its kind.

    `apart` is for the machine of typed formulas, which is not to be copied into its callers; the loop calls `carry`
    last, to bring along what is apart. `seldom` tells the compiler what hardly ever holds. `names` are functions that
    the machine takes in place of its own.
    """

    def numbered(functions: Sequence[Callable[..., Any]]) -> dict[str, Any]:
        return {f"f{i}": leaf(_with_helpers(function, call)) for i, function in enumerate(functions)}

    def switching(source: str, name: str, functions: Sequence[Callable[..., Any]], **more: Any) -> Callable[..., Any]:
        return _build(source, name, numbered(functions) | more)

    machines = machine.build(call, apart, names)
    by_surface = [s.kernel for s in surfaces.SURFACES]
    evaluate = switch(switching(EVALUATE_SOURCE, "evaluate", by_surface, gradient=machines.gradient))
    by_surface = [s.curvature for s in surfaces.SURFACES]
    curvature = switch(switching(CURVATURE_SOURCE, "curvature", by_surface, hessian=machines.hessian))
    gaussian = switch(rescoped(noise.gaussian_pair, {"mix": switch(noise.mix)}))
    clipped = switch(around.clipped)
    gradient_at, hessian_at = (call(probe) for probe in probes(evaluate, curvature, gaussian, clipped))
    step = switch(switching(STEP_SOURCE, "step", [form.rule for _, form in PLAIN]))
    asked = {"gradient_at": gradient_at, "hessian_at": hessian_at}
    light_step = switch(switching(LIGHT_SOURCE, "light_step", [form.rule for _, form in LIGHT], **asked))
    heavy_step = switch(switching(HEAVY_SOURCE, "heavy_step", [form.rule for _, form in HEAVY], **asked))
    wrap = switch(switching(WRAP_SOURCE, "wrap", [form.rule for _, form in WRAPPING]))
    average = switch(switching(AVERAGE_SOURCE, "average", [averaging.rule for averaging in AVERAGES]))
    return Parts(
        evaluate=evaluate,
        gaussian=gaussian,
        scratch=scratch,
        seldom=seldom,
        late=late,
        step=step,
        light_step=light_step,
        heavy_step=heavy_step,
        initialise=switch(_build(INITIAL_SOURCE, "initialise", {})),
        begin=call(around.begin),
        before=switch(rescoped(around.before, {"clipped": clipped})),
        after=switch(around.finishing(switch(around.watch), wrap, average)),
        end=call(around.end),
        carry=carry,
    )


# The compiled functions that are kept apart, which the loop brings along.
KEPT: list[Any] = []
COMPILED = build(
    numba.njit(**LEAF),
    numba.njit(**SWITCH),
    numba.njit(**CALL),
    kept_apart(KEPT),
    carrying(KEPT),
    on_the_stack(PLAIN_ROWS, HYPERPARAMETER_SLOTS),
    seldom,
    late,
)
