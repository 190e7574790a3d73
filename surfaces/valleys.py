"""Valleys: steep walls, a nearly flat floor, and the way out along it."""

from math import cos, exp, radians, sin

from .interface import CriticalPoint, Landmarks, Minimum, Surface, SurfaceParameter


def beale(x, y):
    """(1.5 - x + xy)² + (2.25 - x + xy²)² + (2.625 - x + xy³)²."""
    y2 = y * y
    y3 = y2 * y
    u = 1.5 - x + x * y
    v = 2.25 - x + x * y2
    w = 2.625 - x + x * y3
    return (
        u * u + v * v + w * w,
        2.0 * (u * (y - 1.0) + v * (y2 - 1.0) + w * (y3 - 1.0)),
        2.0 * x * (u + 2.0 * v * y + 3.0 * w * y2),
    )


def beale_curvature(x, y):
    """Second derivatives of the three squares, added up."""
    y2 = y * y
    y3 = y2 * y
    u = 1.5 - x + x * y
    v = 2.25 - x + x * y2
    w = 2.625 - x + x * y3
    f_xx = 2.0 * ((y - 1.0) * (y - 1.0) + (y2 - 1.0) * (y2 - 1.0) + (y3 - 1.0) * (y3 - 1.0))
    f_xy = 2.0 * (u + 2.0 * v * y + 3.0 * w * y2) + 2.0 * x * ((y - 1.0) + 2.0 * y * (y2 - 1.0) + 3.0 * y2 * (y3 - 1.0))
    f_yy = 2.0 * x * (2.0 * v + 6.0 * w * y) + 2.0 * x * x * (1.0 + 4.0 * y2 + 9.0 * y2 * y2)
    return f_xx, f_xy, f_yy


BEALE = Surface(
    key="beale",
    name="Beale",
    cites=("beale1958",),
    formula=r"f(x, y) = (1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2",
    kernel=beale,
    curvature=beale_curvature,
    x_range=(-4.5, 4.5),
    y_range=(-4.5, 4.5),
    start=(1.0, 1.5),
    landmarks=Landmarks(
        (Minimum(3.0, 0.5, 0.0),),
        (
            CriticalPoint(0.0, 1.0, 14.203125, "saddle"),
            CriticalPoint(0.10053793732415836, -2.644513585023125, 9.86451228475556, "saddle"),
        ),
    ),
    lesson=(
        "From the plateau beside the saddle every method must first turn, then follow a bent valley to (3, 0.5). "
        "Momentum swings wide through the bend; methods that divide by the gradient's size keep an even pace."
    ),
    source=(
        "E. M. L. Beale, On an iterative method for finding a local minimum, 1958; shown for optimizers by A. Radford."
    ),
    steps=250,
    learning_rates={"gradient": 0.015, "momentum": 0.004, "adaptive": 0.08, "accumulating": 0.6, "sign": 0.05},
)


def rosenbrock(x, y, a, b):
    """(a - x)² + b (y - x²)²."""
    u = y - x * x
    d = a - x
    return d * d + b * u * u, -2.0 * d - 4.0 * b * x * u, 2.0 * b * u


def rosenbrock_curvature(x, y, a, b):
    """Second derivatives of Rosenbrock's function."""
    return 2.0 - 4.0 * b * (y - 3.0 * x * x), -4.0 * b * x, 2.0 * b


def rosenbrock_landmarks(a: float, b: float) -> Landmarks:
    """The only critical point is (a, a²)."""
    return Landmarks(minima=(Minimum(a, a * a, 0.0),))


ROSENBROCK = Surface(
    key="rosenbrock",
    name="Rosenbrock",
    cites=("rosenbrock1960",),
    formula=r"f(x, y) = (a - x)^2 + b\,(y - x^2)^2",
    kernel=rosenbrock,
    curvature=rosenbrock_curvature,
    locate=rosenbrock_landmarks,
    x_range=(-2.0, 2.0),
    y_range=(-1.0, 3.0),
    start=(-1.2, 1.0),
    parameters=(
        SurfaceParameter("a", "a", 1.0, 0.0, 1.4, "linear", "Where the minimum lies on the parabola."),
        SurfaceParameter("b", "b", 100.0, 1.0, 1000.0, "log", "How steep the walls of the valley are."),
    ),
    lesson=(
        "Falling into the banana-shaped valley takes a few steps; following its floor to (1, 1) takes thousands. "
        "Momentum pays here, because the floor's direction hardly changes while the walls' direction cancels out."
    ),
    source="H. H. Rosenbrock, An automatic method for finding the greatest or least value of a function, 1960.",
    steps=1000,
    learning_rates={"gradient": 0.0015, "momentum": 0.0008, "adaptive": 0.03, "accumulating": 0.5, "sign": 0.02},
)


