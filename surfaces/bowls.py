"""Bowls: convex quadratics, where conditioning alone decides who is fast."""

from math import cos, radians, sin

from .interface import Landmarks, Minimum, Surface, SurfaceParameter


def quadratic(x, y, a, b, c):
    """f = (a x² + 2 b x y + c y²) / 2."""
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
        SurfaceParameter("kappa", "κ", 100.0, 1.0, 10_000.0, "log", "Condition number: how much steeper the steep axis is."),
        SurfaceParameter("angle", "φ", 0.0, 0.0, 90.0, "linear", "Rotation in degrees: diagonal methods are only at home at 0 and 90."),
    ),
    lesson=(
        "The steep axis allows steps of at most 2/κ, so gradient descent crawls along the flat one while it zig-zags. "
        "Methods with a rate per coordinate shrug at κ, until the bowl is turned and no coordinate is an axis any more."
    ),
    source="Y. Nesterov, Introductory Lectures on Convex Optimization, 2004, section 2.1; R turned to show the bias of diagonal methods.",
    learning_rates={"gradient": 0.018, "momentum": 0.012, "adaptive": 0.08, "accumulating": 0.6, "sign": 0.1},
)
