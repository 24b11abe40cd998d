// What the page says in words: whether the text is in the record, whether the connection holds, what could not
// be done, and what was rescued. Only the connection's loss and return are read aloud.

import { element } from "./element.ts";
import { words } from "./words.ts";

/** What is said of the text's safety, and the shape that says the same. */
export interface Safety {
  readonly kind: "saved" | "waiting" | "lost";
  readonly text: string;
}

/** How long what was asked for is answered on the page. */
const SHOWN = 8000;

export class Notices {
  private readonly save = element("save-state");
  private readonly aloud = element("aloud");
  private readonly notice = element("notice");
  private hiding: ReturnType<typeof setTimeout> | undefined;

  showSafety({ kind, text }: Safety): void {
    const before = this.save.dataset.state;
    this.save.dataset.state = kind;
    this.save.textContent = text;
    if (kind === "lost") this.aloud.textContent = text;
    else if (before === "lost") this.aloud.textContent = words.back;
  }

  /** Answers what the person has just done, for a while; it is read aloud. */
  say(text: string): void {
    this.notice.textContent = text;
    this.notice.hidden = false;
    clearTimeout(this.hiding);
    this.hiding = setTimeout(() => {
      this.notice.hidden = true;
    }, SHOWN);
  }
}
