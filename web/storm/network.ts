// The connections between pages and the authority. Order holds within one direction of one connection, and nothing
// else does: frames wait as long as the scheduler likes, and a cut loses what was on the way.

import type { Arrivals, Transport } from "../src/live.ts";
import type { Action, Authority, Outcome } from "./authority.ts";
import type { Chance } from "./chance.ts";

type Arrival = (arrivals: Arrivals) => void;

export class Link {
  readonly id: number;
  readonly editor: number;
  readonly arrivals: Arrivals;
  /** To the server, the first first. */
  readonly up: Action[];
  /** To the page, all that one event at the server caused at a time. */
  down: Arrival[] = [];
  session = "";
  /** The server knows of it. */
  met = false;
  /** The page hears nothing any more. */
  deaf = false;
  /** Broken, or hung up: nothing more enters it. */
  over = false;

  constructor(id: number, editor: number, arrivals: Arrivals) {
    this.id = id;
    this.editor = editor;
    this.arrivals = arrivals;
    this.up = [["open", id, editor]];
  }
}

export class Network {
  private readonly authority: Authority;
  private readonly chance: Chance;
  private links: Link[] = [];
  private opened = 0;
  /** Commits sent, by ref, as their steps' JSON. */
  readonly sent = new Map<string, string>();
  readonly refusals: Record<string, number> = {};
  repeats = 0;
  /** The highest version that the server spoke of. */
  head = 0;

  constructor(authority: Authority, chance: Chance) {
    this.authority = authority;
    this.chance = chance;
  }

  connect(editor: number, arrivals: Arrivals): Transport {
    const link = new Link(this.opened++, editor, arrivals);
    this.links.push(link);
    return {
      send: (text) => {
        this.note(text);
        if (!link.over) link.up.push(["say", link.id, text]);
      },
      close: () => this.abandon(link),
    };
  }

  get up(): Link[] {
    return this.links.filter(({ up }) => up.length > 0);
  }

  get down(): Link[] {
    return this.links.filter(({ down, deaf }) => down.length > 0 && !deaf);
  }

  get standing(): Link[] {
    return this.links.filter(({ over }) => !over);
  }

  /** The next frame of a connection reaches the server; so do, at the same time, the next of some others. */
  async rise(first: Link): Promise<void> {
    const together = [first];
    if (decides(first))
      for (const other of this.up)
        if (other !== first && decides(other) && this.chance.often(0.6)) together.push(other);
    const actions = together.map((link) => link.up.shift() as Action);
    const outcome = await this.authority.do(actions);
    for (const link of together) {
      if (link.met) continue;
      link.met = true;
      if (!link.over) link.down.push(({ onopen }) => onopen());
    }
    this.spread(outcome);
    this.links = this.links.filter(({ over, up, down }) => !over || up.length > 0 || down.length > 0);
  }

  /** What the server said next reaches the page. */
  fall(link: Link): void {
    link.down.shift()?.(link.arrivals);
  }

  /** The connection breaks: a part of what was on the way arrives, and the page is told, or finds out. */
  cut(link: Link): void {
    link.up.splice(this.chance.int(0, link.up.length));
    link.down.splice(this.chance.int(0, link.down.length));
    hangUp(link);
    if (this.chance.often(0.7)) link.down.push(({ onclose }) => onclose(1006));
  }

  /** The page is gone, or has given the connection up. What it sent may still arrive. */
  abandon(link: Link): void {
    if (link.deaf) return;
    link.deaf = true;
    link.down = [];
    hangUp(link);
  }

  forsake(editor: number): void {
    for (const link of this.links) if (link.editor === editor) this.abandon(link);
  }

  private note(text: string): void {
    const frame = JSON.parse(text) as { type: string; ref: string; steps: unknown };
    if (frame.type !== "commit") return;
    const steps = JSON.stringify(frame.steps);
    const before = this.sent.get(frame.ref);
    if (before !== undefined) this.repeats++;
    if (before !== undefined && before !== steps)
      throw new Error(`${frame.ref} was sent with other steps again`);
    this.sent.set(frame.ref, steps);
  }

  private spread({ heard, closed }: Outcome): void {
    for (const link of this.links) {
      const frames = heard[link.id] ?? [];
      for (const text of frames) this.read(link, text);
      const code = closed[link.id];
      if (typeof code === "number") throw new Error(`The server closed a connection with ${code}`);
      if (frames.length > 0 && !link.over) link.down.push(({ onmessage }) => frames.forEach(onmessage));
    }
  }

  private read(link: Link, text: string): void {
    const frame = JSON.parse(text) as { type: string; session: string; code: string; head: number };
    this.head = Math.max(this.head, frame.head);
    if (frame.type === "joined") link.session = frame.session;
    if (frame.type === "refused") this.refusals[frame.code] = (this.refusals[frame.code] ?? 0) + 1;
  }
}

/** The last that the server hears of a connection, where it hears of it at all. */
function hangUp(link: Link): void {
  if (!link.over && (link.met || link.up.length > 0)) link.up.push(["drop", link.id]);
  link.over = true;
}

/** Whether the next frame is a commit of the connection's own session: such are decided without a thread's delay. */
function decides(link: Link): boolean {
  const [next] = link.up;
  if (next?.[0] !== "say") return false;
  const frame = JSON.parse(next[2]) as { type: string; ref: string };
  return frame.type === "commit" && link.session !== "" && frame.ref.startsWith(`${link.session}.`);
}
