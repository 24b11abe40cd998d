import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "../src/words.ts";

test("unsaved words agree with their number as Arabic wants", () => {
  assert.equal(words.saving(0), "تعديل لم يدخل السجل بعد");
  assert.equal(words.saving(1), "كلمة واحدة لم تدخل السجل بعد");
  assert.equal(words.saving(2), "كلمتان لم تدخلا السجل بعد");
  assert.equal(words.saving(3), "3 كلمات لم تدخل السجل بعد");
  assert.equal(words.saving(10), "10 كلمات لم تدخل السجل بعد");
  assert.equal(words.saving(11), "11 كلمة لم تدخل السجل بعد");
  assert.equal(words.saving(100), "100 كلمة لم تدخل السجل بعد");
  assert.equal(words.saving(103), "103 كلمات لم تدخل السجل بعد");
});

function sentences(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "function") return [String(value(3))];
  return typeof value === "object" && value ? Object.values(value).flatMap(sentences) : [];
}

test("no sentence exclaims, and none speaks of errors", () => {
  const all = sentences(words);
  assert.ok(all.length > 50);
  assert.deepEqual(
    all.filter((each) => /[!]|خطأ|error/i.test(each)),
    [],
  );
});
