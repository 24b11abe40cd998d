// What must be true at the end of a storm, told from the stored commits and from what the pages hold.

import { Node } from "prosemirror-model";
import { Step } from "prosemirror-transform";
import { appliedAll } from "../src/atoms.ts";
import { digest } from "../src/digest.ts";
import type { Ending, Stored } from "./authority.ts";
import { type Ledger, letters, lettersIn } from "./ledger.ts";
import { type Page, schema } from "./page.ts";

/** Throws where the storm has a victim. */
export async function examine(
  start: Node,
  ending: Ending,
  pages: readonly Page[],
  ledger: Ledger,
): Promise<void> {
  const docs = replayed(start, ending.commits);
  await sameText(docs, ending, pages);
  eachRefOnce(ending.commits);
  for (const commit of ending.commits) onlyWhatWasSeen(commit, docs);
  nothingDoubled(docs, ledger);
  nothingLost(docs, pages, ledger);
}

function fail(what: string): never {
  throw new Error(what);
}

/** The document of every version. */
function replayed(start: Node, commits: readonly Stored[]): Node[] {
  const docs = [start];
  for (const { version, steps } of commits) {
    const before = docs[version - 1] ?? fail(`Version ${version} has no forerunner`);
    const after = appliedAll(
      before,
      steps.map((step) => Step.fromJSON(schema, step)),
    );
    docs.push(after ?? fail(`Version ${version} does not apply`));
  }
  return docs;
}

async function sameText(docs: readonly Node[], ending: Ending, pages: readonly Page[]): Promise<void> {
  const last = docs.at(-1) ?? fail("No text");
  const stored = Node.fromJSON(schema, ending.doc);
  if (ending.version !== docs.length - 1 || !last.eq(stored)) fail("The replayed text is not the store's");
  if (ending.open[0] !== ending.version || !stored.eq(Node.fromJSON(schema, ending.open[1])))
    fail("The running authority holds another text than the store");
  if ((await digest(stored)) !== ending.digest) fail("The digests differ");
  for (const [editor, { state, live }] of pages.entries()) {
    if (!state?.doc.eq(stored) || !live.doc.eq(stored)) fail(`Editor ${editor} ended with another text`);
    if ((await digest(live.doc)) !== ending.digest) fail(`Editor ${editor} ended with another digest`);
  }
}

function eachRefOnce(commits: readonly Stored[]): void {
  const refs = commits.map(({ ref }) => ref);
  const twice = refs.find((ref, i) => refs.indexOf(ref) !== i);
  if (twice) fail(`${twice} was applied twice`);
}

function ids(doc: Node): string[] {
  const found: string[] = [];
  doc.descendants(({ attrs }) => {
    if (attrs.id) found.push(attrs.id as string);
  });
  return found;
}

/** A carried commit removes no letter and no node that was not there at its base. */
function onlyWhatWasSeen({ version, base }: Stored, docs: readonly Node[]): void {
  if (base === version - 1) return;
  const [seen, before, after] = [docs[base], docs[version - 1], docs[version]];
  if (!seen || !before || !after) fail(`Version ${version} has a base ${base} that does not exist`);
  for (const all of [letters, ids]) {
    const [known, left] = [new Set(all(seen)), new Set(all(after))];
    const unseen = all(before).filter((one) => !left.has(one) && !known.has(one));
    if (unseen.length > 0)
      fail(`Version ${version}, made on ${base}, removed what its author had not seen: ${unseen}`);
  }
}

function nothingDoubled(docs: readonly Node[], ledger: Ledger): void {
  for (const [version, doc] of docs.entries()) {
    const here = new Set<string>();
    for (const letter of letters(doc)) {
      if (here.has(letter) && !ledger.restored.has(letter))
        fail(`${letter} stands twice in version ${version}`);
      here.add(letter);
    }
  }
}

/** Every letter that its author left in the text was in a version, or is offered back; never both. */
function nothingLost(docs: readonly Node[], pages: readonly Page[], ledger: Ledger): void {
  const recorded = new Set(docs.flatMap(letters));
  for (const [editor, { rescues }] of pages.entries()) {
    const rescued = new Set(rescues.flatMap(({ text }) => lettersIn(text)));
    for (const letter of ledger.left(editor)) {
      if (!recorded.has(letter) && !rescued.has(letter)) fail(`${letter} of editor ${editor} is lost`);
      if (recorded.has(letter) && rescued.has(letter) && !ledger.restored.has(letter))
        fail(`${letter} of editor ${editor} is offered back, and was recorded`);
    }
  }
}
