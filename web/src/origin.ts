// Whose change a transaction is. What colleagues did is carried into the editor as it was recorded;
// nothing that completes or tidies a change may act on it, or two pages would hold two texts.

import type { Transaction } from "prosemirror-state";

const FOREIGN = "foreign";

export function markForeign(transaction: Transaction): Transaction {
  return transaction.setMeta(FOREIGN, true);
}

/** Whether the transaction, or the one that it completes, brings what others did. */
export function isForeign(transaction: Transaction): boolean {
  const root = transaction.getMeta("appendedTransaction") as Transaction | undefined;
  return (root ?? transaction).getMeta(FOREIGN) === true;
}
