// The rules of a text, as the service checks them (domain/check.py). Nodes never change, so a node that
// passed once is not looked at again: after a step only the changed nodes and their ancestors are.

import type { Mark, Node } from "prosemirror-model";
import { VISIBLE_TEXT } from "./schema.ts";

const MAX_DEPTH = 32;
const MAX_SIZE = 2_000_000;

interface Checked {
  /** The ids at and below the node. */
  readonly ids: readonly string[];
  /** How many levels lie below it. */
  readonly height: number;
}

const passed = new WeakMap<Node, Checked>();

/** Throws a RangeError where the text breaks a rule. */
export function checkDoc(doc: Node): void {
  if (passed.has(doc)) return;
  if (doc.content.size > MAX_SIZE) throw new RangeError("The text is too long");
  const { ids, height } = checkNode(doc);
  if (height > MAX_DEPTH) throw new RangeError("The text is nested too deep");
  if (new Set(ids).size < ids.length) throw new RangeError("An id stands twice");
  passed.set(doc, { ids, height });
}

function checkNode(node: Node): Checked {
  const known = passed.get(node);
  if (known) return known;
  checkAttributes(node);
  if (!node.isText && !node.type.validContent(node.content))
    throw new RangeError(`Content does not fit in ${node.type.name}`);
  if (node.isText && !VISIBLE_TEXT.test(node.text ?? "")) throw new RangeError("Text that cannot be seen");
  const ids: string[] = typeof node.attrs.id === "string" ? [node.attrs.id] : [];
  let height = 0;
  let last: Node | null = null;
  for (const child of node.children) {
    if (last?.isText && last.sameMarkup(child)) throw new RangeError("Text of equal marks is not joined");
    const below = checkNode(child);
    for (const id of below.ids) ids.push(id);
    height = Math.max(height, below.height + 1);
    last = child;
  }
  if (node.type.spec.tableRole === "table") checkRectangle(node);
  const result = { ids, height };
  // The whole text passes only with its ids compared, which the caller does.
  if (node.type !== node.type.schema.topNodeType) passed.set(node, result);
  return result;
}

function checkAttributes(node: Node): void {
  for (const { type, attrs } of [node, ...node.marks])
    for (const [name, spec] of Object.entries(type.spec.attrs ?? {}))
      if (typeof spec.validate === "function") spec.validate(attrs[name]);
  let set: readonly Mark[] = [];
  for (const mark of node.marks) set = mark.addToSet(set);
  if (set.length !== node.marks.length || set.some((mark, i) => mark !== node.marks[i]))
    throw new RangeError("Marks out of order or twice");
}

/** Every table covers a rectangle exactly, spans included. */
function checkRectangle(table: Node): void {
  const refuse = () => {
    throw new RangeError("A table must stay a rectangle");
  };
  // For each column, how many rows from here on are already covered.
  let covered: number[] = [];
  for (const [index, { children }] of table.children.entries()) {
    if (index === 0) for (const { attrs } of children) covered.push(...Array<number>(attrs.colspan).fill(0));
    let column = 0;
    for (const { attrs } of children) {
      while (covered[column]) column++;
      if (attrs.rowspan > table.childCount - index) refuse();
      for (const end = column + attrs.colspan; column < end; column++) {
        if (covered[column] !== 0) refuse();
        covered[column] = attrs.rowspan;
      }
    }
    if (covered.length === 0 || covered.includes(0)) refuse();
    covered = covered.map((rows) => rows - 1);
  }
}
