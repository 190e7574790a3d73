// The marker shapes: heads on the landscape, swatches in the legend.

import { element } from "./dom.js";
import { Commands, outline } from "./outline.js";

/** @import { Pen, Run, Theme } from "../types" */

/** @param {number} count @param {number} turn @param {number} inner */
const around = (count, turn, inner = 1) =>
  Array.from({ length: inner === 1 ? count : 2 * count }, (_, i) => {
    const angle = turn + (2 * Math.PI * i) / (inner === 1 ? count : 2 * count);
    const radius = inner !== 1 && i % 2 ? inner : 1;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });

const UP = -Math.PI / 2;
const PLUS = [[-0.4, -1], [0.4, -1], [0.4, -0.4], [1, -0.4], [1, 0.4], [0.4, 0.4], [0.4, 1], [-0.4, 1], [-0.4, 0.4], [-1, 0.4], [-1, -0.4], [-0.4, -0.4]];

/** @type {Record<string, number[][]>} */
const SHAPES = {
  square: around(4, Math.PI / 4),
  triangle: around(3, UP),
  diamond: around(4, UP),
  pentagon: around(5, UP),
  star: around(5, UP, 0.45),
  cross: PLUS,
};

/**
 * The outline of a marker of this radius around (x, y).
 * @param {string} shape @param {number} x @param {number} y @param {number} radius
 */
export function markerPath(shape, x, y, radius) {
  const commands = new Commands();
  const corners = SHAPES[shape];
  if (!corners) {
    commands.arc(x, y, radius, 0, 2 * Math.PI);
    return outline(commands);
  }
  const size = radius * (shape === "star" ? 1.35 : 1.15);
  for (const [a, b] of corners) commands.lineTo(x + size * a, y + size * b);
  commands.closePath();
  return outline(commands);
}

/**
 * Draws a line sample with its marker, the optimizer's mark in legends.
 * @param {Pen} pen @param {Run} run @param {Theme} theme @param {number} x @param {number} y @param {number} width
 */
export function drawSwatch(pen, run, theme, x, y, width) {
  pen.save();
  pen.strokeStyle = pen.fillStyle = run.colors[theme.index];
  pen.lineWidth = 2.6;
  pen.setLineDash(run.dash);
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(x + width, y);
  pen.stroke();
  pen.setLineDash([]);
  const mark = markerPath(run.marker, x + width / 2, y, 5);
  pen.lineWidth = 2;
  pen.strokeStyle = theme.casing;
  pen.stroke(mark);
  pen.fill(mark);
  pen.restore();
}

/**
 * The same as a picture: a canvas for every run would be a layer for every run, laid out anew in each frame.
 * @param {Run} run @param {Theme} theme @param {number} width @param {number} margin
 */
export function swatchOf(run, theme, width, margin) {
  const [height, scale] = [20, 2];
  const canvas = element("canvas", { width: width * scale, height: height * scale });
  const pen = /** @type {Pen} */ (canvas.getContext("2d"));
  pen.scale(scale, scale);
  drawSwatch(pen, run, theme, margin, height / 2, width - 2 * margin);
  return element("img", { className: "stage-swatch", alt: "", src: canvas.toDataURL() });
}
