import assert from "node:assert/strict";
import { test } from "node:test";
import { listLine } from "../src/office.ts";

test("an office paragraph that looks like a list says its level and kind", () => {
  assert.deepEqual(listLine("mso-list:l0 level1 lfo1", "·"), { level: 1, ordered: false });
  assert.deepEqual(listLine("margin:0;mso-list: l3 level2 lfo1", "1.\u00a0\u00a0"), {
    level: 2,
    ordered: true,
  });
  assert.equal(listLine("margin-right:36pt", "1."), null);
});

test("Arabic, Latin and bracketed counts are counts, bullets are not", () => {
  for (const sign of ["12)", "أ-", "أـ.", "٣.", "iv.", "(2)", "b)"])
    assert.equal(listLine("mso-list:l0 level1 lfo1", sign)?.ordered, true, sign);
  for (const sign of ["·", "o", "§", "-", "•", "ü"])
    assert.equal(listLine("mso-list:l0 level1 lfo1", sign)?.ordered, false, sign);
});
