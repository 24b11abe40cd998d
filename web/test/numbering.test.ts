import assert from "node:assert/strict";
import { test } from "node:test";
import type { Node } from "prosemirror-model";
import { numbered } from "../src/numbering.ts";
import { buildSchema } from "../src/schema.ts";
import { arabic } from "../src/words.ts";

const schema = buildSchema();
const block = (type: string, attrs: object = {}, content?: Node | Node[]): Node =>
  schema.node(type, { ...attrs }, content);
const text = (blocks: Node[]): Node => schema.node("doc", null, [block("title"), ...blocks]);
const marks = (...blocks: Node[]): string[] => numbered(text(blocks), arabic).map(({ mark }) => mark);
const section = (level: number): Node => block("section", { level });

test("sections are numbered through three levels", () => {
  assert.deepEqual(marks(section(1), section(2), section(2), section(3), section(1), section(2)), [
    "1",
    "1.1",
    "1.2",
    "1.2.1",
    "2",
    "2.1",
  ]);
});

test("a level that is skipped counts as the next one down", () => {
  assert.deepEqual(marks(section(2), section(1), section(3), section(2)), ["1", "2", "2.1", "2.2"]);
});

test("articles and recommendations count through the whole text", () => {
  const recommendation = block("recommendation", {}, block("paragraph"));
  assert.deepEqual(
    marks(section(1), block("article"), recommendation, section(1), block("article"), recommendation),
    ["1", "المادة 1", "التوصية 1", "2", "المادة 2", "التوصية 2"],
  );
});

test("a reference to a section names it", () => {
  const [first] = numbered(text([section(1)]), arabic);
  assert.equal(first?.name, "القسم 1");
});
