"""What the browser's module was made from: a hash of its sources and the order of everything that it counts.

Texts and comments do not count, so a lesson or a note may change without a new module.
"""

import ast
import hashlib
import inspect
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any

import surfaces
from surfaces.typed import derivatives, elementary, machine, opcodes

from ... import trajectories
from ...averages import AVERAGES
from ...repeated import APART
from ...request import OFF
from .. import around, compile, loops, switches
from .translate import arguments

ENGINE = Path(__file__).resolve().parents[1]
# Files of the engine that do not change what the module computes.
BESIDE = {"__init__.py", "__main__.py", "build.py", "compile.py", "plain.py", "recipe.py", "supply.py", "written.py"}
STATUSES = ("BUDGET_USED", "CONVERGED_GRADIENT", "CONVERGED_LOSS", "DIVERGED")


def _functions() -> Iterator[Callable[..., Any]]:
    """Every function of the registries that the loop calls."""
    for surface in surfaces.SURFACES:
        yield from (surface.kernel, surface.curvature)
    for _, form in (*switches.FORMS, *switches.WRAPPING):
        yield form.rule
    for averaging in AVERAGES:
        yield averaging.rule


def _files() -> list[Path]:
    """The files whose whole code counts: the engine's own and the machine of typed formulas."""
    machines = [Path(inspect.getfile(module)).resolve() for module in (derivatives, elementary, machine, opcodes)]
    return sorted([*machines, *(path for path in ENGINE.rglob("*.py") if path.name not in BESIDE)])


def _code(function: Callable[..., Any], seen: set[Any]) -> Iterator[str]:
    """A function in words, with the functions of the project and the numbers that it names."""
    if function in seen:
        return
    seen.add(function)
    yield from _syntax(ast.parse(textwrap.dedent(inspect.getsource(function))))
    for name in sorted(function.__code__.co_names):
        value = function.__globals__.get(name)
        if isinstance(value, FunctionType) and value.__module__.split(".")[0] in {"surfaces", "optimizers"}:
            yield from _code(value, seen)
        elif isinstance(value, int | float | tuple):
            yield f"{name} = {value!r}"


def _syntax(node: Any) -> Iterator[str]:
    """A tree in words, without its texts, the same in every version of Python."""
    if isinstance(node, ast.AST):
        yield type(node).__name__
        for name, value in ast.iter_fields(node):
            if value is not None and value != [] and name not in {"kind", "type_comment", "ctx"}:
                yield name
                yield from _syntax(value)
    elif isinstance(node, list):
        for each in node:
            yield from _syntax(each)
    elif not isinstance(node, str) or node.isidentifier():
        yield repr(node)


@cache
def sources_hash() -> str:
    """Hash of the code that decides what the module computes, without texts."""
    root = ENGINE.parents[1]
    digest = hashlib.sha256()
    for path in _files():
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(" ".join(_syntax(ast.parse(path.read_text()))).encode())
    seen: set[Any] = set()
    for function in _functions():
        digest.update(" ".join(_code(function, seen)).encode())
    return digest.hexdigest()[:16]


# What only the server does, with the reason: a page names it where a hand asks for it.
SERVED = {
    "lengths": "so many points would keep the page busy for longer than a hand waits",
    "entries": "another optimizer, form or option needs its sliders and its labels, which the server writes",
    "landscapes": "a landscape and its minima are drawn and searched by the server",
    "statistics": "many repetitions and many starts are counted by the server",
}


def recipe() -> dict[str, Any]:
    """Everything that a page has to know of the module, as plain data."""
    kinds = arguments(list(inspect.signature(loops.paths).parameters), compile.SIGNATURE.args)
    by_number = sorted(switches.FORMS, key=lambda pair: switches.RULE_NUMBERS[pair[0].key, pair[1].key])
    return {
        "sources": sources_hash(),
        "arguments": [[kind.name, kind.kind, kind.dimensions] for kind in kinds],
        "statuses": {name: getattr(loops, name) for name in STATUSES},
        "rules": [_rule(optimizer, form) for optimizer, form in by_number],
        "wrappers": [_rule(optimizer, form) for optimizer, form in switches.WRAPPING],
        "averages": [[averaging.key, [p.name for p in averaging.parameters]] for averaging in AVERAGES],
        "surfaces": [_surface(surface) for surface in surfaces.SURFACES],
        "probing_from": switches.PROBING_FROM,
        "bound": trajectories.BOUND,
        "off": OFF.tolist(),
        "scaled_by_rate": [around.LOWEST_SCALE, around.SMALLEST_CHANGE],
        "delay": around.DELAY,
        "apart": APART,
        # Where this option is not negative, this array must have rows.
        "rows": {"masks": around.MASK_ROW, "averages": around.AVERAGING, "slow": around.WRAPPER},
        "sizes": {
            "scratch_rows": switches.SCRATCH_ROWS,
            "hyperparameters": switches.HYPERPARAMETER_SLOTS,
            "constants": switches.CONSTANT_SLOTS,
            "options": around.OPTION_SLOTS,
            "aside_rows": around.ASIDE_ROWS,
        },
    }


def sentences() -> dict[str, Any]:
    """The words for how runs end and for what is left to the server, which a module does not depend on."""
    ends = {str(code): text for code, text in trajectories.ENDS.items()}
    return {"ends": ends, "causes": list(trajectories.CAUSES), "served": SERVED}


def _rule(optimizer: Any, form: Any) -> dict[str, Any]:
    names = [h.name for h in form.hyperparameters]
    return {"key": optimizer.key, "form": form.key, "hyperparameters": names, "memory": list(form.memory)}


def _surface(surface: surfaces.Surface) -> dict[str, Any]:
    return {
        "key": surface.key,
        "parameters": [parameter.name for parameter in surface.parameters],
        "constants": len(surface.constants),
    }
