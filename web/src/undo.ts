// Undo and redo of one's own changes only: what I wrote is removed, what I removed comes back, and what
// colleagues wrote in the meantime stays, also inside what I wrote. Stock undo maps the inverse of a
// typed run as one deletion, which would take a colleague's words with it.

import { type Node, Slice } from "prosemirror-model";
import { ReplaceAroundStep, ReplaceStep, type Step } from "prosemirror-transform";
import { applied, plain, sound } from "./atoms.ts";
import { AFTER, BEFORE, carry, inverse, type Leg, mapOf, type PositionMap, Track } from "./rebase.ts";

const MAX_EVENTS = 100;
/** Changes within this time, in milliseconds, at one place are undone together. */
const PAUSE = 500;

/** A step of mine: what takes it back, and its leg in the log. */
interface Deed {
  readonly back: readonly Step[];
  readonly leg: Leg;
}

/** What was done in one transaction: taken back whole, or not at all. */
type Act = readonly Deed[];
/** What one press of undo takes back. */
type Event = Act[];

export class Undo {
  /** All that happened to the document since the oldest event, mine and others'. */
  private log: Leg[] = [];
  private done: Event[] = [];
  private undone: Event[] = [];
  private last: { at: number; from: number; to: number } | null = null;

  get canUndo(): boolean {
    return this.done.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  /** A change of mine; `docs[i]` is the document before `steps[i]`; `now` in milliseconds. */
  record(steps: readonly Step[], docs: readonly Node[], now: number): void {
    const act = steps.map((step, i): Deed => this.did(step, docs[i] as Node));
    const event = this.goesOn(steps, now) ? this.done.at(-1) : undefined;
    if (event) event.push(act);
    else this.done.push([act]);
    this.undone = [];
    const span = spanOf(steps.map(mapOf));
    this.last = span && { at: now, ...span };
    if (this.done.length > MAX_EVENTS) this.done.shift();
    this.prune();
  }

  /** What colleagues did to the document. */
  foreign(maps: readonly PositionMap[]): void {
    if (this.last) {
      const track = Track.over(maps);
      this.last = {
        ...this.last,
        from: track.position(this.last.from, BEFORE),
        to: track.position(this.last.to, AFTER),
      };
    }
    if (this.canUndo || this.canRedo) this.log.push(...maps.map((map) => ({ map, mirror: null })));
  }

  /** The steps that take back my last change, to be applied to `doc` at once; null where there are none. */
  undo(doc: Node): Step[] | null {
    return this.takeBack(doc, this.done, this.undone);
  }

  /** The steps that bring back what was undone last. */
  redo(doc: Node): Step[] | null {
    return this.takeBack(doc, this.undone, this.done);
  }

  /** Whether the steps go on, in time and place, with what was done last. */
  private goesOn(steps: readonly Step[], now: number): boolean {
    const { last } = this;
    const first = steps[0] ? mapOf(steps[0]) : [];
    return (
      last !== null &&
      now - last.at < PAUSE &&
      first.some(([start, old]) => start <= last.to && start + old >= last.from)
    );
  }

  private takeBack(doc: Node, from: Event[], to: Event[]): Step[] | null {
    this.last = null;
    for (let event = from.pop(); event; event = from.pop()) {
      const reverted: Event = [];
      const steps: Step[] = [];
      for (const act of [...event].reverse()) {
        const outcome = this.revert(act, doc);
        if (!outcome) continue;
        reverted.push(outcome.act);
        steps.push(...outcome.steps);
        doc = outcome.doc;
      }
      if (reverted.length === 0) continue;
      to.push(reverted);
      return steps;
    }
    this.prune();
    return null;
  }

  /** Take back one act on top of all that followed it. */
  private revert(act: Act, doc: Node): { act: Act; steps: Step[]; doc: Node } | null {
    const length = this.log.length;
    const deeds: Deed[] = [];
    const steps: Step[] = [];
    let after = doc;
    for (const { back, leg } of [...act].reverse()) {
      const made: Leg[] = [];
      for (const step of back) {
        const since = new Track(this.log.slice(this.log.indexOf(leg) + 1));
        const all = carryBack(step, since, after);
        // In part, what was moved would be gone from its new place and not be back in its old one.
        if (!all) return this.leave(act, length);
        for (const carried of all) {
          const next = applied(after, carried);
          if (!next) return this.leave(act, length);
          const deed = this.did(carried, after);
          deeds.push(deed);
          made.push(deed.leg);
          steps.push(carried);
          after = next;
        }
      }
      leg.mirror = made.length === 1 ? (made[0] ?? null) : null;
    }
    return steps.length > 0 && sound(after) ? { act: deeds, steps, doc: after } : this.leave(act, length);
  }

  /** The act stays as it is. */
  private leave(act: Act, length: number): null {
    this.log.length = length;
    for (const { leg } of act) leg.mirror = null;
    return null;
  }

  private did(step: Step, before: Node): Deed {
    const leg: Leg = { map: mapOf(step), mirror: null };
    this.log.push(leg);
    return { back: plain([step.invert(before)]), leg };
  }

  /** Forget what lies before the oldest event. */
  private prune(): void {
    const needed = new Set([...this.done, ...this.undone].flat(2).map(({ leg }) => leg));
    const first = this.log.findIndex((leg) => needed.has(leg));
    this.log = first < 0 ? [] : this.log.slice(first);
  }
}

/**
 * An inverse on top of what followed; empty where there is nothing left to do, null where it cannot be done. A
 * replacement that colleagues wrote into gives way in pieces around their text.
 */
function carryBack(step: Step, track: Track, doc: Node): Step[] | null {
  const whole = carry(step, track, AFTER);
  if (whole && (whole.length > 1 || whole.every((each) => applied(doc, each)))) return whole;
  if (!(step instanceof ReplaceStep)) return whole || step instanceof ReplaceAroundStep ? null : [];
  if (step.slice.size === 0) return whole ? null : [];
  if (step.slice.openStart || step.slice.openEnd) return null;
  const removed = carry(new ReplaceStep(step.from, step.to, Slice.empty), track, AFTER) ?? [];
  const first = removed.at(-1) as ReplaceStep | undefined;
  const at = first?.from ?? track.position(step.from, AFTER);
  return [...removed, new ReplaceStep(at, at, step.slice)];
}

/** What lies between the first and the last place that the maps changed, after them. */
function spanOf(maps: readonly PositionMap[]): { from: number; to: number } | null {
  let span: { from: number; to: number } | null = null;
  for (const map of maps) {
    if (span) {
      const track = Track.over([map]);
      span = { from: track.position(span.from, BEFORE), to: track.position(span.to, AFTER) };
    }
    for (const [start, size] of inverse(map)) {
      span = { from: Math.min(span?.from ?? start, start), to: Math.max(span?.to ?? 0, start + size) };
    }
  }
  return span;
}
