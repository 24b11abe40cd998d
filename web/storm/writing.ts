// What an editor does next: typing mostly, and everything that the page's tools and keys can do to a text.

import {
  chainCommands,
  createParagraphNear,
  joinBackward,
  joinForward,
  liftEmptyBlock,
  splitBlock,
  toggleMark,
} from "prosemirror-commands";
import { Fragment, type Node, type NodeType, Slice } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import type { Command } from "prosemirror-state";
import {
  addColumnAfter,
  addRowAfter,
  CellSelection,
  deleteColumn,
  deleteRow,
  deleteTable,
  mergeCells,
  splitCell,
} from "prosemirror-tables";
import {
  become,
  cycleSection,
  direct,
  insertTable,
  leaveBlock,
  toggleArticle,
  toggleContainer,
  toggleList,
} from "../src/blocks.ts";
import { tidied } from "../src/paste.ts";
import { newId } from "../src/schema.ts";
import type { Chance } from "./chance.ts";
import { Hand, places } from "./hand.ts";
import { type Ledger, letters } from "./ledger.ts";
import { type Page, schema } from "./page.ts";

const WEIGHTS = {
  type: 30,
  replace: 6,
  erase: 10,
  eraseFresh: 6,
  eraseWide: 2,
  enter: 7,
  join: 4,
  mark: 4,
  list: 4,
  nest: 3,
  table: 1,
  cells: 6,
  form: 3,
  undo: 6,
  redo: 3,
  move: 2,
  cut: 1,
  pasteCut: 2,
  pasteLiving: 1,
  breakLine: 1,
};

type Deed = keyof typeof WEIGHTS;

const item = schema.nodes.list_item as NodeType;
const enter = chainCommands(splitListItem(item), createParagraphNear, liftEmptyBlock, splitBlock);

export class Writer {
  private readonly editor: number;
  private readonly chance: Chance;
  private readonly ledger: Ledger;
  private readonly hand: Hand;

  constructor(editor: number, chance: Chance, ledger: Ledger) {
    this.editor = editor;
    this.chance = chance;
    this.ledger = ledger;
    this.hand = new Hand(chance);
  }

  /** One change of the text, or an attempt at one. */
  write(page: Page): void {
    const deed: Deed = this.chance.weighed(WEIGHTS);
    if (deed !== "undo" && deed !== "redo" && this.chance.often(0.7)) this.hand.goSomewhere(page);
    this[deed](page);
  }

  type(page: Page): void {
    for (let left = this.chance.int(1, 4); left > 0; left--) {
      const text = this.letter();
      page.run((state, dispatch) => {
        if (!state.selection.$head.parent.inlineContent) return false;
        dispatch?.(state.tr.insertText(text, state.selection.head));
        return true;
      });
    }
  }

  replace(page: Page): void {
    this.hand.select(page, this.chance.int(1, 5));
    const text = this.letter();
    page.run((state, dispatch) => {
      dispatch?.(state.tr.insertText(text));
      return true;
    });
  }

  erase(page: Page): void {
    this.hand.select(page, this.chance.int(1, 6));
    this.hand.eraseSelection(page);
  }

  /** Erase from somewhat before to somewhat after what a colleague has just written. */
  eraseFresh(page: Page): void {
    const { fresh, state } = page;
    if (!fresh || !state) return;
    const most = state.doc.content.size;
    const from = Math.max(0, fresh.from - this.chance.int(0, 4));
    const to = Math.min(most, fresh.to + this.chance.int(0, 4));
    this.hand.between(page, from, to);
    this.hand.eraseSelection(page);
  }

  eraseWide(page: Page): void {
    this.hand.select(page, this.chance.int(5, 30));
    this.hand.eraseSelection(page);
  }

  enter(page: Page): void {
    page.run(this.chance.often(0.9) ? enter : leaveBlock);
  }

  join(page: Page): void {
    const { state } = page;
    if (!state) return;
    const { $head } = state.selection;
    const back = this.chance.often(0.5);
    this.hand.between(page, back ? $head.start() : $head.end(), back ? $head.start() : $head.end());
    page.run(back ? joinBackward : joinForward);
  }

  mark(page: Page): void {
    this.hand.select(page, this.chance.int(1, 8));
    const { strong, emphasis, underline, link } = schema.marks;
    const type = this.chance.pick([strong, emphasis, underline, link]);
    if (type) page.run(toggleMark(type, type === link ? { href: "https://example.org/" } : null));
  }

