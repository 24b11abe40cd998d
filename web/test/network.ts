// A network and a clock of our own: every delay is chosen, nothing waits for real time, a seed replays exactly.

import type { Clock } from "../src/clock.ts";
import type { ServerFrame } from "../src/frames.ts";
import type { Arrivals, Transport } from "../src/live.ts";
import type { Peer, Room } from "./authority.ts";

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class VirtualClock implements Clock {
  private time = 1_000_000;
  private order = 0;
  private readonly waiting: { at: number; order: number; run: () => void }[] = [];

  now(): number {
    return this.time;
  }

  after(milliseconds: number, run: () => void): unknown {
    this.order += 1;
    const timer = { at: this.time + milliseconds, order: this.order, run };
    this.waiting.push(timer);
    return timer;
  }

  cancel(timer: unknown): void {
    const index = this.waiting.indexOf(timer as (typeof this.waiting)[number]);
    if (index >= 0) this.waiting.splice(index, 1);
  }

  /** Let time pass. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    await settled();
    for (let next = this.next(end); next; next = this.next(end)) {
      this.cancel(next);
      this.time = next.at;
      next.run();
      await settled();
    }
    this.time = end;
  }

  private next(end: number) {
    let first: (typeof this.waiting)[number] | undefined;
    for (const timer of this.waiting)
      if (
        timer.at <= end &&
        (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order))
      )
        first = timer;
    return first;
  }
}

/** Let promises that are due be taken up. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A clock that stops with the page that it belongs to. */
export class PageClock implements Clock {
  gone = false;
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  now(): number {
    return this.clock.now();
  }

  after(milliseconds: number, run: () => void): unknown {
    return this.clock.after(milliseconds, () => {
      if (!this.gone) run();
    });
  }

  cancel(timer: unknown): void {
    this.clock.cancel(timer);
  }
}

/** A line to a room: frames arrive in order, late; cutting it loses what is on the way. */
export class Line implements Transport {
  /** What the client sent over it. */
  readonly sent: Record<string, unknown>[] = [];
  /** Frames that get lost on the way down, or up. */
  loses: (frame: { type?: unknown }) => boolean = () => false;
  private readonly clock: Clock;
  private readonly room: Room;
  private readonly arrivals: Arrivals;
  private readonly delay: () => number;
  private readonly peer: Peer;
  private open = true;
  private readonly busyUntil = { up: 0, down: 0 };

  constructor(clock: Clock, room: Room, member: string, arrivals: Arrivals, delay: () => number = () => 10) {
    this.clock = clock;
    this.room = room;
    this.arrivals = arrivals;
    this.delay = delay;
    this.peer = {
      member,
      session: null,
      tell: (frame: ServerFrame) => {
        const text = JSON.stringify(frame);
        if (!this.loses(frame)) this.later("down", () => this.arrivals.onmessage(text));
      },
      drop: (code) => this.cut(code),
    };
    this.later("down", () => this.arrivals.onopen());
  }

  send(text: string): void {
    const frame = JSON.parse(text);
    this.sent.push(frame);
    if (!this.loses(frame)) this.later("up", () => this.room.hear(this.peer, frame));
  }

  close(): void {
    this.open = false;
    this.room.leave(this.peer);
  }

  /** The connection breaks; the client learns it with this code. */
  cut(code = 1006): void {
    if (!this.open) return;
    this.close();
    this.clock.after(1, () => this.arrivals.onclose(code));
  }

  private later(way: "up" | "down", run: () => void): void {
    const at = Math.max(this.busyUntil[way], this.clock.now() + this.delay());
    this.busyUntil[way] = at;
    this.clock.after(at - this.clock.now(), () => {
      if (this.open) run();
    });
  }
}
