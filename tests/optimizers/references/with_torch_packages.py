"""Paths of optimizers that other packages write for PyTorch."""

import warnings

import pytorch_optimizer
import torch
from adabound import AdaBound

from .with_torch import betas, plainly


def old_adabound(loss, start, steps, h):
    """The package of 2019 calls PyTorch in a way that warns today."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return plainly(
            lambda p, h: AdaBound(
                *(p, h["learning_rate"], betas(h), h["final_learning_rate"], h["gamma"], h["epsilon"]),
                weight_decay=h["weight_decay"],
                amsbound=bool(h["amsbound"]),
            )
        )(loss, start, steps, h)


INNER = {
    ("adam", "paper"): lambda p, rate, h: torch.optim.Adam(p, rate, betas(h), h["epsilon"]),
    ("radam", "pytorch"): lambda p, rate, h: torch.optim.RAdam(p, rate, betas(h), h["epsilon"]),
}


def lookahead(parameters, h):
    key, form, others = h["inner"]
    inner = INNER[key, form](parameters, h["learning_rate"], others)
    return pytorch_optimizer.Lookahead(inner, k=h["k"], alpha=h["alpha"])


ADABOUND = {("adabound", "official"): old_adabound}

PYTORCH_OPTIMIZER = {
    ("radam", "kozistr"): plainly(
        lambda p, h: pytorch_optimizer.RAdam(p, h["learning_rate"], betas(h), eps=h["epsilon"])
    ),
    ("novograd", "paper"): plainly(
        lambda p, h: pytorch_optimizer.NovoGrad(
            *(p, h["learning_rate"], betas(h), h["weight_decay"]),
            grad_averaging=bool(h["grad_averaging"]),
            eps=h["epsilon"],
        )
    ),
    ("adabound", "kozistr"): plainly(
        lambda p, h: pytorch_optimizer.AdaBound(
            *(p, h["learning_rate"], h["final_learning_rate"], betas(h), h["gamma"], h["weight_decay"]),
            eps=h["epsilon"],
        )
    ),
    ("lion", "paper"): plainly(lambda p, h: pytorch_optimizer.Lion(p, h["learning_rate"], betas(h), h["weight_decay"])),
    ("adan", "official"): plainly(
        lambda p, h: pytorch_optimizer.Adan(
            *(p, h["learning_rate"], betas(h, 3), h["weight_decay"]),
            weight_decouple=bool(h["no_prox"]),
            eps=h["epsilon"],
        )
    ),
    ("ademamix", "official"): plainly(
        lambda p, h: pytorch_optimizer.AdEMAMix(
            *(p, h["learning_rate"], betas(h, 3), h["weight_decay"]),
            weight_decouple=True,
            alpha=h["alpha"],
            t_alpha_beta3=h["t_alpha_beta3"] or None,
            eps=h["epsilon"],
        )
    ),
    ("lookahead", "paper"): plainly(lookahead),
}
