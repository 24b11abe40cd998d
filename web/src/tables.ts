// Selecting and mending tables. A person's own change is mended into a rectangle in the same breath; what
// colleagues did is a rectangle already, by the rules of the record, and is never touched.

import { Plugin } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { isForeign } from "./origin.ts";

export function tablesPlugin(): Plugin {
  const { spec } = tableEditing();
  return new Plugin({
    ...spec,
    appendTransaction(transactions, before, after) {
      if (transactions.some(isForeign)) return null;
      return spec.appendTransaction?.call(this as never, transactions, before, after);
    },
  });
}
