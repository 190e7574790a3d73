"""Many minima: where a path ends depends on where it starts and on who walks."""

from math import cos, pi, sin

from .interface import CriticalPoint, Landmarks, Minimum, Surface


def himmelblau(x, y):
    """(x² + y - 11)² + (x + y² - 7)²."""
    u = x * x + y - 11.0
    v = x + y * y - 7.0
    return u * u + v * v, 4.0 * x * u + 2.0 * v, 2.0 * u + 4.0 * y * v


def himmelblau_curvature(x, y):
    """Second derivatives of Himmelblau's function."""
    return 12.0 * x * x + 4.0 * y - 42.0, 4.0 * (x + y), 12.0 * y * y + 4.0 * x - 26.0


HIMMELBLAU = Surface(
    key="himmelblau",
    name="Himmelblau",
    cites=("himmelblau1972",),
    formula=r"f(x, y) = (x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    kernel=himmelblau,
    curvature=himmelblau_curvature,
    x_range=(-5.0, 5.0),
    y_range=(-5.0, 5.0),
    start=(0.0, 0.0),
    landmarks=Landmarks(
        (
            Minimum(3.0, 2.0, 0.0),
            Minimum(-2.805118086952745, 3.131312518250573, 0.0),
            Minimum(-3.779310253377747, -3.2831859912861694, 0.0),
            Minimum(3.584428340330492, -1.8481265269644036, 0.0),
        ),
        (
            CriticalPoint(-0.2708445906673476, -0.9230385564799815, 181.6165215225827, "maximum"),
            CriticalPoint(0.08667750455539635, 2.884254701174776, 67.71915008752614, "saddle"),
            CriticalPoint(3.385154183607021, 0.07385187983774929, 13.31192627040559, "saddle"),
            CriticalPoint(-3.0730257507643896, -0.08135304428796751, 104.01516291755811, "saddle"),
            CriticalPoint(-0.12796134673068007, -1.9537149802445764, 178.33723920192746, "saddle"),
        ),
    ),
    lesson=(
        "Four minima are equally good, and four saddles and a maximum part their basins. Optimizers that start "
        "together on the hill end in different valleys, because each turns the first slope into another step."
    ),
    source="D. M. Himmelblau, Applied Nonlinear Programming, 1972.",
    steps=200,
    learning_rates={"gradient": 0.008, "momentum": 0.003, "adaptive": 0.08, "accumulating": 0.5, "sign": 0.05},
)


def styblinski_tang(x, y):
    """(x⁴ - 16x² + 5x + y⁴ - 16y² + 5y)/2."""
    x2 = x * x
    y2 = y * y
    return (
        0.5 * (x2 * (x2 - 16.0) + 5.0 * x + y2 * (y2 - 16.0) + 5.0 * y),
        2.0 * x * (x2 - 8.0) + 2.5,
        2.0 * y * (y2 - 8.0) + 2.5,
    )


def styblinski_tang_curvature(x, y):
    """Second derivatives; the coordinates do not know of each other."""
    return 6.0 * x * x - 16.0, 0.0 * x, 6.0 * y * y - 16.0


STYBLINSKI_TANG = Surface(
    key="styblinski_tang",
    name="Styblinski-Tang",
    cites=("styblinski1990",),
    formula=r"f(x, y) = \tfrac12\left(x^4 - 16x^2 + 5x + y^4 - 16y^2 + 5y\right)",
    kernel=styblinski_tang,
    curvature=styblinski_tang_curvature,
    x_range=(-5.0, 5.0),
    y_range=(-5.0, 5.0),
    start=(-0.5, 1.0),
    landmarks=Landmarks(
        (Minimum(-2.903534027771177, -2.903534027771177, -78.33233140754282),),
        (
            CriticalPoint(-2.903534027771177, 2.746802770990837, -64.19561235905536, "local minimum"),
            CriticalPoint(2.746802770990837, -2.903534027771177, -64.19561235905536, "local minimum"),
            CriticalPoint(2.746802770990837, 2.746802770990837, -50.05889331056788, "local minimum"),
            CriticalPoint(-2.903534027771177, 0.1567312567803401, -38.97055334471606, "saddle"),
            CriticalPoint(0.1567312567803401, -2.903534027771177, -38.97055334471606, "saddle"),
            CriticalPoint(0.1567312567803401, 2.746802770990837, -24.833834296228584, "saddle"),
            CriticalPoint(2.746802770990837, 0.1567312567803401, -24.833834296228584, "saddle"),
            CriticalPoint(0.1567312567803401, 0.1567312567803401, 0.39122471811071613, "maximum"),
        ),
    ),
    lesson=(
        "Four wells of three depths, and two tilted double wells that do not know of each other. "
        "On which side of its hill a coordinate starts decides where it ends, and from here nobody finds the deepest."
    ),
    source="M. A. Styblinski, T.-S. Tang, Experiments in nonconvex optimization, 1990.",
    steps=100,
    learning_rates={"gradient": 0.02, "momentum": 0.01, "adaptive": 0.1, "accumulating": 1.0, "sign": 0.1},
)


