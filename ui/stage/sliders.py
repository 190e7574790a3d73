"""What the stage's sliders and its pad are: names, symbols, values, bounds and scales, written from the entries."""

from collections.abc import Sequence
from typing import Any

import optimizers
from optimizers import Run
from surfaces import Surface

from .. import options
from ..scene import NOISE, REPETITIONS, SEED, STEPS, TOLERANCE, Scene

Slider = dict[str, Any]

# A slider for a rate spans this factor to either side of the value that the surface suggests.
SPAN = 100.0
# The track of the noise goes from 0 to here and on to the bound by factors; that of the seed has this many draws.
QUIETEST = 1e-3
DRAWS = 99


def slider(
    name: str,
    symbol: str,
    value: float,
    default: float,
    span: tuple[float, float],
    scale: str,
    note: str,
    kind: str = "real",
    accepted: tuple[float, float] | None = None,
) -> Slider:
    """Return a slider over `span`; `accepted` bounds what may be typed beside it, where that is more."""
    return {
        "name": name,
        "symbol": symbol,
        "value": value,
        "default": default,
        "low": span[0],
        "high": span[1],
        "scale": scale,
        "note": note,
        "kind": kind,
        "accepted": accepted or span,
    }


def of_run(run: Run, surface: Surface) -> list[Slider]:
    """The sliders of a run's hyperparameters, without those that are annealed."""
    suggested = optimizers.default_run(run.optimizer, surface).values[0]
    made = []
    varied = {name for name, _ in run.varying}
    for h, value in zip(run.entry.hyperparameters, run.values, strict=True):
        if h.name in varied:
            continue
        low, high, default = h.low, h.high, h.default
        if h.name == "learning_rate":
            low, high, default = max(h.low, suggested / SPAN), min(h.high, suggested * SPAN), suggested
        made.append(slider(h.name, h.symbol, value, default, (low, high), h.scale, h.note, h.kind, (h.low, h.high)))
    return made


def pad(sliders: Sequence[Slider]) -> tuple[str, str] | None:
    """The two sliders that go together on the pad: the learning rate, and a decay rate or else the next number."""
    rate, *others = sliders
    numbers = [other for other in others if other["kind"] == "real"]
    decays = [other for other in numbers if other["scale"] == "complement"]
    up = next(iter(decays or numbers), None)
    return (rate["name"], up["name"]) if up else None


def option(number: options.Number) -> Slider:
    """The slider of a number that a run has beside its hyperparameters."""
    spec = number.spec
    low = 0.0 if number.off else spec.low
    scale = "log" if number.off and spec.kind == "integer" else spec.scale
    made = slider(number.name, spec.symbol, number.value, spec.default, (low, spec.high), scale, spec.note, spec.kind)
    return {**made, "off": number.off}


def of_surface(surface: Surface) -> list[Slider]:
    """The sliders of a surface's parameters."""
    return [
        slider(p.name, p.symbol, value, p.default, (p.low, p.high), p.scale, p.note)
        for p, value in zip(surface.parameters, surface.values, strict=True)
    ]


def of_race(scene: Scene) -> list[Slider]:
    """The sliders of what all runs share: steps, noise and seed, what may be done with noise, and what is arrived."""
    steps = scene.landscape.steps
    own = [] if scene.noise == 0.0 else _of_noise(scene)
    return [
        slider(
            "steps", "steps", scene.steps, steps, STEPS, "log", "How many steps each optimizer may take.", "integer"
        ),
        {
            **slider(
                "noise",
                "σ",
                scene.noise,
                0.0,
                NOISE,
                "log",
                "Standard deviation of the noise on each partial derivative. Above 0 the race can be repeated.",
            ),
            "least": QUIETEST,
        },
        slider(
            "seed",
            "seed",
            scene.seed,
            0,
            (SEED[0], DRAWS),
            "linear",
            "Which random draws the optimizers meet.",
            "integer",
            SEED,
        ),
        *own,
        *(_of_arrival(scene) if scene.landscape.minima else []),
    ]


def _of_arrival(scene: Scene) -> list[Slider]:
    near = "The gap to the least loss that counts as arrived: the table counts the steps to it, the curve marks it."
    return [slider("tolerance", "ε", scene.tolerance, Scene.tolerance, TOLERANCE, "log", near)]


def _of_noise(scene: Scene) -> list[Slider]:
    many = "How often the race is run, with other draws each time: bands hold the middle 80 %, dots are end points."
    alone = "Every optimizer meets draws of its own. Off: all meet the same ones, which makes the fairer comparison."
    return [
        slider("repetitions", "N", scene.repetitions, 1, REPETITIONS, "log", many, "integer"),
        slider("fresh", "fresh", float(scene.fresh), 0.0, (0.0, 1.0), "linear", alone, "switch"),
    ]
