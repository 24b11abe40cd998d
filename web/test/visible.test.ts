import assert from "node:assert/strict";
import { test } from "node:test";
import { linkable, visible } from "../src/visible.ts";

test("controls and bidi overrides go, and what shapes Arabic stays", () => {
  assert.equal(visible("أ\u202eب\u2066ج\u0000د\u0085"), "أبجد");
  assert.equal(visible("مي\u200cخواهم \u200f1\u200e َّ 👩‍👧"), "مي\u200cخواهم \u200f1\u200e َّ 👩‍👧");
  assert.equal(visible("a\ud800b"), "ab");
  assert.equal(visible("سطر\tأول\r\nثان"), "سطر أول ثان");
});

test("a link leads to the web or to a mailbox, or is none", () => {
  assert.equal(linkable(" HTTPS://example.ma/رأي "), "https://example.ma/رأي");
  assert.equal(linkable("mailto:haya@example.ma"), "mailto:haya@example.ma");
  for (const refused of [
    "javascript:alert(1)",
    "//example.ma",
    "/a",
    "https://a b",
    "data:text/html,x",
    "https://",
  ])
    assert.equal(linkable(refused), null, refused);
  assert.equal(linkable(`https://${"a".repeat(2000)}`), null);
});
