// The tools of the editor: what stands on the toolbar, in its menu, and beside them while the caret is in a table.

import { toggleMark } from "prosemirror-commands";
import type { MarkType, Schema } from "prosemirror-model";
import type { Command, EditorState } from "prosemirror-state";
import {
  addColumnAfter,
  addRowAfter,
  deleteColumn,
  deleteRow,
  deleteTable,
  mergeCells,
  splitCell,
  toggleHeaderCell,
} from "prosemirror-tables";
import type { EditorView } from "prosemirror-view";
import {
  around,
  cycleSection,
  direct,
  insertTable,
  toggleArticle,
  toggleContainer,
  toggleList,
} from "./blocks.ts";
import type { OwnHistory } from "./keys.ts";
import { editLink } from "./link.ts";
import { targets } from "./numbering.ts";
import { editRecommendation } from "./recommendation.ts";
import { insertReference } from "./reference.ts";
import { words } from "./words.ts";

export interface Tool {
  readonly name: string;
  readonly label: string;
  /** What it does, at length, with its keys. */
  readonly title: string;
  /** Tells also whether it can be done here, when asked without a dispatch. */
  readonly run: Command;
  readonly active?: (state: EditorState) => boolean;
}

function marked(state: EditorState, mark: MarkType): boolean {
  const { from, to, empty, $from } = state.selection;
  return empty
    ? mark.isInSet(state.storedMarks ?? $from.marks()) !== undefined
    : state.doc.rangeHasMark(from, to, mark);
}

/** A command that asks first: it can be done wherever `where` says so. */
function asking(where: (state: EditorState) => boolean, run: (view: EditorView) => unknown): Command {
  return (state, dispatch, view) => {
    if (!where(state)) return false;
    if (dispatch && view) void run(view);
    return true;
  };
}

const inLine = ({ selection }: EditorState): boolean => selection.$from.parent.inlineContent;
const standsIn =
  (...names: string[]) =>
  (state: EditorState): boolean =>
    around(state, ...names) !== null;

const recommend: Command = (state, dispatch, view) => {
  const here = around(state, "recommendation");
  if (here && dispatch && view)
    void editRecommendation(view, () => around(view.state, "recommendation")?.pos);
  return here ? true : toggleContainer("recommendation")(state, dispatch);
};

export interface Tools {
  readonly bar: readonly Tool[];
  readonly menu: readonly Tool[];
  readonly table: readonly Tool[];
}

export function tools(schema: Schema, { undo, redo }: OwnHistory): Tools {
  const { strong, emphasis, underline, link } = schema.marks;
  if (!strong || !emphasis || !underline || !link) throw new RangeError("not schema 1");
  const tool = (name: keyof typeof words.tools, run: Command, active?: Tool["active"]): Tool => {
    const [label, title] = words.tools[name];
    return { name, label, title, run, ...(active ? { active } : {}) };
  };
  const bold = (state: EditorState) => marked(state, strong);
  return {
    bar: [
      tool("section", cycleSection, standsIn("section")),
      tool("article", toggleArticle, standsIn("article")),
      tool("bullets", toggleList("bullet_list"), standsIn("bullet_list")),
      tool("numbers", toggleList("ordered_list"), standsIn("ordered_list")),
      tool("table", insertTable),
      tool("bold", toggleMark(strong), bold),
      tool("undo", undo),
      tool("redo", redo),
    ],
    menu: [
      tool("emphasis", toggleMark(emphasis), (state) => marked(state, emphasis)),
      tool("underline", toggleMark(underline), (state) => marked(state, underline)),
      tool("link", asking(inLine, editLink), (state) => marked(state, link)),
      tool("quotation", toggleContainer("quotation"), standsIn("quotation")),
      tool("recommendation", recommend, standsIn("recommendation")),
      tool(
        "reference",
        asking((state) => inLine(state) && targets(state).length > 0, insertReference),
      ),
      tool("auto", direct("auto")),
      tool("rtl", direct("rtl")),
      tool("ltr", direct("ltr")),
    ],
    table: [
      tool("row", addRowAfter),
      tool("column", addColumnAfter),
      tool("heading", toggleHeaderCell),
      tool("merge", mergeCells),
      tool("split", splitCell),
      tool("deleteRow", deleteRow),
      tool("deleteColumn", deleteColumn),
      tool("deleteTable", deleteTable),
    ],
  };
}
