"""A scene's settings in words, to paste into notes, a mail or a lab report."""

from optimizers import Run, Schedule

from ..run_text import number, write_schedule
from ..scene import Scene


def settings(scene: Scene) -> str:
    """Return the settings as lines of text: the surface, the race, then each run with all its hyperparameters."""
    surface = scene.landscape
    parameters = [f"{p.name} = {number(v)}" for p, v in zip(surface.parameters, surface.values, strict=True)]
    start = ", ".join(number(value) for value in scene.start[: surface.dimensions])
    lines = [
        f"Surface: {surface.name}" + (f" ({', '.join(parameters)})" if parameters else ""),
        f"Formula: {surface.formula}",
        f"Start: ({start})",
        f"Steps: {scene.steps}",
    ]
    if scene.noise > 0.0:
        lines.append(f"Noise on each partial derivative: standard deviation {number(scene.noise)}, seed {scene.seed}")
    if scene.schedule is not None:
        lines.append(f"Schedule of all learning rates: {write_schedule(scene.schedule)}")
    for name, value in (("gradient norm", scene.stop.gradient_norm), ("change of the loss", scene.stop.loss_change)):
        if value > 0.0:
            lines.append(f"Stops at a {name} of {number(value)}")
    return "\n".join([*lines, "", *(_run(run) for run in scene.runs)]) + "\n"


def _run(run: Run) -> str:
    parts = [f"{name} = {number(value)}" for name, value in run.hyperparameters.items()]
    parts += [f"{name} from {number(course.start)} to {number(course.end)}" for name, course in run.varying]
    parts += [f"{name} = {number(value)}" for name in ("clip_norm", "clip_value") if (value := getattr(run, name))]
    if isinstance(run.schedule, Schedule):
        parts.append(f"schedule {write_schedule(run.schedule)}")
    if run.averaging is not None:
        pairs = "".join(f", {name} = {number(value)}" for name, value in run.averaging.parameters.items())
        parts.append(f"averaging {run.averaging.key}{pairs}")
    inner = f" around {_run(run.inner)}" if run.inner is not None else ""
    return f"{run.optimizer.name}, {run.entry.name}: {', '.join(parts)}{inner}"
