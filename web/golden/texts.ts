// The texts of the golden cases, under fixed ids: the same at every emission.

import { Fragment, type Node, type NodeType } from "prosemirror-model";
import { EditorState, Plugin, TextSelection } from "prosemirror-state";
import type { Step } from "prosemirror-transform";
import { idsPlugin, withIds } from "../src/ids.ts";
import { buildSchema } from "../src/schema.ts";
import { tablesPlugin } from "../src/tables.ts";

let given = 0;

/** Ids in the order of asking. */
export const nextId = () => `golden${String(given++).padStart(6, "0")}`;

export function forget(): void {
  given = 0;
}

export const schema = withIds(buildSchema(), nextId);

type Content = string | Node | readonly (string | Node)[];

export function node(type: string, content: Content = [], attrs: object = {}): Node {
  const list = Array.isArray(content) ? content : [content];
  const nodes = (list as (string | Node)[]).flatMap((one) =>
    typeof one === "string" ? (one === "" ? [] : [schema.text(one)]) : [one],
  );
  return (schema.nodes[type] as NodeType).createChecked({ ...attrs }, Fragment.from(nodes));
}

export const p = (...content: (string | Node)[]) => node("paragraph", content);
export const doc = (...blocks: Node[]) => node("doc", [node("title", "رأي"), ...blocks]);
export const marked = (text: string, ...names: string[]) =>
  schema.text(
    text,
    names.map((name) => schema.mark(name, name === "link" ? { href: "https://example.org/رأي" } : null)),
  );
export const item = (...content: Node[]) => node("list_item", content);
export const br = () => node("hard_break");
export const cell = (text: string, colspan = 1, rowspan = 1) =>
  node("table_cell", p(text), { colspan, rowspan });

export const plain = () =>
  doc(p("يتداول المجلس في مداولاته العامة"), p("إِلَى اللَّجْنَةِ 2027 😀 avis"), p(), node("section", "السياق"));

export const rich = () =>
  doc(
    p("قال ", marked("المقرِّر", "strong"), " إن ", marked("الرأي", "link", "emphasis"), br(), "لا يُلزم"),
    p("👩‍👩‍👧 e\u0301quite\u0301 ", node("cross_reference", [], { target: "golden000001" }), " ٪٥٠"),
    node("quotation", [p("منقول"), p("عن الأصل")]),
  );

export const lists = () =>
  doc(
    p("أولا"),
    node("ordered_list", [
      item(p("الأول")),
      item(p("الثاني"), node("bullet_list", [item(p("فرع")), item(p("فرع آخر"))])),
      item(p("الثالث")),
    ]),
    p(),
  );

export const table = () =>
  doc(
    p("قبل"),
    node("table", [
      node("table_row", [cell("المحور", 2), cell("الهدف")]),
      node("table_row", [cell("1", 1, 2), cell("2"), cell("3")]),
      node("table_row", [cell("4", 2)]),
    ]),
    p("بعد"),
  );

/** The page's state, with the plugins that complete a change; all steps are noted. */
export function state(of: Node, noted: Step[]): EditorState {
  const notes = new Plugin({
    state: { init: () => null, apply: (transaction) => void noted.push(...transaction.steps) },
  });
  return EditorState.create({ doc: of, plugins: [tablesPlugin(), idsPlugin(nextId), notes] });
}

/** Where a text begins in a document. */
export function at(of: Node, text: string, offset = 0): number {
  let found = -1;
  of.descendants((child, pos) => {
    const index = child.text?.indexOf(text) ?? -1;
    if (found < 0 && index >= 0) found = pos + index;
  });
  if (found < 0) throw new RangeError(`No ${text} in the text`);
  return found + offset;
}

export function selecting(of: EditorState, from: number, to = from): EditorState {
  return of.apply(of.tr.setSelection(TextSelection.between(of.doc.resolve(from), of.doc.resolve(to))));
}
