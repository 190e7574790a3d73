// The strips under the landscape: the curves and the learning rates, with the clock as their cursor.

/** @import { Stage } from "./stage.js" */

import { fit, sizeOf } from "./canvas.js";
import { curveFrame, drawCurve } from "./curve.js";
import { drawRates } from "./rates.js";

/** @param {Stage} stage */
export function paintStrips(stage) {
  const { curve, curveCanvas, rates, ratesCanvas, theme } = stage;
  const pen = fit(curveCanvas, curve);
  const { width, height } = sizeOf(curve);
  stage.curveGeometry ??= curveFrame(stage, width, height, stage.past);
  stage.curveAxis = stage.curveGeometry.axis;
  drawCurve(pen, stage, stage.curveGeometry, theme, stage.resting.curve);
  if (stage.header.rates_vary) drawRates(fit(ratesCanvas, rates), stage, sizeOf(rates).width, sizeOf(rates).height, theme);
}

/**
 * A press or a drag on the curve moves the clock.
 * @param {Stage} stage
 */
export function listenToScrubs(stage) {
  const { curve } = stage;
  const seek = (/** @type {PointerEvent} */ event) => {
    if (!stage.curveGeometry) return;
    const box = curve.getBoundingClientRect();
    stage.transport.seek(Math.round(stage.curveGeometry.stepAt(event.clientX - box.left)));
  };
  curve.addEventListener("pointerdown", (event) => {
    curve.setPointerCapture(event.pointerId);
    stage.transport.pause();
    seek(event);
  });
  curve.addEventListener("pointermove", (event) => event.buttons && seek(event));
}
