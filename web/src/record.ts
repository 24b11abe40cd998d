// What a person has typed and the server has not confirmed outlives the page here: one record a tab, replaced
// whole, durable before anything of it is sent. A record whose tab is gone is adopted by the next one.

import type { Replica } from "./commits.ts";

/** Where one tab keeps its replica. */
export interface RecordStore {
  /** The record to begin with: one left behind, or none. Called once, first. */
  load(): Promise<Replica | null>;
  /** Durable when it resolves. */
  save(replica: Replica): Promise<void>;
  clear(): Promise<void>;
}

/** Outlives nothing: for shared devices, browsers that keep nothing, and tests. */
export class MemoryRecord implements RecordStore {
  private kept: string | null;

  constructor(kept: string | null = null) {
    this.kept = kept;
  }

  async load(): Promise<Replica | null> {
    return this.kept === null ? null : (JSON.parse(this.kept) as Replica);
  }

  async save(replica: Replica): Promise<void> {
    this.kept = JSON.stringify(replica);
  }

  async clear(): Promise<void> {
    this.kept = null;
  }
}

const DATABASE = "mashura";
const STORE = "replicas";

type Key = [member: string, draft: string, owner: string];

/** In IndexedDB; the owner of a record holds a Web Lock of the same name for as long as its tab lives. */
export class BrowserRecord implements RecordStore {
  private readonly member: string;
  private readonly draft: string;
  private key: Key | null = null;
  private database: IDBDatabase | null = null;

  constructor(member: string, draft: string) {
    this.member = member;
    this.draft = draft;
  }

  async load(): Promise<Replica | null> {
    if (!("indexedDB" in globalThis) || !navigator.locks) return null;
    this.database = await opened().catch(() => null);
    for (const key of await this.leftBehind()) {
      if (!(await claimed(key))) continue;
      // Its owner may have cleared it between the list and the lock.
      const kept = await this.ask<Replica | undefined>("readonly", (store) => store.get(key));
      this.key = key;
      if (kept) return kept;
    }
    if (!this.key) {
      this.key = [this.member, this.draft, crypto.randomUUID()];
      await claimed(this.key);
    }
    return null;
  }

  async save(replica: Replica): Promise<void> {
    await this.ask("readwrite", (store) => store.put(replica, this.key as Key));
  }

  async clear(): Promise<void> {
    await this.ask("readwrite", (store) => store.delete(this.key as Key));
  }

  private async leftBehind(): Promise<Key[]> {
    const all = IDBKeyRange.bound([this.member, this.draft], [this.member, this.draft, []]);
    return ((await this.ask("readonly", (store) => store.getAllKeys(all))) ?? []) as Key[];
  }

  /** One request in a transaction of its own; nothing where there is no database. */
  private ask<T>(
    mode: IDBTransactionMode,
    request: (store: IDBObjectStore) => IDBRequest,
  ): Promise<T | undefined> {
    const { database } = this;
    if (!database) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      // A browser may answer before the disk has it; a record must be there before the commit is sent.
      const transaction = database.transaction(STORE, mode, { durability: "strict" });
      const asked = request(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(asked.result as T);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  }
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Whether the lock of the record is now ours, until the page is gone. */
function claimed(key: Key): Promise<boolean> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request([DATABASE, ...key].join(":"), { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock && new Promise<never>(() => {});
      })
      .catch(reject);
  });
}

/** Saves one at a time; calls that come while one is written share the next. */
export class Keeper {
  private readonly store: RecordStore;
  private readonly replica: () => Replica | null;
  private writing: Promise<void> = Promise.resolve();
  private queued: Promise<void> | null = null;

  /** `replica` gives what is to be kept, null where nothing would be missing. */
  constructor(store: RecordStore, replica: () => Replica | null) {
    this.store = store;
    this.replica = replica;
  }

  /** Resolves when what the replica is now is durable, or when nothing older than it is kept any more. */
  save(): Promise<void> {
    const next = () => {
      this.queued = null;
      this.writing = this.write();
      return this.writing;
    };
    this.queued ??= this.writing.then(next, next);
    return this.queued;
  }

  private async write(): Promise<void> {
    const replica = this.replica();
    if (replica) {
      try {
        await this.store.save(replica);
        return;
      } catch {
        // No room, perhaps. An older record must not stay: after a reload it would say again what was said.
      }
    }
    await this.store.clear();
  }
}
