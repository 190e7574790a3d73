"""The runs of a scene as a PyTorch script: torch.optim where it has the form, else the rule itself."""

from typing import Any

import numpy as np

from optimizers import Run, Trajectories
from optimizers.engine.around import clipped
from optimizers.engine.noise import gaussian_pair, noise_key
from surfaces import Surface, TypedSurface

from ..scene import Scene
from . import torch_text
from .written import Written

HEAD = '''"""{title}

Runs as PyTorch would make them, in double precision on the CPU. Each line that is printed ends with the last
position, and with the one that Descent Lab found.
"""

'''

RULE = '''
class Rule(torch.optim.Optimizer):
    """An optimizer that torch.optim does not have: its rule, and what its memory holds before the first step."""

    def __init__(self, w, rule, lr, memory=None, workspace=0, asks=None, mask=None, varying=None, **settings):
        super().__init__([w], {"lr": lr})
        self.w, self.rule, self.t, self.mask, self.varying = w, rule, 0, mask, varying or {}
        self.given = {**{name: np.full(2, value) for name, value in (memory or {}).items()}, **(asks or {}), **settings}
        if workspace:
            self.given["workspace"] = np.zeros((workspace, 2))

    def step(self, closure):
        closure()
        self.t += 1
        given = {**self.given, "t": self.t, "learning_rate": self.param_groups[0]["lr"]}
        given |= {name: values[self.t - 1] for name, values in self.varying.items()}
        if self.mask:
            given["mask"] = self.mask[(self.t - 1) % len(self.mask)]
        if "gradient_at" in given or "hessian_at" in given:
            given["landscape"] = self.t
        with np.errstate(all="ignore"):
            self.rule(w=self.w.detach().numpy(), g=self.w.grad.numpy().copy(), **given)


'''
WALK = '''
def walk(name, make, steps, rates=(), ours=None, after=None, **clip):
    """Take `steps` steps with the optimizer that make(w) returns; seen(x, y, t) knows loss and gradient."""
    w = torch.tensor(START, requires_grad=True)
    optimizer = make(w)
    for t in range(1, steps + 1):

        def closure():
            loss, *slopes = seen(*w.tolist(), t, **clip)
            w.grad = torch.tensor(slopes)
            return torch.tensor(loss)

        if len(rates):
            optimizer.param_groups[0]["lr"] = rates[t - 1]
        optimizer.step(closure)
        if after:
            after(w.detach().numpy(), t)
    print(name, *w.tolist(), *ours, sep="\\t")


'''


def script(scene: Scene, trajectories: Trajectories, title: str) -> str:
    """Return a script that makes the runs of `scene`, whose results in our engine are `trajectories`.

    A typed formula is written for PyTorch, which differentiates it; any other surface brings its own gradient.
    """
    surface = scene.landscape
    written = Written()
    body = _landscape(surface, scene, written)
    calls = [_call(scene, trajectories, r, written) for r in range(len(scene.runs))]
    imports = "\n".join([*written.imports(), "", "import numpy as np", "import torch"]).lstrip("\n")
    start = scene.start if surface.dimensions == 2 else (scene.start[0], 0.0)
    settings = ["torch.set_default_dtype(torch.float64)", f"START = {[float(c) for c in start]}", *written.constants]
    parts = [
        *written.functions,
        body,
        *([RULE.strip()] if any("Rule(" in call for call in calls) else []),
        WALK.strip(),
    ]
    return (
        HEAD.format(title=title)
        + "\n\n\n".join([imports + "\n\n" + "\n".join(settings), *parts, "\n".join(calls)])
        + "\n"
    )


