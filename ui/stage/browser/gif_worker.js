// Makes a GIF beside the page, so that the stage stays alive: frames come in, the file goes out.

import { GifWriter, palette } from "./gif.js";

const COLORS = 255; // and one for transparent

/** @type {GifWriter} */
let writer;

/**
 * "begin" brings pictures to choose the palette from, "frame" one picture each, "end" asks for the file.
 * @param {MessageEvent<any>} event
 */
self.onmessage = ({ data }) => {
  if (data.kind === "begin") {
    writer = new GifWriter(data.width, data.height, palette(data.samples, COLORS));
  } else if (data.kind === "frame") {
    writer.add(data.pixels, data.delay);
    self.postMessage({ kind: "done" });
  } else {
    self.postMessage({ kind: "file", parts: writer.finish() });
  }
};
