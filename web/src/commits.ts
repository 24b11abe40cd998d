// The replica: the server's commits in order, and this person's own changes that are not among them yet.
// Pure and synchronous; live.ts feeds it with frames and sends what it gives. At every moment
//   doc = confirmed + the commit in flight + what is pending.

import { Node, type Schema } from "prosemirror-model";
import { Step } from "prosemirror-transform";
import {
  type Atom,
  applied,
  appliedAll,
  carryAtoms,
  json,
  makeAtom,
  merged,
  plain,
  type Rescue,
  rescue,
  same,
  wordsIn,
} from "./atoms.ts";
import { difference } from "./difference.ts";
import { Flight, type KeptFlight } from "./flight.ts";
import type { SendCommit, StepJSON, WireCommit } from "./frames.ts";
import { BEFORE, carryAll, mapOf, type PositionMap, Track } from "./rebase.ts";

/** Steps to be applied to the document that the person sees, and the document that they lead to. */
export interface Change {
  readonly steps: readonly Step[];
  readonly doc: Node;
  /** Whether something that the person did was taken out again: there is nothing of it left to be undone. */
  readonly dropped: boolean;
}

/** A version that was taken in: what it did to positions, and whose it is. */
export interface Advance {
  readonly version: number;
  readonly session: string;
  readonly maps: readonly PositionMap[];
}

/** Everything of a replica, as JSON: what the browser keeps. */
export interface Replica {
  readonly version: number;
  readonly confirmed: unknown;
  readonly inFlight: KeptFlight | null;
  readonly unconfirmed: readonly { steps: StepJSON[]; place: string | null; at: number; takesBack: number }[];
  readonly rescued: readonly Rescue[];
}

/** A commit that does not apply to the text that all share: the replica must be fetched anew. */
export class Diverged extends Error {}

export class Commits {
  version: number;
  confirmed: Node;
  doc: Node;
  rescued: readonly Rescue[] = [];
  private readonly schema: Schema;
  private flight: Flight | null = null;
  private pending: readonly Atom[] = [];
  private dropped = false;

  constructor(schema: Schema, version: number, doc: Node) {
    this.schema = schema;
    this.version = version;
    this.confirmed = doc;
    this.doc = doc;
  }

  /** One change of the person, of which `after` is the outcome; `now` in milliseconds. */
  local(steps: readonly Step[], after: Node, now: number): void {
    const flat = plain(steps);
    if (flat.length === 0) return;
    const last = this.pending.at(-1);
    const atom = makeAtom(flat, this.doc, now);
    const run = last && merged(last, atom);
    this.pending = this.undone(flat, after, now) ?? [
      ...(run ? this.pending.slice(0, -1) : this.pending),
      run ?? atom,
    ];
    this.doc = after;
  }

  /** What is pending once steps undo, in full or with the first of them, what is not confirmed. */
  private undone(steps: readonly Step[], after: Node, now: number): readonly Atom[] | null {
    if (!this.flight && this.pending.length === 0) return null;
    const docs = [this.doc];
    for (const step of steps.slice(0, -1)) docs.push(applied(docs.at(-1) ?? after, step) ?? after);
    docs.push(after);
    for (let i = steps.length; i > 0; i--) {
      const doc = docs[i] ?? after;
      const back = this.backTo(doc, now);
      if (back) return i < steps.length ? [...back, makeAtom(steps.slice(i), doc, now)] : back;
    }
    return null;
  }

  /** What is pending once the document is again as it was: unsent atoms cancel out, those in flight are taken back. */
  private backTo(doc: Node, now: number): readonly Atom[] | null {
    const back = this.pending.findIndex(({ before }) => same(before, doc));
    if (back >= 0) return this.pending.slice(0, back);
    return this.flight?.backTo(doc, this.confirmed, now) ?? null;
  }

  /** The commit that waits for its answer, frozen. */
  get inFlight(): SendCommit | null {
    return this.flight?.commit ?? null;
  }

  /** Whether the commit in flight was refused and the refusal waits for newer commits. */
  get refused(): boolean {
    return this.flight?.refusal != null;
  }

  get hasPending(): boolean {
    return this.pending.length > 0;
  }

  /** Words that are not in the record yet. */
  get words(): number {
    const atoms = [
      ...(this.flight?.atoms ?? []).map(({ frozen }) => frozen),
      ...this.pending.map(({ steps }) => steps),
    ];
    return atoms.reduce((sum, steps) => sum + wordsIn(steps), 0);
  }

  /** What this person's unconfirmed changes do to positions, from `confirmed` to `doc`. */
  get maps(): PositionMap[] {
    return [...(this.flight?.steps ?? []), ...this.pending.flatMap(({ steps }) => steps)].map(mapOf);
  }

