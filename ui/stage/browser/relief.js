// The landscape without Plotly: the same levels and colours on a canvas, for panels that share one picture of it.

/** @import { Frame, Pair, Pen, Theme } from "../types" */

/** @typedef {[Pair, Pair]} Ranges */
/** @typedef {import("./landscape.js").Land} Land */

const THIN = 0.6; // of the opacity of a level's line: panels are small, their lines stand close

/** @param {string} color @returns {[number, number, number, number]} red, green, blue (0 … 255) and opacity (0 … 1) */
export function channels(color) {
  if (color.startsWith("#")) {
    const [red, green, blue] = [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));
    return [red, green, blue, 1];
  }
  const [red, green, blue, opacity = 1] = color.slice(color.indexOf("(") + 1, -1).split(",").map(Number);
  return [red, green, blue, opacity];
}

/**
 * The colour at a place (0 … 1) of a colour scale.
 * @param {[number, string][]} scale @param {number} place @returns {[number, number, number]}
 */
export function shade(scale, place) {
  const at = Math.min(1, Math.max(0, place));
  const k = Math.max(1, scale.findIndex(([stop]) => stop >= at));
  const [[low, from], [high, to]] = [scale[k - 1], scale[k]];
  const share = (at - low) / (high - low || 1);
  const [a, b] = [channels(from), channels(to)];
  return /** @type {[number, number, number]} */ ([0, 1, 2].map((c) => Math.round(a[c] + (b[c] - a[c]) * share)));
}

/**
 * Which band between two levels each pixel is in, NaN outside the landscape; rows from the top.
 * @param {Land} land @param {{ start: number, size: number }} levels @param {Ranges} ranges
 * @param {number} width @param {number} height
 */
export function bands({ x, y, rows }, { start, size }, [[left, right], [bottom, top]], width, height) {
  const grid = /** @type {Float32Array[]} */ (rows);
  const found = new Float32Array(width * height).fill(NaN);
  const stepX = (x[x.length - 1] - x[0]) / (x.length - 1);
  const stepY = (y[y.length - 1] - y[0]) / (y.length - 1);
  for (let row = 0; row < height; row++) {
    const v = (top - ((row + 0.5) / height) * (top - bottom) - y[0]) / stepY;
    if (v < 0 || v > y.length - 1) continue;
    const j = Math.min(Math.floor(v), y.length - 2);
    const [below, above, up] = [grid[j], grid[j + 1], v - j];
    for (let column = 0; column < width; column++) {
      const u = (left + ((column + 0.5) / width) * (right - left) - x[0]) / stepX;
      if (u < 0 || u > x.length - 1) continue;
      const i = Math.min(Math.floor(u), x.length - 2);
      const across = u - i;
      const low = below[i] + (below[i + 1] - below[i]) * across;
      const high = above[i] + (above[i + 1] - above[i]) * across;
      found[row * width + column] = Math.floor((low + (high - low) * up - start) / size);
    }
  }
  return found;
}

/**
 * Paints the map of a landscape over the view, with a line where one band meets the next.
 * @param {Land} land @param {Theme} theme @param {Ranges} ranges @param {number} width @param {number} height
 */
function map(land, theme, ranges, width, height) {
  const figure = /** @type {any} */ (land.figures[theme.name].data[0]);
  const { start, end, size } = figure.contours;
  const count = Math.round((end - start) / size);
  const span = figure.zmax - figure.zmin || 1;
  const colors = Array.from({ length: count + 2 }, (_, k) => shade(figure.colorscale, (start + (k - 0.5) * size - figure.zmin) / span));
  const [red, green, blue, opacity] = channels(figure.line.color);
  const found = bands(land, { start, size }, ranges, width, height);
  const image = new ImageData(width, height);
  for (let at = 0; at < found.length; at++) {
    const band = found[at];
    if (Number.isNaN(band)) continue;
    const color = colors[Math.min(Math.max(band + 1, 0), count + 1)];
    const edge = ((at + 1) % width !== 0 && band !== found[at + 1]) || (at + width < found.length && band !== found[at + width]);
    const ink = edge ? THIN * opacity : 0;
    image.data[4 * at] = color[0] + (red - color[0]) * ink;
    image.data[4 * at + 1] = color[1] + (green - color[1]) * ink;
    image.data[4 * at + 2] = color[2] + (blue - color[2]) * ink;
    image.data[4 * at + 3] = 255;
  }
  return image;
}

/**
 * The landscape over the view as a canvas of this size in device pixels: a map, or the curve of one variable.
 * @param {Land} land @param {Theme} theme @param {Ranges} ranges @param {number} width @param {number} height
 */
export function relief(land, theme, ranges, width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  const pen = /** @type {Pen} */ (canvas.getContext("2d"));
  if (land.rows) {
    pen.putImageData(map(land, theme, ranges, canvas.width, canvas.height), 0, 0);
    return canvas;
  }
  const line = /** @type {any} */ (land.figures[theme.name].data[0]).line;
  const frame = frameOf(ranges, 0, 0, canvas.width, canvas.height);
  pen.strokeStyle = line.color;
  pen.lineWidth = line.width;
  pen.beginPath();
  land.x.forEach((x, i) => pen.lineTo(x * frame.scaleX + frame.offsetX, land.y[i] * frame.scaleY + frame.offsetY));
  pen.stroke();
  return canvas;
}

/**
 * The maps from data to the pixels of a box over which the view is spread.
 * @param {Ranges} ranges @param {number} left @param {number} top @param {number} width @param {number} height
 * @returns {Frame}
 */
export function frameOf([x, y], left, top, width, height) {
  const scaleX = width / (x[1] - x[0]);
  const scaleY = -height / (y[1] - y[0]);
  return { left, top, width, height, scaleX, scaleY, offsetX: left - x[0] * scaleX, offsetY: top - y[1] * scaleY };
}

/**
 * The point of the landscape under a pixel, rounded to what a pixel can tell.
 * @param {Frame} frame @param {number} px @param {number} py @returns {Pair}
 */
export function pointAt(frame, px, py) {
  const round = (/** @type {number} */ value, /** @type {number} */ scale) => {
    const unit = 10 ** Math.floor(Math.log10(Math.abs(1 / scale)) - 0.3);
    return +(Math.round(value / unit) * unit).toPrecision(12);
  };
  const within = (/** @type {number} */ value, /** @type {number} */ low, /** @type {number} */ span) => Math.min(Math.max(value, low), low + span);
  return [
    round((within(px, frame.left, frame.width) - frame.offsetX) / frame.scaleX, frame.scaleX),
    round((within(py, frame.top, frame.height) - frame.offsetY) / frame.scaleY, frame.scaleY),
  ];
}
