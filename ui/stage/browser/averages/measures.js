// Lag and noise of every average: what theory says and what was measured.

/** @import { Average, Measures as Row } from "../../averages" */
/** @import { View } from "./averages.js" */

import { element } from "../dom.js";
import { pretty } from "../numbers.js";

/** @param {string} text @param {string} title @param {number} span */
const column = (text, title, span = 1) => element("th", { scope: span > 1 ? "colgroup" : "col", colSpan: span, title }, text);

/** @param {number | null} share */
const percent = (share) => (share === null ? "—" : `${pretty(100 * share, 3)} %`);

/** @param {number | null} steps */
const steps = (steps) => (steps === null ? "—" : pretty(steps, 3));

export class MeasuresTable {
  /** @param {View} view @param {HTMLElement} holder */
  constructor(view, holder) {
    this.view = view;
    this.body = element("tbody");
    const groups = element(
      "tr",
      {},
      element("td", { colSpan: 3 }),
      column("Lag", "How late the average follows", 3),
      column("Noise that is left", "The share of the noise's variance that the average keeps", 3),
    );
    const head = element(
      "tr",
      {},
      column("Average", ""),
      column("Window", "1 / (1 − β)"),
      column("Half-life", "ln ½ / ln β"),
      column("slow changes", "β / (1 − β), the mean age of the values by weight"),
      column("this wave", "The delay of a wave as long as the sequence's own"),
      column("measured", "The shift at which the slow part lies nearest to the average"),
      column("if independent", "(1 − β) / (1 + β)"),
      column("as neighbours go", "With the correlation that was found between neighbours"),
      column("measured", "Variance of the averaged noise over that of the noise, after the start"),
    );
    const caption = element("caption", { className: "stage-hidden" }, "Lag and noise, by theory and measured");
    holder.append(element("table", { className: "stage-table averages-table" }, caption, element("thead", {}, groups, head), this.body));
    this.note = holder.appendChild(element("p", { className: "averages-note" }));
  }

  receive() {
    const { header, theme } = this.view;
    const means = header.curves.some(([key, , , drawn]) => key === "mean" && drawn);
    this.body.replaceChildren(
      ...header.averages.flatMap((average) => {
        const rows = [this.row(average, `β = ${pretty(average.beta, 6)}`, average.measures, theme.index)];
        if (means) rows.push(this.row(average, `mean of ${pretty(average.mean.window, 6)}`, average.mean, theme.index));
        return rows;
      }),
    );
    const measured = header.averages.some(({ measures }) => measures.measured_lag !== null || measures.measured_noise !== null);
    this.note.textContent = measured
      ? `In ${header.series.step}s. The slow part of real data is an estimate: a line with two waves on it. Where neighbours are alike, as days are, averaging takes away less noise than it would of independent values.`
      : `In ${header.series.step}s. There is nothing to measure on this sequence: theory stands alone.`;
  }

  /** @param {Average} average @param {string} name @param {Row} row @param {0 | 1} theme */
  row(average, name, row, theme) {
    const dot = element("span", { className: "stage-dot" });
    dot.style.background = average.colors[theme];
    const cell = (/** @type {string} */ text, className = "") => element("td", { className }, text);
    return element(
      "tr",
      { className: this.view.hidden.has(average.slot) ? "is-hidden" : "" },
      element("th", { scope: "row" }, dot, name),
      cell(steps(row.window)),
      cell(steps(row.half_life)),
      cell(steps(row.lag)),
      cell(steps(row.wave_lag)),
      cell(steps(row.measured_lag), "is-best"),
      cell(percent(row.noise)),
      cell(percent(row.linked_noise)),
      cell(percent(row.measured_noise), "is-best"),
    );
  }
}
