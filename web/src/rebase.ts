// A commit carried over newer commits: whole, or not at all. The rules are those of docs/rebase.md, held word
// for word by domain/rebase.py; position maps are our own, so that server and browser cannot drift apart
// through their libraries.

import { Slice } from "prosemirror-model";
import {
  AddMarkStep,
  AttrStep,
  RemoveMarkStep,
  ReplaceAroundStep,
  ReplaceStep,
  type Step,
} from "prosemirror-transform";

/** `old` units at `start`, before the step, became `now` units. */
export type Range = readonly [start: number, old: number, now: number];
export type PositionMap = readonly Range[];
export type Piece = readonly [from: number, to: number];

export const BEFORE = -1;
export const AFTER = 1;
export type Side = typeof BEFORE | typeof AFTER;

/** What a step does to positions. */
export function mapOf(step: Step): PositionMap {
  if (step instanceof ReplaceStep) return [[step.from, step.to - step.from, step.slice.size]];
  if (step instanceof ReplaceAroundStep)
    return [
      [step.from, step.gapFrom - step.from, step.insert],
      [step.gapTo, step.to - step.gapTo, step.slice.size - step.insert],
    ];
  return [];
}

/** The map that leads back. */
export function inverse(map: PositionMap): PositionMap {
  let shift = 0;
  return map.map(([start, old, now]) => {
    const back: Range = [start + shift, now, old];
    shift += now - old;
    return back;
  });
}

/** One map of a track; its mirror, further on, brings back what this one takes away. */
export interface Leg {
  readonly map: PositionMap;
  mirror: Leg | null;
}

/** A sequence of maps that positions travel along. */
export class Track {
  private readonly legs: Leg[];

  constructor(legs: readonly Leg[] = []) {
    this.legs = [...legs];
  }

  static over(maps: readonly PositionMap[]): Track {
    return new Track(maps.map((map) => ({ map, mirror: null })));
  }

  copy(): Track {
    return new Track(this.legs);
  }

  /** What the next step must go through besides: the way back behind its forerunner, and the forerunner anew. */
  follow(was: readonly PositionMap[], is: readonly PositionMap[]): void {
    const anew: Leg[] = is.map((map) => ({ map, mirror: null }));
    const mirror = was.length === 1 && anew.length === 1 ? (anew[0] ?? null) : null;
    for (const map of was) this.legs.unshift({ map: inverse(map), mirror });
    this.legs.push(...anew);
  }

  /** Where the units of [from, to) stand at the end of the track, as pieces in order. */
  surviving(from: number, to: number): Piece[] {
    const pieces: Piece[] = [];
    // A list of work, not recursion: a track may be thousands of maps long.
    const moving: [at: number, from: number, to: number][] = from < to ? [[0, from, to]] : [];
    for (let next = moving.pop(); next; next = moving.pop()) {
      const [at, start, end] = next;
      const leg = this.legs[at];
      if (leg) moving.push(...this.through(at, leg, start, end));
      else pieces.push([start, end]);
    }
    pieces.sort((a, b) => a[0] - b[0]);
    const joined: Piece[] = [];
    for (const piece of pieces) {
      const last = joined.at(-1);
      if (last && last[1] === piece[0]) joined[joined.length - 1] = [last[0], piece[1]];
      else joined.push(piece);
    }
    return joined;
  }

  /** What one map leaves of [from, to): pieces, each with the map that it goes through next. */
  private through(at: number, leg: Leg, from: number, to: number): [number, number, number][] {
    const left: [number, number, number][] = [];
    let shift = 0;
    for (const [index, [start, old, now]] of leg.map.entries()) {
      if (start >= to) break;
      if (start + old > from) {
        if (start > from) left.push([at + 1, from + shift, start + shift]);
        const low = Math.max(start, from);
        const high = Math.min(start + old, to);
        const back = high > low ? this.recover(leg, index, old) : null;
        if (back) left.push([back.next, back.start + low - start, back.start + high - start]);
        from = Math.max(from, start + old);
      }
      shift += now - old;
    }
    if (from < to) left.push([at + 1, from + shift, to + shift]);
    return left;
  }

