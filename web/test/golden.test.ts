// The golden cases of the service's side, replayed here; tests/golden/golden_test.py replays those of this side.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { answer, type Question } from "../golden/answer.ts";

interface Case {
  readonly name: string;
  readonly question: Question;
  /** Null for what both sides refuse. */
  readonly answer: unknown;
}

const file = new URL("../../tests/golden/python.json", import.meta.url);
const cases = JSON.parse(readFileSync(file, "utf8")) as Case[];

test("TypeScript gives what Python gave", async (t) => {
  for (const { name, question, answer: given } of cases)
    await t.test(name, async () => {
      const ours = await answer(question).catch(() => null);
      assert.deepEqual(JSON.parse(JSON.stringify(ours)), given);
    });
});
