import assert from "node:assert/strict";
import { test } from "node:test";
import type { Node } from "prosemirror-model";
import { checkDoc } from "../src/check.ts";
import { doc, id, node, p, schema, text } from "./text.ts";

const row = (name: string, ...cells: [colspan: number, rowspan: number][]) =>
  schema.node(
    "table_row",
    { id: id(name) },
    cells.map(([colspan, rowspan], i) =>
      schema.node("table_cell", { colspan, rowspan }, [p(`${name}c${i}`)]),
    ),
  );
const table = (...rows: Node[]) => doc(node("table", "table", ...rows));
const breaks = (broken: Node, message: RegExp) => assert.throws(() => checkDoc(broken), message);

test("a text under all rules passes", () => {
  checkDoc(doc(p("a", "نص"), node("bullet_list", "b", node("list_item", "c", p("d", "e")))));
});

test("every block has an id, and none stands twice", () => {
  breaks(doc(schema.node("paragraph")), /attribute id/);
  breaks(doc(p("a"), p("a")), /twice/);
  breaks(doc(p("a"), node("quotation", "q", p("a"))), /twice/);
});

test("an id that came twice is found among blocks that passed before", () => {
  const [a, b] = [p("a", "x"), p("b", "y")];
  checkDoc(doc(a, b));
  breaks(doc(a, b, p("a", "z")), /twice/);
  checkDoc(doc(b, a));
});

test("text holds nothing invisible, and equal text is joined", () => {
  for (const bad of ["a\u202e", "\u0007", "\ud83d"]) breaks(doc(p("a", bad)), /cannot be seen/);
  const strong = schema.mark("strong");
  const parted = schema.nodes.paragraph?.create({ id: id("a") }, [text("a", strong), text("b")]) as Node;
  checkDoc(doc(parted));
  const content = Object.create(parted.content, { content: { value: [text("a"), text("b")] } });
  breaks(doc(parted.copy(content)), /joined/);
});

test("content fits the schema", () => {
  breaks(doc(node("list_item", "a", p("b"))), /fit/);
  breaks(node("doc", null, p("a")), /fit/);
});

test("a text is at most 32 levels deep, also where its parts passed before", () => {
  const nested = (levels: number): Node => {
    let list = node("bullet_list", "l0", node("list_item", "i0", p("p0")));
    for (let i = 1; i < levels; i++)
      list = node("bullet_list", `l${i}`, node("list_item", `i${i}`, p(`p${i}`), list));
    return doc(list);
  };
  checkDoc(nested(15));
  breaks(nested(16), /deep/);
});

test("tables are rectangles", () => {
  checkDoc(table(row("a", [1, 1], [1, 1]), row("b", [2, 1])));
  checkDoc(table(row("a", [1, 2], [1, 1]), row("b", [1, 1])));
  checkDoc(table(row("a", [2, 2]), row("b")));
  const broken = [
    [row("a", [1, 1], [1, 1]), row("b", [1, 1])],
    [row("a", [1, 1]), row("b", [2, 1])],
    [row("a", [1, 2])],
    [row("a", [1, 2], [1, 1]), row("b", [2, 1])],
    [row("a", [1, 1], [1, 2], [1, 1]), row("b", [2, 1])],
    [row("a")],
    [row("a", [1, 1]), row("b")],
  ];
  for (const rows of broken) breaks(table(...rows), /rectangle/);
});
