// Paths that follow the hand: edits are computed in the page at once, and sent to the server when the hand rests.
//
// This happens on the main thread. 20 optimizers × 1000 steps take about 2 ms there, and are painted in the same frame;
// a worker's answer takes 3 ms and comes too late for it, so the paths would always be one frame behind the hand
// (python -m benchmarks.page_engine worker). What takes longer than a part of a frame is done in slices.

/** @import { Arrays, Edit, Header, Pair } from "../types" */
/** @import { Scene } from "./engine.js" */
/** @import { Stage } from "./stage.js" */

import { element } from "./dom.js";
import { Engine } from "./engine.js";
import { COUNTED } from "./request.js";
import { stillIn } from "./still.js";

/** @type {Map<string, Promise<Engine>>} One engine for all stages of a page, by its address. */
const ENGINES = new Map();

/** @param {string} address @param {string} sources */
function engineAt(address, sources) {
  let engine = ENGINES.get(address);
  if (!engine) ENGINES.set(address, (engine = Engine.load(new URL(address, document.baseURI).href, sources)));
  return engine;
}

// A surface's parameters move its picture and its minima, too: the server draws those while paths follow here.
const SHARED = new Set(["parameter"]);

const HERE = "Paths are computed in this page.";

// What only asks the server for more of the same race.
const ASKING = new Set(["inspect", "probe"]);

export class Live {
  /** @param {Stage} stage @param {HTMLElement} holder */
  constructor(stage, holder) {
    this.stage = stage;
    /** @type {Engine | null} */
    this.engine = null;
    /** @type {{ header: Header, arrays: Arrays } | null} The server's newest message. */
    this.base = null;
    /** @type {Generator<undefined, Scene, number> | null} */
    this.running = null;
    this.wanted = false;
    this.asked = "";
    this.handDown = false;
    this.pictures = 0;
    this.sign = holder.appendChild(element("p", { className: "stage-engine" }));
    this.onDown = () => (this.handDown = true);
    this.onUp = () => {
      this.handDown = false;
      // What the release itself changes comes first.
      setTimeout(() => this.stage.edits.release(), 0);
    };
    stage.edits.holds = (edits) => this.holds(edits);
    window.addEventListener("pointerdown", this.onDown, { capture: true });
    window.addEventListener("pointerup", this.onUp, { capture: true });
    window.addEventListener("pointercancel", this.onUp, { capture: true });
    window.addEventListener("blur", this.onUp);
    this.say("server", "Paths are computed by the server.");
  }

  /** Takes the server's message, and lays over it what the server does not know yet. */
  receive() {
    const { header, arrays } = this.stage;
    this.base = { header, arrays };
    this.running = null;
    this.load();
    if (this.engine) this.say("page", HERE);
    if (!header.compiled) this.preview();
    else this.follow(this.waiting());
  }

  load() {
    const block = this.base?.header.engine;
    if (!block || this.asked === block.address) return;
    this.asked = block.address;
    engineAt(block.address, block.sources).then(
      (engine) => {
        this.engine = engine;
        this.say("page", HERE);
        // The first race need not wait for the server's compiler.
        if (this.base && !this.base.header.compiled) this.preview();
      },
      (error) => {
        this.engine = null;
        this.say("server", `Paths are computed by the server: ${error.message}.`);
      },
    );
  }

  /** @param {"page" | "server"} which @param {string} text */
  say(which, text) {
    if (this.sign.title === text) return;
    this.stage.root.dataset.engine = which;
    this.sign.textContent = which === "page" ? "computed in this page" : "computed by the server";
    this.sign.title = text;
  }

  /** Whether the page can do everything that waits, so that the server need not be asked before the hand rests. */
  /** @param {Iterable<Edit>} edits */
  holds(edits) {
    if (!this.engine || !this.base || !this.handDown) return false;
    // What only the server computes follows the hand, too, as far as it can.
    const { ensemble, detail, drops } = this.base.header;
    if (ensemble || detail || drops) return false;
    const all = [...edits];
    return !all.some(({ kind }) => SHARED.has(kind) || COUNTED.has(kind)) && typeof this.engine.request(this.base.header, all) !== "string";
  }

  /**
   * Whether a page without a server can do this.
   * @param {Edit[]} edits
   */
  can(edits) {
    if (!this.engine || !this.base || edits.some(({ kind }) => ASKING.has(kind))) return false;
    const all = [...this.waiting(), ...edits];
    const { served } = this.engine.kernel.manifest.sentences;
    const left = edits.find(({ kind }) => SHARED.has(kind) || COUNTED.has(kind));
    const asked = left ? served[SHARED.has(left.kind) ? "landscapes" : "statistics"] : this.engine.request(this.base.header, all);
    if (typeof asked === "string") this.stage.say(`This file cannot change that, because ${asked}. Open the scene in the app.`);
    return typeof asked !== "string";
  }

  /**
   * Loss and slope at a point, with all edits that wait; null while the page computes nothing, or something else.
   * @param {Pair} at
   */
  at(at) {
    if (!this.engine || !this.base || this.running) return null;
    return this.engine.at(this.base.header, this.waiting(), at);
  }

  waiting() {
    return [...this.stage.edits.pending.values()].map(({ edit }) => edit);
  }

  /** Follows edits that move paths; what only asks for more leaves the picture as it is. @param {Edit[]} edits */
  follow(edits) {
    if (edits.some(({ kind }) => !ASKING.has(kind) && !COUNTED.has(kind))) this.preview();
  }

  /** Wants a picture of all edits that wait; it comes with the next frame. */
  preview() {
    if (!this.engine || !this.base) return;
    this.wanted = true;
    this.stage.invalidate();
  }

  /** Called in every frame before it is painted: goes on with what is wanted. */
  advance() {
    if (!this.engine || !this.base) return;
    if (!this.running && this.wanted) {
      this.wanted = false;
      const { header, arrays } = this.base;
      const request = this.engine.request(header, this.waiting());
      if (typeof request === "string") {
        this.say("server", `Paths are computed by the server: ${request}.`);
        return;
      }
      this.say("page", HERE);
      this.running = this.engine.slices(header, arrays, request);
    }
    if (!this.running) return;
    const { done, value } = this.running.next(9);
    if (!done) {
      this.stage.invalidate();
      return;
    }
    this.running = null;
    this.pictures += 1;
    this.show(value);
    if (this.wanted) this.stage.invalidate();
  }

  /**
   * Shows another outcome of the race without a message: the landscape, names and sliders stay.
   * @param {Scene} scene
   */
  show({ header, arrays, since }) {
    const { stage } = this;
    const before = stage.header.steps;
    if (header.steps !== before) {
      stage.clock = stage.clock >= before ? header.steps : Math.min(stage.clock, header.steps);
      stage.transport.receive(header, false);
    }
    stage.past = { trails: stage.trails, curve: stage.curveGeometry, still: since.positions === stage.arrays.positions ? since.still : stillIn(stage, { header, arrays }) };
    stage.header = header;
    stage.arrays = arrays;
    stage.table.due = true;
    stage.rates.hidden = !header.rates_vary;
    stage.trails = null;
    stage.curveGeometry = null;
  }

  remove() {
    window.removeEventListener("pointerdown", this.onDown, { capture: true });
    window.removeEventListener("pointerup", this.onUp, { capture: true });
    window.removeEventListener("pointercancel", this.onUp, { capture: true });
    window.removeEventListener("blur", this.onUp);
  }
}
