// What no side may take: commits that look like an editor's and break a rule.

import type { Node } from "prosemirror-model";
import type { Question } from "./answer.ts";
import { at, lists, plain, rich, table } from "./texts.ts";

type Json = Record<string, unknown>;

const insertion = (pos: number, content: Json, open = 0): Json => ({
  stepType: "replace",
  from: pos,
  to: pos,
  slice: { content: [content], ...(open ? { openStart: open, openEnd: open } : {}) },
});

const typed = (pos: number, text: string, marks?: Json[]) =>
  insertion(pos, { type: "text", text, ...(marks ? { marks } : {}) });

const asking = (doc: Node, ...steps: Json[]): Question => ({ apply: { doc: doc.toJSON() as Json, steps } });

const line = (id: unknown) => ({ type: "paragraph", attrs: { id, dir: "auto" } });

export function refused(): [name: string, question: Question][] {
  const [text, list, grid, marks] = [plain(), lists(), table(), rich()];
  const word = at(text, "المجلس");
  const end = text.content.size;
  const attr = (pos: number, name: string, value: unknown): Json => ({
    stepType: "attr",
    pos,
    attr: name,
    value,
  });
  const row = at(grid, "2") - 2;
  return [
    ["a control character", asking(text, typed(word, "a\u0007"))],
    ["a line feed", asking(text, typed(word, "a\nb"))],
    ["a bidi override", asking(text, typed(word, "\u202eavis"))],
    ["a bidi isolate", asking(text, typed(word, "\u2067"))],
    ["half a letter", asking(text, typed(word, "\ud83d"))],
    ["a letter of two units split", asking(text, typed(at(text, "😀", 1), "a"))],
    ["an id twice", asking(text, insertion(end, line(text.child(1).attrs.id)))],
    ["no id", asking(text, insertion(end, line(null)))],
    ["an id of another form", asking(text, insertion(end, line("GOLDEN000000")))],
    [
      "an attribute nobody knows",
      asking(
        text,
        insertion(end, { ...line("golden999999"), attrs: { id: "golden999999", dir: "auto", x: 1 } }),
      ),
    ],
    [
      "an attribute left out",
      asking(text, insertion(end, { type: "paragraph", attrs: { id: "golden999999" } })),
    ],
    ["a direction that is none", asking(text, attr(at(text, "المجلس") - 8, "dir", "up"))],
    ["a level too deep", asking(text, attr(at(text, "السياق") - 1, "level", 4))],
    [
      "an id taken away for a moment",
      asking(text, attr(0, "id", null), attr(0, "id", text.child(0).attrs.id)),
    ],
    [
      "a link that runs",
      asking(text, typed(word, "x", [{ type: "link", attrs: { href: "javascript:alert(1)" } }])),
    ],
    ["a node of another schema", asking(text, insertion(end, { type: "image" }))],
    [
      "a line in the title's place",
      asking(text, { stepType: "replace", from: 0, to: text.child(0).nodeSize }),
    ],
    ["a block inside a line", asking(text, insertion(word, line("golden999999")))],
    ["past the end", asking(text, typed(end + 1, "a"))],
    [
      "a mark over a block that does not exist",
      asking(text, { stepType: "addMark", from: end, to: end + 9, mark: { type: "strong" } }),
    ],
    [
      "an item without a line",
      asking(list, { stepType: "replace", from: at(list, "الأول") - 1, to: at(list, "الأول", 6) }),
    ],
    ["a cell too few", asking(grid, { stepType: "replace", from: row, to: row + 5 })],
    ["a span too wide", asking(grid, attr(row, "colspan", 2))],
    ["a span below the last row", asking(grid, attr(row, "rowspan", 3))],
    [
      "a row of no cell",
      asking(grid, insertion(row - 6, { type: "table_row", attrs: { id: "golden999998" } })),
    ],
    ["an unknown step", asking(marks, { stepType: "addNodeMark", pos: 0, mark: { type: "strong" } })],
    ["an empty slice written out", asking(marks, { stepType: "replace", from: 1, to: 2, slice: {} })],
    ["a default written out", asking(marks, { stepType: "replace", from: 1, to: 2, structure: false })],
  ];
}
