"""What PyTorch and optax put around momentum: `write()` stores their paths in around.npz."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import torch
from torch.nn import ParameterList
from torch.nn.utils import clip_grad_value_, clip_grads_with_norm_, get_total_norm
from torch.optim import swa_utils

from . import with_optax, with_torch
from .around import BETA, CASES, FILE, MEMORIES, RATE, sequence
from .case import KEPT, STEPS
from .losses import LOSSES

# PyTorch adds it to the norm that it divides by.
GUARD = 1e-6


def sgd(rate):
    return lambda parameters: torch.optim.SGD(parameters, lr=rate, momentum=BETA)


def by_norm(loss, start, rate, setting):
    def before(_optimizer, w, _t):
        clip_grads_with_norm_([w], setting["clip_norm"], get_total_norm([w.grad]) - GUARD)

    return with_torch.walk(loss, start, STEPS, sgd(rate), before=before)


def by_value(loss, start, rate, setting):
    def before(_optimizer, w, _t):
        clip_grad_value_([w], setting["clip_value"])

    return with_torch.walk(loss, start, STEPS, sgd(rate), before=before)


def averaged(make):
    """Return a driver for an average of the iterates that `AveragedModel(model, **make(setting))` takes."""

    def drive(loss, start, rate, setting):
        model = None

        def shown(_optimizer, w):
            nonlocal model
            watched = ParameterList([w])
            if model is None:
                model = swa_utils.AveragedModel(watched, **make(setting))
            model.update_parameters(watched)
            return next(model.parameters())

        return with_torch.walk(loss, start, STEPS, sgd(rate), shown=shown)

    return drive


def polynomial(setting):
    """The n-th update, counted from 0, is that of iterate t = n + 1."""
    gamma = setting["gamma"]
    return {"avg_fn": lambda average, w, n: average + (w - average) * (gamma + 1.0) / (n + 1.0 + gamma)}


def chained(*makes):
    """Return a driver for optax's transformations in front of its momentum."""

    def drive(loss, start, rate, setting):
        transformations = [make(setting) for make in makes]
        whole = optax.chain(*transformations, optax.sgd(rate, momentum=BETA))
        return with_optax.walk(loss, start, STEPS, lambda _t: whole)

    return drive


def norm(setting):
    return optax.clip_by_global_norm(setting["clip_norm"])


def value(setting):
    return optax.clip(setting["clip_value"])


DRIVERS = {
    "clip_norm torch": by_norm,
    "clip_norm optax": chained(norm),
    "clip_value torch": by_value,
    "clip_value optax": chained(value),
    "both bounds optax": chained(value, norm),
    "polyak_ruppert torch": averaged(lambda _: {"multi_avg_fn": swa_utils.get_swa_multi_avg_fn()}),
    "exponential torch": averaged(lambda s: {"multi_avg_fn": swa_utils.get_ema_multi_avg_fn(s["decay"])}),
    "polynomial_decay torch": averaged(polynomial),
}


def moving(beta, debias):
    """The moving averages (T, 3) of the sequence."""
    average = optax.ema(beta, debias=debias)

    def one(state, x):
        found, state = average.update(x, state)
        return state, found

    x = jnp.asarray(sequence())
    return np.asarray(jax.lax.scan(one, average.init(x[0]), x)[1])


def write() -> None:
    """Write the file anew."""
    rows = np.array(KEPT) - 1
    arrays = {}
    for case in CASES:
        driver = DRIVERS[case.name]
        arrays[case.name] = np.array(
            [
                [np.asarray(driver(loss, start, RATE[i], setting))[rows] for i, (*_, loss, start) in enumerate(LOSSES)]
                for setting in case.settings
            ]
        )
        print(case.name, "end", np.round(arrays[case.name][:, :, -1], 3).tolist(), flush=True)
    for beta in MEMORIES:
        for debias in (False, True):
            arrays[f"ema {beta} {'corrected' if debias else 'plain'}"] = moving(beta, debias)[rows]
    np.savez_compressed(FILE, **arrays)
