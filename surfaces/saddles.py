"""Saddles: the gradient vanishes where no minimum is."""

from math import cos, sin

from .curves import tilted_wells
from .interface import CriticalPoint, Landmarks, Minimum, Surface, SurfaceParameter


def saddle(x, y):
    """x² - y²."""
    return x * x - y * y, 2.0 * x, -2.0 * y


def saddle_curvature(x, y):
    """The constant Hessian diag(2, -2)."""
    return 2.0 + 0.0 * x, 0.0 * x, -2.0 + 0.0 * x


SADDLE = Surface(
    key="saddle",
    name="Saddle",
    cites=("radford2014",),
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
    steps=50,
    learning_rates={"gradient": 0.05, "momentum": 0.01, "adaptive": 0.03, "accumulating": 0.1, "sign": 0.004},
)


def double_well_saddle(x, y):
    """x² - y²/2 + y⁴/4."""
    y2 = y * y
    return x * x - 0.5 * y2 + 0.25 * y2 * y2, 2.0 * x, y * y2 - y


def double_well_saddle_curvature(x, y):
    """Second derivatives; the saddle ends where y² = 1/3."""
    return 2.0 + 0.0 * x, 0.0 * x, 3.0 * y * y - 1.0


DOUBLE_WELL_SADDLE = Surface(
    key="double_well_saddle",
    name="Saddle between two wells",
    formula=r"f(x, y) = x^2 - \frac{y^2}{2} + \frac{y^4}{4}",
    kernel=double_well_saddle,
    curvature=double_well_saddle_curvature,
    x_range=(-2.0, 2.0),
    y_range=(-2.0, 2.0),
    start=(1.5, 0.01),
    landmarks=Landmarks(
        (Minimum(0.0, 1.0, -0.25), Minimum(0.0, -1.0, -0.25)), (CriticalPoint(0.0, 0.0, 0.0, "saddle"),)
    ),
    lesson=(
        "A saddle with somewhere to go: beyond it lie two minima. "
        "Everyone escapes in the end, and how many steps that takes is the whole difference between the methods."
    ),
    source="The standard double well in y with a parabola in x.",
    steps=150,
    learning_rates={"gradient": 0.1, "momentum": 0.03, "adaptive": 0.05, "accumulating": 0.3, "sign": 0.02},
)


def tilted_saddle(x, y, tilt):
    """x² - y²/2 + y⁴/4 + τy."""
    y2 = y * y
    return x * x - 0.5 * y2 + 0.25 * y2 * y2 + tilt * y, 2.0 * x, y * y2 - y + tilt


def tilted_saddle_curvature(x, y, tilt):
    """Second derivatives, which a tilt does not change."""
    return 2.0 + 0.0 * x, 0.0 * x, 3.0 * y * y - 1.0


def tilted_saddle_landmarks(tilt: float) -> Landmarks:
    """The two wells and the saddle between, which moves towards the higher well."""
    low, pass_, high = tilted_wells(tilt)
    wells = [(0.0, y, tilted_saddle(0.0, y, tilt)[0]) for y in (low, high)]
    saddle_point = CriticalPoint(0.0, pass_, tilted_saddle(0.0, pass_, tilt)[0], "saddle")
    if tilt == 0.0:
        return Landmarks(tuple(Minimum(*well) for well in wells), (saddle_point,))
    return Landmarks((Minimum(*wells[0]),), (CriticalPoint(*wells[1], "local minimum"), saddle_point))


TILTED_SADDLE = Surface(
    key="tilted_saddle",
    name="Tilted saddle",
    formula=r"f(x, y) = x^2 - \frac{y^2}{2} + \frac{y^4}{4} + \tau y",
    kernel=tilted_saddle,
    curvature=tilted_saddle_curvature,
    locate=tilted_saddle_landmarks,
    x_range=(-2.0, 2.0),
    y_range=(-2.0, 2.0),
    start=(1.5, 0.0),
    parameters=(SurfaceParameter("tilt", "τ", 0.01, 0.0, 0.35, note="Lifts the upper well above the lower one."),),
    lesson=(
        "Without a tilt the start lies exactly on the line that leads into the saddle, and nothing ever leaves it. "
        "The slightest tilt breaks the symmetry: who divides by the slope's size goes at once, the others wait."
    ),
    source="The saddle between two wells with a linear term.",
    steps=150,
    learning_rates={"gradient": 0.1, "momentum": 0.03, "adaptive": 0.05, "accumulating": 0.3, "sign": 0.02},
)


def monkey_saddle(x, y):
    """x³ - 3xy²."""
    return x * (x * x - 3.0 * y * y), 3.0 * (x * x - y * y), -6.0 * x * y


def monkey_saddle_curvature(x, y):
    """Second derivatives, all zero at the saddle."""
    return 6.0 * x, -6.0 * y, -6.0 * x


