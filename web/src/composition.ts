// Most typing on Android, and all typing through an input method, is composition: the browser owns the word until
// it is finished, and a change to that line beneath it breaks the word or doubles it.
//
// So while a word is being composed, what comes from the server waits here, in its order, before the live client
// sees any of it. Had the client taken it in and only the editor waited, the two would hold different texts, and
// what is typed meanwhile would have to be carried between them. Waiting at the door, the person's own steps are
// made on the very document that the client has, as always. All that waits is late by one word, and bounded: a word
// that takes longer than five seconds does not hold the others up. The editor then keeps the composition where the
// change is in another line; in the same stretch of text the browser ends it with the letters that are there.

import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

const LONGEST_WAIT = 5000;
/** The editor reads a finished word a moment after the browser says that it is finished. */
const READ = 30;

export class Composition {
  private readonly held: (() => void)[] = [];
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
    this.overdue ??= setTimeout(() => this.release(), LONGEST_WAIT);
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
      view: () => ({ destroy: () => this.end() }),
    });
  }

  private finish(view: EditorView): void {
    setTimeout(() => {
      if (!view.isDestroyed && view.composing) this.finish(view);
      else this.end();
    }, READ);
  }

  private end(): void {
    this.composing = false;
    this.release();
  }

  private release(): void {
    clearTimeout(this.overdue);
    this.overdue = undefined;
    for (let next = this.held.shift(); next; next = this.held.shift()) next();
  }
}
