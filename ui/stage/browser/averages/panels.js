// The pictures below: the weights, the recurrence with numbers, the start, and its correction.

/** @import { Average, Sheet } from "../../averages" */
/** @import { View } from "./averages.js" */

import { fit } from "../canvas.js";
import { element } from "../dom.js";
import { pretty } from "../numbers.js";
import { drawFactor, drawStart, factorBox, factorRead } from "./start.js";
import { Unrolled } from "./unrolled.js";
import { drawWeights, weightsRead } from "./weights.js";

const LARGEST = 100_000;

/** One picture with a title and a line of read-outs. */
class Panel {
  /** @param {HTMLElement} holder @param {string} title @param {string} label */
  constructor(holder, title, label) {
    this.title = title;
    this.heading = element("h3", {}, title);
    this.read = element("p", { className: "averages-read" });
    this.box = element("div", { className: "averages-box" });
    this.canvas = this.box.appendChild(element("canvas", { role: "img", "aria-label": label }));
    this.node = holder.appendChild(element("section", { className: "averages-panel", "aria-label": title }, this.heading, this.read, this.box));
  }

  /** @param {View} view @param {Average} average @param {(view: View, sheet: Sheet, average: Average) => void} draw */
  paint(view, average, draw) {
    name(this.heading, this.title, view, average);
    draw(view, { pen: fit(this.canvas, this.box), width: this.box.clientWidth, height: this.box.clientHeight, theme: view.theme }, average);
  }
}

/** @param {HTMLElement} heading @param {string} title @param {View} view @param {Average} average */
function name(heading, title, view, average) {
  const text = `${title} · β = ${pretty(view.betaOf(average), 6)}`;
  if (heading.textContent !== text) heading.textContent = text;
}

/** @param {HTMLElement} node @param {string[]} parts */
function say(node, parts) {
  const text = parts.join("  ·  ");
  if (node.textContent !== text) node.textContent = text;
}

export class Panels {
  /** @param {View} view @param {HTMLElement} holder */
  constructor(view, holder) {
    this.view = view;
    this.grid = holder.appendChild(element("div", { className: "averages-grid" }));
    this.weights = new Panel(this.grid, "Weights", "The weights on this day and the days before it; the line above reads them out");
    this.steps = this.grid.appendChild(element("section", { className: "averages-panel", "aria-label": "Step by step" }));
    this.stepsHeading = this.steps.appendChild(element("h3", {}, "Step by step"));
    this.unrolled = new Unrolled(view, this.steps);
    this.start = new Panel(this.grid, "The start", "The first values, the average from 0, corrected, and begun at the first value");
    this.factor = new Panel(this.grid, "Bias correction", "The sum of the weights and the factor that corrects it, against k; the line above reads them out");
    this.k = element("input", { type: "text", inputMode: "numeric", className: "stage-field averages-k", "aria-label": "k at which sum and factor are read" });
    this.k.onchange = () => this.ask();
    this.said = element("span", { role: "status" });
    this.factor.read.replaceChildren(element("label", {}, "k = ", this.k), this.said);
    this.factor.box.addEventListener("pointermove", (event) => this.pointed(event));
    this.none = holder.appendChild(element("p", { className: "averages-none", hidden: true }, "There is no average. Add a β."));
  }

  ask() {
    const k = Number(this.k.value.trim());
    if (!Number.isInteger(k) || k < 1 || k > LARGEST) {
      this.view.say(`k takes whole numbers from 1 to ${LARGEST.toLocaleString("en-GB")}; ${this.view.readAt()} is kept.`);
      this.k.value = String(this.view.readAt());
      return;
    }
    this.view.asked = k;
    this.view.transport.pause();
    this.view.invalidate();
  }

  /** @param {PointerEvent} event */
  pointed(event) {
    const average = this.view.selectedAverage();
    if (!average || this.view.transport.playing) return;
    const bounds = this.factor.box.getBoundingClientRect();
    const sheet = { pen: /** @type {any} */ (null), width: bounds.width, height: bounds.height, theme: this.view.theme };
    const frame = factorBox(sheet, this.view.betaOf(average));
    this.view.asked = Math.max(1, Math.round(frame.placeAt(event.clientX - bounds.left)));
    this.view.invalidate();
  }

  refresh() {
    const { view } = this;
    const average = view.selectedAverage();
    this.grid.hidden = !average;
    this.none.hidden = !!average;
    if (!average) return;
    if (view.transport.playing) view.asked = null;
    say(this.weights.read, weightsRead(view, average));
    this.weights.paint(view, average, drawWeights);
    name(this.stepsHeading, "Step by step", view, average);
    this.unrolled.refresh(average);
    this.start.paint(view, average, drawStart);
    this.factor.paint(view, average, drawFactor);
    const k = view.readAt();
    if (document.activeElement !== this.k) this.k.value = String(k);
    say(this.said, factorRead(view.betaOf(average), k));
    this.startSays(average);
  }

  /** @param {Average} average */
  startSays(average) {
    const { view } = this;
    const k = view.focus();
    const { zero, corrected, first } = view.curves(average);
    if (k < 1) return say(this.start.read, ["v₀ = 0 is no value of the data, yet it counts like one"]);
    const at = (/** @type {Float64Array} */ curve) => pretty(curve[k - 1], 4);
    return say(this.start.read, [`k = ${k}`, `from 0: ${at(zero)}`, `corrected: ${at(corrected)}`, `from x₁: ${at(first)}`]);
  }
}
