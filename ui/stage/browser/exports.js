// Pictures of what is shown, and what their files are called.

import { shownStep } from "./clock.js";
import { compose, layOut } from "./compose.js";
import { easel } from "./frames.js";
import { asPen, SvgPen } from "./svg.js";

/** @import { Stage } from "./stage.js" */
/** @import { Pen } from "../types" */
/** @import { View } from "./views.js" */

const SCALE = 2;

/**
 * The picture as PNG, at twice the page's resolution.
 * @param {Stage} stage @param {{ footer: boolean, transparent: boolean }} options
 */
export async function makePng(stage, options) {
  const { canvas, draw } = await easel(stage, { ...options, scale: SCALE });
  draw(stage.clock);
  /** @type {Blob | null} */
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("the browser could not write it");
  return blob;
}

/**
 * The picture as SVG: landscape, paths, marks and words as shapes.
 * @param {Stage} stage @param {{ footer: boolean, transparent: boolean }} options
 */
export async function makeSvg(stage, { footer, transparent }) {
  const ruler = /** @type {Pen} */ (document.createElement("canvas").getContext("2d"));
  const parts = layOut(stage, { footer });
  /** @type {Map<string, string>} */
  const lands = new Map();
  for (const { key, picture } of parts.lands.views) if (!lands.has(key)) lands.set(key, decodeURIComponent((await picture("svg", SCALE)).replace(/^[^,]*,/, "")));
  const pen = new SvgPen(parts.width, parts.height, (text, font) => {
    ruler.font = font;
    return ruler.measureText(text).width;
  });
  /** @param {Pen} _ @param {View} view */
  const drawLand = (_, { key, width, height }) => pen.embed(key, lands.get(key) ?? "", width, height);
  compose(asPen(pen), stage.clock, parts, { transparent, drawLand });
  return new Blob([pen.text()], { type: "image/svg+xml" });
}

/**
 * What a file of this scene is called: "descent-lab-beale-step-120.png", or without the step.
 * @param {Stage} stage @param {string} ending @param {boolean} [withStep]
 */
export function fileName(stage, ending, withStep = false) {
  const step = withStep ? `-step-${shownStep(stage.clock)}` : "";
  return `descent-lab-${stage.header.surface.key.replace(/[^a-z0-9_-]+/gi, "-")}${step}.${ending}`;
}
