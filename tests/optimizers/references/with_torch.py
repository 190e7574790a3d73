"""Paths of torch.optim, gradients by PyTorch's own differentiation in double precision."""

import math

import torch

torch.set_default_dtype(torch.float64)
optim = torch.optim


def walk(loss, start, steps, make, before=None, shown=None):
    """Run the optimizer that `make([w])` returns; `before(optimizer, w, t)` may change it before each step.

    `shown(optimizer, w)` is the position to record where it is not w itself.
    """
    w = torch.tensor(start, requires_grad=True)
    optimizer = make([w])
    path = []
    for t in range(1, steps + 1):
        optimizer.zero_grad()
        loss(w[0], w[1]).backward()
        if before:
            before(optimizer, w, t)
        optimizer.step()
        path.append((shown(optimizer, w) if shown else w).detach().numpy().copy())
    return path


def betas(h, count=2):
    return tuple(h[f"beta{i}"] for i in range(1, count + 1))


def plainly(make):
    """Return a driver for an optimizer of the library as it is."""
    return lambda loss, start, steps, h: walk(loss, start, steps, lambda parameters: make(parameters, h))


def lookahead(loss, start, steps, h, rate=1.0):
    """PyTorch's variable is w + beta v with v = -eta buffer: take the velocity off again."""
    eta, beta = rate * h["learning_rate"], h["beta"]
    return walk(
        *(loss, start, steps, lambda p: optim.SGD(p, lr=eta, momentum=beta, nesterov=True)),
        shown=lambda optimizer, w: w + beta * eta * optimizer.state[w]["momentum_buffer"],
    )


def uncorrected_adam(loss, start, steps, h):
    """Choose the rate and epsilon of each step so that they cancel Adam's corrections."""
    beta1, beta2 = betas(h)

    def cancel(optimizer, w, t):
        root = (1.0 - beta2**t) ** 0.5
        optimizer.param_groups[0]["lr"] = h["learning_rate"] * (1.0 - beta1**t) / root
        optimizer.param_groups[0]["eps"] = h["epsilon"] / root

    return walk(loss, start, steps, lambda p: optim.Adam(p, lr=h["learning_rate"], betas=betas(h)), before=cancel)


def decay_without_rate(loss, start, steps, h):
    """PyTorch multiplies the decay by the rate, so it is given the decay over the rate."""
    eta = h["learning_rate"]
    return walk(
        *(loss, start, steps),
        lambda p: optim.AdamW(p, eta, betas(h), h["epsilon"], weight_decay=h["weight_decay"] / eta),
    )


def controlled(cumulative, elementwise):
    """Return a driver that sets the rate of plain SGD before each step, per coordinate or for both."""

    def drive(loss, start, steps, h):
        xy = [torch.tensor(c, requires_grad=True) for c in start]
        optimizer = optim.SGD([{"params": [c]} for c in xy], lr=h["learning_rate"])
        path = []
        for _ in range(steps):
            optimizer.zero_grad()
            loss(*xy).backward()
            slopes = [abs(float(c.grad)) for c in xy]
            if not elementwise:
                slopes = [math.hypot(*slopes)] * 2
            for group, slope in zip(optimizer.param_groups, slopes, strict=True):
                rate = group["lr"] if cumulative else h["learning_rate"]
                group["lr"] = rate / (1.0 + h["control"] * math.sqrt(slope))
            optimizer.step()
            path.append([float(c) for c in xy])
        return path

    return drive


DRIVERS = {
    ("gd", "paper"): plainly(lambda p, h: optim.SGD(p, lr=h["learning_rate"], weight_decay=h["weight_decay"])),
    ("momentum", "pytorch"): plainly(
        lambda p, h: optim.SGD(
            p, h["learning_rate"], momentum=h["beta"], dampening=h["dampening"], weight_decay=h["weight_decay"]
        )
    ),
    ("nesterov", "lookahead"): lookahead,
    ("nesterov", "pytorch"): plainly(
        lambda p, h: optim.SGD(p, h["learning_rate"], momentum=h["beta"], nesterov=True, weight_decay=h["weight_decay"])
    ),
    ("rprop", "pytorch"): plainly(
        lambda p, h: optim.Rprop(p, h["learning_rate"], (h["eta_minus"], h["eta_plus"]), (h["step_min"], h["step_max"]))
    ),
    ("adagrad", "pytorch"): plainly(
        lambda p, h: optim.Adagrad(
            *(p, h["learning_rate"], h["learning_rate_decay"], h["weight_decay"], h["initial_accumulator"]),
            eps=h["epsilon"],
        )
    ),
    ("rmsprop", "pytorch"): plainly(
        lambda p, h: optim.RMSprop(
            *(p, h["learning_rate"], h["rho"], h["epsilon"], h["weight_decay"], h["momentum"]),
            centered=bool(h["centered"]),
        )
    ),
    ("adam", "paper"): plainly(
        lambda p, h: optim.Adam(p, h["learning_rate"], betas(h), h["epsilon"], h["weight_decay"])
    ),
    ("adam", "no_bias_correction"): uncorrected_adam,
    ("nesterov", "ema_scaled"): lambda *case: lookahead(*case, rate=1.0 - case[-1]["beta"]),
    ("adadelta", "paper"): plainly(
        lambda p, h: optim.Adadelta(p, h["learning_rate"], h["rho"], h["epsilon"], h["weight_decay"])
    ),
    ("adamax", "paper"): plainly(lambda p, h: optim.Adamax(p, h["learning_rate"], betas(h), eps=0.0)),
    ("adamax", "pytorch"): plainly(
        lambda p, h: optim.Adamax(p, h["learning_rate"], betas(h), h["epsilon"], h["weight_decay"])
    ),
    ("nadam", "pytorch"): plainly(
        lambda p, h: optim.NAdam(p, h["learning_rate"], betas(h), h["epsilon"], h["weight_decay"], h["momentum_decay"])
    ),
    ("amsgrad", "pytorch"): plainly(
        lambda p, h: optim.Adam(p, h["learning_rate"], betas(h), h["epsilon"], amsgrad=True)
    ),
    ("adamw", "pytorch"): plainly(
        lambda p, h: optim.AdamW(p, h["learning_rate"], betas(h), h["epsilon"], h["weight_decay"])
    ),
    ("adamw", "paper_wd_not_times_lr"): decay_without_rate,
    ("radam", "pytorch"): plainly(
        lambda p, h: optim.RAdam(p, h["learning_rate"], betas(h), h["epsilon"], h["weight_decay"])
    ),
    ("grad_lr_control", "cumulative_norm"): controlled(cumulative=True, elementwise=False),
    ("grad_lr_control", "cumulative_elementwise"): controlled(cumulative=True, elementwise=True),
    ("grad_lr_control", "memoryless_norm"): controlled(cumulative=False, elementwise=False),
    ("grad_lr_control", "memoryless_elementwise"): controlled(cumulative=False, elementwise=True),
    ("asgd", "pytorch"): plainly(
        lambda p, h: optim.ASGD(p, h["learning_rate"], h["lambda_"], h["alpha"], h["t0"], h["weight_decay"])
    ),
}
