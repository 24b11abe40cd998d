// What the page and the server say to each other. The types are written from the service's own frames;
// here a text becomes one of them, or nothing.

import type { ServerFrame } from "./generated/frames.ts";

export * from "./generated/frames.ts";

const KINDS: ReadonlySet<unknown> = new Set<ServerFrame["type"]>([
  "joined",
  "committed",
  "refused",
  "cursor",
  "people",
]);

/** The frame, or null for a kind that this client does not know: a later server may say more. */
export function parseFrame(text: string): ServerFrame | null {
  const frame = JSON.parse(text) as ServerFrame;
  return KINDS.has(frame?.type) && Number.isInteger(frame.head) ? frame : null;
}
