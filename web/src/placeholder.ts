// What an empty title asks for. Shown, never stored.

import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

export function placeholderPlugin(asked: string): Plugin {
  return new Plugin({
    props: {
      decorations({ doc }) {
        const title = doc.firstChild;
        if (!title || title.content.size > 0) return null;
        const shown = Decoration.node(0, title.nodeSize, { class: "empty", "data-placeholder": asked });
        return DecorationSet.create(doc, [shown]);
      },
    },
  });
}
