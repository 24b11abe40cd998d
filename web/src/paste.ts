// What is pasted keeps its structure and loses its styling: only what schema 1 can hold arrives, without
// invisible characters, under ids that live nowhere else in the text.

import { Fragment, type Node, type Schema, Slice } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { plainHTML } from "./office.ts";
import { visible } from "./visible.ts";

/** A commit travels in one frame of at most 64 KiB, so more than this is pasted in pieces. */
const PIECE = 40_000;
const utf8 = new TextEncoder();

function bytes(node: Node): number {
  return utf8.encode(JSON.stringify(node)).length;
}

/** The blocks in groups that each fit one commit, and how many fit none. */
export function pieces(blocks: readonly Node[], most = PIECE): { groups: Node[][]; left: number } {
  const groups: Node[][] = [];
  let room = 0;
  let left = 0;
  for (const block of blocks) {
    const size = bytes(block);
    if (size > most) {
      left++;
    } else if (size <= room) {
      groups.at(-1)?.push(block);
      room -= size;
    } else {
      groups.push([block]);
      room = most - size;
    }
  }
  return { groups, left };
}

/** The slice as it may enter a text in which these ids live. */
export function tidied(slice: Slice, living: ReadonlySet<string>, newId: () => string): Slice {
  const used = new Set(living);
  const tidy = (node: Node): Node | null => {
    if (node.isText) {
      const text = visible(node.text ?? "");
      return text ? node.type.schema.text(text, node.marks) : null;
    }
    let { type, attrs } = node;
    if (type.name === "title") {
      type = type.schema.nodes.section ?? type;
      attrs = { ...attrs, level: 1 };
    }
    if ("id" in attrs) {
      const id = attrs.id as string | null;
      attrs = { ...attrs, id: id === null || used.has(id) ? newId() : id };
      used.add(attrs.id as string);
    }
    return type.create(attrs, tidyAll(node.content), node.marks);
  };
  const tidyAll = (content: Fragment): Fragment =>
    Fragment.from(content.content.flatMap((node) => tidy(node) ?? []));
  const content = tidyAll(slice.content);
  // Dropping text never removes a block, so the open depths still hold.
  return new Slice(content, slice.openStart, slice.openEnd);
}

function livingIds(doc: Node): Set<string> {
  const ids = new Set<string>();
  doc.descendants((node) => {
    if (typeof node.attrs.id === "string") ids.add(node.attrs.id);
    return !node.isTextblock;
  });
  return ids;
}

/** Plain text as lines, each a paragraph; one line joins the text around it. */
export function lines(text: string, schema: Schema): Slice {
  const paragraph = schema.nodes.paragraph;
  if (!paragraph) return Slice.empty;
  const kept = text
    .split(/\r\n?|\n/)
    .map(visible)
    .filter((line) => line.trim());
  const blocks = kept.map((line) => paragraph.create(null, schema.text(line)));
  return new Slice(Fragment.from(blocks), blocks.length ? 1 : 0, blocks.length ? 1 : 0);
}

export interface PasteEvents {
  newId(): string;
  /** A large text was pasted in pieces; so many blocks were too large for any piece. */
  pasted(left: number): void;
}

/** Pastes after the present block, piece by piece, each a change of its own. */
function pasteInPieces(view: EditorView, slice: Slice, events: PasteEvents): void {
  const allowed = slice.content.content.filter(({ type }) => type.isInGroup("block"));
  const { groups, left } = pieces(allowed);
  let at = view.state.selection.$to.after(1);
  for (const group of groups) {
    const transaction = view.state.tr.insert(at, group);
    at = transaction.mapping.map(at);
    view.dispatch(transaction);
  }
  events.pasted(left + slice.content.childCount - allowed.length);
}

export function pastePlugin(events: PasteEvents): Plugin {
  return new Plugin({
    props: {
      transformPastedHTML: plainHTML,
      clipboardTextParser: (text, $context) => lines(text, $context.doc.type.schema),
      transformPasted(slice, view) {
        // What is dragged elsewhere is the same text and keeps its ids.
        const moved = (view.dragging as { move?: boolean } | null)?.move === true;
        return tidied(slice, moved ? new Set() : livingIds(view.state.doc), events.newId);
      },
      handlePaste(view, _event, slice) {
        const size = slice.content.content.reduce((sum, node) => sum + bytes(node), 0);
        if (size <= PIECE) return false;
        pasteInPieces(view, slice, events);
        return true;
      },
    },
  });
}
