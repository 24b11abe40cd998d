// A plain text as a draft: each line is a paragraph under the title. Between two lines stand two tokens, the end of
// one paragraph and the beginning of the next; they come and go together, as the line break does.

import type { Node, NodeType } from "prosemirror-model";
import { Transform } from "prosemirror-transform";
import { newId } from "../src/schema.ts";
import type { Stroke } from "./history.ts";

/** The position of a character of the text, and whether it is the break at the end of its line. */
function placeOf(doc: Node, character: number): { pos: number; breaks: boolean } {
  let pos = doc.firstChild?.nodeSize ?? 0;
  let rest = character;
  for (const line of doc.children.slice(1)) {
    const length = line.content.size;
    if (rest <= length) return { pos: pos + 1 + rest, breaks: rest === length };
    rest -= length + 1;
    pos += line.nodeSize;
  }
  throw new RangeError(`The text has no character ${character}`);
}

/** What a stroke does to a document. */
export function stroked(doc: Node, { position, written }: Stroke): Transform {
  const { pos, breaks } = placeOf(doc, position);
  const change = new Transform(doc);
  const type = doc.lastChild?.type as NodeType;
  if (written === "\n") return change.split(pos, 1, [{ type, attrs: { id: newId() } }]);
  if (written !== "") return change.insert(pos, doc.type.schema.text(written));
  return breaks ? change.join(pos + 1) : change.delete(pos, pos + 1);
}

export function textOf(doc: Node): string {
  return doc.children
    .slice(1)
    .map((line) => line.textContent)
    .join("\n");
}
