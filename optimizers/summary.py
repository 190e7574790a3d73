"""What a table says about each run."""

from dataclasses import dataclass

import numpy as np

from surfaces import Surface

from .run import Status, Trajectories


@dataclass(frozen=True)
class Summary:
    """One run in numbers.

    `distance` is the Euclidean distance from the last finite position to the nearest known minimum,
    and `nearest` tells whether that one is "global" or "local"; both are None on a surface without
    minima. `steps_to_tolerance` is the first step whose loss is within `tolerance` of the global
    minimum, None when there is none.
    """

    final_loss: float
    distance: float | None
    nearest: str | None
    steps_to_tolerance: int | None
    evaluations: int
    status: Status
    reason: str


def summarize(trajectories: Trajectories, surface: Surface, tolerance: float = 1e-3) -> tuple[Summary, ...]:
    """One Summary per run; `tolerance` is the gap in loss to the global minimum that counts as arrived."""
    minima = [(m.x, m.y, "global") for m in surface.minima]
    minima += [(p.x, p.y, "local") for p in surface.critical_points if p.kind == "local minimum"]
    lowest = min((m.value for m in surface.minima), default=None)
    statuses, reasons = trajectories.status, trajectories.reason
    rows = []
    for r in range(len(trajectories.runs)):
        taken = int(trajectories.steps_taken[r])
        x, y = trajectories.positions[r, taken]
        distance, nearest = None, None
        if minima and np.isfinite((x, y)).all():
            distance, nearest = min((float(np.hypot(x - a, y - b)), kind) for a, b, kind in minima)
        arrived = None
        if lowest is not None:
            within = np.flatnonzero(trajectories.losses[r, : taken + 1] - lowest <= tolerance)
            arrived = int(within[0]) if within.size else None
        rows.append(
            Summary(
                final_loss=float(trajectories.losses[r, taken]),
                distance=distance,
                nearest=nearest,
                steps_to_tolerance=arrived,
                evaluations=int(trajectories.evaluations[r]),
                status=statuses[r],
                reason=reasons[r],
            )
        )
    return tuple(rows)
