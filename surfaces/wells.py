"""Wells: a good and a poor place to end, and what decides between them."""

from math import cos, exp, pi, sin, sqrt

from .interface import CriticalPoint, Landmarks, Minimum, Surface, SurfaceParameter


def mccormick(x, y):
    """sin(x + y) + (x - y)² - 1.5x + 2.5y + 1."""
    d = 2.0 * (x - y)
    c = cos(x + y)
    return sin(x + y) + 0.25 * d * d - 1.5 * x + 2.5 * y + 1.0, c + d - 1.5, c - d + 2.5


def mccormick_curvature(x, y):
    """Second derivatives of McCormick's function."""
    s = sin(x + y)
    return 2.0 - s, -2.0 - s, 2.0 - s


MCCORMICK = Surface(
    key="mccormick",
    name="McCormick",
    cites=("mccormick1976",),
    formula=r"f(x, y) = \sin(x + y) + (x - y)^2 - 1.5x + 2.5y + 1",
    kernel=mccormick,
    curvature=mccormick_curvature,
    x_range=(-1.5, 4.0),
    y_range=(-3.0, 4.0),
    start=(2.0, 3.0),
    landmarks=Landmarks(
        (Minimum(0.5 - pi / 3.0, -0.5 - pi / 3.0, -pi / 3.0 - 0.5 * sqrt(3.0)),),
        (
            CriticalPoint(2.5943951023931957, 1.5943951023931955, 1.2283696986087569, "local minimum"),
            CriticalPoint(1.5471975511965979, 0.5471975511965977, 1.9132229549810364, "saddle"),
        ),
    ),
    lesson=(
        "A staircase of wells along a slanted trough: each is lower than the one before, without end. "
        "Careful methods stop on the first step; the minimum that is marked is only the lowest one in view."
    ),
    source="G. P. McCormick, Computability of global solutions to factorable nonconvex programs, 1976.",
    steps=100,
    learning_rates={"gradient": 0.1, "momentum": 0.05, "adaptive": 0.1, "accumulating": 1.0, "sign": 0.1},
)


def goldstein_price(x, y):
    """A(x + y) B(2x - 3y) with A = 1 + (t + 1)² (3t² - 14t + 19) and B = 30 + r² (3r² - 16r + 18)."""
    t = x + y
    r = 2.0 * x - 3.0 * y
    a = 1.0 + (t + 1.0) * (t + 1.0) * (19.0 + t * (3.0 * t - 14.0))
    b = 30.0 + r * r * (18.0 + r * (3.0 * r - 16.0))
    da_b = 12.0 * (t + 1.0) * (t - 1.0) * (t - 2.0) * b
    a_db = 12.0 * r * (r - 1.0) * (r - 3.0) * a
    return a * b, da_b + 2.0 * a_db, da_b - 3.0 * a_db


def goldstein_price_curvature(x, y):
    """Second derivatives by the product rule in t = x + y and r = 2x - 3y."""
    t = x + y
    r = 2.0 * x - 3.0 * y
    a = 1.0 + (t + 1.0) * (t + 1.0) * (19.0 + t * (3.0 * t - 14.0))
    b = 30.0 + r * r * (18.0 + r * (3.0 * r - 16.0))
    both = 144.0 * (t + 1.0) * (t - 1.0) * (t - 2.0) * r * (r - 1.0) * (r - 3.0)
    dda_b = 12.0 * (t * (3.0 * t - 4.0) - 1.0) * b
    a_ddb = 12.0 * (r * (3.0 * r - 8.0) + 3.0) * a
    return dda_b + 4.0 * both + 4.0 * a_ddb, dda_b - both - 6.0 * a_ddb, dda_b - 6.0 * both + 9.0 * a_ddb


GOLDSTEIN_PRICE = Surface(
    key="goldstein_price",
    name="Goldstein-Price",
    cites=("goldstein1971",),
    formula=(
        r"f(x, y) = \left[1 + (x + y + 1)^2 (19 - 14x + 3x^2 - 14y + 6xy + 3y^2)\right] "
        r"\left[30 + (2x - 3y)^2 (18 - 32x + 12x^2 + 48y - 36xy + 27y^2)\right]"
    ),
    kernel=goldstein_price,
    curvature=goldstein_price_curvature,
    x_range=(-2.0, 2.0),
    y_range=(-2.0, 2.0),
    start=(0.6, -0.6),
    landmarks=Landmarks(
        (Minimum(0.0, -1.0, 3.0),),
        (
            CriticalPoint(-0.6, -0.4, 30.0, "local minimum"),
            CriticalPoint(1.8, 0.2, 84.0, "local minimum"),
            CriticalPoint(1.2, 0.8, 840.0, "local minimum"),
            CriticalPoint(-0.4, -0.6, 35.0, "saddle"),
            CriticalPoint(1.2, -0.2, 99.0, "saddle"),
            CriticalPoint(1.4, 0.6, 980.0, "saddle"),
            CriticalPoint(0.6, 0.4, 990.0, "saddle"),
            CriticalPoint(0.8, 0.2, 1155.0, "maximum"),
        ),
    ),
    lesson=(
        "The loss spans six powers of ten, so a rate that is safe on the flanks is tiny at the bottom. "
        "Methods that divide by the gradient's size are immune to that; the rest need a rate chosen for this place."
    ),
    source="A. A. Goldstein, J. F. Price, On descent from local minima, 1971.",
    steps=200,
    learning_rates={"gradient": 0.0002, "momentum": 0.0001, "adaptive": 0.03, "accumulating": 0.2, "sign": 0.03},
)


