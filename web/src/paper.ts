// The text on the page: the editor's view with all that belongs to it. What the person does leaves it as one
// change; what others did comes in as steps over the document that it shows.

import type { Node, Schema } from "prosemirror-model";
import { EditorState, type Plugin, Selection, type Transaction } from "prosemirror-state";
import type { Step } from "prosemirror-transform";
import { EditorView } from "prosemirror-view";
import { type Direction, directionPlugin } from "./direction.ts";
import { idsPlugin } from "./ids.ts";
import { keys, type OwnHistory } from "./keys.ts";
import { numberingPlugin } from "./numbering.ts";
import { isForeign, markForeign } from "./origin.ts";
import { lines, pastePlugin } from "./paste.ts";
import { placeholderPlugin } from "./placeholder.ts";
import { RecommendationView } from "./recommendation.ts";
import { referencesPlugin } from "./reference.ts";
import { newId } from "./schema.ts";
import { tablesPlugin } from "./tables.ts";
import { visible } from "./visible.ts";
import { type Names, words } from "./words.ts";

/** What one commit can hold: see docs/protocol.md. A larger change could only be offered back. */
const MOST_STEPS = 200;
const MOST_BYTES = 48 * 1024;

export interface PaperEvents {
  /** One change of the person: the transaction, and those that completed it. */
  changed(transactions: readonly Transaction[], after: Node): void;
  selected(anchor: number, head: number): void;
  say(text: string): void;
}

export interface PaperOptions {
  readonly place: HTMLElement;
  readonly schema: Schema;
  readonly writable: boolean;
  readonly names: Names;
  readonly history: OwnHistory;
  /** What else takes part: toolbar, cursors, composition. */
  readonly plugins: readonly Plugin[];
  readonly events: PaperEvents;
}

function fitsOneCommit(steps: readonly Step[]): boolean {
  if (steps.length > MOST_STEPS) return false;
  return new TextEncoder().encode(JSON.stringify(steps)).length <= MOST_BYTES;
}

export class Paper {
  readonly view: EditorView;
  private readonly options: PaperOptions;
  private writable: boolean;

  constructor(options: PaperOptions, doc: Node) {
    this.options = options;
    this.writable = options.writable;
    this.view = new EditorView(options.place, {
      state: this.state(doc),
      editable: () => this.writable,
      attributes: () => ({
        class: "text",
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": words.text,
        ...(this.writable ? {} : { "aria-readonly": "true", tabindex: "0" }),
        spellcheck: "true",
      }),
      nodeViews: {
        recommendation: (node, view, getPos, decorations) =>
          new RecommendationView(node, view, getPos, decorations),
      },
      dispatchTransaction: (transaction) => this.dispatch(transaction),
      handleTextInput: (view, from, to, text) => this.typed(view, from, to, text),
      handleDOMEvents: { beforeinput: (view, event) => this.systemUndo(view, event) },
      // The bar above and a phone's tools below stand over the text.
      scrollThreshold: { top: 120, bottom: 120, left: 0, right: 0 },
      scrollMargin: { top: 140, bottom: 140, left: 0, right: 0 },
    });
  }

  /** Shows a document anew, in place of all that was shown. */
  show(doc: Node): void {
    this.view.updateState(this.state(doc));
  }

  /** Carries in what others did. */
  carry(steps: readonly Step[]): void {
    const transaction = this.view.state.tr;
    for (const step of steps) transaction.step(step);
    this.view.dispatch(markForeign(transaction));
  }

  /** From now on the text is read only. */
  close(): void {
    this.writable = false;
    this.view.updateState(this.view.state);
  }

  /** Puts plain text in at the caret; false where the text is read only. */
  insert(text: string): boolean {
    if (!this.writable) return false;
    const { state } = this.view;
    this.view.dispatch(state.tr.replaceSelection(lines(text, state.schema)).scrollIntoView());
    this.view.focus();
    return true;
  }

  private state(doc: Node): EditorState {
    const { place, schema, names, history, plugins, events } = this.options;
    const title = doc.child(0);
    return EditorState.create({
      doc,
      // Who opens a text with a title goes on writing below it.
      selection: Selection.near(doc.resolve(title.content.size > 0 ? title.nodeSize : 0)),
      plugins: [
        ...plugins,
        ...keys(schema, history),
        tablesPlugin(),
        idsPlugin(newId),
        numberingPlugin(names),
        directionPlugin(getComputedStyle(place).direction as Direction),
        referencesPlugin(),
        placeholderPlugin(words.emptyTitle),
        pastePlugin({
          newId,
          pasted: (left) => events.say(left > 0 ? words.blockTooLarge : words.pastedInParts),
        }),
      ],
    });
  }

  private dispatch(transaction: Transaction): void {
    const { view } = this;
    const { selection } = view.state;
    const { state, transactions } = view.state.applyTransaction(transaction);
    const steps = isForeign(transaction) ? [] : transactions.flatMap((each) => each.steps);
    if (steps.length > 0 && !fitsOneCommit(steps)) {
      this.options.events.say(words.tooLarge);
      // What the browser has already put on the page goes again.
      view.updateState(view.state);
      return;
    }
    view.updateState(state);
    if (steps.length > 0) this.options.events.changed(transactions, state.doc);
    if (!isForeign(transaction) && !state.selection.eq(selection)) {
      this.options.events.selected(state.selection.anchor, state.selection.head);
    }
  }

  /** A character that may not stand in a text is not written. */
  private typed(view: EditorView, from: number, to: number, text: string): boolean {
    const kept = visible(text);
    if (kept === text) return false;
    view.dispatch(view.state.tr.insertText(kept, from, to).scrollIntoView());
    return true;
  }

  /** The undo of a phone's keyboard or of the browser's menu is the page's own. */
  private systemUndo(view: EditorView, event: InputEvent): boolean {
    const { undo, redo } = this.options.history;
    const command = { historyUndo: undo, historyRedo: redo }[event.inputType];
    if (!command) return false;
    event.preventDefault();
    command(view.state, view.dispatch, view);
    return true;
  }
}
