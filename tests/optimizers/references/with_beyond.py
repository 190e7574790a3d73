"""Paths of the optimizers that ask for more than one gradient, or find their own rate, by library."""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytorch_optimizer
import torch
from dadaptation import DAdaptAdaGrad, DAdaptAdam, DAdaptSGD
from prodigyopt import Prodigy
from schedulefree import AdamWScheduleFree, SGDScheduleFree
from sophia_opt import SophiaG

from . import with_optax
from .by_hand import gradient_of
from .with_torch import betas, plainly, walk

# Updates between two looks of Sophia at the curvature.
INTERVAL = 10


def hessian_of(loss):
    curvature = jax.jit(jax.hessian(lambda w: loss(w[0], w[1])))
    return lambda w: np.asarray(curvature(jnp.asarray(w)))


def walk_by_closure(loss, start, steps, make):
    """Run a torch optimizer whose step evaluates the loss itself."""
    w = torch.tensor(start, requires_grad=True)
    optimizer = make([w])

    def closure():
        optimizer.zero_grad()
        value = loss(w[0], w[1])
        value.backward()
        return value

    path = []
    for _ in range(steps):
        closure()
        optimizer.step(closure)
        path.append(w.detach().numpy().copy())
    return path


def searching(**settings):
    return lambda loss, start, steps, h: walk_by_closure(
        *(loss, start, steps),
        lambda p: torch.optim.LBFGS(p, h["learning_rate"], max_iter=1, history_size=h["history"], **settings),
    )


def sparse_adam(loss, start, steps, h):
    """Leave out of each gradient what the mask leaves out."""

    def thin(optimizer, w, t):
        present = torch.tensor(h["mask"][(t - 1) % len(h["mask"])]).nonzero().T
        w.grad = torch.sparse_coo_tensor(present, w.grad[present[0]], (2,), check_invariants=True)

    return walk(
        *(loss, start, steps, lambda p: torch.optim.SparseAdam(p, h["learning_rate"], betas(h), h["epsilon"])),
        before=thin,
    )


def sam(loss, start, steps, h):
    slope = jax.grad(lambda w: loss(w[0], w[1]))
    ascent = optax.chain(optax.contrib.normalize(), optax.sgd(h["rho"]))
    around = optax.contrib.sam(optax.sgd(h["learning_rate"]), ascent, opaque_mode=True)

    def one(carry, _):
        w, state = carry
        update, state = around.update(slope(w), state, w, grad_fn=lambda params, _step: slope(params))
        w = optax.apply_updates(w, update)
        return (w, state), w

    w = jnp.asarray(start, jnp.float64)
    _, path = jax.jit(lambda: jax.lax.scan(one, (w, around.init(w)), length=steps))()
    return np.asarray(path)


def sophia(loss, start, steps, rate, h, epsilon, radius, decay):
    """pytorch_optimizer.SophiaH with the Hessian's diagonal from JAX."""
    curvature = hessian_of(loss)
    w = torch.tensor(start, requires_grad=True)
    optimizer = pytorch_optimizer.SophiaH([w], rate, betas(h), decay, p=radius, update_period=INTERVAL, eps=epsilon)
    path = []
    for t in range(steps):
        optimizer.zero_grad()
        loss(w[0], w[1]).backward()
        diagonal = torch.tensor(np.diag(curvature(w.detach().numpy())).copy())
        optimizer.step(hessian=[diagonal] if t % INTERVAL == 0 else None)
        path.append(w.detach().numpy().copy())
    return path


def sophia_paper(loss, start, steps, h):
    scale = h["gamma"]
    return sophia(
        *(loss, start, steps, h["learning_rate"] / scale, h),
        *(h["epsilon"] / scale, scale, h["weight_decay"] * scale),
    )


def sophia_kozistr(loss, start, steps, h):
    return sophia(loss, start, steps, h["learning_rate"], h, h["epsilon"], h["p"], h["weight_decay"])


def sophia_g(loss, start, steps, h):
    """As in the authors' training loop: the curvature is refreshed before every tenth step."""

    def refresh(optimizer, w, t):
        if (t - 1) % INTERVAL == 0:
            optimizer.update_hessian()

    def make(parameters):
        optimizer = SophiaG(parameters, h["learning_rate"], betas(h), h["rho"], h["weight_decay"])
        step = optimizer.step
        optimizer.step = lambda: step(bs=h["batch_size"])
        return optimizer

    return walk(loss, start, steps, make, before=refresh)


def training(make):
    """A driver for a schedule-free optimizer, whose parameter is y while it trains."""

    def begun(parameters, h):
        optimizer = make(parameters, h)
        optimizer.train()
        return optimizer

    return plainly(begun)


def growth(h):
    return h["growth_rate"] or math.inf


