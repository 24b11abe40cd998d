// The commit in flight: frozen as it was sent, and as it stands now behind what came since. It is always
// carried from its frozen form over all newer commits at once, exactly as the server will do.

import type { Node, Schema } from "prosemirror-model";
import { Step } from "prosemirror-transform";
import { type Atom, bytesOf, carryAtom, json, type Sent, same, takingBack } from "./atoms.ts";
import type { SendCommit } from "./frames.ts";
import { mapOf, type PositionMap, Track } from "./rebase.ts";

const MAX_STEPS = 200;
/** Bytes of a commit's steps: a frame may have 64 KiB, and the rest of it is small. */
const MAX_BYTES = 48 * 1024;

/** A flight as JSON. */
export interface KeptFlight {
  readonly commit: SendCommit;
  readonly atoms: readonly { count: number; place: string | null; at: number }[];
  readonly since: readonly PositionMap[];
}

export class Flight {
  readonly commit: SendCommit;
  readonly atoms: readonly Sent[];
  /** A refusal, held until the version that it speaks of. */
  refusal: { readonly code: string; readonly head: number } | null = null;
  private readonly since: PositionMap[];

  private constructor(commit: SendCommit, atoms: readonly Sent[], since: readonly PositionMap[]) {
    this.commit = commit;
    this.atoms = atoms;
    this.since = [...since];
  }

  /** How many of the atoms one commit can hold; 0 where already the first is too large for any. */
  static capacity(atoms: readonly Atom[]): number {
    let [steps, bytes] = [0, 0];
    const full = atoms.findIndex((atom) => {
      steps += atom.steps.length;
      bytes += bytesOf(atom.steps);
      return steps > MAX_STEPS || bytes > MAX_BYTES;
    });
    return full < 0 ? atoms.length : full;
  }

  /** Freeze atoms that follow each other, `doc` being the document after the last. */
  static freeze(atoms: readonly Atom[], doc: Node, ref: string, base: number): Flight {
    const typed = Math.max(...atoms.map(({ at }) => at));
    const steps = atoms.flatMap((atom) => atom.steps.map(json));
    const commit: SendCommit = { type: "commit", ref, base, steps, typed_at: new Date(typed).toISOString() };
    const sent = atoms.map(({ steps, place, at }, i): Sent => {
      const carried = { steps: steps.map((step) => [step]), doc: atoms[i + 1]?.before ?? doc };
      return { frozen: steps, place, at, carried };
    });
    return new Flight(commit, sent, []);
  }

  /** The commits' maps since, taken in; `carry` then finds where the atoms stand. */
  meet(maps: readonly PositionMap[]): void {
    this.since.push(...maps);
  }

  /** Carry all atoms onto the confirmed document; gives the document after them. */
  carry(confirmed: Node): Node {
    let doc = confirmed;
    let track = Track.over(this.since);
    for (const atom of this.atoms) {
      const next = carryAtom(atom.frozen, doc, track);
      track = next.track;
      atom.carried = next.carried;
      if (next.carried.steps) doc = next.carried.doc;
    }
    return doc;
  }

  /**
   * What takes back the last atoms, one by one, so that the document is again as `wanted`, before the first of them;
   * null where it never was like that in this flight.
   */
  backTo(wanted: Node, confirmed: Node, now: number): Atom[] | null {
    let before = confirmed;
    const back: Atom[] = [];
    for (const sent of this.atoms) {
      if (!sent.carried.steps) continue;
      if (back.length > 0 || same(before, wanted))
        back.unshift(takingBack(sent, before, sent.carried.doc, now));
      before = sent.carried.doc;
    }
    return back.length > 0 ? back : null;
  }

  /** Of each frozen step, the maps of the steps that it is now. */
  maps(): PositionMap[][] {
    return this.atoms.flatMap(({ frozen, carried }) =>
      (carried.steps ?? frozen.map(() => [])).map((now) => now.map(mapOf)),
    );
  }

  /** The steps as they stand now, without tombstones. */
  get steps(): Step[] {
    return this.atoms.flatMap(({ carried }) => carried.steps?.flat() ?? []);
  }

  get whole(): boolean {
    return this.atoms.every(({ carried }) => carried.steps !== null);
  }

  keep(): KeptFlight {
    const atoms = this.atoms.map(({ frozen, place, at }) => ({ count: frozen.length, place, at }));
    return { commit: this.commit, atoms, since: [...this.since] };
  }

  /** A flight as it was kept; `carry` then finds where its atoms stand. */
  static restore(schema: Schema, { commit, atoms, since }: KeptFlight): Flight {
    const steps = commit.steps.map((step) => Step.fromJSON(schema, step));
    let next = 0;
    const sent = atoms.map(({ count, place, at }): Sent => {
      next += count;
      return { frozen: steps.slice(next - count, next), place, at, carried: { steps: null, idle: false } };
    });
    return new Flight(commit, sent, since);
  }
}
