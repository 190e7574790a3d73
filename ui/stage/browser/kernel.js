// The compiled loop as WebAssembly: memory, the frame of its arguments, and one call. It knows numbers, no page.
//
// The same module runs in a page, in a worker, in node and in a file that was saved: whoever has its bytes and its
// manifest calls `Kernel.open(bytes, manifest)`. For bytes that stand as text in a page there is `fromBase64`.

/** @import { EngineManifest, KernelArray, KernelInput, KernelSizes } from "../types" */

const PAGE = 65536;
const WORD = 8;
const STACK = 65536; // bytes for the module's own stack, above its constants
const MOST_BYTES = 512 * 1024 * 1024;
// A run without slow weights or averages leaves its rows as they are: there is no number in them.
const NONE_YET = new Set(["slow", "averages"]);

/** The shapes of all arrays, from the sizes of a run: what the loop's own documentation says. */
/** @param {KernelSizes} sizes @returns {Record<string, number[]>} */
export function shapes({ runs, steps, hyperparameters, constants, code, stack, options, courses, masks, memory, recorded, slow, averages, scratch, aside }) {
  return {
    rules: [runs],
    starts: [runs, 2],
    learning_rates: [runs, steps],
    hyperparameters: [runs, hyperparameters],
    constants: [constants],
    code: [code],
    arguments: [code],
    stack: [stack, 6],
    extras: [runs],
    options: [runs, options],
    courses: [runs, courses, steps],
    course_slots: [runs, courses],
    masks: [runs, masks, 2],
    far_w: [2],
    far_g: [2],
    far_s: [scratch, 2],
    aside: [aside, 2],
    positions: [runs, steps + 1, 2],
    losses: [runs, steps + 1],
    gradients: [runs, steps + 1, 2],
    memory: [runs, recorded, memory, 2],
    slow: [runs, slow, 2],
    averages: [runs, averages, 2],
    evaluations: [runs, 2],
    steps_taken: [runs],
    status: [runs],
  };
}

