// One tab of an editor: the live client, the text it shows with the plugins that complete a change, and undo,
// wired as web/src/editor.ts and paper.ts wire them, without a screen.

import type { Node } from "prosemirror-model";
import { type Command, EditorState, Selection, type Transaction } from "prosemirror-state";
import type { Step } from "prosemirror-transform";
import { type Rescue, textOf } from "../src/atoms.ts";
import { History } from "../src/history.ts";
import { idsPlugin, withIds } from "../src/ids.ts";
import { Live, type SaveState } from "../src/live.ts";
import { isForeign, markForeign } from "../src/origin.ts";
import { mapOf, Track } from "../src/rebase.ts";
import { buildSchema, newId } from "../src/schema.ts";
import { tablesPlugin } from "../src/tables.ts";
import type { Disk } from "./disk.ts";
import { type Ledger, letters, lettersIn } from "./ledger.ts";
import type { Network } from "./network.ts";
import type { Time } from "./time.ts";

export const schema = withIds(buildSchema(), newId);

export interface World {
  readonly time: Time;
  readonly network: Network;
  readonly ledger: Ledger;
  readonly random: () => number;
}

export class Page {
  readonly live: Live;
  readonly history = new History();
  state: EditorState | null = null;
  saved: SaveState | null = null;
  rescues: readonly Rescue[] = [];
  /** Where colleagues wrote last. */
  fresh: { from: number; to: number } | null = null;
  /** What lies in the clipboard: a block that was cut. */
  clipboard: Node | null = null;
  private readonly editor: number;
  private readonly world: World;
  /** Letters that this page's own changes put in or took out: all that its undo may take out. */
  private touched = new Set<string>();
  private gone = false;

  constructor(editor: number, member: string, disk: Disk, world: World) {
    this.editor = editor;
    this.world = world;
    const { time, network, ledger, random } = world;
    this.live = new Live({
      schema,
      member,
      connect: (arrivals) => network.connect(editor, arrivals),
      clock: time.clock(this),
      store: disk.store(() => ledger.count(editor)),
      random,
      events: {
        opened: (doc) => this.open(doc),
        changed: (steps, doc) => {
          if (!this.state) throw new Error("Changed before it was opened");
          this.history.foreign(steps);
          const transaction = this.state.tr;
          for (const step of steps) transaction.step(step);
          this.dispatch(markForeign(transaction));
          if (!this.state.doc.eq(doc)) throw new Error("The page shows another text than the client holds");
          const track = Track.over(steps.map(mapOf));
          const [first] = mapOf(steps[0] as (typeof steps)[0]);
          if (first) this.fresh = { from: first[0], to: first[0] + first[2] };
          else if (this.fresh)
            this.fresh = { from: track.position(this.fresh.from, -1), to: track.position(this.fresh.to, 1) };
        },
        people: () => {},
        cursors: (carets) => {
          const most = this.state?.doc.content.size ?? 0;
          for (const { anchor, head } of carets)
            if (Math.min(anchor, head) < 0 || Math.max(anchor, head) > most)
              throw new Error("A caret outside the text");
        },
        state: (state) => {
          this.saved = state;
        },
        rescued: (rescues) => {
          this.rescues = rescues;
        },
      },
    });
    this.live.start();
  }

  /** The tab is gone from one moment to the next. */
  crash(): void {
    this.gone = true;
    this.world.time.gone(this);
    this.world.network.forsake(this.editor);
  }

  /** A command of the editor's, done; false where it cannot be. */
  run(command: Command, undoing = false): boolean {
    const { state } = this;
    if (!state || this.saved?.kind === "closed") return false;
    return command(state, (transaction) => this.dispatch(transaction, undoing));
  }

  dispatch(transaction: Transaction, undoing = false): void {
    if (!this.state || this.gone) throw new Error("No text to change");
    const before = this.state;
    const { state, transactions } = before.applyTransaction(transaction);
    this.state = state;
    if (isForeign(transaction)) return;
    const steps = transactions.flatMap((each) => each.steps);
    if (steps.length > 0) {
      this.account(before.doc, state.doc, undoing, steps);
      this.history.record(transactions);
      this.live.local(steps, state.doc);
    }
    if (!state.selection.eq(before.selection))
      this.live.selection(state.selection.anchor, state.selection.head);
  }

  private open(doc: Node): void {
    this.history.forget();
    this.touched.clear();
    this.fresh = null;
    const selection = Selection.near(doc.resolve(doc.child(0).nodeSize));
    this.state = EditorState.create({ doc, selection, plugins: [tablesPlugin(), idsPlugin(newId)] });
  }

  private account(before: Node, after: Node, undoing: boolean, steps: readonly Step[]): void {
    const { ledger } = this.world;
    const [was, is] = [new Set(letters(before)), new Set(letters(after))];
    const [removed, brought] = [[...was].filter((x) => !is.has(x)), [...is].filter((x) => !was.has(x))];
    const strange = removed.filter((letter) => undoing && !this.touched.has(letter));
    if (strange.length > 0)
      throw new Error(`Undo removed what this person never touched: ${strange.join("")}`);
    // Cells that are merged, for one, are taken out and put in again with all that they hold.
    const again = lettersIn(textOf(steps)).filter((letter) => undoing || was.has(letter));
    for (const letter of again) ledger.restored.add(letter);
    for (const letter of [...removed, ...brought]) this.touched.add(letter);
    ledger.changed(this.editor, removed, brought);
  }
}
