// What turns one document into another, where no steps are at hand.

import { type Node, Slice } from "prosemirror-model";
import { ReplaceStep, type Step } from "prosemirror-transform";
import { applied } from "./atoms.ts";

/** Steps (none, or one) that lead from one document to another: a replacement of the middle that differs. */
export function difference(from: Node, to: Node): Step[] {
  const start = from.content.findDiffStart(to.content);
  const end = from.content.findDiffEnd(to.content);
  if (start === null || !end) return [];
  // Where text repeats, the equal end may reach in front of the equal start.
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  try {
    const step = new ReplaceStep(start, end.a + overlap, to.slice(start, end.b + overlap));
    if (applied(from, step)?.eq(to)) return [step];
  } catch {
    // The two ends do not lie in one another: the whole is replaced.
  }
  return [new ReplaceStep(0, from.content.size, new Slice(to.content, 0, 0))];
}