def ravine(x, y, kappa, bend, cosine, sine):
    """u²/2 + (κ/2) (v - c u²)², with (u, v) the axes along and across the ravine."""
    u = cosine * x + sine * y
    v = cosine * y - sine * x
    off = v - bend * u * u
    along = u - 2.0 * kappa * bend * u * off
    across = kappa * off
    return 0.5 * (u * u + kappa * off * off), cosine * along - sine * across, sine * along + cosine * across


def ravine_curvature(x, y, kappa, bend, cosine, sine):
    """Second derivatives along and across, turned back to x and y."""
    u = cosine * x + sine * y
    off = cosine * y - sine * x - bend * u * u
    f_uu = 1.0 - 2.0 * kappa * bend * (off - 2.0 * bend * u * u)
    f_uv = -2.0 * kappa * bend * u
    return (
        cosine * cosine * f_uu - 2.0 * cosine * sine * f_uv + sine * sine * kappa,
        cosine * sine * (f_uu - kappa) + (cosine * cosine - sine * sine) * f_uv,
        sine * sine * f_uu + 2.0 * cosine * sine * f_uv + cosine * cosine * kappa,
    )


def turned(kappa: float, bend: float, angle: float) -> tuple[float, float, float, float]:
    """Return the angle in degrees as cosine and sine, the other parameters as they are."""
    return kappa, bend, cos(radians(angle)), sin(radians(angle))


RAVINE = Surface(
    key="ravine",
    name="Ravine",
    cites=("qian1999",),
    formula=(
        r"f(x, y) = \tfrac12 u^2 + \tfrac{\kappa}{2}\,(v - c\,u^2)^2,\quad "
        r"u = x\cos\varphi + y\sin\varphi,\; v = y\cos\varphi - x\sin\varphi"
    ),
    kernel=ravine,
    curvature=ravine_curvature,
    prepare=turned,
    x_range=(-4.5, 4.5),
    y_range=(-2.0, 4.0),
    start=(-3.0, 3.0),
    landmarks=Landmarks(minima=(Minimum(0.0, 0.0, 0.0),)),
    parameters=(
        SurfaceParameter("kappa", "κ", 30.0, 1.0, 1000.0, "log", "How steep the walls are against the floor."),
        SurfaceParameter("bend", "c", 0.15, 0.0, 0.5, note="How much the floor bends: 0 is straight."),
        SurfaceParameter("angle", "φ", 0.0, 0.0, 90.0, note="Rotation in degrees."),
    ),
    lesson=(
        "Gradient descent bounces from wall to wall and hardly moves along the floor; momentum cancels the bounces and "
        "adds up what is left. Bend the floor and even the good direction keeps changing."
    ),
    source="The ravine of the momentum literature (N. Qian, 1999), with bend and rotation to set.",
    steps=200,
    learning_rates={"gradient": 0.022, "momentum": 0.006, "adaptive": 0.1, "accumulating": 0.8, "sign": 0.05},
)


def long_valley(x, y):
    """4 y² - 2 σ(x) + x²/50, with σ the logistic function."""
    s = 1.0 / (1.0 + exp(-x))
    return 4.0 * y * y - 2.0 * s + x * x / 50.0, -2.0 * s * (1.0 - s) + x / 25.0, 8.0 * y


def long_valley_curvature(x, y):
    """Second derivatives; the floor is concave left of the bend and convex right of it."""
    s = 1.0 / (1.0 + exp(-x))
    return -2.0 * s * (1.0 - s) * (1.0 - 2.0 * s) + 0.04, 0.0 * x, 8.0 + 0.0 * x


LONG_VALLEY = Surface(
    key="radford_long_valley",
    name="Long valley",
    cites=("radford2014",),
    formula=r"f(x, y) = 4y^2 - \frac{2}{1 + e^{-x}} + \frac{x^2}{50}",
    kernel=long_valley,
    curvature=long_valley_curvature,
    x_range=(-6.0, 8.0),
    y_range=(-1.5, 1.5),
    start=(-4.0, 1.0),
    landmarks=Landmarks(minima=(Minimum(2.771304449731859, 0.0, -1.7286080903330034),)),
    lesson=(
        "The walls pull hard and the floor hardly at all, so methods that scale with the gradient oscillate and then "
        "wait. Methods that divide by the gradient's size walk the floor as briskly as they come down the wall."
    ),
    source=(
        "A stand-in in the spirit of A. Radford's animation of the long valley, whose formula was never published; "
        "the logistic step along x is ours."
    ),
    steps=200,
    learning_rates={"gradient": 0.2, "momentum": 0.05, "adaptive": 0.05, "accumulating": 0.4, "sign": 0.05},
)
