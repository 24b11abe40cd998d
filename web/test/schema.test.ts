import assert from "node:assert/strict";
import { test } from "node:test";
import { buildSchema, newId } from "../src/schema.ts";
import { id, p, schema } from "./text.ts";

function passes(type: string, attrs: Record<string, unknown>): boolean {
  try {
    const content = type === "recommendation" ? [p("b")] : [];
    schema.nodes[type]?.create({ id: id("a"), ...attrs }, content).check();
    return true;
  } catch {
    return false;
  }
}

test("words, patterns and ranges are interpreted as the service does", () => {
  assert.ok(passes("paragraph", { dir: "rtl" }));
  for (const dir of ["RTL", null, 1]) assert.ok(!passes("paragraph", { dir }));
  assert.ok(passes("section", { level: 3 }));
  for (const level of [0, 4, 1.5, "1", true, null]) assert.ok(!passes("section", { level }));
  for (const bad of [null, "short", "ABCDEFGHIJKL", "0123456789abc", "0123456789a\n"])
    assert.ok(!passes("paragraph", { id: bad }));
});

test("a length counts UTF-16 units, and nothing invisible passes", () => {
  assert.ok(passes("recommendation", { term: "😀".repeat(150) }));
  assert.ok(!passes("recommendation", { term: "😀".repeat(151) }));
  for (const bad of ["a\u202eb", "a\nb", "\ud800", "\u2066"])
    assert.ok(!passes("recommendation", { term: bad }));
});

test("links are http, https or mailto", () => {
  const allowed = (href: unknown) => {
    try {
      schema.text("x", [schema.mark("link", { href })]).check();
      return true;
    } catch {
      return false;
    }
  };
  assert.ok(allowed("https://example.org/a?b=c") && allowed("mailto:a@example.org"));
  for (const bad of ["javascript:alert(1)", "https://", "https://a b", 1]) assert.ok(!allowed(bad));
});

test("the page adds how nodes and marks are shown", () => {
  const shown = buildSchema({
    nodes: { title: { toDOM: () => ["h1", 0] } },
    marks: { strong: { toDOM: () => ["b", 0] } },
  });
  assert.ok(shown.nodes.title?.spec.toDOM && shown.marks.strong?.spec.toDOM);
  assert.equal(shown.nodes.title?.spec.content, "inline*");
});

test("ids are 12 letters and digits, all of them in use", () => {
  const ids = Array.from({ length: 500 }, newId);
  assert.ok(ids.every((each) => /^[0-9a-z]{12}$/.test(each)));
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(new Set(ids.join("")).size, 36);
});
