// The live client: one draft over one connection at a time. It feeds the replica (commits.ts) with what the server
// says, sends what the person changed, and tells the page what to show. Every signal, from the network, a
// timer or the page, goes through `dispatch`.

import { Node, type Schema } from "prosemirror-model";
import type { Step } from "prosemirror-transform";
import type { Rescue } from "./atoms.ts";
import { type Clock, Timers } from "./clock.ts";
import { type Change, Commits, Diverged } from "./commits.ts";
import { ANSWER, type Arrivals, Connection, type Signal, type Transport } from "./connection.ts";
import {
  CLOSE_CODES,
  type Joined,
  type Person,
  PROTOCOL,
  type Refused,
  type ServerFrame,
  type WireCommit,
} from "./frames.ts";
import { Presence, type PresenceEvents } from "./presence.ts";
import { Keeper, type RecordStore } from "./record.ts";

export type { Arrivals, Transport } from "./connection.ts";

/** Why a connection was closed for good. */
export type ClosedReason =
  | "not_signed_in"
  | "not_allowed"
  | "decided"
  | "unknown"
  | "outdated"
  | "malformed"
  | "stopped";

/** What is safe: `words` counts those that are not in the record yet. */
export type SaveState =
  | { readonly kind: "saved" }
  | { readonly kind: "saving" | "offline"; readonly words: number }
  | { readonly kind: "closed"; readonly reason: ClosedReason };

export interface LiveEvents extends PresenceEvents {
  /** The document to show: at first, or in place of all that was shown. */
  opened(doc: Node): void;
  /**
   * Others' steps over the document that the page shows, and the document after them. `dropped`: something that the
   * person did was taken out again, and undo must forget what it knows.
   */
  changed(steps: readonly Step[], doc: Node, dropped: boolean): void;
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

type Phase = "offline" | "joining" | "catching up" | "live" | "closed";

/** All times in milliseconds. Alone in the room, a commit may fill for this long. */
const FILL = 600;
/** How long a commit that the head speaks of may still be on its way. */
const GAP = 150;
const ASK_AGAIN = 5_000;
const BUSY = 1_000;
const CURSOR = 150;
const KEEP = 250;
const TOO_LARGE = 1009;

export class Live {
  private readonly options: LiveOptions;
  private readonly timers: Timers<"answer" | "gap" | "fill" | "busy" | "cursor" | "save">;
  private readonly connection: Connection;
  private readonly keeper: Keeper;
  private readonly presence: Presence;
  private phase: Phase = "offline";
  private commits: Commits | null = null;
  private session: string | null = null;
  /** The number of the session's last commit. */
  private n = 0;
  /** The highest version that the server spoke of. */
  private head = 0;
  /** The version to be reached before anything is sent. */
  private target = 0;
  /** The version since which the missing commits were asked for. */
  private asked = -1;
  /** Whether to join for the whole document. */
  private anew = false;
  private malformed = false;
  private late = false;
  private reason: ClosedReason | null = null;
  private told = "";
  private offered: readonly Rescue[] = [];

