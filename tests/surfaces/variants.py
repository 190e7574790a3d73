"""Every surface of the registry, and each again with its parameters at the ends of their ranges."""

import numpy as np

from surfaces import SURFACES, Surface

PARAMETRIC = tuple(surface for surface in SURFACES if surface.parameters)


def _corners(surface: Surface) -> list[Surface]:
    return [
        surface.with_parameters(**{p.name: value})
        for p in surface.parameters
        for value in (p.low, 0.7 * p.low + 0.3 * p.high, p.high)
    ]


VARIANTS = tuple(variant for surface in SURFACES for variant in (surface, *_corners(surface)))


def label(surface: Surface) -> str:
    """The key with the parameters' values, for the test's name."""
    settings = ",".join(f"{p.name}={value:g}" for p, value in zip(surface.parameters, surface.values, strict=True))
    return f"{surface.key}({settings})" if settings else surface.key


def points(surface: Surface, count: int = 25) -> tuple[np.ndarray, np.ndarray]:
    """The start and random points of the view, the same in every test."""
    random = np.random.default_rng(7)
    x = np.append(surface.start[0], random.uniform(*surface.x_range, count))
    y = np.append(surface.start[1], random.uniform(*surface.y_range, count))
    return x, y
