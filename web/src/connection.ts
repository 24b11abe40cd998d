// One connection at a time to a draft's live address: it is kept, watched for silence, and made again after longer
// and longer waits. What is said over it is live.ts's business.

import { type Clock, Timers } from "./clock.ts";
import { type ClientFrame, parseFrame, type ServerFrame } from "./frames.ts";

/** What a connection tells. */
export interface Arrivals {
  onopen(): void;
  onmessage(text: string): void;
  onclose(code: number): void;
}

export interface Transport {
  send(text: string): void;
  close(): void;
}

export type Signal =
  | { readonly on: "opened" | "left" | "late" | "silent" }
  | { readonly on: "frame"; readonly frame: ServerFrame }
  | { readonly on: "lost"; readonly code: number };

/** All times in milliseconds. A loss of connection shorter than this is not announced. */
const BLINK = 1_000;
/** How long an answer may take. */
export const ANSWER = 10_000;
const SILENCE = 25_000;
const BACKOFF = { first: 500, most: 15_000 };

export class Connection {
  private readonly make: (arrivals: Arrivals) => Transport;
  private readonly signal: (signal: Signal) => void;
  private readonly random: () => number;
  private readonly timers: Timers<"connect" | "late" | "silence">;
  private transport: Transport | null = null;
  private attempts = 0;

  /** `random` gives numbers from 0 to 1, for spreading reconnections. */
  constructor(
    make: (arrivals: Arrivals) => Transport,
    clock: Clock,
    signal: (signal: Signal) => void,
    random: () => number = Math.random,
  ) {
    this.make = make;
    this.signal = signal;
    this.random = random;
    this.timers = new Timers(clock);
  }

  /** Connect at once, in place of a connection that stands. */
  open(): void {
    this.leave();
    this.timers.cancel("connect");
    this.timers.set("silence", ANSWER, () => this.retry());
    // What an earlier connection still tells is not listened to.
    let own: Transport | null = null;
    const pass = (signal: Signal) => {
      if (own !== null && own === this.transport) this.signal(signal);
    };
    own = this.make({
      onopen: () => pass({ on: "opened" }),
      onmessage: (text) => {
        const frame = parseFrame(text);
        if (!frame || own !== this.transport) return;
        this.timers.set("silence", SILENCE, () => this.ask());
        pass({ on: "frame", frame });
      },
      onclose: (code) => pass({ on: "lost", code }),
    });
    this.transport = own;
  }

  /** Give this connection up and make another after a while, longer each time until one holds. */
  retry(): void {
    this.leave();
    const most = Math.min(BACKOFF.most, BACKOFF.first * 2 ** this.attempts);
    this.attempts += 1;
    this.timers.set("connect", most * (0.5 + this.random() / 2), () => this.open());
  }

  /** Do not wait any longer, where a while is being waited: the network is back, or the phone woke. */
  wake(): void {
    if (this.timers.has("connect")) this.open();
  }

  /** The other side has answered as it should. */
  held(): void {
    this.attempts = 0;
    this.timers.cancel("late");
  }

  close(): void {
    this.leave();
    this.timers.cancelAll();
  }

  /** The transport, to tell whether it is still the same later. */
  get current(): Transport | null {
    return this.transport;
  }

  send(frame: ClientFrame): void {
    this.transport?.send(JSON.stringify(frame));
  }

  /** Nothing came for long: live.ts asks something, and without an answer the connection is given up. */
  private ask(): void {
    this.timers.set("silence", ANSWER, () => this.retry());
    this.signal({ on: "silent" });
  }

  private leave(): void {
    const { transport } = this;
    this.transport = null;
    this.timers.cancel("silence");
    this.timers.ensure("late", BLINK, () => this.signal({ on: "late" }));
    transport?.close();
    this.signal({ on: "left" });
  }
}
