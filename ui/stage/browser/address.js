// The address that opens the scene that is shown.

import { alone } from "./alone.js";
import { shownStep } from "./clock.js";

/** @import { Stage } from "./stage.js" */

const REST = 400; // ms without a change before the page's address is written

/**
 * How the scene is looked at, as pairs of the link.
 * @param {Stage} stage @returns {[string, string][]}
 */
function viewPairs(stage) {
  /** @type {[string, string][]} */
  const pairs = [];
  const zoom = stage.landscape.zoom();
  if (zoom) pairs.push(["zoom", zoom.flat().map((edge) => String(+edge.toPrecision(6))).join(",")]);
  pairs.push(["at", String(shownStep(stage.clock))]);
  if (stage.transport.speed !== 1) pairs.push(["speed", String(stage.transport.speed)]);
  if (stage.transport.loop) pairs.push(["loop", "1"]);
  const hidden = stage.header.runs.map((_, i) => i).filter((i) => stage.isHidden(i));
  if (hidden.length) pairs.push(["hidden", hidden.join(",")]);
  if (stage.header.runs.length) pairs.push(["selected", String(stage.selected)]);
  return [...pairs, ...stage.layouts.pairs(), ...stage.looks.pairs(), ...stage.looking.viewPairs()];
}

/**
 * Pairs as a query, readable where the syntax allows it: commas, slashes, colons and tildes stay as they are.
 * @param {[string, string][]} pairs
 */
export function queryOf(pairs) {
  const write = (/** @type {string} */ text) => encodeURIComponent(text).replace(/%(2C|2F|3A|7E)/g, decodeURIComponent);
  return pairs.map(([name, value]) => `${write(name)}=${write(value)}`).join("&");
}

/** Where this page of the app is served, for people to read. */
export function site() {
  const { host, pathname } = new URL(alone()?.address ?? location.href);
  return host + pathname;
}

/**
 * The address that opens this scene and this view.
 * @param {Stage} stage
 */
export function address(stage) {
  const url = new URL(alone()?.address ?? location.href);
  url.hash = "";
  url.search = queryOf([...stage.header.link, ...viewPairs(stage)]);
  return url.href;
}

/** The page's own address, which follows the scene so that a reload or a bookmark opens it again. */
export class AddressBar {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer;

  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
  }

  /** Called for every change; writes when it rests. */
  follow() {
    const { stage } = this;
    clearTimeout(this.timer);
    if (alone() || !stage.header) return;
    this.timer = setTimeout(() => {
      if (stage.root.isConnected && !stage.transport.playing) history.replaceState(history.state, "", address(stage));
    }, REST);
  }

  remove() {
    clearTimeout(this.timer);
  }
}
