// Small multiples: one optimizer a panel, all with the same view and the same clock.

/** @import { Stage } from "./stage.js" */
/** @import { Frame, Trail } from "../types" */

import { fit } from "./canvas.js";
import { element } from "./dom.js";
import { recall } from "./landscape.js";
import { swatchOf } from "./markers.js";
import { pretty } from "./numbers.js";
import { frameOf, pointAt, relief } from "./relief.js";
import { startPixels } from "./start_ring.js";
import { nearest, Tip } from "./tip.js";
import { drawTrails, project, projectCompanions } from "./trails.js";

export const MOST = 12;
const GAP = 10;
const HEAD = 30; // pixels of a panel above its landscape
const NARROW = 560; // pixels; below, panels stand in pairs and the page grows
const SHAPE = 1.25; // the breadth of a panel that shows a landscape best, over its height
const GRAB = { mouse: 16, pen: 20, touch: 28 };
const CLICK = 5; // pixels that a click may wander
const TURN = 0.0016; // of the view, for a unit of the wheel

/**
 * Which runs stand in which panel: each run with the ghosts of its optimizer, and ghosts alone where it is gone.
 * @param {{ key: string, pinned: string | null }[]} runs @param {number[]} visible
 */
export function groupsOf(runs, visible) {
  const tuned = visible.filter((i) => !runs[i].pinned);
  const ghosts = visible.filter((i) => runs[i].pinned);
  const groups = tuned.map((i) => [i, ...ghosts.filter((g) => runs[g].key === runs[i].key)]);
  const alone = ghosts.filter((g) => tuned.every((i) => runs[i].key !== runs[g].key));
  return [...groups, ...alone.map((g) => [g])];
}

/**
 * Columns and the height of a landscape, so that panels fill a box of this size in a shape near the best.
 * @param {number} count @param {number} width @param {number} height
 */
export function gridOf(count, width, height) {
  if (width < NARROW) {
    const columns = Math.min(count, 2);
    return { columns, tall: Math.round(((width - GAP * (columns - 1)) / columns) * (columns === 1 ? 0.75 : 0.95)) };
  }
  let best = { columns: 1, tall: 0, score: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const wide = (width - GAP * (columns - 1)) / columns;
    const tall = Math.floor((height - GAP * (rows - 1)) / rows) - HEAD;
    const score = Math.min(wide, SHAPE * tall) * (1 - (0.3 * (rows * columns - count)) / count);
    if (score > best.score) best = { columns, tall, score };
  }
  return { columns: best.columns, tall: best.tall };
}

/**
 * The stage as if these runs were alone, with the basins where they are the first one's.
 * @param {Stage} stage @param {number[]} runs @returns {Stage}
 */
export function only(stage, runs) {
  const { drops } = stage.header;
  const header = drops && drops.run !== runs[0] ? { ...stage.header, drops: null } : stage.header;
  return Object.create(stage, { visible: { value: () => [...runs] }, header: { value: header } });
}

export class Panels {
  /** @type {{ runs: number[], box: HTMLElement, canvas: HTMLCanvasElement, loss: HTMLElement, node: HTMLElement }[]} */
  tiles = [];
  built = "";
  drawn = "";
  /** @type {HTMLCanvasElement | null} The landscape that all panels share. */
  picture = null;
  /** @type {Frame} */
  frame = frameOf([[0, 1], [0, 1]], 0, 0, 1, 1);
  /** @type {Trail[]} */
  trails = [];
  /** @type {Trail[]} */
  companions = [];
  /** @type {Float32Array | null} */
  projected = null;

  /** @param {Stage} stage @param {HTMLElement} holder */
  constructor(stage, holder) {
    this.stage = stage;
    this.node = holder.appendChild(element("div", { className: "stage-panels", role: "group", "aria-label": "One panel for each optimizer", hidden: true }));
    new ResizeObserver(() => this.shown && stage.invalidate()).observe(this.node);
    this.node.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
  }

  get shown() {
    return !this.node.hidden;
  }

  /** @param {boolean} shown */
  show(shown) {
    this.node.hidden = !shown;
  }

  /** Builds a panel for each group of visible runs when they, or the theme, are others. */
  arrange() {
    const { stage } = this;
    const { runs } = stage.header;
    const groups = groupsOf(runs, stage.visible());
    const names = groups.map(([i]) => stage.nameOf(i));
    const wanted = JSON.stringify([groups, names, stage.theme.name, groups.map(([i]) => runs[i].dash)]);
    if (wanted !== this.built) {
      this.built = wanted;
      this.tiles = groups.slice(0, MOST).map((members, k) => this.tile(members, names[k]));
      const more = groups.length - MOST;
      const rest = more > 0 ? [element("p", { className: "stage-panels-more" }, `${more} more ${more === 1 ? "run does" : "runs do"} not fit. Hide others in the list to make room.`)] : [];
      this.node.replaceChildren(...this.tiles.map((tile) => tile.node), ...rest);
    }
    const room = window.innerHeight - 430;
    const { columns, tall } = gridOf(Math.max(this.tiles.length, 1), this.node.clientWidth, Math.min(Math.max(room, 400), 900));
    this.node.style.setProperty("--columns", String(columns));
    this.node.style.setProperty("--tall", `${tall}px`);
    for (const { node, runs: [i] } of this.tiles) node.classList.toggle("is-selected", i === stage.selected);
  }

