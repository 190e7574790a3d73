"""A path on its landscape as a small SVG that draws itself: no script, no Plotly, a few kilobytes.

Colours follow the `color-scheme` of whatever surrounds the picture. The path is drawn in the time of its steps, so
that crawling looks like crawling; who prefers reduced motion sees it finished.
"""

from html import escape

import numpy as np
from numpy.typing import NDArray

from .landscape import COLORSCALES, INK, LINES, Array, Relief
from .palette import Style

WIDTH, HEIGHT = 720, 480
BANDS = 9
# Neighbours closer than this, about a pixel where it is shown, are one point.
RESOLUTION = 3.0
# How far beyond the picture, in pictures, a path is still followed.
MARGIN = 1.5
LENGTH = 1000
DRAWN, CYCLE = 4.0, 6.5
KNOTS = 25

# For each of the 16 ways in which a cell's corners (1 south-west, 2 south-east, 4 north-east, 8 north-west) may lie
# inside, the edges (0 south, 1 east, 2 north, 3 west) between which the border runs, with the inside on its left.
SEGMENTS: tuple[tuple[tuple[int, int], ...], ...] = (
    (),
    ((0, 3),),
    ((1, 0),),
    ((1, 3),),
    ((2, 1),),
    ((0, 3), (2, 1)),
    ((2, 0),),
    ((2, 3),),
    ((3, 2),),
    ((0, 2),),
    ((1, 0), (3, 2)),
    ((1, 2),),
    ((3, 1),),
    ((0, 1),),
    ((3, 0),),
    (),
)


def rings(height: Array, level: float) -> list[Array]:
    """The closed borders of where `height` (m, n) is at most `level`, by marching squares.

    Each ring is (k, 2): column and row in units of the grid, counterclockwise around the inside. What is not finite
    lies outside; along the grid's edge a ring follows the edge.
    """
    finite = height[np.isfinite(height)]
    beyond = max(float(finite.max(initial=level)), level) + 1.0
    padded = np.pad(np.where(np.isfinite(height), height, beyond), 1, constant_values=beyond)
    columns = np.clip(np.arange(padded.shape[1]) - 1.0, 0.0, height.shape[1] - 1.0)
    rows = np.clip(np.arange(padded.shape[0]) - 1.0, 0.0, height.shape[0] - 1.0)
    following = _following(padded <= level)
    places = _crossings(padded, level, columns, rows)
    found = []
    for first in np.flatnonzero(following >= 0):
        if following[first] < 0:
            continue
        ring, edge = [], int(first)
        while following[edge] >= 0:
            ring.append(edge)
            following[edge], edge = -1, int(following[edge])
        found.append(places[ring])
    return found


