"""Curves: losses of one variable, drawn as a line on which the optimizers roll. y plays no part."""

from .interface import CriticalPoint, Landmarks, Minimum, Surface

A4, A3, A2, A1, A0 = 319 / 8400, 43 / 4200, -6799 / 8400, -299 / 840, 6.0


def quartic(x, y):
    """a₄x⁴ + a₃x³ + a₂x² + a₁x + a₀; the derivative's terms stand in the order in which they were published."""
    return (
        A4 * x**4 + A3 * x**3 + A2 * x**2 + A1 * x + A0,
        4 * A4 * x**3 + 3 * A3 * x**2 + 2 * A2 * x + A1,
        0.0 * x,
    )


def quartic_curvature(x, y):
    """Second derivative in x alone."""
    return 12 * A4 * x**2 + 6 * A3 * x + 2 * A2, 0.0 * x, 0.0 * x


QUARTIC = Surface(
    key="quartic",
    name="Quartic curve",
    formula=(
        r"f(x) = \tfrac{319}{8400}x^4 + \tfrac{43}{4200}x^3 - \tfrac{6799}{8400}x^2 - \tfrac{299}{840}x + 6"
    ),
    kernel=quartic,
    curvature=quartic_curvature,
    dimensions=1,
    x_range=(-6.0, 6.0),
    y_range=(-1.0, 1.0),
    start=(-5.0, 0.0),
    landmarks=Landmarks(
        (Minimum(3.272765339558436, 0.0, 0.8812471800601578),),
        (
            CriticalPoint(-3.254993730859253, 0.0, 2.492882457345547, "local minimum"),
            CriticalPoint(-0.21996596606605404, 0.0, 6.039114280532595, "maximum"),
        ),
    ),
    lesson=(
        "Two wells, and the start at -5 rolls into the shallower one. Enough momentum carries an optimizer over the hill "
        "between them; plain gradient descent has no way to leave."
    ),
    source="M. De Mari, Theory and Practice of Deep Learning, week 2, SUTD.",
    steps=100,
    learning_rates={"gradient": 0.1, "momentum": 0.1, "adaptive": 0.1, "accumulating": 1.0, "sign": 0.1},
)
