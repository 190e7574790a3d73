"""Bowls: convex quadratics, where conditioning alone decides who is fast."""

from math import cos, radians, sin

from .interface import Landmarks, Minimum, Surface, SurfaceParameter


def sphere(x, y):
    """x² + y²."""
    return x * x + y * y, 2.0 * x, 2.0 * y


def sphere_curvature(x, y):
    """The constant Hessian diag(2, 2)."""
    return 2.0 + 0.0 * x, 0.0 * x, 2.0 + 0.0 * x


SPHERE = Surface(
    key="sphere",
    name="Sphere",
    cites=("dejong1975",),
    formula=r"f(x, y) = x^2 + y^2",
    kernel=sphere,
    curvature=sphere_curvature,
    x_range=(-5.12, 5.12),
    y_range=(-5.12, 5.12),
    start=(3.0, -2.0),
    landmarks=Landmarks(minima=(Minimum(0.0, 0.0, 0.0),)),
    lesson=(
        "Every gradient points straight at the minimum, so gradient descent has nothing to correct. "
        "Momentum overshoots a goal that needed no hurry, and rates per coordinate bend the straight path."
    ),
    source="The simplest quadratic; K. A. De Jong's first test function, 1975.",
    steps=60,
    learning_rates={"gradient": 0.2, "momentum": 0.03, "adaptive": 0.15, "accumulating": 1.0, "sign": 0.2},
)


def quadratic(x, y, a, b, c):
    """(a x² + 2 b x y + c y²) / 2."""
    df_dx = a * x + b * y
    df_dy = b * x + c * y
    return 0.5 * (x * df_dx + y * df_dy), df_dx, df_dy


def quadratic_curvature(x, y, a, b, c):
    """The constant Hessian [[a, b], [b, c]]."""
    return a, b, c


def rotated_matrix(kappa: float, angle: float) -> tuple[float, float, float]:
    """Entries a, b, c of R diag(1, kappa) Rᵀ, where R turns by `angle` degrees."""
    cosine, sine = cos(radians(angle)), sin(radians(angle))
    return (
        cosine * cosine + kappa * sine * sine,
        (1.0 - kappa) * cosine * sine,
        sine * sine + kappa * cosine * cosine,
    )


ILL_QUADRATIC = Surface(
    key="ill_quadratic",
    name="Quadratic bowl",
    cites=("nesterov2004",),
    formula=(
        r"f(x, y) = \tfrac12\, w^{\mathsf T} R_\varphi \begin{pmatrix} 1 & 0 \\ 0 & \kappa \end{pmatrix} "
        r"R_\varphi^{\mathsf T} w,\quad w = (x, y)"
    ),
    kernel=quadratic,
    curvature=quadratic_curvature,
    prepare=rotated_matrix,
    x_range=(-5.0, 5.0),
    y_range=(-5.0, 5.0),
    start=(4.0, 1.0),
    landmarks=Landmarks(minima=(Minimum(0.0, 0.0, 0.0),)),
    parameters=(
        SurfaceParameter("kappa", "κ", 100.0, 1.0, 10_000.0, "log", "Condition number: steep over flat curvature."),
        SurfaceParameter("angle", "φ", 0.0, 0.0, 90.0, note="Degrees of rotation: diagonal methods want 0 or 90."),
    ),
    lesson=(
        "The steep axis allows steps of at most 2/κ, so gradient descent crawls along the flat one while it zig-zags. "
        "Methods with a rate per coordinate shrug at κ, until the bowl is turned and no coordinate is an axis any more."
    ),
    source=(
        "Y. Nesterov, Introductory Lectures on Convex Optimization, 2004, section 2.1; "
        "the rotation is ours, to show the bias of diagonal methods."
    ),
    learning_rates={"gradient": 0.018, "momentum": 0.012, "adaptive": 0.08, "accumulating": 0.6, "sign": 0.1},
)


def turned_by_45_degrees() -> tuple[float, float, float]:
    """Condition number 100 at 45 degrees: eigenvalue 1 along (1, 1) and 100 along (1, -1)."""
    return 50.5, -49.5, 50.5


ROTATED_QUADRATIC = Surface(
    key="rotated_quadratic",
    name="Rotated bowl",
    cites=("nesterov2004",),
    formula=r"f(x, y) = \tfrac12\left(50.5\,x^2 - 99\,xy + 50.5\,y^2\right)",
    kernel=quadratic,
    curvature=quadratic_curvature,
    prepare=turned_by_45_degrees,
    x_range=(-5.0, 5.0),
    y_range=(-5.0, 5.0),
    start=(3.0, 1.0),
    landmarks=Landmarks(minima=(Minimum(0.0, 0.0, 0.0),)),
    lesson=(
        "The same bowl as the axis-aligned one, but no coordinate is an axis of it any more. "
        "Gradient descent and momentum do not notice; the methods with a rate per coordinate lose their advantage."
    ),
    source="The quadratic bowl (Y. Nesterov, 2004) with condition number 100, turned by 45 degrees.",
    steps=200,
    learning_rates={"gradient": 0.018, "momentum": 0.012, "adaptive": 0.08, "accumulating": 0.6, "sign": 0.1},
)


