"""The losses of the references, written apart from the project's surfaces.

Plain arithmetic only, so that PyTorch and JAX can differentiate them: the references share neither
gradients nor formulas with what they check.
"""

from math import cos, pi, sin

KAPPA, DEGREES = 20.0, 30.0


def beale(x, y):
    return sum((c - x * (1.0 - y**p)) ** 2 for c, p in ((1.5, 1), (2.25, 2), (2.625, 3)))


def rosenbrock(x, y):
    return (1.0 - x) ** 2 + 100.0 * (y - x**2) ** 2


def himmelblau(x, y):
    return (x**2 + y - 11.0) ** 2 + (x + y**2 - 7.0) ** 2


def bowl(x, y):
    """A quadratic with axes turned by 30 degrees, the second 20 times as steep as the first."""
    angle = DEGREES * pi / 180.0
    along = cos(angle) * x + sin(angle) * y
    across = cos(angle) * y - sin(angle) * x
    return 0.5 * along**2 + 0.5 * KAPPA * across**2


# The project's surface that each loss is compared with, its parameters, the loss and the start.
LOSSES = (
    ("beale", {}, beale, (1.0, 1.5)),
    ("rosenbrock", {"a": 1.0, "b": 100.0}, rosenbrock, (-1.2, 1.0)),
    ("himmelblau", {}, himmelblau, (0.5, -0.5)),
    ("ill_quadratic", {"kappa": KAPPA, "angle": DEGREES}, bowl, (4.0, 1.0)),
)
