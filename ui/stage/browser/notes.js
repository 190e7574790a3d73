// What a canvas is told, as words: to compare one drawing with another, and to draw it later.

import { channels } from "./ink.js";

/** @import { Pen } from "../types" */
/** @import { Bounds, Ink } from "./ink.js" */

const PATHS = new Set(["arc", "beginPath", "bezierCurveTo", "closePath", "lineTo", "moveTo", "rect"]);
const ACTS = ["arc", "beginPath", "bezierCurveTo", "closePath", "moveTo", "rect", "clip", "fill", "fillRect", "fillText", "restore", "save", "setLineDash", "stroke", "strokeRect", "strokeText"];
const SETTINGS = ["fillStyle", "font", "globalAlpha", "lineCap", "lineJoin", "lineWidth", "strokeStyle", "textAlign", "textBaseline"];

/** @type {Map<string, TextMetrics>} How wide texts are: a canvas that is told a font has the page's styles computed anew. */
const MEASURED = new Map();
const MOST_MEASURED = 500;

/** How often the page has got fonts: texts that were drawn before look different now. */
export let fonts = 0;
globalThis.document?.fonts?.addEventListener("loadingdone", () => {
  fonts += 1;
  MEASURED.clear();
});

/** What a line looks like, as `save` keeps it. */
const PLAIN = { strokeStyle: "#000000", lineWidth: 1, lineCap: "butt", lineJoin: "miter", globalAlpha: 1, dash: /** @type {number[]} */ ([]), clip: /** @type {Bounds | null} */ (null) };

/**
 * A pen that notes what a canvas would be told: each word with its act or setting, the number of its values, and these.
 * Lines are one word however many points they have: these stand among the numbers, from one place up to another.
 */
export class Notes {
  written = "";
  /** @type {any[]} */
  words = [];
  numbers = new Float64Array(1024);
  count = 0;
  /** Where the word of the line stands that goes on, if one does. */
  open = NaN;

  /** @param {Pen} pen which knows how wide a text is */
  constructor(pen) {
    this.pen = pen;
  }

  /** Begins anew, in the same room. */
  clear() {
    this.words.length = this.count = 0;
    this.open = NaN;
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    const { words } = this;
    if (this.open !== words.length - 4) {
      this.open = words.length;
      words.push("lineTo", 2, this.count, this.count);
    }
    if (this.count + 2 > this.numbers.length) {
      const wider = new Float64Array(2 * this.numbers.length);
      wider.set(this.numbers);
      this.numbers = wider;
    }
    this.numbers[this.count++] = x;
    this.numbers[this.count++] = y;
    words[words.length - 1] = this.count;
  }

  /** @param {string} text */
  measureText(text) {
    const key = `${this.written} ${text}`;
    let size = MEASURED.get(key);
    if (!size) {
      if (MEASURED.size > MOST_MEASURED) MEASURED.clear();
      this.pen.font = this.written;
      MEASURED.set(key, (size = this.pen.measureText(text)));
    }
    return size;
  }

  /** Whether both say the same. @param {Notes} other */
  same(other) {
    const { words, numbers, count } = this;
    if (other.words.length !== words.length || other.count !== count) return false;
    for (let i = 0; i < words.length; i++) if (words[i] !== other.words[i] && !alike(words[i], other.words[i])) return false;
    const before = other.numbers;
    for (let i = 0; i < count; i++) if (numbers[i] !== before[i]) return false;
    return true;
  }

  /**
   * Does what is noted; lines with round joins are drawn with ink where there is some.
   * @param {Pen} pen @param {Ink | null} ink
   */
  replay(pen, ink) {
    new Replay(pen, ink, this).go();
  }
}

for (const name of ACTS) {
  Object.defineProperty(Notes.prototype, name, {
    value(/** @type {any[]} */ ...given) {
      this.words.push(name, given.length, ...given);
    },
  });
}
for (const name of SETTINGS) {
  Object.defineProperty(Notes.prototype, name, {
    set(value) {
      this.words.push(name, 1, value);
      if (name === "font") this.written = value;
    },
  });
}

/** Dashes that are equal, and outlines that are written alike. @param {any} a @param {any} b */
function alike(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, i) => each === b[i]);
  return a?.svg !== undefined && a.svg === b?.svg;
}

