// What stays as it was is drawn once and then taken from a picture: while a hand moves one run, the others rest.

import { Ink } from "./ink.js";
import { Notes } from "./notes.js";

/** @import { Pen } from "../types" */

/** @typedef {(pen: Pen, draw: (pen: Pen) => void) => void} Drawing Draws something with a pen. */

/** @type {Drawing} Draws anew whatever it is. */
export const anew = (pen, draw) => draw(pen);

// Screens with finer pixels than this have a graphics processor, which draws lines faster than they are covered here.
const FINE = 1.5;

/** A part of a canvas that may rest. */
export class Resting {
  ink = new Ink();
  canvas = document.createElement("canvas");
  /** @type {Notes | null} What stands in the picture. */
  last = null;
  /** @type {Notes | null} Room for the next. */
  spare = null;
  matrix = "";

  /** Draws what `draw` says, and takes it from the picture when that is what it said before. @type {Drawing} */
  paint = (pen, draw) => {
    const { width, height } = pen.canvas;
    const notes = this.spare ?? new Notes(pen);
    notes.clear();
    draw(/** @type {any} */ (notes));
    const matrix = pen.getTransform();
    const { canvas } = this;
    const rests = canvas.width === width && canvas.height === height && String(matrix) === this.matrix && this.last !== null && notes.same(this.last);
    if (!rests) {
      Object.assign(canvas, { width, height });
      const own = /** @type {Pen} */ (canvas.getContext("2d"));
      own.setTransform(matrix);
      notes.replay(own, matrix.a < FINE ? this.ink : null);
      this.matrix = String(matrix);
    }
    [this.spare, this.last] = rests ? [notes, this.last] : [this.last, notes];
    pen.save();
    pen.resetTransform();
    pen.drawImage(canvas, 0, 0);
    pen.restore();
  };
}