MONKEY_SADDLE = Surface(
    key="monkey_saddle",
    name="Monkey saddle",
    cites=("hilbert1932",),
    formula=r"f(x, y) = x^3 - 3xy^2",
    kernel=monkey_saddle,
    curvature=monkey_saddle_curvature,
    x_range=(-2.0, 2.0),
    y_range=(-2.0, 2.0),
    start=(1.0, 0.1),
    landmarks=Landmarks(critical_points=(CriticalPoint(0.0, 0.0, 0.0, "degenerate saddle"),)),
    lesson=(
        "Three valleys and three ridges meet where slope and curvature vanish, so Newton's method divides by zero. "
        "From a ridge each path bends into a valley, and there a step that follows the slope grows ever faster."
    ),
    source="The classical monkey saddle, with room for two legs and a tail; Hilbert and Cohn-Vossen, 1932.",
    steps=30,
    learning_rates={"gradient": 0.025, "momentum": 0.008, "adaptive": 0.04, "accumulating": 0.15, "sign": 0.005},
)


def saddle_valley(x, y):
    """x²/80 + (1 - cos 2x)/10 - (y²/2) cos 2x + y⁴/4."""
    c = cos(2.0 * x)
    s = sin(2.0 * x)
    y2 = y * y
    return (
        0.0125 * x * x + 0.1 * (1.0 - c) - 0.5 * y2 * c + 0.25 * y2 * y2,
        0.025 * x + (0.2 + y2) * s,
        y * (y2 - c),
    )


def saddle_valley_curvature(x, y):
    """Second derivatives; on the floor y = 0 one of them is negative at every resting place."""
    c = cos(2.0 * x)
    y2 = y * y
    return 0.025 + (0.4 + 2.0 * y2) * c, 2.0 * y * sin(2.0 * x), 3.0 * y2 - c


SADDLE_VALLEY = Surface(
    key="saddle_valley",
    name="Valley of saddles",
    formula=r"f(x, y) = \frac{x^2}{80} + \frac{1 - \cos 2x}{10} - \frac{y^2}{2}\cos 2x + \frac{y^4}{4}",
    kernel=saddle_valley,
    curvature=saddle_valley_curvature,
    x_range=(-8.0, 8.0),
    y_range=(-2.0, 2.0),
    start=(7.6, 0.02),
    landmarks=Landmarks(
        (Minimum(0.0, -1.0, -0.25), Minimum(0.0, 1.0, -0.25)),
        (
            CriticalPoint(-3.1091261362579723, -0.9989457398258957, -0.1279033483233041, "local minimum"),
            CriticalPoint(-3.1091261362579723, 0.9989457398258957, -0.1279033483233041, "local minimum"),
            CriticalPoint(3.1091261362579723, -0.9989457398258957, -0.1279033483233041, "local minimum"),
            CriticalPoint(3.1091261362579723, 0.9989457398258957, -0.1279033483233041, "local minimum"),
            CriticalPoint(-6.217765787667486, -0.9957172171856615, 0.23836771266166606, "local minimum"),
            CriticalPoint(-6.217765787667486, 0.9957172171856615, 0.23836771266166606, "local minimum"),
            CriticalPoint(6.217765787667486, -0.9957172171856615, 0.23836771266166606, "local minimum"),
            CriticalPoint(6.217765787667486, 0.9957172171856615, 0.23836771266166606, "local minimum"),
            CriticalPoint(0.0, 0.0, 0.0, "saddle"),
            CriticalPoint(-1.6763505239603596, 0.0, 0.23290681431240082, "saddle"),
            CriticalPoint(1.6763505239603596, 0.0, 0.23290681431240082, "saddle"),
            CriticalPoint(-2.9525867648255195, 0.0, 0.1160320803493135, "saddle"),
            CriticalPoint(2.9525867648255195, 0.0, 0.1160320803493135, "saddle"),
            CriticalPoint(-5.054319057327522, 0.0, 0.4968407335386028, "saddle"),
            CriticalPoint(5.054319057327522, 0.0, 0.4968407335386028, "saddle"),
            CriticalPoint(-5.871165553742903, 0.0, 0.46295609393210985, "saddle"),
            CriticalPoint(5.871165553742903, 0.0, 0.46295609393210985, "saddle"),
        ),
    ),
    lesson=(
        "Wherever the valley's floor is level it is a saddle: pits along it open sideways, humps on it close in. "
        "Gradient descent waits at the first one until it slips off; momentum runs through several."
    ),
    source="Made for this lab: a rippled floor whose curvature across changes sign with the ripples.",
    steps=200,
    learning_rates={"gradient": 0.15, "momentum": 0.1, "adaptive": 0.05, "accumulating": 0.5, "sign": 0.05},
)
