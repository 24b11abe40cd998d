// Where the paper stands, said at the head of its page: fetched anew a while after the text has changed, because
// the server counts how many words it has moved on from the version that was laid before the body.

const WAIT = 3_000; // milliseconds

export class StandingLine {
  private readonly place: HTMLElement;
  private waiting = false;
  private shown: number | null = null;

  constructor(place: HTMLElement) {
    this.place = place;
  }

  /** The text stands at this version now. */
  at(version: number): void {
    const before = this.shown;
    this.shown = version;
    if (before === null || before === version || this.waiting) return;
    this.waiting = true;
    setTimeout(() => {
      this.waiting = false;
      void this.bring();
    }, WAIT);
  }

  private async bring(): Promise<void> {
    const answer = await fetch(this.place.dataset.standing ?? "").catch(() => null);
    // Whoever was signed out meanwhile is led to the door: that says nothing of the paper.
    if (answer?.ok && !answer.redirected) this.place.innerHTML = await answer.text();
  }
}
