// The golden cases of this side, for the other to replay (tests/golden/golden_test.py): what the commands, the rules
// and the rebase give for fixed texts. `node web/golden/emit.ts` writes tests/golden/typescript.json; with `-` it
// only prints.

import { writeFileSync } from "node:fs";
import type { Step } from "prosemirror-transform";
import { digest } from "../src/digest.ts";
import { AFTER, BEFORE, mapOf } from "../src/rebase.ts";
import { answer, type Question } from "./answer.ts";
import { changes, made } from "./changes.ts";
import { refused } from "./refused.ts";
import { forget } from "./texts.ts";

type Case = { name: string; question: Question; answer: unknown };

const json = (steps: readonly Step[]) => steps.map((step) => step.toJSON() as Record<string, unknown>);

forget();
const cases: Case[] = [];
const commits: { name: string; text: string; doc: Record<string, unknown>; steps: Step[] }[] = [];
for (const change of changes) {
  const { before, after, steps } = made(change);
  const doc = before.toJSON() as Record<string, unknown>;
  const question = { apply: { doc, steps: json(steps) } };
  cases.push({ name: change[0], question, answer: { doc: after.toJSON(), digest: await digest(after) } });
  commits.push({ name: change[0], text: JSON.stringify(change[1]().toJSON(), noIds), doc, steps });
}

/** Texts are the same where only their ids differ. */
function noIds(key: string, value: unknown): unknown {
  return key === "id" ? undefined : value;
}

// Changes carried over others of the same text, to both sides; a share of all pairs shows every kind.
for (const [i, mine] of commits.entries())
  for (const [j, theirs] of commits.entries()) {
    if (mine === theirs || mine.text !== theirs.text || (i + 2 * j) % 4 !== 0) continue;
    const side = (i + j) % 3 === 0 ? BEFORE : AFTER;
    const question: Question = { carry: { steps: json(mine.steps), over: theirs.steps.map(mapOf), side } };
    const sign = side === AFTER ? "after" : "before";
    cases.push({ name: `${mine.name} ${sign} ${theirs.name}`, question, answer: await answer(question) });
  }

for (const [name, question] of refused()) {
  const given = await answer(question).catch(() => null);
  if (given !== null) throw new Error(`${name} is not refused`);
  cases.push({ name, question, answer: null });
}

const text = `[\n${cases.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`;
if (process.argv[2] === "-") process.stdout.write(text);
else writeFileSync(new URL("../../tests/golden/typescript.json", import.meta.url), text);
