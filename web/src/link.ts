// Makes the selected words a link, changes the link at the caret, or takes it away.

import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { ask } from "./dialog.ts";
import { linkable } from "./visible.ts";
import { words } from "./words.ts";

/** The link at the selection's start with the stretch of its line that carries it, or the selection itself. */
function linkAt(state: EditorState): { href: string; from: number; to: number } {
  const { $from, from, to, empty } = state.selection;
  const type = state.schema.marks.link;
  const mark = type && (type.isInSet($from.marks()) ?? type.isInSet($from.nodeAfter?.marks ?? []));
  if (!mark) return { href: "", from, to };
  const href = mark.attrs.href as string;
  if (!empty) return { href, from, to };
  const stretches: { from: number; to: number }[] = [];
  $from.parent.forEach((child, offset) => {
    if (!mark.isInSet(child.marks)) return;
    const start = $from.start() + offset;
    const last = stretches.at(-1);
    if (last?.to === start) last.to += child.nodeSize;
    else stretches.push({ from: start, to: start + child.nodeSize });
  });
  const here = stretches.find((each) => each.from <= from && from <= each.to);
  return { href, from: here?.from ?? from, to: here?.to ?? to };
}

export async function editLink(view: EditorView): Promise<void> {
  const type = view.state.schema.marks.link;
  if (!type) return;
  const answer = await ask({
    title: words.linkTitle,
    submit: words.keep,
    fields: [
      {
        name: "href",
        label: words.linkAddress,
        value: linkAt(view.state).href || "https://",
        ltr: true,
        check: (value) => (bare(value) === "" || linkable(bare(value)) ? "" : words.linkWanted),
      },
    ],
  });
  view.focus();
  if (!answer) return;
  // The text may have changed meanwhile: what is linked is what is selected now.
  const { from, to } = linkAt(view.state);
  const href = linkable(bare(answer.href ?? ""));
  const transaction = view.state.tr;
  if (from === to && href) {
    transaction.insert(from, view.state.schema.text(href, [type.create({ href })]));
  } else {
    transaction.removeMark(from, to, type);
    if (href) transaction.addMark(from, to, type.create({ href }));
  }
  if (transaction.docChanged) view.dispatch(transaction);
}

function bare(address: string): string {
  return address.trim().replace(/^https?:\/\/$/, "");
}
