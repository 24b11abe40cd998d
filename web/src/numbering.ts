// Numbers are computed, never stored: sections 1, 1.1, 1.1.1; articles and recommendations 1, 2, 3 through the
// whole text. They reach the page as decorations, and cross-references ask here for the name of their target.

import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { Names } from "./words.ts";

export interface Numbered {
  readonly id: string | null;
  readonly pos: number;
  readonly node: Node;
  /** What stands in the margin: "2.1", "المادة 5", "التوصية 3". */
  readonly mark: string;
  /** What a reference says: "القسم 2.1", "المادة 5", "التوصية 3". */
  readonly name: string;
}

/** Counts sections of three levels; a level that is skipped counts as the next one down. */
class SectionCounter {
  private readonly open: { level: number; count: number }[] = [];

  next(level: number): string {
    let count = 1;
    for (let last = this.open.at(-1); last && last.level >= level; last = this.open.at(-1)) {
      count = last.count + 1;
      this.open.pop();
    }
    this.open.push({ level, count });
    return this.open.map((each) => each.count).join(".");
  }
}

/** Everything in the text that carries a number, in order. Only top-level blocks do. */
export function numbered(doc: Node, names: Names): Numbered[] {
  const found: Numbered[] = [];
  const sections = new SectionCounter();
  let articles = 0;
  let recommendations = 0;
  doc.forEach((node, pos) => {
    const add = (mark: string, name: string): void => {
      found.push({ id: node.attrs.id as string | null, pos, node, mark, name });
    };
    if (node.type.name === "section") {
      const number = sections.next(node.attrs.level as number);
      add(number, `${names.section} ${number}`);
    } else if (node.type.name === "article") {
      const name = `${names.article} ${++articles}`;
      add(name, name);
    } else if (node.type.name === "recommendation") {
      const name = `${names.recommendation} ${++recommendations}`;
      add(name, name);
    }
  });
  return found;
}

interface Numbering {
  readonly list: readonly Numbered[];
  readonly names: ReadonlyMap<string, string>;
  readonly decorations: DecorationSet;
}

const key = new PluginKey<Numbering>("numbering");

function numbering(doc: Node, language: Names): Numbering {
  const list = numbered(doc, language);
  return {
    list,
    names: new Map(list.flatMap(({ id, name }) => (id === null ? [] : [[id, name] as const]))),
    decorations: DecorationSet.create(
      doc,
      list.map(({ pos, node, mark }) =>
        Decoration.node(pos, pos + node.nodeSize, { "data-number": mark }, { mark }),
      ),
    ),
  };
}

export function numberingPlugin(language: Names): Plugin {
  return new Plugin<Numbering>({
    key,
    state: {
      init: (_, state) => numbering(state.doc, language),
      apply: (transaction, before) =>
        transaction.docChanged ? numbering(transaction.doc, language) : before,
    },
    props: {
      decorations: (state) => key.getState(state)?.decorations,
    },
  });
}

/** What a reference to the block of this id says, or null where nothing numbered has the id (any more). */
export function nameOf(state: EditorState, id: string): string | null {
  return key.getState(state)?.names.get(id) ?? null;
}

/** All that a reference may point at. */
export function targets(state: EditorState): readonly Numbered[] {
  return key.getState(state)?.list ?? [];
}
