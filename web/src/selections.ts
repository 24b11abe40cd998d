// Where people's selections are. They arrive in positions of a version; here they go on with every newer
// version, and are given in positions of the document that this person sees.

import type { Advance } from "./commits.ts";
import type { Selection } from "./frames.ts";
import { AFTER, BEFORE, type PositionMap, type Side, Track } from "./rebase.ts";

/** How many versions' maps are kept for selections that come late. */
const REMEMBERED = 500;

export interface Placed {
  readonly session: string;
  readonly anchor: number;
  readonly head: number;
}

export class Selections {
  private readonly places = new Map<string, Selection>();
  private advances: Advance[] = [];

  /** A selection was told. */
  set(session: string, selection: Selection): void {
    const late = this.advances.filter(({ version }) => version > selection.version);
    // What is older than the memory stays out: its next move will tell.
    if (late.length > 0 && late[0]?.version !== selection.version + 1) return;
    this.places.set(
      session,
      late.reduce((place, advance) => moved(session, place, advance), selection),
    );
  }

  get(session: string): Selection | undefined {
    return this.places.get(session);
  }

  advance(advances: readonly Advance[]): void {
    this.advances = [...this.advances, ...advances].slice(-REMEMBERED);
    for (const advance of advances)
      for (const [session, place] of this.places)
        if (place.version === advance.version - 1) this.places.set(session, moved(session, place, advance));
  }

  /** Only these people are here. */
  keep(sessions: ReadonlySet<string>): void {
    for (const session of this.places.keys()) if (!sessions.has(session)) this.places.delete(session);
  }

  clear(): void {
    this.places.clear();
    this.advances = [];
  }

  /** All at a version, led on over one's own unconfirmed changes. */
  placed(version: number, own: readonly PositionMap[]): Placed[] {
    const track = Track.over(own);
    return [...this.places]
      .filter(([, place]) => place.version === version)
      .map(([session, { anchor, head }]) => ({
        session,
        anchor: track.position(anchor, BEFORE),
        head: track.position(head, BEFORE),
      }));
  }
}

/** A selection one version later. Who writes moves on behind what they wrote; all others stay before it. */
function moved(
  session: string,
  { anchor, head }: Selection,
  { version, session: author, maps }: Advance,
): Selection {
  const side: Side = author === session ? AFTER : BEFORE;
  const track = Track.over(maps);
  return { version, anchor: track.position(anchor, side), head: track.position(head, side) };
}
