// The averages beside the picture: each with its own slider, shown or hidden, picked, added, removed.

/** @import { Average, Header } from "../../averages" */
/** @import { View } from "./averages.js" */

import { button, element } from "../dom.js";
import { position, pretty, valueAt } from "../numbers.js";

const TRACK = 1000;
const NEW = [0.9, 0.98, 0.5, 0.8, 0.95, 0.99];

/** One average: checkbox, name, value, slider, exact field, and a button that removes it. */
class Chip {
  /** @param {View} view @param {Average} average */
  constructor(view, average) {
    this.view = view;
    this.slot = average.slot;
    const [low, high] = view.header.beta_range;
    this.spec = { low, high, scale: "complement", kind: /** @type {"real"} */ ("real") };
    this.shown = element("input", { type: "checkbox", className: "averages-shown" });
    this.shown.onchange = () => view.toggleSlot(this.slot);
    this.name = element("span", { className: "averages-name" });
    this.value = element("output", { className: "averages-value" });
    this.pick = element("button", { type: "button", className: "stage-run-pick", onclick: () => view.select(this.slot) }, element("span", { className: "stage-dot" }), this.name, this.value);
    this.away = button("×", "", () => view.push(`remove ${this.slot}`, { kind: "remove", slot: this.slot }), "averages-remove");
    this.range = element("input", { type: "range", min: 0, max: TRACK, step: 1, className: "averages-beta" });
    this.range.oninput = () => this.move(valueAt(this.spec, +this.range.value / TRACK));
    this.range.onpointerdown = () => view.select(this.slot);
    this.range.onfocus = () => view.select(this.slot);
    this.field = element("input", { type: "text", inputMode: "decimal", className: "stage-field" });
    this.field.onchange = () => this.typed();
    this.field.onfocus = () => this.field.select();
    this.node = element(
      "div",
      { className: "averages-chip", role: "group" },
      element("div", { className: "averages-chip-head" }, this.shown, this.pick, this.away),
      element("div", { className: "averages-chip-body" }, element("i", { "aria-hidden": "true" }, "β"), this.range, this.field),
    );
    this.beta = NaN;
  }

  /** @param {number} beta */
  move(beta) {
    this.view.select(this.slot);
    this.view.moveBeta(this.slot, beta);
  }

  typed() {
    const beta = Number(this.field.value.trim().replace(",", ".").replace("−", "-"));
    const { low, high } = this.spec;
    if (this.field.value.trim() === "" || !(beta >= low && beta <= high)) {
      this.view.say(`β takes numbers from ${low} to ${high}; ${pretty(this.beta, 6)} is kept.`);
      this.field.value = String(this.beta);
      return;
    }
    this.field.blur();
    this.move(beta);
  }

  /** @param {Average} average @param {number} beta */
  show(average, beta) {
    const { view } = this;
    const name = `β = ${pretty(beta, 6)}`;
    this.node.style.setProperty("--run-color", average.colors[view.theme.index]);
    this.node.classList.toggle("is-selected", view.selected === this.slot);
    this.node.classList.toggle("is-hidden", view.hidden.has(this.slot));
    this.shown.checked = !view.hidden.has(this.slot);
    this.pick.ariaPressed = String(view.selected === this.slot);
    if (beta === this.beta) return;
    this.beta = beta;
    this.name.textContent = name;
    this.node.setAttribute("aria-label", `Average with ${name}`);
    this.shown.setAttribute("aria-label", `Show ${name}`);
    this.pick.title = `Show the weights and the start of ${name}`;
    this.away.title = `Remove ${name}`;
    this.away.setAttribute("aria-label", `Remove ${name}`);
    this.range.setAttribute("aria-label", `β of average ${this.slot + 1}`);
    this.range.setAttribute("aria-valuetext", pretty(beta, 6));
    this.field.setAttribute("aria-label", `β of average ${this.slot + 1}, exact value`);
    const place = Math.round(position(this.spec, beta) * TRACK);
    if (document.activeElement !== this.range || valueAt(this.spec, +this.range.value / TRACK) !== beta) this.range.value = String(place);
    if (document.activeElement !== this.field) this.field.value = String(beta);
  }
}

export class Chips {
  /** @param {View} view @param {HTMLElement} holder */
  constructor(view, holder) {
    this.view = view;
    /** @type {Map<number, Chip>} */
    this.chips = new Map();
    this.list = holder.appendChild(element("div", { className: "averages-chips", role: "group", "aria-label": "Averages" }));
    this.adder = button("+ Add a β", "Add another average", () => this.add(), "averages-add");
    this.reset = button("Start over", "The three averages of the beginning", () => view.push("reset", { kind: "reset" }));
    holder.append(element("div", { className: "averages-acts" }, this.adder, this.reset));
    this.switches = holder.appendChild(element("fieldset", { className: "averages-curves" }));
    /** @type {Map<string, HTMLInputElement>} */
    this.boxes = new Map();
  }

  add() {
    const used = this.view.header.averages.map((average) => this.view.betaOf(average));
    const value = NEW.find((beta) => !used.includes(beta)) ?? 0.7;
    this.view.push(`add ${Date.now()}`, { kind: "add", value });
  }

  /** @param {Header} header */
  receive({ averages, curves, most }) {
    const slots = averages.map((average) => average.slot);
    for (const [slot] of this.chips) if (!slots.includes(slot)) this.chips.delete(slot);
    for (const average of averages) {
      if (!this.chips.has(average.slot)) this.chips.set(average.slot, new Chip(this.view, average));
    }
    const nodes = slots.map((slot) => /** @type {Chip} */ (this.chips.get(slot)).node);
    // Moving a node would take the hand off its slider.
    if (nodes.length !== this.list.children.length || nodes.some((node, i) => node !== this.list.children[i])) this.list.replaceChildren(...nodes);
    this.adder.disabled = averages.length >= most;
    if (!this.boxes.size) this.buildSwitches(curves);
    this.mark();
  }

  /** @param {Header["curves"]} curves */
  buildSwitches(curves) {
    this.switches.append(element("legend", {}, "Draw for each"));
    for (const [key, name, hint] of curves) {
      const input = element("input", { type: "checkbox" });
      input.onchange = () => this.view.drawCurve(key, input.checked);
      this.boxes.set(key, input);
      this.switches.append(element("label", { title: hint, className: `is-${key}` }, input, element("span", {}, name)));
    }
  }

  mark() {
    const { view } = this;
    for (const [key, , , drawn] of view.header.curves) /** @type {HTMLInputElement} */ (this.boxes.get(key)).checked = drawn;
    const key = view.mainCurve();
    const k = view.focus();
    for (const average of view.header.averages) {
      const chip = /** @type {Chip} */ (this.chips.get(average.slot));
      chip.show(average, view.betaOf(average));
      const value = key && k > 0 ? `${pretty(view.curves(average)[key][k - 1])} ${view.header.series.unit}` : "";
      if (chip.value.textContent !== value) chip.value.textContent = value;
    }
  }
}