def _following(inside: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For each edge of the grid the edge to which the border goes on, -1 where there is no border.

    Edges are numbered row by row, those along rows first, then those along columns.
    """
    rows, columns = inside.shape
    corner = np.arange(rows * columns).reshape(rows, columns)
    south, west = corner[:-1, :-1], corner[:-1, :-1] + rows * columns
    edges = (south, west + 1, south + columns, west)
    bits = inside.astype(np.int64)
    cases = bits[:-1, :-1] + 2 * bits[:-1, 1:] + 4 * bits[1:, 1:] + 8 * bits[1:, :-1]
    following = np.full(2 * rows * columns, -1, np.int64)
    for case, segments in enumerate(SEGMENTS):
        cells = cases == case
        for source, target in segments:
            following[edges[source][cells]] = edges[target][cells]
    return following


def _crossings(heights: Array, level: float, columns: Array, rows: Array) -> Array:
    """Where the level crosses each edge, (edges, 2), by linear interpolation."""
    with np.errstate(divide="ignore", invalid="ignore"):
        east = (level - heights) / (np.roll(heights, -1, axis=1) - heights)
        north = (level - heights) / (np.roll(heights, -1, axis=0) - heights)
        along = columns + east * (np.roll(columns, -1) - columns)
        up = rows[:, None] + north * (np.roll(rows, -1) - rows)[:, None]
    on_rows = np.stack([along, np.broadcast_to(rows[:, None], along.shape)], axis=-1)
    on_columns = np.stack([np.broadcast_to(columns, up.shape), up], axis=-1)
    crossings: Array = np.concatenate([on_rows.reshape(-1, 2), on_columns.reshape(-1, 2)])
    return crossings


def _line(points: Array) -> str:
    """Whole numbers, each relative to the one before, as the commands that SVG reads."""
    whole = np.rint(points).astype(np.int64)
    steps = np.diff(whole, axis=0)
    steps = steps[(steps != 0).any(axis=1)]
    text = "".join(f"{x:+d}{y:+d}" if y < 0 else f"{x:+d} {y:d}" for x, y in steps.tolist())
    return f"M{whole[0, 0]} {whole[0, 1]}" + (f"l{text.replace('+', ' ').strip()}" if text else "h0")


def _simplified(ring: Array) -> Array:
    """Keep the points at which a ring bends by more than half a unit, and every third of the others."""
    before, after = np.roll(ring, 1, axis=0) - ring, np.roll(ring, -1, axis=0) - ring
    area = np.abs(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0])
    bent = area > 0.5 * np.linalg.norm(after - before, axis=1)
    kept: Array = ring[bent | (np.arange(len(ring)) % 3 == 0)]
    return kept


def ground(land: Relief) -> str:
    """The landscape as filled bands, the lowest on top."""
    scale = np.array([WIDTH / (land.x.size - 1), HEIGHT / (land.y.size - 1)])
    bands = []
    for band in reversed(range(BANDS)):
        level = land.low + (land.high - land.low) * (band + 1) / BANDS
        borders = (_simplified(ring * scale) for ring in rings(land.height, level))
        lines = "".join(_line(border * (1, -1) + (0, HEIGHT)) + "z" for border in borders if len(border) > 2)
        bands.append(f'<path class="band{band}" d="{lines}"/>')
    return "".join(bands)


def _seen(points: Array) -> tuple[Array, Array]:
    """The points that can be told apart and the steps at which they are reached, until the path is out of sight."""
    low = np.array([-MARGIN * WIDTH, -MARGIN * HEIGHT])
    high = np.array([(1.0 + MARGIN) * WIDTH, (1.0 + MARGIN) * HEIGHT])
    kept, steps = [points[0]], [0]
    for step, point in enumerate(points[1:], start=1):
        if not np.isfinite(point).all():
            break
        move = point - kept[-1]
        if (point < low).any() or (point > high).any():
            with np.errstate(divide="ignore", invalid="ignore"):
                room = np.where(move > 0, (high - kept[-1]) / move, np.where(move < 0, (low - kept[-1]) / move, np.inf))
            kept.append(kept[-1] + move * min(float(room.min()), 1.0))
            steps.append(step)
            break
        if np.hypot(*move) >= RESOLUTION:
            kept.append(point)
            steps.append(step)
    return np.array(kept), np.array(steps, np.float64)


def _keyframes(name: str, points: Array, steps: Array, last: int) -> str:
    """How much of the line is still to come, at the times at which equal shares of it are done.

    It ends a thousandth short, because a dash that begins where the line ends is not drawn.
    """
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    shares = np.linspace(0.0, 1.0, KNOTS)
    times = np.interp(shares * lengths[-1], lengths, steps) / max(last, 1) * 100.0 * DRAWN / CYCLE
    frames = "".join(
        f"{time:.4g}%{{stroke-dashoffset:{max(LENGTH * (1.0 - share), 1.0):.0f}}}"
        for time, share in zip(times.tolist(), shares.tolist(), strict=True)
    )
    return f"@keyframes {name}{{{frames}to{{stroke-dashoffset:1}}}}"


def thumbnail(
    backdrop: str,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    positions: Array,
    goals: Array,
    style: Style,
    name: str,
    label: str,
) -> str:
    """An SVG of a path over a `ground`; beside it the page needs `stylesheet()` once.

    positions (T + 1, 2) and goals (k, 2), the minima, are in the surface's coordinates, whose view is `x_range` by
    `y_range`. `name` is an identifier that no other picture of the page has; `label` says what is seen.
    """
    low = np.array([x_range[0], y_range[1]])
    scale = np.array([WIDTH / (x_range[1] - x_range[0]), HEIGHT / (y_range[0] - y_range[1])])
    with np.errstate(over="ignore", invalid="ignore"):
        points, steps = _seen((positions - low) * scale)
    line = _line(points)
    marks = "".join(
        f"M{x - 11:.0f} {y:.0f}h22M{x:.0f} {y - 11:.0f}v22"
        for x, y in ((goals - low) * scale).tolist()
        if 0 <= x <= WIDTH and 0 <= y <= HEIGHT
    )
    x, y = np.rint(points[0]).astype(int)
    return (
        f'<svg class="thumbnail" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}" '
        f'style="--light:{style.light};--dark:{style.dark};--draw:{name}">'
        f"<style>{_keyframes(name, points, steps, len(positions) - 1)}</style>"
        f'{backdrop}<path class="goal" d="{marks or "M0 0"}"/>'
        f'<path class="casing" pathLength="{LENGTH}" d="{line}"/><path class="trail" pathLength="{LENGTH}" d="{line}"/>'
        f'<path class="head" pathLength="{LENGTH}" d="{line}"/><circle class="start" cx="{x}" cy="{y}" r="11"/></svg>'
    )


def _color(scale: list[list[object]], share: float) -> str:
    places = [float(str(place)) for place, _ in scale]
    channels = np.array([[int(str(color)[i : i + 2], 16) for i in (1, 3, 5)] for _, color in scale], np.float64)
    mixed = [round(float(np.interp(share, places, channels[:, c]))) for c in range(3)]
    return "#{:02x}{:02x}{:02x}".format(*mixed)


def _both(name: str, light: str, dark: str) -> str:
    """A declaration for browsers that know `light-dark()`, after one for those that do not."""
    return f"{name}:{light};{name}:light-dark({light},{dark})"


def stylesheet() -> str:
    """The rules that all thumbnails of a page share."""
    rules = [
        ".thumbnail{display:block;width:100%;height:auto;border-radius:8px;overflow:hidden}",
        ".thumbnail path{fill:none;stroke-linejoin:round;stroke-linecap:round}",
        f".thumbnail .goal{{stroke-width:5;{_both('stroke', INK['light'], INK['dark'])}}}",
        f".thumbnail .start{{stroke-width:5;{_both('fill', '#ffffff', '#0e1622')};"
        f"{_both('stroke', INK['light'], INK['dark'])}}}",
        f".thumbnail .casing{{stroke-width:13;{_both('stroke', '#ffffffb0', '#0e1622b0')}}}",
        f".thumbnail .trail{{stroke-width:7;{_both('stroke', 'var(--light)', 'var(--dark)')}}}",
        f".thumbnail .head{{stroke-width:28;stroke-dasharray:0 {LENGTH};stroke-dashoffset:1;"
        f"{_both('stroke', 'var(--light)', 'var(--dark)')}}}",
        *(
            f".thumbnail .band{band}{{stroke-width:1.5;{_both('stroke', LINES['light'], LINES['dark'])};"
            + _both("fill", *(_color(COLORSCALES[theme], band / (BANDS - 1)) for theme in ("light", "dark")))
            + "}"
            for band in range(BANDS)
        ),
        "@media (prefers-reduced-motion:no-preference){"
        f".thumbnail .casing,.thumbnail .trail{{stroke-dasharray:{LENGTH} {2 * LENGTH}}}"
        f".thumbnail :is(.casing,.trail,.head){{animation:var(--draw) {CYCLE:g}s linear infinite}}}}",
    ]
    return "".join(rules)
