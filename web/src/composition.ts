// Most typing on Android, and all typing through an input method, is composition: the browser owns the word until
// it is finished, and a change to that line beneath it breaks the word or doubles it.
//
// So while a word is being composed, what comes from the server waits here, in its order, before the live client
// sees any of it. Had the client taken it in and only the editor waited, the two would hold different texts, and
// what is typed meanwhile would have to be carried between them. Waiting at the door, the person's own steps are
// made on the very document that the client has, as always. All that waits is late by one word, and bounded: a word
// that takes longer than five seconds does not hold the others up. It is then ended with the letters that are there,
// before anything changes: the text loses the focus and gets it back, which every input method hears of. The next
// letter begins a composition of its own.

import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

const LONGEST_WAIT = 5000;
/** The editor reads a finished word a moment after the browser says that it is finished. */
const READ = 30;
/** A browser that does not say so within this time is not waited for. */
const ENDED = 500;

export class Composition {
  private readonly held: (() => void)[] = [];
  private view: EditorView | null = null;
  private composing = false;
  private overdue: ReturnType<typeof setTimeout> | undefined;

  /**
   * Does it now, or, where it may change the text, once the word being composed is finished; always in the order of
   * the calls.
   */
  pass(arrive: () => void, changes: boolean): void {
    if (!this.composing || (!changes && this.held.length === 0)) {
      arrive();
      return;
    }
    this.held.push(arrive);
    this.overdue ??= setTimeout(() => this.stop(), LONGEST_WAIT);
  }

  plugin(): Plugin {
    return new Plugin({
      props: {
        handleDOMEvents: {
          compositionstart: () => {
            this.composing = true;
          },
          compositionend: (view) => {
            this.finish(view);
          },
        },
      },
      view: (view) => {
        this.view = view;
        return {};
      },
    });
  }

  private finish(view: EditorView): void {
    setTimeout(() => {
      if (!view.isDestroyed && view.composing) this.finish(view);
      else this.end();
    }, READ);
  }

  /** Ends the composition as a touch elsewhere would. */
  private stop(): void {
    this.overdue = setTimeout(() => this.end(), ENDED);
    this.view?.dom.blur();
    this.view?.dom.focus({ preventScroll: true });
  }

  private end(): void {
    this.composing = false;
    clearTimeout(this.overdue);
    this.overdue = undefined;
    for (let next = this.held.shift(); next; next = this.held.shift()) next();
  }
}