  /**
   * Freeze what is pending into a commit, as far as one can hold it. What no commit could hold, or what breaks a
   * rule of the text, is rescued, and `change` takes it out of the document.
   */
  take(session: string, n: number): { commit: SendCommit | null; change: Change } {
    if (this.flight) throw new Error("One commit is in flight at a time");
    this.dropped = false;
    const steps = this.changed(() => this.shed());
    const change = { steps, doc: this.doc, dropped: this.dropped };
    const count = Flight.capacity(this.pending);
    if (count > 0) {
      const after = this.pending[count]?.before ?? this.doc;
      this.flight = Flight.freeze(this.pending.slice(0, count), after, `${session}.${n}`, this.version);
      this.pending = this.pending.slice(count);
    }
    return { commit: this.inFlight, change };
  }

  /**
   * Take in commits, in order; those already known are passed over, and what lies behind a gap is left.
   * Throws Diverged.
   */
  receive(commits: readonly WireCommit[]): Change & { readonly advances: readonly Advance[] } {
    const advances: Advance[] = [];
    const steps: Step[] = [];
    let foreign: Step[] = [];
    this.dropped = false;
    for (const commit of commits) {
      if (commit.version <= this.version) continue;
      if (commit.version !== this.version + 1) break;
      const stored = commit.steps.map((step) => Step.fromJSON(this.schema, step));
      if (commit.ref === this.flight?.commit.ref) {
        steps.push(...this.advance(foreign), ...this.confirm(this.flight, stored));
        foreign = [];
      } else foreign.push(...stored);
      this.version = commit.version;
      advances.push({ version: commit.version, session: sessionOf(commit.ref), maps: stored.map(mapOf) });
    }
    steps.push(...this.advance(foreign), ...this.settle());
    return { steps, doc: this.doc, dropped: this.dropped, advances };
  }

  /** The server did not take the commit in flight. The refusal is held until its `head` has been taken in. */
  refuse(ref: string, code: string, head: number): Change {
    this.dropped = false;
    if (this.flight?.commit.ref === ref) this.flight.refusal = { code, head };
    return { steps: this.settle(), doc: this.doc, dropped: this.dropped };
  }

  /** Rescue everything that is unconfirmed: it will never enter the record. */
  abandon(reason: string): Change {
    this.dropped = false;
    const steps = this.changed(() => {
      for (const { frozen, place } of this.flight?.atoms ?? []) this.rescue(frozen, place, reason);
      for (const { steps, place } of this.pending) this.rescue(steps, place, reason);
      this.flight = null;
      this.pending = [];
      this.doc = this.confirmed;
    });
    return { steps, doc: this.doc, dropped: this.dropped };
  }

  /** Begin anew from a text of the server's; what was unconfirmed is rescued. */
  reset(version: number, doc: Node): void {
    this.abandon("conflict");
    this.version = version;
    this.confirmed = doc;
    this.doc = doc;
  }

  dismiss(id: string): void {
    this.rescued = this.rescued.filter((each) => each.id !== id);
  }

  /** Whether nothing is unconfirmed. */
  get settled(): boolean {
    return !this.flight && this.pending.length === 0;
  }

  /** Everything, as one record to be kept. */
  record(): Replica {
    return {
      version: this.version,
      confirmed: this.confirmed.toJSON(),
      inFlight: this.flight?.keep() ?? null,
      unconfirmed: this.pending.map(({ steps, place, at, takesBack }) => {
        const sent = takesBack ? (this.flight?.atoms.indexOf(takesBack) ?? -1) : -1;
        return { steps: steps.map(json), place, at, takesBack: sent };
      }),
      rescued: this.rescued,
    };
  }

  static restore(schema: Schema, kept: Replica): Commits {
    const commits = new Commits(schema, kept.version, Node.fromJSON(schema, kept.confirmed));
    commits.rescued = kept.rescued;
    commits.flight = kept.inFlight && Flight.restore(schema, kept.inFlight);
    const doc = commits.flight?.carry(commits.confirmed) ?? commits.confirmed;
    commits.pending = kept.unconfirmed.map(({ steps, place, at, takesBack }) => ({
      steps: steps.map((step) => Step.fromJSON(schema, step)),
      before: doc,
      place,
      at,
      takesBack: commits.flight?.atoms[takesBack] ?? null,
    }));
    commits.carryPending(doc, new Track());
    return commits;
  }

