"""Plates: nearly level ground with one way off it, and the edge where the ground falls away."""

from math import cos, exp, pi, sin, tanh

from .interface import CriticalPoint, Landmarks, Minimum, Surface, SurfaceParameter


def plateau(x, y, width):
    """(x² + y²)/50 - σ(x) exp(-y²/2w²), with σ the logistic function."""
    s = 1.0 / (1.0 + exp(-x))
    narrow = 1.0 / (width * width)
    channel = s * exp(-0.5 * narrow * y * y)
    return (
        0.02 * (x * x + y * y) - channel,
        0.04 * x - channel * (1.0 - s),
        y * (0.04 + narrow * channel),
    )


def plateau_curvature(x, y, width):
    """Second derivatives; across the channel the ground is concave at its shoulders."""
    s = 1.0 / (1.0 + exp(-x))
    narrow = 1.0 / (width * width)
    channel = s * exp(-0.5 * narrow * y * y)
    return (
        0.04 - channel * (1.0 - s) * (1.0 - 2.0 * s),
        narrow * y * channel * (1.0 - s),
        0.04 + narrow * channel * (1.0 - narrow * y * y),
    )


PLATEAU = Surface(
    key="plateau",
    name="Plateau with a narrow exit",
    formula=r"f(x, y) = \frac{x^2 + y^2}{50} - \frac{e^{-y^2 / 2w^2}}{1 + e^{-x}}",
    kernel=plateau,
    curvature=plateau_curvature,
    x_range=(-5.0, 5.0),
    y_range=(-3.0, 3.0),
    start=(-4.0, 2.0),
    landmarks=Landmarks(minima=(Minimum(2.2161391191688575, 0.0, -0.8034640242193563),)),
    parameters=(SurfaceParameter("width", "w", 0.3, 0.1, 1.0, "log", "How wide the channel is that leads off."),),
    lesson=(
        "The plateau has hardly any slope, and gradient descent needs half its steps to creep down to the channel. "
        "Methods that divide by the gradient's size cross the plateau at their own pace."
    ),
    source="Made for this lab: a bowl so shallow that it hardly counts, with a channel cut into it.",
    steps=300,
    learning_rates={"gradient": 0.15, "momentum": 0.05, "adaptive": 0.05, "accumulating": 0.5, "sign": 0.05},
)


def cliff(x, y, steepness):
    """((x + 3/2)² + y²)/10 + 2 + 2 tanh(s (x - 1 - y²/8)/2)."""
    u = x + 1.5
    up = tanh(0.5 * steepness * (x - 1.0 - 0.125 * y * y))
    wall = steepness * (1.0 - up * up)
    return 0.1 * (u * u + y * y) + 2.0 + 2.0 * up, 0.2 * u + wall, y * (0.2 - 0.25 * wall)


def cliff_curvature(x, y, steepness):
    """Second derivatives, as large as the square of the steepness on the wall."""
    up = tanh(0.5 * steepness * (x - 1.0 - 0.125 * y * y))
    wall = steepness * (1.0 - up * up)
    bent = -steepness * wall * up
    return 0.2 + bent, -0.25 * y * bent, 0.2 - 0.25 * wall + 0.0625 * y * y * bent


def cliff_landmarks(steepness: float) -> Landmarks:
    """The minimum, which the foot of the wall shifts a little when the wall is not steep."""
    x = -1.5
    for _ in range(8):
        x -= cliff(x, 0.0, steepness)[1] / cliff_curvature(x, 0.0, steepness)[0]
    return Landmarks(minima=(Minimum(x, 0.0, cliff(x, 0.0, steepness)[0]),))


CLIFF = Surface(
    key="cliff",
    name="Cliff",
    cites=("pascanu2013",),
    formula=(
        r"f(x, y) = \frac{(x + \frac32)^2 + y^2}{10} + \frac{4}{1 + e^{-s\,d(x, y)}},"
        r"\quad d(x, y) = x - 1 - \tfrac{y^2}{8}"
    ),
    kernel=cliff,
    curvature=cliff_curvature,
    locate=cliff_landmarks,
    x_range=(-5.0, 4.0),
    y_range=(-3.0, 3.0),
    start=(3.0, 1.0),
    parameters=(SurfaceParameter("steepness", "s", 50.0, 4.0, 1000.0, "log", "The wall's slope is up to this much."),),
    lesson=(
        "A step that lands on the wall meets a gradient a hundred times larger than any before and is thrown far off; "
        "clipping the gradient cures that. Adam and AdaGrad hold on, but the memory of that one slope slows them down."
    ),
    source="After R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of training recurrent neural networks, 2013.",
    steps=200,
    learning_rates={"gradient": 0.1, "momentum": 0.02, "adaptive": 0.05, "accumulating": 0.5, "sign": 0.05},
)


