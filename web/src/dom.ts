// How schema 1 looks as HTML, and what HTML becomes of it: for the view, the clipboard and what is pasted.
// `data-id` marks our own elements; only they bring an id and a direction with them.

import type { MarkSpec, Node, NodeSpec, TagParseRule } from "prosemirror-model";
import { linkable } from "./visible.ts";

const ID = /^[0-9a-z]{12}$/;
const MAX_SPAN = 50;

type Values = Record<string, unknown>;

function own(node: Node, more: Record<string, string | undefined> = {}): Record<string, string> {
  const attributes: Record<string, string | undefined> = {
    "data-id": (node.attrs.id as string | null) ?? "",
    // The direction of what has none of its own: see direction.ts.
    dir: node.attrs.dir === "auto" ? undefined : (node.attrs.dir as string | undefined),
    ...more,
  };
  return Object.fromEntries(
    Object.entries(attributes).filter((each): each is [string, string] => each[1] !== undefined),
  );
}

function block(element: HTMLElement): Values {
  const id = element.dataset.id;
  const dir = id === undefined ? null : element.getAttribute("dir");
  return { id: id && ID.test(id) ? id : null, dir: dir === "rtl" || dir === "ltr" ? dir : "auto" };
}

/** A rule for elements that match, with the id and direction that every block has, and what `more` adds. */
function rule(tag: string, more: (element: HTMLElement) => Values = () => ({})): TagParseRule {
  return { tag, getAttrs: (element) => ({ ...block(element), ...more(element) }) };
}

function whole(text: string | null, least: number, most: number): number {
  const number = Number.parseInt(text ?? "", 10);
  return Number.isNaN(number) ? least : Math.min(Math.max(number, least), most);
}

function spans(element: HTMLElement): Values {
  return {
    colspan: whole(element.getAttribute("colspan"), 1, MAX_SPAN),
    rowspan: whole(element.getAttribute("rowspan"), 1, MAX_SPAN),
  };
}

function cell(tag: "td" | "th"): Partial<NodeSpec> {
  return {
    parseDOM: [{ tag, getAttrs: spans }],
    toDOM: ({ attrs }) => [
      tag,
      {
        ...(attrs.colspan === 1 ? {} : { colspan: String(attrs.colspan) }),
        ...(attrs.rowspan === 1 ? {} : { rowspan: String(attrs.rowspan) }),
      },
      0,
    ],
  };
}

const heading = (level: number): TagParseRule => ({ tag: `h${level}`, attrs: { level: Math.min(level, 3) } });

const nodes: Record<string, Partial<NodeSpec>> = {
  paragraph: { parseDOM: [rule("p")], toDOM: (node) => ["p", own(node), 0] },
  title: {
    parseDOM: [{ ...rule("h1.title"), priority: 60 }],
    toDOM: (node) => ["h1", own(node, { class: "title" }), 0],
  },
  section: {
    // Our headings begin below the title, at h2; those of others begin at h1.
    parseDOM: [
      ...[1, 2, 3].map((level) => ({ ...rule(`h${level + 1}.section`, () => ({ level })), priority: 60 })),
      ...[1, 2, 3, 4, 5, 6].map(heading),
    ],
    toDOM: (node) => [`h${(node.attrs.level as number) + 1}`, own(node, { class: "section" }), 0],
  },
  article: {
    parseDOM: [{ ...rule("h5.article"), priority: 60 }],
    toDOM: (node) => ["h5", own(node, { class: "article" }), 0],
  },
  quotation: { parseDOM: [rule("blockquote")], toDOM: (node) => ["blockquote", own(node), 0] },
  ordered_list: {
    parseDOM: [rule("ol", (element) => ({ start: whole(element.getAttribute("start"), 1, 9999) }))],
    toDOM: (node) => [
      "ol",
      own(node, { start: node.attrs.start === 1 ? undefined : String(node.attrs.start) }),
      0,
    ],
  },
  bullet_list: { parseDOM: [rule("ul")], toDOM: (node) => ["ul", own(node), 0] },
  list_item: {
    parseDOM: [{ tag: "li", getAttrs: (element) => ({ id: block(element).id }) }],
    toDOM: (node) => ["li", own(node), 0],
  },
  table: {
    parseDOM: [rule("table")],
    // A wide table scrolls by itself; the paper does not.
    toDOM: (node) => ["div", { class: "table" }, ["table", own(node), ["tbody", 0]]],
  },
  table_row: {
    parseDOM: [{ tag: "tr", getAttrs: (element) => ({ id: block(element).id }) }],
    toDOM: (node) => ["tr", own(node), 0],
  },
  table_cell: cell("td"),
  table_header: cell("th"),
  recommendation: {
    parseDOM: [
      rule("div.recommendation", ({ dataset }) => ({
        addressee: dataset.addressee ?? "",
        term: dataset.term ?? "",
        indicator: dataset.indicator ?? "",
      })),
    ],
    toDOM: (node) => [
      "div",
      own(node, {
        class: "recommendation",
        "data-addressee": node.attrs.addressee as string,
        "data-term": node.attrs.term as string,
        "data-indicator": node.attrs.indicator as string,
      }),
      0,
    ],
  },
  cross_reference: {
    parseDOM: [
      {
        tag: "span.cross-reference",
        getAttrs: ({ dataset }) => (ID.test(dataset.target ?? "") ? { target: dataset.target } : false),
      },
    ],
    toDOM: (node) => ["span", { class: "cross-reference", "data-target": node.attrs.target as string }],
  },
  hard_break: { parseDOM: [{ tag: "br" }], toDOM: () => ["br"], leafText: () => "\n" },
};

const marks: Record<string, Partial<MarkSpec>> = {
  link: {
    parseDOM: [
      {
        tag: "a[href]",
        getAttrs: (element) => {
          const href = linkable(element.getAttribute("href") ?? "");
          return href === null ? false : { href };
        },
      },
    ],
    toDOM: (mark) => ["a", { href: mark.attrs.href as string, rel: "noopener noreferrer" }, 0],
  },
  strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
  emphasis: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
  underline: { parseDOM: [{ tag: "u" }], toDOM: () => ["u", 0] },
};

export const dom = { nodes, marks };
