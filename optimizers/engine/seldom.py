"""A hint to the compiler: what hardly ever holds.

The loop is one large function with far more values than the processor has registers. Without a hint every
branch counts as likely as its neighbour, and the values of a cheap step are kept in memory for the sake of
noise and wrappers that most runs do without: a quarter of the time of a step of Rprop.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic


@intrinsic
def seldom(typing_context: Any, condition: Any) -> Any:
    """Return the boolean `condition`, of which the compiler takes for granted that it is nearly always false."""
    bit = ir.IntType(1)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        expect = cgutils.get_or_insert_function(builder.module, ir.FunctionType(bit, [bit, bit]), "llvm.expect.i1")
        return builder.call(expect, [arguments[0], bit(0)])

    return types.boolean(types.boolean), generate