  list(page: Page): void {
    const container = this.chance.pick(["quotation", "recommendation"] as const);
    const list = toggleList(this.chance.pick(["bullet_list", "ordered_list"] as const));
    page.run(this.chance.often(0.7) ? list : toggleContainer(container));
  }

  nest(page: Page): void {
    page.run(this.chance.often(0.5) ? sinkListItem(item) : liftListItem(item));
  }

  table(page: Page): void {
    page.run(this.chance.often(0.7) ? insertTable : deleteTable);
  }

  /** Something with a table, where there is one. */
  cells(page: Page): void {
    const cells = places(page, (node) => /cell$/.test(node.type.spec.tableRole ?? ""));
    if (cells.length === 0) return;
    const [one, other] = [this.chance.pick(cells), this.chance.pick(cells)];
    this.hand.between(page, one + 2, one + 2);
    const plain: Command[] = [addRowAfter, addColumnAfter, deleteRow, deleteColumn, splitCell];
    const command = this.chance.pick([...plain, addRowAfter, mergeCells]);
    if (command === mergeCells)
      page.run((state, dispatch) => {
        if (state.doc.resolve(one).node(-1) !== state.doc.resolve(other).node(-1)) return false;
        dispatch?.(state.tr.setSelection(CellSelection.create(state.doc, one, other)));
        return true;
      });
    page.run(command);
  }

  form(page: Page): void {
    const dir = direct(this.chance.pick(["auto", "rtl", "ltr"] as const));
    page.run(this.chance.pick([cycleSection, toggleArticle, become("paragraph"), dir]));
  }

  undo(page: Page): void {
    for (let left = this.chance.int(1, 3); left > 0; left--) page.run(page.history.undo, true);
  }

  redo(page: Page): void {
    for (let left = this.chance.int(1, 3); left > 0; left--) page.run(page.history.redo, true);
  }

  /** Drag a block elsewhere: cut and pasted in one change, with its id. */
  move(page: Page): void {
    const block = this.hand.block(page);
    if (!block) return;
    for (const letter of letters(block.node)) this.ledger.restored.add(letter);
    page.run((state, dispatch) => {
      const transaction = state.tr.delete(block.pos, block.pos + block.node.nodeSize);
      dispatch?.(transaction.insert(this.hand.gap(transaction.doc), block.node));
      return true;
    });
  }

  cut(page: Page): void {
    const block = this.hand.block(page);
    if (!block) return;
    for (const letter of letters(block.node)) this.ledger.restored.add(letter);
    page.clipboard = block.node;
    page.run((state, dispatch) => {
      dispatch?.(state.tr.delete(block.pos, block.pos + block.node.nodeSize));
      return true;
    });
  }

  pasteCut(page: Page): void {
    const { clipboard } = page;
    if (!clipboard) return;
    page.clipboard = null;
    this.paste(page, clipboard);
  }

  /** Paste a block whose id lives in the text: tidied as the page does it, or as it stands. */
  pasteLiving(page: Page): void {
    const block = this.hand.block(page);
    const paragraph = schema.nodes.paragraph;
    if (block && paragraph)
      this.paste(page, paragraph.create({ id: block.node.attrs.id }, schema.text(this.letter())));
  }

  breakLine(page: Page): void {
    const node = schema.nodes.hard_break?.create();
    page.run((state, dispatch) => {
      if (!node || !state.selection.$from.parent.inlineContent) return false;
      dispatch?.(state.tr.replaceSelectionWith(node));
      return true;
    });
  }

  private paste(page: Page, node: Node): void {
    const tidy = this.chance.often(0.7);
    page.run((state, dispatch) => {
      const living = new Set<string>();
      state.doc.descendants(({ attrs }) => {
        if (attrs.id) living.add(attrs.id as string);
      });
      const slice = new Slice(Fragment.from(node), 0, 0);
      dispatch?.(
        state.tr.insert(
          this.hand.gap(state.doc),
          tidy ? tidied(slice, living, newId).content : slice.content,
        ),
      );
      return true;
    });
  }

  private letter(): string {
    const letter = this.ledger.letter(this.editor, this.chance.often(0.2));
    return this.chance.often(0.15) ? `${letter}${this.chance.pick(["\u064f", "لا", " "])}` : letter;
  }
}
