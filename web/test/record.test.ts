import assert from "node:assert/strict";
import { test } from "node:test";
import { Commits, type Replica } from "../src/commits.ts";
import { Keeper, MemoryRecord } from "../src/record.ts";
import { settled } from "./network.ts";
import { applyAll, doc, insert, p, schema } from "./text.ts";

const start = doc(p("a", "text"));

/** A disk that writes when told, and may have no room. */
class Disk extends MemoryRecord {
  readonly writing: (() => void)[] = [];
  full = false;

  override save(replica: Replica): Promise<void> {
    if (this.full) return Promise.reject(new Error("no room"));
    return new Promise((resolve) => this.writing.push(() => resolve(super.save(replica))));
  }
}

function replicaWith(...typed: string[]): Commits {
  const commits = new Commits(schema, 0, start);
  for (const word of typed) {
    const step = insert(3, word);
    commits.local([step], applyAll(commits.doc, [step]), 0);
  }
  return commits;
}

test("a record is kept whole and comes back equal", async () => {
  const store = new MemoryRecord();
  const record = replicaWith("a", "b").record();
  await store.save(record);
  assert.deepEqual(await store.load(), JSON.parse(JSON.stringify(record)));
  await store.clear();
  assert.equal(await store.load(), null);
});

test("saves are written one at a time; those that wait share the next, which has the newest", async () => {
  const disk = new Disk();
  const commits = replicaWith("first");
  const keeper = new Keeper(disk, () => commits.record());
  const first = keeper.save();
  await settled();
  const step = insert(3, "second");
  commits.local([step], applyAll(commits.doc, [step]), 0);
  const [second, third] = [keeper.save(), keeper.save()];
  assert.equal(second, third);
  assert.equal(disk.writing.length, 1);
  disk.writing.shift()?.();
  await first;
  await settled();
  disk.writing.shift()?.();
  await third;
  assert.equal(disk.writing.length, 0);
  assert.ok(JSON.stringify(await disk.load()).includes("secondfirst"));
});

test("where nothing would be missing, nothing is kept", async () => {
  const store = new MemoryRecord();
  await store.save(replicaWith("a").record());
  await new Keeper(store, () => null).save();
  assert.equal(await store.load(), null);
});

test("where there is no room, no older record stays to be told again", async () => {
  const disk = new Disk();
  const keeper = new Keeper(disk, () => replicaWith("a").record());
  const saved = keeper.save();
  await settled();
  disk.writing.shift()?.();
  await saved;
  disk.full = true;
  await keeper.save();
  assert.equal(await disk.load(), null);
});
