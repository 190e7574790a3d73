"""Machine code of a few small functions as a library by itself, with its constants within reach.

Numba translates for memory in which everything may lie anywhere: each constant costs an instruction that fetches its
address, and a door for callers in C calls the function behind it. For functions of a hundred instructions that is
a quarter of their instructions. A library that is loaded as one piece needs neither.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

import llvmlite.binding as llvm
from numba import config

# In LLVM's notation, the mark of a call that must stay a call: Numba's doors are full of them.
KEPT_AS_CALL, OPENED = re.compile(r"\bnoinline\b"), "alwaysinline"


def _processor() -> tuple[str, str]:
    """Name and features of the processor that Numba compiles for."""
    features = config.CPU_FEATURES
    if features is None:
        try:
            features = llvm.get_host_cpu_features().flatten()
        except RuntimeError:  # LLVM cannot tell on this system.
            features = ""
    return config.CPU_NAME or llvm.get_host_cpu_name(), features


def _machine() -> Any:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    name, features = _processor()
    target = llvm.Target.from_triple(llvm.get_process_triple())
    return target.create_target_machine(cpu=name, features=features, opt=3, reloc="pic", codemodel="small", jit=True)


def processor() -> str:
    """A short name that differs for processors whose machine code differs."""
    return hashlib.sha256(repr((llvm.get_process_triple(), *_processor())).encode()).hexdigest()[:8]


def translated(codes: Mapping[str, tuple[str, str]]) -> bytes:
    """Return an object file that defines each function under its key. `codes` are LLVM code and the name in it."""
    machine = _machine()
    module = llvm.parse_assembly("")
    for name, (code, called) in codes.items():
        part = llvm.parse_assembly(KEPT_AS_CALL.sub(OPENED, code))
        part.get_function(called).name = name
        module.link_in(part)
    for defined in (*module.functions, *module.global_variables):
        if not defined.is_declaration:
            defined.linkage = "external" if defined.name in codes else "internal"
    module.triple, module.data_layout = llvm.get_process_triple(), str(machine.target_data)
    module.verify()
    passes = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(speed_level=3))
    passes.getModulePassManager().run(module, passes)
    return bytes(machine.emit_object(module))


def loaded(library: bytes, names: Iterable[str]) -> tuple[dict[str, int], Any]:
    """Load an object file; return the addresses of its functions and what must live as long as they are used."""
    # Near constants need a manager of memory that lays everything side by side.
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _machine(), use_lmm=True)
    engine.add_object_file(llvm.ObjectFileRef.from_data(library))
    engine.finalize_object()
    return {name: engine.get_function_address(name) for name in names}, engine
