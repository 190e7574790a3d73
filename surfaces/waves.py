"""Waves that grow higher further out: no single learning rate suits the whole view."""

from math import cos, pi, sin, sqrt

from .interface import Landmarks, Minimum, Surface


def levy(x, y):
    """sin² πw₁ + (w₁ - 1)² (1 + 10 sin²(πw₁ + 1)) + (w₂ - 1)² (1 + sin² 2πw₂), with w = 1 + (x - 1)/4."""
    p = 0.25 * (x - 1.0)
    q = 0.25 * (y - 1.0)
    start = sin(pi * p)
    ridge = sin(pi * p + 1.0)
    wave = sin(2.0 * pi * q)
    return (
        start * start + p * p * (1.0 + 10.0 * ridge * ridge) + q * q * (1.0 + wave * wave),
        0.25 * pi * (sin(2.0 * pi * p) + 10.0 * p * p * sin(2.0 * pi * p + 2.0))
        + 0.5 * p * (1.0 + 10.0 * ridge * ridge),
        0.5 * q * (1.0 + wave * wave) + 0.5 * pi * q * q * sin(4.0 * pi * q),
    )


def levy_curvature(x, y):
    """Second derivatives of Lévy's function."""
    p = 0.25 * (x - 1.0)
    q = 0.25 * (y - 1.0)
    k = 2.0 * pi
    ridge = sin(pi * p + 1.0)
    wave = sin(k * q)
    return (
        0.125 * (pi * pi * cos(k * p) + 1.0 + 10.0 * ridge * ridge)
        + 2.5 * pi * p * sin(k * p + 2.0)
        + 1.25 * pi * pi * p * p * cos(k * p + 2.0),
        0.0 * x,
        0.125 * (1.0 + wave * wave) + 0.5 * pi * q * sin(2.0 * k * q) + 0.5 * pi * pi * q * q * cos(2.0 * k * q),
    )


LEVY = Surface(
    key="levy",
    name="Lévy",
    cites=("levy1985",),
    formula=(
        r"f(x, y) = \sin^2 \pi u + (u - 1)^2\left(1 + 10\sin^2(\pi u + 1)\right) "
        r"+ (v - 1)^2\left(1 + \sin^2 2\pi v\right),\quad u = 1 + \tfrac{x - 1}{4},\; v = 1 + \tfrac{y - 1}{4}"
    ),
    kernel=levy,
    curvature=levy_curvature,
    x_range=(-10.0, 10.0),
    y_range=(-10.0, 10.0),
    start=(-3.0, 4.0),
    landmarks=Landmarks(minima=(Minimum(1.0, 1.0, 0.0),)),
    lesson=(
        "Parallel furrows over a bowl: along them the way is easy, across them every step clears a ridge or fails. "
        "Where a path ends depends on the length of its first steps more than on the method."
    ),
    source="A. V. Levy, A. Montalvo, The tunneling algorithm for the global minimization of functions, 1985.",
    steps=200,
    learning_rates={"gradient": 0.2, "momentum": 0.2, "adaptive": 1.0, "accumulating": 2.0, "sign": 0.3},
)


def levy13(x, y):
    """sin² 3πx + (x - 1)² (1 + sin² 3πy) + (y - 1)² (1 + sin² 2πy)."""
    p = x - 1.0
    q = y - 1.0
    first = sin(3.0 * pi * x)
    second = sin(3.0 * pi * y)
    third = sin(2.0 * pi * y)
    return (
        first * first + p * p * (1.0 + second * second) + q * q * (1.0 + third * third),
        3.0 * pi * sin(6.0 * pi * x) + 2.0 * p * (1.0 + second * second),
        3.0 * pi * p * p * sin(6.0 * pi * y) + 2.0 * q * (1.0 + third * third) + 2.0 * pi * q * q * sin(4.0 * pi * y),
    )


def levy13_curvature(x, y):
    """Second derivatives of Lévy's function number 13."""
    p = x - 1.0
    q = y - 1.0
    second = sin(3.0 * pi * y)
    third = sin(2.0 * pi * y)
    return (
        18.0 * pi * pi * cos(6.0 * pi * x) + 2.0 * (1.0 + second * second),
        6.0 * pi * p * sin(6.0 * pi * y),
        18.0 * pi * pi * p * p * cos(6.0 * pi * y)
        + 2.0 * (1.0 + third * third)
        + 8.0 * pi * q * (sin(4.0 * pi * y) + pi * q * cos(4.0 * pi * y)),
    )


