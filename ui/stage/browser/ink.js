// Lines as pixels. A canvas without a graphics processor spends milliseconds on one line of a thousand bends, because
// it cuts out the outline of all of it; here every piece covers the pixels near it. A pixel is 32 places, one bit each:
// however often a line comes by, each is covered once.

/** @import { Pen } from "../types" */

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Bounds whole pixels, right and bottom outside */
/** @typedef {{ width: number, color: number[], dash: number[], butt: boolean }} Stroke in pixels; red, green, blue and opacity (0 … 1) */

/** @type {Map<string, number[]>} */
const COLORS = new Map();

/** Red, green, blue (0 … 255) and opacity of a colour. @param {string} color @param {Pen} pen which reads every way of writing one */
export function channels(color, pen) {
  let found = COLORS.get(color);
  if (!found) {
    pen.fillStyle = color;
    const read = String(pen.fillStyle);
    found = read.startsWith("#") ? [1, 3, 5].map((i) => parseInt(read.slice(i, i + 2), 16)) : (read.match(/[\d.]+/g) ?? []).map(Number);
    COLORS.set(color, found);
  }
  return [found[0], found[1], found[2], found[3] ?? 1];
}

const WAYS = 64; // directions in which an edge may look
const DEPTHS = 96; // depths of a pixel's middle inside of an edge, from −REACH to REACH
const REACH = 0.75; // pixels; further from an edge a pixel is whole, or empty
const LAP = 0.06; // pixels by which a piece goes on below the next one, so that there is no seam

/** For each direction and depth, which places of a pixel are inside of an edge. */
const INSIDE = edges();

function edges() {
  const inside = new Int32Array(WAYS * DEPTHS);
  // One place in each of 32 columns and each of 32 rows: an edge of any slope passes them one by one.
  const places = Array.from({ length: 32 }, (_, k) => [k, parseInt(k.toString(2).padStart(5, "0").split("").reverse().join(""), 2)].map((each) => (each + 0.5) / 32 - 0.5));
  for (let way = 0; way < WAYS; way++) {
    const [x, y] = [Math.cos((2 * Math.PI * way) / WAYS), Math.sin((2 * Math.PI * way) / WAYS)];
    for (let depth = 0; depth < DEPTHS; depth++) {
      const deep = ((depth + 0.5) / DEPTHS) * 2 * REACH - REACH;
      places.forEach(([a, b], k) => (inside[way * DEPTHS + depth] |= a * x + b * y <= deep ? 1 << k : 0));
    }
  }
  return inside;
}

const SLOPES = 64; // shares of the longer side that the shorter may be
/** The direction of each slope up to 1: there is no time for an arctangent in every pixel. */
const SLANTS = Int8Array.from({ length: SLOPES + 1 }, (_, k) => Math.round((Math.atan(k / SLOPES) * WAYS) / (2 * Math.PI)));

/** Which direction this is, and where the row of one begins. @param {number} x @param {number} y */
function wayOf(x, y) {
  const wide = Math.abs(x);
  const tall = Math.abs(y);
  const way = wide >= tall ? SLANTS[((tall / wide) * SLOPES + 0.5) | 0] : WAYS / 4 - SLANTS[((wide / tall) * SLOPES + 0.5) | 0];
  const turned = x < 0 ? WAYS / 2 - way : way;
  return y < 0 ? -turned : turned;
}
/** @param {number} way */
const rowOf = (way) => (way & (WAYS - 1)) * DEPTHS;

/** The places of a pixel whose middle is so deep inside of an edge. @param {number} row @param {number} deep */
function places(row, deep) {
  if (deep >= REACH) return -1;
  return deep <= -REACH ? 0 : INSIDE[row + ((((deep + REACH) * DEPTHS) / (2 * REACH)) | 0)];
}

const NOTHING = { left: Infinity, top: Infinity, right: 0, bottom: 0 };

