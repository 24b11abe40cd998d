// What may stand in a text: only what can be seen. The record refuses controls, lone surrogates and the bidi
// embeddings, overrides and isolates; the page drops them before they reach it.

const INVISIBLE = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;

/** The text with every white-space control as a space and all that may not stand in a text left out. */
export function visible(text: string): string {
  return text.replace(/[\t\n\v\f\r]+/g, " ").replace(INVISIBLE, "");
}

const LINK =
  /^(https?:\/\/|mailto:)[^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ud800-\udfff]+$/;
const LONGEST_LINK = 2000;

/** The address that a link may carry, or null: http, https and mailto only, with nothing invisible in it. */
export function linkable(address: string): string | null {
  const bare = address.trim().replace(/^[a-z]+:/i, (scheme) => scheme.toLowerCase());
  return bare.length <= LONGEST_LINK && LINK.test(bare) ? bare : null;
}
