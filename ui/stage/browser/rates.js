// The learning rate of every run against the step, under the loss on the same time axis; a log axis.

/** @import { Stage } from "./stage.js" */
/** @import { Pen, Theme } from "../types" */

import { pretty } from "./numbers.js";
import { marginLeft } from "./theme.js";

const RIGHT = 10;
const EDGE = 8;

/** @param {Stage} stage */
function extent(stage) {
  const { steps } = stage.header;
  let low = Infinity;
  let high = 0;
  for (const i of stage.visible()) {
    for (let t = 0; t < steps; t++) {
      const rate = stage.arrays.rates[i * steps + t];
      if (rate > 0 && rate < low) low = rate;
      if (rate > high) high = rate;
    }
  }
  if (!(low < high)) return [Math.log10(high || 1) - 0.5, Math.log10(high || 1) + 0.5];
  // Rates that go to 0 leave the strip at the bottom instead of stretching it without end.
  return [Math.max(Math.log10(low), Math.log10(high) - 5), Math.log10(high)];
}

/** @param {Pen} pen @param {Stage} stage @param {number} width @param {number} height @param {Theme} theme */
export function drawRates(pen, stage, width, height, theme) {
  const { steps, runs } = stage.header;
  const [low, high] = extent(stage);
  const left = marginLeft(theme);
  const x = (/** @type {number} */ t) => left + ((width - left - RIGHT) * t) / Math.max(steps, 1);
  const y = (/** @type {number} */ rate) => height - EDGE - ((height - 2 * EDGE) * (Math.max(Math.log10(rate), low - 1) - low)) / (high - low);
  pen.strokeStyle = theme.quiet;
  pen.lineWidth = 1;
  pen.strokeRect(left + 0.5, 0.5, width - left - RIGHT - 1, height - 1);
  pen.font = `${theme.type}px ${theme.font}`;
  pen.fillStyle = theme.ink;
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  pen.fillText(pretty(10 ** high, 2), left - 7, EDGE + 2);
  pen.fillText(pretty(10 ** low, 2), left - 7, height - EDGE - 2);
  pen.save();
  pen.beginPath();
  pen.rect(left, 0, width - left - RIGHT, height);
  pen.clip();
  for (const i of stage.visible()) {
    pen.strokeStyle = runs[i].colors[theme.index];
    pen.lineWidth = (i === stage.selected ? 3 : 1.8) * theme.weight;
    pen.setLineDash(runs[i].dash);
    pen.beginPath();
    for (let t = 0; t < Math.min(steps, Math.max(runs[i].taken, 1)); t++) pen.lineTo(x(t), y(stage.arrays.rates[i * steps + t]));
    pen.stroke();
  }
  pen.setLineDash([]);
  pen.strokeStyle = theme.ink;
  pen.lineWidth = 1.5 * theme.weight;
  pen.beginPath();
  pen.moveTo(x(stage.clock), 0);
  pen.lineTo(x(stage.clock), height);
  pen.stroke();
  pen.restore();
  pen.fillStyle = theme.quiet;
  pen.font = `600 ${theme.type}px ${theme.font}`;
  pen.textBaseline = "top";
  pen.fillText("learning rate", width - RIGHT - 8, 6);
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
}
