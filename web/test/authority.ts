// An authority in memory, deciding as the service does, for driving the client without one.

import type { Node } from "prosemirror-model";
import { Step } from "prosemirror-transform";
import { checkDoc } from "../src/check.ts";
import type { Join, Joined, SendCommit, ServerFrame, StepJSON, WireCommit } from "../src/frames.ts";
import { AFTER, carryAll, mapOf, type PositionMap, type Side, Track } from "../src/rebase.ts";
import { applyAll, schema } from "./text.ts";

type Answer = { stored: WireCommit } | { repeat: WireCommit } | { code: string };

export class Authority {
  /** `versions[n]` is the text of version n. */
  readonly versions: Node[];
  readonly log: WireCommit[] = [];
  readonly refs = new Map<string, string>();
  /** Where a carried insertion goes; another side than the clients' plants the difference that they must survive. */
  side: Side = AFTER;
  /** How many commits came back otherwise than they were sent. */
  carried = 0;
  private readonly maps: PositionMap[][] = [];
  private readonly last = new Map<string, { n: number; sent: string; version: number }>();

  constructor(doc: Node) {
    this.versions = [doc];
  }

  get head(): number {
    return this.log.length;
  }

  get doc(): Node {
    return this.versions[this.head] as Node;
  }

  /** The paper is decided: the last version, with no steps. */
  close(): WireCommit {
    const at = new Date(0).toISOString();
    const last = { version: this.head + 1, ref: "", author: "chair", at, steps: [], closed: true };
    this.versions.push(this.doc);
    this.maps.push([]);
    this.log.push(last);
    return last;
  }

  commit({ ref, base, steps }: SendCommit, author: string): Answer {
    const [session = "", number] = ref.split(".");
    const [n, sent] = [Number(number), JSON.stringify([base, steps])];
    const last = this.last.get(session);
    if (last?.n === n && last.sent === sent) return { repeat: this.log[last.version - 1] as WireCommit };
    if (last && n <= last.n) return { code: "stale" };
    if (this.log.at(-1)?.closed) return { code: "not_allowed" };
    if (base > this.head) return { code: "ahead" };
    const behind = base < this.head;
    try {
      const wanted = steps.map((step) => Step.fromJSON(schema, step));
      const track = Track.over(this.maps.slice(base).flat());
      const carried = behind ? carryAll(wanted, track, this.side)?.flat() : wanted;
      if (!carried) return { code: "conflict" };
      const doc = applyAll(this.doc, carried);
      checkDoc(doc);
      const written = carried.map((step) => step.toJSON() as StepJSON);
      if (JSON.stringify(written) !== JSON.stringify(steps)) this.carried += 1;
      const stored: WireCommit = {
        version: this.head + 1,
        ref,
        author,
        at: new Date(0).toISOString(),
        steps: written,
      };
      this.log.push(stored);
      this.versions.push(doc);
      this.maps.push(carried.map(mapOf));
      this.last.set(session, { n, sent, version: stored.version });
      return { stored };
    } catch {
      return { code: behind ? "conflict" : "invalid" };
    }
  }
}

/** A connection's end at the server. */
export interface Peer {
  readonly member: string;
  session: string | null;
  tell(frame: ServerFrame): void;
  drop(code: number): void;
}

/** The room around an authority: who is connected, and what each is told. */
export class Room {
  readonly authority: Authority;
  readonly peers = new Set<Peer>();
  /** At most so many commits in one frame. */
  most = 500;
  /** A code to refuse a commit with, before the authority sees it. */
  refusal: (sent: SendCommit) => string | null = () => null;
  private sessions = 0;

  constructor(authority: Authority) {
    this.authority = authority;
  }

  hear(peer: Peer, frame: { type: string } & Record<string, unknown>): void {
    const { authority } = this;
    const { head } = authority;
    if (frame.type === "join") {
      this.join(peer, frame as unknown as Join);
    } else if (frame.type === "commit") {
      const sent = frame as unknown as SendCommit;
      const code = this.refusal(sent);
      const answer = code ? { code } : authority.commit(sent, peer.member);
      if ("stored" in answer) this.publish({ type: "committed", head: head + 1, commits: [answer.stored] });
      else if ("repeat" in answer) peer.tell({ type: "committed", head, commits: [answer.repeat] });
      else peer.tell({ type: "refused", head, ref: sent.ref, code: answer.code, message: answer.code });
    } else if (frame.type === "fetch") {
      const since = frame.since as number;
      peer.tell({ type: "committed", head, commits: authority.log.slice(since, since + this.most) });
    } else if (frame.type === "cursor") {
      const {
        version,
        anchor,
        head: end,
      } = frame as unknown as { version: number; anchor: number; head: number };
      const moved = {
        type: "cursor",
        head,
        session: peer.session ?? "",
        selection: { version, anchor, head: end },
      } as const;
      for (const other of this.peers) if (other !== peer) other.tell(moved);
    }
  }

  leave(peer: Peer): void {
    if (this.peers.delete(peer)) this.tellPeople();
  }

  publish(frame: ServerFrame): void {
    for (const peer of this.peers) peer.tell(frame);
  }

  private join(peer: Peer, { version, session }: Join): void {
    const { authority } = this;
    const { head } = authority;
    this.sessions += 1;
    peer.session = session ?? `s${this.sessions}`;
    this.peers.add(peer);
    const joined: Joined = {
      type: "joined",
      head,
      protocol: 1,
      session: peer.session,
      member: peer.member,
      version: head,
      people: this.people(),
    };
    if (version === null || version > head) {
      joined.doc = authority.doc.toJSON();
    } else {
      joined.commits = authority.log.slice(version, version + this.most);
      joined.version = version + joined.commits.length;
    }
    peer.tell(joined);
    this.tellPeople();
  }

  private tellPeople(): void {
    this.publish({ type: "people", head: this.authority.head, people: this.people() });
  }

  private people() {
    return [...this.peers].map(({ session, member }) => ({
      session: session ?? "",
      member,
      name: member,
      colour: 0,
    }));
  }
}
