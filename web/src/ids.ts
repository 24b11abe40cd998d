// Every block, list item, row and recommendation has an id that lives once in the text. A node is born with one:
// no step ever carries a node without it. Splitting and copying leave two nodes of one id; this gives one of them
// a new id, completing the person's own change in the same breath, and never a colleague's. The first part of a
// split keeps the id; of an original and its copy, the original.

import type { Attrs, Node, Schema } from "prosemirror-model";
import { type EditorState, Plugin, type Transaction } from "prosemirror-state";
import { Mapping } from "prosemirror-transform";
import { isForeign } from "./origin.ts";

/** The schema, its nodes given an id by whatever creates them: commands, the parser, what fills a gap. */
export function withIds(schema: Schema, newId: () => string): Schema {
  for (const type of Object.values(schema.nodes)) {
    if (!type.spec.attrs || !("id" in type.spec.attrs)) continue;
    const born = (attrs: Attrs | null = null): Attrs => (attrs?.id ? attrs : { ...attrs, id: newId() });
    const { create, createChecked, createAndFill } = type;
    type.create = (attrs, content, marks) => create.call(type, born(attrs), content, marks);
    type.createChecked = (attrs, content, marks) => createChecked.call(type, born(attrs), content, marks);
    type.createAndFill = (attrs, content, marks) => createAndFill.call(type, born(attrs), content, marks);
  }
  return schema;
}

/** The ids of nodes that begin where the mapping's steps changed the text. */
function touched(mapping: Mapping, doc: Node): Set<string> {
  const ids = new Set<string>();
  mapping.maps.forEach((map, index) => {
    const rest = mapping.slice(index + 1);
    map.forEach((_from, _to, start, end) => {
      const from = rest.map(start, -1);
      const to = rest.map(end, 1);
      if (from === to) return;
      doc.nodesBetween(from, to, (node, pos) => {
        if (pos >= from && pos < to && typeof node.attrs.id === "string") ids.add(node.attrs.id);
        return !node.isTextblock;
      });
    });
  });
  return ids;
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
export function doubled(before: Node, after: Node, mapping: Mapping): number[] {
  const ids = touched(mapping, after);
  if (ids.size === 0) return [];
  const earlier = places(before, ids);
  return [...places(after, ids)].flatMap(([id, here]) => {
    if (here.length === 1) return [];
    const [origin] = earlier.get(id) ?? [];
    const result = origin === undefined ? null : mapping.mapResult(origin, 1);
    const kept = result && !result.deletedAfter && here.includes(result.pos) ? result.pos : here[0];
    return here.filter((pos) => pos !== kept);
  });
}

export function idsPlugin(newId: () => string): Plugin {
  return new Plugin({
    appendTransaction(transactions: readonly Transaction[], before: EditorState, after: EditorState) {
      if (transactions.some(isForeign) || !transactions.some((each) => each.docChanged)) return null;
      const mapping = new Mapping();
      for (const each of transactions) mapping.appendMapping(each.mapping);
      const twins = doubled(before.doc, after.doc, mapping);
      if (twins.length === 0) return null;
      const transaction = after.tr;
      for (const pos of twins) transaction.setNodeAttribute(pos, "id", newId());
      return transaction;
    },
  });
}
