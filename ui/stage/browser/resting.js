// What stays as it was is drawn once and then taken from a picture: while a hand moves one run, the others rest.

import { Ink } from "./ink.js";
import { fonts, Notes } from "./notes.js";

/** @import { Pen } from "../types" */

/** @typedef {(pen: Pen, draw: (pen: Pen) => void) => void} Drawing Draws something with a pen. */
/** @typedef {{ below: Drawing, top: Drawing }} Drawings How the selected run is drawn, and what lies below it. */

/** @type {Drawing} */
const anew = (pen, draw) => draw(pen);
/** @type {Drawings} Draws everything anew. */
export const ANEW = { below: anew, top: anew };

// Screens with finer pixels than this have a graphics processor, which draws lines faster than they are covered here.
const FINE = 1.5;
const MANY = 400; // coordinates of lines; fewer are no work for a canvas

/** A part of a canvas that may rest, and what moves above it. Nothing is drawn on a canvas that has no size: it is out of sight. */
export class Resting {
  ink = new Ink();
  canvas = document.createElement("canvas");
  /** @type {Notes | null} What stands in the picture. */
  last = null;
  /** @type {Notes | null} Room for the next. */
  spare = null;
  made = "";

  /** Draws what `draw` says, and takes it from the picture when that is what it said before. @type {Drawing} */
  below = (pen, draw) => {
    const { canvas } = this;
    const { width, height } = pen.canvas;
    if (!width || !height) return;
    const notes = this.noted(pen, draw);
    const matrix = pen.getTransform();
    const made = [width, height, fonts, matrix].join(" ");
    if (made === this.made && this.last && notes.same(this.last)) this.spare = notes;
    else {
      Object.assign(canvas, { width, height });
      const own = /** @type {Pen} */ (canvas.getContext("2d"));
      own.setTransform(matrix);
      this.replay(notes, own);
      [this.spare, this.last, this.made] = [this.last, notes, made];
    }
    pen.save();
    pen.resetTransform();
    pen.drawImage(canvas, 0, 0);
    pen.restore();
  };

  /** @type {Drawing} */
  top = (pen, draw) => {
    if (!pen.canvas.width || !pen.canvas.height) return;
    const notes = this.noted(pen, draw);
    this.replay(notes, pen);
    this.spare = notes;
  };

  /** What `draw` says. @param {Pen} pen @param {(pen: Pen) => void} draw */
  noted(pen, draw) {
    const notes = this.spare ?? new Notes(pen);
    this.spare = null;
    notes.clear();
    draw(/** @type {any} */ (notes));
    return notes;
  }

  /** @param {Notes} notes @param {Pen} pen */
  replay(notes, pen) {
    notes.replay(pen, notes.count > MANY && pen.getTransform().a < FINE ? this.ink : null);
  }
}
