// What becomes of every letter. Each letter that is typed in a storm is typed once, so that each can be followed:
// who typed it, who took it away, whether it was moved, and where it ended.

import type { Node } from "prosemirror-model";

/** Ideographs of one unit, and of two: nobody else writes them here. */
const SHORT = [0x4e00, 0x9fff] as const;
const LONG = [0x20000, 0x2a6df] as const;
const LETTER = /[\u4e00-\u9fff\u{20000}-\u{2a6df}]/gu;

export const lettersIn = (text: string): string[] => text.match(LETTER) ?? [];

/** All letters of a document, as often as they stand in it. */
export function letters(doc: Node): string[] {
  return lettersIn(doc.textBetween(0, doc.content.size));
}

/** A change that brought a letter in, or took it out. */
interface Turn {
  readonly change: number;
  readonly present: boolean;
}

export class Ledger {
  readonly editors: number;
  /** Letters that an undo, a redo or a move may have brought in a second time. */
  readonly restored = new Set<string>();
  /** Each editor's own letters, with what that editor did to each. */
  private readonly own: Map<string, Turn[]>[];
  private readonly changes: number[];
  private short: number = SHORT[0];
  private long: number = LONG[0];

  constructor(editors: number) {
    this.editors = editors;
    this.own = Array.from({ length: editors }, () => new Map());
    this.changes = Array.from({ length: editors }, () => 0);
  }

  /** A letter that was never typed before; `editor` is null for what the draft begins with. */
  letter(editor: number | null, long: boolean): string {
    const letter = String.fromCodePoint(long ? this.long++ : this.short++);
    if (editor !== null) this.own[editor]?.set(letter, []);
    return letter;
  }

  /** An editor's letters that were typed, and not taken out again by that editor. */
  left(editor: number): string[] {
    return [...(this.own[editor] ?? [])].flatMap(([letter, turns]) =>
      turns.at(-1)?.present ? [letter] : [],
    );
  }

  /** How often an editor has changed the text. */
  count(editor: number): number {
    return this.changes[editor] ?? 0;
  }

  /** A change of an editor's own. */
  changed(editor: number, removed: readonly string[], brought: readonly string[]): void {
    const change = this.count(editor) + 1;
    this.changes[editor] = change;
    for (const letter of removed) this.own[editor]?.get(letter)?.push({ change, present: false });
    for (const letter of brought) this.own[editor]?.get(letter)?.push({ change, present: true });
  }

  /** A page crashed: what it changed after the last durable record was never done, unless it was sent. */
  crashed(editor: number, durable: number, sent: Iterable<string>): void {
    const out = new Set([...sent].flatMap(lettersIn));
    for (const [letter, turns] of this.own[editor] ?? []) {
      const kept = turns.filter(({ change }) => change <= durable);
      if (kept.length > 0 || !out.has(letter)) this.own[editor]?.set(letter, kept);
    }
  }
}
