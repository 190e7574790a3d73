// The formula bar: the user's own formula, read while it is typed, with its view, its mistakes and its help.

/** @import { Stage } from "./stage.js" */
/** @import { Formula, Mistake } from "../types" */

import { button, element } from "./dom.js";

const TARGET = "formula";

/**
 * The text before, at and after a mistake; at the end of the text a space stands for what is missing.
 * @param {Mistake} mistake @returns {[string, string, string]}
 */
export function around({ text, position }) {
  // Positions count characters, not the halves of which JavaScript makes the rarer ones.
  const characters = [...text];
  const at = position ?? characters.length;
  return [characters.slice(0, at).join(""), characters[at] ?? " ", characters.slice(at + 1).join("")];
}

export class FormulaBar {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.opened = -1;
    this.built = false;
    const typed = () => this.typed();
    this.sign = element("span", { className: "formula-sign", "aria-hidden": "true" });
    this.text = element("input", {
      type: "text",
      className: "formula-text",
      spellcheck: false,
      autocomplete: "off",
      autocapitalize: "off",
      "aria-label": "Your formula",
      "aria-describedby": "formula-state",
      oninput: typed,
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key === "Enter") this.playAgain();
      },
    });
    this.examples = element("select", { "aria-label": "Examples", title: "Formulas to begin with", onchange: () => this.take() });
    this.helpButton = button("?", "Help: what a formula may hold", () => this.toggleHelp(), "formula-help-button");
    this.helpButton.ariaExpanded = "false";
    this.edges = ["x from", "x to", "y from", "y to"].map((label) =>
      element("input", { type: "number", step: "any", className: "formula-edge", "aria-label": label, oninput: typed }),
    );
    const [left, right, bottom, top] = this.edges;
    this.across = element("span", { className: "formula-range" }, "y from", bottom, "to", top);
    this.plane = element("input", { type: "checkbox", onchange: typed });
    this.planeLabel = element("label", { className: "formula-plane" }, this.plane, "as a landscape over x and y");
    this.state = element("div", { className: "formula-state", id: "formula-state", role: "status" });
    this.help = element("div", { className: "formula-help", hidden: true });
    this.node = element(
      "div",
      { className: "formula-bar", hidden: true, role: "group", "aria-label": "Your own formula" },
      this.sign,
      this.text,
      this.state,
      element(
        "div",
        { className: "formula-bounds" },
        element("span", { className: "formula-range" }, "x from", left, "to", right),
        this.across,
        this.planeLabel,
        element("span", { className: "formula-aids" }, this.examples, this.helpButton),
      ),
      this.help,
    );
  }

  /** Takes the formula of a message; what the user is typing stays as it is. */
  receive() {
    const { formula, opened } = this.stage.header;
    this.node.hidden = !formula;
    if (!formula) return;
    if (!this.built) this.build(formula);
    const busy = this.stage.edits.waitsFor(TARGET) || this.node.contains(document.activeElement);
    if (!busy || opened !== this.opened) this.fill(formula);
    this.opened = opened;
    const flat = formula.dimensions === 1;
    this.sign.textContent = flat ? "f(x) =" : "f(x, y) =";
    this.across.hidden = flat;
    this.planeLabel.hidden = !formula.flat;
    this.plane.checked = !flat;
    // While the text moves on, an answer about an older one would point at the wrong place.
    if (formula.mistake === null || formula.mistake.text === this.text.value) this.tell(formula);
  }

  /** @param {Formula} formula */
  build(formula) {
    this.built = true;
    this.text.maxLength = formula.longest + 1;
    const chosen = formula.examples.map(({ name }, i) => element("option", { value: i }, name));
    this.examples.replaceChildren(element("option", { value: "" }, "Examples"), ...chosen);
    const calls = formula.functions.map(([name, call, note]) => button(call, note || name, () => this.insert(`${name}(`), "formula-call"));
    const say = (/** @type {string} */ text) => element("p", {}, text);
    this.help.replaceChildren(
      say(`Write it as on paper: ${formula.variables}, numbers, + − * / and ^ (or **), brackets. 2x and 3 sin(x) need no sign between them. pi and e are known; angles are in radians, log is the natural logarithm.`),
      element("div", { className: "formula-calls" }, ...calls),
      say("Derivatives are exact to rounding, first and second. At a kink the slope is the mean of both sides."),
    );
  }

  /** @param {Pick<Formula, "text" | "x_range" | "y_range">} formula */
  fill({ text, x_range, y_range }) {
    this.text.value = text;
    [...x_range, ...y_range].forEach((edge, i) => (this.edges[i].value = edge === null ? "" : String(edge)));
  }

  /** @param {Formula} formula */
  tell({ mistake, notes }) {
    this.node.classList.toggle("is-broken", mistake !== null);
    this.text.ariaInvalid = String(mistake !== null);
    if (!mistake) {
      this.state.replaceChildren(element("p", { className: "formula-notes" }, notes.join(" ")));
      return;
    }
    const [before, at, after] = around(mistake);
    const place = element("div", { className: "formula-place", "aria-hidden": "true" }, before, element("mark", {}, at), after);
    const kept = element("span", { className: "formula-kept" }, "The picture shows the last formula that could be read.");
    const words = element("p", { className: "formula-message" }, `${mistake.message}. `, kept);
    const list = mistake.allowed.join("  ");
    const allowed = element("p", { className: "formula-allowed", title: list }, `Allowed here: ${list}`);
    const found = mistake.position !== null;
    this.state.replaceChildren(...(found ? [place] : []), words, ...(list ? [allowed] : []));
    place.scrollLeft = this.text.scrollLeft;
  }

  typed() {
    const [left, right, bottom, top] = this.edges.map(({ value }) => (value === "" ? null : Number(value)));
    const plane = this.plane.checked && !this.planeLabel.hidden;
    const text = this.text.value;
    this.stage.push(TARGET, { kind: TARGET, text, x_range: [left, right], y_range: [bottom, top], dimensions: plane ? 2 : null });
  }

  take() {
    const example = this.stage.header.formula?.examples[Number(this.examples.value)];
    const chosen = this.examples.value !== "";
    this.examples.value = "";
    if (!example || !chosen) return;
    this.fill(example);
    this.plane.checked = false;
    this.typed();
  }

  /** @param {string} piece */
  insert(piece) {
    this.text.setRangeText(piece, this.text.selectionStart ?? 0, this.text.selectionEnd ?? 0, "end");
    this.text.focus();
    this.typed();
  }

  toggleHelp() {
    this.help.hidden = !this.help.hidden;
    this.helpButton.ariaExpanded = String(!this.help.hidden);
  }

  playAgain() {
    this.stage.transport.seek(0);
    this.stage.transport.play();
  }
}
