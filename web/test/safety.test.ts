import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryRecord } from "../src/record.ts";
import { currency, safety, WatchedRecord } from "../src/safety.ts";
import { words } from "../src/words.ts";

test("a lost connection says where the words are", () => {
  assert.equal(safety({ kind: "offline", words: 3 }, true).text, words.offline);
  assert.equal(safety({ kind: "offline", words: 3 }, false).text, words.offlineUnkept);
  assert.equal(currency({ kind: "offline", words: 0 }).text, words.readingOffline);
});

test("a store that refuses is remembered until it keeps again", async () => {
  class Full extends MemoryRecord {
    full = true;
    override async save(...replica: Parameters<MemoryRecord["save"]>): Promise<void> {
      if (this.full) throw new Error("no room");
      await super.save(...replica);
    }
  }
  const full = new Full();
  const watched = new WatchedRecord(full);
  const replica = { version: 0, confirmed: {}, inFlight: null, unconfirmed: [], rescued: [] };
  await assert.rejects(watched.save(replica as never));
  assert.equal(watched.kept, false);
  full.full = false;
  await watched.save(replica as never);
  assert.equal(watched.kept, true);
});
