import assert from "node:assert/strict";
import { test } from "node:test";
import type { Node } from "prosemirror-model";
import type { Step } from "prosemirror-transform";
import type { Rescue } from "../src/atoms.ts";
import type { Replica } from "../src/commits.ts";
import { Live, type SaveState } from "../src/live.ts";
import { MemoryRecord } from "../src/record.ts";
import type { Placed } from "../src/selections.ts";
import { Authority, Room } from "./authority.ts";
import { Line, PageClock, VirtualClock } from "./network.ts";
import { applyAll, doc, insert, json, lines, p, remove, replace, schema } from "./text.ts";

class World {
  readonly clock = new VirtualClock();
  readonly authority = new Authority(doc(p("a", "0123456789")));
  readonly room = new Room(this.authority);

  get text(): string {
    return lines(this.authority.doc);
  }

  async open(member: string, store?: MemoryRecord): Promise<Page> {
    const page = new Page(this, member, store);
    await this.clock.pass(50);
    return page;
  }
}

/** One member's page. */
class Page {
  readonly live: Live;
  readonly lines: Line[] = [];
  readonly states: SaveState[] = [];
  readonly store: MemoryRecord;
  readonly clock: PageClock;
  shown: Node | null = null;
  cursors: readonly Placed[] = [];
  rescues: readonly Rescue[] = [];
  /** Lines that break before they open. */
  unreachable = false;

  constructor(world: World, member: string, store = new MemoryRecord()) {
    this.store = store;
    this.clock = new PageClock(world.clock);
    this.live = new Live({
      schema,
      member,
      clock: this.clock,
      store,
      random: () => 1,
      connect: (arrivals) => {
        const line = new Line(world.clock, world.room, member, arrivals);
        this.lines.push(line);
        if (this.unreachable) line.cut();
        return line;
      },
      events: {
        opened: (opened) => {
          this.shown = opened;
        },
        changed: (steps, after) => {
          this.shown = applyAll(this.shown as Node, steps);
          assert.ok(this.shown.eq(after));
        },
        people: () => {},
        cursors: (cursors) => {
          this.cursors = cursors;
        },
        state: (state) => this.states.push(state),
        rescued: (rescues) => {
          this.rescues = rescues;
        },
      },
    });
    this.live.start();
  }

  type(...steps: Step[]): void {
    this.shown = applyAll(this.shown as Node, steps);
    this.live.local(steps, this.shown);
  }

  get text(): string {
    return lines(this.shown as Node);
  }

  get line(): Line {
    return this.lines.at(-1) as Line;
  }

  /** The frames of a kind that were sent, over all lines. */
  sent(type: string): Record<string, unknown>[] {
    return this.lines.flatMap(({ sent }) => sent).filter((frame) => frame.type === type);
  }
}

test("alone, typing fills a commit; in company it is sent at once", async () => {
  const world = new World();
  const ann = await world.open("ann");
  assert.equal(ann.text, "0123456789");
  ann.type(insert(3, "a"));
  await world.clock.pass(300);
  ann.type(insert(4, "b"));
  assert.equal(world.text, "0123456789");
  await world.clock.pass(350);
  assert.equal(world.text, "ab0123456789");
  assert.deepEqual([ann.sent("commit").length, ann.live.version], [1, 1]);
  const bob = await world.open("bob");
  bob.type(insert(3, "c"));
  await world.clock.pass(25);
  assert.deepEqual([world.text, ann.text, bob.text], Array(3).fill("cab0123456789"));
});

test("the page is told what is in the record, and not of a loss shorter than a second", async () => {
  const world = new World();
  const ann = await world.open("ann");
  ann.type(insert(3, "one two "));
  assert.deepEqual(ann.states, [{ kind: "saved" }, { kind: "saving", words: 2 }]);
  await world.clock.pass(1_000);
  assert.deepEqual(ann.states.at(-1), { kind: "saved" });
  ann.line.cut();
  await world.clock.pass(900);
  assert.equal(ann.lines.length, 2);
  assert.deepEqual(ann.states.at(-1), { kind: "saved" });
  ann.unreachable = true;
  ann.line.cut();
  ann.type(insert(3, "three "));
  await world.clock.pass(1_100);
  assert.deepEqual(ann.states.slice(3), [
    { kind: "saving", words: 1 },
    { kind: "offline", words: 1 },
  ]);
  ann.unreachable = false;
  await world.clock.pass(20_000);
  assert.deepEqual(ann.states.at(-1), { kind: "saved" });
  assert.equal(world.text, "three one two 0123456789");
});

