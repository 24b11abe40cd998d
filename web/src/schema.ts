// The schema of a text, built from what the service exports: the same nodes, marks and rules on both sides.

import { type AttributeSpec, type MarkSpec, type NodeSpec, Schema } from "prosemirror-model";
import exported from "./generated/schema1.json" with { type: "json" };

export const SCHEMA_VERSION: number = exported.schema;

/** What text may consist of: no controls, no bidi embeddings, overrides or isolates, no lone surrogates. */
export const VISIBLE_TEXT = new RegExp(exported.text, "u");

type Rule = { words: string[] } | { pattern: string; max: number } | { from: number; to: number };
type Attributes = Record<string, { default?: unknown; rule: Rule }>;
type Spec = { attrs?: Attributes } & Record<string, unknown>;

/** How the page shows nodes and marks and reads them from what is pasted, by name. */
export interface Dom {
  nodes?: Record<string, Partial<NodeSpec>>;
  marks?: Record<string, Partial<MarkSpec>>;
}

function fits(rule: Rule): (value: unknown) => boolean {
  if ("words" in rule) return (value) => typeof value === "string" && rule.words.includes(value);
  if ("pattern" in rule) {
    const pattern = new RegExp(rule.pattern, "u");
    return (value) => typeof value === "string" && value.length <= rule.max && pattern.test(value);
  }
  return (value) => Number.isInteger(value) && rule.from <= (value as number) && (value as number) <= rule.to;
}

function attribute(name: string, about: Attributes[string]): AttributeSpec {
  const fit = fits(about.rule);
  return {
    ...("default" in about ? { default: about.default } : {}),
    validate: (value: unknown) => {
      if (!fit(value)) throw new RangeError(`The attribute ${name} may not be ${JSON.stringify(value)}`);
    },
  };
}

function built<T>(specs: object, dom: Record<string, Partial<T>> = {}): Record<string, T> {
  return Object.fromEntries(
    Object.entries(specs as Record<string, Spec>).map(([name, { attrs, ...spec }]) => [
      name,
      {
        ...spec,
        ...(attrs && {
          attrs: Object.fromEntries(
            Object.entries(attrs).map(([key, about]) => [key, attribute(key, about)]),
          ),
        }),
        ...dom[name],
      } as T,
    ]),
  );
}

export function buildSchema(dom: Dom = {}): Schema {
  return new Schema({
    nodes: built<NodeSpec>(exported.nodes, dom.nodes),
    marks: built<MarkSpec>(exported.marks, dom.marks),
  });
}

const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";
const ID_LENGTH = 12;
/** The greatest multiple of the 36 letters in a byte: bytes above it would make some letters likelier. */
const FAIR = 256 - (256 % LETTERS.length);

export function newId(): string {
  let id = "";
  while (id.length < ID_LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(ID_LENGTH)))
      if (byte < FAIR && id.length < ID_LENGTH) id += LETTERS.charAt(byte % LETTERS.length);
  }
  return id;
}
