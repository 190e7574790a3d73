"""Make the browser's module from the compiled loop, refuse what would not run there, and keep it on disk."""

import json
import os
import re
import tempfile
import zlib
from pathlib import Path
from typing import Any, NamedTuple

import numba

from .. import compile, loops, symbols
from ..haste import in_haste
from ..options import KERNEL
from .container import imports, module_of
from .recipe import recipe, sentences
from .translate import ENTRY, OURS, BuildError, arguments, translate

MODULE, MANIFEST = "engine.wasm", "engine.json"
SHIPPED = Path(__file__).resolve().parents[3] / "assets"
# All that a page has to bring: memory, and where the stack begins.
ALLOWED = {"__linear_memory", "__stack_pointer"}
# The module's constants stand below this address.
CONSTANTS_END = 65536


class Build(NamedTuple):
    """A module with its manifest."""

    module: bytes
    manifest: dict[str, Any]


def build(loop: Any) -> Build:
    """Translate the compiled loop. Raises BuildError, naming the reason, when a browser could not run it.

    `loop` is a dispatcher that was compiled in this process: code from the cache cannot be read.
    """
    described = recipe()
    (signature,) = loop.signatures
    code = loop.inspect_llvm(signature)
    if not code:
        raise BuildError("the loop came from the cache, which keeps machine code alone; compile it anew")
    name = loop.overloads[signature].fndesc.llvm_func_name
    ours = {name: (callback.inspect_llvm(), callback.native_name) for name, callback in symbols.callbacks().items()}
    wanted = arguments([name for name, _, _ in described["arguments"]], compile.SIGNATURE.args)
    # The elementary functions can be called by themselves, for what a page computes before it runs the loop.
    exported = {ENTRY: ENTRY, **{name: OURS + name for name in symbols.SIGNATURES}}
    module = module_of(translate(code, name, wanted, {k: v for k, v in ours.items() if k != "sincos"}), exported)
    refuse_imports(module)
    manifest = {
        "numba": numba.__version__,
        "bytes": len(module),
        "crc32": zlib.crc32(module),
        "constants_end": CONSTANTS_END,
        **described,
        "sentences": sentences(),
    }
    return Build(module, manifest)


def refuse_imports(module: bytes) -> None:
    """Refuse a module that asks its page for more than memory: a rule allocates, raises or calls the C library."""
    foreign = sorted({wanted.name for wanted in imports(module)} - ALLOWED)
    if foreign:
        raise BuildError(
            f"the loop calls {', '.join(foreign)}, which no page has. A rule or a surface may use arithmetic, sqrt "
            f"and {', '.join(symbols.SIGNATURES)}; it must not allocate, raise or print"
        )


def compiled_loop() -> Any:
    """The loop, compiled in this process without the cache."""
    options = {name: value for name, value in KERNEL.items() if name != "cache"}
    loop = numba.njit(**options)(loops.paths)
    with in_haste():
        loop.compile(compile.SIGNATURE)
    return loop


def write(built: Build, folder: Path) -> None:
    """Put module and manifest into a folder; the manifest comes last, so that it never speaks of what is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(built.manifest, indent=1, ensure_ascii=False)
    # One entry of a list to a line, so that a change of the registries reads as one.
    text = re.sub(r"\n {3,}", " ", text).replace("\n  ]", " ]").replace("\n  }", " }") + "\n"
    for name, content in ((MODULE, built.module), (MANIFEST, text.encode())):
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(content)
        os.chmod(file.name, 0o644)
        os.replace(file.name, folder / name)


def read(folder: Path) -> Build | None:
    """The module in a folder, or None when there is none or it is not the one that its manifest describes."""
    try:
        module = (folder / MODULE).read_bytes()
        manifest = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError):
        return None
    whole = isinstance(manifest, dict) and manifest.get("crc32") == zlib.crc32(module)
    return Build(module, manifest) if whole else None


def fits(built: Build | None) -> bool:
    """Whether a module was made from these sources and counts as these registries do."""
    return built is not None and all(built.manifest.get(name) == value for name, value in _plain(recipe()).items())


def _plain(data: Any) -> Any:
    return json.loads(json.dumps(data))
