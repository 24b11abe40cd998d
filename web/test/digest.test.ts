import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { digest } from "../src/digest.ts";
import { doc, p } from "./text.ts";

test("a digest is over the canonical form of schema and document", async () => {
  const written =
    '{"doc":{"content":[{"attrs":{"dir":"auto","id":"titlezzzzzzz"},"type":"title"},' +
    '{"attrs":{"dir":"auto","id":"azzzzzzzzzzz"},"content":[{"text":"رأيٌ 😀","type":"text"}],"type":"paragraph"}],' +
    '"type":"doc"},"schema":1}';
  assert.equal(await digest(doc(p("a", "رأيٌ 😀"))), createHash("sha256").update(written).digest("hex"));
});
