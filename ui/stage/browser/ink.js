// Lines as pixels. A canvas without a graphics processor spends milliseconds on one line of a thousand bends, because
// it cuts out the outline of all of it; here every piece covers the pixels near it, and a pixel counts once.

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

const NOTHING = { left: Infinity, top: Infinity, right: 0, bottom: 0 };

/** A sheet of pixels on which lines are drawn above one another. */
export class Ink {
  canvas = document.createElement("canvas");
  pen = /** @type {Pen} */ (this.canvas.getContext("2d", { willReadFrequently: true }));
  width = 0;
  height = 0;
  image = /** @type {ImageData | null} */ (null);
  /** How much of each pixel the present line covers. */
  cover = new Uint8Array();
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
    this.cover = new Uint8Array(width * height);
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
        this.piece(x0, y0, x1, y1, half, butt && i === 0, butt && i === last, clip);
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
          this.piece(x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b, half, fresh, ends, clip);
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
   * Covers the pixels near a piece of a line; where it begins or ends `flat` it has no round cap.
   * @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 @param {number} half
   * @param {boolean} flatStart @param {boolean} flatEnd @param {Bounds} clip
   */
  piece(x0, y0, x1, y1, half, flatStart, flatEnd, clip) {
    const reach = half + 0.5;
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
    for (let y = top; y < bottom; y++) {
      const cy = y + 0.5 - y0;
      // Only where the row crosses the strip around the piece.
      const middle = x0 + cy * lean - 0.5;
      const from = steep ? Math.max(left, Math.ceil(middle - wide)) : left;
      const upto = steep ? Math.min(right, Math.floor(middle + wide) + 1) : right;
      for (let x = from; x < upto; x++) {
        const cx = x + 0.5 - x0;
        const along = cx * ux + cy * uy;
        const across = Math.abs(cx * uy - cy * ux);
        const beyond = along < 0 ? -along : along > length ? along - length : 0;
        let share = reach - across;
        if (beyond > 0 && !(along < 0 ? flatStart : flatEnd)) share = reach - Math.sqrt(beyond * beyond + across * across);
        if (flatStart) share = Math.min(share, along + 0.5);
        if (flatEnd) share = Math.min(share, length - along + 0.5);
        if (share <= 0) continue;
        const value = share >= 1 ? 255 : (share * 255) | 0;
        const i = y * width + x;
        const old = cover[i];
        if (value <= old) continue;
        if (old === 0) list[count++] = i;
        cover[i] = value;
      }
    }
    this.count = count;
  }

  /** Lays a colour over what was there, as far as it is covered. @param {number[]} color */
  blend([red, green, blue, opacity]) {
    const { cover, list, count } = this;
    const pixels = /** @type {ImageData} */ (this.image).data;
    for (let k = 0; k < count; k++) {
      const i = list[k];
      const share = (cover[i] * opacity) / 255;
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
    new Uint32Array(image.data.buffer).fill(0, used.top * width, used.bottom * width);
    this.used = { ...NOTHING };
  }
}
