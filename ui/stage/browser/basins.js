// Many starts dropped at once: a grid over the view, or a brush, each start coloured by the minimum that it reaches.

import { button, element } from "./dom.js";
import { icon } from "./icons.js";
import { pretty } from "./numbers.js";
import { Popover } from "./popover.js";

/** @import { Stage } from "./stage.js" */
/** @import { Drops, Frame, Pair, Pen, Theme } from "../types" */

/** @type {[number, string][]} */
const SIDES = [
  [0, "Basins off"],
  [16, "16 × 16"],
  [32, "32 × 32"],
  [48, "48 × 48"],
  [64, "64 × 64"],
];
const MOST = 150; // painted starts
const SPACING = 16; // pixels between two of them
const SCATTER = 5; // by so many to a side are strewn with the keyboard
const STRIP = 16; // pixels, on a line
const PAUSE = 60; // ms between two pieces of a survey, in which the hand comes first
const NAMED = 8;
const FILL = 0.5;

/** The colour of a label; the theme's own for what reaches no minimum. @param {Drops} drops @param {Theme} theme @param {number} label */
export function colorOf({ colors }, theme, label) {
  if (label === -2) return theme.ink;
  if (label < 0) return theme.quiet;
  return colors[label];
}

/** How much of its colour a cell has. @param {number} label */
export const opacityOf = (label) => (label === -2 ? 0.62 : label === -1 ? 0.28 : FILL);

/**
 * Cells and painted paths, under everything else.
 * @param {Pen} pen @param {Stage} stage @param {Frame} frame @param {Theme} theme
 */
export function drawBasins(pen, stage, frame, theme) {
  const { drops, surface } = stage.header;
  if (!drops) return;
  if (drops.side) drawCells(pen, stage, frame, theme, drops);
  if (drops.painted.length && surface.dimensions === 2) drawPainted(pen, stage, frame, theme, drops);
  pen.globalAlpha = 1;
}

/** @param {Pen} pen @param {Stage} stage @param {Frame} frame @param {Theme} theme @param {Drops} drops */
function drawCells(pen, stage, frame, theme, drops) {
  const { surface } = stage.header;
  const { cells } = stage.arrays;
  const flat = surface.dimensions === 1;
  const [columns, rows] = flat ? [cells.length, 1] : [drops.side, drops.side];
  const width = ((surface.x_range[1] - surface.x_range[0]) / columns) * frame.scaleX;
  const height = flat ? -STRIP : ((surface.y_range[1] - surface.y_range[0]) / rows) * frame.scaleY;
  const left = surface.x_range[0] * frame.scaleX + frame.offsetX;
  const bottom = flat ? frame.top + frame.height : surface.y_range[0] * frame.scaleY + frame.offsetY;
  for (let row = 0; row < rows; row++) {
    // Neighbours with one label are one rectangle.
    for (let first = 0, next = 0; first < columns; first = next) {
      const label = cells[row * columns + first];
      for (next = first + 1; next < columns && cells[row * columns + next] === label; ) next++;
      if (label === -3) continue;
      pen.globalAlpha = opacityOf(label);
      pen.fillStyle = colorOf(drops, theme, label);
      pen.fillRect(left + first * width, bottom + (row + 1) * height, (next - first) * width, -height);
    }
  }
}

/** @param {Pen} pen @param {Stage} stage @param {Frame} frame @param {Theme} theme @param {Drops} drops */
function drawPainted(pen, stage, frame, theme, drops) {
  const { painted, painted_labels: labels } = stage.arrays;
  const points = painted.length / 2 / labels.length;
  labels.forEach((label, i) => {
    const color = colorOf(drops, theme, label);
    pen.beginPath();
    let [x, y] = [0, 0];
    for (let k = 0; k < points; k++) {
      const at = 2 * (i * points + k);
      const next = [painted[at] * frame.scaleX + frame.offsetX, painted[at + 1] * frame.scaleY + frame.offsetY];
      if (!next.every((v) => Math.abs(v) < 20_000)) break;
      [x, y] = next;
      pen.lineTo(x, y);
    }
    pen.globalAlpha = 0.9;
    pen.lineWidth = 3;
    pen.strokeStyle = theme.casing;
    pen.stroke();
    pen.lineWidth = 1.4;
    pen.strokeStyle = color;
    pen.stroke();
    pen.beginPath();
    pen.arc(x, y, 3.4, 0, 2 * Math.PI);
    pen.fillStyle = color;
    pen.fill();
    pen.lineWidth = 1;
    pen.strokeStyle = theme.ink;
    pen.stroke();
  });
}

