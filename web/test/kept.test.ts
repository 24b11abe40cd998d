import assert from "node:assert/strict";
import { test } from "node:test";
import { Keep, newRef, type Shelf } from "../src/kept.ts";
import { type Answer, pause, Sending, type Taken, type Told } from "../src/sending.ts";
import { counted, following } from "../src/taps.ts";

class Drawer implements Shelf {
  readonly kept = new Map<string, string>();
  full = false;

  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    if (this.full) throw new Error("no room");
    this.kept.set(key, value);
  }
  removeItem(key: string): void {
    this.kept.delete(key);
  }
}

function draw(): () => string {
  let drawn = 0;
  return () => `ref${++drawn}`;
}

const opened = (drawer: Drawer, member = "salma"): Keep => new Keep(drawer, member, "third", draw());
const HANDS = [["for", "12"]] as const;
const OTHERS = [["for", "13"]] as const;

test("what is filled in is there again after a reload, under the same ref, and is only sent once recorded", () => {
  const drawer = new Drawer();
  const keep = opened(drawer);
  keep.fill("hands", "/vote", HANDS);
  assert.deepEqual(keep.waiting(), []);
  assert.deepEqual(opened(drawer).get("hands"), keep.get("hands"));
  assert.equal(opened(drawer, "driss").get("hands"), undefined);
  keep.record("hands");
  const [[form, kept] = assert.fail()] = opened(drawer).waiting();
  assert.deepEqual([form, kept.ref, kept.fields], ["hands", "ref1", HANDS]);
});

test("a ref stays until it is acknowledged; another content that was not sent yet keeps it", () => {
  const keep = opened(new Drawer());
  keep.fill("hands", "/vote", HANDS);
  keep.fill("hands", "/vote", OTHERS);
  keep.record("hands");
  keep.try("hands");
  keep.fill("hands", "/vote", OTHERS);
  assert.deepEqual([keep.get("hands")?.ref, keep.get("hands")?.state], ["ref1", "recorded"]);
});

test("what was sent and is changed is another thing: the server may have the first", () => {
  const keep = opened(new Drawer());
  keep.fill("hands", "/vote", HANDS);
  keep.record("hands");
  keep.try("hands");
  keep.fill("hands", "/vote", OTHERS);
  assert.deepEqual([keep.get("hands")?.ref, keep.get("hands")?.state], ["ref2", "filled"]);
  keep.acknowledge("hands", "ref1");
  assert.equal(keep.get("hands")?.ref, "ref2");
});

test("acknowledged, nothing is left on the device", () => {
  const drawer = new Drawer();
  const keep = opened(drawer);
  keep.fill("hands", "/vote", HANDS);
  keep.acknowledge("hands", "ref1");
  assert.equal(drawer.kept.size, 0);
});

test("where the device has no room, it stays in the page, and is not called safe", () => {
  const drawer = new Drawer();
  drawer.full = true;
  const keep = opened(drawer);
  keep.fill("hands", "/vote", HANDS);
  assert.equal(keep.safe, false);
  assert.deepEqual(keep.get("hands")?.fields, HANDS);
});

test("what the device holds and cannot be read is begun anew", () => {
  const drawer = new Drawer();
  drawer.kept.set("mashura.meeting.salma.third", "{");
  assert.deepEqual(opened(drawer).waiting(), []);
});

test("refs differ", () => {
  assert.match(newRef(), /^[0-9a-f]{32}$/);
  assert.notEqual(newRef(), newRef());
});

class Heard implements Told {
  readonly said: string[] = [];
  sending = (): void => void this.said.push("sending");
  done = ({ address }: Taken): void => void this.said.push(`done ${address}`);
  refused = (form: string, message: string): void => void this.said.push(`refused ${form}: ${message}`);
  away = (): void => void this.said.push("away");
  signedOut = (): void => void this.said.push("signed out");
}

const TAKEN: Answer = { kind: "taken", page: "", address: "/next" };

function recorded(...forms: string[]): Keep {
  const keep = opened(new Drawer());
  for (const form of forms) {
    keep.fill(form, `/${form}`, HANDS);
    keep.record(form);
  }
  return keep;
}

test("what was recorded is sent in its order, and only the acknowledged is let go", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const [keep, heard, sent] = [recorded("zeal", "attendance"), new Heard(), [] as string[]];
  const answers: Answer[] = [TAKEN, { kind: "away" }, TAKEN];
  const sending = new Sending(
    keep,
    async ({ action, ref }) => {
      sent.push(`${action} ${ref}`);
      return answers.shift() ?? TAKEN;
    },
    heard,
  );
  await sending.send();
  assert.deepEqual(sent, ["/zeal ref1", "/attendance ref2"]);
  assert.deepEqual(
    keep.waiting().map(([form]) => form),
    ["attendance"],
  );
  context.mock.timers.tick(pause(0));
  await Promise.resolve();
  await new Promise(setImmediate);
  assert.deepEqual(sent, ["/zeal ref1", "/attendance ref2", "/attendance ref2"]);
  assert.deepEqual(keep.waiting(), []);
  assert.deepEqual(heard.said, ["sending", "sending", "away", "sending", "done /next"]);
});

test("what is refused waits for the person, and what was recorded after it stays behind it", async () => {
  const [keep, heard] = [recorded("attendance", "vote"), new Heard()];
  const sending = new Sending(keep, async () => ({ kind: "refused", message: "no" }), heard);
  await sending.send();
  assert.equal(keep.get("attendance")?.state, "refused");
  assert.deepEqual(keep.get("attendance")?.fields, HANDS);
  assert.deepEqual(
    keep.waiting().map(([form]) => form),
    ["vote"],
  );
  assert.deepEqual(heard.said, ["sending", "refused attendance: no"]);
});

test("who is signed out keeps it", async () => {
  const [keep, heard] = [recorded("vote"), new Heard()];
  await new Sending(keep, async () => ({ kind: "signed_out" }), heard).send();
  assert.equal(keep.waiting().length, 1);
  assert.deepEqual(heard.said, ["sending", "signed out"]);
});

test("the next try waits twice as long, half a minute at the most", () => {
  assert.deepEqual([0, 1, 2, 9].map(pause), [1000, 2000, 4000, 30_000]);
});

test("a row goes around, and a sentence takes its count", () => {
  const values = ["absent", "present", "excused"];
  assert.deepEqual(
    ["absent", "present", "excused", "?"].map((value) => following(values, value)),
    ["present", "excused", "absent", "absent"],
  );
  assert.equal(counted("حضر {} من 21", 12), "حضر 12 من 21");
});
