"""Saddles: the gradient vanishes where no minimum is."""

from .interface import CriticalPoint, Landmarks, Surface


def saddle(x, y):
    """x² - y²."""
    return x * x - y * y, 2.0 * x, -2.0 * y


def saddle_curvature(x, y):
    """The constant Hessian diag(2, -2)."""
    return 2.0 + 0.0 * x, 0.0 * x, -2.0 + 0.0 * x


SADDLE = Surface(
    key="saddle",
    name="Saddle",
    formula=r"f(x, y) = x^2 - y^2",
    kernel=saddle,
    curvature=saddle_curvature,
    x_range=(-2.0, 2.0),
    y_range=(-2.0, 2.0),
    start=(-1.0, 0.01),
    landmarks=Landmarks(critical_points=(CriticalPoint(0.0, 0.0, 0.0, "saddle"),)),
    lesson=(
        "Gradient descent runs straight to the saddle and lingers, because the way out starts with a tiny slope. "
        "Methods that divide by the gradient's size leave at once; there is no minimum, so every escape falls for ever."
    ),
    source="The standard saddle; shown for optimizers by A. Radford, whose own formula was never published.",
    steps=120,
    learning_rates={"gradient": 0.03, "momentum": 0.01, "adaptive": 0.03, "accumulating": 0.2, "sign": 0.01},
)