export class Basins {
  /** @type {Pair[]} What the brush has painted. */
  painted = [];
  /** @type {number | undefined} */
  later;
  painting = false;
  brush = false;

  /** @param {Stage} stage @param {HTMLElement} bar @param {HTMLElement} lands */
  constructor(stage, bar, lands) {
    this.stage = stage;
    this.sides = element("select", { "aria-label": "Basins: grid of starts", title: "Start everywhere at once: cells take the colour of the minimum that the selected optimizer reaches from there" });
    this.sides.append(...SIDES.map(([side, name]) => element("option", { value: String(side) }, name)));
    this.sides.onchange = () => this.ask({ side: +this.sides.value });
    const act = (/** @type {string} */ shape, /** @type {string} */ name, /** @type {string} */ hint, /** @type {() => void} */ action) =>
      element("button", { type: "button", title: hint, onclick: action }, icon(shape), name);
    this.brushing = act("brush", "Brush", "Paint starts on the landscape: press and draw", () => this.hold(!this.brush));
    this.scatter = act("scatter", "Scatter", `Strew ${SCATTER} × ${SCATTER} starts over the view`, () => this.strew());
    this.clear = act("close", "Clear starts", "Take all painted starts away", () => this.paint([]));
    this.done = stage.area.appendChild(button("Done painting", "Put the brush away (Esc)", () => this.hold(false), "stage-brush-done"));
    const opener = element("button", { type: "button", className: "stage-drops-opener", title: "Basins: many starts at once", "aria-label": "Basins: many starts at once", "aria-haspopup": "true" }, icon("basins"), element("b", {}, "Basins"));
    opener.onclick = () => (this.popover.open ? this.popover.hide() : this.popover.show());
    const grid = element("label", {}, element("span", {}, "Grid of starts"), this.sides);
    const panel = element("div", { className: "stage-menu stage-drops-panel", role: "group", "aria-label": "Many starts at once" }, grid, this.brushing, this.scatter, this.clear);
    const holder = bar.appendChild(element("div", { className: "stage-drops" }, opener, panel));
    this.opener = opener;
    this.popover = new Popover(opener, panel, holder);
    this.onKey = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape" || !this.brush) return;
      event.preventDefault();
      this.hold(false);
    };
    document.addEventListener("keydown", this.onKey);
    this.counts = element("div", { className: "stage-counts", role: "group", "aria-label": "Where the starts end", hidden: true });
    lands.after(this.counts);
    this.hold(false);
    // Before all others: while the brush is held the landscape neither moves nor takes a start.
    for (const name of ["pointerdown", "pointermove", "pointerup", "pointercancel", "mousedown", "touchstart"]) {
      stage.area.addEventListener(name, (event) => this.hear(event), { capture: true });
    }
  }

  /** @param {boolean} on */
  hold(on) {
    this.brush = on;
    this.painting = false;
    this.brushing.setAttribute("aria-pressed", String(on));
    this.done.hidden = !on;
    if (!on) return;
    this.popover.hide(false);
    // The brush needs the landscape from above.
    const { layouts, looks } = this.stage;
    if (layouts.layout === "panels") layouts.choose("overlay");
    if (looks.look === "space") looks.choose("both");
    this.stage.area.classList.toggle("is-painting", on);
  }

  /** @param {Event} event */
  hear(event) {
    const { target } = event;
    if (!this.brush || (target instanceof Element && target.closest("button"))) return;
    event.stopImmediatePropagation();
    if (!(event instanceof PointerEvent)) return;
    if (event.type === "pointerdown" && event.button === 0) {
      event.preventDefault();
      this.painting = true;
      this.stage.area.setPointerCapture(event.pointerId);
    }
    if (event.type === "pointerup" || event.type === "pointercancel") this.painting = false;
    if (this.painting) this.dab(event);
  }

  /** @param {PointerEvent} event */
  dab(event) {
    const { stage } = this;
    if (!stage.landscape.ready()) return;
    const frame = stage.landscape.frame();
    const box = stage.area.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    const inside = px >= frame.left && px <= frame.left + frame.width && py >= frame.top && py <= frame.top + frame.height;
    const crowded = this.painted.some(([x, y]) => Math.hypot(x * frame.scaleX + frame.offsetX - px, y * frame.scaleY + frame.offsetY - py) < SPACING);
    if (inside && !crowded) this.paint([...this.painted, [(px - frame.offsetX) / frame.scaleX, (py - frame.offsetY) / frame.scaleY]]);
  }

  /** Starts on a coarse grid over what is in view: the brush of the keyboard. */
  strew() {
    const ranges = this.stage.landscape.ranges();
    if (!ranges) return;
    const places = ranges.map(([low, high]) => Array.from({ length: SCATTER }, (_, i) => low + ((i + 0.5) / SCATTER) * (high - low)));
    this.paint([...this.painted, ...places[0].flatMap((x) => places[1].map((y) => /** @type {Pair} */ ([x, y])))]);
  }

  /** @param {Pair[]} places */
  paint(places) {
    if (places.length > MOST) this.stage.say(`At most ${MOST} starts can be painted; clear some first.`);
    this.painted = places.slice(0, MOST).map(([x, y]) => [+x.toPrecision(4), +y.toPrecision(4)]);
    this.ask({ painted: this.painted });
  }

  /** @param {{ side?: number, painted?: Pair[] }} what */
  ask(what) {
    if (!this.stage.header.runs.some((run) => !run.pinned)) return;
    this.stage.push(`drops ${Object.keys(what)}`, { kind: "drops", run: this.stage.selected, ...what });
  }

  /** Takes a message: controls follow the scene, and an unfinished survey is asked to go on. */
  receive() {
    const { header, edits, selected, theme } = this.stage;
    const { drops } = header;
    if (!edits.waitsFor("drops side")) this.sides.value = String(drops?.side ?? 0);
    if (!SIDES.some(([side]) => String(side) === this.sides.value)) this.other(drops?.side ?? 0);
    if (!edits.waitsFor("drops painted") && !this.painting) this.painted = drops?.painted ?? [];
    this.clear.hidden = this.painted.length === 0;
    this.brushing.hidden = this.scatter.hidden = header.surface.dimensions === 1;
    this.counts.hidden = !drops;
    this.opener.classList.toggle("is-on", Boolean(drops));
    clearTimeout(this.later);
    if (!drops) return;
    if (drops.run !== selected && !header.runs[selected]?.pinned) this.ask({});
    else if (drops.done < drops.total) this.later = setTimeout(() => this.stage.root.isConnected && this.stage.push("go on", { kind: "go on" }), PAUSE);
    this.tell(drops, theme);
  }

  /** A side that only a link asks for. @param {number} side */
  other(side) {
    this.sides.append(element("option", { value: String(side) }, `${side} × ${side}`));
    this.sides.value = String(side);
  }

  /** Called when another run is selected. */
  follow() {
    if (this.stage.header.drops) this.ask({});
  }

  remove() {
    this.popover.remove();
    document.removeEventListener("keydown", this.onKey);
    clearTimeout(this.later);
  }

  /** @param {Drops} drops @param {Theme} theme */
  tell(drops, theme) {
    const all = drops.total + drops.painted.length;
    const share = (/** @type {number} */ count) => `${count} (${Math.round((100 * count) / Math.max(all, 1))} %)`;
    /** @param {number} label @param {string} text */
    const entry = (label, text) => {
      const swatch = element("span", { className: "stage-basin" });
      swatch.style.background = colorOf(drops, theme, label);
      return element("span", {}, swatch, text);
    };
    const flat = this.stage.header.surface.dimensions === 1;
    const place = (/** @type {number} */ x, /** @type {number} */ y) => (flat ? `x = ${pretty(x, 3)}` : `(${pretty(x, 3)}, ${pretty(y, 3)})`);
    const met = drops.minima.map((minimum, label) => ({ minimum, label })).filter(({ minimum }) => minimum[3] > 0);
    met.sort((a, b) => Number(a.minimum[2]) - Number(b.minimum[2]));
    const [named, others] = [met.slice(0, NAMED), met.slice(NAMED)];
    const entries = named.map(({ minimum: [x, y, f, count], label }) => entry(label, `${place(x, y)}, f = ${pretty(f, 3)}: ${share(count)}`));
    const rest = others.reduce((sum, { minimum }) => sum + minimum[3], 0);
    if (rest) entries.push(element("span", {}, `${others.length} more ${others.length > 1 ? "minima" : "minimum"}: ${share(rest)}`));
    if (drops.unsettled) entries.push(entry(-1, `not settled: ${share(drops.unsettled)}`));
    if (drops.diverged) entries.push(entry(-2, `diverged: ${share(drops.diverged)}`));
    const busy = drops.done < drops.total ? ` (${drops.done} of ${drops.total} so far)` : "";
    this.counts.replaceChildren(element("b", {}, `Where ${this.stage.nameOf(drops.run)} ends from ${all} starts${busy}`), ...entries);
  }
}
