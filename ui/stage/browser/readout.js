// The read-out: what the surface is like under the pointer, and its local quadratic on the landscape.

/** @import { Stage } from "./stage.js" */
/** @import { Frame, Pair, Pen, Theme } from "../types" */

import { alone } from "./alone.js";
import { element } from "./dom.js";
import { pretty } from "./numbers.js";
import { drawQuadratic } from "./quadratic.js";

const COLORS = ["#4b3fb5", "#a9a1ff"];
const LATER = "…"; // a curvature that the server has not told yet

export class Readout {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.on = false;
    /** @type {Pair | null} */
    this.at = null;
    /** @type {import("./simulate.js").Here | null} What the page's own engine finds where the pointer is now. */
    this.here = null;
    this.node = element("dl", { className: "stage-readout", "aria-label": "The surface under the pointer", hidden: true });
  }

  /** @param {boolean} on */
  turn(on) {
    this.on = on;
    this.node.hidden = !on;
    // Where there is no room above the landscape it stands below.
    if (matchMedia("(max-width: 900px)").matches) this.stage.lands.after(this.node);
    else this.stage.area.append(this.node);
    if (on) this.follow();
    else this.stage.push("probe", { kind: "probe" });
    this.stage.invalidate();
  }

  /**
   * The pointer is at this point of the landscape.
   * @param {Pair} at
   */
  point(at) {
    if (!this.on) return;
    this.at = at;
    this.ask();
  }

  /** The pointer left the landscape: the read-out goes back to the selected run. */
  leave() {
    this.at = null;
    if (this.on) this.follow();
  }

  /** Without a pointer it describes where the selected run is. */
  follow() {
    const { header, arrays, clock, selected } = this.stage;
    if (this.at || !header.runs[selected]) return;
    const step = Math.min(Math.floor(clock + 1e-9), header.runs[selected].taken);
    const k = 2 * (selected * (header.steps + 1) + step);
    this.ask([arrays.positions[k], arrays.positions[k + 1]]);
  }

  /** @param {Pair | null} at */
  ask(at = this.at) {
    if (!at || this.asked === String(at)) return;
    this.asked = String(at);
    this.here = this.stage.live.at(at);
    this.receive();
    this.stage.push("probe", { kind: "probe", x: at[0], y: at[1] });
  }

  /** Takes the newest message. What only the server finds of a point waits for its answer. */
  receive() {
    const { probe: told, surface } = this.stage.header;
    const probe = told && (!this.here || String(told.at) === this.asked) ? told : null;
    const found = probe ?? this.here;
    if (!this.on || !found) return;
    const flat = surface.dimensions === 1;
    const words = (/** @type {(number | string)[] | undefined} */ values, /** @type {number} */ count) => values?.map((v) => pretty(v)) ?? Array(count).fill(LATER);
    const [gx, gy] = words(found.gradient, 2);
    const [xx, xy, yy] = words(probe?.hessian, 3);
    const [low, high] = words(probe?.eigenvalues, 2);
    const [x, y] = words(found.at, 2);
    const [condition, limit] = words(probe ? [probe.condition, probe.step_limit] : undefined, 2);
    /** @type {[string, string][]} */
    const slope = flat ? [["x", x], ["f", pretty(found.value)], ["f′", gx]] : [["(x, y)", `(${x}, ${y})`], ["f", pretty(found.value)], ["∇f", `(${gx}, ${gy})`]];
    /** @type {[string, string][]} */
    const curvature = flat ? [["f″", xx]] : [["H", `${xx}  ${xy}\n${xy}  ${yy}`], ["λ of H", `${low}, ${high}`], ["condition", condition]];
    curvature.push(["2/λmax", limit], ["", probe?.kind ?? LATER]);
    // A saved page waits for no answer: it shows what it has.
    const rows = probe || !alone() ? [...slope, ...curvature] : slope;
    this.node.replaceChildren(...rows.flatMap(([name, text]) => (name ? [element("dt", {}, name), element("dd", {}, text)] : [element("dd", { className: "stage-kind" }, text)])));
    if (probe) this.node.dataset.hessian = JSON.stringify(probe.hessian);
    else delete this.node.dataset.hessian;
  }

  /** @param {Pen} pen @param {Frame} frame @param {Theme} theme */
  draw(pen, frame, theme) {
    const { probe, surface } = this.stage.header;
    if (!this.on || !probe || surface.dimensions === 1) return;
    const numbers = [...probe.gradient, ...probe.hessian];
    if (numbers.some((v) => typeof v !== "number")) return;
    const [gx, gy, xx, xy, yy] = /** @type {number[]} */ (numbers);
    const at = { x: probe.at[0] * frame.scaleX + frame.offsetX, y: probe.at[1] * frame.scaleY + frame.offsetY };
    const color = COLORS[theme.index];
    pen.save();
    pen.beginPath();
    pen.rect(frame.left, frame.top, frame.width, frame.height);
    pen.clip();
    drawQuadratic(pen, frame, at, [gx, gy], [xx, xy, yy], color, theme.casing);
    pen.fillStyle = color;
    pen.beginPath();
    pen.arc(at.x, at.y, 3.5, 0, 2 * Math.PI);
    pen.fill();
    pen.restore();
  }
}
