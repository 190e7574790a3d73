"""A compiled function that is there once, however many functions call it.

The compiler copies what it calls into the caller, and optimises it again there. For the machine of typed
formulas, which is called wherever a surface is, that was a quarter of the whole compilation.
"""

from collections.abc import Callable
from typing import Any

from numba import types
from numba.extending import intrinsic


def kept_apart(kept: list[Any]) -> Callable[[Any], Callable[..., Any]]:
    """Return a wrapper of compiled functions of (int64[n], float64[n], float64[d, 6], number, x, y) without result.

    What it makes calls the function by its name alone. The compiled function itself is appended to `kept`, for
    `carrying`.
    """

    def apart(machine: Any) -> Callable[..., Any]:
        @intrinsic
        def call(typing_context: Any, code: Any, arguments: Any, stack: Any, columns: Any, x: Any, y: Any) -> Any:
            kind = typing_context.resolve_value_type(machine)
            given = (code, arguments, stack, types.int64, x, y)
            signature = typing_context.resolve_function_type(kind, given, {})
            compiled = machine.overloads[signature.args]
            if compiled not in kept:
                kept.append(compiled)

            def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
                function = context.declare_function(builder.module, compiled.fndesc)
                context.call_conv.call_function(
                    builder, function, signature.return_type, signature.args, values, attrs=("noinline",)
                )
                return context.get_dummy_value()

            return signature, generate

        made: Callable[..., Any] = call
        return made

    return apart


def carrying(kept: list[Any]) -> Callable[[], None]:
    """Return a function that does nothing but bring along the code of what is `kept` apart.

    The outermost function calls it last: the linker takes only what has been named before.
    """

    @intrinsic
    def carry(typing_context: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            context.add_linking_libs([compiled.library for compiled in kept])
            return context.get_dummy_value()

        return types.void(), generate

    made: Callable[[], None] = carry
    return made
