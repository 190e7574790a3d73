"""Paths of optax, gradients by JAX in double precision."""

import jax
import jax.numpy as jnp
import numpy as np
import optax

jax.config.update("jax_enable_x64", True)


def walk(loss, start, steps, make):
    """Run the transformation that `make(t)` returns for step t; its state is handed on."""
    slope = jax.grad(lambda w: loss(w[0], w[1]))

    def one(carry, t):
        w, state = carry
        update, state = make(t).update(slope(w), state, w)
        w = optax.apply_updates(w, update)
        return (w, state), w

    w = jnp.asarray(start, jnp.float64)
    _, path = jax.jit(lambda: jax.lax.scan(one, (w, make(1).init(w)), jnp.arange(1.0, steps + 1.0)))()
    return np.asarray(path)


def plainly(make):
    """Return a driver for a transformation that is the same at every step."""
    return lambda loss, start, steps, h: walk(loss, start, steps, lambda _t: make(h))


def scaled(transformation, h):
    return optax.chain(transformation, optax.scale(-h["learning_rate"]))


def uncorrected_adam(loss, start, steps, h):
    """Choose the rate and epsilon of each step so that they cancel Adam's corrections."""
    beta1, beta2 = h["beta1"], h["beta2"]

    def at(t):
        squared = 1.0 - beta2**t
        rate = h["learning_rate"] * (1.0 - beta1**t) / jnp.sqrt(squared)
        return optax.chain(optax.scale_by_adam(beta1, beta2, 0.0, h["epsilon"] / squared), optax.scale(-rate))

    return walk(loss, start, steps, at)


def adam_like(make, **settings):
    """Return a driver for a relative of Adam with the usual names."""
    return plainly(lambda h: make(h["learning_rate"], b1=h["beta1"], b2=h["beta2"], eps=h["epsilon"], **settings))


DRIVERS = {
    ("momentum", "ema"): plainly(lambda h: scaled(optax.ema(h["beta"], debias=bool(h["bias_correction"])), h)),
    ("adagrad", "eps_inside"): plainly(
        lambda h: optax.adagrad(h["learning_rate"], h["initial_accumulator"], h["epsilon"])
    ),
    ("rmsprop", "eps_inside"): plainly(
        lambda h: optax.rmsprop(
            h["learning_rate"], h["rho"], h["epsilon"], centered=bool(h["centered"]), momentum=h["momentum"]
        )
    ),
    ("adam", "eps_inside"): plainly(
        lambda h: optax.adam(h["learning_rate"], h["beta1"], h["beta2"], eps=0.0, eps_root=h["epsilon"])
    ),
    ("adam", "no_bias_correction_eps_inside"): uncorrected_adam,
    ("nadam", "optax"): adam_like(optax.nadam),
    ("amsgrad", "paper"): adam_like(optax.amsgrad, bias_correction_mu=False, bias_correction_nu=False),
    ("amsgrad", "optax"): adam_like(optax.amsgrad),
    ("radam", "paper"): adam_like(optax.radam, threshold=4.0),
    ("radam", "optax"): adam_like(optax.radam),
    ("adan", "optax"): plainly(
        lambda h: optax.adan(
            *(h["learning_rate"], h["beta1"], h["beta2"], h["beta3"], h["epsilon"], h["eps_root"]),
            weight_decay=h["weight_decay"],
        )
    ),
}
