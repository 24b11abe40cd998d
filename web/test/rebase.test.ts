// Every row of docs/rebase.md.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Fragment, Slice } from "prosemirror-model";
import {
  AddMarkStep,
  AttrStep,
  RemoveMarkStep,
  ReplaceAroundStep,
  ReplaceStep,
  type Step,
} from "prosemirror-transform";
import { AFTER, BEFORE, carry, carryAll, mapOf, type Side, Track } from "../src/rebase.ts";
import { applyAll, doc, id, insert, json, lines, p, remove, replace, schema } from "./text.ts";

const over = (...steps: Step[]) => Track.over(steps.map(mapOf));
const strong = schema.mark("strong");

function carried(step: Step, newer: Step[], side: Side = AFTER) {
  return json(carry(step, over(...newer), side));
}

test("an insertion stands behind what was inserted at its place, or before it", () => {
  assert.deepEqual(carried(insert(5, "a"), [insert(5, "bc")], AFTER), json([insert(7, "a")]));
  assert.deepEqual(carried(insert(5, "a"), [insert(5, "bc")], BEFORE), json([insert(5, "a")]));
  assert.deepEqual(carried(insert(5, "a"), [remove(3, 8)]), json([insert(3, "a")]));
  assert.deepEqual(carried(insert(8, "a"), [insert(4, "b"), remove(2, 3)]), json([insert(8, "a")]));
});

test("a deletion removes each surviving piece, the last first, and never newer text", () => {
  assert.deepEqual(carried(remove(3, 9), [insert(5, "new")]), json([remove(8, 12), remove(3, 5)]));
  assert.deepEqual(carried(remove(3, 9), [insert(3, "new")]), json([remove(6, 12)]));
  assert.deepEqual(carried(remove(3, 9), [insert(9, "new")]), json([remove(3, 9)]));
  assert.deepEqual(carried(remove(3, 9), [remove(1, 4)]), json([remove(1, 6)]));
  assert.deepEqual(carried(remove(3, 9), [replace(5, 6, "xyz")]), json([remove(8, 11), remove(3, 5)]));
  assert.equal(carried(remove(3, 9), [remove(2, 9)]), null);
});

test("pieces that are neighbours again are one", () => {
  assert.deepEqual(carried(remove(3, 9), [insert(5, "new"), remove(5, 8)]), json([remove(3, 9)]));
});

test("a replacement keeps its text where its range is gone, and gives way where newer text splits it", () => {
  assert.deepEqual(carried(replace(3, 9, "mine"), [remove(2, 10)]), json([insert(2, "mine")]));
  assert.deepEqual(carried(replace(3, 9, "mine"), [remove(5, 6)]), json([replace(3, 8, "mine")]));
  assert.deepEqual(carried(replace(3, 9, "mine"), [insert(3, "new")]), json([replace(6, 12, "mine")]));
  assert.equal(carried(replace(3, 9, "mine"), [insert(5, "new")]), null);
});

test("a replaceAround keeps its sides whole and its gap", () => {
  // A paragraph becomes a section: its two tokens are replaced around its content.
  const slice = new Slice(Fragment.from(schema.node("section", { id: id("a") })), 0, 0);
  const become = new ReplaceAroundStep(2, 8, 3, 7, slice, 1, true);
  const at = (from: number, to: number, gapFrom: number, gapTo: number) =>
    json([new ReplaceAroundStep(from, to, gapFrom, gapTo, slice, 1, true)]);
  assert.deepEqual(carried(become, [insert(5, "new")]), at(2, 11, 3, 10));
  assert.deepEqual(carried(become, [insert(3, "new")]), at(2, 11, 3, 10));
  assert.deepEqual(carried(become, [remove(4, 6)]), at(2, 6, 3, 5));
  assert.equal(carried(become, [remove(2, 3)]), null);
  assert.equal(carried(become, [remove(6, 8)]), null);
  assert.equal(carried(become, [remove(3, 7)]), null);
});

