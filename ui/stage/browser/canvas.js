// Canvases that are sharp on every screen.

/** @import { Pen } from "../types" */

/** @type {WeakMap<Element, { width: number, height: number }>} */
const SIZES = new WeakMap();
const observer = globalThis.ResizeObserver && new ResizeObserver((entries) => entries.forEach(({ target }) => SIZES.delete(target)));

/**
 * The size of a box in page pixels. It is measured when it has changed: whoever asks between two changes of the page
 * would else have it laid out in between.
 * @param {HTMLElement} box
 */
export function sizeOf(box) {
  let size = SIZES.get(box);
  if (!size) {
    SIZES.set(box, (size = { width: box.clientWidth, height: box.clientHeight }));
    observer.observe(box);
  }
  return size;
}

/**
 * Sizes a canvas to its box in device pixels, clears it, and returns its pen in page pixels.
 * @param {HTMLCanvasElement} canvas @param {HTMLElement} box
 */
export function fit(canvas, box) {
  const scale = window.devicePixelRatio || 1;
  const { width, height } = sizeOf(box);
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
