"""Ripples: a plain shape under many small waves, so that every slope misleads."""

from math import cos, e, exp, pi, sin, sqrt

from .interface import Landmarks, Minimum, Surface, SurfaceParameter

# The rotation from one octave of the fractal to the next: one radian.
TURN_COS, TURN_SIN = cos(1.0), sin(1.0)


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
    cites=("rastrigin1974",),
    formula=r"f(x, y) = 20 + x^2 - 10\cos 2\pi x + y^2 - 10\cos 2\pi y",
    kernel=rastrigin,
    curvature=rastrigin_curvature,
    x_range=(-5.12, 5.12),
    y_range=(-5.12, 5.12),
    start=(2.3, -1.7),
    landmarks=Landmarks(minima=(Minimum(0.0, 0.0, 0.0),)),
    lesson=(
        "A bowl full of dents: each is a local minimum, and small steps end in the nearest one. "
        "Long steps that grow shorter jump a few walls first and then settle; steps that stay long never do."
    ),
    source="L. A. Rastrigin, Systems of Extremal Control, 1974.",
    steps=200,
    learning_rates={"gradient": 0.002, "momentum": 0.005, "adaptive": 0.25, "accumulating": 1.4, "sign": 0.8},
)


def ackley(x, y):
    """20 (1 - exp(-r/5)) + e - exp((cos 2πx + cos 2πy)/2), r = √((x² + y²)/2); slope (0, 0) at the origin."""
    k = 2.0 * pi
    r = sqrt(0.5 * (x * x + y * y))
    cone = exp(-0.2 * r)
    waves = exp(0.5 * (cos(k * x) + cos(k * y)))
    pull = 2.0 * cone / max(r, 1e-150)
    return (
        20.0 * (1.0 - cone) + e - waves,
        pull * x + pi * waves * sin(k * x),
        pull * y + pi * waves * sin(k * y),
    )


def ackley_curvature(x, y):
    """Second derivatives; 0/0, hence nan, at the tip of the cone."""
    k = 2.0 * pi
    r = sqrt(0.5 * (x * x + y * y))
    cone = exp(-0.2 * r)
    waves = pi * pi * exp(0.5 * (cos(k * x) + cos(k * y)))
    pull = 2.0 * cone / r
    less = cone * (0.2 + 1.0 / r) / (r * r)
    sin_x = sin(k * x)
    sin_y = sin(k * y)
    return (
        pull - less * x * x + waves * (2.0 * cos(k * x) - sin_x * sin_x),
        -less * x * y - waves * sin_x * sin_y,
        pull - less * y * y + waves * (2.0 * cos(k * y) - sin_y * sin_y),
    )


ACKLEY = Surface(
    key="ackley",
    name="Ackley",
    cites=("ackley1987",),
    formula=(
        r"f(x, y) = 20 + e - 20\,e^{-\frac15\sqrt{\frac12 (x^2 + y^2)}} "
        r"- e^{\frac12 (\cos 2\pi x + \cos 2\pi y)}"
    ),
    kernel=ackley,
    curvature=ackley_curvature,
    x_range=(-5.0, 5.0),
    y_range=(-5.0, 5.0),
    start=(2.2, -1.4),
    landmarks=Landmarks(minima=(Minimum(0.0, 0.0, 0.0),)),
    lesson=(
        "A funnel under ripples, and at its tip a cone whose slope does not shrink. "
        "Few get through the ripples, and who reaches the tip with steps of constant length circles it for ever."
    ),
    source="D. H. Ackley, A Connectionist Machine for Genetic Hillclimbing, 1987.",
    steps=200,
    learning_rates={"gradient": 0.02, "momentum": 0.02, "adaptive": 0.1, "accumulating": 1.0, "sign": 0.2},
)


def griewank(x, y):
    """1 + (x² + y²)/4000 - cos x cos(y/√2)."""
    root = sqrt(0.5)
    cos_x = cos(x)
    cos_y = cos(root * y)
    return (
        1.0 + (x * x + y * y) / 4000.0 - cos_x * cos_y,
        x / 2000.0 + sin(x) * cos_y,
        y / 2000.0 + root * cos_x * sin(root * y),
    )


def griewank_curvature(x, y):
    """Second derivatives of Griewank's function."""
    root = sqrt(0.5)
    cos_x = cos(x)
    cos_y = cos(root * y)
    return (
        1.0 / 2000.0 + cos_x * cos_y,
        -root * sin(x) * sin(root * y),
        1.0 / 2000.0 + 0.5 * cos_x * cos_y,
    )


GRIEWANK = Surface(
    key="griewank",
    name="Griewank",
    cites=("griewank1981",),
    formula=r"f(x, y) = 1 + \frac{x^2 + y^2}{4000} - \cos x\,\cos\frac{y}{\sqrt 2}",
    kernel=griewank,
    curvature=griewank_curvature,
    x_range=(-10.0, 10.0),
    y_range=(-10.0, 10.0),
    start=(2.0, 2.5),
    landmarks=Landmarks(minima=(Minimum(0.0, 0.0, 0.0),)),
    lesson=(
        "From near, a quilt of almost equal dents; only from far away does the bowl beneath it show. "
        "The slope knows nothing of the bowl, so a path ends in whichever dent its first steps enter."
    ),
    source="A. O. Griewank, Generalized descent for global optimization, 1981.",
    steps=150,
    learning_rates={"gradient": 0.5, "momentum": 0.3, "adaptive": 0.2, "accumulating": 4.0, "sign": 0.2},
)


