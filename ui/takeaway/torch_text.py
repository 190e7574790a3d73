"""A typed formula as PyTorch writes it, made from the formula's tree: no text of the user reaches it."""

import re

from surfaces import TypedSurface
from surfaces.typed import opcodes
from surfaces.typed.functions import BY_NAME, Function
from surfaces.typed.parser import parse
from surfaces.typed.program import program
from surfaces.typed.tree import Node

LOSS = '''
def loss_at(x, y):
    return {formula}


def typed(x, y):
    """The loss and its gradient; PyTorch differentiates."""
    x, y = (torch.tensor(float(each), requires_grad=True) for each in (x, y))
    loss = loss_at(x, y)
    slopes = torch.autograd.grad(loss, (x, y))
    return loss.item(), *(slope.item() for slope in slopes)
'''
HESSIAN = '''
def typed_curvature(x, y):
    """f_xx, f_xy, f_yy; PyTorch differentiates twice."""
    at = torch.tensor([float(x), float(y)])
    hessian = torch.autograd.functional.hessian(lambda w: loss_at(w[0], w[1]), at)
    return hessian[0, 0].item(), hessian[0, 1].item(), hessian[1, 1].item()
'''
KERNEL, CURVATURE = "typed", "typed_curvature"


def functions(surface: TypedSurface, hessian: bool) -> list[str]:
    """The formula as functions for a script: KERNEL(x, y), and CURVATURE(x, y) where the Hessian is wanted."""
    formula = _expression(parse(surface.text), surface.text)
    # PyTorch differentiates by what a formula names; by what it does not name the slope is 0.
    missing = [name for name in ("x", "y") if not re.search(rf"\b{name}\b", formula)]
    whole = " + ".join([formula, *(f"0.0 * {name}" for name in missing)])
    parts = [LOSS.format(formula=whole).strip()]
    return [*parts, HESSIAN.strip()] if hessian else parts


def _expression(node: Node, text: str) -> str:
    """A node as an expression over the tensors x and y; what has neither is its value."""
    if node.kind in ("x", "y"):
        return node.kind
    value = _value(node, text)
    if value is not None:
        return repr(value) if value >= 0.0 else f"({value!r})"
    parts = [_expression(part, text) for part in node.parts]
    if node.kind == "negative":
        return f"(-{parts[0]})"
    if node.kind == "^":
        return _power(node, parts, text)
    if node.kind in BY_NAME:
        return _call(BY_NAME[node.kind], node, parts, text)
    return f"({parts[0]} {node.kind} {parts[1]})"


def _value(node: Node, text: str) -> float | None:
    """The value of a part without x and y, None for any other."""
    steps = program(node, text).steps
    return steps[0][1] if len(steps) == 1 and steps[0][0] == opcodes.PUSH else None


def _power(node: Node, parts: list[str], text: str) -> str:
    base, exponent = parts
    constant = [_value(part, text) is not None for part in node.parts]
    if node.parts[0].kind == "e":
        return f"torch.exp({exponent})"
    if not any(constant) or (constant[0] and base.startswith("(-")):
        # A negative number has powers only at whole exponents, so a varying one gives no number.
        return f"torch.where(torch.as_tensor({base}) >= 0.0, {base} ** {exponent}, torch.nan)"
    return f"({base} ** {exponent})"


def _call(function: Function, node: Node, parts: list[str], text: str) -> str:
    """A call; one of a function of two that is given more stands inside another."""
    written = [
        part if _value(each, text) is None else f"torch.tensor({part})"
        for each, part in zip(node.parts, parts, strict=True)
    ]
    if len(written) == 1:
        return (function.torch or f"torch.{function.name}({{u}})").format(u=written[0])
    form = function.torch or f"torch.{function.name}({{u}}, {{v}})"
    joined = written[0]
    for part in written[1:]:
        joined = form.format(u=joined, v=part)
    return joined
