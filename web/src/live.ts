// The live client: one draft over one connection at a time. It feeds the replica (commits.ts) with what the server
// says, sends what the person changed, and tells the page what to show. Every signal, from the network, a
// timer or the page, goes through `dispatch`.

import { Node, type Schema } from "prosemirror-model";
import type { Step } from "prosemirror-transform";
import type { Rescue } from "./atoms.ts";
import { type Clock, Timers } from "./clock.ts";
import { type Change, Commits, Diverged } from "./commits.ts";
import {
  CLOSE_CODES,
  type ClientFrame,
  type Joined,
  type Person,
  PROTOCOL,
  parseFrame,
  type Refused,
  type ServerFrame,
  type WireCommit,
} from "./frames.ts";
import { AFTER, BEFORE, inverse, mapOf, Track } from "./rebase.ts";
import { Keeper, type RecordStore } from "./record.ts";
import { type Placed, Selections } from "./selections.ts";

/** What a connection tells. */
export interface Arrivals {
  onopen(): void;
  onmessage(text: string): void;
  onclose(code: number): void;
}

export interface Transport {
  send(text: string): void;
  close(): void;
}

/** Why a connection was closed for good. */
export type ClosedReason = "not_signed_in" | "not_allowed" | "unknown" | "outdated" | "malformed" | "stopped";

/** What is safe: `words` counts those that are not in the record yet. */
export type SaveState =
  | { readonly kind: "saved" }
  | { readonly kind: "saving" | "offline"; readonly words: number }
  | { readonly kind: "closed"; readonly reason: ClosedReason };

export interface LiveEvents {
  /** The document to show: at first, or in place of all that was shown. */
  opened(doc: Node): void;
  /**
   * Others' steps over the document that the page shows, and the document after them. `dropped`: something that the
   * person did was taken out again, and undo must forget what it knows.
   */
  changed(steps: readonly Step[], doc: Node, dropped: boolean): void;
  people(people: readonly Person[]): void;
  /** Colleagues' selections, in positions of the document that the page shows. */
  cursors(cursors: readonly Placed[]): void;
  state(state: SaveState): void;
  rescued(rescues: readonly Rescue[]): void;
}

export interface LiveOptions {
  readonly schema: Schema;
  readonly member: string;
  readonly connect: (arrivals: Arrivals) => Transport;
  readonly clock: Clock;
  readonly store: RecordStore;
  readonly events: LiveEvents;
  /** From 0 to 1, for spreading reconnections. */
  readonly random?: () => number;
}

type Signal =
  | { readonly on: "connect" | "opened" }
  | { readonly on: "frame"; readonly frame: ServerFrame }
  | { readonly on: "lost"; readonly code: number };

type Phase = "offline" | "joining" | "catching up" | "live" | "closed";
type Timer = "connect" | "announce" | "answer" | "silence" | "gap" | "fill" | "busy" | "cursor" | "save";

/** Alone in the room, a commit may fill for this long. All times in milliseconds. */
const FILL = 600;
/** A loss of connection shorter than this is not announced. */
const BLINK = 1_000;
const ANSWER = 10_000;
const SILENCE = 25_000;
/** How long a commit that the head speaks of may still be on its way. */
const GAP = 150;
const ASK_AGAIN = 5_000;
const BUSY = 1_000;
const CURSOR = 150;
const KEEP = 250;
const BACKOFF = { first: 500, most: 15_000 };
const TOO_LARGE = 1009;

export class Live {
  private readonly options: LiveOptions;
  private readonly timers: Timers<Timer>;
  private readonly keeper: Keeper;
  private readonly selections = new Selections();
  private phase: Phase = "offline";
  private commits: Commits | null = null;
  private transport: Transport | null = null;
  private session: string | null = null;
  /** The number of the session's last commit. */
  private n = 0;
  /** The highest version that the server spoke of. */
  private head = 0;
  /** The version to be reached before anything is sent. */
  private target = 0;
  private asked = -1;
  private attempts = 0;
  private anew = false;
  private malformed = false;
  private announced = false;
  private reason: ClosedReason | null = null;
  private people: readonly Person[] = [];
  private selected: { anchor: number; head: number } | null = null;
  private shown = "";
  private offered: readonly Rescue[] = [];

