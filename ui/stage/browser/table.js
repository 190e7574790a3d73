// The result table: the race in numbers, and its text alternative.

/** @import { Stage } from "./stage.js" */
/** @import { Header, Run, Theme } from "../types" */

import { element, write } from "./dom.js";
import { settingsOf } from "./ghosts.js";
import { pretty } from "./numbers.js";
import { rateInShort } from "./rate_line.js";

const FAR = 1e6; // steps that nobody will wait for
const NUMBERS = 5; // columns of them, between the optimizer and its status

export class Table {
  /** @param {Stage} stage @param {HTMLElement} holder */
  constructor(stage, holder) {
    this.stage = stage;
    /** @type {Drawn[]} */
    this.drawn = [];
    /** @type {number[]} How many letters there is room for in each column of numbers. */
    this.room = [];
    this.race = "";
    this.due = false;
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

  /** Called at the end of every frame: tells what the frame has shown. */
  refresh() {
    if (this.due) this.receive(this.stage.theme);
  }

  /** @param {Theme} theme */
  receive(theme) {
    this.due = false;
    const { beside } = this.stage.layouts;
    const { header } = this.stage;
    put(this.arrived, this.arrived, { text: `Steps to ${pretty(header.tolerance)}`, title: `The first step whose loss is within ${pretty(header.tolerance)} of the minimum` });
    const own = this.rows(this.stage, theme);
    this.show(beside ? [divider("A", header), ...own, divider("B", beside.header), ...this.rows(beside, theme)] : own);
  }

  /**
   * While a hand moves every frame has its table: only what says something else is touched, and the columns of a race
   * only grow.
   * @param {Row[]} rows
   */
  show(rows) {
    const race = rows.map(({ cells }) => cells[0].text).join();
    if (race !== this.race) this.room = [];
    this.race = race;
    const room = Array.from({ length: NUMBERS }, (_, i) => Math.max(this.room[i] ?? 0, ...rows.map(({ cells }) => cells[i + 1]?.text.length ?? 0)));
    const wider = room.some((letters, i) => letters !== this.room[i]);
    this.room = room;
    while (this.drawn.length > rows.length) this.drawn.pop()?.node.remove();
    rows.forEach((row, i) => {
      const old = this.drawn[i];
      const fits = old?.cells.length === row.cells.length;
      if (fits) fill(old, row);
      else {
        const made = blank(row);
        if (old) old.node.replaceWith(made.node);
        else this.body.append(made.node);
        this.drawn[i] = made;
      }
      if (wider || !fits) this.drawn[i].faces.slice(0, NUMBERS).forEach((face, k) => (face.style.width = `${room[k]}ch`));
    });
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

  /** @param {Stage} stage @param {Run} run @param {number} i @param {Theme} theme @param {boolean} best @returns {Row} */
  row(stage, run, i, theme, best) {
    const distance = run.distance === null ? "—" : pretty(run.distance, 3) + (run.nearest === "local" ? " (local)" : "");
    return {
      className: stage.isHidden(i) ? "is-hidden" : run.pinned ? "is-ghost" : "",
      color: run.colors[theme.index],
      settings: run.pinned || stage !== this.stage ? settingsOf(run) : "",
      cells: [
        { text: stage.nameOf(i) },
        { text: pretty(run.final_loss, 4), className: best ? "is-best" : "" },
        { text: distance },
        { text: rateInShort(run.rate) },
        arrival(run),
        { text: String(run.evaluations) },
        { text: sentence(run), className: `is-${run.status}`, title: run.reason },
      ],
    };
  }
}

/** @typedef {{ text: string, className?: string, title?: string }} Cell */
/** What a row says: a run, or with one cell a heading. @typedef {{ className: string, color: string, settings: string, cells: Cell[] }} Row */
/** @typedef {{ node: HTMLElement, cells: HTMLElement[], faces: HTMLElement[], dot: HTMLElement, name: HTMLElement, settings: HTMLElement }} Drawn */

/** @param {string} letter @param {Header} header @returns {Row} */
function divider(letter, { surface }) {
  return { className: "stage-table-part", color: "", settings: "", cells: [{ text: `${letter} · ${surface.name}` }] };
}

/** The steps to the tolerance: as seen, or as the rate foretells them. @param {Run} run @returns {Cell} */
function arrival({ arrived, rate, status }) {
  if (arrived !== null) return { text: String(arrived) };
  const foretold = rate && status !== "diverged" && !rate.seen ? rate.steps : null;
  if (foretold === null || foretold > FAR) return { text: "—" };
  return { text: `≈ ${pretty(foretold)}`, className: "is-foretold", title: "Not reached yet: so many it would take at the fitted rate" };
}

/** A row's elements, filled. @param {Row} row @returns {Drawn} */
function blank(row) {
  const heading = row.cells.length === 1;
  const dot = element("span", { className: "stage-dot" });
  const name = element("span");
  const settings = element("small");
  const first = heading ? element("th", { colSpan: 7, scope: "rowgroup" }, name) : element("th", { scope: "row" }, dot, name, settings);
  // A number stands in a box of its own size, so that another one moves nothing else (stage.css).
  const faces = row.cells.slice(1).map((_, i) => element("span", { className: i < NUMBERS ? "stage-number" : "" }));
  const cells = [first, ...faces.map((face) => element("td", {}, face))];
  const drawn = { node: element("tr", {}, ...cells), cells, faces, dot, name, settings };
  fill(drawn, row);
  return drawn;
}

/** @param {Drawn} drawn @param {Row} row */
function fill({ node, cells, faces, dot, name, settings }, row) {
  if (node.className !== row.className) node.className = row.className;
  if (dot.dataset.color !== row.color) dot.style.background = dot.dataset.color = row.color;
  put(cells[0], name, row.cells[0]);
  write(settings, row.settings);
  if (settings.hidden !== (row.settings === "")) settings.hidden = row.settings === "";
  faces.forEach((face, i) => put(cells[i + 1], face, row.cells[i + 1]));
}

/** @param {HTMLElement} node @param {HTMLElement} face @param {Cell} cell */
function put(node, face, { text, className = "", title = "" }) {
  write(face, text);
  if (node.className !== className) node.className = className;
  if (node.title !== title) node.title = title;
}

/** @param {Run} run */
function sentence({ status, reason, taken }) {
  if (status === "diverged") return `✕ diverged: ${reason}`;
  if (status === "converged") return `✓ converged after ${taken} steps`;
  return "used all steps";
}