  constructor(options: LiveOptions) {
    const { connect, clock, store, random } = options;
    this.options = options;
    this.timers = new Timers(clock);
    this.presence = new Presence(options.events);
    this.connection = new Connection(connect, clock, (signal) => this.dispatch(signal), random);
    this.keeper = new Keeper(store, () => {
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
    this.connection.open();
  }

  stop(): void {
    this.close("stopped");
  }

  /** The network is back, or the phone woke: connect now. */
  wake(): void {
    this.connection.wake();
  }

  /** One change that the person made; `after` is the page's document after it. */
  local(steps: readonly Step[], after: Node): void {
    this.replica.local(steps, after, this.options.clock.now());
    this.presence.follow(steps);
    this.timers.ensure("save", KEEP, () => this.keep());
    this.flush();
    this.report();
  }

  selection(anchor: number, head: number): void {
    this.presence.select(anchor, head);
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
      case "left":
        this.phase = "offline";
        this.timers.cancel("answer", "gap", "fill", "busy", "cursor");
        return;
      case "opened":
        this.phase = "joining";
        this.connection.send({
          type: "join",
          protocol: PROTOCOL,
          version: this.anew ? null : (this.commits?.version ?? null),
          session: this.session,
        });
        break;
      case "frame":
        this.receive(signal.frame);
        break;
      case "silent":
        if (this.joined) this.connection.send({ type: "fetch", since: this.replica.version });
        break;
      case "late":
        this.late = true;
        break;
      case "lost":
        this.lose(signal.code);
        break;
    }
    this.report();
  }

  private receive(frame: ServerFrame): void {
    try {
      if (frame.type === "joined") this.join(frame);
      else if (!this.joined) return;
      else if (frame.type === "committed") this.take(frame.commits);
      else if (frame.type === "refused") this.refuse(frame);
      else if (frame.type === "people") this.meet(frame.people);
      else this.presence.hear(frame.session, frame.selection);
    } catch (error) {
      if (!(error instanceof Diverged)) throw error;
      this.joinAnew();
    }
    if (!this.joined) return;
    this.presence.show(this.replica);
    this.follow(frame.head);
    this.flush();
  }

  private get joined(): boolean {
    return this.phase === "catching up" || this.phase === "live";
  }

  private join(joined: Joined): void {
    if (joined.member !== this.options.member) {
      // Somebody else signed in on this device: nothing of this page may go out in that name.
      this.close("not_signed_in");
      return;
    }
    this.connection.held();
    this.late = false;
    this.anew = false;
    if (joined.session !== this.session) this.n = 0;
    this.session = joined.session;
    this.presence.session = joined.session;
    this.head = joined.head;
    this.target = joined.head;
    this.asked = -1;
    this.phase = "catching up";
    if (joined.doc !== undefined) {
      const doc = Node.fromJSON(this.options.schema, joined.doc);
      this.presence.forget();
      this.commits?.reset(joined.version, doc);
      this.open(this.commits ?? new Commits(this.options.schema, joined.version, doc));
    }
    this.meet(joined.people);
    this.take(joined.commits ?? []);
  }

  private open(commits: Commits): void {
    this.commits = commits;
    this.options.events.opened(commits.doc);
  }

  private take(commits: readonly WireCommit[]): void {
    const { replica } = this;
    const waiting = replica.inFlight;
    const taken = replica.receive(commits);
    this.presence.advance(taken.advances);
    this.show(taken);
    if (commits.some(({ version, closed }) => closed && version <= replica.version)) {
      this.shut("decided");
      return;
    }
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
      this.joinAnew();
    } else if (code === "not_allowed") {
      this.shut(code);
    } else {
      this.show(replica.refuse(ref, code, head));
      this.answered();
      if (code === "stale" || code === "not_yours") {
        this.session = null;
        this.connection.open();
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
    this.presence.meet(people);
    this.timers.ensure("cursor", CURSOR, () => this.tell());
  }

  /** The head that a frame speaks of: what is missing is fetched, unless it comes by itself. */
  private follow(head: number): void {
    this.head = Math.max(this.head, head);
    if (!this.commits || this.commits.version >= this.head) this.timers.cancel("gap");
    else this.timers.ensure("gap", GAP, () => this.fetch());
  }

  private fetch(): void {
    if (!this.joined) return;
    const { version } = this.replica;
    if (this.asked === version && this.timers.has("gap")) return;
    this.asked = version;
    this.timers.set("gap", ASK_AGAIN, () => this.fetch());
    this.connection.send({ type: "fetch", since: version });
  }

  /** Send what is pending: at once in company, after a while alone; never while a commit is in flight. */
  private flush(): void {
    if (this.phase !== "live" || !this.replica.hasPending || this.replica.inFlight) return;
    // In company too after the page's own event: what it does with it may not come back into it.
    if (this.presence.company) this.timers.set("fill", 0, () => this.commit());
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
    const { current } = this.connection;
    const commit = this.replica.inFlight;
    const stands = () =>
      this.phase === "live" &&
      current === this.connection.current &&
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
    this.timers.set("answer", ANSWER, () => this.connection.retry());
    this.connection.send(commit);
  }

  private keep(): void {
    // What could not be kept is kept with the next change, and before anything is sent.
    this.keeper.save().catch(() => {});
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
      this.connection.retry();
    }
  }

  /** What this replica holds is not what the server has: the whole document is asked for. */
  private joinAnew(): void {
    this.anew = true;
    this.connection.open();
  }

  /** What is unconfirmed can never be sent: it is offered back, and the text is read only. */
  private shut(reason: ClosedReason): void {
    if (this.commits) this.show(this.commits.abandon(reason));
    this.close(reason);
  }

  private close(reason: ClosedReason): void {
    this.connection.close();
    this.timers.cancelAll();
    this.phase = "closed";
    this.reason = reason;
    this.report();
    this.keep();
  }

  private show({ steps, doc, dropped }: Change): void {
    if (steps.length === 0 && !dropped) return;
    this.presence.follow(steps);
    this.options.events.changed(steps, doc, dropped);
  }

  /** Tell colleagues one's own selection. */
  private tell(): void {
    if (this.phase !== "live") return;
    const selection = this.presence.tell(this.replica);
    if (selection) this.connection.send({ type: "cursor", ...selection });
  }

  /** Tell the page what is safe and what was rescued, where that changed. */
  private report(): void {
    const state = this.state();
    const shown = JSON.stringify(state);
    if (state && shown !== this.told) {
      this.told = shown;
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
    if (this.late) return { kind: "offline", words };
    if (!this.commits) return null;
    return this.commits.settled ? { kind: "saved" } : { kind: "saving", words };
  }
}