  constructor(options: LiveOptions) {
    this.options = options;
    this.timers = new Timers(options.clock);
    this.keeper = new Keeper(options.store, () => {
      const { commits } = this;
      return commits && !(commits.settled && commits.rescued.length === 0) ? commits.record() : null;
    });
  }

  /** The document as the page shows it. */
  get doc(): Node {
    return this.replica.doc;
  }

  /** The version that the document stands on. */
  get version(): number {
    return this.replica.version;
  }

  start(): void {
    void this.begin();
  }

  private async begin(): Promise<void> {
    const kept = await this.options.store.load();
    if (this.phase === "closed") return;
    if (kept) this.open(Commits.restore(this.options.schema, kept));
    this.dispatch({ on: "connect" });
  }

  stop(): void {
    this.close("stopped");
  }

  /** One change that the person made; `after` is the page's document after it. */
  local(steps: readonly Step[], after: Node): void {
    this.replica.local(steps, after, this.options.clock.now());
    this.moveSelection(steps);
    this.timers.ensure("save", KEEP, () => this.keep());
    this.flush();
    this.report();
  }

  selection(anchor: number, head: number): void {
    this.selected = { anchor, head };
    this.timers.ensure("cursor", CURSOR, () => this.tell());
  }

  dismissRescue(id: string): void {
    this.replica.dismiss(id);
    this.timers.ensure("save", KEEP, () => this.keep());
    this.report();
  }

  private get replica(): Commits {
    if (!this.commits) throw new Error("The draft is not open yet");
    return this.commits;
  }

  private dispatch(signal: Signal): void {
    if (this.phase === "closed") return;
    switch (signal.on) {
      case "connect":
        this.connect();
        break;
      case "opened":
        this.send({
          type: "join",
          protocol: PROTOCOL,
          version: this.anew ? null : (this.commits?.version ?? null),
          session: this.session,
        });
        break;
      case "frame":
        this.timers.set("silence", SILENCE, () => this.ping());
        this.receive(signal.frame);
        break;
      case "lost":
        this.lose(signal.code);
        break;
    }
    this.report();
  }

  private connect(): void {
    this.phase = "joining";
    this.timers.ensure("announce", BLINK, () => this.announce());
    this.timers.set("silence", ANSWER, () => this.reconnect());
    // What an earlier connection still tells is not listened to.
    let own: Transport | null = null;
    const current = (signal: Signal) => {
      if (own !== null && own === this.transport) this.dispatch(signal);
    };
    own = this.options.connect({
      onopen: () => current({ on: "opened" }),
      onmessage: (text) => {
        const frame = parseFrame(text);
        if (frame) current({ on: "frame", frame });
      },
      onclose: (code) => current({ on: "lost", code }),
    });
    this.transport = own;
  }

  private receive(frame: ServerFrame): void {
    try {
      if (frame.type === "joined") this.join(frame);
      else if (this.phase === "joining") return;
      else if (frame.type === "committed") this.take(frame.commits);
      else if (frame.type === "refused") this.refuse(frame);
      else if (frame.type === "people") this.meet(frame.people);
      else this.selections.set(frame.session, frame.selection);
    } catch (error) {
      if (!(error instanceof Diverged)) throw error;
      this.rejoin({ anew: true });
      return;
    }
    if (frame.type !== "people") this.showCursors();
    this.follow(frame.head);
    this.flush();
  }

  private join(joined: Joined): void {
    if (joined.member !== this.options.member) {
      // Somebody else signed in on this device: nothing of this page may go out in that name.
      this.close("not_signed_in");
      return;
    }
    this.timers.cancel("announce");
    this.announced = false;
    this.attempts = 0;
    this.anew = false;
    if (joined.session !== this.session) this.n = 0;
    this.session = joined.session;
    this.head = joined.head;
    this.target = joined.head;
    this.asked = -1;
    this.phase = "catching up";
    if (joined.doc !== undefined) {
      const doc = Node.fromJSON(this.options.schema, joined.doc);
      this.selections.clear();
      this.commits?.reset(joined.version, doc);
      this.open(this.commits ?? new Commits(this.options.schema, joined.version, doc));
    }
    this.meet(joined.people);
    this.take(joined.commits ?? []);
  }

  private open(commits: Commits): void {
    this.commits = commits;
    this.selected = null;
    this.options.events.opened(commits.doc);
  }

