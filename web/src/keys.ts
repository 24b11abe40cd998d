// What keys do. Arrow keys are the browser's own: it knows the lines and the directions.

import {
  baseKeymap,
  chainCommands,
  createParagraphNear,
  liftEmptyBlock,
  splitBlockAs,
  toggleMark,
} from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import type { Schema } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import type { Command, Plugin } from "prosemirror-state";
import { addRowAfter, goToNextCell } from "prosemirror-tables";
import { around, become, cycleSection, leaveBlock, toggleArticle, toggleList } from "./blocks.ts";

/** Undo and redo take back only what this person did; see undo.ts. */
export interface OwnHistory {
  readonly undo: Command;
  readonly redo: Command;
}

const breakLine: Command = (state, dispatch) => {
  const type = state.schema.nodes.hard_break;
  if (!type || !state.selection.$from.parent.inlineContent) return false;
  dispatch?.(state.tr.replaceSelectionWith(type.create()).scrollIntoView());
  return true;
};

/** The next cell, and after the last one a new row. */
const nextCell: Command = (state, dispatch, view) => {
  if (!around(state, "table")) return false;
  if (goToNextCell(1)(state, dispatch)) return true;
  return addRowAfter(state, dispatch) && (!view || goToNextCell(1)(view.state, dispatch));
};

/** After the end of a line a plain one in the same direction; within it, two of a kind. */
const splitLine = splitBlockAs((node, atEnd, $from) => {
  const paragraph = $from.doc.type.schema.nodes.paragraph;
  return atEnd && paragraph ? { type: paragraph, attrs: { dir: node.attrs.dir as string } } : null;
});

export function keys(schema: Schema, { undo, redo }: OwnHistory): Plugin[] {
  const { list_item: item } = schema.nodes;
  const { strong, emphasis, underline } = schema.marks;
  if (!item || !strong || !emphasis || !underline) throw new RangeError("not schema 1");
  const ours = keymap({
    Enter: chainCommands(splitListItem(item), createParagraphNear, liftEmptyBlock, splitLine),
    "Shift-Enter": breakLine,
    "Mod-Enter": leaveBlock,
    Tab: chainCommands(nextCell, sinkListItem(item)),
    "Shift-Tab": chainCommands(goToNextCell(-1), liftListItem(item)),
    "Mod-b": toggleMark(strong),
    "Mod-i": toggleMark(emphasis),
    "Mod-u": toggleMark(underline),
    "Mod-z": undo,
    "Mod-y": redo,
    "Mod-Shift-z": redo,
    "Mod-Alt-1": cycleSection,
    "Mod-Alt-2": toggleArticle,
    "Mod-Alt-0": become("paragraph"),
    "Mod-Shift-8": toggleList("bullet_list"),
    "Mod-Shift-7": toggleList("ordered_list"),
  });
  return [ours, keymap(baseKeymap)];
}
