// A recorded history of two people writing one text: what each typed, and how much of the other's each had seen
// when typing it. It is cut into runs, each of which becomes one commit, and the runs are put into an order in
// which a server could have received them. A commit is carried on the server where its writer had not seen all
// that stands before it, so the two write at the same time, and exactly as much as they did.

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

export type WriterIndex = 0 | 1;

/** One character written or removed, in the text of its writer's own copy at that moment. */
export interface Stroke {
  readonly writer: WriterIndex;
  readonly position: number;
  /** Empty where the character at the position is removed. */
  readonly written: string;
  /** How many of the other's strokes the writer had seen. */
  readonly seen: number;
}

/** Strokes of one writer, from `start` up to `end` in its own count, that the other saw at once. */
export interface Run {
  readonly writer: WriterIndex;
  readonly start: number;
  readonly end: number;
  /** The places in the record of its last stroke, and of the other's first stroke that had seen it. */
  readonly typedAt: number;
  readonly seenAt: number;
}

export interface History {
  /** In an order in which nothing comes before what it had seen. */
  readonly strokes: readonly Stroke[];
  /** What the text was in the end. */
  readonly text: string;
}

/** The file format: each transaction names those that it directly follows. */
interface Recorded {
  readonly kind: string;
  readonly numAgents: number;
  readonly endContent: string;
  readonly txns: readonly {
    readonly agent: WriterIndex;
    readonly parents: readonly number[];
    readonly patches: readonly (readonly [position: number, removed: number, written: string])[];
  }[];
}

export function readHistory(file: string): History {
  const recorded = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Recorded;
  if (recorded.kind !== "concurrent" || recorded.numAgents !== 2) throw new Error("Not a history of two");
  const known: (readonly [number, number])[] = [];
  const strokes = recorded.txns.map(({ agent, parents, patches }): Stroke => {
    const seen: [number, number] = [0, 0];
    for (const parent of parents)
      for (const writer of [0, 1] as const)
        seen[writer] = Math.max(seen[writer], known[parent]?.[writer] ?? 0);
    const [patch, more] = patches;
    if (!patch || more || patch[1] + patch[2].length !== 1) throw new Error("Not one character");
    const other = seen[1 - agent] ?? 0;
    seen[agent] += 1;
    known.push(seen);
    return { writer: agent, position: patch[0], written: patch[2], seen: other };
  });
  return { strokes, text: recorded.endContent };
}

/** Both writers' runs: a run ends where the other saw no further, and where its writer sees something new. */
export function runsOf({ strokes }: History): [Run[], Run[]] {
  return [runsOfWriter(strokes, 0), runsOfWriter(strokes, 1)];
}

function runsOfWriter(strokes: readonly Stroke[], writer: WriterIndex): Run[] {
  const own: number[] = [];
  const ends = new Set<number>();
  const sights: { count: number; at: number }[] = [];
  let [looked, shown] = [0, 0];
  for (const [at, stroke] of strokes.entries()) {
    if (stroke.writer === writer) {
      if (stroke.seen > looked) ends.add(own.length);
      looked = stroke.seen;
      own.push(at);
    } else if (stroke.seen > shown) {
      shown = stroke.seen;
      ends.add(shown);
      sights.push({ count: shown, at });
    }
  }
  ends.delete(0);
  ends.add(own.length);
  let start = 0;
  return [...ends]
    .sort((one, other) => one - other)
    .map((end): Run => {
      const seenAt = sights.find(({ count }) => count >= end)?.at ?? Number.POSITIVE_INFINITY;
      const run = { writer, start, end, typedAt: own[end - 1] as number, seenAt };
      start = end;
      return run;
    });
}

/**
 * The order in which the runs reach the server. Most often the record leaves both orders possible: then the first
 * writer's run goes first, always. All orders make both copies equal; the one place of the text where the order
 * shows is a full stop that one writer replaced while the other went on behind it.
 */
export function serverOrder([first, second]: readonly [readonly Run[], readonly Run[]]): Run[] {
  const order: Run[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    const [one, other] = [first[i], second[j]];
    if (!one && !other) return order;
    if (one && (!other || mayPrecede(one, other, second[j + 1]))) {
      order.push(one);
      i += 1;
    } else if (other) {
      order.push(other);
      j += 1;
    }
  }
}

/**
 * Not before what its writer had seen; and not where it would stand in the other's way: the other has one commit
 * in flight and cannot send the next before it has taken in what the server put before the one in flight.
 */
function mayPrecede(run: Run, other: Run, afterOther: Run | undefined): boolean {
  return other.seenAt > run.typedAt && run.seenAt <= (afterOther?.seenAt ?? Number.POSITIVE_INFINITY);
}
