import assert from "node:assert/strict";
import test from "node:test";

import { queryOf } from "../../ui/stage/browser/address.js";
import { idsOf, nameOf } from "../../ui/stage/browser/naming.js";

const FORMS = [["paper", "Paper (2015)"], ["other", "Other way (Keras)"]];
const run = (key, form = "paper", options = []) => ({ key, name: key.toUpperCase(), form, forms: FORMS, options });

test("a run alone goes by its name", () => assert.equal(nameOf([run("gd"), run("adam")], 1), "ADAM"));

test("forms are said when they tell runs apart, without their source", () => {
  const runs = [run("adam"), run("adam", "other")];
  assert.deepEqual([nameOf(runs, 0), nameOf(runs, 1)], ["ADAM · Paper", "ADAM · Other way"]);
  assert.equal(nameOf([run("adam", "other")], 0), "ADAM · Other way");
});

test("twins are numbered", () => {
  const runs = [run("gd"), run("gd"), run("gd")];
  assert.deepEqual(runs.map((_, i) => nameOf(runs, i)), ["GD", "GD (2)", "GD (3)"]);
});

test("clipping is part of the name", () => {
  assert.equal(nameOf([run("gd", "paper", [{ name: "clip_norm", value: 1 }])], 0), "GD · clipped");
  assert.equal(nameOf([run("gd", "paper", [{ name: "clip_norm", value: 0 }])], 0), "GD");
});

test("a run keeps its id while others come and go", () => {
  assert.deepEqual(idsOf([run("gd"), run("adam"), run("gd")]), ["gd 0", "adam 0", "gd 1"]);
});

test("links stay readable and cannot be broken by what is in them", () => {
  assert.equal(queryOf([["run", "adam/paper~beta1:0.5"], ["start", "1,2"], ["x", "a&b=c#d e"]]), "run=adam/paper~beta1:0.5&start=1,2&x=a%26b%3Dc%23d%20e");
});

test("ghosts are called pinned, and their number counts ghosts alone", () => {
  const runs = [run("adam"), { ...run("adam"), pinned: "adam/paper~1" }, { ...run("adam"), pinned: "adam/paper~2" }];
  assert.deepEqual(runs.map((_, i) => nameOf(runs, i)), ["ADAM", "ADAM · pinned", "ADAM · pinned (2)"]);
});

test("a ghost's id is its settings, so that letting one go does not rename the others", () => {
  const ghosts = ["a", "b"].map((pinned) => ({ ...run("adam"), pinned }));
  assert.deepEqual(idsOf([run("adam"), ...ghosts]), ["adam 0", "pinned a", "pinned b"]);
  assert.deepEqual(idsOf([run("adam"), ghosts[1]]), ["adam 0", "pinned b"]);
});
