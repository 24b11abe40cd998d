// A cross-reference shows the present number of what it points at: "المادة 5". Where the target is gone it says so.

import type { Node } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import type { EditorView, NodeView } from "prosemirror-view";
import { ask } from "./dialog.ts";
import { nameOf, targets } from "./numbering.ts";
import { words } from "./words.ts";

class ReferenceView implements NodeView {
  readonly dom = document.createElement("span");
  private readonly target: string;

  constructor(node: Node, view: EditorView) {
    this.target = node.attrs.target as string;
    this.dom.className = "cross-reference";
    this.dom.dataset.target = this.target;
    this.show(view);
  }

  /** A number elsewhere may have changed without a change here. */
  show({ state }: EditorView): void {
    const name = nameOf(state, this.target);
    const text = name ?? words.brokenReference;
    if (this.dom.textContent !== text) this.dom.textContent = text;
    this.dom.classList.toggle("broken", name === null);
  }

  update(node: Node): boolean {
    return node.type.name === "cross_reference" && node.attrs.target === this.target;
  }

  ignoreMutation(): boolean {
    return true;
  }
}

export function referencesPlugin(): Plugin {
  const shown = new Set<ReferenceView>();
  return new Plugin({
    props: {
      nodeViews: {
        cross_reference(node, view) {
          const made = new ReferenceView(node, view);
          shown.add(made);
          return Object.assign(made, { destroy: () => shown.delete(made) });
        },
      },
      clipboardTextSerializer: (slice, { state }) =>
        slice.content.textBetween(0, slice.content.size, "\n\n", (leaf) =>
          leaf.type.name === "cross_reference"
            ? (nameOf(state, leaf.attrs.target as string) ?? words.brokenReference)
            : leaf.type.name === "hard_break"
              ? "\n"
              : "",
        ),
    },
    view: () => ({
      update(view, before) {
        if (before.doc !== view.state.doc) for (const each of shown) each.show(view);
      },
    }),
  });
}

/** Asks what to point at, and puts the reference at the caret. */
export async function insertReference(view: EditorView): Promise<void> {
  const choices = targets(view.state).flatMap(({ id, name, node }) =>
    id === null ? [] : [[id, `${name}: ${node.textContent.slice(0, 60)}`] as const],
  );
  const answer = await ask({
    title: words.insertReference,
    submit: words.insertReference,
    fields: [{ name: "target", label: words.referenceTo, value: "", choices }],
  });
  view.focus();
  const type = view.state.schema.nodes.cross_reference;
  if (!answer?.target || !type) return;
  view.dispatch(view.state.tr.replaceSelectionWith(type.create({ target: answer.target })).scrollIntoView());
}
