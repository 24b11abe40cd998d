// How often a commit comes back from the server with other steps than its client predicted. The client then goes
// another way, which hardly ever happens by itself: what it counts shows whether that way was tried.

import type { Step } from "prosemirror-transform";
import { json } from "../src/atoms.ts";
import { Commits } from "../src/commits.ts";
import type { Flight } from "../src/flight.ts";

interface Confirming {
  confirm(flight: Flight, stored: readonly Step[]): unknown;
}

export function surprises(): { count: number } {
  const seen = { count: 0 };
  const replica = Commits.prototype as unknown as Confirming;
  const { confirm } = replica;
  replica.confirm = function (flight, stored) {
    if (JSON.stringify(stored.map(json)) !== JSON.stringify(flight.steps.map(json))) seen.count++;
    return confirm.call(this, flight, stored);
  };
  return seen;
}