def optax_sophia(loss, start, steps, h):
    diagonal = jax.hessian(lambda w: loss(w[0], w[1]))
    estimator = optax.GradientTransformation(
        lambda params: optax.EmptyState(), lambda updates, state, params=None: (jnp.diag(diagonal(params)), state)
    )
    return with_optax.walk(
        *(loss, start, steps),
        lambda _t: optax.contrib.sophia(
            *(h["learning_rate"], h["beta1"], h["beta2"], h["epsilon"], h["weight_decay"]),
            gamma=h["gamma"],
            update_interval=INTERVAL,
            hessian_diagonal_fn=estimator,
        ),
    )


def optax_armijo(loss, start, steps, h):
    def value(w):
        return loss(w[0], w[1])

    search = optax.chain(
        optax.sgd(1.0),
        optax.scale_by_backtracking_linesearch(
            *(99, h["sufficient_decrease"], h["backtracking"]),
            increase_factor=math.inf,
            max_learning_rate=h["learning_rate"],
        ),
    )

    def one(carry, _):
        w, state = carry
        height, slope = jax.value_and_grad(value)(w)
        update, state = search.update(slope, state, w, value=height, grad=slope, value_fn=value)
        w = optax.apply_updates(w, update)
        return (w, state), w

    w = jnp.asarray(start, jnp.float64)
    _, path = jax.jit(lambda: jax.lax.scan(one, (w, search.init(w)), length=steps))()
    return np.asarray(path)


def newton(loss, start, steps, h):
    """Solve for the step with the Hessian that JAX derives."""
    gradient, curvature, w, path = gradient_of(loss), hessian_of(loss), np.array(start), []
    for _ in range(steps):
        w = w - h["learning_rate"] * np.linalg.solve(curvature(w) + h["damping"] * np.eye(2), gradient(w))
        path.append(w)
    return path


def schedule_free_text(loss, start, steps, h):
    """The mean of w_0, z_1 ... z_t, and gradients between it and z."""
    gradient, z, path = gradient_of(loss), np.array(start), []
    y, total = z, z
    for t in range(1, steps + 1):
        z = z - h["learning_rate"] * gradient(y)
        total = total + z
        y = (1.0 - h["beta"]) * z + h["beta"] * total / (t + 1)
        path.append(y)
    return path


DRIVERS = {
    "torch": {
        ("sparse_adam", "pytorch"): sparse_adam,
        ("lbfgs", "pytorch"): searching(),
        ("lbfgs", "pytorch_strong_wolfe"): searching(max_eval=26, line_search_fn="strong_wolfe"),
    },
    "optax": {
        ("lbfgs", "optax"): with_optax.plainly(
            lambda h: optax.lbfgs(h["learning_rate"], h["history"], linesearch=None)
        ),
        ("sam", "paper"): sam,
        ("sophia_h", "optax"): optax_sophia,
        ("line_search", "armijo"): optax_armijo,
    },
    "pytorch_optimizer": {
        ("sophia_h", "paper"): sophia_paper,
        ("sophia_h", "kozistr"): sophia_kozistr,
    },
    "sophia_opt": {("sophia_g", "official"): sophia_g},
    "schedulefree": {
        ("schedule_free_sgd", "official"): training(
            lambda p, h: SGDScheduleFree(
                *(p, h["learning_rate"], h["beta"], h["weight_decay"], h["warmup_steps"], h["r"])
            )
        ),
        ("schedule_free_adamw", "official"): training(
            lambda p, h: AdamWScheduleFree(
                *(p, h["learning_rate"], betas(h), h["epsilon"], h["weight_decay"], h["warmup_steps"], h["r"])
            )
        ),
    },
    "dadaptation": {
        ("dadapt_sgd", "official"): plainly(
            lambda p, h: DAdaptSGD(p, h["learning_rate"], h["momentum"], d0=h["d0"], growth_rate=growth(h))
        ),
        ("dadapt_adagrad", "official"): plainly(
            lambda p, h: DAdaptAdaGrad(
                *(p, h["learning_rate"], h["momentum"]), eps=h["epsilon"], d0=h["d0"], growth_rate=growth(h)
            )
        ),
        ("dadapt_adam", "official"): plainly(
            lambda p, h: DAdaptAdam(
                *(p, h["learning_rate"], betas(h)),
                weight_decay=h["weight_decay"],
                decouple=bool(h["decouple"]),
                use_bias_correction=bool(h["use_bias_correction"]),
                d0=h["d0"],
                growth_rate=growth(h),
            )
        ),
    },
    "prodigyopt": {
        ("prodigy", "official"): plainly(
            lambda p, h: Prodigy(
                *(p, h["learning_rate"], betas(h)),
                weight_decay=h["weight_decay"],
                use_bias_correction=bool(h["use_bias_correction"]),
                safeguard_warmup=bool(h["safeguard_warmup"]),
                d0=h["d0"],
                growth_rate=growth(h),
            )
        ),
    },
    "formula": {
        ("newton", "damped"): newton,
        ("schedule_free_sgd", "paper_text"): schedule_free_text,
    },
}
