import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

import { Edits } from "../../ui/stage/browser/edits.js";

let edits;
let sent;

beforeEach((t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  t.mock.method(performance, "now", () => now);
  t.wait = (ms) => {
    now += ms;
    t.mock.timers.tick(ms);
  };
  sent = [];
  edits = new Edits();
  edits.connect((name, value) => sent.push(value), () => ["known land"]);
});

const move = (value) => edits.push("slider", { kind: "hyperparameter", value });

test("an edit is sent at once, with what the browser knows", () => {
  move(1);
  assert.deepEqual(sent, [{ serial: 1, items: [{ kind: "hyperparameter", value: 1, serial: 1 }], known: ["known land"] }]);
});

test("while a hand moves the newest value wins and nothing queues", (t) => {
  for (let value = 1; value <= 100; value++) {
    move(value);
    t.wait(1);
  }
  assert.equal(sent.length, 3, "no more messages than may be in flight");
  edits.acknowledge(1);
  t.wait(50);
  assert.equal(sent.length, 4);
  assert.equal(sent.at(-1).items[0].value, 100);
  assert.equal(sent.at(-1).items.length, 1);
});

test("edits of different things travel together until the server has them", (t) => {
  move(1);
  edits.push("start", { kind: "start", x: 1, y: 2 });
  t.wait(50);
  assert.deepEqual(sent[1].items.map((item) => item.kind), ["hyperparameter", "start"]);
  assert.equal(edits.acknowledge(1), false);
  assert.equal(edits.waitsFor("slider"), false);
  assert.equal(edits.waitsFor("start"), true);
  assert.equal(edits.acknowledge(2), true);
});

test("an answer to an older message does not forget what was sent since", (t) => {
  move(1);
  t.wait(50);
  move(2);
  edits.acknowledge(1);
  assert.equal(edits.waitsFor("slider"), true);
});

test("a lost answer does not block the hand", (t) => {
  for (let value = 1; value <= 4; value++) {
    move(value);
    t.wait(50);
  }
  const before = sent.length;
  t.wait(2000);
  move(9);
  t.wait(100);
  assert.ok(sent.length > before);
  assert.equal(sent.at(-1).items[0].value, 9);
});

test("a page that comes back goes on from the server's number", () => {
  edits.acknowledge(41);
  move(1);
  assert.equal(sent[0].serial, 42);
});

test("what the page computes itself is sent when the hand rests, and then once", () => {
  edits.holds = () => true;
  for (let value = 1; value <= 10; value++) move(value);
  assert.equal(sent.length, 0);
  edits.release();
  assert.equal(sent.length, 1);
  assert.equal(sent[0].items[0].value, 10);
});

test("an edit that only the server can do takes the held ones along", () => {
  edits.holds = (all) => all.every((edit) => edit.kind !== "form");
  move(1);
  edits.push("form", { kind: "form", value: "pytorch" });
  assert.deepEqual(sent[0].items.map((item) => item.kind), ["hyperparameter", "form"]);
});
