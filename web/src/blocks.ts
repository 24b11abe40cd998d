// What the toolbar and the keys do to blocks. A block that becomes another keeps its id and direction.

import { lift, wrapIn } from "prosemirror-commands";
import type { Attrs, Node, NodeType } from "prosemirror-model";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import { type Command, type EditorState, Selection, TextSelection } from "prosemirror-state";

interface Placed {
  readonly node: Node;
  readonly pos: number;
}

function type(state: EditorState, name: string): NodeType {
  const found = state.schema.nodes[name];
  if (!found) throw new RangeError(`schema 1 has no ${name}`);
  return found;
}

/** The innermost node of one of these types around the selection. */
export function around(state: EditorState, ...names: string[]): Placed | null {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth);
    if (names.includes(node.type.name)) return { node, pos: $from.before(depth) };
  }
  return null;
}

function selectedTextblocks({ selection, doc }: EditorState): Placed[] {
  const found: Placed[] = [];
  for (const { $from, $to } of selection.ranges) {
    doc.nodesBetween($from.pos, $to.pos, (node, pos) => {
      if (node.isTextblock) found.push({ node, pos });
    });
  }
  return found;
}

/** The lists and quotations around the selection. */
function holders({ selection: { $from } }: EditorState): Placed[] {
  const depths = Array.from({ length: $from.depth }, (_, index) => index + 1);
  return depths
    .map((depth) => ({ node: $from.node(depth), pos: $from.before(depth) }))
    .filter(({ node }) => HOLDERS.includes(node.type.name));
}

const HOLDERS = ["bullet_list", "ordered_list", "quotation"];
const LINES = ["paragraph", "section", "article"];

/** Makes the selected lines of the text's top level this kind of block. */
export function become(name: string, attrs: Attrs = {}): Command {
  return (state, dispatch) => {
    const lines = selectedTextblocks(state).filter(
      ({ node, pos }) => LINES.includes(node.type.name) && state.doc.resolve(pos).depth === 0,
    );
    if (lines.length === 0) return false;
    if (dispatch) {
      const transaction = state.tr;
      for (const { node, pos } of lines) {
        const { id, dir } = node.attrs;
        transaction.setNodeMarkup(pos, type(state, name), { id, dir, ...attrs });
      }
      dispatch(transaction.scrollIntoView());
    }
    return true;
  };
}

/** Plain line, section, its second and third level, and a plain line again. */
export const cycleSection: Command = (state, dispatch) => {
  const section = around(state, "section");
  const level = section ? (section.node.attrs.level as number) + 1 : 1;
  return level > 3 ? become("paragraph")(state, dispatch) : become("section", { level })(state, dispatch);
};

export const toggleArticle: Command = (state, dispatch) =>
  become(around(state, "article") ? "paragraph" : "article")(state, dispatch);

/** Wraps in a list, leaves it, or makes one kind of list the other. */
export function toggleList(name: "bullet_list" | "ordered_list"): Command {
  return (state, dispatch) => {
    const list = around(state, "bullet_list", "ordered_list");
    if (!list) return wrapInList(type(state, name))(state, dispatch);
    if (list.node.type.name === name) return liftListItem(type(state, "list_item"))(state, dispatch);
    const { id, dir } = list.node.attrs;
    dispatch?.(state.tr.setNodeMarkup(list.pos, type(state, name), { id, dir }));
    return true;
  };
}

/** Wraps in a container that may stand at the top level, or leaves it. */
export function toggleContainer(name: "quotation" | "recommendation"): Command {
  return (state, dispatch) =>
    around(state, name) ? lift(state, dispatch) : wrapIn(type(state, name))(state, dispatch);
}

/** The direction of the selected lines, and of the list or quotation around them. */
export function direct(dir: "auto" | "rtl" | "ltr"): Command {
  return (state, dispatch) => {
    const turned = [...holders(state), ...selectedTextblocks(state)].filter(
      ({ node }) => node.attrs.dir !== dir,
    );
    if (turned.length === 0) return false;
    if (dispatch) {
      const transaction = state.tr;
      for (const { pos } of turned) transaction.setNodeAttribute(pos, "dir", dir);
      dispatch(transaction);
    }
    return true;
  };
}

const ROWS = 3;
const COLUMNS = 3;

/** A table of three by three with a row of headings, in place of an empty line or after the present block. */
export const insertTable: Command = (state, dispatch) => {
  const { $from } = state.selection;
  if (around(state, "table", "title")) return false;
  if (dispatch) {
    const row = (cell: string): Node =>
      type(state, "table_row").create(
        null,
        Array.from({ length: COLUMNS }, () => type(state, cell).createAndFill() as Node),
      );
    const table = type(state, "table").create(
      null,
      Array.from({ length: ROWS }, (_, index) => row(index === 0 ? "table_header" : "table_cell")),
    );
    const end = $from.after(1);
    const empty = $from.depth === 1 && $from.parent.content.size === 0;
    const transaction = state.tr;
    const start = empty ? $from.before(1) : end;
    // A line stays after the table, or nothing could be written below it.
    const last = end === state.doc.content.size;
    const blocks = last ? [table, type(state, "paragraph").create()] : [table];
    transaction.replaceWith(start, end, blocks);
    transaction.setSelection(TextSelection.near(transaction.doc.resolve(start + 1)));
    dispatch(transaction.scrollIntoView());
  }
  return true;
};

/** A new line after the present top-level block: the way out of a table or a box. */
export const leaveBlock: Command = (state, dispatch) => {
  if (dispatch) {
    const after = state.selection.$to.after(1);
    const transaction = state.tr.insert(after, type(state, "paragraph").create());
    dispatch(transaction.setSelection(Selection.near(transaction.doc.resolve(after))).scrollIntoView());
  }
  return true;
};
