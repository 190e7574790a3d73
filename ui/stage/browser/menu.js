// The export menu: everything that can be taken away, one click each, with progress and a way to stop.

import { address } from "./address.js";
import { alone } from "./alone.js";
import { button, element } from "./dom.js";
import { copy, fileName, makePng, makeSvg, save } from "./exports.js";
import { makeGif, makeVideo, videoKinds } from "./film.js";
import { icon } from "./icons.js";
import { Popover } from "./popover.js";
import { makePage } from "./standalone.js";

/** @import { Stage } from "./stage.js" */
/** @import { Progress } from "./film.js" */

/**
 * @typedef {object} Item
 * @property {string} icon
 * @property {string} name
 * @property {string} note
 * @property {(options: { footer: boolean, transparent: boolean }, progress: Progress, signal: AbortSignal) => Promise<unknown>} act
 */

/**
 * What is on offer, in groups.
 * @param {Stage} stage @returns {[string, Item[]][]}
 */
function offers(stage) {
  const keep = (/** @type {string} */ ending, /** @type {boolean} */ withStep = false) => (/** @type {Blob} */ blob) => save(blob, fileName(stage, ending, withStep));
  /** @type {Item[]} */
  const films = [
    { icon: "film", name: "GIF", note: "The race as an animated picture", act: (options, progress, signal) => makeGif(stage, options, progress, signal).then(keep("gif")) },
  ];
  for (const { name, type } of videoKinds()) {
    const note = "The race as a video, recorded while it plays";
    films.push({ icon: "film", name, note, act: (options, progress, signal) => makeVideo(stage, { ...options, type }, progress, signal).then(keep(name.toLowerCase())) });
  }
  const fetched = (/** @type {string} */ kind) => (/** @type {unknown} */ _, /** @type {Progress} */ progress, /** @type {AbortSignal} */ signal) => stage.courier.fetch(kind, progress, signal);
  const file = (/** @type {string} */ kind, /** @type {string} */ ending, /** @type {string} */ type) =>
    (/** @type {unknown} */ _, /** @type {Progress} */ progress, /** @type {AbortSignal} */ signal) =>
      stage.courier.fetch(kind, progress, signal).then((parts) => keep(ending)(new Blob(parts, { type })));
  const settings = fetched("settings");
  return [
    [
      "Picture",
      [
        { icon: "picture", name: "PNG", note: "What is shown, at twice its size", act: (options) => makePng(stage, options).then(keep("png", true)) },
        { icon: "vector", name: "SVG", note: "What is shown, as shapes that stay sharp at any size", act: (options) => makeSvg(stage, options).then(keep("svg", true)) },
      ],
    ],
    ["Film", films],
    ["Page", [{ icon: "page", name: "HTML", note: "The race to play offline, as one file", act: (_, progress, signal) => makePage(stage, progress, signal).then(keep("html")) }]],
    [
      "Data",
      [
        { icon: "rows", name: "CSV", note: "Every step of every run with its memory, in full precision", act: file("csv", "csv", "text/csv") },
        { icon: "rows", name: "JSON", note: "The scene and every step of every run with its memory", act: file("json", "json", "application/json") },
      ],
    ],
    [
      "Text",
      [
        { icon: "code", name: "PyTorch", note: "A script that makes the same runs with PyTorch", act: file("torch", "py", "text/x-python") },
        { icon: "book", name: "BibTeX", note: "The works that surface and optimizers come from", act: file("bibtex", "bib", "application/x-bibtex") },
      ],
    ],
    [
      "Copy",
      [
        { icon: "link", name: "Link", note: "Copy a link that opens this scene", act: () => shared(stage, address(stage), "Link") },
        { icon: "text", name: "Settings", note: "Copy all settings as text", act: (...how) => settings(...how).then(([text]) => shared(stage, `${text}\n${address(stage)}\n`, "Settings")) },
      ],
    ],
  ];
}

/** @param {Stage} stage @param {string} text @param {string} what */
async function shared(stage, text, what) {
  stage.say((await copy(text)) ? `${what} copied.` : `Copy this: ${text}`);
}

