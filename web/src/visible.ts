// What may stand in a text: only what can be seen. The record refuses controls, lone surrogates and the bidi
// embeddings, overrides and isolates; the page drops them before they reach it.

import exported from "./generated/schema1.json" with { type: "json" };

const INVISIBLE = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;

/** The text with every white-space control as a space and all that may not stand in a text left out. */
export function visible(text: string): string {
  return text.replace(/[\t\n\v\f\r]+/g, " ").replace(INVISIBLE, "");
}

const address = exported.marks.link.attrs.href.rule;
const ADDRESS = new RegExp(address.pattern, "u");

/** The address that a link may carry, or null: http, https and mailto only, with nothing invisible in it. */
export function linkable(text: string): string | null {
  const bare = text.trim().replace(/^[a-z]+:/i, (scheme) => scheme.toLowerCase());
  return bare.length <= address.max && ADDRESS.test(bare) ? bare : null;
}
