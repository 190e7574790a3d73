// A pen that writes SVG where a canvas would paint: the same drawing code makes both.

import { Commands, short } from "./outline.js";

/** @import { Pen } from "../types" */

const NAMESPACE = "http://www.w3.org/2000/svg";
/** @type {Record<string, string>} */
const ANCHORS = { left: "start", start: "start", center: "middle", right: "end", end: "end" };
/** @type {Record<string, string>} */
const BASELINES = { top: "text-before-edge", middle: "central", alphabetic: "alphabetic" };

/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** What `save` keeps and `restore` brings back. */
const START = {
  fillStyle: "#000000",
  strokeStyle: "#000000",
  lineWidth: 1,
  lineCap: "butt",
  lineJoin: "miter",
  globalAlpha: 1,
  font: "10px sans-serif",
  textAlign: "start",
  textBaseline: "alphabetic",
  /** @type {number[]} */
  dash: [],
  matrix: [1, 0, 0, 1, 0, 0],
  clips: /** @type {string[]} */ ([]),
};

/** The part of a canvas' pen that the stage draws with. */
export class SvgPen {
  fillStyle = START.fillStyle;
  strokeStyle = START.strokeStyle;
  lineWidth = START.lineWidth;
  lineCap = START.lineCap;
  lineJoin = START.lineJoin;
  globalAlpha = START.globalAlpha;
  font = START.font;
  textAlign = START.textAlign;
  textBaseline = START.textBaseline;
  dash = START.dash;
  matrix = START.matrix;
  clips = START.clips;

  /** @param {number} width @param {number} height @param {(text: string, font: string) => number} measure */
  constructor(width, height, measure) {
    this.width = width;
    this.height = height;
    this.measure = measure;
    this.commands = new Commands();
    /** @type {string[]} */
    this.parts = [];
    /** @type {(typeof START)[]} */
    this.saved = [];
    this.clipCount = 0;
    /** @type {Set<string>} The documents that are kept. */
    this.kept = new Set();
  }

  save() {
    const names = /** @type {(keyof typeof START)[]} */ (Object.keys(START));
    this.saved.push(/** @type {any} */ (Object.fromEntries(names.map((name) => [name, this[name]]))));
  }

  restore() {
    Object.assign(this, this.saved.pop());
  }

  /** @param {number} x @param {number} y */
  translate(x, y) {
    const [a, b, c, d, e, f] = this.matrix;
    this.matrix = [a, b, c, d, a * x + c * y + e, b * x + d * y + f];
  }

  /** @param {number} angle */
  rotate(angle) {
    const [a, b, c, d, e, f] = this.matrix;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    this.matrix = [a * cos + c * sin, b * cos + d * sin, c * cos - a * sin, d * cos - b * sin, e, f];
  }

  /** @param {number} x @param {number} y */
  scale(x, y) {
    const [a, b, c, d, e, f] = this.matrix;
    this.matrix = [a * x, b * x, c * y, d * y, e, f];
  }

