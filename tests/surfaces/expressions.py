"""The surfaces once more, written for a computer algebra system: the reference for values and derivatives.

Each row is written from the surface's published definition, not from its kernel. Parameters are symbols
of the same name.
"""

from sympy import Abs, E, Expr, Matrix, Rational, cos, exp, pi, rad, sin, sqrt, symbols

x, y = symbols("x y", real=True)
a, angle, b, bend, depth, kappa, roughness, steepness, tilt, width = symbols(
    "a angle b bend depth kappa roughness steepness tilt width", real=True
)


def _turned(degrees: Expr) -> Matrix:
    turn = Matrix([[cos(rad(degrees)), -sin(rad(degrees))], [sin(rad(degrees)), cos(rad(degrees))]])
    return turn.T * Matrix([x, y])


def _rotated_bowl(condition_number: Expr, degrees: Expr) -> Expr:
    flat, steep = _turned(degrees)
    return (flat**2 + condition_number * steep**2) / 2


def _ravine() -> Expr:
    along, across = _turned(angle)
    return along**2 / 2 + kappa / 2 * (across - bend * along**2) ** 2


def _levy() -> Expr:
    w1, w2 = 1 + (x - 1) / 4, 1 + (y - 1) / 4
    return (
        sin(pi * w1) ** 2
        + (w1 - 1) ** 2 * (1 + 10 * sin(pi * w1 + 1) ** 2)
        + (w2 - 1) ** 2 * (1 + sin(2 * pi * w2) ** 2)
    )


def _fractal() -> Expr:
    waves = [2**k * (x * cos(k) + y * sin(k)) for k in range(6)]
    return (x**2 + y**2) / 10 + roughness * sum((1 - cos(wave)) / 2**k for k, wave in enumerate(waves))


EXPRESSIONS: dict[str, Expr] = {
    "quartic": Rational(319, 8400) * x**4
    + Rational(43, 4200) * x**3
    - Rational(6799, 8400) * x**2
    - Rational(299, 840) * x
    + 6,
    "double_well": x**4 / 4 - x**2 / 2 + tilt * x,
    "absolute": Abs(x),
    "sphere": x**2 + y**2,
    "ill_quadratic": _rotated_bowl(kappa, angle),
    "rotated_quadratic": (Matrix([[x, y]]) * Matrix([[101, -99], [-99, 101]]) * Matrix([x, y]))[0] / 4,
    "booth": (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2,
    "matyas": Rational("0.26") * (x**2 + y**2) - Rational("0.48") * x * y,
    "zakharov": x**2 + y**2 + (x / 2 + y) ** 2 + (x / 2 + y) ** 4,
    "beale": sum((Rational(c) - x + x * y**n) ** 2 for n, c in enumerate(("1.5", "2.25", "2.625"), start=1)),
    "radford_long_valley": 4 * y**2 - 2 / (1 + exp(-x)) + x**2 / 50,
    "ravine": _ravine(),
    "rosenbrock": (a - x) ** 2 + b * (y - x**2) ** 2,
    "saddle": x**2 - y**2,
    "double_well_saddle": x**2 - y**2 / 2 + y**4 / 4,
    "tilted_saddle": x**2 - y**2 / 2 + y**4 / 4 + tilt * y,
    "monkey_saddle": x**3 - 3 * x * y**2,
    "saddle_valley": x**2 / 80 + (1 - cos(2 * x)) / 10 - y**2 * cos(2 * x) / 2 + y**4 / 4,
    "plateau": (x**2 + y**2) / 50 - exp(-(y**2) / (2 * width**2)) / (1 + exp(-x)),
    "cliff": ((x + Rational(3, 2)) ** 2 + y**2) / 10 + 4 / (1 + exp(-steepness * (x - 1 - y**2 / 8))),
    "easom": -cos(x) * cos(y) * exp(-((x - pi) ** 2) - (y - pi) ** 2),
    "michalewicz": -sum(sin(u) * sin(i * u**2 / pi) ** 20 for i, u in enumerate((x, y), start=1)),
    "himmelblau": (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "three_hump_camel": 2 * x**2 - Rational("1.05") * x**4 + x**6 / 6 + x * y + y**2,
    "six_hump_camel": (4 - Rational("2.1") * x**2 + x**4 / 3) * x**2 + x * y + (-4 + 4 * y**2) * y**2,
    "styblinski_tang": sum(u**4 - 16 * u**2 + 5 * u for u in (x, y)) / 2,
    "branin": (y - Rational("5.1") / (4 * pi**2) * x**2 + 5 / pi * x - 6) ** 2 + 10 * (1 - 1 / (8 * pi)) * cos(x) + 10,
    "mccormick": sin(x + y) + (x - y) ** 2 - Rational("1.5") * x + Rational("2.5") * y + 1,
    "goldstein_price": (1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2))
    * (30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2)),
    "wide_and_sharp": (x**2 + y**2) / 50
    - exp(-((x + 2) ** 2 + y**2) / (2 * Rational("1.5") ** 2))
    - depth * exp(-((x - 2) ** 2 + y**2) / (2 * width**2)),
    "rastrigin": 20 + sum(u**2 - 10 * cos(2 * pi * u) for u in (x, y)),
    "ackley": -20 * exp(-sqrt((x**2 + y**2) / 2) / 5) - exp((cos(2 * pi * x) + cos(2 * pi * y)) / 2) + E + 20,
    "griewank": 1 + (x**2 + y**2) / 4000 - cos(x) * cos(y / sqrt(2)),
    "bohachevsky": x**2
    + 2 * y**2
    - Rational("0.3") * cos(3 * pi * x)
    - Rational("0.4") * cos(4 * pi * y)
    + Rational("0.7"),
    "levy": _levy(),
    "levy13": sin(3 * pi * x) ** 2
    + (x - 1) ** 2 * (1 + sin(3 * pi * y) ** 2)
    + (y - 1) ** 2 * (1 + sin(2 * pi * y) ** 2),
    "fractal": _fractal(),
    "eggholder": -(y + 47) * sin(sqrt(Abs(x / 2 + y + 47))) - x * sin(sqrt(Abs(x - (y + 47)))),
}