  /** Take in others' steps: the confirmed text goes on, everything unconfirmed is carried over them. */
  private advance(foreign: readonly Step[]): readonly Step[] {
    if (foreign.length === 0) return [];
    const [shown, own, was] = [this.doc, this.maps, this.flight?.maps() ?? []];
    const maps = foreign.map(mapOf);
    this.confirmed = this.onConfirmed(foreign);
    this.flight?.meet(maps);
    const doc = this.flight?.carry(this.confirmed) ?? this.confirmed;
    const track = Track.over(maps);
    const is = this.flight?.maps() ?? [];
    // Where something fell, the text may have lost what the person had typed, or got back what they had removed.
    if (is.some((now, j) => now.length === 0 && was[j]?.length !== 0)) this.dropped = true;
    for (const [j, before] of was.entries()) track.follow(before, is[j] ?? []);
    this.carryPending(doc, track);
    // What the editor is shown is the same, the other way round: their steps carried over one's own.
    const carried = carryAll(foreign, Track.over(own), BEFORE)?.flat();
    return carried && appliedAll(shown, carried)?.eq(this.doc) ? carried : difference(shown, this.doc);
  }

  /** The commit in flight came back as it is stored. */
  private confirm(flight: Flight, stored: readonly Step[]): readonly Step[] {
    const predicted = flight.steps;
    this.flight = null;
    if (flight.whole && JSON.stringify(stored.map(json)) === JSON.stringify(predicted.map(json))) {
      this.confirmed = this.pending[0]?.before ?? this.doc;
      return [];
    }
    // Other steps than predicted: what is pending goes back behind the predicted ones, and on from the stored ones.
    return this.changed(() => {
      this.confirmed = this.onConfirmed(stored);
      const [was, is] = [predicted.map(mapOf), stored.map(mapOf)];
      const track = new Track();
      const paired = was.length === is.length;
      for (const [j, map] of was.entries()) track.follow([map], paired ? is.slice(j, j + 1) : []);
      if (!paired) track.follow([], is);
      this.carryPending(this.confirmed, track);
    });
  }

  /** Act on a refusal whose time has come. */
  private settle(): readonly Step[] {
    const flight = this.flight;
    if (!flight?.refusal || this.version < flight.refusal.head) return [];
    const { code } = flight.refusal;
    this.flight = null;
    return this.changed(() => (code === "conflict" ? this.retry(flight) : this.drop(flight, code)));
  }

  /** What fits goes back to the front of what is pending; tombstones are rescued. The document stays. */
  private retry({ atoms }: Flight): void {
    let before = this.confirmed;
    const again: Atom[] = [];
    for (const { frozen, carried, place, at } of atoms) {
      if (carried.steps) {
        again.push({ steps: carried.steps.flat(), before, place, at, takesBack: null });
        before = carried.doc;
      } else if (!carried.idle) this.rescue(frozen, place, "conflict");
    }
    const whole = atoms.filter(({ carried }) => carried.steps);
    const rest = [...this.pending];
    // Unsent again, both cancel out; not where colleagues removed what taking back has brought back.
    for (let last = again.at(-1); last; last = again.at(-1)) {
      const after = rest[1]?.before ?? this.doc;
      if (rest[0]?.takesBack !== whole[again.length - 1] || !same(last.before, after)) break;
      again.pop();
      rest.shift();
    }
    this.pending = [...again, ...rest.map((atom) => ({ ...atom, takesBack: null }))];
  }

  /** The commit leaves the document, its text is rescued; what was pending on top of it is carried on. */
  private drop(flight: Flight, code: string): void {
    const track = new Track();
    for (const step of flight.steps) track.follow([mapOf(step)], []);
    for (const sent of flight.atoms) {
      this.rescue(sent.frozen, sent.place, code);
      sent.carried = { steps: null, idle: false };
    }
    this.carryPending(this.confirmed, track);
  }

  /** What cannot be sent leaves the document. */
  private shed(): void {
    const fits = (atom: Atom) => Flight.capacity([atom]) === 1;
    const after = carryAtoms(this.pending, this.pending[0]?.before ?? this.doc, new Track(), fits);
    for (const atom of after.lost) this.rescue(atom.steps, atom.place, fits(atom) ? "invalid" : "too_large");
    this.pending = after.held;
    this.doc = after.doc;
  }

  /** Carry what is pending along a track onto a document, which becomes this one's text. */
  private carryPending(doc: Node, track: Track): void {
    const after = carryAtoms(this.pending, doc, track);
    for (const { steps, place } of after.lost) this.rescue(steps, place, "conflict");
    this.pending = after.held;
    this.doc = after.doc;
  }

  private rescue(steps: readonly Step[], place: string | null, reason: string): void {
    this.rescued = [...this.rescued, rescue(steps, place, reason)];
    this.dropped = true;
  }

  /** Do something to the document; gives the steps that do the same in the editor. */
  private changed(act: () => void): readonly Step[] {
    const shown = this.doc;
    act();
    return difference(shown, this.doc);
  }

  private onConfirmed(steps: readonly Step[]): Node {
    const doc = appliedAll(this.confirmed, steps);
    if (!doc) throw new Diverged(`A commit after version ${this.version} does not apply`);
    return doc;
  }
}

function sessionOf(ref: string): string {
  return ref.slice(0, ref.lastIndexOf("."));
}
