import assert from "node:assert/strict";
import { test } from "node:test";
import type { Node } from "prosemirror-model";
import { EditorState } from "prosemirror-state";
import { idsPlugin, withIds } from "../src/ids.ts";
import { markForeign } from "../src/origin.ts";
import { buildSchema, newId } from "../src/schema.ts";

const schema = withIds(buildSchema(), newId);
const id = (letter: string): string => letter.repeat(12);
const line = (letter: string, words: string): Node =>
  schema.node("paragraph", { id: id(letter) }, words ? schema.text(words) : []);

function opened(...blocks: Node[]): EditorState {
  const doc = schema.node("doc", null, [schema.node("title", { id: id("t") }), ...blocks]);
  return EditorState.create({ doc, plugins: [idsPlugin(newId)] });
}

function ids(doc: Node): (string | null)[] {
  const found: (string | null)[] = [];
  doc.descendants((node) => {
    if ("id" in node.attrs) found.push(node.attrs.id as string | null);
  });
  return found;
}

const whole = (doc: Node): void => {
  const all = ids(doc);
  assert.ok(
    all.every((each) => /^[0-9a-z]{12}$/.test(each ?? "")),
    String(all),
  );
  assert.equal(new Set(all).size, all.length);
};

test("a split leaves the id on the first part", () => {
  const state = opened(line("a", "نص طويل"));
  const after = state.apply(state.tr.split(6)).doc;
  whole(after);
  assert.equal(after.child(1).attrs.id, id("a"));
  assert.equal(after.child(1).textContent, "نص ");
});

test("a copy before its original gets a new id and the original keeps its own", () => {
  const state = opened(line("a", "أصل"));
  const after = state.apply(state.tr.insert(2, state.doc.child(1))).doc;
  whole(after);
  assert.equal(after.child(2).attrs.id, id("a"));
});

test("what is moved keeps its id", () => {
  const state = opened(line("a", "أول"), line("b", "ثان"));
  const moved = state.doc.child(1);
  const transaction = state.tr.delete(2, 2 + moved.nodeSize);
  const after = state.apply(transaction.insert(transaction.doc.content.size, moved)).doc;
  assert.deepEqual(ids(after), [id("t"), id("b"), id("a")]);
});

test("nodes are born with ids: blocks, items, rows, and what fills a gap", () => {
  const state = opened(line("a", "نص"));
  const cell = schema.nodes.table_cell?.createAndFill() as Node;
  const table = schema.node("table", null, [schema.node("table_row", null, [cell])]);
  const list = schema.nodes.bullet_list?.createAndFill() as Node;
  const { state: after, transactions } = state.applyTransaction(state.tr.insert(2, [table, list]));
  whole(after.doc);
  assert.equal(transactions.length, 1);
  assert.equal(ids(after.doc).length, 8);
});

test("what comes from the record keeps its ids", () => {
  const { doc } = opened(line("a", "نص"));
  assert.deepEqual(schema.nodeFromJSON(doc.toJSON()).toJSON(), doc.toJSON());
});

test("typing changes no id and adds no transaction", () => {
  const state = opened(line("a", "نص"), line("b", "آخر"));
  const { state: after, transactions } = state.applyTransaction(state.tr.insertText("ا", 4));
  assert.equal(transactions.length, 1);
  assert.deepEqual(ids(after.doc), [id("t"), id("a"), id("b")]);
});

test("joining and splitting again makes a new id for the second part", () => {
  const state = opened(line("a", "نص"), line("b", "آخر"));
  const joined = state.apply(state.tr.join(2 + state.doc.child(1).nodeSize));
  const after = joined.apply(joined.tr.split(5)).doc;
  whole(after);
  assert.equal(after.child(1).attrs.id, id("a"));
});

test("what a colleague did is left exactly as it was", () => {
  const state = opened(line("a", "نص طويل"));
  const { state: after, transactions } = state.applyTransaction(markForeign(state.tr.split(6)));
  assert.equal(transactions.length, 1);
  assert.deepEqual(ids(after.doc), [id("t"), id("a"), id("a")]);
});
