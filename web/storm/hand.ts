// Where an editor's caret goes, and what is selected: by chance, rather where a colleague has just written.

import type { Node } from "prosemirror-model";
import { TextSelection } from "prosemirror-state";
import type { Chance } from "./chance.ts";
import type { Page } from "./page.ts";

export class Hand {
  private readonly chance: Chance;

  constructor(chance: Chance) {
    this.chance = chance;
  }

  /** A position between two blocks of the top level, below the title. */
  gap(doc: Node): number {
    const count = this.chance.int(1, doc.childCount);
    return doc.children.slice(0, count).reduce((sum, { nodeSize }) => sum + nodeSize, 0);
  }

  block(page: Page): { node: Node; pos: number } | null {
    const doc = page.state?.doc;
    if (!doc || doc.childCount < 4) return null;
    const index = this.chance.int(1, doc.childCount - 1);
    const pos = doc.children.slice(0, index).reduce((sum, { nodeSize }) => sum + nodeSize, 0);
    return { node: doc.child(index), pos };
  }

  goSomewhere(page: Page): void {
    const { fresh, state } = page;
    if (!state) return;
    const near = fresh && this.chance.often(0.3) ? this.chance.pick([fresh.from, fresh.to]) : null;
    const at = near ?? this.chance.int(1, state.doc.content.size);
    this.between(page, at, at);
  }

  /** Select so many positions from the caret on. */
  select(page: Page, size: number): void {
    const { state } = page;
    if (!state) return;
    const from = state.selection.from;
    this.between(page, from, Math.min(from + size, state.doc.content.size));
  }

  between(page: Page, from: number, to: number): void {
    page.run((state, dispatch) => {
      const most = state.doc.content.size;
      const $at = (pos: number) => state.doc.resolve(whole(state.doc, Math.min(pos, most)));
      dispatch?.(state.tr.setSelection(TextSelection.between($at(from), $at(to))));
      return true;
    });
  }

  eraseSelection(page: Page): void {
    page.run((state, dispatch) => {
      if (state.selection.empty) return false;
      dispatch?.(state.tr.deleteSelection());
      return true;
    });
  }
}

/** A position that does not split a letter of two units. */
function whole(doc: Node, pos: number): number {
  const { nodeAfter, nodeBefore } = doc.resolve(pos);
  const split =
    /[\ud800-\udbff]$/.test(nodeBefore?.text ?? "") && /^[\udc00-\udfff]/.test(nodeAfter?.text ?? "");
  return split ? pos + 1 : pos;
}

export function places(page: Page, wanted: (node: Node) => boolean): number[] {
  const found: number[] = [];
  page.state?.doc.descendants((node, pos) => {
    if (wanted(node)) found.push(pos);
  });
  return found;
}
