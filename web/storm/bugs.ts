// Bugs to be planted into the browser's side: the storms must catch them. The server's are in
// tests/convergence/bugs.py.

import { type Piece, Track } from "../src/rebase.ts";
import type { RecordStore } from "../src/record.ts";
import { Disk } from "./disk.ts";

const bugs: Record<string, () => void> = {
  /** Deletions are mapped plainly: what was written inside since is removed with them. */
  hull() {
    const exact = Track.prototype.surviving;
    Track.prototype.surviving = function (from: number, to: number): Piece[] {
      const pieces = exact.call(this, from, to);
      const [first, last] = [pieces[0], pieces.at(-1)];
      return first && last ? [[first[0], last[1]]] : [];
    };
  },
  /** The client sends without waiting for its record: "saved" is said before it is. */
  save_after_send() {
    const exact = Disk.prototype.store;
    Disk.prototype.store = function (typed: () => number): RecordStore {
      const store = exact.call(this, typed);
      let last: Promise<void> = Promise.resolve();
      const later = (write: () => Promise<void>) => {
        last = last.then(write);
        return Promise.resolve();
      };
      return {
        load: () => store.load(),
        save: (replica) => later(() => store.save(JSON.parse(JSON.stringify(replica)))),
        clear: () => later(() => store.clear()),
      };
    };
  },
};

export function plant(name: string): void {
  bugs[name]?.();
}
