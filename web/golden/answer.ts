// The browser's side of the differential tests: it answers lines of questions about documents, steps and carrying
// with what prosemirror, the rules and the rebase of this side say. `python` asks (tests/golden/differential_test.py).

import { createInterface } from "node:readline";
import canonicalize from "canonicalize";
import { Node } from "prosemirror-model";
import { Step } from "prosemirror-transform";
import { carryAtom } from "../src/atoms.ts";
import { checkDoc } from "../src/check.ts";
import { digest } from "../src/digest.ts";
import { carryAll, mapOf, type PositionMap, type Side, Track } from "../src/rebase.ts";
import { buildSchema } from "../src/schema.ts";

const schema = buildSchema();

type Json = Record<string, unknown>;

export type Question =
  /** The document after the steps, under all rules, with its digest. */
  | { apply: { doc: Json; steps: Json[] } }
  /** A document as it stands, with its digest. */
  | { digest: Json }
  /** The steps as they stand behind the maps. */
  | { carry: { steps: Json[]; over: PositionMap[]; side: Side } }
  /** My steps as they stand behind their steps, with the document after all. */
  | { place: { doc: Json; theirs: Json[]; mine: Json[] } };

const read = (raw: Json) => Step.fromJSON(schema, raw);
const write = (step: Step) => step.toJSON() as Json;

/** The document after the steps; throws where one does not apply or is not written as the library writes it. */
export function applied(doc: Node, raw: readonly Json[]): Node {
  let after = doc;
  for (const one of raw) {
    const step = read(one);
    if (canonicalize(write(step)) !== canonicalize(one))
      throw new RangeError("Not written as ProseMirror writes it");
    const result = step.apply(after);
    if (!result.doc) throw new RangeError(result.failed ?? "Failed");
    after = result.doc;
  }
  return after;
}

/** The answer; throws where there is none but a refusal. */
export async function answer(question: Question): Promise<unknown> {
  if ("carry" in question) {
    const { steps, over, side } = question.carry;
    return carryAll(steps.map(read), Track.over(over), side)?.flat().map(write) ?? null;
  }
  if ("digest" in question) {
    const doc = Node.fromJSON(schema, question.digest);
    checkDoc(doc);
    return { doc: doc.toJSON(), digest: await digest(doc) };
  }
  if ("apply" in question) {
    const doc = applied(Node.fromJSON(schema, question.apply.doc), question.apply.steps);
    checkDoc(doc);
    return { doc: doc.toJSON(), digest: await digest(doc) };
  }
  const { doc, theirs, mine } = question.place;
  const head = applied(Node.fromJSON(schema, doc), theirs);
  const { carried } = carryAtom(mine.map(read), head, Track.over(theirs.map((step) => mapOf(read(step)))));
  if (!carried.steps) throw new RangeError("Not carried");
  return { steps: carried.steps.flat().map(write), doc: carried.doc.toJSON() };
}

async function answerOrRefuse(question: Question): Promise<unknown> {
  try {
    return { answer: await answer(question) };
  } catch (refusal) {
    return { refused: String(refusal) };
  }
}

if (import.meta.main)
  for await (const line of createInterface({ input: process.stdin })) {
    const questions = JSON.parse(line) as Question[];
    process.stdout.write(`${JSON.stringify(await Promise.all(questions.map(answerOrRefuse)))}\n`);
  }
