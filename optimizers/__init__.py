"""The optimizers: `OPTIMIZERS` simplest first, `get(key)`, and `run(surface, [Run(...), ...])`."""

from . import averages, basins, bounds, first_steps, schedules
from .averages import AVERAGES, Average, Averaging
from .ensembles import Ensemble, ensemble
from .inspection import Explanation, explain
from .interface import Family, Form, Hyperparameter, Optimizer
from .noise_floor import NoiseFloor, noise_floor
from .registry import OPTIMIZERS
from .repeated import Repeated, Spread, repeat, seeds, spread
from .run import MAX_STEPS, Run, Status, Stop, Trajectories, default_run, get, ready, run, warm_up
from .schedules import SCHEDULES, Course, Schedule, ScheduleEntry
from .summary import Summary, summarize

__all__ = [
    "AVERAGES",
    "MAX_STEPS",
    "OPTIMIZERS",
    "SCHEDULES",
    "Average",
    "Averaging",
    "Course",
    "Ensemble",
    "Explanation",
    "Family",
    "Form",
    "Hyperparameter",
    "NoiseFloor",
    "Optimizer",
    "Repeated",
    "Run",
    "Schedule",
    "ScheduleEntry",
    "Spread",
    "Status",
    "Stop",
    "Summary",
    "Trajectories",
    "averages",
    "basins",
    "bounds",
    "default_run",
    "ensemble",
    "explain",
    "first_steps",
    "get",
    "noise_floor",
    "ready",
    "repeat",
    "run",
    "schedules",
    "seeds",
    "spread",
    "summarize",
    "warm_up",
]
