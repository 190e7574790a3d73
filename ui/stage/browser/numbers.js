// How numbers are written, and how sliders move along linear, log and complement scales.

/** @import { Spec } from "../types" */

const TINY = 1e-12; // where a log slider that may be 0 begins

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** @param {number} whole */
export function superscript(whole) {
  return [...String(whole)].map((c) => (c === "-" ? "⁻" : SUPERSCRIPTS[+c])).join("");
}

/**
 * A number for reading: few digits, powers of ten where they are shorter.
 * @param {number | string | null | undefined} value @param {number} digits
 */
export function pretty(value, digits = 4) {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "—";
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) {
    const [mantissa, exponent] = value.toExponential(Math.min(digits - 1, 2)).split("e");
    const short = String(+mantissa).replace("-", "−");
    return (short === "1" ? "" : short === "−1" ? "−" : short + "·") + "10" + superscript(+exponent);
  }
  return String(+value.toPrecision(digits)).replace("-", "−");
}

/**
 * Where on its track (0 … 1) a slider stands for a value.
 * @param {Pick<Spec, "low" | "high" | "scale" | "least">} spec @param {number} value
 */
export function position({ low, high, scale, least = TINY }, value) {
  let place;
  if (scale === "log") {
    const from = Math.log(low > 0 ? low : least);
    place = value <= 0 ? 0 : (Math.log(value) - from) / (Math.log(high) - from);
  } else if (scale === "complement") {
    place = Math.log(1 - Math.min(value, high)) / Math.log(1 - high);
  } else {
    place = (value - low) / (high - low);
  }
  return Math.min(1, Math.max(0, place));
}

/**
 * Values worth a line on a scale, and how they are written; no two closer than `gap` (of the whole, 0 … 1).
 * @param {Pick<Spec, "low" | "high" | "scale" | "least">} spec @param {number} gap
 */
export function marks(spec, gap) {
  const { low, high, scale, least = TINY } = spec;
  let values;
  let write = (/** @type {number} */ value) => String(value).replace("-", "−");
  if (scale === "log") {
    const [from, to] = [low > 0 ? low : least, high].map(Math.log10);
    const every = Math.max(1, Math.ceil(gap * (to - from)));
    const first = Math.ceil((from - 1e-9) / every) * every;
    values = Array.from({ length: Math.floor((to - first) / every + 1e-9) + 1 }, (_, i) => 10 ** (first + i * every));
    write = (value) => (value > 0.0009 && value < 1001 ? String(+value.toPrecision(1)) : "10" + superscript(Math.round(Math.log10(value))));
  } else if (scale === "complement") {
    values = [0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999].filter((value) => value >= low && value <= high);
  } else {
    const rough = Math.max(gap, 0.2) * (high - low);
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = power * ([1, 2, 5].find((m) => m * power >= rough * 0.999) ?? 10);
    const first = Math.ceil(low / step - 1e-9);
    values = Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => +((first + i) * step).toPrecision(6));
  }
  /** @type {{ value: number, place: number, text: string }[]} */
  const found = [];
  for (const value of values) {
    const place = position(spec, value);
    if (!found.length || place - found[found.length - 1].place >= gap) found.push({ value, place, text: write(value) });
  }
  return found;
}

/**
 * The value at a place on the track, rounded to what its label shows.
 * @param {Pick<Spec, "low" | "high" | "scale" | "kind" | "least">} spec @param {number} place
 */
export function valueAt({ low, high, scale, kind, least = TINY }, place) {
  let value;
  if (scale === "log") {
    if (place <= 0) return low;
    const from = Math.log(low > 0 ? low : least);
    value = +Math.exp(from + place * (Math.log(high) - from)).toPrecision(3);
  } else if (scale === "complement") {
    const gap = Math.exp(place * Math.log(1 - high));
    value = +(1 - +gap.toPrecision(3)).toPrecision(8);
  } else {
    const step = 10 ** Math.floor(Math.log10((high - low) / 1000));
    value = +(Math.round((low + place * (high - low)) / step) * step).toPrecision(10);
  }
  if (kind !== "real") value = Math.round(value);
  return Math.min(high, Math.max(low, value));
}
