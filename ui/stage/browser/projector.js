// Projector mode: the stage fills the window with large type and thick lines. And the keys, with the help that lists them.

import { address } from "./address.js";
import { shownStep } from "./clock.js";
import { button, element } from "./dom.js";
import { copy } from "./clipboard.js";
import { icon } from "./icons.js";
import { readTheme } from "./theme.js";

/** @import { Stage } from "./stage.js" */

const CLASS = "is-projected";
const FORMULA = ".lab-surface .katex";
const SMALLEST = 0.6; // of the usual letters; a room can read no smaller ones, and a longer formula is scrolled
const SETTLED = 350; // ms after which the page's formulas have followed a change

export class Projector {
  /** @param {Stage} stage @param {HTMLElement} holder the place of the buttons */
  constructor(stage, holder) {
    this.stage = stage;
    this.button = button(icon("projector"), "Projector mode (P)", () => this.toggle(), "stage-project");
    this.button.ariaPressed = "false";
    holder.append(this.button, button("?", "Keys (?)", () => this.help(), "stage-project"));
    this.name = element("h2");
    this.formula = element("div", { className: "stage-formula" });
    this.rule = element("div", { className: "stage-formula stage-rule" });
    this.clock = element("output", { className: "stage-clock", "aria-hidden": "true" });
    this.band = element("div", { className: "stage-band", hidden: true }, this.name, this.formula, this.clock);
    stage.root.prepend(this.band);
    this.rule.hidden = true;
    stage.tuner.form.after(this.rule);
    this.dialog = stage.root.appendChild(element("dialog", { className: "stage-help", "aria-label": "Keys" }));
    this.onKey = (/** @type {KeyboardEvent} */ event) => this.key(event);
    document.addEventListener("keydown", this.onKey);
    // A formula is as wide as its letters, and these come when they are first needed.
    this.onFonts = () => this.receive();
    document.fonts.addEventListener("loadingdone", this.onFonts);
  }

  /** What each key does: the keys, the words of the help, the act, and the key of the event. @returns {[string, string, Record<string, () => unknown>][]} */
  keys() {
    const { stage } = this;
    const { transport, landscape } = stage;
    return [
      ["Space", "play or pause", {}],
      ["← →", "one step back or forward; with Shift ten", {}],
      ["Home End", "to the start, to the end", {}],
      ["< >", "slower, faster", { "<": () => this.speed(-1), ">": () => this.speed(1) }],
      ["L", "loop", { l: () => transport.setLoop(!transport.loop) }],
      ["1 – 9", "show or hide an optimizer", {}],
      ["[ ]", "tune the optimizer above or below", { "[": () => this.choose(-1), "]": () => this.choose(1) }],
      ["+ −", "zoom in, zoom out", { "+": () => landscape.scaleView(0.6), "-": () => landscape.scaleView(1 / 0.6) }],
      ["0", "the whole view", { 0: () => landscape.reset() }],
      ["V", "contour, both, 3D", { v: () => this.look() }],
      ["E", "export", {}],
      ["C", "copy the link", { c: async () => stage.say((await copy(address(stage))) ? "Link copied." : `Copy this: ${address(stage)}`) }],
      ["P", "projector mode", { p: () => this.toggle() }],
      ["Tab", "to the next control; arrows move a slider", {}],
      ["?", "this list", { "?": () => this.help() }],
      ["Esc", "close, or leave projector mode", {}],
    ];
  }

  on() {
    return document.documentElement.classList.contains(CLASS);
  }

  /** @param {boolean} [on] */
  toggle(on = !this.on()) {
    const { stage } = this;
    document.documentElement.classList.toggle(CLASS, on);
    this.button.ariaPressed = String(on);
    this.band.hidden = !on;
    this.rule.hidden = !on;
    stage.theme = readTheme(stage.root);
    stage.landscape.show(stage.header, stage.arrays, stage.theme);
    this.receive();
    stage.viewMoved();
    if (on) stage.root.scrollTo(0, 0);
  }

  /** Follows the scene: its name, and its formulas, which the page has set already. */
  receive() {
    if (!this.on()) return;
    clearTimeout(this.timer);
    this.fill();
    this.timer = setTimeout(() => this.fill(), SETTLED);
  }

  fill() {
    const { header, selected, theme } = this.stage;
    const run = header.runs[selected];
    this.name.textContent = header.surface.name;
    this.copyOf(this.formula, FORMULA);
    this.rule.hidden = !run;
    if (run) {
      this.copyOf(this.rule, `.lab-rule-${run.key}-${run.form} .katex`);
      this.rule.style.color = run.colors[theme.index];
    }
  }

  /** @param {HTMLElement} place @param {string} selector */
  copyOf(place, selector) {
    const source = document.querySelector(selector);
    place.replaceChildren(...(source ? [source.cloneNode(true)] : []));
    place.style.fontSize = "";
    const usual = parseFloat(getComputedStyle(place).fontSize);
    // Not all of a formula is as wide as its letters are large: what is still too long is made smaller once more.
    for (let size = usual, k = 0; k < 3 && place.scrollWidth > place.clientWidth; k++) {
      size = Math.max(SMALLEST * usual, (0.99 * size * place.clientWidth) / place.scrollWidth);
      place.style.fontSize = `${size}px`;
    }
  }

  refresh() {
    if (this.on()) this.clock.textContent = `${shownStep(this.stage.clock)} / ${this.stage.header.steps}`;
  }

  help() {
    if (this.dialog.open) return this.dialog.close();
    const rows = this.keys().map(([keys, words]) => element("div", {}, element("dt", {}, ...keys.split(" ").map((key) => element("kbd", {}, key))), element("dd", {}, words)));
    const close = button(icon("close"), "Close", () => this.dialog.close());
    this.dialog.replaceChildren(element("header", {}, element("h3", {}, "Keys"), close), element("dl", {}, ...rows));
    this.dialog.showModal();
  }

  /** @param {number} by */
  speed(by) {
    const { speedSelect } = this.stage.transport;
    speedSelect.selectedIndex = Math.min(Math.max(speedSelect.selectedIndex + by, 0), speedSelect.options.length - 1);
    speedSelect.dispatchEvent(new Event("change"));
  }

  /** @param {number} by */
  choose(by) {
    const { header, selected } = this.stage;
    const tuned = header.runs.map((_, i) => i).filter((i) => !header.runs[i].pinned);
    const next = tuned[(tuned.indexOf(selected) + by + tuned.length) % tuned.length];
    if (next !== undefined) this.stage.select(next);
  }

  look() {
    const { looks } = this.stage;
    const inputs = looks.inputs;
    const next = inputs[(inputs.findIndex((input) => input.checked) + 1) % inputs.length];
    if (!looks.choice.hidden) next.click();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !this.stage.header) return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest?.("input:not([type=checkbox], [type=range], [type=radio]), textarea, select, [contenteditable=true], [role=combobox], [role=listbox], [role=menu]")) return;
    if (event.key === "Escape" && this.on() && !this.dialog.open) this.toggle(false);
    if (this.dialog.open && event.key !== "?") return;
    const acts = Object.assign({}, ...this.keys().map(([, , own]) => own));
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  remove() {
    clearTimeout(this.timer);
    document.removeEventListener("keydown", this.onKey);
    document.fonts.removeEventListener("loadingdone", this.onFonts);
    document.documentElement.classList.remove(CLASS);
  }
}
