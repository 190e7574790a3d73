"""Hints to the compiler: what hardly ever holds, and what is not to be prepared.

The loop is one large function with far more values than the processor has registers. Without a hint every
branch counts as likely as its neighbour, and the values of a cheap step are kept in memory for the sake of
noise and wrappers that most runs do without: a quarter of the time of a step of Rprop. What is looked up with the
number of a step, it would look up by addresses that every step moves on, whether they are used or not.
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


@intrinsic
def late(typing_context: Any, number: Any) -> Any:
    """Return the whole `number`, of which the compiler does not know where it comes from: it cannot run ahead of it."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        whole = ir.IntType(64)
        return builder.asm(ir.FunctionType(whole, [whole]), "", "=r,0", [arguments[0]], False)

    return types.int64(types.int64), generate
