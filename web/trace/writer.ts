// One writer of a recorded history: the client of the page, over a real websocket. What the server says is held
// back until the record says that the writer had seen it; what the writer types meanwhile waits as it does in
// a page.

import type { Node, Schema } from "prosemirror-model";
import { Step } from "prosemirror-transform";
import { json } from "../src/atoms.ts";
import type { Clock } from "../src/clock.ts";
import { Commits } from "../src/commits.ts";
import type { ServerFrame, WireCommit } from "../src/frames.ts";
import { type Arrivals, Live, type Transport } from "../src/live.ts";
import { MemoryRecord } from "../src/record.ts";
import type { Run, Stroke } from "./history.ts";
import { stroked } from "./text.ts";

/** Node's websocket takes headers where the browser's takes protocols. */
const NodeSocket = WebSocket as unknown as new (
  address: string,
  options: { headers: Record<string, string> },
) => WebSocket;

export interface Account {
  readonly member: string;
  readonly cookie: string;
}

/** Time stands; what a page does at once after its own event is done when the writer says so. */
class StandingClock implements Clock {
  private readonly due = new Set<() => void>();

  now(): number {
    return Date.now();
  }

  after(milliseconds: number, run: () => void): unknown {
    if (milliseconds === 0) this.due.add(run);
    return run;
  }

  cancel(timer: unknown): void {
    this.due.delete(timer as () => void);
  }

  strike(): void {
    const runs = [...this.due];
    this.due.clear();
    for (const run of runs) run();
  }
}

/**
 * A run that is typed while an earlier one is in flight. The page would send all that waits as one commit; the other
 * writer saw it run by run, so each waits in a replica of its own, on top of the one before.
 */
interface Waiting {
  readonly run: Run;
  readonly replica: Commits;
}

export class Writer {
  /** How many strokes were typed, and how many of the other's were seen. */
  typed = 0;
  seen = 0;
  /** How many runs of the server's order were taken in. */
  taken = 0;
  /** Whether a run was sent and not yet taken in. */
  inFlight = false;
  private readonly clock = new StandingClock();
  private readonly live: Live;
  private readonly schema: Schema;
  private readonly runs: Iterator<Run>;
  private run: Run | undefined;
  /** The run that the client holds. */
  private current: Run | null = null;
  private waiting: Waiting[] = [];
  private held: string[] = [];
  private arrived = 0;
  private saved = true;
  private people = 0;
  private failure: Error | null = null;
  private arrivals: Arrivals | null = null;
  private news = () => {};

  constructor(schema: Schema, address: string, account: Account, runs: readonly Run[]) {
    this.schema = schema;
    this.runs = runs.values();
    this.run = this.runs.next().value;
    this.live = new Live({
      schema,
      member: account.member,
      connect: (arrivals) => this.connect(address, account, arrivals),
      clock: this.clock,
      store: new MemoryRecord(),
      events: {
        opened: () => {},
        changed: (steps) => this.follow(steps),
        people: ({ length }) => {
          this.people = length;
        },
        cursors: () => {},
        state: ({ kind }) => {
          this.saved = kind === "saved";
          if (kind === "closed") this.fail("the connection was closed");
        },
        rescued: (rescues) => this.fail(`text was offered back: ${JSON.stringify(rescues)}`),
      },
    });
    this.live.start();
  }

  /** Both writers are here. */
  together(): Promise<void> {
    return this.until(() => this.people === 2);
  }

  /** The server's commits up to this version have arrived, and are held back. */
  arrival(version: number): Promise<void> {
    return this.until(() => this.arrived >= version);
  }

  get doc(): Node {
    return this.waiting.at(-1)?.replica.doc ?? this.live.doc;
  }

  type(stroke: Stroke): void {
    const { run, doc } = this;
    if (!run) throw new Error("There is nothing left to type");
    const { steps, doc: after } = stroked(doc, stroke);
    if (this.current === null || this.current === run) {
      this.current = run;
      this.live.local(steps, after);
    } else {
      const last = this.waiting.at(-1);
      const waiting = last?.run === run ? last : { run, replica: new Commits(this.schema, 0, doc) };
      if (waiting !== last) this.waiting.push(waiting);
      waiting.replica.local(steps, after, this.clock.now());
    }
    this.typed += 1;
    if (this.typed === run.end) this.run = this.runs.next().value;
  }

  /** Send a run that is typed; false where its strokes undid each other and nothing is left to be sent. */
  send(run: Run): boolean {
    if (this.current !== run || this.inFlight) throw new Error("An earlier run is to be sent first");
    const any = !this.saved;
    this.inFlight = true;
    this.clock.strike();
    return any;
  }

  /** Take in the next run in the server's order; `told` where the server had anything to tell of it. */
  take(run: Run, told: boolean): void {
    this.taken += 1;
    if (told) this.arrivals?.onmessage(this.held.shift() as string);
    if (run !== this.current) {
      this.seen = run.end;
      return;
    }
    this.current = null;
    this.inFlight = false;
    const next = this.waiting.shift();
    if (next) this.hand(next);
  }

  stop(): void {
    this.live.stop();
  }

  /** Give the client what waited. */
  private hand({ run, replica }: Waiting): void {
    const { commit } = replica.take("waiting", 1);
    if (replica.hasPending) throw new Error("A run is too long for one commit");
    this.current = run;
    if (commit)
      this.live.local(
        commit.steps.map((step) => Step.fromJSON(this.schema, step)),
        replica.doc,
      );
  }

  /** What the other did goes through all that waits. */
  private follow(steps: readonly Step[]): void {
    for (const { replica } of this.waiting) {
      const commit: WireCommit = {
        version: replica.version + 1,
        ref: `other.${replica.version + 1}`,
        author: "",
        at: "",
        steps: steps.map(json),
      };
      steps = replica.receive([commit]).steps;
      if (replica.rescued.length > 0) this.fail("what waited could not be carried");
    }
  }

  private connect(address: string, { cookie }: Account, arrivals: Arrivals): Transport {
    this.arrivals = arrivals;
    const socket = new NodeSocket(address, {
      headers: { cookie, origin: new URL(address.replace(/^ws/, "http")).origin },
    });
    socket.onopen = () => arrivals.onopen();
    socket.onclose = ({ code }) => arrivals.onclose(code);
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      const frame = JSON.parse(data) as ServerFrame;
      if (frame.type === "committed") {
        this.held.push(data);
        this.arrived += frame.commits.length;
      } else arrivals.onmessage(data);
      if (frame.type === "refused") this.fail(`a commit was refused: ${data}`);
      this.news();
    };
    return { send: (text) => socket.send(text), close: () => socket.close() };
  }

  private async until(met: () => boolean): Promise<void> {
    while (!met()) {
      if (this.failure) throw this.failure;
      await new Promise<void>((resolve) => {
        this.news = resolve;
      });
    }
  }

  private fail(why: string): void {
    this.failure ??= new Error(why);
    this.news();
  }
}
