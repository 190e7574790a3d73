// The export menu: everything that can be taken away, one click each, with progress and a way to stop.

import { copy } from "./clipboard.js";
import { button, element } from "./dom.js";
import { icon } from "./icons.js";
import { Popover } from "./popover.js";

/** @import { Progress } from "./film.js" */

/** @typedef {{ root: HTMLElement, say(text: string): void }} Host What shows the menu, and says how it went. */
/** @typedef {[string, Item[]][]} Groups */

/**
 * @typedef {object} Item
 * @property {string} icon
 * @property {string} name
 * @property {string} note
 * @property {(options: { footer: boolean, transparent: boolean }, progress: Progress, signal: AbortSignal) => Promise<unknown>} act
 */

/**
 * Copies a text and says so.
 * @param {Host} host @param {string} text @param {string} what
 */
export async function shared(host, text, what) {
  host.say((await copy(text)) ? `${what} copied.` : `Copy this: ${text}`);
}

export class ExportMenu {
  /**
   * `offers` is asked whenever the menu opens; `address` is the link that a button copies, if there is one. A menu
   * with a `name` of its own is opened by an icon alone.
   * @param {Host} host @param {HTMLElement} holder
   * @param {{ offers: () => Groups, address?: () => string, name?: string }} what
   */
  constructor(host, holder, { offers, address, name }) {
    this.host = host;
    this.offers = offers;
    /** @type {AbortController | null} */
    this.running = null;
    this.footer = this.choice("Footer with settings and link", true);
    this.transparent = this.choice("Transparent background (PNG, SVG)", false);
    this.panel = element("div", { className: "stage-menu", role: "menu", "aria-label": "Export" });
    const words = name ? { title: name, "aria-label": name } : { title: "Take this scene away (E)" };
    this.opener = element("button", { type: "button", className: "stage-export", ...words, "aria-haspopup": "menu" }, icon("export"), ...(name ? [] : ["Export"]));
    this.opener.onclick = () => (this.popover.open ? this.popover.hide() : this.open());
    const share = address ? [button(icon("link"), "Copy link (C)", () => shared(host, address(), "Link"))] : [];
    this.holder = holder.appendChild(element("div", { className: "stage-exports" }, this.opener, this.panel, ...share));
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
    this.host.root.append(node);
    return { node, text, bar, cancel };
  }

  open() {
    const groups = this.offers().map(([title, items]) =>
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
      this.host.say("One export is being made already. Wait for it, or cancel it.");
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
      this.host.say(name === "AbortError" ? "Cancelled." : `${item.name} could not be made: ${message}.`);
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
