"""What stands on the page: chapters, the curve, the ball on it, its position over time, the printed numbers."""

from dataclasses import replace

import numpy as np
import streamlit as st

import optimizers
import surfaces
from figures.lines import Axis, Line, Mark, chart
from figures.palette import worn
from optimizers import Trajectories
from surfaces import Surface

from .. import browser_parts, state
from ..formula import NAME, OWN
from ..schedules import widgets
from ..stage import stage
from .chapters import CHAPTERS, PRINTED, chapter_of, reproduced
from .scene import CURVES, CurveScene, own_pairs

PAGE = "one-dimension"
MOST_MARKS = 6


def scene() -> CurveScene:
    """The page's scene as it stands."""
    current = state.scene(PAGE)
    assert isinstance(current, CurveScene)
    return current


def chapters() -> None:
    """Open a chapter of the story."""
    by_key = {chapter.key: chapter for chapter in CHAPTERS}
    key = state.key("chapter", PAGE)
    st.session_state[key] = chapter_of(scene())

    def change() -> None:
        chosen = st.session_state[key]
        if chosen:
            state.open_scene(by_key[chosen].scene, by_key[chosen].look_for, PAGE)

    st.pills("The story of the quartic", list(by_key), format_func=lambda k: by_key[k].name, key=key, on_change=change)


def curve() -> None:
    """Choose a curve, the balls on it, and whether the other side is shown."""
    current = scene()
    choice, mirror = state.key("curve", PAGE), state.key("mirror", PAGE)
    st.session_state[choice], st.session_state[mirror] = current.surface, current.mirrored
    names = {OWN: NAME} | {key: surfaces.get(key).name for key in CURVES}
    with widgets.row():
        st.selectbox(
            "Curve",
            list(names),
            format_func=lambda key: names[key],
            key=choice,
            on_change=lambda: state.open_scene(scene().with_surface(st.session_state[choice]), page=PAGE),
            width=230,
        )
        with st.popover("Optimizers"):
            _optimizers()
        st.toggle(
            "Also from −x₀",
            key=mirror,
            help="Shows positions from the start on the other side of 0, too, as thin lines.",
            on_change=lambda: state.adopt(replace(scene(), mirrored=st.session_state[mirror]), PAGE),
        )


def _optimizers() -> None:
    key = state.key("optimizers", PAGE)
    present = {run.key for run in scene().runs}
    st.session_state[key] = [o.key for o in optimizers.OPTIMIZERS if o.key in present]
    st.pills(
        "Balls on the curve",
        [o.key for o in optimizers.OPTIMIZERS],
        selection_mode="multi",
        format_func=lambda k: optimizers.get(k).name,
        key=key,
        on_change=lambda: state.choose_optimizers(st.session_state[key], PAGE),
    )


def ball() -> None:
    """The stage, and the position over time on which it acts."""
    if state.take("formulas_changed", False, PAGE):
        st.rerun()
    current = scene()
    stage(
        current,
        key=state.key(state.STAGE, PAGE),
        acknowledged=st.session_state[state.key("acknowledged", PAGE)],
        refused=state.take("refused", [], PAGE),
        known=state.take("known", (), PAGE),
        answer=state.take("answer", None, PAGE),
        on_edits=lambda: state.take_edits(PAGE),
        on_wanted=lambda: state.take_wanted(PAGE),
        opened=st.session_state.get(state.key("opened", PAGE), 0),
        also=own_pairs(current),
    )
    if current.raced:
        _positions(current)


def walked(current: CurveScene, x: float) -> Trajectories:
    """The scene's runs from x."""
    return optimizers.run(
        current.landscape,
        current.raced,
        start=(x, 0.0),
        steps=current.steps,
        schedule=current.schedule,
        noise=current.noise,
        seed=current.seed,
        stop=current.stop,
        record_memory=False,
    )


def _positions(current: CurveScene) -> None:
    curve, x = current.landscape, current.start[0]
    mirrored = current.mirrored and x != 0.0
    lines = _lines(current, walked(current, x), False)
    if mirrored:
        lines += _lines(current, walked(current, -x), True)
    low, high = curve.x_range
    room = 0.5 * (high - low)
    note = f"thick: from x = {x:g}" + (f", thin: from x = {-x:g}" if mirrored else "")
    widgets.heading("Position over time", note.replace("-", "−"))
    lines = [replace(line, decides=_stays(line, low - room, high + room)) for line in lines]
    across = Axis("step", span=(0.0, float(current.steps)))
    # Who leaves the view by far does not decide the axis, and is drawn until there.
    upwards = Axis("x") if any(line.decides for line in lines) else Axis("x", span=curve.x_range)
    browser_parts.chart(
        lambda theme: chart(lines, theme, across, upwards, _minima(curve)),
        "one_dimension_positions",
        "Position against the step, with the minima as dashed lines",
        330,
        f"{curve.key}{current.steps}",
    )


def _stays(line: Line, low: float, high: float) -> bool:
    return bool(np.isfinite(line.y).all() and line.y.min() >= low and line.y.max() <= high)


def _lines(current: CurveScene, trajectories: Trajectories, faint: bool) -> list[Line]:
    lines = []
    names = [run.optimizer.name for run in current.raced]
    for i, run in enumerate(current.raced):
        taken = int(trajectories.steps_taken[i])
        beta = run.hyperparameters.get("beta")
        name = names[i] + (f", β = {beta:g}" if beta is not None else "")
        name += f" ({names[:i].count(names[i]) + 1})" if beta is None and names.count(names[i]) > 1 else ""
        look = worn(run.key, sum(other.key == run.key for other in current.raced[:i]))
        x = trajectories.positions[i, : taken + 1, 0]
        lines.append(Line(name, np.arange(taken + 1.0), x, look, faint=faint))
    return lines


def _minima(curve: Surface) -> list[Mark]:
    lows = [minimum.x for minimum in curve.minima]
    lows += [point.x for point in curve.critical_points if point.kind == "local minimum"]
    return [Mark("y", low, f"{low:.4g}".replace("-", "−")) for low in lows[:MOST_MARKS]]


def printed() -> None:
    """The lecture's numbers beside ours, to the last digit."""
    st.subheader("What the lecture printed", anchor=False)
    rows = []
    for entry, ours in zip(PRINTED, reproduced(), strict=True):
        same = ours == entry.value
        mark = "✓ equal" if same else f"differs by {abs(ours - entry.value):.1e}"
        cells = (f"{entry.start:g}", repr(entry.value), repr(ours))
        numbers = "".join(f"<td>{cell.replace('-', '−')}</td>" for cell in cells)
        rows.append(
            f'<tr><th scope="row">{entry.name}</th>{numbers}<td class="{"yes" if same else "no"}">{mark}</td></tr>'
        )
    head = "".join(f'<th scope="col">{text}</th>' for text in ("Run", "from", "printed", "here", ""))
    st.html(f'<div class="printed"><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>')
    st.caption(
        "100 steps at α = 0.1, computed by plain Python as in the lecture: M. De Mari, Theory and Practice of Deep "
        "Learning, week 2, SUTD. The compiled engine multiplies x·x·x where Python calls pow, so that its last digit "
        "may be another."
    )
