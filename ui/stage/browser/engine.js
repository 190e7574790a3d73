// The page's own engine: fetches the compiled loop once, and answers a message's request with edits in it.
//
// In a file that was saved there is no server: both files of the engine travel in it (see alone.js), or stand in it as
// text for `Engine.fromText(base64, manifest)`. `picture(header, arrays, edits)` then works on the header and arrays of
// any message, which hold the request.

/** @import { Since } from "./collect.js" */
/** @import { Arrays, Edit, EngineManifest, Header, PageRequest, Pair } from "../types" */

import { alone } from "./alone.js";
import { fromBase64, Kernel } from "./kernel.js";
import { edited, requestOf } from "./request.js";
import { fitsPage, simulation, valueAt } from "./simulate.js";

/** What stands at the engine's address; a saved page carries both. */
export const FILES = ["engine.wasm", "engine.json"];
const SLICE = 9; // ms of a frame that a simulation may take before it waits for the next one

/** @typedef {{ header: Header, arrays: Arrays, since: Since }} Scene */

export class Engine {
  /** @param {Kernel} kernel */
  constructor(kernel) {
    this.kernel = kernel;
    /** @type {number[]} ms that each picture took */
    this.times = [];
  }

  /**
   * Fetches the engine. Rejects when it is not there, damaged, of other sources, or not allowed to run.
   * @param {string} address @param {string} sources
   */
  static async load(address, sources) {
    const [module, manifest] = await Promise.all(FILES.map((name) => fetched(alone()?.files[name] ?? `${address}/${name}`)));
    const described = /** @type {EngineManifest} */ (await manifest.json());
    if (described.sources !== sources) throw new Error("the engine is of other sources than the server");
    return new Engine(await Kernel.open(new Uint8Array(await module.arrayBuffer()), described));
  }

  /** An engine from a module that stands as text in the page. @param {string} base64 @param {EngineManifest} manifest */
  static async fromText(base64, manifest) {
    return new Engine(await Kernel.open(fromBase64(base64), manifest));
  }

  /**
   * The request of a message with edits in it, or why the page cannot do all of them.
   * @param {Header} header @param {Iterable<Edit>} edits @returns {PageRequest | string}
   */
  request(header, edits) {
    if (!header.engine) return "the server has no engine for pages yet";
    const { served } = this.kernel.manifest.sentences;
    let request = requestOf(header, header.engine);
    for (const edit of edits) {
      const changed = edited(request, edit);
      if (typeof changed === "string") return served[changed];
      request = changed;
    }
    return fitsPage(request) ? request : served.lengths;
  }

  /**
   * Loss and slope at a point, or null when only the server can tell. Nothing else may be under way.
   * @param {Header} header @param {Iterable<Edit>} edits @param {Pair} at
   */
  at(header, edits, at) {
    const request = this.request(header, edits);
    return typeof request === "string" ? null : valueAt(this.kernel, request, at);
  }

  /**
   * Header and arrays as the server would answer the edits, or null when the page cannot do them.
   * @param {Header} header @param {Arrays} arrays @param {Iterable<Edit>} edits @returns {Scene | null}
   */
  picture(header, arrays, edits = []) {
    const request = this.request(header, edits);
    if (typeof request === "string") return null;
    const slices = this.slices(header, arrays, request);
    for (;;) {
      const { done, value } = slices.next(Infinity);
      if (done) return value;
    }
  }

  /**
   * The same in slices that fit a frame: `next(milliseconds)` goes on for about so long.
   * @param {Header} header @param {Arrays} arrays @param {PageRequest} request
   * @returns {Generator<undefined, Scene, number>}
   */
  *slices(header, arrays, request) {
    let began = performance.now();
    let spent = 0;
    let allowed = SLICE;
    const running = simulation(this.kernel, request);
    for (let run = 0; run < running.count; run++) {
      running.advance(run, run + 1);
      const now = performance.now();
      if (now - began < allowed || run + 1 === running.count) continue;
      spent += now - began;
      allowed = (yield) ?? SLICE;
      began = performance.now();
    }
    const picture = running.finish({ ...header, tolerance: request.tolerance });
    this.times.push(spent + performance.now() - began);
    if (this.times.length > 4000) this.times.splice(0, 2000);
    return {
      header: {
        ...header,
        start: request.start,
        steps: request.steps,
        tolerance: request.tolerance,
        rates_vary: picture.varying,
        runs: header.runs.map((run, i) => ({ ...run, ...picture.runs[i] })),
      },
      arrays: { ...arrays, ...picture.arrays },
      since: picture.since,
    };
  }
}

/** @param {string} address */
async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} could not be fetched (${response.status})`);
  return response;
}
