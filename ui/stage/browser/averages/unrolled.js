// The recurrence step by step, with numbers put in, and written out as a weighted sum.

/** @import { Average } from "../../averages" */
/** @import { View } from "./averages.js" */

import { element } from "../dom.js";
import { pretty, superscript } from "../numbers.js";
import { nearOne, weightSum } from "./maths.js";

const LINES = 4;
const TERMS = 4;
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/** @param {number} whole */
export const subscript = (whole) => [...String(whole)].map((digit) => SUBSCRIPTS[+digit]).join("");

/** A number that may stand after a product sign. @param {number} value */
const factor = (value, digits = 4) => (value < 0 ? `(${pretty(value, digits)})` : pretty(value, digits));

export class Unrolled {
  /** @param {View} view @param {HTMLElement} holder */
  constructor(view, holder) {
    this.view = view;
    holder.append(element("p", { className: "averages-rule" }, "v₀ = 0,   vₖ = β vₖ₋₁ + (1 − β) xₖ"));
    this.lines = holder.appendChild(element("ol", { className: "averages-lines", "aria-label": "Step by step" }));
    this.sum = holder.appendChild(element("p", { className: "averages-sum" }));
    this.fixed = holder.appendChild(element("p", { className: "averages-sum" }));
    this.shown = "";
  }

  /** @param {Average} average */
  refresh(average) {
    const { view } = this;
    const k = view.focus();
    const beta = view.betaOf(average);
    const wanted = `${k} ${beta} ${average.slot} ${view.seriesId}`;
    if (wanted === this.shown) return;
    this.shown = wanted;
    const { zero } = view.curves(average);
    const { values } = view.header.series;
    const last = Math.max(k, Math.min(LINES, values.length));
    const steps = Array.from({ length: LINES }, (_, i) => last - LINES + 1 + i).filter((t) => t >= 1);
    const before = (/** @type {number} */ t) => (t > 1 ? zero[t - 2] : 0);
    this.lines.replaceChildren(
      ...steps.map((t) => {
        const text = `v${subscript(t)} = ${pretty(beta, 6)} · ${factor(before(t))} + ${pretty(1 - beta, 4)} · ${factor(values[t - 1])} = `;
        return element("li", { className: t === k ? "is-now" : t > k ? "is-ahead" : "" }, text, element("b", {}, pretty(zero[t - 1], 5)));
      }),
    );
    this.writeOut(k, beta, zero, values);
  }

  /** @param {number} k @param {number} beta @param {Float64Array} zero @param {number[]} values */
  writeOut(k, beta, zero, values) {
    if (k < 1) {
      this.sum.textContent = "v₀ = 0: no value has come yet.";
      this.fixed.textContent = "";
      return;
    }
    const terms = Array.from({ length: Math.min(k, TERMS) }, (_, j) => `${pretty((1 - beta) * beta ** j, 4)} · ${factor(values[k - 1 - j])}`);
    const more = k > TERMS ? " + …" : "";
    this.sum.replaceChildren(`Written out: v${subscript(k)} = ${terms.join(" + ")}${more} = `, element("b", {}, pretty(zero[k - 1], 5)));
    const sum = weightSum(beta, k);
    const exact = sum < 0.9 ? pretty(sum, 4) : nearOne(sum);
    this.fixed.replaceChildren(
      `Corrected: v${subscript(k)} / (1 − ${pretty(beta, 6)}${superscript(k)}) = ${factor(zero[k - 1], 5)} / ${exact} = `,
      element("b", {}, pretty(zero[k - 1] / sum, 5)),
    );
  }
}