/** How many bits are set. @param {number} word */
function bitsIn(word) {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** A sheet of pixels on which lines are drawn above one another. */
export class Ink {
  canvas = document.createElement("canvas");
  pen = /** @type {Pen} */ (this.canvas.getContext("2d", { willReadFrequently: true }));
  width = 0;
  height = 0;
  image = /** @type {ImageData | null} */ (null);
  /** Its pixels, each as one number. */
  words = new Int32Array();
  /** Which places of each pixel the present line covers. */
  cover = new Int32Array();
  /** Which pixels it covers, and how many. */
  list = new Int32Array();
  count = 0;
  /** @type {Bounds} What is not empty. */
  used = { ...NOTHING };

  /** @param {number} width @param {number} height */
  resize(width, height) {
    if (width === this.width && height === this.height) return;
    Object.assign(this.canvas, { width, height });
    Object.assign(this, { width, height });
    this.image = new ImageData(width, height);
    this.words = new Int32Array(this.image.data.buffer);
    this.cover = new Int32Array(width * height);
    this.list = new Int32Array(width * height);
    this.count = 0;
  }

  /**
   * Draws lines through points, whose joins are round.
   * @param {number[][]} lines of each x and y in turn @param {Stroke} stroke @param {Bounds} clip
   */
  draw(lines, stroke, clip) {
    for (const points of lines) this.line(points, stroke, clip);
    this.blend(stroke.color);
  }

  /** @param {number[]} points @param {Stroke} stroke @param {Bounds} clip */
  line(points, { width, dash, butt }, clip) {
    const half = width / 2;
    const last = points.length - 4;
    const period = dash.reduce((sum, each) => sum + each, 0);
    let turn = 0;
    let left = dash[0];
    let fresh = true;
    for (let i = 0; i <= last; i += 2) {
      const [x0, y0, x1, y1] = [points[i], points[i + 1], points[i + 2], points[i + 3]];
      if (!dash.length) {
        this.piece(x0, y0, x1, y1, half, butt && i === 0, butt || i < last, i < last ? LAP : 0, clip);
        continue;
      }
      const length = Math.hypot(x1 - x0, y1 - y0);
      const away = Math.max(x0, x1) + half < clip.left || Math.min(x0, x1) - half > clip.right || Math.max(y0, y1) + half < clip.top || Math.min(y0, y1) - half > clip.bottom;
      let at = away ? Math.floor(length / period) * period : 0;
      while (at < length) {
        const end = Math.min(length, at + left);
        const ends = at + left <= length || i === last;
        if (turn % 2 === 0 && !away) {
          const [a, b] = [at / length, end / length];
          this.piece(x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b, half, fresh, true, ends ? 0 : LAP, clip);
        }
        left -= end - at;
        at = end;
        fresh = left <= 1e-9;
        if (!fresh) break;
        turn = (turn + 1) % dash.length;
        left = dash[turn];
      }
    }
  }

  /**
   * Covers the pixels near a piece of a line; where it begins or ends `flat` it has no round cap. The cap of the next
   * piece is the join with it, so that all but the last end flat, `lap` further.
   * @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 @param {number} half
   * @param {boolean} flatStart @param {boolean} flatEnd @param {number} lap @param {Bounds} clip
   */
  piece(x0, y0, x1, y1, half, flatStart, flatEnd, lap, clip) {
    const reach = half + REACH;
    const left = Math.max(clip.left, Math.floor(Math.min(x0, x1) - reach));
    const right = Math.min(clip.right, Math.ceil(Math.max(x0, x1) + reach));
    const top = Math.max(clip.top, Math.floor(Math.min(y0, y1) - reach));
    const bottom = Math.min(clip.bottom, Math.ceil(Math.max(y0, y1) + reach));
    if (left >= right || top >= bottom) return;
    const length = Math.hypot(x1 - x0, y1 - y0);
    if (length === 0 && (flatStart || flatEnd)) return;
    const { used } = this;
    if (left < used.left) used.left = left;
    if (right > used.right) used.right = right;
    if (top < used.top) used.top = top;
    if (bottom > used.bottom) used.bottom = bottom;
    const ux = length > 0 ? (x1 - x0) / length : 1;
    const uy = length > 0 ? (y1 - y0) / length : 0;
    const { width, cover, list } = this;
    let { count } = this;
    const steep = Math.abs(uy) > 1e-6;
    const lean = steep ? ux / uy : 0;
    const wide = steep ? reach / Math.abs(uy) : 0;
    const way = wayOf(ux, uy);
    const ahead = rowOf(way);
    const back = rowOf(way + WAYS / 2);
    const toLeft = rowOf(way - WAYS / 4);
    const toRight = rowOf(way + WAYS / 4);
    for (let y = top; y < bottom; y++) {
      const cy = y + 0.5 - y0;
      // Only where the row crosses the strip around the piece.
      const middle = x0 + cy * lean - 0.5;
      const from = steep ? Math.max(left, Math.ceil(middle - wide)) : left;
      const upto = steep ? Math.min(right, Math.floor(middle + wide) + 1) : right;
      for (let x = from; x < upto; x++) {
        const i = y * width + x;
        const old = cover[i];
        if (old === -1) continue;
        const cx = x + 0.5 - x0;
        const along = cx * ux + cy * uy;
        const across = cx * uy - cy * ux;
        let bits;
        const rest = along - length;
        if ((along < 0 && !flatStart) || (rest > 0 && !flatEnd)) {
          const beyond = along < 0 ? along : rest;
          const deep = half - Math.sqrt(beyond * beyond + across * across);
          if (deep <= -REACH) continue;
          bits = deep >= REACH ? -1 : places(rowOf(wayOf(beyond * ux + across * uy, beyond * uy - across * ux)), deep);
        } else {
          bits = places(toLeft, half - across) & places(toRight, half + across);
          if (flatStart && along < REACH) bits &= places(back, along);
          if (flatEnd && rest - lap > -REACH) bits &= places(ahead, lap - rest);
        }
        if (bits === 0) continue;
        if (old === 0) list[count++] = i;
        cover[i] = old | bits;
      }
    }
    this.count = count;
  }

  /** Lays a colour over what was there, as far as it is covered. @param {number[]} color */
  blend([red, green, blue, opacity]) {
    const { cover, list, count, words } = this;
    const pixels = /** @type {ImageData} */ (this.image).data;
    // The bytes of a word begin with the last on every machine that has a browser.
    const word = (255 << 24) | (blue << 16) | (green << 8) | red;
    for (let k = 0; k < count; k++) {
      const i = list[k];
      if (opacity === 1 && cover[i] === -1) {
        words[i] = word;
        cover[i] = 0;
        continue;
      }
      const share = (bitsIn(cover[i]) * opacity) / 32;
      cover[i] = 0;
      const p = 4 * i;
      const below = pixels[p + 3] / 255;
      const whole = share + below * (1 - share);
      const part = share / whole;
      pixels[p] += (red - pixels[p]) * part;
      pixels[p + 1] += (green - pixels[p + 1]) * part;
      pixels[p + 2] += (blue - pixels[p + 2]) * part;
      pixels[p + 3] = whole * 255;
    }
    this.count = 0;
  }

  /** Puts all lines on a canvas of the same size, as far as it may be drawn on, and begins anew. @param {Pen} pen */
  flush(pen) {
    const { image, used, width } = this;
    if (!image || used.left >= used.right) return;
    const [wide, tall] = [used.right - used.left, used.bottom - used.top];
    this.pen.putImageData(image, 0, 0, used.left, used.top, wide, tall);
    pen.save();
    pen.resetTransform();
    pen.globalAlpha = 1;
    pen.drawImage(this.canvas, used.left, used.top, wide, tall, used.left, used.top, wide, tall);
    pen.restore();
    this.words.fill(0, used.top * width, used.bottom * width);
    this.used = { ...NOTHING };
  }
}
