// An atom is one change of a person: all steps of a local transaction, with what completed it. It is carried
// over colleagues' commits whole, or taken out whole and offered back.

import type { Node } from "prosemirror-model";
import {
  AddMarkStep,
  AttrStep,
  RemoveMarkStep,
  ReplaceAroundStep,
  ReplaceStep,
  type Step,
} from "prosemirror-transform";
import { checkDoc } from "./check.ts";
import type { StepJSON } from "./frames.ts";
import { AFTER, carry, carryAll, mapOf, type Track } from "./rebase.ts";
import { newId } from "./schema.ts";

export interface Atom {
  readonly steps: readonly Step[];
  /** The document that the steps were made on. */
  readonly before: Node;
  /** The id of the nearest block: where a text belonged that found no place. */
  readonly place: string | null;
  /** When it was last typed in, in milliseconds of the client's clock. */
  readonly at: number;
  /** The atom in flight that this one takes back exactly: where that one falls, there is nothing to take back. */
  readonly takesBack: Sent | null;
}

/** An atom of the commit in flight, as it was frozen, and what became of it: without steps it is a tombstone. */
export interface Sent {
  readonly frozen: readonly Step[];
  readonly place: string | null;
  readonly at: number;
  carried: Carried;
}

/** Something of an atom that could not enter the record. */
export interface Rescue {
  readonly id: string;
  /** `conflict`, another code of a refusal, `too_large`, or why a connection was closed for good. */
  readonly reason: string;
  /** What the person had written, lines for blocks; empty where nothing was. */
  readonly text: string;
  readonly place: string | null;
  /** What was lost: text, a deletion that was not carried out, or a change of form or structure. */
  readonly lost: "text" | "deletion" | "form";
}

/** A run of typing ends at this size, so that a commit can always hold it. */
const LONGEST_RUN = 4_000;

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;

/** Plain steps that do something: a set of marks (from an inverted step) is sent as its parts. */
export function plain(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => {
    if ("steps" in step) return plain(step.steps as Step[]);
    const idle = step instanceof ReplaceStep && step.from === step.to && step.slice.size === 0;
    return idle ? [] : [step];
  });
}

export function makeAtom(steps: readonly Step[], before: Node, at: number): Atom {
  return { steps, before, place: placeOf(steps[0], before), at, takesBack: null };
}

function placeOf(step: Step | undefined, doc: Node): string | null {
  const pos = step instanceof AttrStep ? step.pos + 1 : step && "from" in step ? (step.from as number) : 0;
  const $pos = doc.resolve(Math.min(pos, doc.content.size));
  for (let depth = $pos.depth; depth > 0; depth--) {
    const id: unknown = $pos.node(depth).attrs.id;
    if (typeof id === "string") return id;
  }
  return null;
}

const inserts = (step: Step) => step instanceof ReplaceStep && step.slice.size > 0;
const deletes = (step: Step) => step instanceof ReplaceStep && step.slice.size === 0;
const marks = (step: Step) => step instanceof AddMarkStep || step instanceof RemoveMarkStep;

/**
 * Both as one, where the second goes on with what the first began. What types after deleting stays apart: the text
 * would fall with the deletion when a colleague writes there.
 */
export function merged(first: Atom, second: Atom): Atom | null {
  const [one, other] = [first.steps[0], second.steps[0]];
  if (!one || !other || first.steps.length > 1 || second.steps.length > 1 || first.takesBack) return null;
  const typing = inserts(one) && inserts(other) && (other as ReplaceStep).from === (other as ReplaceStep).to;
  if (!typing && !(deletes(one) && deletes(other)) && !(marks(one) && marks(other))) return null;
  const both = one.merge(other);
  if (!both || (both instanceof ReplaceStep && both.slice.size > LONGEST_RUN)) return null;
  return { ...first, steps: [both], at: second.at };
}

/** The document after a step, or null where it does not apply; the one place where its exceptions end. */
export function applied(doc: Node, step: Step): Node | null {
  try {
    return step.apply(doc).doc;
  } catch {
    return null;
  }
}

export function appliedAll(doc: Node, steps: readonly Step[]): Node | null {
  let after: Node | null = doc;
  for (const step of steps) after &&= applied(after, step);
  return after;
}

/** Whether two documents are equal; most that are not differ in size already. */
export function same(one: Node, other: Node): boolean {
  return one.content.size === other.content.size && one.eq(other);
}

/** The same text under all its rules, or null. */
export function sound(doc: Node | null): Node | null {
  try {
    if (doc) checkDoc(doc);
    return doc;
  } catch {
    return null;
  }
}

