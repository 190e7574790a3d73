"""The functions of typed formulas, in teaching order."""

from dataclasses import dataclass
from math import log
from typing import Literal

from . import opcodes

Step = tuple[int, float]


def _does(operation: int, number: float = 0.0) -> tuple[Step, ...]:
    return ((operation, number),)


@dataclass(frozen=True)
class Function:
    r"""A function that a formula may call.

    `code` is what the machine does once the arguments are on its stack; a function of two arguments that
    takes more does it again for each further one. `latex` stands before and after the argument, or is the
    name of an operator such as \sin. `derivative` is the first derivative in LaTeX, by u (and v). `torch` is the
    function as PyTorch writes it, of {u} (and {v}); where it is empty PyTorch has it under the same name.
    """

    name: str
    code: tuple[Step, ...]
    latex: tuple[str, str] | str
    derivative: str
    arguments: int | Literal["two or more"] = 1
    aliases: tuple[str, ...] = ()
    note: str = ""
    torch: str = ""


FUNCTIONS: tuple[Function, ...] = (
    Function("sqrt", _does(opcodes.SQRT), (r"\sqrt{", "}"), r"\frac{1}{2\sqrt{u}}", aliases=("√",)),
    Function(
        "abs",
        _does(opcodes.ABS),
        (r"\left|", r"\right|"),
        r"\operatorname{sign} u",
        note="At the kink the slope 0 is chosen, the mean of both sides.",
    ),
    Function("exp", _does(opcodes.EXP), ("e^{", "}"), "e^u"),
    Function("log", _does(opcodes.LOG), r"\ln", r"\frac{1}{u}", aliases=("ln",), note="The natural logarithm."),
    Function("sin", _does(opcodes.SIN), r"\sin", r"\cos u", note="Angles are in radians."),
    Function("cos", _does(opcodes.COS), r"\cos", r"-\sin u"),
    Function("tan", _does(opcodes.TAN), r"\tan", r"1 + \tan^2 u"),
    Function("tanh", _does(opcodes.TANH), r"\tanh", r"1 - \tanh^2 u"),
    Function("sigmoid", _does(opcodes.SIGMOID), r"\sigma", r"\sigma(u)\left(1 - \sigma(u)\right)"),
    Function(
        "relu",
        ((opcodes.PUSH, 0.0), (opcodes.LARGER, 0.0)),
        r"\operatorname{relu}",
        r"\begin{cases} 1 & u > 0 \\ 0 & u < 0 \end{cases}",
        note="At the kink the slope ½ is chosen, the mean of both sides.",
        torch="torch.maximum({u}, torch.tensor(0.0))",
    ),
    Function(
        "softplus",
        _does(opcodes.SOFTPLUS),
        r"\operatorname{softplus}",
        r"\sigma(u)",
        note="log(1 + exp(u)).",
        torch="torch.logaddexp({u}, torch.tensor(0.0))",
    ),
    Function(
        "gauss",
        ((opcodes.INTEGER_POWER, 2.0), (opcodes.NEGATIVE, 0.0), (opcodes.EXP, 0.0)),
        r"\operatorname{gauss}",
        r"-2u\,e^{-u^2}",
        note="exp(-u²), a bump of height 1 at 0.",
        torch="torch.exp(-({u}) ** 2)",
    ),
    Function(
        "min",
        _does(opcodes.SMALLER),
        r"\min",
        r"\begin{cases} u' & u < v \\ v' & v < u \end{cases}",
        "two or more",
        torch="torch.minimum({u}, {v})",
        note="Where arguments tie, the slope is the mean of theirs.",
    ),
    Function(
        "max",
        _does(opcodes.LARGER),
        r"\max",
        r"\begin{cases} u' & u > v \\ v' & v > u \end{cases}",
        "two or more",
        torch="torch.maximum({u}, {v})",
        note="Where arguments tie, the slope is the mean of theirs.",
    ),
    Function("sign", _does(opcodes.SIGN), r"\operatorname{sign}", "0", note="At the jump the slope 0 is chosen."),
    Function("sinh", _does(opcodes.SINH), r"\sinh", r"\cosh u"),
    Function("cosh", _does(opcodes.COSH), r"\cosh", r"\sinh u"),
    Function("asin", _does(opcodes.ASIN), r"\arcsin", r"\frac{1}{\sqrt{1 - u^2}}", aliases=("arcsin",)),
    Function("acos", _does(opcodes.ACOS), r"\arccos", r"-\frac{1}{\sqrt{1 - u^2}}", aliases=("arccos",)),
    Function("atan", _does(opcodes.ATAN), r"\arctan", r"\frac{1}{1 + u^2}", aliases=("arctan",)),
    Function(
        "atan2",
        _does(opcodes.ANGLE),
        r"\operatorname{atan2}",
        r"\frac{v\,u' - u\,v'}{u^2 + v^2}",
        2,
        note="The angle of the point with ordinate u and abscissa v.",
    ),
    Function("hypot", _does(opcodes.HYPOTENUSE), r"\operatorname{hypot}", r"\frac{u\,u' + v\,v'}{\sqrt{u^2 + v^2}}", 2),
    Function(
        "log2",
        ((opcodes.LOG, 0.0), (opcodes.PUSH, log(2.0)), (opcodes.DIVIDE, 0.0)),
        r"\log_2",
        r"\frac{1}{u \ln 2}",
    ),
    Function(
        "log10",
        ((opcodes.LOG, 0.0), (opcodes.PUSH, log(10.0)), (opcodes.DIVIDE, 0.0)),
        r"\log_{10}",
        r"\frac{1}{u \ln 10}",
    ),
    Function("exp2", _does(opcodes.CONSTANT_BASE, 2.0), ("2^{", "}"), r"2^u \ln 2"),
    Function(
        "cbrt",
        _does(opcodes.CBRT),
        (r"\sqrt[3]{", "}"),
        r"\frac{1}{3\sqrt[3]{u}^2}",
        note="Negative u too.",
        torch="torch.sign({u}) * torch.abs({u}) ** (1.0 / 3.0)",
    ),
    Function("pow", _does(opcodes.POWER), ("", ""), r"u^v\left(v' \ln u + \frac{v\,u'}{u}\right)", 2),
)

BY_NAME = {name: function for function in FUNCTIONS for name in (function.name, *function.aliases)}
NAMES = tuple(function.name for function in FUNCTIONS)
