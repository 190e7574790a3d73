// Takes the scene away: a picture with its settings stamped in, and the link.

/** @import { Stage } from "./stage.js" */
/** @import { Pen, Run } from "../types" */

import { curveFrame, drawCurve } from "./curve.js";
import { drawSwatch } from "./markers.js";
import { pretty } from "./numbers.js";
import { drawTrails, project, projectCompanions } from "./trails.js";

const SCALE = 2;
const MARGIN = 16;
const TITLE = 54;
const ROW = 26;

/** @param {Run} run */
function settings(run) {
  return run.sliders
    .filter((s) => s.name === "learning_rate" || s.value !== s.default)
    .map((s) => `${s.symbol} ${pretty(s.value)}`)
    .join("  ");
}

/** @param {string} address @returns {Promise<HTMLImageElement>} */
function loadImage(address) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error("the landscape could not be drawn"));
    image.src = address;
  });
}

/**
 * The stage as a canvas at twice the page's resolution: landscape, paths, curves, names and settings.
 * @param {Stage} stage
 */
export async function picture(stage) {
  const { header, theme } = stage;
  const land = await loadImage(await stage.landscape.picture(SCALE));
  const { clientWidth: width, clientHeight: height } = stage.area;
  const curveHeight = stage.curve.clientHeight;
  const shown = stage.visible();
  const columns = Math.max(1, Math.floor(width / 250));
  const legendHeight = Math.ceil(shown.length / columns) * ROW + 8;
  const canvas = document.createElement("canvas");
  canvas.width = SCALE * (width + 2 * MARGIN);
  canvas.height = SCALE * (TITLE + height + legendHeight + curveHeight + 2 * MARGIN);
  const pen = /** @type {Pen} */ (canvas.getContext("2d"));
  pen.scale(SCALE, SCALE);
  pen.fillStyle = theme.background;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.translate(MARGIN, MARGIN);
  pen.fillStyle = theme.ink;
  pen.font = `700 19px ${theme.font}`;
  pen.fillText(header.surface.name, 4, 18);
  pen.font = `13px ${theme.font}`;
  pen.fillStyle = theme.quiet;
  const parameters = header.parameters.map((p) => `${p.symbol} = ${pretty(p.value)}`);
  const start = header.start.slice(0, header.surface.dimensions).map((v) => pretty(v)).join(", ");
  const stamp = [...parameters, `start (${start})`, `step ${Math.floor(stage.clock)} of ${header.steps}`, "Descent Lab"];
  pen.fillText(stamp.join("  ·  "), 4, 38);
  pen.translate(0, TITLE);
  pen.drawImage(land, 0, 0, width, height);
  const frame = stage.landscape.frame();
  drawTrails(pen, stage, frame, header.runs.map((_, i) => project(stage, i, frame)), theme, projectCompanions(stage, frame));
  pen.translate(0, height);
  shown.forEach((i, k) => {
    const x = (k % columns) * (width / columns) + 4;
    const y = Math.floor(k / columns) * ROW + ROW / 2;
    drawSwatch(pen, header.runs[i], theme, x, y, 40);
    pen.fillStyle = theme.ink;
    pen.font = `600 13px ${theme.font}`;
    pen.fillText(stage.nameOf(i), x + 48, y + 4.5);
    const after = x + 56 + pen.measureText(stage.nameOf(i)).width;
    pen.font = `13px ${theme.font}`;
    pen.fillStyle = theme.quiet;
    pen.fillText(settings(header.runs[i]), after, y + 4.5);
  });
  pen.translate(0, legendHeight);
  drawCurve(pen, stage, curveFrame(stage, width, curveHeight), theme);
  return canvas;
}

/** @param {string} address @param {string} name */
function download(address, name) {
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
}

/** @param {Stage} stage */
export async function savePng(stage) {
  const canvas = await picture(stage);
  /** @type {Blob | null} */
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("the browser could not write it");
  const address = URL.createObjectURL(blob);
  download(address, `descent-lab-${stage.header.surface.key}-step-${Math.floor(stage.clock)}.png`);
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/**
 * Copies text; falls back where the page is not served securely. Returns whether it worked.
 * @param {string} text
 */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.style.position = "fixed";
    field.style.opacity = "0";
    document.body.append(field);
    field.select();
    const worked = document.execCommand("copy");
    field.remove();
    return worked;
  }
}
