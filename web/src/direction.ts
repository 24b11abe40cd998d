// The direction of a block that has none of its own: that of its first letter, and where it has no letter yet, the
// paper's. (The browser's own `dir="auto"` makes an empty line, or one of digits, run from left to right.) A table
// keeps the paper's: the order of its columns must not turn with a word.

import type { Node } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

export type Direction = "rtl" | "ltr";

const LETTER = /[\p{L}\u200e\u200f]/u;
const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\u200f]/u;

const known = new WeakMap<Node, Direction | null>();

/** The direction of the first letter in the node, null where it has none. */
export function directionOf(node: Node): Direction | null {
  const found = known.get(node);
  if (found !== undefined) return found;
  let direction: Direction | null = null;
  if (node.isText) {
    const letter = LETTER.exec(node.text ?? "")?.[0];
    if (letter) direction = RIGHT_TO_LEFT.test(letter) ? "rtl" : "ltr";
  } else {
    for (let index = 0; index < node.childCount && !direction; index++)
      direction = directionOf(node.child(index));
  }
  known.set(node, direction);
  return direction;
}

function turned(doc: Node, paper: Direction): DecorationSet {
  const found: Decoration[] = [];
  doc.descendants((node, pos) => {
    const dir = node.attrs.dir as string | undefined;
    if (dir !== undefined && node.type.name !== "table") {
      const direction = dir === "auto" ? directionOf(node) : dir;
      if (direction && (direction !== paper || dir !== "auto"))
        found.push(Decoration.node(pos, pos + node.nodeSize, { dir: direction }));
    }
    return !node.isTextblock;
  });
  return DecorationSet.create(doc, found);
}

export function directionPlugin(paper: Direction): Plugin {
  const plugin: Plugin<DecorationSet> = new Plugin<DecorationSet>({
    state: {
      init: (_, state) => turned(state.doc, paper),
      apply: (transaction, before) => (transaction.docChanged ? turned(transaction.doc, paper) : before),
    },
    props: { decorations: (state) => plugin.getState(state) },
  });
  return plugin;
}
