// What lies on the surface in space and does not move with the clock: basins, painted starts, clouds of end points.

import { colorOf, opacityOf } from "./basins.js";
import { ends } from "./ensemble.js";
import { loadImage } from "./frames.js";

/** @import { Drops, Pen, Theme } from "../types" */
/** @import { Sight } from "./sight.js" */
/** @import { Stage } from "./stage.js" */

const FINE = 64; // pieces a side at least, so that a cell bends with the surface
const SEEN = 2; // corners of a piece that must be in sight
const BEHIND = 0.25; // of its opacity has what the surface hides
const DOT = 2.8; // pixels

/**
 * A corner of the pieces, in pixels.
 * @typedef {{ x: number, y: number, solid: boolean, seen: boolean }} Corner
 */

/**
 * Strips of cells with one label, row by row, as outlines in pixels: what the surface hides and holes are left out.
 * @param {{ cells: ArrayLike<number>, side: number }} drops @param {Sight} sight
 * @returns {{ label: number, outline: Corner[] }[]}
 */
export function strips({ cells, side }, sight) {
  const pieces = side * Math.max(1, Math.ceil(FINE / side));
  const [[left, right], [bottom, top]] = sight.reach;
  /** @type {Corner[][]} */
  const corners = Array.from({ length: pieces + 1 }, (_, j) =>
    Array.from({ length: pieces + 1 }, (_, i) => {
      const [x, y] = [left + (i / pieces) * (right - left), bottom + (j / pieces) * (top - bottom)];
      const z = sight.meshAt(x, y);
      const solid = Number.isFinite(z);
      return { ...sight.project(x, y, solid ? z : 0), solid, seen: solid && !sight.hides(x, y, z) };
    }),
  );
  const labelAt = (/** @type {number} */ i, /** @type {number} */ j) => {
    const around = [corners[j][i], corners[j][i + 1], corners[j + 1][i], corners[j + 1][i + 1]];
    const shown = around.every(({ solid }) => solid) && around.filter(({ seen }) => seen).length >= SEEN;
    return shown ? cells[Math.floor((j * side) / pieces) * side + Math.floor((i * side) / pieces)] : NaN;
  };
  const found = [];
  for (let j = 0; j < pieces; j++) {
    for (let first = 0, next = 0; first < pieces; first = next) {
      const label = labelAt(first, j);
      for (next = first + 1; next < pieces && labelAt(next, j) === label; ) next++;
      if (Number.isNaN(label) || label === -3) continue;
      found.push({ label, outline: [...corners[j].slice(first, next + 1), ...corners[j + 1].slice(first, next + 1).reverse()] });
    }
  }
  return found;
}

/** @param {Pen} pen @param {Drops} drops @param {ArrayLike<number>} cells @param {Sight} sight @param {Theme} theme */
function drawCells(pen, drops, cells, sight, theme) {
  for (const { label, outline } of strips({ cells, side: drops.side }, sight)) {
    pen.globalAlpha = opacityOf(label);
    pen.fillStyle = colorOf(drops, theme, label);
    pen.beginPath();
    for (const { x, y } of outline) pen.lineTo(x, y);
    pen.closePath();
    pen.fill();
  }
}

/** A dot on the surface, faint where it is hidden. @param {Pen} pen @param {Sight} sight @param {number} x @param {number} y @param {string} color @param {string} casing */
function dot(pen, sight, x, y, color, casing) {
  const z = sight.meshAt(x, y);
  if (!sight.covers(x, y) || !Number.isFinite(z)) return;
  const at = sight.project(x, y, z);
  pen.globalAlpha = sight.hides(x, y, z) ? BEHIND : 0.9;
  pen.beginPath();
  pen.arc(at.x, at.y, DOT, 0, 2 * Math.PI);
  pen.lineWidth = 2;
  pen.strokeStyle = casing;
  pen.stroke();
  pen.fillStyle = color;
  pen.fill();
}

/** @param {Pen} pen @param {Stage} stage @param {Drops} drops @param {Sight} sight @param {Theme} theme */
function drawPainted(pen, { arrays }, drops, sight, theme) {
  const { painted, painted_labels: labels } = arrays;
  const points = painted.length / 2 / labels.length;
  labels.forEach((label, i) => {
    const color = colorOf(drops, theme, label);
    const path = Array.from({ length: points }, (_, k) => [painted[2 * (i * points + k)], painted[2 * (i * points + k) + 1]]);
    pen.lineWidth = 1.8;
    pen.strokeStyle = color;
    /** @type {{ x: number, y: number } | null} */
    let before = null;
    let last = path[0];
    for (const [x, y] of path) {
      const z = sight.meshAt(x, y);
      const here = sight.covers(x, y) && Number.isFinite(z) ? sight.project(x, y, z) : null;
      if (before && here) {
        pen.globalAlpha = sight.hides(x, y, z) ? BEHIND : 0.9;
        pen.beginPath();
        pen.moveTo(before.x, before.y);
        pen.lineTo(here.x, here.y);
        pen.stroke();
      }
      if (here) last = [x, y];
      before = here;
    }
    dot(pen, sight, last[0], last[1], color, theme.ink);
  });
}

/** @param {Pen} pen @param {Stage} stage @param {Sight} sight */
function drawAll(pen, stage, sight) {
  const { header, arrays, theme } = stage;
  const { drops } = header;
  if (drops?.side) drawCells(pen, drops, arrays.cells, sight, theme);
  if (drops?.painted.length) drawPainted(pen, stage, drops, sight, theme);
  for (const { run, x, y } of ends(stage)) dot(pen, sight, x, y, header.runs[run].colors[theme.index], theme.casing);
  pen.globalAlpha = 1;
}

export class Drape {
  canvas = document.createElement("canvas");
  /** @type {unknown[]} What it was drawn for. */
  drawn = [];

  /**
   * Lays it over the surface; it is drawn anew when something of it, the camera or the theme is another.
   * @param {Pen} pen @param {Stage} stage @param {Sight} sight
   */
  lay(pen, stage, sight) {
    const { header, arrays, theme } = stage;
    if (!header.drops && !header.ensemble) return;
    const wanted = [arrays.cells, arrays.painted, arrays.cloud, sight.view, theme.name, stage.visible().join()];
    if (wanted.some((part, k) => part !== this.drawn[k])) {
      this.drawn = wanted;
      drawAll(this.sized(sight, window.devicePixelRatio || 1), stage, sight);
    }
    pen.drawImage(this.canvas, 0, 0, sight.width, sight.height);
  }

  /** @param {Sight} sight @param {number} scale */
  sized({ width, height }, scale) {
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    const pen = /** @type {Pen} */ (this.canvas.getContext("2d"));
    pen.scale(scale, scale);
    return pen;
  }

  /**
   * A picture of the surface with all of it on top, as an address again.
   * @param {string} address @param {Stage} stage @param {Sight | null | undefined} sight @param {number} scale
   */
  async over(address, stage, sight, scale) {
    if (!sight || (!stage.header.drops && !stage.header.ensemble)) return address;
    const land = await loadImage(address);
    const sheet = new Drape();
    const pen = sheet.sized(sight, scale);
    pen.drawImage(land, 0, 0, sight.width, sight.height);
    drawAll(pen, stage, sight);
    return sheet.canvas.toDataURL("image/png");
  }
}
