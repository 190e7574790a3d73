import assert from "node:assert/strict";
import test from "node:test";

/** A pen that remembers in which order it was told what. */
function penOf(log = []) {
  const canvas = { width: 100, height: 60 };
  const own = { canvas, log, getTransform: () => ({ a: 1, toString: () => "1" }), measureText: (text) => ({ width: 7 * text.length }) };
  return new Proxy(own, {
    get: (target, name) => (name in target || typeof name === "symbol" ? target[name] : (...given) => void log.push([name, ...given])),
    has: () => true,
    set: (_, name, value) => log.push([name, value]) > 0,
  });
}

globalThis.document = {
  createElement() {
    const canvas = { width: 0, height: 0 };
    const pen = penOf();
    pen.canvas.width = 100;
    return Object.assign(canvas, { getContext: () => pen });
  },
};
globalThis.ImageData = class {
  constructor(width, height) {
    this.data = new Uint8ClampedArray(4 * width * height);
  }
};

const { Ink } = await import("../../ui/stage/browser/ink.js");
const { Notes } = await import("../../ui/stage/browser/notes.js");
const { Resting } = await import("../../ui/stage/browser/resting.js");

const { stillIn } = await import("../../ui/stage/browser/still.js");

const WHOLE = { left: 0, top: 0, right: 100, bottom: 60 };
const stroke = (more = {}) => ({ width: 4, color: [255, 0, 0, 1], dash: [], butt: true, ...more });

function inked(lines, look = {}, clip = WHOLE) {
  const ink = new Ink();
  ink.resize(100, 60);
  ink.draw(lines, stroke(look), clip);
  const alpha = Float64Array.from({ length: 6000 }, (_, i) => ink.image.data[4 * i + 3] / 255);
  return { ink, alpha, area: alpha.reduce((sum, each) => sum + each, 0), at: (x, y) => alpha[100 * y + x] };
}

function sketch(pen) {
  pen.save();
  pen.beginPath();
  pen.rect(10, 5, 80, 50);
  pen.clip();
  pen.lineWidth = 3;
  pen.beginPath();
  pen.moveTo(1, 2);
  pen.lineTo(30, 40);
  pen.setLineDash([4, 2]);
  pen.stroke();
  pen.fillText("gap", 4, 5);
  pen.restore();
}

test("what is noted is what a canvas would have been told, in the same order", () => {
  const notes = new Notes(penOf());
  sketch(notes);
  const [direct, later] = [penOf(), penOf()];
  sketch(direct);
  notes.replay(later, null);
  const acts = (pen) => pen.log.filter(([name]) => name !== "setLineDash");
  const paths = new Set(["beginPath", "moveTo", "lineTo", "rect"]);
  for (const part of [(name) => paths.has(name), (name) => !paths.has(name)]) {
    assert.deepEqual(acts(later).filter(([name]) => part(name)), acts(direct).filter(([name]) => part(name)));
  }
  const order = later.log.map(([name]) => name);
  assert.ok(order.indexOf("rect") < order.indexOf("clip") && order.indexOf("lineTo") < order.indexOf("stroke"));
});

test("notes are the same as long as every word is, dashes and numbers included", () => {
  const of = (x, dash) => {
    const notes = new Notes(penOf());
    notes.setLineDash(dash);
    notes.lineTo(x, 2);
    return notes;
  };
  assert.ok(of(1, [4, 2]).same(of(1, [4, 2])));
  assert.ok(!of(1, [4, 2]).same(of(1, [4, 3])));
  assert.ok(!of(1, [4, 2]).same(of(1.0001, [4, 2])));
  assert.ok(!of(1, [4, 2]).same(new Notes(penOf())));
});

test("what rests is drawn once and taken from its picture, until one word of it changes", () => {
  const resting = new Resting();
  const taken = () => resting.canvas.getContext().log.filter(([name]) => name === "fillText").length;
  const draw = (text) => (pen) => pen.fillText(text, 1, 2);
  const pen = penOf();
  for (const text of ["a", "a", "a", "b", "b", "a"]) resting.below(pen, draw(text));
  assert.equal(taken(), 3);
  assert.equal(pen.log.filter(([name]) => name === "drawImage").length, 6);
});

test("nothing is drawn on a canvas without a size", () => {
  const pen = penOf();
  pen.canvas.height = 0;
  const resting = new Resting();
  resting.below(pen, (to) => to.fillText("a", 1, 2));
  resting.top(pen, (to) => to.fillText("a", 1, 2));
  assert.deepEqual(pen.log, []);
});

