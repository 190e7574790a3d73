"""What the surface in space needs beyond the contour's arrays: how a loss becomes a height, and its ticks."""

import math
from typing import Any

import numpy as np

from figures.landscape import SOLID, Relief

# Ticks stand at least this share of the drawn height apart.
APART = 1.0 / 8.0
FEWEST = 3
# Powers of ten, and numbers between them for a landscape that hardly rises.
ROUND = [[float(f"{m}e{p}") for p in range(-9, 31) for m in mantissas] for mantissas in ((1,), (1, 2, 5), range(1, 10))]


def relief(land: Relief, lowest: float | None) -> dict[str, Any]:
    """Describe the heights of `land`, whose surface has its global minimum at the loss `lowest` (None: none).

    A point of loss f stands at the height log10(f - lowest + softening), at arsinh((f - c) / s) where `bend` is
    (c, s), or at f itself when both are None. `ticks` are pairs (height, loss), `colorscales` those of the light
    and of the dark theme.
    """
    return {
        "low": land.low,
        "high": land.high,
        "size": land.size,
        "softening": None if land.floor is None else (lowest or 0.0) - land.floor,
        "bend": land.bend,
        "ticks": _ticks(land),
        "colorscales": [SOLID["light"], SOLID["dark"]],
    }


def _ticks(land: Relief) -> list[tuple[float, float]]:
    """Round losses within the drawn heights: powers of ten and 0, or even steps where heights are losses."""
    low, high, floor = land.low, land.high, land.floor
    if floor is None and land.bend is None:
        rough = (high - low) * APART
        power = 10.0 ** math.floor(math.log10(max(rough, 1e-300)))
        step = next(m * power for m in (1.0, 2.0, 5.0, 10.0) if m * power >= rough * (1.0 - 1e-9))
        return [(float(v), float(f"{v:.6g}")) for v in np.arange(math.ceil(low / step), high / step + 1e-9) * step]
    kept: list[tuple[float, float]] = []
    for sizes in ROUND:
        losses = [loss for loss in (*sizes, 0.0, *(-size for size in sizes)) if floor is None or loss > floor]
        kept = []
        for height, loss in sorted(((land.rise(loss), loss) for loss in losses), reverse=True):
            if low <= height <= high and (not kept or kept[-1][0] - height >= (high - low) * APART):
                kept.append((height, loss))
        if len(kept) >= FEWEST:
            break
    return kept[::-1]
