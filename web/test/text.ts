// Short words for documents and steps in tests.

import { type Mark, type Node, Slice } from "prosemirror-model";
import { ReplaceStep, type Step, Transform } from "prosemirror-transform";
import { buildSchema } from "../src/schema.ts";

export const schema = buildSchema();

/** An id that is easily told from others. */
export const id = (name: string) => name.padEnd(12, "z");

export const text = (content: string, ...marks: Mark[]) => schema.text(content, marks);

/** A node by its type, with an id where the type has one; children are nodes or text. */
export function node(type: string, name: string | null, ...children: (Node | string)[]): Node {
  const content = children.map((child) => (typeof child === "string" ? text(child) : child));
  return schema.nodes[type]?.create(name === null ? null : { id: id(name) }, content) as Node;
}

export const p = (name: string, ...children: (Node | string)[]) => node("paragraph", name, ...children);

/** A document with an empty title, so that its first block begins at 2. */
export const doc = (...blocks: Node[]) => node("doc", null, node("title", "title"), ...blocks);

export const insert = (at: number, content: string) => replace(at, at, content);
export const remove = (from: number, to: number) => new ReplaceStep(from, to, Slice.empty);

export function replace(from: number, to: number, content: string): ReplaceStep {
  return new ReplaceStep(
    from,
    to,
    new Slice(doc(p("x", content)).slice(3, 3 + content.length).content, 0, 0),
  );
}

export function applyAll(start: Node, steps: readonly Step[]): Node {
  const transform = new Transform(start);
  for (const step of steps) transform.step(step);
  return transform.doc;
}

/** The text of every block, in lines. */
export const lines = (of: Node) => of.textBetween(0, of.content.size, "\n").replace(/^\n/, "");

export const json = (steps: readonly Step[] | null | undefined) => JSON.parse(JSON.stringify(steps ?? null));