def booth(x, y):
    """(x + 2y - 7)² + (2x + y - 5)²."""
    u = x + 2.0 * y - 7.0
    v = 2.0 * x + y - 5.0
    return u * u + v * v, 2.0 * u + 4.0 * v, 4.0 * u + 2.0 * v


def booth_curvature(x, y):
    """The constant Hessian, with eigenvalues 2 and 18."""
    return 10.0 + 0.0 * x, 8.0 + 0.0 * x, 10.0 + 0.0 * x


BOOTH = Surface(
    key="booth",
    name="Booth",
    cites=("jamil2013",),
    formula=r"f(x, y) = (x + 2y - 7)^2 + (2x + y - 5)^2",
    kernel=booth,
    curvature=booth_curvature,
    x_range=(-10.0, 10.0),
    y_range=(-10.0, 10.0),
    start=(-5.0, 8.0),
    landmarks=Landmarks(minima=(Minimum(1.0, 3.0, 0.0),)),
    lesson=(
        "Two linear equations as least squares: a gently stretched bowl that lies askew. "
        "Every method arrives; what differs is who turns early, who swings past and who comes in along a diagonal."
    ),
    source="Booth's function, as listed by M. Jamil, X.-S. Yang, A literature survey of benchmark functions, 2013.",
    steps=150,
    learning_rates={"gradient": 0.05, "momentum": 0.02, "adaptive": 0.3, "accumulating": 2.0, "sign": 0.2},
)


def matyas(x, y):
    """0.26 (x² + y²) - 0.48 xy."""
    return 0.26 * (x * x + y * y) - 0.48 * x * y, 0.52 * x - 0.48 * y, 0.52 * y - 0.48 * x


def matyas_curvature(x, y):
    """The constant Hessian, with eigenvalues 0.04 along (1, 1) and 1 along (1, -1)."""
    return 0.52 + 0.0 * x, -0.48 + 0.0 * x, 0.52 + 0.0 * x


MATYAS = Surface(
    key="matyas",
    name="Matyas",
    cites=(
        "matyas1965",
        "jamil2013",
    ),
    formula=r"f(x, y) = 0.26\,(x^2 + y^2) - 0.48\,xy",
    kernel=matyas,
    curvature=matyas_curvature,
    x_range=(-10.0, 10.0),
    y_range=(-10.0, 10.0),
    start=(8.0, -3.0),
    landmarks=Landmarks(minima=(Minimum(0.0, 0.0, 0.0),)),
    lesson=(
        "A shallow trough along the diagonal, 25 times flatter than it is wide. "
        "Gradient descent falls into it at once and then drags itself along; momentum gathers speed on the flat part."
    ),
    source="J. Matyas, Random optimization, 1965, as listed by M. Jamil, X.-S. Yang, 2013.",
    steps=200,
    learning_rates={"gradient": 0.5, "momentum": 0.2, "adaptive": 0.2, "accumulating": 2.0, "sign": 0.2},
)


def zakharov(x, y):
    """x² + y² + s² + s⁴ with s = x/2 + y."""
    s = 0.5 * x + y
    s2 = s * s
    steep = s * (1.0 + 2.0 * s2)
    return x * x + y * y + s2 + s2 * s2, 2.0 * x + steep, 2.0 * (y + steep)


def zakharov_curvature(x, y):
    """Second derivatives of Zakharov's function."""
    s = 0.5 * x + y
    steep = 1.0 + 6.0 * s * s
    return 2.0 + 0.5 * steep, steep, 2.0 + 2.0 * steep


ZAKHAROV = Surface(
    key="zakharov",
    name="Zakharov",
    cites=("jamil2013",),
    formula=r"f(x, y) = x^2 + y^2 + \left(\tfrac{x}{2} + y\right)^2 + \left(\tfrac{x}{2} + y\right)^4",
    kernel=zakharov,
    curvature=zakharov_curvature,
    x_range=(-5.0, 10.0),
    y_range=(-5.0, 10.0),
    start=(-2.0, 3.0),
    landmarks=Landmarks(minima=(Minimum(0.0, 0.0, 0.0),)),
    lesson=(
        "One minimum, but the fourth power bends the far walls hundreds of times more than the bottom. "
        "A rate that is safe on the wall is slow at the bottom, unless the method measures the slope as it goes."
    ),
    source="Zakharov's function, as listed by M. Jamil, X.-S. Yang, A literature survey of benchmark functions, 2013.",
    steps=200,
    learning_rates={"gradient": 0.01, "momentum": 0.005, "adaptive": 0.1, "accumulating": 0.8, "sign": 0.1},
)
