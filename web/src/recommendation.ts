// A recommendation: a numbered box that says to whom it goes, by when, and how its fulfilment is seen. The three
// are attributes, edited by a small form; the text below them is edited in place.

import type { Node } from "prosemirror-model";
import type { Decoration, EditorView, NodeView } from "prosemirror-view";
import { ask } from "./dialog.ts";
import exported from "./generated/schema1.json" with { type: "json" };
import { visible } from "./visible.ts";
import { words } from "./words.ts";

const { rule } = exported.nodes.recommendation.attrs.addressee;
const notes = ["addressee", "term", "indicator"] as const;

/** Asks for the addressee, term and indicator of the recommendation at `pos` and changes what differs. */
export async function editRecommendation(view: EditorView, pos: () => number | undefined): Promise<void> {
  const asked = view.state.doc.nodeAt(pos() ?? 0);
  if (asked?.type.name !== "recommendation" || !view.editable) return;
  const answer = await ask({
    title: words.recommendationTerms,
    submit: words.keep,
    fields: notes.map((name) => ({
      name,
      label: words.note[name],
      value: asked.attrs[name] as string,
      longest: rule.max,
    })),
  });
  view.focus();
  const at = pos();
  const now = at === undefined ? null : view.state.doc.nodeAt(at);
  if (!answer || at === undefined || now?.attrs.id !== asked.attrs.id) return;
  const transaction = view.state.tr;
  for (const name of notes) {
    const value = visible(answer[name] ?? "").trim();
    if (value !== now?.attrs[name]) transaction.setNodeAttribute(at, name, value);
  }
  if (transaction.docChanged) view.dispatch(transaction);
}

export class RecommendationView implements NodeView {
  readonly dom = document.createElement("div");
  readonly contentDOM = document.createElement("div");
  private readonly number = document.createElement("span");
  private readonly terms = document.createElement("dl");
  private readonly head = document.createElement("div");
  private node: Node;

  constructor(
    node: Node,
    view: EditorView,
    getPos: () => number | undefined,
    decorations: readonly Decoration[],
  ) {
    this.node = node;
    this.dom.className = "recommendation";
    this.head.className = "head";
    this.head.contentEditable = "false";
    this.number.className = "number";
    this.head.append(this.number);
    if (view.editable) {
      const edit = document.createElement("button");
      edit.type = "button";
      edit.className = "quiet";
      edit.textContent = words.editTerms;
      edit.addEventListener("click", () => void editRecommendation(view, getPos));
      this.head.append(edit);
    }
    this.head.append(this.terms);
    this.dom.append(this.head, this.contentDOM);
    this.show(decorations);
  }

  update(node: Node, decorations: readonly Decoration[]): boolean {
    if (node.type !== this.node.type) return false;
    this.node = node;
    this.show(decorations);
    return true;
  }

  stopEvent(event: Event): boolean {
    return this.head.contains(event.target as globalThis.Node);
  }

  ignoreMutation(mutation: { type: string; target: globalThis.Node }): boolean {
    return mutation.type !== "selection" && !this.contentDOM.contains(mutation.target);
  }

  private show(decorations: readonly Decoration[]): void {
    const mark = decorations.map((each) => each.spec.mark as string | undefined).find(Boolean);
    this.number.textContent = mark ?? "";
    this.terms.replaceChildren(
      ...notes.flatMap((name) => {
        const value = this.node.attrs[name] as string;
        if (!value) return [];
        const pair = document.createElement("div");
        const term = document.createElement("dt");
        term.textContent = words.note[name];
        const text = document.createElement("dd");
        text.dir = "auto";
        text.textContent = value;
        pair.append(term, text);
        return [pair];
      }),
    );
  }
}
