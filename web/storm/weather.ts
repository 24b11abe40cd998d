// One storm: some editors, one draft, and a scheduler that decides by its seed who writes, which frame arrives, what
// breaks and how time goes. It ends in a calm, in which everything arrives.

import type { Node } from "prosemirror-model";
import type { Authority, Ending } from "./authority.ts";
import { beginning } from "./beginning.ts";
import { Chance, govern } from "./chance.ts";
import { Disk } from "./disk.ts";
import { examine } from "./examine.ts";
import { Ledger, lettersIn } from "./ledger.ts";
import { Network } from "./network.ts";
import { Page, type World } from "./page.ts";
import { Time } from "./time.ts";
import { Writer } from "./writing.ts";

const LONGEST_CALM = 3_000;

/** What a storm was like. */
export interface Facts {
  readonly editors: number;
  readonly versions: number;
  /** Commits that were carried by the server, and those of them whose steps became others. */
  readonly carried: number;
  readonly changed: number;
  readonly letters: number;
  readonly rescued: number;
  readonly crashes: number;
  readonly cuts: number;
  readonly repeats: number;
  readonly refusals: Readonly<Record<string, number>>;
  readonly digest: string;
}

interface Editor {
  readonly member: string;
  readonly disk: Disk;
  readonly writer: Writer;
  page: Page;
}

/** All that is ready to run in this process, runs. */
const still = () => new Promise<void>((done) => setImmediate(done));

export class Storm {
  private readonly authority: Authority;
  private readonly chance: Chance;
  private readonly time = new Time();
  private readonly start: Node;
  private readonly world: World;
  private readonly network: Network;
  private readonly ledger: Ledger;
  private readonly weights;
  private editors: Editor[] = [];
  private crashes = 0;
  private cuts = 0;

  constructor(seed: number, authority: Authority) {
    this.authority = authority;
    const chance = new Chance(seed);
    this.chance = chance;
    govern(new Chance(seed ^ 0x5eed), () => this.time.now);
    const count = chance.int(2, 5);
    this.ledger = new Ledger(count);
    this.network = new Network(authority, chance);
    this.world = { time: this.time, network: this.network, ledger: this.ledger, random: () => chance.next() };
    this.start = beginning(chance, this.ledger);
    // Some storms are rough, some have slow lines, in some people hardly pause.
    this.weights = {
      write: chance.int(5, 25),
      rise: chance.int(20, 60),
      fall: chance.int(20, 60),
      time: chance.int(15, 40),
      keep: chance.int(5, 40),
      cut: chance.pick([0, 0.3, 1]),
      crash: chance.pick([0, 0.2, 0.6]),
    };
  }

  async run(): Promise<Facts> {
    const { chance } = this;
    const { members } = await this.authority.begin(this.start.toJSON(), this.ledger.editors);
    this.editors = members.map((member, number) => {
      const disk = new Disk();
      const writer = new Writer(number, chance, this.ledger);
      return { member, disk, writer, page: new Page(number, member, disk, this.world) };
    });
    await still();
    for (let left = chance.int(300, 1_500); left > 0; left--) {
      await this.act();
      await still();
    }
    await this.calm();
    const ending = await this.authority.end();
    const pages = this.editors.map(({ page }) => page);
    await examine(this.start, ending, pages, this.ledger);
    return this.facts(ending, pages);
  }

  private async act(): Promise<void> {
    const { chance, network } = this;
    switch (chance.weighed(this.weights)) {
      case "write": {
        const { page, writer } = chance.pick(this.editors);
        if (page.state) writer.write(page);
        break;
      }
      case "rise":
        if (network.up.length > 0) {
          const link = chance.pick(network.up);
          // What a broken connection still carries often comes late: after what was sent anew.
          if (!link.over || chance.often(0.2)) await network.rise(link);
        }
        break;
      case "fall":
        if (network.down.length > 0) network.fall(chance.pick(network.down));
        break;
      case "time":
        this.time.next(chance.pick([1, 10, 100, 1_000, 1_000, chance.often(0.05) ? 15_000 : 100]));
        break;
      case "keep":
        if (this.keeping.length > 0) chance.pick(this.keeping).disk.finish();
        break;
      case "cut":
        this.cut();
        break;
      case "crash":
        // The moment that matters is while something is being kept.
        this.crash(chance.pick(this.keeping.length > 0 ? this.keeping : this.editors));
        break;
    }
  }

  private get keeping(): Editor[] {
    return this.editors.filter(({ disk }) => disk.busy);
  }

  /** A connection breaks, rather one on which something is on its way to the server. */
  private cut(): void {
    const { chance, network } = this;
    const busy = network.standing.filter(({ up }) => up.length > 0);
    const links = busy.length > 0 ? busy : network.standing;
    if (links.length === 0) return;
    network.cut(chance.pick(links));
    this.cuts++;
  }

  /** A tab dies, and another opens from what it left. */
  private crash(editor: Editor): void {
    const number = this.editors.indexOf(editor);
    editor.page.crash();
    editor.disk.crash(this.chance.often(0.5));
    this.ledger.crashed(number, editor.disk.changes, this.network.sent.values());
    editor.page = new Page(number, editor.member, editor.disk, this.world);
    this.crashes++;
  }

  /** Everything arrives, until everybody says that all is saved and nothing is on its way. */
  private async calm(): Promise<void> {
    const { network, time } = this;
    for (let round = 0; round < LONGEST_CALM; round++) {
      for (const link of network.up) while (link.up.length > 0) await network.rise(link);
      for (const link of network.down) network.fall(link);
      for (const { disk } of this.editors) disk.finish();
      await still();
      if (network.up.length > 0 || network.down.length > 0 || this.keeping.length > 0) continue;
      const heads = new Set(this.editors.map(({ page }) => (page.state ? page.live.version : -1)));
      const reached = heads.size === 1 && heads.has(network.head);
      if (reached && this.editors.every(({ page }) => page.saved?.kind === "saved")) return;
      time.next(20_000);
      await still();
    }
    const states = this.editors.map(({ page }) => [page.saved, page.state && page.live.version]);
    throw new Error(`The storm does not end: ${JSON.stringify(states)}, head ${network.head}`);
  }

  private facts({ version, commits, digest }: Ending, pages: readonly Page[]): Facts {
    const { crashes, cuts, ledger, network } = this;
    const carried = commits.filter((commit) => commit.base < commit.version - 1);
    return {
      editors: pages.length,
      versions: version,
      carried: carried.length,
      changed: carried.filter((commit) => commit.changed).length,
      letters: pages.reduce((sum, _, editor) => sum + ledger.left(editor).length, 0),
      rescued: pages.reduce(
        (sum, { rescues }) => sum + rescues.flatMap(({ text }) => lettersIn(text)).length,
        0,
      ),
      crashes,
      cuts,
      repeats: network.repeats,
      refusals: network.refusals,
      digest,
    };
  }
}
