// The lines of a curve: from the values of each step to the few points through which a line is drawn.

/** @import { CurveFrame, Line, Past, Pen, Series } from "../types" */

const ASIDE = 0.2; // pixels; how far a line may pass above or below a value

/** @typedef {{ first: number, last: number, corners: number[] }} Piece Steps without a gap, and those where the line bends. */
/** @typedef {{ units: Float64Array, pieces: Piece[] | null }} Drawn A line in the axis' unit; its pieces when it is drawn. */

/**
 * Maps a value to the axis' own unit; NaN where a log axis has no place for it.
 * @param {Series} series @param {number} value
 */
export function unit({ logarithmic, floor, threshold, kind }, value) {
  if (!logarithmic) return Math.sign(value) * Math.log10(1 + Math.abs(value) / threshold);
  if (value < floor) return kind === "loss" ? Math.log10(floor) : NaN;
  return Math.log10(value);
}

/**
 * All lines in the axis' unit; those of runs that are as they were are taken from before.
 * @param {Series} series @param {Past | null} past @returns {Map<Line, Drawn>}
 */
export function inUnits(series, past) {
  const { curve, still } = past ?? {};
  const known = curve && sameAxis(curve.series, series) ? new Map([...curve.drawn].map(([{ run }, drawn]) => [run, drawn])) : null;
  return new Map(
    series.lines.map((line) => {
      const before = line.run !== undefined && still?.has(line.run) ? known?.get(line.run) : undefined;
      if (before) return [line, before];
      const units = new Float64Array(Math.max(Math.floor(line.last) + 1, 0));
      for (let t = 0; t < units.length; t++) units[t] = unit(series, line.at(t));
      return [line, { units, pieces: null }];
    }),
  );
}

/** Whether lines of runs that are as they were are the same on both axes. @param {Series} a @param {Series} b */
const sameAxis = (a, b) => a.kind === b.kind && b.kind !== "rate" && a.logarithmic === b.logarithmic && a.floor === b.floor && a.threshold === b.threshold;

/**
 * From each corner the line goes on as long as it passes every value near enough.
 * @param {CurveFrame} frame @param {Float64Array} units @returns {Piece[]}
 */
function piecesOf(frame, units) {
  /** @type {Piece[]} */
  const pieces = [];
  const { scaleX: wide, scaleY } = frame;
  for (let first = 0; first < units.length; first++) {
    if (!Number.isFinite(units[first])) continue;
    const corners = [];
    let anchor = first;
    let least = -Infinity;
    let most = Infinity;
    let t = first + 1;
    for (; t < units.length && Number.isFinite(units[t]); t++) {
      let across = (t - anchor) * wide;
      let slope = ((units[t] - units[anchor]) * scaleY) / across;
      if (slope < least || slope > most) {
        corners.push((anchor = t - 1));
        across = wide;
        slope = ((units[t] - units[anchor]) * scaleY) / across;
        least = -Infinity;
        most = Infinity;
      }
      least = Math.max(least, slope - ASIDE / across);
      most = Math.min(most, slope + ASIDE / across);
    }
    pieces.push({ first, last: t - 1, corners });
    first = t;
  }
  return pieces;
}

/** @param {Pen} pen @param {CurveFrame} frame @param {Line} line @param {number} from @param {number} upto */
export function drawLine(pen, frame, line, from, upto) {
  const last = Math.min(Math.floor(upto), line.last);
  const drawn = frame.drawn.get(line);
  if (!drawn || from > last || (from === last && from > 0)) return;
  const { units } = drawn;
  const pieces = (drawn.pieces ??= piecesOf(frame, units));
  pen.beginPath();
  for (const piece of pieces) {
    const begin = Math.max(from, piece.first);
    const end = Math.min(last, piece.last);
    if (begin > end) continue;
    pen.moveTo(frame.x(begin), frame.place(units[begin]));
    for (const t of piece.corners) if (t > begin && t < end) pen.lineTo(frame.x(t), frame.place(units[t]));
    if (end > begin) pen.lineTo(frame.x(end), frame.place(units[end]));
  }
  pen.stroke();
}
