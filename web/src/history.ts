// Undo and redo as the editor's commands: what undo.ts gives back of one's own becomes a transaction.

import { type Command, Selection, type Transaction } from "prosemirror-state";
import type { Step } from "prosemirror-transform";
import type { OwnHistory } from "./keys.ts";
import { mapOf } from "./rebase.ts";
import { Undo } from "./undo.ts";

const TAKEN_BACK = "takenBack";

/** Puts the caret where the last change was. */
function follow(transaction: Transaction): Transaction {
  let end = transaction.selection.head;
  transaction.mapping.maps.forEach((map, index) => {
    map.forEach((_from, _to, _start, changed) => {
      end = transaction.mapping.slice(index + 1).map(changed);
    });
  });
  return transaction.setSelection(Selection.near(transaction.doc.resolve(end), -1)).scrollIntoView();
}

export class History implements OwnHistory {
  private own = new Undo();

  readonly undo: Command = (state, dispatch) => {
    if (!dispatch) return this.own.canUndo;
    return this.take(this.own.undo(state.doc), state.tr, dispatch);
  };

  readonly redo: Command = (state, dispatch) => {
    if (!dispatch) return this.own.canRedo;
    return this.take(this.own.redo(state.doc), state.tr, dispatch);
  };

  /** One change of the person: the transaction and those that completed it. */
  record(transactions: readonly Transaction[]): void {
    const [root, ...completing] = transactions;
    if (root?.getMeta(TAKEN_BACK)) {
      // The taking back is known already; what completed it is no act of its own.
      this.foreign(completing.flatMap(({ steps }) => steps));
      return;
    }
    this.own.record(
      transactions.flatMap(({ steps }) => steps),
      transactions.flatMap(({ docs }) => docs),
      Date.now(),
    );
  }

  /** What colleagues did to the document. */
  foreign(steps: readonly Step[]): void {
    this.own.foreign(steps.map(mapOf));
  }

  /** Nothing of another document can be taken back. */
  forget(): void {
    this.own = new Undo();
  }

  private take(
    steps: readonly Step[] | null,
    transaction: Transaction,
    dispatch: (transaction: Transaction) => void,
  ): boolean {
    if (!steps) return false;
    for (const step of steps) transaction.step(step);
    dispatch(follow(transaction.setMeta(TAKEN_BACK, true)));
    return true;
  }
}
