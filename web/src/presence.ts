// Who is here and where: colleagues' selections as this page shows them, and one's own as they see it.

import type { Node } from "prosemirror-model";
import type { Step } from "prosemirror-transform";
import type { Advance } from "./commits.ts";
import type { Person, Selection } from "./frames.ts";
import { AFTER, BEFORE, inverse, mapOf, type PositionMap, Track } from "./rebase.ts";
import { type Placed, Selections } from "./selections.ts";

export interface PresenceEvents {
  people(people: readonly Person[]): void;
  /** Colleagues' selections, in positions of the document that the page shows. */
  cursors(cursors: readonly Placed[]): void;
}

/** What presence asks of the replica. */
interface Ground {
  readonly version: number;
  readonly maps: readonly PositionMap[];
  readonly doc: Node;
}

export class Presence {
  /** One's own session: the server names it, and it is known to nobody before. */
  session = "";
  private readonly events: PresenceEvents;
  private readonly selections = new Selections();
  private people: readonly Person[] = [];
  private own: { anchor: number; head: number } | null = null;

  constructor(events: PresenceEvents) {
    this.events = events;
  }

  /** Whether anybody else has the draft open. */
  get company(): boolean {
    return this.people.some(({ session }) => session !== this.session);
  }

  meet(people: readonly Person[]): void {
    this.people = people;
    // One's own selection is forgotten too, and told again: who has just come does not know it.
    const others = people.map(({ session }) => session).filter((session) => session !== this.session);
    this.selections.keep(new Set(others));
    this.events.people(people);
  }

  hear(session: string, selection: Selection): void {
    this.selections.set(session, selection);
  }

  advance(advances: readonly Advance[]): void {
    this.selections.advance(advances);
  }

  /** Another document: no position means anything in it. */
  forget(): void {
    this.selections.clear();
    this.own = null;
  }

  show({ version, maps, doc }: Ground): void {
    const inside = ({ anchor, head }: Placed) => Math.max(anchor, head) <= doc.content.size;
    const others = this.selections.placed(version, maps).filter(({ session }) => session !== this.session);
    this.events.cursors(others.filter(inside));
  }

  /** This person's selection, in the document that they see. */
  select(anchor: number, head: number): void {
    this.own = { anchor, head };
  }

  /** That document changed. */
  follow(steps: readonly Step[]): void {
    if (!this.own) return;
    const track = Track.over(steps.map(mapOf));
    this.select(track.position(this.own.anchor, AFTER), track.position(this.own.head, AFTER));
  }

  /** One's own selection in the text that all share, or null where colleagues find it by themselves. */
  tell({ version, maps }: Ground): Selection | null {
    if (!this.own) return null;
    // What is not confirmed yet, nobody else has.
    const back = Track.over([...maps].reverse().map(inverse));
    const anchor = back.position(this.own.anchor, BEFORE);
    const head = back.position(this.own.head, BEFORE);
    const known = this.selections.get(this.session);
    if (known?.version === version && known.anchor === anchor && known.head === head) return null;
    const selection = { version, anchor, head };
    this.selections.set(this.session, selection);
    return selection;
  }
}