def branin(x, y):
    """(y - 5.1 x²/4π² + 5x/π - 6)² + 10 (1 - 1/8π) cos x + 10."""
    b = 5.1 / (4.0 * pi * pi)
    c = 5.0 / pi
    wave = 10.0 - 1.25 / pi
    u = y - b * x * x + c * x - 6.0
    return u * u + wave * cos(x) + 10.0, 2.0 * u * (c - 2.0 * b * x) - wave * sin(x), 2.0 * u


def branin_curvature(x, y):
    """Second derivatives of Branin's function."""
    b = 5.1 / (4.0 * pi * pi)
    c = 5.0 / pi
    u = y - b * x * x + c * x - 6.0
    slope = c - 2.0 * b * x
    return 2.0 * slope * slope - 4.0 * b * u - (10.0 - 1.25 / pi) * cos(x), 2.0 * slope, 2.0


BRANIN = Surface(
    key="branin",
    name="Branin",
    cites=("branin1972",),
    formula=(
        r"f(x, y) = \left(y - \frac{5.1}{4\pi^2}x^2 + \frac{5}{\pi}x - 6\right)^2 "
        r"+ 10\left(1 - \frac{1}{8\pi}\right)\cos x + 10"
    ),
    kernel=branin,
    curvature=branin_curvature,
    x_range=(-5.0, 10.0),
    y_range=(0.0, 15.0),
    start=(1.0, 8.0),
    landmarks=Landmarks(
        (
            Minimum(-3.141592653589793, 12.275, 0.3978873577297383),
            Minimum(3.141592653589793, 2.275, 0.3978873577297383),
            Minimum(9.42477796076938, 2.475, 0.3978873577297383),
        ),
        (
            CriticalPoint(0.0, 6.0, 19.60211264227026, "saddle"),
            CriticalPoint(6.283185307179586, 1.1, 19.60211264227026, "saddle"),
        ),
    ),
    lesson=(
        "Three equally good minima in a bent valley, with a saddle between neighbours. "
        "From near the watershed the choice of method alone decides which of them is found."
    ),
    source="F. H. Branin, Widely convergent method for finding multiple solutions of simultaneous equations, 1972.",
    steps=150,
    learning_rates={"gradient": 0.03, "momentum": 0.01, "adaptive": 0.2, "accumulating": 1.5, "sign": 0.2},
)


def three_hump_camel(x, y):
    """2x² - 1.05x⁴ + x⁶/6 + xy + y²."""
    x2 = x * x
    return (
        x2 * (2.0 + x2 * (x2 / 6.0 - 1.05)) + x * y + y * y,
        x * (4.0 + x2 * (x2 - 4.2)) + y,
        x + 2.0 * y,
    )


def three_hump_camel_curvature(x, y):
    """Second derivatives of the three-hump camel."""
    x2 = x * x
    return 4.0 + x2 * (5.0 * x2 - 12.6), 1.0, 2.0