class Replay {
  line = { ...PLAIN };
  /** @type {(typeof PLAIN)[]} */
  saved = [];
  /** @type {number[][]} The path's lines in pixels of the canvas: of each x and y in turn. */
  lines = [];
  /** @type {Bounds | null} The path, when it is one rectangle. */
  rectangle = null;
  straight = true;
  /** Where the path begins among the words, and whether the canvas has been told it. */
  begun = 0;
  told = true;

  /** @param {Pen} pen @param {Ink | null} ink @param {Notes} notes */
  constructor(pen, ink, { words, numbers }) {
    this.pen = /** @type {any} */ (pen);
    this.ink = ink;
    this.words = words;
    this.numbers = numbers;
    this.scale = pen.getTransform().a;
    this.whole = { left: 0, top: 0, right: pen.canvas.width, bottom: pen.canvas.height };
    ink?.resize(pen.canvas.width, pen.canvas.height);
  }

  go() {
    const { words } = this;
    for (let i = 0; i < words.length; i += 2 + words[i + 1]) {
      const name = words[i];
      if (PATHS.has(name)) this.path(name, i);
      else if (name === "stroke" && words[i + 1] === 0 && this.inks()) this.draw();
      else if (typeof this.pen[name] === "function") this.act(name, i);
      else this.set(name, words[i + 2]);
    }
    this.ink?.flush(this.pen);
  }

  inks() {
    return this.ink && this.straight && this.line.lineJoin === "round";
  }

  /** @param {string} name @param {number} i */
  path(name, i) {
    const { words, numbers, scale } = this;
    if (name === "beginPath") {
      Object.assign(this, { lines: [], rectangle: null, straight: true, begun: i, told: false });
      return;
    }
    if (name === "moveTo") {
      this.lines.push([words[i + 2] * scale, words[i + 3] * scale]);
      return;
    }
    if (name === "lineTo") {
      if (!this.lines.length) this.lines.push([]);
      const line = this.lines[this.lines.length - 1];
      for (let k = words[i + 2]; k < words[i + 3]; k++) line.push(numbers[k] * scale);
      this.rectangle = null;
      return;
    }
    const [x, y, width, height] = words.slice(i + 2, i + 6).map((each) => each * scale);
    const alone = name === "rect" && this.straight && !this.lines.length;
    this.rectangle = alone ? { left: Math.floor(x), top: Math.floor(y), right: Math.ceil(x + width), bottom: Math.ceil(y + height) } : null;
    this.straight = false;
  }

  draw() {
    if (!this.ink) return;
    const { strokeStyle, globalAlpha, lineWidth, lineCap, dash, clip } = this.line;
    const [red, green, blue, opacity] = channels(strokeStyle, this.ink.pen);
    const stroke = { width: lineWidth * this.scale, color: [red, green, blue, opacity * globalAlpha], dash: dash.map((each) => each * this.scale), butt: lineCap === "butt" };
    this.ink.draw(this.lines, stroke, clip ?? this.whole);
  }

  /** @param {string} name @param {number} i */
  act(name, i) {
    const { words } = this;
    const given = words.slice(i + 2, i + 2 + words[i + 1]);
    if (name === "setLineDash") this.line.dash = given[0];
    else this.ink?.flush(this.pen);
    if (name === "save") this.saved.push({ ...this.line });
    if (name === "restore") this.line = this.saved.pop() ?? { ...PLAIN };
    if (name === "clip" || name === "fill" || name === "stroke") this.tell(i);
    if (name === "clip" && this.rectangle) this.line.clip = within(this.line.clip ?? this.whole, this.rectangle);
    this.pen[name](...given);
  }

  /** Tells the canvas the path up to here, unless it knows. @param {number} upto */
  tell(upto) {
    const { words, numbers, pen } = this;
    if (this.told) return;
    this.told = true;
    for (let i = this.begun; i < upto; i += 2 + words[i + 1]) {
      const name = words[i];
      if (name === "lineTo") for (let k = words[i + 2]; k < words[i + 3]; k += 2) pen.lineTo(numbers[k], numbers[k + 1]);
      else if (PATHS.has(name)) pen[name](...words.slice(i + 2, i + 2 + words[i + 1]));
    }
  }

  /** @param {string} name @param {any} value */
  set(name, value) {
    this.pen[name] = value;
    if (name in this.line) Object.assign(this.line, { [name]: value });
  }
}

/** @param {Bounds} a @param {Bounds} b @returns {Bounds} */
const within = (a, b) => ({ left: Math.max(a.left, b.left), top: Math.max(a.top, b.top), right: Math.min(a.right, b.right), bottom: Math.min(a.bottom, b.bottom) });
