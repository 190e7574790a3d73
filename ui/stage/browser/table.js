// The result table: the race in numbers, and its text alternative.

/** @import { Stage } from "./stage.js" */
/** @import { Header, Run, Theme } from "../types" */

import { element } from "./dom.js";
import { settingsOf } from "./ghosts.js";
import { pretty } from "./numbers.js";
import { rateInShort } from "./rate_line.js";

const FAR = 1e6; // steps that nobody will wait for

export class Table {
  /** @param {Stage} stage @param {HTMLElement} holder */
  constructor(stage, holder) {
    this.stage = stage;
    this.body = element("tbody");
    this.arrived = element("th", { scope: "col" });
    const column = (/** @type {string} */ text, /** @type {string} */ title) => element("th", { scope: "col", title }, text);
    const head = element(
      "tr",
      {},
      column("Optimizer", ""),
      column("Final loss", "The loss at the last step"),
      column("Distance", "From the last position to the nearest known minimum"),
      column("Rate", "How the gap to the minimum falls, fitted to the later half of the run: by a factor α a step, or as 1/t"),
      this.arrived,
      column("Gradients", "Gradient evaluations that the optimizer asked for"),
      column("Status", "How the run ended"),
    );
    holder.append(element("table", { className: "stage-table" }, element("caption", { className: "stage-hidden" }, "Results of the race"), element("thead", {}, head), this.body));
  }

  /** @param {Theme} theme */
  receive(theme) {
    const { beside } = this.stage.layouts;
    const { header } = this.stage;
    this.arrived.textContent = `Steps to ${pretty(header.tolerance)}`;
    this.arrived.title = `The first step whose loss is within ${pretty(header.tolerance)} of the minimum`;
    const own = this.rows(this.stage, theme);
    const others = beside ? [this.divider("A", header), ...own, this.divider("B", beside.header), ...this.rows(beside, theme)] : own;
    this.body.replaceChildren(...others);
  }

  /** @param {string} letter @param {Header} header */
  divider(letter, { surface }) {
    return element("tr", { className: "stage-table-part" }, element("th", { colSpan: 7, scope: "rowgroup" }, `${letter} · ${surface.name}`));
  }

  /**
   * The rows of a scene.
   * @param {Stage} stage @param {Theme} theme
   */
  rows(stage, theme) {
    const { header } = stage;
    const losses = header.runs.map((run) => (typeof run.final_loss === "number" ? run.final_loss : Infinity));
    const best = Math.min(...losses);
    return header.runs.map((run, i) => this.row(stage, run, i, theme, losses[i] === best && Number.isFinite(best)));
  }

  /** The steps to the tolerance: as seen, or as the rate foretells them. @param {Run} run */
  arrival({ arrived, rate, status }) {
    if (arrived !== null) return element("td", {}, String(arrived));
    const foretold = rate && status !== "diverged" && !rate.seen ? rate.steps : null;
    if (foretold === null || foretold > FAR) return element("td", {}, "—");
    return element("td", { className: "is-foretold", title: "Not reached yet: so many it would take at the fitted rate" }, `≈ ${pretty(foretold)}`);
  }

  /** @param {Stage} stage @param {Run} run @param {number} i @param {Theme} theme @param {boolean} best */
  row(stage, run, i, theme, best) {
    const dot = element("span", { className: "stage-dot" });
    dot.style.background = run.colors[theme.index];
    const name = element("th", { scope: "row" }, dot, stage.nameOf(i));
    if (run.pinned || stage !== this.stage) name.append(element("small", {}, settingsOf(run)));
    const distance = run.distance === null ? "—" : pretty(run.distance, 3) + (run.nearest === "local" ? " (local)" : "");
    const status = element("td", { className: `is-${run.status}`, title: run.reason }, sentence(run));
    return element(
      "tr",
      { className: stage.isHidden(i) ? "is-hidden" : run.pinned ? "is-ghost" : "" },
      name,
      element("td", { className: best ? "is-best" : "" }, pretty(run.final_loss, 4)),
      element("td", {}, distance),
      element("td", {}, rateInShort(run.rate)),
      this.arrival(run),
      element("td", {}, String(run.evaluations)),
      status,
    );
  }
}

/** @param {Run} run */
function sentence({ status, reason, taken }) {
  if (status === "diverged") return `✕ diverged: ${reason}`;
  if (status === "converged") return `✓ converged after ${taken} steps`;
  return "used all steps";
}
