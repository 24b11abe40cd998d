// Plays a recorded history by its two writers over two websockets; what both copies say in the end goes to standard
// output. Run by tests/trace/trace_test.py, which gives {file, address, accounts} on standard input.

import { text } from "node:stream/consumers";
import { buildSchema } from "../src/schema.ts";
import { type History, type Run, readHistory, runsOf, serverOrder } from "./history.ts";
import { textOf } from "./text.ts";
import { type Account, Writer } from "./writer.ts";

class Play {
  private readonly order: readonly Run[];
  private readonly writers: readonly [Writer, Writer];
  private readonly history: History;
  /** Of the runs sent so far, whether the server had anything to tell of each. */
  private readonly told: boolean[] = [];
  private commits = 0;

  constructor(history: History, address: string, [one, other]: readonly [Account, Account]) {
    const runs = runsOf(history);
    const schema = buildSchema();
    this.history = history;
    this.order = serverOrder(runs);
    this.writers = [new Writer(schema, address, one, runs[0]), new Writer(schema, address, other, runs[1])];
  }

  async play(): Promise<{ texts: string[]; commits: number }> {
    const { writers } = this;
    await Promise.all(writers.map((writer) => writer.together()));
    for (const stroke of this.history.strokes) {
      const writer = writers[stroke.writer];
      await this.reach(writer, stroke.seen);
      if (writer.seen !== stroke.seen) throw new Error("A writer has not seen what the record says");
      writer.type(stroke);
      await this.send();
    }
    while (writers.some(({ taken }) => taken < this.order.length))
      for (const writer of writers) await this.reach(writer, Number.POSITIVE_INFINITY);
    for (const writer of writers) writer.stop();
    return { texts: writers.map(({ doc }) => textOf(doc)), commits: this.commits };
  }

  /** Send each run whose turn it is, as soon as it is typed and its writer has nothing in flight. */
  private async send(): Promise<void> {
    for (;;) {
      const run = this.order[this.told.length];
      if (!run) return;
      const writer = this.writers[run.writer];
      if (writer.typed < run.end || writer.inFlight) return;
      const sent = writer.send(run);
      this.told.push(sent);
      this.commits += Number(sent);
      await Promise.all(this.writers.map((each) => each.arrival(this.commits)));
      for (const each of this.writers) this.take(each, 0);
    }
  }

  /** Let a writer see so many of the other's strokes; what this makes possible to send is sent. */
  private async reach(writer: Writer, seen: number): Promise<void> {
    while (this.take(writer, seen)) await this.send();
  }

  /** Take in what is sent: one's own, and the other's up to so many strokes. Whether there was anything. */
  private take(writer: Writer, seen: number): boolean {
    const before = writer.taken;
    for (;;) {
      const { taken } = writer;
      const run = this.order[taken];
      const told = this.told[taken];
      if (!run || told === undefined) break;
      if (this.writers[run.writer] !== writer && run.start >= seen) break;
      writer.take(run, told);
    }
    return writer.taken > before;
  }
}

interface Task {
  readonly file: string;
  readonly address: string;
  readonly accounts: readonly [Account, Account];
}

const { file, address, accounts } = JSON.parse(await text(process.stdin)) as Task;
process.stdout.write(JSON.stringify(await new Play(readHistory(file), address, accounts).play()));
