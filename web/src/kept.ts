// What a form of a meeting records, kept on the device until the server has it: each under a ref of its own, by
// which the server knows a repeat. Knows nothing of pages or networks, and works out no result.

/** A form as it was filled; `turn` says in which order what was recorded is sent. */
export interface Kept {
  readonly action: string;
  readonly fields: readonly (readonly [string, string])[];
  readonly ref: string;
  /** Filled only; recorded and on its way; or refused by the server, for the person to put right. */
  readonly state: "filled" | "recorded" | "refused";
  /** Whether it was sent, so that the server may have it though no answer came. */
  readonly tried: boolean;
  readonly turn: number;
}

/** The part of `localStorage` that is used; it may throw. */
export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** What one member keeps of one meeting, by the names of the forms. */
export class Keep {
  /** Whether all of it is on the device: false where the browser would not have it. */
  safe = true;
  private readonly shelf: Shelf;
  private readonly key: string;
  private readonly draw: () => string;
  private kept: Record<string, Kept>;

  constructor(shelf: Shelf, member: string, meeting: string, draw: () => string = newRef) {
    this.shelf = shelf;
    this.key = `mashura.meeting.${member}.${meeting}`;
    this.draw = draw;
    this.kept = this.read();
  }

  get(form: string): Kept | undefined {
    return this.kept[form];
  }

  /** The form is filled so. What was sent as something else before is another thing, with another ref. */
  fill(form: string, action: string, fields: Kept["fields"]): void {
    const before = this.kept[form];
    if (before && same(before.fields, fields)) return;
    const ref = before && !before.tried ? before.ref : this.draw();
    this.put(form, { action, fields, ref, state: "filled", tried: false, turn: 0 });
  }

  /** The person records it: from now on it is to be sent. */
  record(form: string): void {
    const turn = 1 + Math.max(0, ...Object.values(this.kept).map((each) => each.turn));
    this.change(form, { state: "recorded", turn });
  }

  /** It is sent: from now on the server may have it. */
  try(form: string): void {
    this.change(form, { tried: true });
  }

  refuse(form: string, ref: string): void {
    if (this.kept[form]?.ref === ref) this.change(form, { state: "refused" });
  }

  /** The server has it; what was filled in meanwhile, under another ref, stays. */
  acknowledge(form: string, ref: string): void {
    if (this.kept[form]?.ref !== ref) return;
    delete this.kept[form];
    this.write();
  }

  /** What is to be sent, in the order in which it was recorded. */
  waiting(): [string, Kept][] {
    return Object.entries(this.kept)
      .filter(([, each]) => each.state === "recorded")
      .sort(([, one], [, other]) => one.turn - other.turn);
  }

  private change(form: string, changes: Partial<Kept>): void {
    const before = this.kept[form];
    if (before) this.put(form, { ...before, ...changes });
  }

  private put(form: string, kept: Kept): void {
    this.kept[form] = kept;
    this.write();
  }

  private write(): void {
    try {
      if (Object.keys(this.kept).length === 0) this.shelf.removeItem(this.key);
      else this.shelf.setItem(this.key, JSON.stringify(this.kept));
      this.safe = true;
    } catch {
      this.safe = false; // No room, or a private window: it is in this page alone, and the page says so.
    }
  }

  private read(): Record<string, Kept> {
    try {
      return JSON.parse(this.shelf.getItem(this.key) ?? "{}") as Record<string, Kept>;
    } catch {
      return {};
    }
  }
}

/** 128 random bits. */
export function newRef(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

function same(one: Kept["fields"], other: Kept["fields"]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
