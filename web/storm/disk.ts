// What survives a crash of the page. A save takes its time; the scheduler ends it, or a crash does.

import type { Replica } from "../src/commits.ts";
import type { RecordStore } from "../src/record.ts";

interface Write {
  readonly kept: string | null;
  /** How many changes the editor had made when it was asked for. */
  readonly changes: number;
  readonly done: () => void;
}

export class Disk {
  /** How many of the editor's changes are safe: on this disk, or at the server. */
  changes = 0;
  private kept: string | null = null;
  private writing: Write | null = null;

  get busy(): boolean {
    return this.writing !== null;
  }

  /** The store of one page; `changes` counts its editor's changes so far. */
  store(changes: () => number): RecordStore {
    const write = (kept: string | null) =>
      new Promise<void>((done) => {
        if (this.writing) throw new Error("One save at a time");
        this.writing = { kept, changes: changes(), done };
      });
    return {
      load: async () => (this.kept === null ? null : (JSON.parse(this.kept) as Replica)),
      save: (replica) => write(JSON.stringify(replica)),
      clear: () => write(null),
    };
  }

  /** What is being written is durable now. */
  finish(): void {
    const { writing } = this;
    if (!writing) return;
    this.writing = null;
    this.kept = writing.kept;
    this.changes = writing.changes;
    writing.done();
  }

  /** The page is gone; what was being written got there, or did not. */
  crash(written: boolean): void {
    if (written && this.writing) {
      this.kept = this.writing.kept;
      this.changes = this.writing.changes;
    }
    this.writing = null;
  }
}
