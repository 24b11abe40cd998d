// What the page says in words: whether the text is in the record, whether the connection holds, what could not
// be done, and what was rescued. Only the connection's loss and return are read aloud.

import { words } from "./words.ts";

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new RangeError(`the page has no #${id}`);
  return found;
}

export type SaveWords = { kind: "saved" | "waiting" | "lost"; text: string };

/** How long a lost connection stays unsaid: networks blink. */
const BLINK = 1500;

export class Notices {
  private readonly save = element("save-state");
  private readonly aloud = element("aloud");
  private readonly notice = element("notice");
  private lostTimer: number | undefined;
  private lost = false;
  private hideTimer: number | undefined;

  /** Shows the save state; a loss shorter than a blink is never shown. */
  showSave(state: SaveWords): void {
    if (state.kind === "lost" && !this.lost) {
      this.lostTimer ??= window.setTimeout(() => {
        this.lost = true;
        this.showSave(state);
        this.aloud.textContent = state.text;
      }, BLINK);
      return;
    }
    window.clearTimeout(this.lostTimer);
    this.lostTimer = undefined;
    if (state.kind !== "lost" && this.lost) {
      this.lost = false;
      this.aloud.textContent = words.back;
    }
    this.save.dataset.state = state.kind;
    if (this.save.textContent !== state.text) this.save.textContent = state.text;
  }

  /** Says something for a while; it is read aloud, since the person has just asked for it. */
  say(text: string): void {
    this.notice.textContent = text;
    this.notice.hidden = false;
    window.clearTimeout(this.hideTimer);
    this.hideTimer = window.setTimeout(() => {
      this.notice.hidden = true;
    }, 8000);
  }
}