test("reconnections wait longer and longer, up to a quarter of a minute", async () => {
  const world = new World();
  const ann = await world.open("ann");
  ann.unreachable = true;
  ann.line.cut();
  const times: number[] = [];
  for (let i = 0; i < 8; i++) {
    const count = ann.lines.length;
    const start = world.clock.now();
    while (ann.lines.length === count) await world.clock.pass(10);
    times.push(Math.round((world.clock.now() - start) / 100) / 10);
  }
  assert.deepEqual(times, [0.5, 1, 2, 4, 8, 15, 15, 15]);
});

test("a phone that wakes does not wait for the next try, and cuts nothing that stands", async () => {
  const world = new World();
  const ann = await world.open("ann");
  ann.live.wake();
  assert.equal(ann.lines.length, 1);
  ann.unreachable = true;
  ann.line.cut();
  for (let i = 0; i < 4; i++) while (ann.lines.length < i + 2) await world.clock.pass(10);
  ann.unreachable = false;
  const tried = ann.lines.length;
  ann.live.wake();
  assert.equal(ann.lines.length, tried + 1);
  await world.clock.pass(50);
  assert.deepEqual(ann.states.at(-1), { kind: "saved" });
});

test("a commit is sent only once its record is durable", async () => {
  const world = new World();
  let written: () => void = () => {};
  class Slow extends MemoryRecord {
    override save(replica: Replica): Promise<void> {
      return new Promise((resolve) => {
        written = () => resolve(super.save(replica));
      });
    }
  }
  const ann = await world.open("ann", new Slow());
  ann.type(insert(3, "a"));
  await world.clock.pass(240);
  assert.deepEqual(ann.sent("commit"), []);
  await world.clock.pass(2_000);
  assert.deepEqual(ann.sent("commit"), []);
  // First the record of the change, then the one with the commit in flight.
  written();
  await world.clock.pass(10);
  assert.deepEqual(ann.sent("commit"), []);
  written();
  await world.clock.pass(10);
  assert.equal(ann.sent("commit").length, 1);
  assert.deepEqual((await ann.store.load())?.inFlight?.commit, ann.sent("commit")[0]);
});

test("an answer that got lost: the same commit is sent again, and stands once in the text", async () => {
  const world = new World();
  const ann = await world.open("ann");
  ann.line.loses = ({ type }) => type === "committed";
  ann.type(insert(3, "a"));
  await world.clock.pass(700);
  assert.equal(world.text, "a0123456789");
  ann.line.cut();
  await world.clock.pass(1_000);
  assert.deepEqual(ann.states.at(-1), { kind: "saved" });
  assert.equal(world.authority.head, 1);
  // A commit that got lost itself goes out again, as it was, after ten seconds without an answer.
  ann.line.loses = ({ type }) => type === "commit";
  ann.type(insert(3, "b"));
  await world.clock.pass(12_000);
  assert.equal(world.text, "ba0123456789");
  const [, lost, again] = ann.sent("commit");
  assert.deepEqual(again, lost);
});

test("missed commits are taken in before the commit in flight is sent again", async () => {
  const world = new World();
  world.room.most = 2;
  const [ann, bob] = [await world.open("ann"), await world.open("bob")];
  await world.open("eve");
  ann.line.loses = ({ type }) => type === "commit";
  ann.type(insert(13, "!"));
  await world.clock.pass(20);
  ann.line.cut();
  for (const letter of "edcba") {
    bob.type(insert(3, letter));
    await world.clock.pass(60);
  }
  await world.clock.pass(1_000);
  assert.deepEqual([world.text, ann.text], Array(2).fill("abcde0123456789!"));
  const frames = ann.line.sent.filter(({ type }) => type !== "cursor").map(({ type }) => type);
  assert.deepEqual(frames, ["join", "fetch", "fetch", "commit"]);
  assert.equal(ann.sent("commit").at(-1)?.base, 0);
});

test("a head above the own version, with nothing on the way, is fetched", async () => {
  const world = new World();
  const [ann, bob] = [await world.open("ann"), await world.open("bob")];
  ann.line.loses = ({ type }) => type === "committed";
  bob.type(insert(3, "a"));
  await world.clock.pass(50);
  ann.line.loses = () => false;
  bob.live.selection(5, 5);
  await world.clock.pass(400);
  assert.equal(ann.text, "a0123456789");
  assert.equal(ann.sent("fetch").length, 1);
  // A gap in the commits themselves is asked for at once.
  ann.line.loses = ({ type }) => type === "committed";
  bob.type(insert(3, "b"));
  await world.clock.pass(50);
  ann.line.loses = () => false;
  bob.type(insert(3, "c"));
  await world.clock.pass(50);
  assert.equal(ann.text, "cba0123456789");
});