LEVY13 = Surface(
    key="levy13",
    name="Lévy 13",
    cites=("surjanovic2013",),
    formula=(
        r"f(x, y) = \sin^2 3\pi x + (x - 1)^2\left(1 + \sin^2 3\pi y\right) "
        r"+ (y - 1)^2\left(1 + \sin^2 2\pi y\right)"
    ),
    kernel=levy13,
    curvature=levy13_curvature,
    x_range=(-10.0, 10.0),
    y_range=(-10.0, 10.0),
    start=(-1.3, 2.4),
    landmarks=Landmarks(minima=(Minimum(1.0, 1.0, 0.0),)),
    lesson=(
        "Waves that grow with the distance from the goal: rough at the start, smooth at the end. "
        "The rate that is stable out there is small, so most methods settle in the first furrow that holds them."
    ),
    source="S. Surjanovic, D. Bingham, Virtual Library of Simulation Experiments, 2013: Lévy function N. 13.",
    steps=200,
    learning_rates={"gradient": 0.001, "momentum": 0.002, "adaptive": 0.15, "accumulating": 0.8, "sign": 0.2},
)


def eggholder(x, y):
    """-(y + 47) sin √|u| - x sin √|v|, u = x/2 + y + 47, v = x - y - 47; at u = 0 and v = 0 that root's slope is 0."""
    h = y + 47.0
    u = 0.5 * x + h
    v = x - h
    root_u = sqrt(abs(u))
    root_v = sqrt(abs(v))
    sin_u = sin(root_u)
    sin_v = sin(root_v)
    # d sin √|u| / du, where u/|u|^(3/2) is the sign of u over its root.
    slope_u = 0.5 * cos(root_u) * u / max(abs(u) * root_u, 1e-300)
    slope_v = 0.5 * cos(root_v) * v / max(abs(v) * root_v, 1e-300)
    return (
        -h * sin_u - x * sin_v,
        -0.5 * h * slope_u - sin_v - x * slope_v,
        -sin_u - h * slope_u + x * slope_v,
    )


def eggholder_curvature(x, y):
    """Second derivatives; infinite or nan on the two lines where the formula has a kink."""
    h = y + 47.0
    u = 0.5 * x + h
    v = x - h
    root_u = sqrt(abs(u))
    root_v = sqrt(abs(v))
    slope_u = 0.5 * cos(root_u) * u / (abs(u) * root_u)
    slope_v = 0.5 * cos(root_v) * v / (abs(v) * root_v)
    bend_u = -0.25 * (sin(root_u) + cos(root_u) / root_u) / abs(u)
    bend_v = -0.25 * (sin(root_v) + cos(root_v) / root_v) / abs(v)
    return (
        -0.25 * h * bend_u - 2.0 * slope_v - x * bend_v,
        -0.5 * slope_u - 0.5 * h * bend_u + slope_v + x * bend_v,
        -2.0 * slope_u - h * bend_u - x * bend_v,
    )


EGGHOLDER = Surface(
    key="eggholder",
    name="Eggholder",
    cites=("whitley1996",),
    formula=(
        r"f(x, y) = -(y + 47)\sin\sqrt{\left|\tfrac{x}{2} + y + 47\right|} "
        r"- x\sin\sqrt{\left|x - (y + 47)\right|}"
    ),
    kernel=eggholder,
    curvature=eggholder_curvature,
    x_range=(-512.0, 512.0),
    y_range=(-512.0, 512.0),
    start=(100.0, 50.0),
    landmarks=Landmarks(minima=(Minimum(512.0, 404.2318051137578, -959.6406627208509),)),
    lesson=(
        "Everything here is a hundred times larger, and so must the rates be: no default fits every problem. "
        "The global minimum lies in a corner of the box that nobody will find by following slopes."
    ),
    source="D. Whitley and others, Evaluating evolutionary algorithms, 1996; the minimum is that of the box.",
    steps=200,
    learning_rates={"gradient": 1.0, "momentum": 0.5, "adaptive": 5.0, "accumulating": 50.0, "sign": 5.0},
)
