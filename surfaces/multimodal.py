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
        "Four minima are equally good, and four saddles and a maximum part their basins. "
        "Optimizers that start together on the hill end in different valleys, because each turns the first slope into another step."
    ),
    source="D. M. Himmelblau, Applied Nonlinear Programming, 1972.",
    steps=200,
    learning_rates={"gradient": 0.008, "momentum": 0.003, "adaptive": 0.08, "accumulating": 0.5, "sign": 0.05},
)


def rastrigin(x, y):
    """20 + x² - 10 cos 2πx + y² - 10 cos 2πy."""
    k = 2.0 * pi
    return (
        20.0 + x * x - 10.0 * cos(k * x) + y * y - 10.0 * cos(k * y),
        2.0 * x + 10.0 * k * sin(k * x),
        2.0 * y + 10.0 * k * sin(k * y),
    )


def rastrigin_curvature(x, y):
    """Second derivatives of Rastrigin's function."""
    k = 2.0 * pi
    return 2.0 + 10.0 * k * k * cos(k * x), 0.0 * x, 2.0 + 10.0 * k * k * cos(k * y)


RASTRIGIN = Surface(
    key="rastrigin",
    name="Rastrigin",
    formula=r"f(x, y) = 20 + x^2 - 10\cos 2\pi x + y^2 - 10\cos 2\pi y",
    kernel=rastrigin,
    curvature=rastrigin_curvature,
    x_range=(-5.12, 5.12),
    y_range=(-5.12, 5.12),
    start=(2.3, -1.7),
    landmarks=Landmarks(minima=(Minimum(0.0, 0.0, 0.0),)),
    lesson=(
        "A bowl full of dents: each is a local minimum, and small steps end in the nearest one. "
        "Larger steps and momentum jump over walls, at the price of never quite settling."
    ),
    source="L. A. Rastrigin, Systems of Extremal Control, 1974.",
    steps=200,
    learning_rates={"gradient": 0.002, "momentum": 0.0012, "adaptive": 0.05, "accumulating": 0.5, "sign": 0.05},
)