  private take(commits: readonly WireCommit[]): void {
    const { replica } = this;
    const waiting = replica.inFlight;
    const taken = replica.receive(commits);
    this.selections.advance(taken.advances);
    this.show(taken);
    if (waiting && !replica.inFlight) this.answered();
    if (taken.advances.length > 0) {
      this.timers.ensure("save", KEEP, () => this.keep());
      this.timers.ensure("cursor", CURSOR, () => this.tell());
    }
    if (this.phase === "catching up" && replica.version >= this.target) {
      this.phase = "live";
      if (replica.inFlight) void this.transmit();
    } else if (this.phase === "catching up" || commits.some(({ version }) => version > replica.version))
      this.fetch();
  }

  private refuse({ ref, code, head }: Refused): void {
    const { replica } = this;
    if (ref === null || ref !== replica.inFlight?.ref) return;
    if (code === "busy") {
      this.timers.set("busy", BUSY, () => void this.transmit());
    } else if (code === "ahead") {
      this.rejoin({ anew: true });
    } else if (code === "not_allowed") {
      this.shut(code);
    } else {
      this.show(replica.refuse(ref, code, head));
      this.answered();
      if (code === "stale" || code === "not_yours") {
        this.session = null;
        this.rejoin({});
      }
    }
  }

  /** The commit in flight has its answer. */
  private answered(): void {
    this.malformed = false;
    this.timers.cancel("answer", "busy");
    this.timers.ensure("save", KEEP, () => this.keep());
  }

  private meet(people: readonly Person[]): void {
    this.people = people;
    // One's own place is forgotten too, and told again: who has just come does not know it.
    this.selections.keep(
      new Set(people.map(({ session }) => session).filter((session) => session !== this.session)),
    );
    this.timers.ensure("cursor", CURSOR, () => this.tell());
    this.options.events.people(people);
    this.showCursors();
  }

  /** The head that a frame speaks of: what is missing is fetched, unless it comes by itself. */
  private follow(head: number): void {
    this.head = Math.max(this.head, head);
    if (!this.commits || this.commits.version >= this.head) this.timers.cancel("gap");
    else this.timers.ensure("gap", GAP, () => this.fetch());
  }

  private fetch(): void {
    const { version } = this.replica;
    if (this.asked === version && this.timers.has("gap")) return;
    this.asked = version;
    this.timers.set("gap", ASK_AGAIN, () => this.fetch());
    this.send({ type: "fetch", since: version });
  }

  /** Nothing came for long: an answer will tell that the connection still stands. */
  private ping(): void {
    this.timers.set("silence", ANSWER, () => this.reconnect());
    this.send({ type: "fetch", since: this.replica.version });
  }

  /** Send what is pending: at once in company, after a while alone; never while a commit is in flight. */
  private flush(): void {
    if (this.phase !== "live" || !this.replica.hasPending || this.replica.inFlight) return;
    const company = this.people.some(({ session }) => session !== this.session);
    // In company too after the page's own event: what it does with it may not come back into it.
    if (company) this.timers.set("fill", 0, () => this.commit());
    else this.timers.ensure("fill", FILL, () => this.commit());
  }

  private commit(): void {
    if (this.phase !== "live" || this.session === null || this.replica.inFlight) return;
    const { commit, change } = this.replica.take(this.session, this.n + 1);
    if (commit) this.n += 1;
    this.show(change);
    if (commit) void this.transmit();
    this.report();
  }

  /** Send the commit in flight, once the record of it is durable. */
  private async transmit(): Promise<void> {
    const { transport } = this;
    const commit = this.replica.inFlight;
    const stands = () =>
      this.phase === "live" &&
      transport === this.transport &&
      commit === this.replica.inFlight &&
      !this.replica.refused;
    if (!commit || !stands()) return;
    try {
      await this.keeper.save();
    } catch {
      if (stands()) this.timers.set("busy", BUSY, () => void this.transmit());
      return;
    }
    if (!stands()) return;
    this.timers.set("answer", ANSWER, () => this.reconnect());
    this.send(commit);
  }

  private keep(): void {
    // What could not be kept is kept with the next change, and before anything is sent.
    this.keeper.save().catch(() => {});
  }

