// Everything that looks closer: inspector, arrows, read-out and the choice of curves, and what they ask Python for.

/** @import { Stage } from "./stage.js" */
/** @import { Frame, Pen } from "../types" */

import { alone } from "./alone.js";
import { drawArrows } from "./arrows.js";
import { shownStep } from "./clock.js";
import { button, element, write } from "./dom.js";
import { icon } from "./icons.js";
import { Inspector } from "./inspector.js";
import { pretty } from "./numbers.js";
import { Readout } from "./readout.js";
import { CURVES, hasDetail } from "./series.js";

const PACE = 400; // ms between two explanations while the race plays

export class Looking {
  /** @param {Stage} stage @param {HTMLElement} curve @param {HTMLElement} buttons */
  constructor(stage, curve, buttons) {
    this.stage = stage;
    this.curve = "loss";
    this.asked = "";
    this.askedAt = -Infinity;
    this.inspector = new Inspector(stage, () => this.inspect(false));
    this.readout = new Readout(stage);
    this.inspectButton = button(icon("inspect"), "Inspect a step (i), or click on a path", () => this.inspect(!this.open));
    this.readoutButton = button(icon("probe"), "Read-out under the pointer (r)", () => this.read(!this.readout.on));
    this.keys = { i: () => this.inspect(!this.open), r: () => this.read(!this.readout.on) };
    for (const each of [this.inspectButton, this.readoutButton]) each.setAttribute("aria-pressed", "false");
    buttons.append(this.inspectButton, this.readoutButton);
    this.select = element("select", { className: "stage-curve-kind", "aria-label": "Curve", title: "What the curve shows" });
    this.select.append(...Object.entries(CURVES).map(([key, { name }]) => element("option", { value: key }, name)));
    this.select.onchange = () => this.choose(this.select.value);
    this.select.addEventListener("pointerdown", (event) => event.stopPropagation());
    curve.append(this.select);
    this.note = element("p", { className: "stage-curve-note" });
    curve.after(this.note);
  }

  get open() {
    return !this.inspector.node.hidden;
  }

  /** @param {boolean} open */
  inspect(open) {
    if (open && alone() && !hasDetail(this.stage)) {
      this.stage.say("This file does not hold the numbers of each step. Open the scene in the app to look inside one.");
      return;
    }
    this.inspector.node.hidden = !open;
    this.inspectButton.setAttribute("aria-pressed", String(open));
    this.stage.root.classList.toggle("is-inspecting", open);
    if (open) this.inspector.receive();
    else this.inspectButton.focus({ preventScroll: true });
    this.stage.viewMoved();
  }

  /**
   * Opens the inspector at a step of a run.
   * @param {number} run @param {number} step
   */
  pin(run, step) {
    this.stage.transport.pause();
    this.stage.select(run);
    this.stage.transport.seek(step);
    if (!this.open) this.inspect(true);
  }

  /** @param {boolean} on */
  read(on) {
    this.readoutButton.setAttribute("aria-pressed", String(on));
    this.readout.turn(on);
  }

  /** @param {string} kind */
  choose(kind) {
    this.curve = kind in CURVES ? kind : "loss";
    this.select.value = this.curve;
    this.stage.viewMoved();
  }

  /** Takes the newest message; `opened` when it is another scene, which says itself what is open. @param {boolean} opened */
  receive(opened) {
    const { view, probe } = this.stage.header;
    if (opened) {
      this.asked = question(null, null, view.inspect, view.curve);
      if (view.curve !== this.curve) this.choose(view.curve);
      if (view.inspect !== this.open) this.inspect(view.inspect);
      if (probe && !this.readout.on) this.read(true);
    }
    this.inspector.receive();
    this.readout.receive();
    this.say();
  }

  /** Asks for the selected run in detail while something shows it, and for the step at the clock. */
  ask() {
    const { stage } = this;
    const wanted = (this.open || CURVES[this.curve].detailed) && stage.header.runs.length > 0;
    if (stage.transport.playing && wanted && hasDetail(stage) && performance.now() - this.askedAt < PACE) return;
    const run = wanted ? stage.selected : null;
    const step = wanted && this.open ? shownStep(stage.clock) + 1 : null;
    // A message that came without what is shown (another page was open meanwhile) is asked again.
    const missing = wanted && !hasDetail(stage) && !stage.edits.waitsFor("inspect");
    const asking = question(run, step, this.open, this.curve);
    if (asking === this.asked && !missing) return;
    this.asked = asking;
    this.askedAt = performance.now();
    stage.push("inspect", { kind: "inspect", run, step, open: this.open, curve: this.curve });
  }

  /** Follows the clock and the hand; called for every frame. */
  follow() {
    this.ask();
    this.say();
    this.inspector.refresh();
    if (this.readout.on) this.readout.follow();
  }

  /**
   * Draws the arrows of the step at the clock, and the read-out's quadratic.
   * @param {Pen} pen @param {Frame} frame @param {Stage} [stage] the stage at another moment
   */
  draw(pen, frame, stage = this.stage) {
    if (this.open && hasDetail(stage) && !stage.isHidden(stage.selected)) drawArrows(pen, stage, frame, stage.theme);
    this.readout.draw(pen, frame, this.stage.theme);
  }

  /** Says in words how fast the selected run closes in. */
  say() {
    const { header, selected } = this.stage;
    const rate = header.runs[selected]?.rate;
    const hidden = !rate || this.curve !== "loss";
    if (this.note.hidden !== hidden) this.note.hidden = hidden;
    if (rate) write(this.note, `${this.stage.nameOf(selected)}: ${sentence(rate, header.tolerance)}`);
  }

  /** @returns {[string, string][]} */
  viewPairs() {
    /** @type {[string, string][]} */
    const pairs = [];
    if (this.open) pairs.push(["inspect", "1"]);
    if (this.curve !== "loss") pairs.push(["curve", this.curve]);
    return pairs;
  }
}

/** @param {(number | string | boolean | null)[]} parts */
const question = (...parts) => parts.join(" ");

/**
 * A fitted rate in words.
 * @param {import("../types").Rate} rate @param {number} epsilon
 */
export function sentence(rate, epsilon) {
  const quality = `R² ${pretty(rate.quality, 3)}`;
  const falls = {
    linear: `linear, the gap falls like αᵗ with α = ${pretty(rate.alpha, 4)} (${quality})`,
    "sub-linear": `sub-linear, the gap falls like 1/tᵖ with p = ${pretty(rate.power, 3)} (${quality})`,
    none: "no rate of approach can be told",
  }[rate.kind];
  const arrival = rate.steps === null ? "" : `; within ${pretty(epsilon)} ${rate.seen ? "from" : "it would be from"} step ${pretty(rate.steps)} on`;
  return `${falls}${arrival}.`;
}
