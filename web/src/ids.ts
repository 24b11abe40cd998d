// Every block, list item, row and recommendation has an id that lives once in the text. Splitting, pasting and
// creating leave nodes without an id, or two of one; this completes the person's own change, in the same breath,
// and never a colleague's. The first part of a split keeps the id; of an original and its copy, the original.

import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, type Transaction } from "prosemirror-state";
import { Mapping } from "prosemirror-transform";
import { isForeign } from "./origin.ts";

function carriesId(node: Node): boolean {
  return "id" in node.attrs;
}

/** The positions of nodes that begin where the transactions changed the text. */
function touched(mapping: Mapping, doc: Node): Set<number> {
  const starts = new Set<number>();
  mapping.maps.forEach((map, index) => {
    const rest = mapping.slice(index + 1);
    map.forEach((_from, _to, start, end) => {
      const from = rest.map(start, -1);
      const to = rest.map(end, 1);
      if (from === to) return;
      doc.nodesBetween(from, to, (node, pos) => {
        if (pos >= from && pos < to && carriesId(node)) starts.add(pos);
        return !node.isTextblock;
      });
    });
  });
  return starts;
}

function places(doc: Node, wanted: ReadonlySet<string>): Map<string, number[]> {
  const found = new Map<string, number[]>();
  doc.descendants((node, pos) => {
    const id: unknown = node.attrs.id;
    if (typeof id === "string" && wanted.has(id)) found.set(id, [...(found.get(id) ?? []), pos]);
    return !node.isTextblock;
  });
  return found;
}

/** The positions of nodes that need a new id after the mapping led from one text to the other. */
export function homeless(before: Node, after: Node, mapping: Mapping): number[] {
  const starts = touched(mapping, after);
  const needy: number[] = [];
  const used = new Set<string>();
  for (const pos of starts) {
    const id = after.nodeAt(pos)?.attrs.id as string | null;
    if (id === null) needy.push(pos);
    else used.add(id);
  }
  if (used.size === 0) return needy;
  const earlier = places(before, used);
  for (const [id, here] of places(after, used)) {
    if (here.length === 1) continue;
    const [origin] = earlier.get(id) ?? [];
    const result = origin === undefined ? null : mapping.mapResult(origin, 1);
    const kept = result && !result.deletedAfter && here.includes(result.pos) ? result.pos : here[0];
    needy.push(...here.filter((pos) => pos !== kept));
  }
  return needy;
}

export function idsPlugin(newId: () => string): Plugin {
  return new Plugin({
    appendTransaction(transactions: readonly Transaction[], before: EditorState, after: EditorState) {
      if (transactions.some(isForeign) || !transactions.some((each) => each.docChanged)) return null;
      const mapping = new Mapping();
      for (const each of transactions) mapping.appendMapping(each.mapping);
      const needy = homeless(before.doc, after.doc, mapping);
      if (needy.length === 0) return null;
      const transaction = after.tr;
      for (const pos of needy) transaction.setNodeAttribute(pos, "id", newId());
      return transaction;
    },
  });
}
