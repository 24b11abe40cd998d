// What an editor's commands do to a text, as steps: each a name, a text and what is done to it.

import { joinBackward, joinForward, lift, splitBlock, toggleMark, wrapIn } from "prosemirror-commands";
import type { Node, NodeType } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import type { Command, EditorState, Transaction } from "prosemirror-state";
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  CellSelection,
  deleteColumn,
  deleteRow,
  mergeCells,
  splitCell,
  toggleHeaderRow,
} from "prosemirror-tables";
import type { Step } from "prosemirror-transform";
import { become, cycleSection, direct, insertTable, toggleList } from "../src/blocks.ts";
import { at, br, lists, plain, rich, schema, selecting, state, table } from "./texts.ts";

type Change = (of: EditorState) => EditorState;

const type = (name: string) => schema.nodes[name] as NodeType;

/** The caret at a text, or what it selects. */
const here =
  (text: string, offset = 0, size = 0): Change =>
  (of) =>
    selecting(of, at(of.doc, text, offset), at(of.doc, text, offset + size));

const doing =
  (change: (tr: Transaction) => Transaction): Change =>
  (of) =>
    of.apply(change(of.tr));

const running =
  (command: Command): Change =>
  (of) => {
    let after = of;
    const ran = command(of, (transaction) => {
      after = of.apply(transaction);
    });
    if (!ran) throw new RangeError("The command cannot run here");
    return after;
  };

const cells =
  (from: string, to: string): Change =>
  (of) => {
    const [one, other] = [at(of.doc, from) - 2, at(of.doc, to) - 2];
    return of.apply(of.tr.setSelection(CellSelection.create(of.doc, one, other)));
  };

const typing = (text: string) => doing((tr) => tr.insertText(text));
const deleting = doing((tr) => tr.deleteSelection());
const mark = (name: string) =>
  running(toggleMark(schema.marks[name] as never, name === "link" ? { href: "https://example.org/" } : null));

/** From a text to the next: name, the text before, what is done in order. */
export const changes: readonly (readonly [name: string, before: () => Node, ...Change[]])[] = [
  ["typing", plain, here("المجلس", 6), typing(" الجماعي")],
  ["typing at the start and the end", plain, here("يتداول"), typing("و"), here("avis", 4), typing(".")],
  ["typing into an empty line", plain, (of) => selecting(of, at(of.doc, "السياق") - 2), typing("لا")],
  ["a vowel sign after its letter", plain, here("المجلس", 1), typing("\u064f")],
  ["a vowel sign alone goes", plain, here("إِلَى", 1, 1), deleting],
  ["lam-alef in the middle", plain, here("مداولاته", 5, 1), typing("لا")],
  ["an alef goes from its lam", plain, here("مداولاته", 5, 1), deleting],
  ["an emoji of two units goes", plain, here("😀", 0, 2), deleting],
  ["an emoji of two units comes", plain, here("😀", 0), typing("👍🏽")],
  ["one of a joined family goes", rich, here("👩‍👩‍👧", 2, 3), deleting],
  ["a combining accent", rich, here("e\u0301", 1, 1), typing("\u0300")],
  ["words over words", plain, here("المجلس", 0, 6), typing("المكتب")],
  ["a range over two lines goes", plain, here("مداولاته", 0, 30), deleting],
  ["a range from a line into a quotation goes", rich, here("لا يُلزم", 3, 50), deleting],
  ["strong", plain, here("المجلس", 0, 6), mark("strong")],
  ["strong no more", rich, here("المقرِّر", 0, 8), mark("strong")],
  ["underline over a break, a reference and two lines", rich, here("لا يُلزم", -3, 40), mark("underline")],
  ["a link", plain, here("avis", 0, 4), mark("link")],
  ["a link goes", rich, here("الرأي", 0, 5), mark("link")],
  ["typing inside marks", rich, here("المقرِّر", 3), typing("ّ")],
  ["a break", plain, here("مداولاته"), doing((tr) => tr.replaceSelectionWith(br()))],
  ["a direction", plain, here("avis"), running(direct("ltr"))],
  ["a line becomes an article", plain, here("يتداول"), running(become("article"))],
  ["a section goes a level down", plain, here("السياق"), running(cycleSection)],
  ["a line is split", plain, here("في", 2), running(splitBlock)],
  ["a line is split in its marks", rich, here("المقرِّر", 3), running(splitBlock)],
  ["lines are joined", plain, here("إِلَى"), running(joinBackward)],
  ["an empty line is joined", plain, here("avis", 4), running(joinForward)],
  ["an item is split", lists, here("الثاني", 3), running(splitListItem(type("list_item")))],
  ["a line becomes a list", lists, here("أولا"), running(wrapInList(type("bullet_list")))],
  ["an item sinks", lists, here("الثالث"), running(sinkListItem(type("list_item")))],
  ["an item is lifted", lists, here("فرع"), running(liftListItem(type("list_item")))],
  ["an item leaves its list", lists, here("الأول"), running(liftListItem(type("list_item")))],
  ["a list becomes of the other kind", lists, here("فرع"), running(toggleList("ordered_list"))],
  ["a range over items goes", lists, here("الأول", 2, 14), deleting],
  ["a quotation around", plain, here("المجلس"), running(wrapIn(type("quotation")))],
  ["a line leaves its quotation", rich, here("منقول"), running(lift)],
  ["a new table", plain, (of) => selecting(of, at(of.doc, "السياق") - 2), running(insertTable)],
  ["a row below", table, here("2"), running(addRowAfter)],
  ["a row within a span", table, here("1"), running(addRowBefore)],
  ["a column within a span", table, here("2"), running(addColumnBefore)],
  ["a column at the end", table, here("3"), running(addColumnAfter)],
  ["a row goes, and with it a part of a span", table, here("2"), running(deleteRow)],
  ["a column goes, and with it a part of a span", table, here("2"), running(deleteColumn)],
  ["cells are merged", table, cells("2", "3"), running(mergeCells)],
  ["a merged cell is split", table, here("المحور"), running(splitCell)],
  ["a row of headings", table, here("الهدف"), running(toggleHeaderRow)],
  ["a word in a cell", table, here("الهدف", 5), typing(" والمؤشر")],
];

/** What a change begins with, what it ends with, and the steps that it and the plugins made. */
export function made([, before, ...all]: (typeof changes)[number]): {
  before: Node;
  after: Node;
  steps: Step[];
} {
  const steps: Step[] = [];
  const start = state(before(), steps);
  const { doc } = all.reduce((of, change) => change(of), start);
  return { before: start.doc, after: doc, steps };
}
