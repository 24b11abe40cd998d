import assert from "node:assert/strict";
import { test } from "node:test";
import { Fragment, type Node, Slice } from "prosemirror-model";
import { lines, pieces, tidied } from "../src/paste.ts";
import { buildSchema, newId } from "../src/schema.ts";

const schema = buildSchema();
const id = (letter: string): string => letter.repeat(12);
const paragraph = (words: string, letter?: string): Node =>
  schema.node("paragraph", letter ? { id: id(letter) } : null, words ? schema.text(words) : []);

test("a living id gets a new one, a free one is kept, a missing one is made", () => {
  const slice = new Slice(
    Fragment.from([paragraph("حي", "a"), paragraph("حر", "b"), paragraph("جديد"), paragraph("مكرر", "b")]),
    0,
    0,
  );
  const ids = tidied(slice, new Set([id("a")]), newId).content.content.map(({ attrs }) => attrs.id as string);
  assert.equal(ids[1], id("b"));
  assert.equal(new Set(ids).size, 4);
  assert.ok(!ids.includes(id("a")));
  assert.ok(ids.every((each) => /^[0-9a-z]{12}$/.test(each)));
});

test("invisible characters go from the text, and a title becomes a section", () => {
  const slice = new Slice(Fragment.from([schema.node("title", null, schema.text("عن\u202eوان"))]), 1, 1);
  const block = tidied(slice, new Set(), newId).content.firstChild;
  assert.equal(block?.type.name, "section");
  assert.equal(block?.textContent, "عنوان");
});

test("a text of nothing but controls leaves an empty block", () => {
  const slice = new Slice(Fragment.from([paragraph("\u202a\u202c")]), 1, 1);
  assert.equal(tidied(slice, new Set(), newId).content.firstChild?.content.size, 0);
});

test("plain text becomes a paragraph a line, and one line joins the text around it", () => {
  const three = lines("أول\r\n\r\nثان\tوثالث\n", schema);
  assert.deepEqual(
    three.content.content.map(({ textContent }) => textContent),
    ["أول", "ثان وثالث"],
  );
  const one = lines("كلمة", schema);
  assert.deepEqual([one.openStart, one.openEnd], [1, 1]);
});

test("a large text goes in pieces that each fit, in order, and says what fits none", () => {
  const blocks = Array.from({ length: 50 }, (_, index) => paragraph(`${index} ${"م".repeat(100)}`));
  const giant = paragraph("ض".repeat(3000));
  const { groups, left } = pieces([...blocks, giant], 2000);
  assert.equal(left, 1);
  assert.ok(groups.length > 1);
  assert.deepEqual(
    groups.flat().map(({ textContent }) => textContent),
    blocks.map(({ textContent }) => textContent),
  );
  for (const group of groups) {
    const size = group.reduce((sum, node) => sum + Buffer.byteLength(JSON.stringify(node)), 0);
    assert.ok(size <= 2000, String(size));
  }
});
