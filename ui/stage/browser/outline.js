// A path that remembers how it was drawn, so that it can be written as SVG as well.

/** @param {number} value */
export const short = (value) => String(Math.round(value * 100) / 100);

/** The commands of an SVG path, collected in the words of a canvas. */
export class Commands {
  text = "";

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.text += `M${short(x)} ${short(y)}`;
  }

  /**
   * As on a canvas, the first point of a path is moved to.
   * @param {number} x @param {number} y
   */
  lineTo(x, y) {
    this.text += `${this.text === "" ? "M" : "L"}${short(x)} ${short(y)}`;
  }

  closePath() {
    this.text += "Z";
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  rect(x, y, width, height) {
    this.text += `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}Z`;
  }

  /** @param {number} x @param {number} y @param {number} radius @param {number} from @param {number} to */
  arc(x, y, radius, from, to) {
    const [startX, startY] = [x + radius * Math.cos(from), y + radius * Math.sin(from)];
    const size = `${short(radius)} ${short(radius)} 0`;
    this.text += `${this.text === "" ? "M" : "L"}${short(startX)} ${short(startY)}`;
    if (Math.abs(to - from) >= 2 * Math.PI - 1e-9) {
      const [farX, farY] = [2 * x - startX, 2 * y - startY];
      this.text += `A${size} 1 1 ${short(farX)} ${short(farY)}A${size} 1 1 ${short(startX)} ${short(startY)}Z`;
    } else {
      const wide = Math.abs(to - from) > Math.PI ? 1 : 0;
      this.text += `A${size} ${wide} ${to > from ? 1 : 0} ${short(x + radius * Math.cos(to))} ${short(y + radius * Math.sin(to))}`;
    }
  }
}

/**
 * A path for a canvas that can be written down as well.
 * @param {Commands} commands @returns {Path2D & { svg: string }}
 */
export const outline = ({ text }) => Object.assign(new Path2D(text), { svg: text });
