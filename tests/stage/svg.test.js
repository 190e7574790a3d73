import assert from "node:assert/strict";
import test from "node:test";

import { Commands } from "../../ui/stage/browser/outline.js";
import { SvgPen } from "../../ui/stage/browser/svg.js";
import { fold, sceneLine, settingsOf } from "../../ui/stage/browser/wording.js";

const penOf = () => new SvgPen(100, 50, (text) => 6 * text.length);

test("a line is written with its look", () => {
  const pen = penOf();
  pen.strokeStyle = "#123456";
  pen.lineWidth = 2.5;
  pen.setLineDash([9, 4]);
  pen.beginPath();
  pen.lineTo(1, 2);
  pen.lineTo(3.14159, 4);
  pen.stroke();
  const text = pen.text();
  assert.match(text, /d="M1 2L3.14 4"/);
  assert.match(text, /stroke="#123456" stroke-width="2.5"/);
  assert.match(text, /stroke-dasharray="9 4"/);
  assert.match(text, /width="100" height="50"/);
});

test("save and restore keep colours, place and clipping apart", () => {
  const pen = penOf();
  pen.save();
  pen.translate(10, 20);
  pen.rotate(Math.PI / 2);
  pen.fillStyle = "red";
  pen.beginPath();
  pen.rect(0, 0, 5, 5);
  pen.clip();
  pen.fillRect(1, 2, 3, 4);
  pen.restore();
  pen.fillRect(5, 6, 7, 8);
  const [, clipped, plain] = pen.parts;
  assert.match(clipped, /^<g clip-path="url\(#clip1\)"><path .*fill="red" transform="matrix\(0 1 -1 0 10 20\)"\/><\/g>$/);
  assert.equal(plain, '<path d="M5 6h7v8h-7Z" fill="#000000"/>');
});

test("words are escaped, and stand where a canvas would put them", () => {
  const pen = penOf();
  pen.font = '600 13px "Source Sans", sans-serif';
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  pen.fillText("a < b & c", 7, 8);
  const text = pen.text();
  assert.match(text, /text-anchor="end" dominant-baseline="central"/);
  assert.match(text, /font-size="13" font-weight="600"/);
  assert.match(text, /a &#60; b &#38; c/);
  assert.match(text, /font-family="&#34;Source Sans&#34;, sans-serif"/);
});

test("an outline that was not written down is refused instead of left out", () => {
  assert.throws(() => penOf().fill({}), /cannot be written/);
});

test("a circle is two arcs, a part of it is one", () => {
  const whole = new Commands();
  whole.arc(5, 5, 2, 0, 2 * Math.PI);
  assert.equal(whole.text, "M7 5A2 2 0 1 1 3 5A2 2 0 1 1 7 5Z");
  const part = new Commands();
  part.arc(0, 0, 1, 0, Math.PI / 2);
  assert.equal(part.text, "M1 0A1 1 0 0 1 0 1");
});

test("long footers are folded, also inside a word that has no gaps", () => {
  const measure = (text) => text.length;
  assert.deepEqual(fold(["aa", "bb", "cc"], " ", 5, measure), ["aa bb", "cc"]);
  assert.deepEqual(fold(["abcdefgh"], "", 3, measure), ["abc", "def", "gh"]);
  assert.deepEqual(fold([], " ", 3, measure), []);
});

test("a footer tells the learning rate, what was changed, and what was added", () => {
  const slider = (name, symbol, value, usual) => ({ name, symbol, value, default: usual });
  const run = {
    sliders: [slider("learning_rate", "η", 0.1, 0.1), slider("beta1", "β₁", 0.9, 0.9), slider("beta2", "β₂", 0.5, 0.999)],
    options: [{ ...slider("clip_norm", "‖g‖ ≤", 1, 0), off: true }, { ...slider("clip_value", "|gᵢ| ≤", 0, 0), off: true }],
    choices: [["schedule", "Schedule", "cosine", [["", "none"], ["cosine", "Cosine"]]], ["averaging", "Averaging", "", []]],
  };
  assert.equal(settingsOf(run), "η 0.1  β₂ 0.5  ‖g‖ ≤ 1  schedule Cosine");
});

test("a footer begins with surface, start and steps", () => {
  const header = { surface: { name: "Beale", dimensions: 2 }, parameters: [{ symbol: "κ", value: 10 }], start: [1, -2.5], steps: 250 };
  assert.equal(sceneLine(header), "Beale  ·  κ = 10  ·  start (1, −2.5)  ·  250 steps");
});
