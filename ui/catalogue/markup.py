"""The catalogue as HTML: the overview, the head of a card, what a form is, and the two pictures."""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

import optimizers
import surfaces
from figures.palette import STYLES
from optimizers import Form, Hyperparameter, Optimizer

from .. import link
from ..scene import first_scene
from .facts import Comparisons, Work, Works, kept, order, year
from .heats import Showing

BASELINE = optimizers.OPTIMIZERS[0].key
PLACES = ("At its best", "At its worst")
UNKNOWN = "—"
# Where what is unknown goes when the overview is sorted.
LAST = 1e9


def race_link(key: str, surface: str) -> str:
    """The address of a race of this optimizer against the simplest one, from any page of the app."""
    return "./?" + urlencode(link.to_pairs(first_scene(surface, tuple(dict.fromkeys((BASELINE, key))))))


def swatch(key: str) -> str:
    """The optimizer's colour."""
    return f'<span class="swatch" style="--light:{STYLES[key].light};--dark:{STYLES[key].dark}"></span>'


def _number(value: float) -> str:
    return f"{value:g}".replace("e-0", "e-")


def span(low: float, high: float) -> str:
    """A count that is the same everywhere, or its range."""
    least, most = f"{low:.2g}", f"{high:.2g}"
    return least if least == most else f"{least} to {most}"


def _cell(text: str, value: float | None = None) -> str:
    return f"<td>{text}</td>" if value is None else f'<td data-sort="{value:g}">{text}</td>'


HEADINGS = (
    "#",
    "Optimizer",
    "Year",
    "Family",
    "Order",
    "Memory per parameter",
    "Gradients a step",
    "Forms",
    "Worst deviation",
)


def overview(entries: Sequence[Optimizer], works: Works, rows: Comparisons) -> str:
    """A table of the optimizers; memory is in numbers kept for each parameter, by the first form."""
    head = "".join(f'<th scope="col"><button type="button">{heading}</button></th>' for heading in HEADINGS)
    body = "".join(f"<tr>{_overview_row(optimizer, works, rows)}</tr>" for optimizer in entries)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _overview_row(optimizer: Optimizer, works: Works, rows: Comparisons) -> str:
    first = optimizer.forms[0]
    appeared = year(optimizer.source)
    work = works[optimizer.key, first.key]
    slots = kept(optimizer, first).slots
    compared = [row for form in optimizer.forms for row in rows.get((optimizer.key, form.key), ())]
    worst = max((row.worst_deviation for row in compared), default=None)
    place = optimizers.OPTIMIZERS.index(optimizer) + 1
    name = f'{swatch(optimizer.key)}<a href="#about-{optimizer.key}">{escape(optimizer.name)}</a>'
    return "".join(
        (
            _cell(str(place), place),
            _cell(name),
            _cell(str(appeared or UNKNOWN), appeared or LAST),
            _cell(optimizer.family),
            _cell(order(first).removesuffix(" order")),
            _cell(str(slots), slots),
            _cell(span(*work.gradients), work.gradients[1]),
            _cell(str(len(optimizer.forms)), len(optimizer.forms)),
            _cell("not compared" if worst is None else f"{worst:.2g}", LAST if worst is None else worst),
        )
    )


def family(name: str, about: str) -> str:
    """The heading above the optimizers of a family."""
    return f'<div class="catalogue-family"><h2>{escape(name.capitalize())}</h2><p>{escape(about)}</p></div>'


def heading(optimizer: Optimizer, surface: str | None) -> str:
    """Name, year, the way to a race on `surface` where one is known, and the idea."""
    return (
        f'<div class="catalogue-head" id="about-{optimizer.key}">{swatch(optimizer.key)}'
        f'<h3>{escape(optimizer.name)}</h3><span class="catalogue-year">{year(optimizer.source) or ""}</span>'
        f"{_race_it(optimizer, surface) if surface else ''}</div>"
        f'<p class="catalogue-idea">{escape(optimizer.idea)}</p>'
    )


