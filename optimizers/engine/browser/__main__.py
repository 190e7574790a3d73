"""Make assets/engine.wasm and assets/engine.json: python -m optimizers.engine.browser [--check]."""

import argparse
import gzip
import sys
import time

from .build import SHIPPED, build, compiled_loop, fits, read, write
from .translate import BuildError


def main() -> int:
    """Build and write the module, or only tell whether the shipped one is of these sources."""
    parser = argparse.ArgumentParser(prog="python -m optimizers.engine.browser", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only tell whether the shipped module is up to date")
    if parser.parse_args().check:
        current = fits(read(SHIPPED))
        print("the shipped module is of these sources" if current else "the shipped module is of other sources")
        return 0 if current else 1
    began = time.perf_counter()
    loop = compiled_loop()
    compiled = time.perf_counter()
    try:
        built = build(loop)
    except BuildError as error:
        print(f"not built: {error}", file=sys.stderr)
        return 1
    write(built, SHIPPED)
    packed = len(gzip.compress(built.module, 9))
    print(
        f"{len(built.module)} bytes, {packed} gzipped; "
        f"compiled in {compiled - began:.1f} s, translated in {time.perf_counter() - compiled:.1f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