test("a silent connection is asked, and given up without an answer", async () => {
  const world = new World();
  const ann = await world.open("ann");
  await world.clock.pass(60_000);
  assert.equal(ann.lines.length, 1);
  assert.equal(ann.sent("fetch").length, 2);
  ann.line.loses = () => true;
  await world.clock.pass(40_000);
  assert.equal(ann.lines.length, 2);
});

test("close codes that end it, and those after which it goes on", async () => {
  const ends = { 4401: "not_signed_in", 4403: "not_allowed", 4404: "unknown", 4426: "outdated" };
  for (const [code, reason] of Object.entries(ends)) {
    const world = new World();
    const ann = await world.open("ann");
    ann.type(insert(3, "mine"));
    ann.line.cut(Number(code));
    await world.clock.pass(60_000);
    assert.deepEqual([ann.states.at(-1), ann.lines.length], [{ kind: "closed", reason }, 1]);
    // What can never be sent is offered back; what waits for a sign-in or a newer page is kept.
    const offered = reason === "not_allowed" || reason === "unknown";
    const kept = await ann.store.load();
    assert.equal(kept?.unconfirmed.length, offered ? 0 : 1);
    assert.deepEqual(
      ann.rescues.map(({ text }) => text),
      offered ? ["mine"] : [],
    );
  }
  for (const code of [1006, 1012, 4408]) {
    const world = new World();
    const ann = await world.open("ann");
    ann.line.cut(code);
    await world.clock.pass(2_000);
    assert.deepEqual([ann.lines.length, ann.line.sent[0]?.session], [2, "s1"]);
  }
});

test("a malformed frame: once more with a new session, then its text is offered back", async () => {
  const world = new World();
  const ann = await world.open("ann");
  ann.line.loses = ({ type }) => type === "commit";
  ann.type(insert(3, "mine"));
  await world.clock.pass(700);
  ann.line.cut(4400);
  await world.clock.pass(515);
  assert.equal(ann.line.sent[0]?.session, null);
  ann.line.loses = ({ type }) => type === "commit";
  await world.clock.pass(100);
  ann.line.cut(4400);
  await world.clock.pass(1_000);
  assert.deepEqual(ann.states.at(-1), { kind: "closed", reason: "malformed" });
  assert.deepEqual(
    ann.rescues.map(({ text, reason }) => [text, reason]),
    [["mine", "malformed"]],
  );
});

test("refusals: busy waits, stale begins a new session, not allowed ends writing, ahead begins anew", async () => {
  const refused = async (code: string, times = 1) => {
    const world = new World();
    const ann = await world.open("ann");
    let left = times;
    world.room.refusal = () => (left-- > 0 ? code : null);
    ann.type(insert(3, "mine"));
    await world.clock.pass(5_000);
    return { world, ann, rescued: ann.rescues.map(({ text, reason }) => [text, reason]) };
  };
  const busy = await refused("busy", 2);
  assert.equal(busy.world.text, "mine0123456789");
  assert.deepEqual(busy.ann.sent("commit"), Array(3).fill(busy.ann.sent("commit")[0]));
  const stale = await refused("stale");
  assert.deepEqual([stale.ann.text, stale.rescued], ["0123456789", [["mine", "stale"]]]);
  assert.deepEqual(
    stale.ann.sent("join").map(({ session }) => session),
    [null, null],
  );
  const shut = await refused("not_allowed");
  assert.deepEqual([shut.ann.text, shut.rescued], ["0123456789", [["mine", "not_allowed"]]]);
  assert.deepEqual(shut.ann.states.at(-1), { kind: "closed", reason: "not_allowed" });
  const ahead = await refused("ahead");
  assert.deepEqual(
    ahead.ann.sent("join").map(({ version }) => version),
    [null, null],
  );
  assert.deepEqual([ahead.ann.text, ahead.rescued], ["0123456789", [["mine", "conflict"]]]);
  const invalid = await refused("invalid");
  assert.deepEqual([invalid.ann.text, invalid.rescued], ["0123456789", [["mine", "invalid"]]]);
  invalid.ann.live.dismissRescue(invalid.ann.rescues[0]?.id ?? "");
  assert.deepEqual(invalid.ann.rescues, []);
});

test("a paper that was decided closes the page, and gives back what came too late", async () => {
  const world = new World();
  const ann = await world.open("ann");
  const ben = await world.open("ben");
  ann.type(insert(3, "in time "));
  await world.clock.pass(1_000);
  ben.lines.at(-1)?.cut();
  ben.type(insert(3, "too late "));
  world.room.publish({ type: "committed", head: 2, commits: [world.authority.close()] });
  await world.clock.pass(5_000);
  const decided = { kind: "closed", reason: "decided" };
  for (const page of [ann, ben]) {
    assert.deepEqual([page.text, page.live.version], ["in time 0123456789", 2]);
    assert.deepEqual(page.states.at(-1), decided);
  }
  assert.deepEqual(ann.rescues, []);
  assert.deepEqual(
    ben.rescues.map(({ text, reason }) => [text, reason]),
    [["too late ", "decided"]],
  );
});

