// Play, pause, step, scrub, speed, loop, and the keys that do the same.

/** @import { Player } from "../types" */

import { advance, shownStep } from "./clock.js";
import { button, element } from "./dom.js";
import { icon } from "./icons.js";

export class Transport {
  /** @param {Player} stage @param {HTMLElement} holder */
  constructor(stage, holder) {
    this.stage = stage;
    this.playing = false;
    /** @type {number | null} */
    this.before = null;
    this.speed = 1;
    this.loop = false;
    this.playButton = button(icon("play"), "Play (space)", () => this.toggle(), "stage-play");
    this.scrub = element("input", { type: "range", min: 0, max: 1, step: 1, value: 0, className: "stage-scrub", "aria-label": "Step" });
    this.scrub.oninput = () => this.seek(+this.scrub.value);
    this.count = element("output", { className: "stage-count" });
    this.speedSelect = element("select", { "aria-label": "Speed", title: "Speed" });
    this.speedSelect.onchange = () => {
      this.speed = +this.speedSelect.value;
      stage.viewChanged();
    };
    this.loopButton = button(icon("loop"), "Loop", () => this.setLoop(!this.loop));
    holder.append(
      button(icon("first"), "To the start (Home)", () => this.seek(0)),
      button(icon("back"), "One step back (←)", () => this.nudge(-1)),
      this.playButton,
      button(icon("forward"), "One step forward (→)", () => this.nudge(1)),
      button(icon("last"), "To the end (End)", () => this.seek(stage.header.steps)),
      this.scrub,
      this.count,
      this.speedSelect,
      this.loopButton,
    );
    this.onKey = (/** @type {KeyboardEvent} */ event) => this.key(event);
    document.addEventListener("keydown", this.onKey);
  }

  /** @param {Player["header"]} header @param {boolean} first */
  receive({ steps, speeds, view }, first) {
    this.scrub.max = String(steps);
    if (first) {
      this.speedSelect.replaceChildren(...speeds.map((s) => element("option", { value: s }, `${s}×`)));
      this.speed = view.speed;
      this.speedSelect.value = String(view.speed);
      this.setLoop(view.loop);
    }
  }

  /** @param {boolean} loop */
  setLoop(loop) {
    this.loop = loop;
    this.loopButton.ariaPressed = String(loop);
    this.stage.viewChanged();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (this.playing) return;
    if (this.stage.clock >= this.stage.header.steps) this.stage.clock = 0;
    this.playing = true;
    this.before = null;
    this.refresh();
    this.stage.invalidate();
  }

  pause() {
    this.playing = false;
    this.refresh();
    this.stage.viewChanged();
  }

  /** @param {number} step */
  seek(step) {
    this.stage.clock = Math.min(Math.max(step, 0), this.stage.header.steps);
    this.before = null;
    this.stage.viewChanged();
    this.stage.invalidate();
  }

  /** @param {number} by */
  nudge(by) {
    if (this.playing) this.pause();
    this.seek(by > 0 ? Math.floor(this.stage.clock) + by : Math.ceil(this.stage.clock) + by);
  }

  /**
   * Moves the clock on by the time since the last frame.
   * @param {number} now
   */
  tick(now) {
    if (!this.playing) return;
    const { steps } = this.stage.header;
    const elapsed = this.before === null ? 0 : now - this.before;
    this.before = now;
    const { clock, ended } = advance(this.stage.clock, elapsed, this.speed, steps, this.loop);
    this.stage.clock = clock;
    if (ended) this.pause();
    if (this.playing) this.stage.invalidate();
  }

  refresh() {
    const label = this.playing ? "Pause (space)" : "Play (space)";
    if (this.playButton.title !== label) {
      this.playButton.replaceChildren(icon(this.playing ? "pause" : "play"));
      this.playButton.title = label;
      this.playButton.setAttribute("aria-label", label);
    }
    const step = shownStep(this.stage.clock);
    const said = `${step} / ${this.stage.header.steps}`;
    if (this.count.textContent === said && this.scrub.value === String(step)) return;
    this.scrub.value = String(step);
    this.scrub.setAttribute("aria-valuetext", `step ${step} of ${this.stage.header.steps}`);
    this.count.textContent = said;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.stage.header) return;
    const target = /** @type {HTMLElement} */ (event.target);
    // Whatever takes keys of its own keeps them: fields, sliders, lists, and the page's other controls.
    const own = target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=combobox], [role=listbox], [role=slider]");
    if (own && !(target === this.scrub && event.key === " ")) return;
    if (!this.stage.root.contains(target) && target.closest?.("button, a, [role=button], [role=option], [role=tab], .stSidebar")) return;
    /** @type {Record<string, () => void>} */
    const actions = {
      " ": () => this.toggle(),
      ArrowLeft: () => this.nudge(event.shiftKey ? -10 : -1),
      ArrowRight: () => this.nudge(event.shiftKey ? 10 : 1),
      Home: () => this.seek(0),
      End: () => this.seek(this.stage.header.steps),
      e: () => this.stage.exports.open(),
      ...this.stage.keys,
    };
    const digit = /^[1-9]$/.test(event.key) ? +event.key - 1 : -1;
    const action = actions[event.key] ?? (digit >= 0 && digit < this.stage.header.runs.length ? () => this.stage.toggleRun(digit) : null);
    if (!action) return;
    if (event.key === " " && /^(BUTTON|INPUT)$/.test(target.tagName) && target !== this.scrub) return;
    event.preventDefault();
    action();
  }

  remove() {
    document.removeEventListener("keydown", this.onKey);
    this.playing = false;
  }
}