def _landscape(surface: Surface, scene: Scene, written: Written) -> str:
    """The loss with its gradient as an optimizer sees it: with the noise of the step, and clipped."""
    curved = any(run.core.entry.hessian for run in scene.runs)
    if isinstance(surface, TypedSurface):
        own, kernel, curvature = torch_text.functions(surface, curved), torch_text.KERNEL, torch_text.CURVATURE
    else:
        own, kernel = [], written.name(surface.kernel)
        curvature = written.name(surface.curvature) if curved else ""
    constants = "".join(f", {value!r}" for value in map(float, surface.constants))
    bounds = any(run.clip_value or run.clip_norm for run in scene.runs)
    lines = [
        f"def seen(x, y, t{', clip_value=0.0, clip_norm=0.0' if bounds else ''}):",
        '    """The loss and its gradient as an optimizer sees it at step t."""',
        '    with np.errstate(all="ignore"):',
        f"        loss, slope_x, slope_y = {kernel}(np.float64(x), np.float64(y){constants})",
    ]
    if scene.noise > 0.0:
        draws = written.name(gaussian_pair)
        lines += [
            f"        draw_x, draw_y = {draws}(np.uint64({int(noise_key(scene.seed))}), t)",
            f"        slope_x += {scene.noise!r} * draw_x",
            f"        slope_y += {scene.noise!r} * draw_y",
        ]
    if bounds:
        lines.append(f"        slope_x, slope_y = {written.name(clipped)}(slope_x, slope_y, clip_value, clip_norm)")
    lines.append("    return float(loss), float(slope_x), float(slope_y)")
    if curved:
        lines += [
            "",
            "",
            "def hessian_at(t, x, y):",
            f"    return {curvature}(np.float64(x), np.float64(y){constants})",
        ]
    return "\n\n\n".join([*own, "\n".join(lines)])


def _call(scene: Scene, trajectories: Trajectories, r: int, written: Written) -> str:
    """One line that makes run r."""
    run = scene.runs[r]
    core = run.core
    steps = int(trajectories.steps_taken[r])
    rates = [float(rate) for rate in trajectories.learning_rates[r, :steps]]
    clip = {name: value for name in ("clip_value", "clip_norm") if (value := getattr(run, name))}
    constant = len(set(rates)) <= 1 and (not rates or rates[0] == core.values[0])
    arguments = [repr(_title(run)), f"lambda w: {_constructor(core, rates, scene.steps, clip, written)}", str(steps)]
    if not constant:
        arguments.append(f"rates={rates}")
    arguments.append(f"ours={[float(c) for c in trajectories.positions[r, steps]]}")
    arguments += [f"{name}={value!r}" for name, value in clip.items()]
    lines = []
    if run.inner is not None:
        wrapper = written.name(run.entry.rule, f"{run.key}_{run.form}")
        settings = ", ".join(repr(value) for value in run.values[1:])
        lines.append("slow = np.array(START)")
        arguments.append(f"after=lambda w, t, slow=slow: {wrapper}(w, None, slow, t, None, {settings})")
    return "\n".join([*lines, f"walk({', '.join(arguments)})"])


def _title(run: Run) -> str:
    inner = f" around {run.inner.key}/{run.inner.form}" if run.inner else ""
    return f"{run.key}/{run.form}{inner}"


def _literal(kind: str, value: float) -> str:
    if kind == "switch":
        return repr(bool(value))
    return repr(int(value)) if kind == "integer" else repr(float(value))


def _constructor(run: Run, rates: list[float], steps: int, clip: dict[str, float], written: Written) -> str:
    """The optimizer of a run without what is around it, as an expression over `w`."""
    form = run.entry
    if form.torch and not run.varying:
        pairs = zip(form.hyperparameters, run.values, strict=True)
        return form.torch.format(**{h.name: _literal(h.kind, value) for h, value in pairs})
    rule = written.name(form.rule, f"{run.key}_{form.key}")
    rate = rates[0] if rates else run.values[0]
    arguments = ["w", rule, repr(rate)]
    if form.memory:
        first = form.first_memory((rate, *run.values[1:]))
        arguments.append(f"memory={dict(zip(form.memory, first, strict=True))}")
    if form.workspace:
        arguments.append(f"workspace={form.workspace}")
    asks = []
    if form.probing:
        bounds = "".join(f", {name}={value!r}" for name, value in clip.items())
        asks.append(f"'gradient_at': lambda t, x, y: seen(x, y, t{bounds})")
    if form.hessian:
        asks.append("'hessian_at': hessian_at")
    if asks:
        arguments.append(f"asks={{{', '.join(asks)}}}")
    if "mask" in form.inputs:
        arguments.append(f"mask={[list(row) for row in run.mask] or [[1.0, 1.0]]}")
    if run.varying:
        arguments.append(f"varying={ {name: _course(course, steps) for name, course in run.varying} }")
    pairs = zip(form.hyperparameters[1:], run.values[1:], strict=True)
    return f"Rule({', '.join([*arguments, *(f'{h.name}={value!r}' for h, value in pairs)])})"


def _course(course: Any, steps: int) -> list[float]:
    return [float(value) for value in course(np.arange(steps, dtype=np.float64), steps)]
