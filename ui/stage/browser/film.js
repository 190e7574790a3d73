// What plays as a moving picture: an animated GIF, or a video recorded by the browser.

import { RACE } from "./clock.js";
import { moments, REST } from "./frames.js";

/** @import { Pen } from "../types" */
/** @import { Item } from "./menu.js" */

/** @typedef {(share: number) => void} Progress Called with 0 … 1. */
/** @typedef {{ canvas: HTMLCanvasElement, pen: Pen, draw(clock: number): void }} Easel */
/**
 * @typedef {object} Shot What is filmed, from clock 0 to `steps` at the speed that it plays with.
 * @property {(options: { scale: number, widest?: number, footer: boolean }) => Promise<Easel>} easel
 * @property {number} steps
 * @property {number} speed
 */

const GIF_WIDTH = 900;
const GIF_RATE = 15;
const GIF_FRAMES = 180;
const SAMPLES = 4; // frames that the palette is chosen from
const IN_HAND = 3; // frames that wait for the worker at most
const VIDEO_RATE = 30;
const VIDEO_BITS = 8_000_000;
const VIDEOS = [
  { name: "MP4", type: "video/mp4;codecs=avc1.42E01F" },
  { name: "WebM", type: "video/webm;codecs=vp9" },
  { name: "WebM", type: "video/webm" },
];

/** @param {AbortSignal} signal */
function check(signal) {
  if (signal.aborted) throw new DOMException("cancelled", "AbortError");
}

/**
 * An animated GIF, drawn here and compressed by a worker.
 * @param {Shot} shot @param {{ footer: boolean }} options @param {Progress} progress @param {AbortSignal} signal
 */
export async function makeGif({ easel, steps, speed }, { footer }, progress, signal) {
  const { canvas, pen, draw } = await easel({ scale: 1, widest: GIF_WIDTH, footer });
  const { width, height } = canvas;
  const pixels = () => pen.getImageData(0, 0, width, height).data;
  const clocks = moments(steps, speed, GIF_RATE, GIF_FRAMES);
  const length = RACE / speed / (clocks.length - 1);
  const worker = new Worker(new URL("./gif_worker.js", import.meta.url), { type: "module" });
  try {
    const samples = [];
    for (let i = 0; i < SAMPLES; i++) {
      draw((steps * i) / (SAMPLES - 1));
      samples.push(pixels());
    }
    const answers = answersOf(worker);
    worker.postMessage({ kind: "begin", width, height, samples }, samples.map((sample) => sample.buffer));
    let given = 0;
    for (const [i, clock] of clocks.entries()) {
      check(signal);
      draw(clock);
      const frame = pixels();
      const delay = i === clocks.length - 1 ? REST : length;
      worker.postMessage({ kind: "frame", pixels: frame, delay: Math.max(2, Math.round(delay / 10)) }, [frame.buffer]);
      given += 1;
      if (given > IN_HAND) await answers.next(signal);
      progress(i / clocks.length);
      await new Promise((resolve) => setTimeout(resolve));
    }
    for (let left = Math.min(given, IN_HAND); left > 0; left--) await answers.next(signal);
    worker.postMessage({ kind: "end" });
    const { parts } = await answers.next(signal);
    return new Blob(parts, { type: "image/gif" });
  } finally {
    worker.terminate();
  }
}

/**
 * What a worker says, one answer after the other.
 * @param {Worker} worker
 */
function answersOf(worker) {
  /** @type {any[]} */
  const heard = [];
  /** @type {(() => void) | null} */
  let wake = null;
  /** @type {Error | null} */
  let failed = null;
  worker.onmessage = ({ data }) => {
    heard.push(data);
    wake?.();
  };
  worker.onerror = (event) => {
    failed = new Error(event.message || "the worker failed");
    wake?.();
  };
  return {
    /** @param {AbortSignal} signal */
    async next(signal) {
      while (!heard.length) {
        check(signal);
        if (failed) throw failed;
        await new Promise((resolve) => {
          wake = () => resolve(undefined);
          signal.addEventListener("abort", wake, { once: true });
        });
      }
      return heard.shift();
    },
  };
}

/** The kinds of video that this browser can record, each name once. */
export function videoKinds() {
  const able = "MediaRecorder" in window ? VIDEOS.filter(({ type }) => MediaRecorder.isTypeSupported(type)) : [];
  return able.filter(({ name }, i) => able.findIndex((other) => other.name === name) === i);
}

/**
 * A video. It is recorded while it plays, so it takes as long as the play.
 * @param {Shot} shot @param {{ footer: boolean, type: string }} options @param {Progress} progress @param {AbortSignal} signal
 */
export async function makeVideo({ easel, steps, speed }, { footer, type }, progress, signal) {
  const { canvas, draw } = await easel({ scale: 1, footer });
  const clocks = moments(steps, speed, VIDEO_RATE);
  const length = RACE / speed;
  draw(0);
  const stream = canvas.captureStream(VIDEO_RATE);
  const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: VIDEO_BITS });
  /** @type {Blob[]} */
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve, reject) => {
    recorder.onstop = resolve;
    recorder.onerror = () => reject(new Error("the recording failed"));
  });
  recorder.start(1000);
  const began = performance.now();
  try {
    for (let elapsed = 0; elapsed < length + REST; elapsed = performance.now() - began) {
      check(signal);
      draw(clocks[Math.min(clocks.length - 1, Math.round((elapsed / length) * (clocks.length - 1)))]);
      progress(elapsed / (length + REST));
      await new Promise((resolve) => setTimeout(resolve, 1000 / VIDEO_RATE));
    }
  } finally {
    recorder.stop();
    await stopped;
    for (const track of stream.getTracks()) track.stop();
  }
  return new Blob(parts, { type: type.split(";")[0] });
}

/**
 * The films that this browser can make, as entries of a menu.
 * @param {() => Shot} shot @param {string} what "The race" @param {(blob: Blob, ending: string) => void} keep @returns {Item[]}
 */
export function films(shot, what, keep) {
  const gif = { icon: "film", name: "GIF", note: `${what} as an animated picture` };
  return [
    { ...gif, act: (options, progress, signal) => makeGif(shot(), options, progress, signal).then((blob) => keep(blob, "gif")) },
    ...videoKinds().map(({ name, type }) => {
      /** @type {Item["act"]} */
      const act = (options, progress, signal) => makeVideo(shot(), { ...options, type }, progress, signal).then((blob) => keep(blob, name.toLowerCase()));
      return { icon: "film", name, note: `${what} as a video, recorded while it plays`, act };
    }),
  ];
}
