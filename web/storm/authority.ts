// The authority's process (tests/convergence/authority_process.py): one line there, one line back.

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { StepJSON } from "../src/frames.ts";

export type Action =
  | ["open", link: number, editor: number]
  | ["say", link: number, frame: string]
  | ["drop", link: number];

export interface Outcome {
  readonly heard: Readonly<Record<string, string[]>>;
  /** The close codes of connections that ended; null where the client hung up. */
  readonly closed: Readonly<Record<string, number | null>>;
}

export interface Stored {
  readonly version: number;
  readonly ref: string;
  readonly author: string;
  readonly base: number;
  readonly steps: readonly StepJSON[];
  /** Whether they are others than were sent. */
  readonly changed: boolean;
}

export interface Ending {
  readonly version: number;
  readonly doc: unknown;
  readonly digest: string;
  /** Head and document as the running authority holds them. */
  readonly open: readonly [head: number, doc: unknown];
  readonly commits: readonly Stored[];
}

export class Authority {
  private readonly process: ChildProcess;
  private readonly lines: AsyncIterator<string>;

  constructor(python: string, bugs: readonly string[]) {
    const root = new URL("../../", import.meta.url);
    this.process = spawn(python, ["-m", "tests.convergence.authority_process", ...bugs], {
      cwd: root,
      stdio: ["pipe", "pipe", "inherit"],
    });
    const { stdout } = this.process;
    if (!stdout) throw new Error("No pipe");
    this.lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  begin(doc: unknown, editors: number): Promise<{ members: string[] }> {
    return this.ask({ begin: doc, editors });
  }

  do(actions: readonly Action[]): Promise<Outcome> {
    return this.ask({ do: actions });
  }

  end(): Promise<Ending> {
    return this.ask({ end: true });
  }

  close(): void {
    this.process.stdin?.end();
  }

  private async ask<T>(what: object): Promise<T> {
    this.process.stdin?.write(`${JSON.stringify(what)}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error("The authority's process has ended");
    return JSON.parse(value as string) as T;
  }
}
