"""From the loop's optimised intermediate code to a WebAssembly object, with the translator that Numba brings along.

The loop takes its arrays in Numba's own way, as seven or more numbers each. `run(frame)` is added, which takes one
address: 8-byte words, for every argument of the loop in order. A number is one word; an array is its address
followed by its lengths. Whatever the loop's signature is, the frame follows from it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import llvmlite.binding as llvm

TRIPLE = "wasm32-unknown-unknown"
# What every browser since 2023 understands. The optimised code holds short vectors already.
FEATURES = "+simd128,+bulk-memory,+sign-ext,+nontrapping-fptoint,+mutable-globals"
ENTRY = "run"
OURS = "ours_"
WORD = 8
# What Numba raises exceptions from: pickled, with the path of the source file. No page can unpickle it.
PICKLED = re.compile(
    r"^(@\"?\.const\.pickle(?:data|buf)\.[^=]*= .*?\bconstant) (\[\d+ x i8\]|\{[^}]*\}) .*$", re.MULTILINE
)


class BuildError(RuntimeError):
    """The loop cannot run in a browser; the message says what stands in the way."""


class Argument(NamedTuple):
    """One argument of the loop: its name, what its numbers are ("i64" or "f64") and how many lengths it has."""

    name: str
    kind: str
    dimensions: int


def arguments(names: Sequence[str], types: Sequence[Any]) -> tuple[Argument, ...]:
    """The loop's arguments, from their names and Numba's types."""
    kinds = {"int64": "i64", "uint64": "i64", "float64": "f64"}
    return tuple(
        Argument(name, kinds[str(getattr(kind, "dtype", kind))], getattr(kind, "ndim", 0))
        for name, kind in zip(names, types, strict=True)
    )


def translate(code: str, loop: str, wanted: Sequence[Argument], ours: Mapping[str, tuple[str, str]]) -> bytes:
    """Return a WebAssembly object that defines `run`. `code` is optimised LLVM code, `loop` its function.

    `ours` are functions in place of the C library's, by its name: their code and what they are called in it. The
    object defines them, too, under that name behind `ours_`.

    Raises BuildError when the function's parameters are not those of `wanted`, or something is left in it
    whose layout depends on the machine.
    """
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    machine = llvm.Target.from_triple(TRIPLE).create_target_machine(features=FEATURES, opt=3, reloc="static")
    code = without_pickles(code)
    for name in ours:
        code = re.sub(rf"@(llvm\.)?{name}(\.f64)?\(", f"@{OURS}{name}(", code)
    module = _parsed(code)
    function = module.get_function(loop)
    module.link_in(_parsed(_entry(loop, [(str(a.type), a.name) for a in function.arguments], wanted)))
    for name, (body, called) in ours.items():
        module.link_in(_parsed(re.sub(rf'@"?{re.escape(called)}"?(?=\()', f"@{OURS}{name}", body)))
    module.triple, module.data_layout = TRIPLE, str(machine.target_data)
    # Only what a page calls stays visible; the doors from Python and all that only they call are left behind.
    visible = {ENTRY, *(f"{OURS}{name}" for name in ours)}
    for defined in (*module.functions, *module.global_variables):
        if not defined.is_declaration:
            defined.linkage = "external" if defined.name in visible else "internal"
    module.verify()
    passes = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(speed_level=3))
    passes.getModulePassManager().run(module, passes)
    refuse_layouts(str(module))
    return bytes(machine.emit_object(module))


def without_pickles(code: str) -> str:
    """The code with empty exceptions, so that a module tells nothing of the machine that it was made on."""

    def emptied(found: re.Match[str]) -> str:
        kind = "[1 x i8]" if found[2].startswith("[") else found[2]
        return f"{found[1]} {kind} zeroinitializer"

    return PICKLED.sub(emptied, code)


def _parsed(code: str) -> Any:
    return llvm.parse_assembly(re.sub(r"^target (triple|datalayout).*\n", "", code, flags=re.MULTILINE))


def _entry(loop: str, parameters: Sequence[tuple[str, str]], wanted: Sequence[Argument]) -> str:
    """`run(frame)` in LLVM's notation: it reads the frame and calls the loop."""
    lines: list[str] = []
    by_name = {}
    word = 0
    for argument in wanted:
        by_name[argument.name] = _fields(lines, argument, word)
        word += 1 + argument.dimensions
    values = ["ptr %result", "ptr %error"]
    for kind, name in parameters[2:]:
        owner, _, field = name.removeprefix("arg.").partition(".")
        value = by_name.get(owner, {}).get(field)
        if value is None:
            raise BuildError(f"the loop takes {name!r}, which its signature does not name")
        values.append(f"{kind} {value}")
    return "\n".join(
        [
            f'declare i32 @"{loop}"({", ".join(kind for kind, _ in parameters)})',
            f"define void @{ENTRY}(ptr %frame) {{",
            "%result = alloca ptr",
            "%error = alloca ptr",
            *lines,
            f'%code = call i32 @"{loop}"({", ".join(values)})',
            "ret void",
            "}",
        ]
    )


def _fields(lines: list[str], argument: Argument, word: int) -> dict[str, str]:
    """Read one argument from the frame; the names of the values that Numba passes for it, by field."""

    def read(kind: str, offset: int) -> str:
        name = f"%{argument.name}.{offset}.{kind}"
        lines.append(f"{name}.at = getelementptr i8, ptr %frame, i32 {WORD * (word + offset)}")
        lines.append(f"{name} = load {kind}, ptr {name}.at")
        return name

    if argument.dimensions == 0:
        return {"": read("i64" if argument.kind == "i64" else "double", 0)}
    lengths = [read("i64", 1 + d) for d in range(argument.dimensions)]
    strides = {argument.dimensions - 1: str(WORD)}
    size = str(WORD)
    for d in reversed(range(argument.dimensions)):
        strides[d] = size
        name = f"%{argument.name}.bytes.{d}"
        lines.append(f"{name} = mul i64 {size}, {lengths[d]}")
        size = name
    lines.append(f"%{argument.name}.items = sdiv i64 {size}, {WORD}")
    fields = {"0": "null", "1": "null", "2": f"%{argument.name}.items", "3": str(WORD), "4": read("ptr", 0)}
    fields |= {f"5.{d}": length for d, length in enumerate(lengths)}
    return fields | {f"6.{d}": stride for d, stride in strides.items()}


def refuse_layouts(code: str) -> None:
    """Refuse structures that hold addresses: their layout was decided for a machine with longer ones."""
    for kind in re.findall(r"alloca (\{.*?\}|%[\w.]+)", code):
        if "ptr" in kind or kind.startswith("%"):
            raise BuildError(f"a structure of type {kind} is left on the stack; its layout depends on the machine")
