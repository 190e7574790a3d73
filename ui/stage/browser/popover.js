// A panel that a button opens and closes; a press beside it, or Escape, closes it as well.

export class Popover {
  /** @param {HTMLButtonElement} opener @param {HTMLElement} panel @param {HTMLElement} holder both stand in it */
  constructor(opener, panel, holder) {
    this.opener = opener;
    this.panel = panel;
    panel.hidden = true;
    opener.ariaExpanded = "false";
    panel.addEventListener("keydown", (event) => event.key === "Escape" && this.escape(event));
    this.onOutside = (/** @type {Event} */ event) => {
      if (this.open && !holder.contains(/** @type {Node} */ (event.target))) this.hide(false);
    };
    document.addEventListener("pointerdown", this.onOutside);
  }

  get open() {
    return !this.panel.hidden;
  }

  /** @param {KeyboardEvent} event */
  escape(event) {
    event.stopPropagation();
    this.hide();
  }

  show() {
    this.panel.hidden = false;
    this.opener.ariaExpanded = "true";
    this.panel.style.removeProperty("--shift");
    // Kept within the window, whichever side of it the button is on.
    const { left, right } = this.panel.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const shift = left < ROOM ? ROOM - left : right > width - ROOM ? width - ROOM - right : 0;
    this.panel.style.setProperty("--shift", `${shift}px`);
  }

  /** @param {boolean} [focus] whether the button that opened it is focused again */
  hide(focus = true) {
    this.panel.hidden = true;
    this.opener.ariaExpanded = "false";
    if (focus) this.opener.focus();
  }

  remove() {
    document.removeEventListener("pointerdown", this.onOutside);
  }
}

const ROOM = 8; // pixels between a panel and the edge of the window
