"""The optimizers in teaching order, simplest first."""

from .interface import Optimizer
from .rules.adagrad import ADAGRAD
from .rules.adam import ADAM
from .rules.descent import GD
from .rules.momentum import MOMENTUM
from .rules.nesterov import NESTEROV
from .rules.rmsprop import RMSPROP
from .rules.rprop import RPROP

OPTIMIZERS: tuple[Optimizer, ...] = (
    GD,
    MOMENTUM,
    NESTEROV,
    RPROP,
    ADAGRAD,
    RMSPROP,
    ADAM,
)
