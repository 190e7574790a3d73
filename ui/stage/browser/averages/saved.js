// Moving averages as one HTML file: they play offline, and every β can be dragged.

import { bundled } from "../bundle.js";
import { address } from "./takeaway.js";

/** @import { View } from "./averages.js" */
/** @import { Progress } from "../film.js" */

/**
 * @param {View} view @param {Progress} progress @param {AbortSignal} signal
 */
export function makePage(view, progress, signal) {
  const { header, transport, hidden, selected } = view;
  const averages = header.averages.map((average) => ({ ...average, beta: view.betaOf(average) }));
  const shown = { ...header.view, day: null, speed: transport.speed, loop: transport.loop, hidden: [...hidden], selected };
  const whole = { ...header, averages, serial: 0, refused: [], view: shown };
  return bundled(
    {
      entry: "averages/averages.js",
      sheets: ["stage.css", "averages/averages.css"],
      title: `Moving averages: ${header.series.name}`,
      theme: view.theme.name,
      holder: view.root,
      markup: '<div class="stage averages" aria-label="Moving averages"></div>',
      message: new TextEncoder().encode(JSON.stringify(whole)),
      read: "JSON.parse(new TextDecoder().decode(bytes))",
      address: address(view),
    },
    progress,
    signal,
  );
}
