// The race as frames: the whole picture drawn again for each moment of the clock.

import { advance, RACE } from "./clock.js";
import { compose, layOut } from "./compose.js";

/** @import { Stage } from "./stage.js" */
/** @import { Pen } from "../types" */
/** @import { View } from "./views.js" */

export const REST = 1500; // ms that the last frame stays

/**
 * @param {string} address
 * @returns {Promise<HTMLImageElement>}
 */
export function loadImage(address) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error("the landscape could not be drawn"));
    image.src = address;
  });
}

/**
 * A canvas of the whole picture and the act that draws it at a moment. Its sides are even, as videos need.
 * @param {Stage} stage @param {{ scale: number, widest?: number, footer: boolean, transparent?: boolean }} options
 */
export async function easel(stage, { scale: wanted, widest = Infinity, footer, transparent = false }) {
  const parts = layOut(stage, { footer });
  const scale = Math.min(wanted, widest / parts.width);
  /** @type {Map<string, HTMLImageElement>} */
  const lands = new Map();
  for (const { key, picture } of parts.lands.views) if (!lands.has(key)) lands.set(key, await loadImage(await picture("png", scale)));
  const canvas = document.createElement("canvas");
  canvas.width = 2 * Math.round((scale * parts.width) / 2);
  canvas.height = 2 * Math.round((scale * parts.height) / 2);
  const pen = /** @type {Pen} */ (canvas.getContext("2d", { willReadFrequently: !transparent }));
  const draw = (/** @type {number} */ clock) => {
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, parts.width, parts.height);
    /** @param {Pen} to @param {View} view */
    const drawLand = (to, { key, width, height }) => to.drawImage(/** @type {HTMLImageElement} */ (lands.get(key)), 0, 0, width, height);
    compose(pen, clock, parts, { transparent, drawLand });
  };
  return { canvas, pen, draw };
}

/**
 * The clock at each frame of a race from its start at this speed, the end included.
 * @param {number} steps @param {number} speed @param {number} rate frames a second @param {number} [most]
 */
export function moments(steps, speed, rate, most = Infinity) {
  const count = Math.min(most, Math.max(2, Math.ceil((RACE / 1000 / speed) * rate)));
  const spacing = RACE / speed / count;
  return Array.from({ length: count + 1 }, (_, i) => advance(0, i * spacing, speed, steps, false).clock);
}