test("an empty side of a replaceAround stays within what its author saw", () => {
  // A block is wrapped: both sides are empty.
  const slice = new Slice(Fragment.from(schema.nodes.quotation?.create({ id: id("q") })), 0, 0);
  const wrap = new ReplaceAroundStep(2, 8, 2, 8, slice, 1);
  assert.deepEqual(
    carried(wrap, [insert(2, "ab"), insert(10, "cd")]),
    json([new ReplaceAroundStep(4, 10, 4, 10, slice, 1)]),
  );
  const nothing = new ReplaceAroundStep(4, 4, 4, 4, slice, 1);
  assert.equal(carried(nothing, [insert(4, "ab")]), null);
});

test("a mark reaches from the first surviving piece to the last", () => {
  assert.deepEqual(
    carried(new AddMarkStep(3, 9, strong), [insert(3, "a"), insert(7, "bc")]),
    json([new AddMarkStep(4, 12, strong)]),
  );
  assert.deepEqual(
    carried(new RemoveMarkStep(3, 9, strong), [remove(8, 12)]),
    json([new RemoveMarkStep(3, 8, strong)]),
  );
  assert.equal(carried(new AddMarkStep(3, 9, strong), [remove(3, 9)]), null);
});

test("an attribute goes with its node", () => {
  assert.deepEqual(
    carried(new AttrStep(2, "dir", "rtl"), [insert(2, "ab")]),
    json([new AttrStep(4, "dir", "rtl")]),
  );
  assert.equal(carried(new AttrStep(2, "dir", "rtl"), [remove(2, 6)]), null);
});

test("steps that no commit may hold are not carried", () => {
  assert.equal(carry({} as Step, new Track(), AFTER), null);
});

test("later steps of a commit find the text that earlier ones inserted", () => {
  const steps = [insert(5, "abc"), remove(6, 7), insert(7, "x"), new AddMarkStep(5, 7, strong)];
  const all = carryAll(steps, over(insert(2, "newer")))?.flat();
  assert.deepEqual(
    json(all),
    json([insert(10, "abc"), remove(11, 12), insert(12, "x"), new AddMarkStep(10, 12, strong)]),
  );
});

test("a split and the new id of its second part stay together", () => {
  const start = doc(p("a", "ab"), p("b", "cd"));
  const split = new ReplaceStep(4, 4, new Slice(Fragment.from([p("a"), p("a")]), 1, 1));
  const steps = [split, new AttrStep(5, "id", id("c"))];
  const newer = [insert(3, "new"), insert(10, "er")];
  const all = carryAll(steps, over(...newer))?.flat() ?? [];
  const after = applyAll(applyAll(start, newer), all);
  assert.equal(lines(after), "newa\nb\nercd");
  assert.deepEqual(
    after.children.map(({ attrs }) => attrs.id),
    ["title", "a", "c", "b"].map(id),
  );
});

test("a commit is carried whole or refused whole", () => {
  assert.equal(carryAll([insert(2, "a"), remove(5, 8)], over(remove(4, 7))), null);
});

test("both orders give the same text", () => {
  const start = doc(p("a", "0123456789"));
  const changes: Step[] = [];
  for (let from = 3; from <= 13; from++) {
    changes.push(insert(from, "x"));
    for (let to = from + 1; to <= 13; to += 2) changes.push(remove(from, to), replace(from, to, "yz"));
  }
  let same = 0;
  for (const first of changes) {
    for (const second of changes) {
      const mine = carryAll([second], over(first), AFTER)?.flat();
      const theirs = carryAll([first], over(second), BEFORE)?.flat();
      if (!mine || !theirs) continue;
      const [server, client] = [
        applyAll(applyAll(start, [first]), mine),
        applyAll(applyAll(start, [second]), theirs),
      ];
      // Where both replace text that overlaps, only the server's order counts and the client shows its outcome.
      const plain = [first, second].filter(
        (step) => step instanceof ReplaceStep && step.to > step.from && step.slice.size > 0,
      );
      if (plain.length === 0) assert.equal(lines(client), lines(server), JSON.stringify([first, second]));
      same += lines(client) === lines(server) ? 1 : 0;
    }
  }
  assert.ok(same > 1000);
});

test("a track of thousands of maps is walked without recursion", () => {
  const newer = Array.from({ length: 20_000 }, () => insert(2, "a"));
  assert.deepEqual(carried(remove(3, 4), newer), json([remove(20_003, 20_004)]));
});