def easom(x, y):
    """-cos x cos y exp(-(x - π)² - (y - π)²)."""
    u = x - pi
    v = y - pi
    hole = exp(-u * u - v * v)
    cos_x = cos(x)
    cos_y = cos(y)
    return (
        -cos_x * cos_y * hole,
        hole * cos_y * (sin(x) + 2.0 * u * cos_x),
        hole * cos_x * (sin(y) + 2.0 * v * cos_y),
    )


def easom_curvature(x, y):
    """Second derivatives of Easom's function."""
    u = x - pi
    v = y - pi
    hole = exp(-u * u - v * v)
    cos_x = cos(x)
    cos_y = cos(y)
    sin_x = sin(x)
    sin_y = sin(y)
    return (
        hole * cos_y * ((3.0 - 4.0 * u * u) * cos_x - 4.0 * u * sin_x),
        -hole * (sin_x + 2.0 * u * cos_x) * (sin_y + 2.0 * v * cos_y),
        hole * cos_x * ((3.0 - 4.0 * v * v) * cos_y - 4.0 * v * sin_y),
    )


EASOM = Surface(
    key="easom",
    name="Easom",
    cites=("easom1990",),
    formula=r"f(x, y) = -\cos x\,\cos y\; e^{-(x - \pi)^2 - (y - \pi)^2}",
    kernel=easom,
    curvature=easom_curvature,
    x_range=(-10.0, 10.0),
    y_range=(-10.0, 10.0),
    start=(2.2, 3.9),
    landmarks=Landmarks(minima=(Minimum(pi, pi, -1.0),)),
    lesson=(
        "A single hole in a plate: from the start every method finds it, from the far corners none does. "
        "Out there the gradient is so small that even ε outweighs it, and methods that divide by its size stall too."
    ),
    source="E. E. Easom, A survey of global optimization techniques, 1990.",
    steps=150,
    learning_rates={"gradient": 0.1, "momentum": 0.03, "adaptive": 0.03, "accumulating": 0.2, "sign": 0.03},
)


def michalewicz(x, y):
    """-sin x sin²⁰(x²/π) - sin y sin²⁰(2y²/π)."""
    p = sin(x * x / pi)
    p4 = p * p * p * p
    p16 = p4 * p4 * p4 * p4
    q = sin(2.0 * y * y / pi)
    q4 = q * q * q * q
    q16 = q4 * q4 * q4 * q4
    return (
        -sin(x) * p16 * p4 - sin(y) * q16 * q4,
        -p16 * p * p * p * (p * cos(x) + 40.0 * x / pi * sin(x) * cos(x * x / pi)),
        -q16 * q * q * q * (q * cos(y) + 80.0 * y / pi * sin(y) * cos(2.0 * y * y / pi)),
    )


def michalewicz_curvature(x, y):
    """Second derivatives by the product rule, p and q being the inner sines."""
    p = sin(x * x / pi)
    p1 = 2.0 * x / pi * cos(x * x / pi)
    p2 = 2.0 / pi * cos(x * x / pi) - 4.0 * x * x / (pi * pi) * p
    p9 = p * p * p * p * p * p * p * p * p
    q = sin(2.0 * y * y / pi)
    q1 = 4.0 * y / pi * cos(2.0 * y * y / pi)
    q2 = 4.0 / pi * cos(2.0 * y * y / pi) - 16.0 * y * y / (pi * pi) * q
    q9 = q * q * q * q * q * q * q * q * q
    return (
        p9 * p9 * (p * p * sin(x) - 40.0 * p * p1 * cos(x) - sin(x) * (380.0 * p1 * p1 + 20.0 * p * p2)),
        0.0 * x,
        q9 * q9 * (q * q * sin(y) - 40.0 * q * q1 * cos(y) - sin(y) * (380.0 * q1 * q1 + 20.0 * q * q2)),
    )


MICHALEWICZ = Surface(
    key="michalewicz",
    name="Michalewicz",
    cites=("michalewicz1992",),
    formula=r"f(x, y) = -\sin x\,\sin^{20}\frac{x^2}{\pi} - \sin y\,\sin^{20}\frac{2y^2}{\pi}",
    kernel=michalewicz,
    curvature=michalewicz_curvature,
    x_range=(0.0, pi),
    y_range=(0.0, pi),
    start=(1.9, 1.3),
    landmarks=Landmarks(
        (Minimum(2.2029055201726093, 1.5707963267948966, -1.8013034100985525),),
        (CriticalPoint(2.2029055201726093, 2.7115714838430143, -1.2140595156208163, "local minimum"),),
    ),
    lesson=(
        "Steep creases in level ground: beside one, as at the start, everyone falls in. "
        "Further off the slope is next to nothing: steps that follow it come to rest, the others walk on regardless."
    ),
    source="Z. Michalewicz, Genetic Algorithms + Data Structures = Evolution Programs, 1992, with m = 10.",
    steps=150,
    learning_rates={"gradient": 0.01, "momentum": 0.003, "adaptive": 0.02, "accumulating": 0.2, "sign": 0.02},
)
