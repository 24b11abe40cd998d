import assert from "node:assert/strict";
import { test } from "node:test";
import { directionOf } from "../src/direction.ts";
import { buildSchema } from "../src/schema.ts";

const schema = buildSchema();
const line = (text: string) => schema.node("paragraph", null, text ? [schema.text(text)] : []);

test("a block runs as its first letter does, whatever stands before it", () => {
  assert.equal(directionOf(line("12 % من النساء")), "rtl");
  assert.equal(directionOf(line("« Avis » رأي")), "ltr");
  assert.equal(directionOf(line("ⵜⴰⵎⴰⵣⵉⵖⵜ")), "ltr");
});

test("an empty line and one of digits have no direction of their own", () => {
  assert.equal(directionOf(line("")), null);
  assert.equal(directionOf(line("113.14 (2015)")), null);
});

test("a list runs as its first letter does", () => {
  const item = (text: string) => schema.node("list_item", null, [line(text)]);
  assert.equal(
    directionOf(schema.node("bullet_list", null, [item("1."), item("premier"), item("ثان")])),
    "ltr",
  );
});