THREE_HUMP_CAMEL = Surface(
    key="three_hump_camel",
    name="Three-hump camel",
    cites=(
        "branin1972",
        "jamil2013",
    ),
    formula=r"f(x, y) = 2x^2 - 1.05x^4 + \frac{x^6}{6} + xy + y^2",
    kernel=three_hump_camel,
    curvature=three_hump_camel_curvature,
    x_range=(-5.0, 5.0),
    y_range=(-5.0, 5.0),
    start=(2.0, 2.0),
    landmarks=Landmarks(
        (Minimum(0.0, 0.0, 0.0),),
        (
            CriticalPoint(-1.7475523458302888, 0.8737761729151444, 0.2986384422368598, "local minimum"),
            CriticalPoint(1.7475523458302888, -0.8737761729151444, 0.2986384422368598, "local minimum"),
            CriticalPoint(-1.07054229182366, 0.53527114591183, 0.8773615577631402, "saddle"),
            CriticalPoint(1.07054229182366, -0.53527114591183, 0.8773615577631402, "saddle"),
        ),
    ),
    lesson=(
        "Three wells in a row, and the way from the start crosses a low pass to the best one. "
        "Momentum takes the pass in its stride; a method that follows the slope exactly turns off before it."
    ),
    source="F. H. Branin, 1972, as listed by M. Jamil, X.-S. Yang, A literature survey of benchmark functions, 2013.",
    steps=150,
    learning_rates={"gradient": 0.03, "momentum": 0.01, "adaptive": 0.1, "accumulating": 0.8, "sign": 0.1},
)


def six_hump_camel(x, y):
    """(4 - 2.1x² + x⁴/3) x² + xy + (4y² - 4) y²."""
    x2 = x * x
    y2 = y * y
    return (
        x2 * (4.0 + x2 * (x2 / 3.0 - 2.1)) + x * y + 4.0 * y2 * (y2 - 1.0),
        x * (8.0 + x2 * (2.0 * x2 - 8.4)) + y,
        x + 8.0 * y * (2.0 * y2 - 1.0),
    )


def six_hump_camel_curvature(x, y):
    """Second derivatives of the six-hump camel."""
    x2 = x * x
    return 8.0 + x2 * (10.0 * x2 - 25.2), 1.0, 48.0 * y * y - 8.0


SIX_HUMP_CAMEL = Surface(
    key="six_hump_camel",
    name="Six-hump camel",
    cites=("dixon1978",),
    formula=r"f(x, y) = \left(4 - 2.1x^2 + \frac{x^4}{3}\right)x^2 + xy + (4y^2 - 4)\,y^2",
    kernel=six_hump_camel,
    curvature=six_hump_camel_curvature,
    x_range=(-3.0, 3.0),
    y_range=(-2.0, 2.0),
    start=(1.2, 1.1),
    landmarks=Landmarks(
        (
            Minimum(0.08984201310031806, -0.7126564030207396, -1.0316284534898774),
            Minimum(-0.08984201310031806, 0.7126564030207396, -1.0316284534898774),
        ),
        (
            CriticalPoint(1.703606714969981, -0.7960835686726251, -0.21546382438371764, "local minimum"),
            CriticalPoint(-1.703606714969981, 0.7960835686726251, -0.21546382438371764, "local minimum"),
            CriticalPoint(1.6071047529201972, 0.5686514548841314, 2.1042503103112584, "local minimum"),
            CriticalPoint(-1.6071047529201972, -0.5686514548841314, 2.1042503103112584, "local minimum"),
            CriticalPoint(0.0, 0.0, 0.0, "saddle"),
            CriticalPoint(1.1092053368047865, -0.7682680925095399, 0.5437186009781851, "saddle"),
            CriticalPoint(-1.1092053368047865, 0.7682680925095399, 0.5437186009781851, "saddle"),
            CriticalPoint(1.2960702671671092, 0.6050843880386585, 2.22947081802986, "saddle"),
            CriticalPoint(-1.2960702671671092, -0.6050843880386585, 2.22947081802986, "saddle"),
            CriticalPoint(1.6380679841897785, 0.22867406904439408, 2.2293571975307147, "saddle"),
            CriticalPoint(-1.6380679841897785, -0.22867406904439408, 2.2293571975307147, "saddle"),
            CriticalPoint(1.2302298765166526, 0.16233458445899496, 2.496295351023577, "maximum"),
            CriticalPoint(-1.2302298765166526, -0.16233458445899496, 2.496295351023577, "maximum"),
        ),
    ),
    lesson=(
        "Fifteen level points, two of them the goal: a landscape to read minimum, maximum and saddle from eigenvalues. "
        "The two best minima are equally good, and the first few steps decide which of them is found."
    ),
    source="L. C. W. Dixon, G. P. Szegő, The global optimization problem: an introduction, 1978.",
    steps=150,
    learning_rates={"gradient": 0.02, "momentum": 0.005, "adaptive": 0.05, "accumulating": 0.4, "sign": 0.05},
)
