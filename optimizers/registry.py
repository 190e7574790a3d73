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
from .rules.descent import GD
from .rules.lion import LION
from .rules.lookahead import LOOKAHEAD
from .rules.momentum import MOMENTUM
from .rules.nadam import NADAM
from .rules.nesterov import NESTEROV
from .rules.novograd import NOVOGRAD
from .rules.radam import RADAM
from .rules.rate_control import RATE_CONTROL
from .rules.rmsprop import RMSPROP
from .rules.rprop import RPROP

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
    ASGD,
    LOOKAHEAD,
)
