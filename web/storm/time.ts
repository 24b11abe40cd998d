// The storm's time: it moves when the scheduler says so.

import type { Clock } from "../src/clock.ts";

interface Timer {
  readonly at: number;
  readonly run: () => void;
  readonly owner: object;
}

export class Time {
  now = Date.UTC(2027, 0, 1);
  private timers: Timer[] = [];

  /** A clock for one page, which stands still for ever once the page is gone. */
  clock(owner: object): Clock {
    return {
      now: () => this.now,
      after: (milliseconds, run) => {
        const timer: Timer = { at: this.now + milliseconds, run, owner };
        this.timers.push(timer);
        return timer;
      },
      cancel: (timer) => {
        this.timers = this.timers.filter((each) => each !== timer);
      },
    };
  }

  gone(owner: object): void {
    this.timers = this.timers.filter((each) => each.owner !== owner);
  }

  get waiting(): boolean {
    return this.timers.length > 0;
  }

  /** On to the next timer and run it, unless it lies farther ahead than `most` milliseconds. */
  next(most: number): boolean {
    const first = this.timers.reduce<Timer | null>((a, b) => (a && a.at <= b.at ? a : b), null);
    if (!first || first.at > this.now + most) {
      this.now += most;
      return false;
    }
    this.timers.splice(this.timers.indexOf(first), 1);
    this.now = Math.max(this.now, first.at);
    first.run();
    return true;
  }
}
