"""Paths of Keras on JAX, gradients by JAX in double precision."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import jax
import jax.numpy as jnp
import keras
import numpy as np

jax.config.update("jax_enable_x64", True)
keras.config.set_floatx("float64")
optimizers = keras.optimizers


def walk(loss, start, steps, optimizer):
    """Apply the optimizer to one variable of two coordinates."""
    slope = jax.jit(jax.grad(lambda w: loss(w[0], w[1])))
    w = keras.Variable(np.array(start), dtype="float64")
    optimizer.build([w])
    path = []
    for _ in range(steps):
        optimizer.apply([slope(jnp.asarray(w.value))], [w])
        path.append(np.array(w.value))
    return path


def plainly(make):
    return lambda loss, start, steps, h: walk(loss, start, steps, make(h))


DRIVERS = {
    ("momentum", "classical"): plainly(lambda h: optimizers.SGD(h["learning_rate"], momentum=h["beta"])),
    ("rmsprop", "eps_inside"): plainly(
        lambda h: optimizers.RMSprop(
            h["learning_rate"], h["rho"], h["momentum"], h["epsilon"], centered=bool(h["centered"])
        )
    ),
    ("nesterov", "keras"): plainly(lambda h: optimizers.SGD(h["learning_rate"], momentum=h["beta"], nesterov=True)),
    ("adam", "eps_hat"): plainly(lambda h: optimizers.Adam(h["learning_rate"], h["beta1"], h["beta2"], h["epsilon"])),
    ("adamax", "keras"): plainly(lambda h: optimizers.Adamax(h["learning_rate"], h["beta1"], h["beta2"], h["epsilon"])),
    ("amsgrad", "eps_hat"): plainly(
        lambda h: optimizers.Adam(h["learning_rate"], h["beta1"], h["beta2"], h["epsilon"], amsgrad=True)
    ),
}
