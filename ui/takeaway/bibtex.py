"""The works that a scene comes from, as BibTeX: its surface, its optimizers, their schedules and averages."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TypeAlias

from optimizers import Schedule
from optimizers.averages import Averaging
from optimizers.interface import Optimizer
from optimizers.schedules import ScheduleEntry
from surfaces import Surface

from ..scene import Scene

Cited: TypeAlias = Surface | Optimizer | ScheduleEntry | Averaging
BIBLIOGRAPHY = Path(__file__).resolve().parents[2] / "assets" / "works.bib"


@cache
def works() -> Mapping[str, str]:
    """The entries of the bibliography by their keys, as they stand in the file."""
    blocks = re.split(r"\n(?=@)", BIBLIOGRAPHY.read_text(encoding="utf-8"))
    return {re.match(r"@\w+{([^,]+),", block)[1]: block.strip() for block in blocks}  # type: ignore[index]


def bibtex(scene: Scene) -> str:
    """Return the entries that the scene cites, each once; what is not a publication stands above them as a comment."""
    return bibliography([scene.landscape, *_optimizers(scene), *_schedules(scene), *_averagings(scene)])


def bibliography(cited: Sequence[Cited]) -> str:
    """Return what these registry entries cite, each work once, below the sources of all of them as comments."""
    comments = [f"% {entry.name}: {entry.source}" for entry in cited]
    keys = dict.fromkeys(key for entry in cited for key in entry.cites)
    return "\n".join([*comments, "", *(works()[key] + "\n" for key in keys)])


def _optimizers(scene: Scene) -> Iterable[Optimizer]:
    return dict.fromkeys(run.optimizer for each in scene.runs for run in (each, each.core))


def _schedules(scene: Scene) -> Iterable[ScheduleEntry]:
    """What the rates of the runs follow, and what their other hyperparameters do; a warm-up brings what follows it."""
    used = [run.schedule or scene.schedule for run in scene.runs]
    used += [course.along for run in scene.runs for _, course in run.core.varying]
    chains = (_chain(each) for each in used if isinstance(each, Schedule))
    return dict.fromkeys(entry for chain in chains for entry in chain)


def _chain(schedule: Schedule | None) -> Iterator[ScheduleEntry]:
    while schedule is not None:
        yield schedule.entry
        schedule = schedule.then


def _averagings(scene: Scene) -> Iterable[Averaging]:
    return dict.fromkeys(run.averaging.entry for run in scene.runs if run.averaging is not None)