  /** Where a range that a leg deletes starts again behind its mirror, and where the way goes on. */
  private recover(leg: Leg, index: number, size: number): { start: number; next: number } | null {
    const range = leg.mirror?.map[index];
    if (!leg.mirror || range?.[2] !== size) return null;
    const shift = leg.mirror.map.slice(0, index).reduce((sum, [, old, now]) => sum + now - old, 0);
    return { start: range[0] + shift, next: this.legs.lastIndexOf(leg.mirror) + 1 };
  }

  /** Where a position stands at the end of the track; `side` says where to go at an insertion. */
  position(pos: number, side: Side): number {
    let at = 0;
    for (let leg = this.legs[0]; leg; leg = this.legs[at]) [pos, at] = this.moved(pos, side, at, leg);
    return pos;
  }

  private moved(pos: number, side: Side, at: number, leg: Leg): [pos: number, next: number] {
    let shift = 0;
    for (const [index, [start, old, now]] of leg.map.entries()) {
      if (start > pos) break;
      const end = start + old;
      if (pos <= end) {
        const back = pos === (side < 0 ? start : end) ? null : this.recover(leg, index, old);
        if (back) return [back.start + pos - start, back.next];
        const stays = old === 0 || (pos > start && pos < end) ? side < 0 : pos === start;
        return [start + shift + (stays ? 0 : now), at + 1];
      }
      shift += now - old;
    }
    return [pos + shift, at + 1];
  }
}

/** The step as it stands behind the track, or null where it would touch what its author did not see. */
export function carry(step: Step, track: Track, side: Side): Step[] | null {
  if (step instanceof ReplaceStep) return carryReplace(step, track, side);
  if (step instanceof ReplaceAroundStep) return carryAround(step, track);
  if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) {
    const pieces = track.surviving(step.from, step.to);
    const [first, last] = [pieces[0], pieces.at(-1)];
    if (!first || !last) return null;
    const Kind = step instanceof AddMarkStep ? AddMarkStep : RemoveMarkStep;
    return [new Kind(first[0], last[1], step.mark)];
  }
  if (step instanceof AttrStep) {
    const [node] = track.surviving(step.pos, step.pos + 1);
    return node ? [new AttrStep(node[0], step.attr, step.value)] : null;
  }
  return null;
}

/** Whether a step may only remove and write tokens, never content; the library's types hide it. */
function structural(step: Step): boolean {
  return (step as Step & { structure: boolean }).structure;
}

function carryReplace(step: ReplaceStep, track: Track, side: Side): Step[] | null {
  const pieces = track.surviving(step.from, step.to);
  if (step.slice.size === 0) {
    const removed = pieces.map(([from, to]) => new ReplaceStep(from, to, Slice.empty, structural(step)));
    return removed.length > 0 ? removed.reverse() : null;
  }
  if (pieces.length > 1) return null;
  const at = pieces.length === 0 ? track.position(step.from, side) : 0;
  const [from, to] = pieces[0] ?? [at, at];
  return [new ReplaceStep(from, to, step.slice, structural(step))];
}

function carryAround(step: ReplaceAroundStep, track: Track): Step[] | null {
  if (step.gapTo > step.gapFrom && track.surviving(step.gapFrom, step.gapTo).length === 0) return null;
  const left = removedSide(track, step.from, step.gapFrom, AFTER);
  const right = removedSide(track, step.gapTo, step.to, BEFORE);
  if (!left || !right || left[1] > right[0]) return null;
  const { slice, insert } = step;
  return [new ReplaceAroundStep(left[0], right[1], left[1], right[0], slice, insert, structural(step))];
}

/** One removed side of a replaceAround: whole and in one piece, or null. */
function removedSide(track: Track, from: number, to: number, side: Side): Piece | null {
  if (from === to) {
    const at = track.position(from, side);
    return [at, at];
  }
  const [piece, more] = track.surviving(from, to);
  return piece && !more && piece[1] - piece[0] === to - from ? piece : null;
}

/**
 * A commit's steps in order, each as the steps that it became; the track then leads on for what was made on top
 * of this commit. Null at the first that cannot be carried: the commit is then refused whole, the track spent.
 */
export function carryAll(steps: readonly Step[], track: Track, side: Side = AFTER): Step[][] | null {
  const all: Step[][] = [];
  for (const step of steps) {
    const carried = carry(step, track, side);
    if (!carried) return null;
    track.follow([mapOf(step)], carried.map(mapOf));
    all.push(carried);
  }
  return all;
}