def bohachevsky(x, y):
    """x² + 2y² + 0.3 (1 - cos 3πx) + 0.4 (1 - cos 4πy)."""
    u = 3.0 * pi * x
    v = 4.0 * pi * y
    return (
        x * x + 2.0 * y * y + 0.3 * (1.0 - cos(u)) + 0.4 * (1.0 - cos(v)),
        2.0 * x + 0.9 * pi * sin(u),
        4.0 * y + 1.6 * pi * sin(v),
    )


def bohachevsky_curvature(x, y):
    """Second derivatives of Bohachevsky's first function."""
    return 2.0 + 2.7 * pi * pi * cos(3.0 * pi * x), 0.0 * x, 4.0 + 6.4 * pi * pi * cos(4.0 * pi * y)


BOHACHEVSKY = Surface(
    key="bohachevsky",
    name="Bohachevsky",
    cites=("bohachevsky1986",),
    formula=r"f(x, y) = x^2 + 2y^2 - 0.3\cos 3\pi x - 0.4\cos 4\pi y + 0.7",
    kernel=bohachevsky,
    curvature=bohachevsky_curvature,
    x_range=(-5.0, 5.0),
    y_range=(-5.0, 5.0),
    start=(2.7, -1.6),
    landmarks=Landmarks(minima=(Minimum(0.0, 0.0, 0.0),)),
    lesson=(
        "A bowl with a washboard: on the steep flanks the ripples only jolt, near the bottom they trap. "
        "Who remembers a direction gets through the last ripples; plain gradient descent stops far outside."
    ),
    source="I. O. Bohachevsky, M. E. Johnson, M. L. Stein, Generalized simulated annealing, 1986, function 1.",
    steps=150,
    learning_rates={"gradient": 0.02, "momentum": 0.008, "adaptive": 0.1, "accumulating": 0.8, "sign": 0.1},
)


def fractal(x, y, roughness):
    """(x² + y²)/10 + ρ Σ 2⁻ᵏ (1 - cos zₖ) over six octaves, each twice as fine and turned by one radian."""
    loss = 0.1 * (x * x + y * y)
    slope_x = 0.2 * x
    slope_y = 0.2 * y
    along_x = 1.0
    along_y = 0.0
    height = roughness
    for _ in range(6):
        wave = along_x * x + along_y * y
        steep = height * sin(wave)
        loss = loss + height * (1.0 - cos(wave))
        slope_x = slope_x + along_x * steep
        slope_y = slope_y + along_y * steep
        before = along_x
        along_x = 2.0 * (TURN_COS * along_x - TURN_SIN * along_y)
        along_y = 2.0 * (TURN_SIN * before + TURN_COS * along_y)
        height = 0.5 * height
    return loss, slope_x, slope_y


def fractal_curvature(x, y, roughness):
    """Second derivatives, to which the finest octave adds most."""
    f_xx = 0.2 + 0.0 * x
    f_xy = 0.0 * x
    f_yy = 0.2 + 0.0 * x
    along_x = 1.0
    along_y = 0.0
    height = roughness
    for _ in range(6):
        bent = height * cos(along_x * x + along_y * y)
        f_xx = f_xx + along_x * along_x * bent
        f_xy = f_xy + along_x * along_y * bent
        f_yy = f_yy + along_y * along_y * bent
        before = along_x
        along_x = 2.0 * (TURN_COS * along_x - TURN_SIN * along_y)
        along_y = 2.0 * (TURN_SIN * before + TURN_COS * along_y)
        height = 0.5 * height
    return f_xx, f_xy, f_yy


FRACTAL = Surface(
    key="fractal",
    name="Fractal slope",
    cites=("weierstrass1872",),
    formula=(
        r"f(x, y) = \frac{x^2 + y^2}{10} + \rho \sum_{k=0}^{5} \frac{1 - \cos z_k}{2^k},"
        r"\quad z_k = 2^k (x\cos k + y\sin k)"
    ),
    kernel=fractal,
    curvature=fractal_curvature,
    x_range=(-5.0, 5.0),
    y_range=(-5.0, 5.0),
    start=(-4.0, 3.0),
    landmarks=Landmarks(minima=(Minimum(0.0, 0.0, 0.0),)),
    parameters=(SurfaceParameter("roughness", "ρ", 0.35, 0.0, 1.0, note="How high the waves are, of every size."),),
    lesson=(
        "The slope looks like noise, although nothing here is random: waves within waves, each as steep as the last. "
        "Momentum averages the waves away and follows the slope beneath; small steps stop at the first wave that holds."
    ),
    source="Made for this lab, after K. Weierstrass's nowhere differentiable function, 1872, cut off at six octaves.",
    steps=200,
    learning_rates={"gradient": 0.1, "momentum": 0.03, "adaptive": 0.05, "accumulating": 0.5, "sign": 0.05},
)
