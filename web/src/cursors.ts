// Where colleagues are: carets and selections drawn over the paper. Nothing of them stands in the text itself,
// where it would part joined letters.

import { Plugin, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { Person } from "./frames.ts";
import { initials } from "./people.ts";

export interface Caret {
  readonly session: string;
  readonly anchor: number;
  readonly head: number;
}

const MOST_RECTANGLES = 100;

function placed(kind: string, left: number, top: number, height: number, width?: number): HTMLElement {
  const made = document.createElement("div");
  made.className = kind;
  made.style.transform = `translate(${left}px, ${top}px)`;
  made.style.height = `${height}px`;
  if (width !== undefined) made.style.width = `${width}px`;
  return made;
}

export class Cursors {
  private carets: readonly Caret[] = [];
  private people: ReadonlyMap<string, Person> = new Map();
  private readonly layer: HTMLElement;
  private view: EditorView | null = null;
  private frame = 0;

  constructor(layer: HTMLElement) {
    this.layer = layer;
  }

  showPeople(people: readonly Person[]): void {
    this.people = new Map(people.map((each) => [each.session, each]));
    this.draw();
  }

  showCarets(carets: readonly Caret[]): void {
    this.carets = carets;
    this.draw();
  }

  /** Keeps the carets at their words while the text changes under them, and draws them anew when it moves. */
  plugin(): Plugin {
    return new Plugin({
      state: {
        init: () => null,
        apply: (transaction: Transaction) => {
          if (transaction.docChanged) this.map(transaction);
          return null;
        },
      },
      view: (view) => {
        this.view = view;
        const redraw = () => this.draw();
        const resized = new ResizeObserver(redraw);
        resized.observe(view.dom);
        view.dom.addEventListener("scroll", redraw, { capture: true, passive: true });
        return {
          update: redraw,
          destroy: () => {
            resized.disconnect();
            view.dom.removeEventListener("scroll", redraw, { capture: true });
            cancelAnimationFrame(this.frame);
            this.view = null;
          },
        };
      },
    });
  }

  private map({ mapping }: Transaction): void {
    this.carets = this.carets.map(({ session, anchor, head }) => ({
      session,
      anchor: mapping.map(anchor, -1),
      head: mapping.map(head, -1),
    }));
  }

  private draw(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      if (this.view && !this.view.isDestroyed) this.layer.replaceChildren(...this.drawn(this.view));
    });
  }

  private drawn(view: EditorView): HTMLElement[] {
    const origin = this.layer.getBoundingClientRect();
    const end = view.state.doc.content.size;
    return this.carets.flatMap(({ session, anchor, head }) => {
      const person = this.people.get(session);
      if (!person || anchor > end || head > end) return [];
      const group = document.createElement("div");
      group.dataset.colour = String(person.colour);
      group.append(...this.selection(view, origin, Math.min(anchor, head), Math.max(anchor, head)));
      const at = view.coordsAtPos(head);
      const caret = placed("caret", at.left - origin.left, at.top - origin.top, at.bottom - at.top);
      const flag = document.createElement("span");
      flag.textContent = initials(person.name);
      caret.append(flag);
      group.append(caret);
      return [group];
    });
  }

  private selection(view: EditorView, origin: DOMRect, from: number, to: number): HTMLElement[] {
    if (from === to) return [];
    const range = document.createRange();
    const start = view.domAtPos(from, 1);
    const end = view.domAtPos(to, -1);
    range.setStart(start.node, start.offset);
    range.setEnd(end.node, end.offset);
    return [...range.getClientRects()]
      .slice(0, MOST_RECTANGLES)
      .map(({ left, top, height, width }) =>
        placed("selected", left - origin.left, top - origin.top, height, width),
      );
  }
}
