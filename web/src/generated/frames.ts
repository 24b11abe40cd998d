// The frames of the live protocol, version 1: see docs/protocol.md.
// Written by `mashura generate`.

export const PROTOCOL = 1;

export const CLOSE_CODES = {
  malformed: 4400,
  not_signed_in: 4401,
  not_allowed: 4403,
  unknown_draft: 4404,
  too_slow: 4408,
  protocol_too_old: 4426,
  restarting: 1012,
} as const;

/** A step as prosemirror-transform writes it. */
export type StepJSON = { stepType: string } & Record<string, unknown>;

/** First frame of a client: what it speaks and what it holds. */
export interface Join {
  type: "join";
  protocol: number;
  version: number | null;
  session: string | null;
}

/** A change, frozen while in flight. */
export interface SendCommit {
  type: "commit";
  ref: string;
  base: number;
  steps: StepJSON[];
  typed_at: string | null;
}

/** Where the person's selection is, in positions of `version`. */
export interface SendCursor {
  type: "cursor";
  version: number;
  anchor: number;
  head: number;
}

/** Asks for the commits after a version. */
export interface Fetch {
  type: "fetch";
  since: number;
}

/** Somebody who has the draft open. */
export interface Person {
  session: string;
  member: string;
  name: string;
  colour: number;
}

/** One commit as everybody receives it.

`closed` is true of a draft's last version only: the paper was decided, there are no steps and no ref. */
export interface WireCommit {
  version: number;
  ref: string;
  author: string;
  at: string;
  steps: StepJSON[];
  closed?: boolean;
}

/** A selection in positions of `version`. */
export interface Selection {
  version: number;
  anchor: number;
  head: number;
}

/** The answer to a join: the document, or the commits after the client's version. */
export interface Joined {
  type: "joined";
  head: number;
  protocol: number;
  session: string;
  member: string;
  version: number;
  people: Person[];
  doc?: unknown;
  commits?: WireCommit[];
}

/** Commits that are on disk, in order; one's own ref among them is the acknowledgement. */
export interface Committed {
  type: "committed";
  head: number;
  commits: WireCommit[];
}

/** A commit that was not taken; nothing of it was stored. */
export interface Refused {
  type: "refused";
  head: number;
  ref: string | null;
  code: string;
  message: string;
}

/** A colleague's selection. */
export interface CursorMoved {
  type: "cursor";
  head: number;
  session: string;
  selection: Selection;
}

/** Who is here, whenever that changes. */
export interface People {
  type: "people";
  head: number;
  people: Person[];
}

export type ClientFrame = Join | SendCommit | SendCursor | Fetch;

export type ServerFrame = Joined | Committed | Refused | CursorMoved | People;
