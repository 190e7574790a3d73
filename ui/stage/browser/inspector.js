// The step inspector: the rule of the selected run with the numbers of the step at the clock.

/** @import { Stage } from "./stage.js" */
/** @import { ExplainedLine } from "../types" */

import { drawArrows, magnified, ROLES, rowsAt } from "./arrows.js";
import { fit } from "./canvas.js";
import { shownStep } from "./clock.js";
import { button, element } from "./dom.js";
import { equals, formula, isCall, isPlain, symbol } from "./formula.js";
import { pretty } from "./numbers.js";
import { axesOf, hasDetail } from "./series.js";

const GROUPS = /** @type {Record<string, string>} */ ({
  before: "The gradient that it sees",
  rule: "The rule",
  wrapper: "Around the rule",
  average: "The average",
  outcome: "The step",
});
const COORDINATES = ["x", "y"];
const ROWS = 8; // of the table of steps

export class Inspector {
  /** @param {Stage} stage @param {() => void} close */
  constructor(stage, close) {
    this.stage = stage;
    this.title = element("h3", { className: "stage-tune-title" });
    this.where = element("p", { className: "stage-where" });
    this.key = element("ul", { className: "stage-key", "aria-label": "Arrows on the landscape" });
    this.lens = element("canvas", { role: "img" });
    this.lensBox = element("div", { className: "stage-lens" }, this.lens);
    this.lines = element("div", { className: "stage-lines", tabIndex: 0, role: "region", "aria-label": "The rule with this step's numbers" });
    this.rows = element("tbody");
    this.sums = element("tbody");
    this.head = element("tr");
    const table = element("table", { className: "stage-steps" }, element("thead", {}, this.head), this.rows, this.sums);
    this.table = element("details", { className: "stage-more" }, element("summary", {}, "Table of steps"), table);
    this.table.ontoggle = () => this.refresh();
    this.node = element(
      "section",
      { className: "stage-inspector", "aria-label": "Step inspector", hidden: true },
      element("div", { className: "stage-tune-head" }, this.title, button("Close", "Close the inspector (i)", close, "stage-link")),
      this.where,
      this.key,
      this.lensBox,
      this.lines,
      this.table,
    );
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
    });
    this.built = "";
    this.shown = "";
  }

  /** Takes the newest message. */
  receive() {
    const { stage } = this;
    const run = stage.header.runs[stage.selected];
    if (this.node.hidden || !run) return;
    this.title.textContent = stage.nameOf(stage.selected);
    this.title.style.setProperty("--run-color", run.colors[stage.theme.index]);
    const step = hasDetail(stage) ? stage.header.detail?.step : null;
    const wanted = JSON.stringify([stage.selected, step]);
    if (wanted !== this.built) {
      this.built = wanted;
      this.explain(step ?? null);
    }
    this.shown = "";
    this.refresh();
  }

  /** @param {import("../types").Explained | null} step */
  explain(step) {
    const at = (/** @type {(number | string)[]} */ place) => axesOf(this.stage).map((_, c) => pretty(place[c], 5)).join(", ");
    this.where.textContent = step ? `Step ${step.number}: from (${at(step.before)}) to (${at(step.after)})` : "This run takes no step.";
    this.node.dataset.step = step ? String(step.number) : "";
    const groups = new Map();
    for (const line of step?.lines ?? []) {
      if (!groups.has(line.group)) groups.set(line.group, element("div", {}, element("h4", {}, GROUPS[line.group])));
      groups.get(line.group).append(this.line(line));
    }
    this.lines.replaceChildren(...groups.values());
  }

  /** @param {ExplainedLine} line */
  line({ name, shared, parts }) {
    const flat = this.stage.header.surface.dimensions === 1;
    const shown = parts.filter(({ c }) => !(flat && c === 1));
    const symbols = shared && !isPlain(shown[0].t);
    const rows = shown.map(({ c, t, v }) => {
      const cells = [element("span", { className: "stage-coordinate" }, c === null ? "" : COORDINATES[c])];
      const body = element("div", {});
      if (!isPlain(t) && !isCall(t) && !shared) body.append(element("div", {}, formula(t, false)));
      body.append(formula(t, !isPlain(t)));
      if (typeof t === "object") body.append(" ", equals(v));
      const row = element("div", { className: "stage-numbers" }, ...cells, body);
      row.dataset.coordinate = c === null ? "" : COORDINATES[c];
      row.dataset.value = String(v);
      return row;
    });
    const head = element("div", { className: "stage-assigned" }, element("b", {}, symbol(name)), symbols ? " ← " : "");
    if (symbols) head.append(formula(shown[0].t, false));
    const node = element("div", { className: "stage-line" }, head, ...rows);
    node.dataset.name = name;
    return node;
  }

  /** Draws the arrows as large as they can be. */
  magnify() {
    const { stage } = this;
    this.lensBox.hidden = false;
    const large = stage.landscape.ready() && magnified(stage, stage.landscape.frame(), this.lensBox.clientWidth, this.lensBox.clientHeight);
    this.lensBox.hidden = !large;
    if (!large) return;
    const pen = fit(this.lens, this.lensBox);
    drawArrows(pen, stage, large.frame, stage.theme);
    const text = `×${pretty(large.times, 2)}`;
    this.lens.setAttribute("aria-label", `The arrows, ${text} as large as on the landscape`);
    pen.font = `600 13px ${stage.theme.font}`;
    pen.fillStyle = stage.theme.quiet;
    pen.fillText(text, 8, 18);
  }

  /** Follows the clock: the key to the arrows, and the table of steps. */
  refresh() {
    const { stage } = this;
    if (this.node.hidden || !hasDetail(stage)) return;
    const now = `${shownStep(stage.clock)} ${this.table.open} ${stage.landscape.ready()}`;
    if (now === this.shown) return;
    this.shown = now;
    this.magnify();
    this.key.replaceChildren(
      ...rowsAt(stage).map(({ name, role, row }) => {
        const chip = element("span", { className: "stage-chip" });
        chip.style.setProperty("--chip", ROLES[role].colors[stage.theme.index]);
        chip.classList.toggle("is-dashed", ROLES[role].dash.length > 0);
        const size = role === "quadratic" ? "" : ` (${axesOf(stage).map((_, c) => pretty(row[2 + c], 3)).join(", ")})`;
        return element("li", {}, chip, name, element("small", {}, size));
      }),
    );
    if (this.table.open) this.tabulate();
  }

  /** The last steps before the clock, and what all steps so far come to. */
  tabulate() {
    const { header, arrays, clock } = this.stage;
    const axes = axesOf(this.stage);
    const last = Math.min(shownStep(clock), header.detail?.taken ?? 0);
    const cells = (/** @type {(string | number)[]} */ values) => values.map((value) => element("td", {}, pretty(value, 4)));
    const pick = (/** @type {Float32Array} */ rows, /** @type {number} */ t) => axes.map((_, c) => rows[2 * t + c]);
    const row = (/** @type {string} */ name, /** @type {(string | number)[]} */ values) => element("tr", {}, element("th", { scope: "row" }, name), ...cells(values));
    this.head.replaceChildren(...["Step", ...axes.map((axis) => `Δ${axis}`)].map((text) => element("th", { scope: "col" }, text)));
    const first = Math.max(0, last - ROWS);
    this.rows.replaceChildren(...Array.from({ length: last - first }, (_, k) => row(String(first + k + 1), pick(arrays.detail_steps, first + k))));
    const count = header.steps + 1;
    const start = 2 * (this.stage.selected * count);
    const net = axes.map((_, c) => arrays.positions[start + 2 * last + c] - arrays.positions[start + c]);
    this.sums.replaceChildren(
      ...(last
        ? [row("way gone", pick(arrays.detail_total, last - 1)), row("led to", net), row("r.m.s. step", pick(arrays.detail_rms, last - 1))]
        : []),
    );
  }
}
