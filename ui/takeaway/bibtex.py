"""The works that a scene's surface and optimizers come from, as BibTeX."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..scene import Scene

BIBLIOGRAPHY = Path(__file__).resolve().parents[2] / "assets" / "works.bib"


@cache
def works() -> Mapping[str, str]:
    """The entries of the bibliography by their keys, as they stand in the file."""
    blocks = re.split(r"\n(?=@)", BIBLIOGRAPHY.read_text(encoding="utf-8"))
    return {re.match(r"@\w+{([^,]+),", block)[1]: block.strip() for block in blocks}  # type: ignore[index]


def bibtex(scene: Scene) -> str:
    """Return the entries that the scene cites, each once; what is not a publication stands above them as a comment."""
    surface = scene.landscape
    optimizers = dict.fromkeys(run.optimizer for each in scene.runs for run in (each, each.core))
    comments = [f"% {surface.name}: {surface.source}", *(f"% {o.name}: {o.source}" for o in optimizers)]
    cited = dict.fromkeys([*surface.cites, *(key for o in optimizers for key in o.cites)])
    return "\n".join([*comments, "", *(works()[key] + "\n" for key in cited)])
