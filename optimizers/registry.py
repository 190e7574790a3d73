"""The optimizers in teaching order, simplest first."""

from .interface import Optimizer
from .rules.adabound import ADABOUND
from .rules.adadelta import ADADELTA
from .rules.adagrad import ADAGRAD
from .rules.adam import ADAM
from .rules.adamax import ADAMAX
from .rules.adamw import ADAMW
from .rules.adan import ADAN
from .rules.ademamix import ADEMAMIX
from .rules.amsgrad import AMSGRAD
from .rules.asgd import ASGD
from .rules.dadapt import DADAPT_ADAGRAD, DADAPT_ADAM, DADAPT_SGD
from .rules.descent import GD
from .rules.lbfgs import LBFGS
from .rules.line_search import LINE_SEARCH
from .rules.lion import LION
from .rules.lookahead import LOOKAHEAD
from .rules.momentum import MOMENTUM
from .rules.nadam import NADAM
from .rules.nesterov import NESTEROV
from .rules.newton import NEWTON
from .rules.novograd import NOVOGRAD
from .rules.prodigy import PRODIGY
from .rules.radam import RADAM
from .rules.rate_control import RATE_CONTROL
from .rules.rmsprop import RMSPROP
from .rules.rprop import RPROP
from .rules.sam import SAM
from .rules.schedule_free import SCHEDULE_FREE_ADAMW, SCHEDULE_FREE_SGD
from .rules.sophia import SOPHIA_G, SOPHIA_H
from .rules.sparse_adam import SPARSE_ADAM

OPTIMIZERS: tuple[Optimizer, ...] = (
    GD,
    RATE_CONTROL,
    MOMENTUM,
    NESTEROV,
    RPROP,
    ADAGRAD,
    RMSPROP,
    ADADELTA,
    ADAM,
    ADAMAX,
    NADAM,
    AMSGRAD,
    ADAMW,
    RADAM,
    NOVOGRAD,
    ADABOUND,
    LION,
    ADAN,
    ADEMAMIX,
    SPARSE_ADAM,
    ASGD,
    LOOKAHEAD,
    SAM,
    SCHEDULE_FREE_SGD,
    SCHEDULE_FREE_ADAMW,
    DADAPT_SGD,
    DADAPT_ADAGRAD,
    DADAPT_ADAM,
    PRODIGY,
    LINE_SEARCH,
    NEWTON,
    LBFGS,
    SOPHIA_H,
    SOPHIA_G,
)
