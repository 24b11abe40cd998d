// What becomes of words that are not in the record yet: kept on this device, or, where the browser keeps nothing,
// on this page alone. Only then does leaving the page ask first.

import type { SaveState } from "./live.ts";
import type { Safety } from "./notices.ts";
import type { RecordStore } from "./record.ts";
import { words } from "./words.ts";

/** A store that remembers whether it kept what it was given last. */
export class WatchedRecord implements RecordStore {
  private readonly store: RecordStore;
  private keeps = true;

  constructor(store: RecordStore) {
    this.store = store;
  }

  get kept(): boolean {
    return this.keeps;
  }

  load: RecordStore["load"] = () => this.store.load();
  clear: RecordStore["clear"] = () => this.store.clear();

  async save(...replica: Parameters<RecordStore["save"]>): Promise<void> {
    try {
      await this.store.save(...replica);
      this.keeps = true;
    } catch (refused) {
      this.keeps = false;
      throw refused;
    }
  }
}

/** The state in words, for who writes; `kept`: whether what waits would outlive the page. */
export function safety(state: SaveState, kept: boolean): Safety {
  if (state.kind === "saved") return { kind: "saved", text: words.saved };
  if (state.kind === "saving") return { kind: "waiting", text: words.saving(state.words) };
  if (state.kind === "closed") return { kind: "lost", text: words.closed[state.reason] };
  return { kind: "lost", text: kept ? words.offline : words.offlineUnkept };
}

/** The state in words for who only reads: nothing of theirs can be lost. */
export function currency(state: SaveState): Safety {
  if (state.kind === "closed") return { kind: "lost", text: words.closed[state.reason] };
  if (state.kind === "offline") return { kind: "lost", text: words.readingOffline };
  return { kind: "saved", text: words.reading };
}
