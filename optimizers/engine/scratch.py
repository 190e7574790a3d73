"""Small arrays that the compiler keeps in registers: position, gradient, memory and hyperparameters of one run.

An array that a caller passes in stays in memory, so every step waits for the stores of the step before,
which is most of the cost of a cheap rule. These arrays live on the loop's own stack. Their sizes are
constants, so once the rules are inlined nothing of the arrays is left but numbers. That holds as long as
no array is handed to a function that stays a function and no index is known only at run time.
"""

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.arrayobj import make_array, populate_array


def on_the_stack(rows: int, settings: int) -> Callable[[], Any]:
    """Return `scratch()` for compiled callers: arrays of shapes (2,), (2,), (rows, 2), (settings,), not cleared.

    They end with the function that calls it and must not be returned from it.
    """
    shapes = ((2,), (2,), (rows, 2), (settings,))
    kinds = [types.Array(types.float64, len(shape), "C") for shape in shapes]

    @intrinsic
    def scratch(typing_context: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            def size(number: int) -> Any:
                return context.get_constant(types.intp, number)

            arrays = []
            for shape, kind in zip(shapes, kinds, strict=True):
                number = context.get_data_type(types.float64)
                count = shape[0] * (shape[1] if len(shape) == 2 else 1)
                data = cgutils.alloca_once(builder, ir.ArrayType(number, count))
                array = make_array(kind)(context, builder)
                populate_array(
                    array,
                    data=builder.bitcast(data, number.as_pointer()),
                    shape=[size(extent) for extent in shape],
                    strides=[size(8)] if len(shape) == 1 else [size(8 * shape[1]), size(8)],
                    itemsize=size(8),
                    meminfo=None,  # not counted, never freed
                )
                arrays.append(array._getvalue())
            return context.make_tuple(builder, signature.return_type, arrays)

        return types.Tuple(kinds)(), generate

    made: Callable[[], Any] = scratch
    return made
