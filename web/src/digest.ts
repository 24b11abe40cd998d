// The digest of a version, equal to the service's: SHA-256, in hexadecimal, of the RFC 8785 form of {schema, doc}.

import canonicalize from "canonicalize";
import type { Node } from "prosemirror-model";
import { SCHEMA_VERSION } from "./schema.ts";

export async function digest(doc: Node): Promise<string> {
  const text = canonicalize({ schema: SCHEMA_VERSION, doc: doc.toJSON() });
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
