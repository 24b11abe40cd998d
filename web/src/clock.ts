// Time, injected: a page has the system's, a test its own.

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  after(milliseconds: number, run: () => void): unknown;
  cancel(timer: unknown): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, run) => setTimeout(run, milliseconds),
  cancel: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};

/** Timers by name: setting one again puts it off. */
export class Timers<Name extends string> {
  private readonly clock: Clock;
  private readonly running = new Map<Name, unknown>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  has(name: Name): boolean {
    return this.running.has(name);
  }

  set(name: Name, milliseconds: number, run: () => void): void {
    this.cancel(name);
    const timer = this.clock.after(milliseconds, () => {
      this.running.delete(name);
      run();
    });
    this.running.set(name, timer);
  }

  /** Unless it runs already: then it stays as it is. */
  ensure(name: Name, milliseconds: number, run: () => void): void {
    if (!this.has(name)) this.set(name, milliseconds, run);
  }

  cancel(...names: Name[]): void {
    for (const name of names) {
      if (this.running.has(name)) this.clock.cancel(this.running.get(name));
      this.running.delete(name);
    }
  }

  cancelAll(): void {
    this.cancel(...this.running.keys());
  }
}