def wide_and_sharp(x, y, depth, width):
    """(x² + y²)/50 - exp(-((x + 2)² + y²)/4.5) - D exp(-((x - 2)² + y²)/2w²)."""
    p = x + 2.0
    q = x - 2.0
    narrow = 1.0 / (width * width)
    wide = exp((p * p + y * y) / -4.5) / 2.25
    sharp = depth * narrow * exp(-0.5 * narrow * (q * q + y * y))
    return (
        0.02 * (x * x + y * y) - 2.25 * wide - width * width * sharp,
        0.04 * x + p * wide + q * sharp,
        y * (0.04 + wide + sharp),
    )


def wide_and_sharp_curvature(x, y, depth, width):
    """Second derivatives; at the sharp minimum about depth/width²."""
    p = x + 2.0
    q = x - 2.0
    narrow = 1.0 / (width * width)
    wide = exp((p * p + y * y) / -4.5) / 2.25
    sharp = depth * narrow * exp(-0.5 * narrow * (q * q + y * y))
    return (
        0.04 + wide * (1.0 - p * p / 2.25) + sharp * (1.0 - narrow * q * q),
        -y * (p * wide / 2.25 + narrow * q * sharp),
        0.04 + wide * (1.0 - y * y / 2.25) + sharp * (1.0 - narrow * y * y),
    )


def wide_and_sharp_landmarks(depth: float, width: float) -> Landmarks:
    """The two minima by Newton's method from their centres, and the saddle between them by bisection."""

    def slope(x: float) -> float:
        return float(wide_and_sharp(x, 0.0, depth, width)[1])

    def newton(x: float) -> tuple[float, float, float]:
        for _ in range(20):
            x -= slope(x) / wide_and_sharp_curvature(x, 0.0, depth, width)[0]
        return x, 0.0, wide_and_sharp(x, 0.0, depth, width)[0]

    wide, sharp = newton(-2.0), newton(2.0)
    low, high = wide[0] + 0.01, sharp[0] - 0.01
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if slope(middle) > 0.0 else (low, middle)
    deeper, other = sorted((wide, sharp), key=lambda landmark: landmark[2])
    return Landmarks(
        (Minimum(*deeper),), (CriticalPoint(*other, "local minimum"), CriticalPoint(*newton(low), "saddle"))
    )


WIDE_AND_SHARP = Surface(
    key="wide_and_sharp",
    name="Wide and sharp minimum",
    cites=("hochreiter1997",),
    formula=(
        r"f(x, y) = \frac{x^2 + y^2}{50} - e^{-((x + 2)^2 + y^2) / 4.5} "
        r"- D\,e^{-((x - 2)^2 + y^2) / 2w^2}"
    ),
    kernel=wide_and_sharp,
    curvature=wide_and_sharp_curvature,
    locate=wide_and_sharp_landmarks,
    x_range=(-5.0, 5.0),
    y_range=(-3.0, 3.0),
    start=(3.0, 1.0),
    parameters=(
        SurfaceParameter("depth", "D", 1.2, 0.4, 2.0, note="Depth of the sharp minimum; the wide one has 1."),
        SurfaceParameter("width", "w", 0.3, 0.1, 0.8, "log", note="Width of the sharp minimum; the wide one has 1.5."),
    ),
    lesson=(
        "The sharp minimum is the deeper one, but a rate above 2 divided by its curvature can only rattle in it. "
        "Small steps settle there; momentum, at a rate that it finds stable, shoots out of it into the wide one."
    ),
    source="After S. Hochreiter, J. Schmidhuber, Flat minima, 1997; the formula is made for this lab.",
    steps=200,
    learning_rates={"gradient": 0.18, "momentum": 0.2, "adaptive": 0.05, "accumulating": 0.5, "sign": 0.05},
)
