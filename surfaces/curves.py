"""Curves: losses of one variable, drawn as a line on which the optimizers roll. y plays no part."""

from math import acos, cos, pi, sqrt

from .interface import CriticalPoint, Landmarks, Minimum, Surface, SurfaceParameter

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
    cites=("demari",),
    formula=r"f(x) = \tfrac{319}{8400}x^4 + \tfrac{43}{4200}x^3 - \tfrac{6799}{8400}x^2 - \tfrac{299}{840}x + 6",
    kernel=quartic,
    curvature=quartic_curvature,
    dimensions=1,
    x_range=(-6.0, 6.0),
    y_range=(-1.0, 1.0),
    start=(-5.0, 0.0),
    landmarks=Landmarks(
        (Minimum(3.272765339558436, 0.0, 0.8812471800601579),),
        (
            CriticalPoint(-3.254993730859253, 0.0, 2.492882457345547, "local minimum"),
            CriticalPoint(-0.21996596606595403, 0.0, 6.039114280532595, "maximum"),
        ),
    ),
    lesson=(
        "Two wells, and the start at -5 rolls into the shallower one. Enough momentum carries an optimizer over the "
        "hill between them; plain gradient descent has no way to leave."
    ),
    source="M. De Mari, Theory and Practice of Deep Learning, week 2, SUTD.",
    steps=100,
    learning_rates={"gradient": 0.1, "momentum": 0.1, "adaptive": 0.1, "accumulating": 1.0, "sign": 0.1},
)


def double_well(x, y, tilt):
    """x⁴/4 - x²/2 + τx."""
    x2 = x * x
    return 0.25 * x2 * x2 - 0.5 * x2 + tilt * x, x * x2 - x + tilt, 0.0 * x


def double_well_curvature(x, y, tilt):
    """Second derivative in x alone."""
    return 3.0 * x * x - 1.0, 0.0 * x, 0.0 * x


def tilted_wells(tilt: float) -> tuple[float, float, float]:
    """Return the roots of u³ - u + tilt in increasing order, for |tilt| < 2/√27: a well, the hill, a well.

    Viète's trigonometric solution, then one step of Newton's method to the last digit.
    """
    third = acos(-1.5 * sqrt(3.0) * tilt) / 3.0
    roots = sorted(2.0 / sqrt(3.0) * cos(third - 2.0 * pi * k / 3.0) for k in range(3))
    left, hill, right = (u - (u * u * u - u + tilt) / (3.0 * u * u - 1.0) for u in roots)
    return left, hill, right


def double_well_landmarks(tilt: float) -> Landmarks:
    """The two wells and the hill between them."""
    left, hill, right = tilted_wells(tilt)
    wells = [(x, 0.0, double_well(x, 0.0, tilt)[0]) for x in (left, right)]
    top = CriticalPoint(hill, 0.0, double_well(hill, 0.0, tilt)[0], "maximum")
    if tilt == 0.0:
        return Landmarks(tuple(Minimum(*well) for well in wells), (top,))
    return Landmarks((Minimum(*wells[0]),), (CriticalPoint(*wells[1], "local minimum"), top))


DOUBLE_WELL = Surface(
    key="double_well",
    name="Double well",
    formula=r"f(x) = \frac{x^4}{4} - \frac{x^2}{2} + \tau x",
    kernel=double_well,
    curvature=double_well_curvature,
    locate=double_well_landmarks,
    dimensions=1,
    x_range=(-2.0, 2.0),
    y_range=(-1.0, 1.0),
    start=(1.9, 0.0),
    parameters=(SurfaceParameter("tilt", "τ", 0.1, 0.0, 0.35, note="Lifts the right-hand well above the left one."),),
    lesson=(
        "The hill between the wells decides: a method without memory stops in the well that it starts in. "
        "Momentum that comes down the wall fast enough rolls over the hill and settles in the deeper well."
    ),
    source="The standard double well (Duffing's potential) with a tilt.",
    steps=100,
    learning_rates={"gradient": 0.1, "momentum": 0.05, "adaptive": 0.05, "accumulating": 0.4, "sign": 0.05},
)


def absolute(x, y):
    """|x|, with slope 0 at the kink."""
    return abs(x), 1.0 * (x > 0.0) - 1.0 * (x < 0.0), 0.0 * x


def absolute_curvature(x, y):
    """No curvature anywhere but at the kink, where there is none to give."""
    return 0.0 * x, 0.0 * x, 0.0 * x


ABSOLUTE = Surface(
    key="absolute",
    name="Absolute value",
    formula=r"f(x) = |x|",
    kernel=absolute,
    curvature=absolute_curvature,
    dimensions=1,
    x_range=(-3.0, 3.0),
    y_range=(-1.0, 1.0),
    start=(2.5, 0.0),
    landmarks=Landmarks(minima=(Minimum(0.0, 0.0, 0.0),)),
    lesson=(
        "The slope has the same size everywhere, so a constant rate hops to and fro across the kink for ever. "
        "Only steps that shrink by themselves settle: AdaGrad's sum grows, Rprop halves at every change of sign."
    ),
    source="The standard example of a subgradient method; at the kink the slope 0 is chosen.",
    steps=100,
    learning_rates={"gradient": 0.08, "momentum": 0.02, "adaptive": 0.08, "accumulating": 0.5, "sign": 0.05},
)
