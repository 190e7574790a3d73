"""Races worth opening: each is a link, with a sentence on what to look for."""

from dataclasses import dataclass
from urllib.parse import parse_qs

from . import link
from .scene import Scene


@dataclass(frozen=True)
class Preset:
    """A named scene, written as the query of a link."""

    key: str
    name: str
    look_for: str
    query: str

    @property
    def scene(self) -> Scene:
        """The scene. Raises ValueError when the link does not fit the registries any more."""
        scene, ignored = link.from_query(parse_qs(self.query))
        if ignored:
            raise ValueError(f"preset {self.key}: {'; '.join(ignored)}")
        return scene


PRESETS: tuple[Preset, ...] = (
    Preset(
        "escape",
        "Momentum escapes a local minimum",
        "From -5 only β = 0.9 has enough speed for the hill; GD and β = 0.1 stay in the shallow well.",
        "surface=quartic&start=-5,0&steps=100&run=gd~learning_rate:0.1"
        "&run=momentum~learning_rate:0.1~beta:0.1&run=momentum~learning_rate:0.1~beta:0.9",
    ),
    Preset(
        "three_momenta",
        "Three ways to write momentum",
        "The first two are one path. The moving average needs ten times the rate at β = 0.9 for the same path.",
        "surface=beale&run=momentum/classical~learning_rate:0.004&run=momentum/pytorch~learning_rate:0.004"
        "&run=momentum/ema~learning_rate:0.04&run=momentum/ema~learning_rate:0.004",
    ),
    Preset(
        "three_momenta_schedule",
        "… and where they part: under a schedule",
        "With a falling rate the classical velocity keeps its old rate, so the first two are no longer one path.",
        "surface=beale&schedule=exponential(kappa:0.02)&run=momentum/classical~learning_rate:0.004"
        "&run=momentum/pytorch~learning_rate:0.004",
    ),
    Preset(
        "bias_correction",
        "Adam with and without bias correction",
        "Without it the first steps are more than three times as long, because v starts nearly empty.",
        "surface=beale&steps=100&run=adam~learning_rate:0.05&run=adam/no_bias_correction~learning_rate:0.05",
    ),
    Preset(
        "look_ahead",
        "Nesterov: w, or the point that looks ahead?",
        "PyTorch's variable is w + βv of the look-ahead form: same start, same algorithm, other points.",
        "surface=ill_quadratic&run=nesterov/lookahead~learning_rate:0.012&run=nesterov/pytorch~learning_rate:0.012"
        "&run=momentum~learning_rate:0.012&steps=100",
    ),
    Preset(
        "ranger",
        "RAdam, alone and with Lookahead around it",
        "The ring is the slow weights: every k steps the fast ones are pulled back to a point between.",
        "surface=beale&run=radam~learning_rate:0.02&run=lookahead~learning_rate:0.02~inner:radam/paper",
    ),
    Preset(
        "averaging",
        "Averages go where the iterates circle",
        "With noisy gradients the iterates keep rattling; the rings show their averages, which settle.",
        "surface=sphere&steps=300&noise=3&run=gd~learning_rate:0.1~averaging:polyak_ruppert"
        "&run=adam~learning_rate:0.15~averaging:polynomial_decay",
    ),
    Preset(
        "friction",
        "Friction that fades: β from 0.5 to 0.9",
        "A velocity that is damped at first and set free later overshoots less than one with β = 0.9 throughout.",
        "surface=rosenbrock&steps=600&run=momentum~learning_rate:0.0008"
        "&run=momentum~learning_rate:0.0008~varying.beta:0.5>0.9",
    ),
    Preset(
        "turned_bowl",
        "Turn the bowl: who minds?",
        "Set φ to 0: methods with a rate per coordinate see axes again. GD does not care about the angle.",
        "surface=ill_quadratic&surface.angle=45&run=gd~learning_rate:0.018&run=momentum~learning_rate:0.012"
        "&run=adagrad~learning_rate:0.6&run=rmsprop~learning_rate:0.08&run=adam~learning_rate:0.08",
    ),
    Preset(
        "ravine",
        "Zig-zag in a ravine, step by step",
        "Open the table of steps: GD crosses the ravine at every step and gets nowhere across it; momentum crosses "
        "less often and gains along the floor.",
        "surface=ill_quadratic&run=momentum~learning_rate:0.01&run=gd~learning_rate:0.019&steps=100&at=8&inspect=1"
        "&curve=step",
    ),
    Preset(
        "two_momenta",
        "How a step is put together: momentum and Nesterov",
        "Momentum adds its scaled previous step to the gradient step; Nesterov takes that step first and asks for the "
        "slope there. Step with ← →, and click on the other path to compare.",
        "surface=ill_quadratic&run=momentum~learning_rate:0.01&run=nesterov~learning_rate:0.01&steps=100&at=2&inspect=1",
    ),
    Preset(
        "cliff",
        "A cliff, with and without clipping",
        "The steep wall throws plain descent far away; bounded gradients step over it calmly.",
        "surface=cliff&run=gd~learning_rate:0.1&run=gd~learning_rate:0.1~clip_norm:1",
    ),
)
