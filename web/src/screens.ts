// The screens of a meeting, one in the place of another without leaving the page: so the next step opens without
// a connection too, from what was fetched ahead, and what others record comes in by itself.

/** How often the record is asked whether it moved on, in milliseconds. */
const EVERY = 4000;

export class Screens {
  private readonly ahead = new Map<string, string>();
  private readonly shown: (part: HTMLElement) => void;
  private readonly missing: () => void;
  private readonly busy: () => boolean;

  /** `shown`: a screen has come; `missing`: it could not; `busy`: nothing may be put in its place by itself. */
  constructor(shown: (part: HTMLElement) => void, missing: () => void, busy: () => boolean) {
    this.shown = shown;
    this.missing = missing;
    this.busy = busy;
  }

  /** Take over the links between the steps, and follow the record. */
  start(): void {
    document.addEventListener("click", (event) => {
      const link =
        event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-step]") : null;
      if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey) return;
      event.preventDefault();
      void this.open(link.href);
    });
    window.addEventListener("popstate", () => void this.open(location.href, false));
    setInterval(() => void this.follow(), EVERY);
    document.addEventListener("visibilitychange", () => void this.follow());
    this.fetchAhead();
  }

  /** Go to another screen; from what was fetched ahead where there is no connection. */
  async open(address: string, push = true): Promise<void> {
    const page = await bring(address).catch(() => this.ahead.get(address) ?? null);
    if (page === null) this.missing();
    else this.show(page, address, push);
  }

  /** Show a screen that has come as a whole page. */
  show(page: string, address: string, push = true): void {
    if (!this.put(page)) {
      location.assign(address); // No screen of a meeting: somebody was signed out, or it is another page.
      return;
    }
    if (push && address !== location.href) history.pushState(null, "", address);
    const heading = screen().querySelector<HTMLElement>("h1");
    if (heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
    scrollTo(0, 0);
    this.fetchAhead();
  }

  private put(page: string): boolean {
    const parsed = new DOMParser().parseFromString(page, "text/html");
    const next = parsed.getElementById("meeting");
    if (!next) return false;
    screen().replaceWith(next);
    document.title = parsed.title;
    this.shown(next);
    return true;
  }

  /** Whether the record has moved on; then the screen is brought anew, unless somebody is at work on it. */
  private async follow(): Promise<void> {
    if (document.visibilityState !== "visible" || this.busy()) return;
    const { stands, meeting } = screen().dataset;
    const now = await bring(`/meetings/${meeting}/stands`).catch(() => null);
    if (now === null || now === stands || !/^\d+$/.test(now)) return;
    const page = await bring(location.href).catch(() => null);
    if (page !== null && !this.busy() && screen().dataset.stands === stands) this.put(page);
  }

  /** Keep the steps that can be reached from here, for whoever records where the network may go. */
  private fetchAhead(): void {
    if (screen().dataset.ahead === undefined) return;
    for (const { href } of document.querySelectorAll<HTMLAnchorElement>("a[data-step]")) {
      bring(href).then(
        (page) => this.ahead.set(href, page),
        () => undefined,
      );
    }
  }
}

export function screen(): HTMLElement {
  const found = document.getElementById("meeting");
  if (!found) throw new RangeError("the page has no #meeting");
  return found;
}

async function bring(address: string): Promise<string> {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return await answer.text();
}