  private send(frame: ClientFrame): void {
    this.transport?.send(JSON.stringify(frame));
  }

  private lose(code: number): void {
    const { malformed, not_signed_in, not_allowed, unknown_draft, protocol_too_old } = CLOSE_CODES;
    if (code === not_signed_in) this.close("not_signed_in");
    else if (code === not_allowed) this.shut("not_allowed");
    else if (code === unknown_draft) this.shut("unknown");
    else if (code === protocol_too_old) this.close("outdated");
    else if ((code === malformed || code === TOO_LARGE) && this.malformed) this.shut("malformed");
    else {
      if (code === malformed || code === TOO_LARGE) {
        this.malformed = true;
        this.session = null;
      }
      this.reconnect();
    }
  }

  /** Give up this connection and try another one after a while, longer each time. */
  private reconnect(): void {
    this.leave();
    const most = Math.min(BACKOFF.most, BACKOFF.first * 2 ** this.attempts);
    this.attempts += 1;
    const random = this.options.random ?? Math.random;
    this.timers.set("connect", most * (0.5 + random() / 2), () => this.dispatch({ on: "connect" }));
    this.timers.ensure("announce", BLINK, () => this.announce());
  }

  /** Another connection at once; `anew`: for the whole document. */
  private rejoin({ anew = false }: { anew?: boolean }): void {
    this.anew ||= anew;
    this.leave();
    this.dispatch({ on: "connect" });
  }

  private leave(): void {
    const { transport } = this;
    this.transport = null;
    this.phase = "offline";
    this.timers.cancel("answer", "silence", "gap", "fill", "busy", "cursor");
    transport?.close();
  }

  /** What is unconfirmed can never be sent: it is offered back, and the text is read only. */
  private shut(reason: ClosedReason): void {
    if (this.commits) this.show(this.commits.abandon(reason));
    this.close(reason);
  }

  private close(reason: ClosedReason): void {
    this.leave();
    this.timers.cancelAll();
    this.phase = "closed";
    this.reason = reason;
    this.report();
    this.keep();
  }

  private announce(): void {
    this.announced = true;
    this.report();
  }

  private show({ steps, doc, dropped }: Change): void {
    if (steps.length === 0 && !dropped) return;
    this.moveSelection(steps);
    this.options.events.changed(steps, doc, dropped);
  }

  private showCursors(): void {
    if (!this.commits) return;
    const all = this.selections.placed(this.commits.version, this.commits.maps);
    this.options.events.cursors(all.filter(({ session }) => session !== this.session));
  }

  private moveSelection(steps: readonly Step[]): void {
    if (!this.selected) return;
    const track = Track.over(steps.map(mapOf));
    const { anchor, head } = this.selected;
    this.selected = { anchor: track.position(anchor, AFTER), head: track.position(head, AFTER) };
  }

  /** Tell colleagues one's own selection, unless they find it by themselves. */
  private tell(): void {
    if (this.phase !== "live" || !this.selected || this.session === null) return;
    const { version, maps } = this.replica;
    // Back to the text that all share: what is not confirmed yet, nobody else has.
    const back = Track.over(maps.reverse().map(inverse));
    const anchor = back.position(this.selected.anchor, BEFORE);
    const head = back.position(this.selected.head, BEFORE);
    const known = this.selections.get(this.session);
    if (known?.version === version && known.anchor === anchor && known.head === head) return;
    this.selections.set(this.session, { version, anchor, head });
    this.send({ type: "cursor", version, anchor, head });
  }

  /** Tell the page what is safe and what was rescued, where that changed. */
  private report(): void {
    const state = this.state();
    const shown = JSON.stringify(state);
    if (state && shown !== this.shown) {
      this.shown = shown;
      this.options.events.state(state);
    }
    const rescued = this.commits?.rescued ?? [];
    if (rescued === this.offered || (rescued.length === 0 && this.offered.length === 0)) return;
    this.offered = rescued;
    this.options.events.rescued(rescued);
  }

  private state(): SaveState | null {
    if (this.reason) return { kind: "closed", reason: this.reason };
    const words = this.commits?.words ?? 0;
    if (this.announced) return { kind: "offline", words };
    if (!this.commits) return null;
    return this.commits.settled ? { kind: "saved" } : { kind: "saving", words };
  }
}