  beginPath() {
    this.commands = new Commands();
  }

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.commands.moveTo(x, y);
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.commands.lineTo(x, y);
  }

  closePath() {
    this.commands.closePath();
  }

  /** @param {number} x @param {number} y @param {number} radius @param {number} from @param {number} to */
  arc(x, y, radius, from, to) {
    this.commands.arc(x, y, radius, from, to);
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  rect(x, y, width, height) {
    this.commands.rect(x, y, width, height);
  }

  /** @param {number[]} dash */
  setLineDash(dash) {
    this.dash = dash;
  }

  clip() {
    const id = `clip${++this.clipCount}`;
    this.parts.push(`<clipPath id="${id}"><path d="${this.commands.text}"${this.transform()}/></clipPath>`);
    this.clips = [...this.clips, id];
  }

  /** @param {{ svg?: string }} [path] */
  stroke(path) {
    this.draw(`<path d="${this.outlineOf(path)}" fill="none"${this.strokeLook()}${this.transform()}/>`);
  }

  /** @param {{ svg?: string }} [path] */
  fill(path) {
    this.draw(`<path d="${this.outlineOf(path)}" fill="${escaped(this.fillStyle)}"${this.opacity()}${this.transform()}/>`);
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  strokeRect(x, y, width, height) {
    this.beginPath();
    this.rect(x, y, width, height);
    this.stroke();
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  fillRect(x, y, width, height) {
    this.beginPath();
    this.rect(x, y, width, height);
    this.fill();
  }

  /** @param {string} text @param {number} x @param {number} y */
  fillText(text, x, y) {
    this.write(text, x, y, ` fill="${escaped(this.fillStyle)}"${this.opacity()}`);
  }

  /** @param {string} text @param {number} x @param {number} y */
  strokeText(text, x, y) {
    this.write(text, x, y, ` fill="none"${this.strokeLook()}`);
  }

  /** @param {string} text */
  measureText(text) {
    return { width: this.measure(text, this.font) };
  }

  /**
   * Puts another SVG document at the origin, its ids set apart from all others here; under one name it is kept once.
   * @param {string} name @param {string} document @param {number} width @param {number} height
   */
  embed(name, document, width, height) {
    const inner = document.replace(/^[^]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
    if (!this.kept.has(name)) this.parts.push(`<defs><g id="${name}">${inner}</g></defs>`);
    this.kept.add(name);
    this.draw(`<svg width="${short(width)}" height="${short(height)}" viewBox="0 0 ${short(width)} ${short(height)}"${this.place()}><use xlink:href="#${name}"/></svg>`);
  }

  /** The finished document. */
  text() {
    const size = `width="${short(this.width)}" height="${short(this.height)}" viewBox="0 0 ${short(this.width)} ${short(this.height)}"`;
    return `<svg xmlns="${NAMESPACE}" xmlns:xlink="http://www.w3.org/1999/xlink" ${size}>\n${this.parts.join("\n")}\n</svg>\n`;
  }

  /** @param {string} element */
  draw(element) {
    this.parts.push(this.clips.reduceRight((inner, id) => `<g clip-path="url(#${id})">${inner}</g>`, element));
  }

  /** @param {string} text @param {number} x @param {number} y @param {string} look */
  write(text, x, y, look) {
    const [, weight = "400", size = "10", family = "sans-serif"] = this.font.match(/^(?:(\d+) )?([\d.]+)px (.*)$/) ?? [];
    const place = `x="${short(x)}" y="${short(y)}" text-anchor="${ANCHORS[this.textAlign]}" dominant-baseline="${BASELINES[this.textBaseline]}"`;
    const font = `font-family="${escaped(family)}" font-size="${size}" font-weight="${weight}"`;
    this.draw(`<text ${place} ${font}${look}${this.transform()}>${escaped(text)}</text>`);
  }

  /** @param {{ svg?: string } | undefined} path */
  outlineOf(path) {
    if (path && path.svg === undefined) throw new Error("this outline cannot be written as SVG");
    return path?.svg ?? this.commands.text;
  }

  strokeLook() {
    const dash = this.dash.length ? ` stroke-dasharray="${this.dash.join(" ")}"` : "";
    const line = `stroke="${escaped(this.strokeStyle)}" stroke-width="${short(this.lineWidth)}" stroke-linecap="${this.lineCap}" stroke-linejoin="${this.lineJoin}"`;
    return ` ${line}${dash}${this.opacity()}`;
  }

  opacity() {
    return this.globalAlpha < 1 ? ` opacity="${short(this.globalAlpha)}"` : "";
  }

  transform() {
    const plain = this.matrix.every((value, i) => value === START.matrix[i]);
    return plain ? "" : ` transform="matrix(${this.matrix.map((value) => +value.toFixed(5)).join(" ")})"`;
  }

  /** The position of nested documents, which take no transform. */
  place() {
    return ` x="${short(this.matrix[4])}" y="${short(this.matrix[5])}"`;
  }
}

/**
 * This pen, for drawing code that is written for a canvas.
 * @param {SvgPen} pen @returns {Pen}
 */
export const asPen = (pen) => /** @type {any} */ (pen);
