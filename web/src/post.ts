// How a kept form reaches the server: as the form itself would, with the page's own token against forgery.

import type { Kept } from "./kept.ts";
import type { Answer } from "./sending.ts";

/** Send it once; `token` is what a form of this page carries. */
export async function post(kept: Kept, token: string): Promise<Answer> {
  const body = new URLSearchParams([
    ["_csrf_token", token],
    ["ref", kept.ref],
  ]);
  for (const [name, value] of kept.fields) body.append(name, value);
  let answer: Response;
  let said: string;
  try {
    answer = await fetch(kept.action, { method: "POST", body, headers: { Accept: "application/json" } });
    said = await answer.text();
  } catch {
    return { kind: "away" };
  }
  if (new URL(answer.url).pathname === "/signin") return { kind: "signed_out" };
  if (answer.ok) return { kind: "taken", page: said, address: answer.url };
  // Busy, or broken for the moment: the same may be sent again.
  if (answer.status >= 500 || answer.status === 429) return { kind: "away" };
  return { kind: "refused", message: message(said) };
}

function message(said: string): string {
  try {
    return String((JSON.parse(said) as { message?: unknown }).message ?? "");
  } catch {
    return "";
  }
}