test("a line has the area of its width and length, wherever it goes", () => {
  for (const [x, y] of [[70, 30], [70, 30.4], [50, 55], [20, 51], [64, 12]]) {
    const length = Math.hypot(x - 20, y - 30);
    assert.ok(Math.abs(inked([[20, 30, x, y]]).area / (4 * length) - 1) < 0.02, `to ${x}, ${y}`);
    const capped = inked([[20, 30, x, y]], { butt: false }).area;
    assert.ok(Math.abs(capped / (4 * length + 4 * Math.PI) - 1) < 0.02, `with caps to ${x}, ${y}`);
  }
});

test("a line covers of each pixel what is near enough to it, at its joins as elsewhere", () => {
  const bent = [15, 30, 40, 12, 42, 44, 44, 11, 60, 50, 61, 50, 62, 49.5, 85, 20];
  const wave = Array.from({ length: 400 }, (_, i) => (i % 2 ? 30 + 18 * Math.sin(i / 40) : 15 + i / 6));
  const near = (points, x, y, half) => points.some((_, i) => {
    if (i % 2 || i + 3 >= points.length) return false;
    const [ax, ay, bx, by] = points.slice(i, i + 4);
    const along = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)));
    return Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)) <= half;
  });
  for (const points of [bent, wave]) {
    for (const width of [2.2, 5]) {
      const found = inked([points], { width, butt: false }).alpha;
      const off = found.map((each, i) => {
        const places = Array.from({ length: 64 }, (_, k) => near(points, (i % 100) + ((k % 8) + 0.5) / 8, Math.floor(i / 100) + (Math.floor(k / 8) + 0.5) / 8, width / 2));
        return each - places.filter(Boolean).length / 64;
      });
      const touched = off.filter((each, i) => each || found[i]);
      assert.ok(touched.every((each) => Math.abs(each) < 0.2), `${Math.max(...touched.map(Math.abs))}`);
      assert.ok(touched.reduce((sum, each) => sum + Math.abs(each), 0) / touched.length < 0.04);
    }
  }
});

test("dashes have their share of a line, and go on around its bends", () => {
  const straight = inked([[10, 30, 90, 30]], { dash: [6, 4] });
  assert.ok(Math.abs(straight.area - 4 * 48) < 2);
  const bent = inked([[10, 20, 33, 20, 33, 20, 90, 20]], { dash: [6, 4] });
  const whole = inked([[10, 20, 90, 20]], { dash: [6, 4] });
  assert.ok(bent.alpha.every((each, i) => Math.abs(each - whole.alpha[i]) < 1.5 / 32));
});

test("a line that passes a pixel often covers it once, and none outside of its clip", () => {
  const back = Array.from({ length: 400 }, (_, i) => (i % 2 ? 30 : 20 + 50 * ((i / 2) % 2)));
  const scribble = inked([back], { color: [0, 0, 255, 0.5], butt: false });
  assert.ok(Math.abs(scribble.at(40, 30) - 0.5) < 0.01);
  const clipped = inked([[0, 30, 99, 30]], {}, { left: 40, top: 0, right: 60, bottom: 60 });
  assert.ok(clipped.at(45, 30) === 1 && clipped.at(30, 30) === 0 && clipped.at(61, 30) === 0);
});

test("a colour above another hides it as far as it is opaque", () => {
  const { ink } = inked([[10, 30, 90, 30]]);
  ink.draw([[50, 10, 50, 50]], stroke({ color: [0, 0, 255, 0.5] }), WHOLE);
  const pixel = (x, y) => [...ink.image.data.slice(4 * (100 * y + x), 4 * (100 * y + x) + 4)];
  const close = (a, b) => a.every((each, i) => Math.abs(each - b[i]) <= 2);
  assert.ok(close(pixel(50, 30), [127, 0, 128, 255]), String(pixel(50, 30)));
  assert.ok(close(pixel(50, 15), [0, 0, 255, 128]), String(pixel(50, 15)));
});

test("a run is still when its path and its losses are what they were, on the same surface", () => {
  const surface = {};
  const picture = (change = {}) => ({
    header: { steps: 1, surface, has_minimum: true, lowest: 0, runs: [{ taken: 1 }, { taken: 1 }], ...change.header },
    arrays: { positions: change.positions ?? Float32Array.of(1, 2, 3, 4, 5, 6, NaN, 8), gaps: change.gaps ?? Float32Array.of(1, 2, 3, 4) },
  });
  const still = (change) => [...stillIn(picture(), picture(change))];
  assert.deepEqual(still(), [0, 1]);
  assert.deepEqual(still({ positions: Float32Array.of(1, 2, 3, 4.5, 5, 6, NaN, 8) }), [1]);
  assert.deepEqual(still({ gaps: Float32Array.of(1, 2, 3, 5) }), [0]);
  assert.deepEqual(still({ header: { runs: [{ taken: 0 }, { taken: 1 }] } }), [1]);
  for (const header of [{ steps: 2 }, { surface: {} }, { lowest: 1 }, { has_minimum: false }]) assert.deepEqual(still({ header }), []);
});
