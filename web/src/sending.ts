// Sends what a meeting's forms recorded, one after the other, until the server has it or says no.

import type { Keep, Kept } from "./kept.ts";

/** What became of sending: the page that answered, a refusal in words, no answer, or nobody signed in. */
export type Answer =
  | { readonly kind: "taken"; readonly page: string; readonly address: string }
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "away" }
  | { readonly kind: "signed_out" };

export type Taken = Answer & { readonly kind: "taken" };

export type Post = (kept: Kept) => Promise<Answer>;

/** What the page is told of. */
export interface Told {
  sending(): void;
  /** The server has all of it; the page that answered the last. */
  done(last: Taken): void;
  refused(form: string, message: string): void;
  away(): void;
  signedOut(): void;
}

const LONGEST = 30_000;

/** How long to wait before the next try, in milliseconds: twice as long each time, half a minute at the most. */
export function pause(tries: number): number {
  return Math.min(LONGEST, 1000 * 2 ** tries);
}

export class Sending {
  private readonly keep: Keep;
  private readonly post: Post;
  private readonly told: Told;
  private tries = 0;
  private running = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(keep: Keep, post: Post, told: Told) {
    this.keep = keep;
    this.post = post;
    this.told = told;
  }

  /** Send all that waits. What comes later stays behind what could not be sent: a vote behind its attendance. */
  async send(): Promise<void> {
    if (this.running) return;
    this.running = true;
    clearTimeout(this.timer);
    try {
      let last: Taken | null = null;
      for (let next = this.keep.waiting()[0]; next; next = this.keep.waiting()[0]) {
        last = await this.one(...next);
        if (!last) return;
      }
      if (last) this.told.done(last);
    } finally {
      this.running = false;
    }
  }

  private async one(form: string, kept: Kept): Promise<Taken | null> {
    this.told.sending();
    this.keep.try(form);
    const answer = await this.post(kept);
    if (answer.kind === "taken") {
      this.tries = 0;
      this.keep.acknowledge(form, kept.ref);
      return answer;
    }
    if (answer.kind === "refused") {
      this.keep.refuse(form, kept.ref);
      this.told.refused(form, answer.message);
    } else if (answer.kind === "signed_out") {
      this.told.signedOut();
    } else {
      this.told.away();
      this.timer = setTimeout(() => void this.send(), pause(this.tries++));
    }
    return null;
  }
}