  /** @param {number[]} members @param {string} name */
  tile(members, name) {
    const { stage } = this;
    const [i] = members;
    const swatch = swatchOf(stage.header.runs[i], stage.theme, 28, 1);
    const loss = element("span", { className: "stage-run-loss" });
    const face = [swatch, element("span", { className: "stage-run-name" }, name), loss];
    const tuned = !stage.header.runs[i].pinned;
    const head = tuned
      ? element("button", { type: "button", className: "stage-panel-name", title: `Tune ${name}`, onclick: () => stage.select(i) }, ...face)
      : element("div", { className: "stage-panel-name" }, ...face);
    const canvas = element("canvas", { role: "img", "aria-label": `The path of ${name}` });
    const box = element("div", { className: "stage-panel-land" }, canvas);
    this.listen(box, members);
    return { runs: members, box, canvas, loss, node: element("div", { className: "stage-panel" }, head, box) };
  }

  paint() {
    if (!this.shown) return;
    this.arrange();
    const { stage, tiles } = this;
    const ranges = stage.landscape.ranges();
    const land = recall(stage.header.landscape.key);
    const { clientWidth: width = 0, clientHeight: height = 0 } = tiles[0]?.box ?? {};
    if (!ranges || !land || !width || !height) return;
    const scale = Math.min(window.devicePixelRatio || 1, 2);
    const wanted = JSON.stringify([stage.header.landscape.key, stage.theme.name, ranges, width, height, scale]);
    if (wanted !== this.drawn) {
      this.drawn = wanted;
      this.picture = relief(land, stage.theme, ranges, width * scale, height * scale);
      this.frame = frameOf(ranges, 0, 0, width, height);
      this.projected = null;
    }
    if (this.projected !== stage.arrays.positions) {
      this.projected = stage.arrays.positions;
      this.trails = stage.header.runs.map((_, i) => project(stage, i, this.frame));
      this.companions = projectCompanions(stage, this.frame);
    }
    for (const tile of tiles) this.paintTile(tile, width, height);
  }

  /** @param {Panels["tiles"][number]} tile @param {number} width @param {number} height */
  paintTile({ runs: [i, ...ghosts], box, canvas, loss }, width, height) {
    const { stage } = this;
    const { header, arrays } = stage;
    const pen = fit(canvas, box);
    pen.drawImage(/** @type {HTMLCanvasElement} */ (this.picture), 0, 0, width, height);
    drawTrails(pen, only(stage, [i, ...ghosts]), this.frame, this.trails, stage.theme, this.companions);
    if (i === stage.selected) stage.looking.draw(pen, this.frame);
    const step = Math.min(Math.floor(stage.clock + 1e-9), header.runs[i].taken);
    loss.textContent = pretty(arrays.losses[i * (header.steps + 1) + step], 3);
  }

  /**
   * The start is dragged, a click sets it or opens the step of a path, any other drag moves the view, in every panel
   * as in all.
   * @param {HTMLElement} box @param {number[]} runs
   */
  listen(box, runs) {
    const { stage } = this;
    const tip = new Tip(stage, box);
    const at = (/** @type {PointerEvent} */ event) => {
      const edge = box.getBoundingClientRect();
      return { x: event.clientX - edge.left, y: event.clientY - edge.top };
    };
    /** @type {{ x: number, y: number, last: { x: number, y: number }, ring: boolean } | null} */
    let press = null;
    box.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      const { x, y } = at(event);
      const start = startPixels(stage, this.frame);
      const ring = Math.hypot(x - start.x, y - start.y) <= (GRAB[/** @type {"mouse" | "pen" | "touch"} */ (event.pointerType)] ?? GRAB.mouse);
      press = { x, y, last: { x, y }, ring };
      if (ring || event.pointerType === "mouse") box.setPointerCapture(event.pointerId);
      if (ring) event.preventDefault();
    });
    box.addEventListener("pointermove", (event) => {
      const { x, y } = at(event);
      tip.show({ x, y }, press ? null : nearest(runs, this.trails, { x, y }));
      if (!press) return;
      if (press.ring) stage.moveStart(pointAt(this.frame, x, y), true);
      else if (event.pointerType === "mouse") this.pan(x - press.last.x, y - press.last.y);
      press.last = { x, y };
    });
    box.addEventListener("pointerup", (event) => {
      const { x, y } = at(event);
      if (press && !press.ring && Math.hypot(x - press.x, y - press.y) <= CLICK) {
        const hit = nearest(runs, this.trails, { x, y });
        if (hit && !stage.header.runs[hit.run].pinned) stage.looking.pin(hit.run, hit.step);
        else stage.moveStart(pointAt(this.frame, x, y), true);
      }
      press = null;
    });
    box.addEventListener("pointercancel", () => (press = null));
    box.addEventListener("pointerleave", () => tip.hide());
    box.addEventListener("touchmove", (event) => press?.ring && event.preventDefault(), { passive: false });
  }

  /** @param {number} dx @param {number} dy */
  pan(dx, dy) {
    const ranges = this.stage.landscape.ranges();
    if (!ranges || (!dx && !dy)) return;
    const [x, y] = ranges;
    this.stage.landscape.view([x[0] - dx / this.frame.scaleX, x[1] - dx / this.frame.scaleX], [y[0] - dy / this.frame.scaleY, y[1] - dy / this.frame.scaleY]);
  }

  /** @param {WheelEvent} event */
  wheel(event) {
    const box = /** @type {HTMLElement} */ (event.target).closest(".stage-panel-land");
    const ranges = this.stage.landscape.ranges();
    if (!box || !ranges) return;
    event.preventDefault();
    const edge = box.getBoundingClientRect();
    const [x, y] = pointAt(this.frame, event.clientX - edge.left, event.clientY - edge.top);
    const factor = Math.exp(Math.max(-300, Math.min(300, event.deltaY)) * TURN);
    const around = (/** @type {number} */ middle, /** @type {number[]} */ [low, high]) => /** @type {[number, number]} */ ([middle + (low - middle) * factor, middle + (high - middle) * factor]);
    this.stage.landscape.view(around(x, ranges[0]), around(y, ranges[1]));
  }
}