/** @param {readonly number[]} shape */
const size = (shape) => shape.reduce((product, length) => product * length, 1);

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** The check sum that the manifest holds: CRC-32, as zlib has it. */
/** @param {Uint8Array} bytes */
export function crc32(bytes) {
  const table = Uint32Array.from({ length: 256 }, (_, start) => {
    let value = start;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    return value;
  });
  let sum = 0xffffffff;
  for (const byte of bytes) sum = table[(sum ^ byte) & 255] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

/** Says in few words why a module does not open. @param {Error} error @returns {never} */
function explain(error) {
  throw new Error(/Content Security Policy|CSP/i.test(error.message) ? "the page's Content Security Policy forbids WebAssembly" : "this browser cannot run the engine", { cause: error });
}

export class Kernel {
  /**
   * Makes the loop ready. Throws when the bytes are not those that the manifest speaks of, or when WebAssembly is
   * not there or not allowed.
   * @param {Uint8Array<ArrayBuffer>} bytes @param {EngineManifest} manifest
   */
  static async open(bytes, manifest) {
    if (typeof WebAssembly !== "object") throw new Error("this browser has no WebAssembly");
    if (bytes.length !== manifest.bytes || crc32(bytes) !== manifest.crc32) throw new Error("the engine is not the one that its manifest describes");
    const memory = new WebAssembly.Memory({ initial: (manifest.constants_end + STACK) / PAGE });
    const stack = new WebAssembly.Global({ value: "i32", mutable: true }, manifest.constants_end + STACK);
    const { instance } = await WebAssembly.instantiate(bytes, { env: { __linear_memory: memory, __stack_pointer: stack } }).catch(explain);
    const { run, ...functions } = /** @type {any} */ (instance.exports);
    return new Kernel(run, functions, memory, manifest);
  }

  /**
   * @param {(frame: number) => void} call @param {Record<string, (...given: number[]) => number>} functions
   * @param {WebAssembly.Memory} memory @param {EngineManifest} manifest
   */
  constructor(call, functions, memory, manifest) {
    this.call = call;
    /** The loop's own elementary functions: sin, cos, exp … */
    this.functions = functions;
    this.memory = memory;
    this.manifest = manifest;
    this.laidOut = "";
    /** @type {Map<string, number>} */
    this.places = new Map();
    /** @type {Map<string, number>} Where the plain numbers stand in the frame. */
    this.words = new Map();
    this.frame = 0;
    this.runs = 0;
  }

  /**
   * Runs all runs at once.
   * @param {KernelSizes} sizes @param {Record<string, number | bigint | string>} numbers @param {Record<string, KernelInput>} given
   */
  run(sizes, numbers, given) {
    const arrays = this.begin(sizes, numbers, given);
    this.advance(Number(numbers.first), Number(numbers.last));
    return arrays;
  }

  /**
   * Lays out a call. `numbers` are the loop's plain arguments, `given` the contents of arrays; the others begin as
   * zeros, and what only some runs have as not-a-numbers. The arrays that come back are views into the module's memory: they hold until the next call.
   * @param {KernelSizes} sizes @param {Record<string, number | bigint | string>} numbers @param {Record<string, KernelInput>} given
   * @returns {Record<string, KernelArray>}
   */
  begin(sizes, numbers, given) {
    const wanted = shapes(sizes);
    this.validate(sizes, wanted, numbers, given);
    this.layOut(wanted);
    const view = new DataView(this.memory.buffer);
    /** @type {Record<string, KernelArray>} */
    const arrays = {};
    let word = this.frame;
    for (const [name, kind, dimensions] of this.manifest.arguments) {
      if (dimensions === 0) {
        this.words.set(name, word);
        if (kind === "i64") view.setBigInt64(word, BigInt.asIntN(64, BigInt(numbers[name])), true);
        else view.setFloat64(word, Number(numbers[name]), true);
        word += WORD;
        continue;
      }
      const place = /** @type {number} */ (this.places.get(name));
      for (const number of [place, ...wanted[name]]) {
        view.setBigInt64(word, BigInt(number), true);
        word += WORD;
      }
      const count = size(wanted[name]);
      arrays[name] = kind === "i64" ? new BigInt64Array(this.memory.buffer, place, count) : new Float64Array(this.memory.buffer, place, count);
      fill(arrays[name], given[name], NONE_YET.has(name) ? NaN : 0);
    }
    this.runs = sizes.runs;
    return arrays;
  }

  /**
   * Runs the runs `first` … `last` - 1 of the call that was begun, with the draws of `key` where it is given.
   * @param {number} first @param {number} last @param {bigint} [key]
   */
  advance(first, last, key) {
    if (!(first >= 0 && first <= last && last <= this.runs)) throw new RangeError(`there are no runs ${first} … ${last}`);
    const view = new DataView(this.memory.buffer);
    view.setBigInt64(/** @type {number} */ (this.words.get("first")), BigInt(first), true);
    view.setBigInt64(/** @type {number} */ (this.words.get("last")), BigInt(last), true);
    if (key !== undefined) view.setBigInt64(/** @type {number} */ (this.words.get("key")), BigInt.asIntN(64, key), true);
    this.call(this.frame);
  }

  /** Whatever would lead the loop out of its arrays is refused here: the module itself does not look. */
  /** @param {KernelSizes} sizes @param {Record<string, number[]>} wanted @param {Record<string, number | bigint | string>} numbers @param {Record<string, KernelInput>} given */
  validate(sizes, wanted, numbers, given) {
    const { rules, surfaces, rows, sizes: fixed } = this.manifest;
    for (const [name, value] of Object.entries(sizes)) {
      if (!Number.isInteger(value) || value < 0) throw new RangeError(`${name} must be a whole number, not ${value}`);
    }
    const exact = { hyperparameters: fixed.hyperparameters, options: fixed.options, scratch: fixed.scratch_rows, aside: fixed.aside_rows };
    for (const [name, value] of Object.entries(exact)) {
      const key = /** @type {keyof KernelSizes} */ (name);
      if (sizes[key] !== value) throw new RangeError(`${name} must be ${value}, not ${sizes[key]}`);
    }
    if (sizes.constants < fixed.constants) throw new RangeError(`there must be ${fixed.constants} constants`);
    if (sizes.memory > fixed.scratch_rows) throw new RangeError(`there are no ${sizes.memory} rows of memory`);
    for (const key of /** @type {const} */ (["recorded", "slow", "averages"])) {
      if (sizes[key] !== 0 && sizes[key] !== sizes.steps + 1) throw new RangeError(`${key} must be 0 or one more than the steps`);
    }
    if (sizes.masks !== 0 && sizes.masks !== sizes.steps) throw new RangeError("masks must be 0 or as many as the steps");
    for (const [name, , dimensions] of this.manifest.arguments) {
      if (dimensions === 0 && !(name in numbers)) throw new RangeError(`${name} is missing`);
      if (dimensions > 0 && wanted[name]?.length !== dimensions) throw new RangeError(`the shape of ${name} is not known`);
    }
    for (const [name, data] of Object.entries(given)) {
      if (data.length !== size(wanted[name] ?? [-1])) throw new RangeError(`${name} must have ${size(wanted[name] ?? [])} numbers, not ${data.length}`);
    }
    /** @param {string} name @param {number} low @param {number} high */
    const within = (name, low, high) => {
      for (const value of given[name] ?? []) if (!(Number(value) >= low && Number(value) < high)) throw new RangeError(`${name} holds ${value}`);
    };
    within("rules", 0, rules.length);
    within("course_slots", -1, fixed.hyperparameters);
    const options = given.options ?? [];
    for (const [name, slot] of Object.entries(rows)) {
      for (let at = slot; at < options.length; at += fixed.options) {
        if (Number(options[at]) >= 0 && sizes[/** @type {keyof KernelSizes} */ (name)] === 0) throw new RangeError(`a run asks for ${name}, and there is no room for them`);
      }
    }
    const surface = Number(numbers.surface);
    if (!(surface >= -1 && surface < surfaces.length)) throw new RangeError(`there is no surface ${surface}`);
    if (surface === -1 && (sizes.code === 0 || sizes.stack === 0)) throw new RangeError("a typed formula needs its program");
  }

  /** Gives every array its place; the memory is kept from call to call and grows when it must. */
  /** @param {Record<string, number[]>} wanted */
  layOut(wanted) {
    const described = JSON.stringify(wanted);
    if (described === this.laidOut) return;
    let top = this.manifest.constants_end + STACK;
    let words = 0;
    this.places.clear();
    for (const [name, , dimensions] of this.manifest.arguments) {
      words += 1 + dimensions;
      if (dimensions === 0) continue;
      this.places.set(name, top);
      top += WORD * size(wanted[name]);
    }
    this.frame = top;
    top += WORD * words;
    if (top > MOST_BYTES) throw new RangeError(`a run of ${Math.round(top / 1e6)} MB is too large for a page`);
    const missing = Math.ceil((top - this.memory.buffer.byteLength) / PAGE);
    if (missing > 0) this.memory.grow(missing);
    this.laidOut = described;
  }
}

/** @param {KernelArray} array @param {KernelInput | undefined} data @param {number} empty */
function fill(array, data, empty) {
  if (array instanceof Float64Array) {
    if (data) array.set(/** @type {ArrayLike<number>} */ (data));
    else array.fill(empty);
  } else if (data) {
    for (let i = 0; i < array.length; i++) array[i] = BigInt(data[i]);
  } else array.fill(0n);
}