export class ExportMenu {
  /** @param {Stage} stage @param {HTMLElement} holder */
  constructor(stage, holder) {
    this.stage = stage;
    /** @type {AbortController | null} */
    this.running = null;
    this.footer = this.choice("Footer with settings and link", true);
    this.transparent = this.choice("Transparent background (PNG, SVG)", false);
    this.panel = element("div", { className: "stage-menu", role: "menu", "aria-label": "Export" });
    this.opener = element("button", { type: "button", className: "stage-export", title: "Take this scene away (E)", "aria-haspopup": "menu" }, icon("export"), "Export");
    this.opener.onclick = () => (this.popover.open ? this.popover.hide() : this.open());
    this.share = button(icon("link"), "Copy link (C)", () => shared(stage, address(stage), "Link"));
    this.holder = holder.appendChild(element("div", { className: "stage-exports" }, this.opener, this.panel, this.share));
    this.popover = new Popover(this.opener, this.panel, this.holder);
    this.panel.addEventListener("keydown", (event) => this.key(event));
    this.job = this.progressBar();
  }

  /** @param {string} name @param {boolean} on */
  choice(name, on) {
    const node = element("button", { type: "button", className: "stage-menu-choice", role: "menuitemcheckbox", "aria-checked": String(on) }, name);
    node.onclick = () => (node.ariaChecked = String(node.ariaChecked !== "true"));
    return node;
  }

  progressBar() {
    const text = element("span");
    const bar = element("progress", { max: 1, value: 0 });
    const cancel = element("button", { type: "button", onclick: () => this.running?.abort() }, "Cancel");
    const node = element("div", { className: "stage-job", role: "status", hidden: true }, text, bar, cancel);
    this.stage.root.append(node);
    return { node, text, bar, cancel };
  }

  open() {
    const offered = offers(this.stage).filter(([title]) => !alone() || title === "Picture");
    const groups = offered.map(([title, items]) =>
      element("div", { role: "group", "aria-label": title, className: "stage-menu-group" }, element("h4", { "aria-hidden": "true" }, title), ...items.map((item) => this.item(item))),
    );
    this.panel.replaceChildren(...groups, element("div", { className: "stage-menu-group stage-menu-choices" }, this.footer, this.transparent));
    this.popover.show();
    this.entries()[0].focus();
  }

  /** @param {Item} item */
  item(item) {
    const node = element("button", { type: "button", role: "menuitem", title: item.note }, icon(item.icon), item.name);
    node.onclick = () => {
      this.popover.hide();
      this.run(item);
    };
    return node;
  }

  /** @returns {HTMLButtonElement[]} */
  entries() {
    return [...this.panel.querySelectorAll("button")];
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const entries = this.entries();
    const at = entries.findIndex((entry) => entry === document.activeElement);
    const go = (/** @type {number} */ to) => entries[(to + entries.length) % entries.length].focus();
    /** @type {Record<string, () => void>} */
    const actions = {
      ArrowDown: () => go(at + 1),
      ArrowRight: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      ArrowLeft: () => go(at - 1),
      Home: () => go(0),
      End: () => go(-1),
      Escape: () => this.popover.hide(),
      Tab: () => this.popover.hide(),
    };
    const action = actions[event.key];
    event.stopPropagation();
    if (!action) return;
    if (event.key !== "Tab") event.preventDefault();
    action();
  }

  /**
   * Makes one thing; what takes longer than a moment shows how far it is and can be stopped.
   * @param {Item} item
   */
  async run(item) {
    if (this.running) {
      this.stage.say("One export is being made already. Wait for it, or cancel it.");
      return;
    }
    this.running = new AbortController();
    const { node, text, bar, cancel } = this.job;
    const show = setTimeout(() => (node.hidden = false), 300);
    text.textContent = `Making ${item.name} …`;
    bar.removeAttribute("value");
    const progress = (/** @type {number} */ share) => (bar.value = Math.min(1, share));
    const options = { footer: this.footer.ariaChecked === "true", transparent: this.transparent.ariaChecked === "true" };
    try {
      await item.act(options, progress, this.running.signal);
    } catch (error) {
      const { name, message } = /** @type {Error} */ (error);
      this.stage.say(name === "AbortError" ? "Cancelled." : `${item.name} could not be made: ${message}.`);
    } finally {
      clearTimeout(show);
      if (node.contains(document.activeElement) || document.activeElement === cancel) this.opener.focus();
      node.hidden = true;
      this.running = null;
    }
  }

  remove() {
    this.running?.abort();
    this.popover.remove();
  }
}
