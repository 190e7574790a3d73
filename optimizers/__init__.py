"""The optimizers: `OPTIMIZERS` simplest first, `get(key)`, and `run(surface, [Run(...), ...])`."""

from .interface import Family, Form, Hyperparameter, Optimizer
from .registry import OPTIMIZERS
from .run import MAX_STEPS, Run, Schedule, Status, Stop, Trajectories, default_run, get, run, warm_up
from .summary import Summary, summarize

__all__ = [
    "MAX_STEPS",
    "OPTIMIZERS",
    "Family",
    "Form",
    "Hyperparameter",
    "Optimizer",
    "Run",
    "Schedule",
    "Status",
    "Stop",
    "Summary",
    "Trajectories",
    "default_run",
    "get",
    "run",
    "summarize",
    "warm_up",
]