test("a page that is opened again shows and sends what the last one left behind, once", async () => {
  const world = new World();
  const [ann, bob] = [await world.open("ann"), await world.open("bob")];
  ann.line.loses = ({ type }) => type === "committed";
  ann.type(insert(3, "sent "));
  await world.clock.pass(100);
  ann.type(insert(8, "late "));
  await world.clock.pass(300);
  ann.clock.gone = true;
  ann.line.close();
  bob.type(insert(18, "!"));
  await world.clock.pass(100);
  const again = new Page(world, "ann", ann.store);
  again.unreachable = true;
  await world.clock.pass(5);
  assert.equal(again.text, "sent late 0123456789");
  again.unreachable = false;
  await world.clock.pass(2_000);
  assert.deepEqual([world.text, again.text, bob.text], Array(3).fill("sent late 0123456789!"));
  assert.equal(again.sent("join").at(-1)?.session, null);
  assert.equal(await ann.store.load(), null);
});

test("nothing goes out in another member's name", async () => {
  const world = new World();
  const ann = await world.open("ann");
  ann.type(insert(3, "mine"));
  ann.line.cut();
  const { join } = Object.getPrototypeOf(world.room);
  Object.assign(world.room, {
    join(peer: { member: string }, frame: unknown) {
      peer.member = "eve";
      join.call(world.room, peer, frame);
    },
  });
  await world.clock.pass(2_000);
  assert.deepEqual(ann.states.at(-1), { kind: "closed", reason: "not_signed_in" });
  assert.deepEqual([ann.sent("commit"), world.text], [[], "0123456789"]);
});

test("a text that no longer applies is fetched anew, and what was unconfirmed is offered back", async () => {
  const world = new World();
  const ann = await world.open("ann");
  ann.type(insert(3, "mine"));
  world.room.publish({
    type: "committed",
    head: 1,
    commits: [{ version: 1, ref: "x.1", author: "x", at: "", steps: json([remove(500, 600)]) }],
  });
  await world.clock.pass(100);
  assert.deepEqual([ann.text, ann.rescues.map(({ text }) => text)], ["0123456789", ["mine"]]);
  assert.equal(ann.sent("join").at(-1)?.version, null);
});

test("colleagues' carets keep their place in the text that I see", async () => {
  const world = new World();
  const [ann, bob] = [await world.open("ann"), await world.open("bob")];
  bob.live.selection(8, 10);
  await world.clock.pass(300);
  assert.deepEqual(
    ann.cursors.map(({ anchor, head }) => [anchor, head]),
    [[8, 10]],
  );
  // My unsent words push it on; a colleague who types moves behind what they typed.
  ann.line.loses = ({ type }) => type === "commit";
  ann.type(insert(4, "xyz"));
  bob.type(insert(10, "typed"));
  bob.live.selection(15, 15);
  await world.clock.pass(30);
  assert.deepEqual(
    ann.cursors.map(({ anchor, head }) => [anchor, head]),
    [[11, 18]],
  );
  await world.clock.pass(300);
  assert.deepEqual(
    ann.cursors.map(({ anchor, head }) => [anchor, head]),
    [[18, 18]],
  );
});

test("a caret that colleagues find by themselves is not told", async () => {
  const world = new World();
  const [ann, bob] = [await world.open("ann"), await world.open("bob")];
  bob.live.selection(8, 8);
  await world.clock.pass(300);
  const told = bob.sent("cursor").length;
  for (let i = 0; i < 20; i++) {
    bob.type(insert(8 + i, "b"));
    bob.live.selection(9 + i, 9 + i);
    await world.clock.pass(100);
  }
  await world.clock.pass(500);
  assert.equal(bob.sent("cursor").length, told);
  assert.deepEqual(
    ann.cursors.map(({ head }) => head),
    [28],
  );
  // Whoever comes later is told.
  const eve = await world.open("eve");
  await world.clock.pass(300);
  assert.ok(eve.cursors.some(({ head }) => head === 28));
});

test("conflicting work is offered back and the rest goes on", async () => {
  const world = new World();
  const [ann, bob] = [await world.open("ann"), await world.open("bob")];
  bob.type(insert(7, "their"));
  ann.type(replace(5, 9, "mine"));
  await world.clock.pass(1_000);
  assert.deepEqual([world.text, ann.text, bob.text], Array(3).fill("0123their456789"));
  assert.deepEqual(
    ann.rescues.map(({ text, reason }) => [text, reason]),
    [["mine", "conflict"]],
  );
  assert.deepEqual(ann.states.at(-1), { kind: "saved" });
});