def _race_it(optimizer: Optimizer, surface: str) -> str:
    against = "" if optimizer.key == BASELINE else f" against {escape(optimizers.get(BASELINE).name)}"
    place = f"on {escape(surfaces.get(surface).name)}{against}"
    return (
        f'<a class="race" href="{escape(race_link(optimizer.key, surface))}" title="{place}" '
        f'aria-label="Race {escape(optimizer.name)} {place}">Race it</a>'
    )


def _memory(optimizer: Optimizer, form: Form) -> str:
    memory = kept(optimizer, form)
    if not memory.slots:
        return "keeps nothing"
    names = _codes(memory.own)
    if memory.inner:
        names += f", and {_codes(memory.inner)} of {escape(memory.around)}"
    return f"keeps {memory.slots} number{'s' * (memory.slots != 1)} per parameter: {names}"


def _codes(names: Sequence[str]) -> str:
    return ", ".join(f"<code>{escape(name)}</code>" for name in names)


def _work(work: Work) -> str:
    gradients = span(*work.gradients)
    told = f"{gradients} gradient{'s' * (gradients != '1')} a step"
    if work.hessians[1] > 0.0:
        hessians = span(*work.hessians)
        told += f", {hessians} Hessian{'s' * (hessians != '1')}"
    return told


def formula(form: Form) -> str:
    """The update rule in LaTeX, its lines aligned at what they assign or define."""
    return r"\begin{aligned}" + r" \\ ".join(map(_aligned, form.update)) + r"\end{aligned}"


def _aligned(line: str) -> str:
    if r"\leftarrow" in line:
        return line.replace(r"\leftarrow", r"&\leftarrow", 1)
    depth = 0
    for i, character in enumerate(line):
        depth += (character == "{") - (character == "}")
        if character == "=" and depth == 0:
            return f"{line[:i]}&{line[i:]}"
    return f"&{line}"


def facts(optimizer: Optimizer, form: Form, works: Works, rows: Comparisons) -> str:
    """How a form relates to the others, what it costs, what it equals, and where it stands."""
    compared = rows.get((optimizer.key, form.key), ())
    badges = "".join(
        f'<li class="{"equal" if row.equal else "differs"}">{"✓ " if row.equal else ""}{escape(row.sentence)}</li>'
        for row in compared
    )
    return (
        f'<ul class="facts">{badges or "<li>not compared</li>"}<li>{order(form)}</li>'
        f"<li>{_work(works[optimizer.key, form.key])}</li><li>{_memory(optimizer, form)}</li></ul>"
        f'<p class="form-note">{escape(form.note)}</p>'
        f'<p class="form-source">{escape(form.source or optimizer.source)}</p>'
    )


def settings(form: Form) -> str:
    """The hyperparameters with their defaults, bounds, and what turning them does."""
    rows = "".join(
        f'<tr><th scope="row"><b>{escape(h.symbol)}</b> {escape(h.name)}</th><td class="default">{_default(h)}</td>'
        f'<td class="bounds">{_bounds(h)}</td><td class="note">{escape(h.note)}</td></tr>'
        for h in form.hyperparameters
    )
    head = '<tr><th scope="col">Setting</th><th scope="col">Default</th><th scope="col">Bounds</th><th></th></tr>'
    return f'<table class="settings"><thead>{head}</thead><tbody>{rows}</tbody></table>'


def _default(h: Hyperparameter) -> str:
    if h.kind == "switch":
        return "on" if h.default else "off"
    return _number(h.default)


def _bounds(h: Hyperparameter) -> str:
    return "off or on" if h.kind == "switch" else f"{_number(h.low)} … {_number(h.high)}"


def showings(key: str, chosen: Sequence[Showing], pictures: Sequence[str]) -> str:
    """The pictures with what they show; each leads to that race."""
    figures = "".join(
        f'<figure><a target="_self" href="{escape(race_link(key, showing.surface))}">{picture}</a>'
        f"<figcaption><b>{place}: {escape(surfaces.get(showing.surface).name)}</b><br>"
        f"<span>{escape(showing.sentence)}</span></figcaption></figure>"
        for place, showing, picture in zip(PLACES, chosen, pictures, strict=True)
    )
    return f'<div class="showings">{figures}</div>'