/** What became of an atom: its steps, each as the steps that it is now, and the text after them; or nothing. */
export type Carried =
  | { readonly steps: Step[][]; readonly doc: Node }
  /** `idle`: there was nothing left to do, so that nothing is missing either. */
  | { readonly steps: null; readonly idle: boolean };

interface Way {
  readonly carried: Carried;
  /** Leads on to the next atom. */
  readonly track: Track;
}

/** Carry an atom onto a document: whole, under all rules of a text, or not at all. */
export function carryAtom(steps: readonly Step[], doc: Node, track: Track, carried = carryAll): Way {
  const behind = track.copy();
  const now = carried(steps, behind);
  const after = now && sound(appliedAll(doc, now.flat()));
  return now && after ? { carried: { steps: now, doc: after }, track: behind } : leave(steps, track);
}

/**
 * As `carryAll`, for what is not sent yet: an atom that only removes goes on with what is left to remove. One that
 * writes too may not: a block that a colleague removed would be written where it was moved to.
 */
function carryLeft(steps: readonly Step[], track: Track): Step[][] | null {
  if (!steps.every((step) => deletes(step) || marks(step) || step instanceof AttrStep))
    return carryAll(steps, track);
  const all = steps.map((step) => {
    const left = carry(step, track, AFTER) ?? [];
    track.follow([mapOf(step)], left.map(mapOf));
    return left;
  });
  return all.some((left) => left.length > 0) ? all : null;
}

function leave(steps: readonly Step[], track: Track): Way {
  const without = track.copy();
  let idle = true;
  for (const step of steps) {
    idle &&= nothingLeft(step, without);
    without.follow([mapOf(step)], []);
  }
  return { carried: { steps: null, idle }, track: without };
}

/**
 * Carry the atoms that fit, one on top of the other; gives those that hold, the document after them, and those that
 * are lost. What takes back a tombstone goes with it.
 */
export function carryAtoms(
  atoms: readonly Atom[],
  doc: Node,
  track: Track,
  fits: (atom: Atom) => boolean = () => true,
): { held: Atom[]; doc: Node; lost: Atom[] } {
  const [held, lost]: [Atom[], Atom[]] = [[], []];
  for (const atom of atoms) {
    const idle = atom.takesBack?.carried.steps === null;
    const way = fits(atom) && !idle ? carryAtom(atom.steps, doc, track, carryLeft) : leave(atom.steps, track);
    track = way.track;
    if (way.carried.steps) {
      held.push({ ...atom, steps: way.carried.steps.flat(), before: doc });
      doc = way.carried.doc;
    } else if (!idle && !way.carried.idle) lost.push(atom);
  }
  return { held, doc, lost };
}

/** The atom that takes back a sent one exactly; `before` and `after` are the documents around the sent one. */
export function takingBack(sent: Sent, before: Node, after: Node, now: number): Atom {
  const back: Step[] = [];
  let doc = before;
  for (const step of sent.carried.steps?.flat() ?? []) {
    back.unshift(...plain([step.invert(doc)]));
    doc = applied(doc, step) ?? doc;
  }
  return { steps: back, before: after, place: sent.place, at: now, takesBack: sent };
}

function nothingLeft(step: Step, track: Track): boolean {
  if (step instanceof AttrStep) return track.surviving(step.pos, step.pos + 1).length === 0;
  if (deletes(step) || marks(step)) {
    const { from, to } = step as ReplaceStep;
    return track.surviving(from, to).length === 0;
  }
  return false;
}

/** What the steps write, lines for blocks. */
export function textOf(steps: readonly Step[]): string {
  return steps
    .map((step) => {
      if (!(step instanceof ReplaceStep || step instanceof ReplaceAroundStep)) return "";
      const { content } = step.slice;
      return content.textBetween(0, content.size, "\n", (leaf) =>
        leaf.type.name === "hard_break" ? "\n" : "",
      );
    })
    .filter((text) => text !== "")
    .join("\n");
}

export function rescue(steps: readonly Step[], place: string | null, reason: string): Rescue {
  const text = textOf(steps);
  const lost = text !== "" ? "text" : steps.every(deletes) ? "deletion" : "form";
  return { id: newId(), reason, text, place, lost };
}

/** How many words the steps write. */
export function wordsIn(steps: readonly Step[]): number {
  return textOf(steps).match(WORD)?.length ?? 0;
}

export const json = (step: Step) => step.toJSON() as StepJSON;

export function bytesOf(steps: readonly Step[]): number {
  return new TextEncoder().encode(JSON.stringify(steps.map(json))).length;
}
