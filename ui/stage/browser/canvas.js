// Canvases that are sharp on every screen.

/** @import { Pen } from "../types" */

/**
 * Sizes a canvas to its box in device pixels, clears it, and returns its pen in page pixels.
 * @param {HTMLCanvasElement} canvas @param {HTMLElement} box
 */
export function fit(canvas, box) {
  const scale = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = box;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const pen = /** @type {Pen} */ (canvas.getContext("2d"));
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, width, height);
  return pen;
}
