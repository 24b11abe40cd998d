import assert from "node:assert/strict";
import { test } from "node:test";
import { Fragment, type Node, Slice } from "prosemirror-model";
import { AddMarkStep, AttrStep, RemoveMarkStep, ReplaceStep, type Step } from "prosemirror-transform";
import { Commits, Diverged } from "../src/commits.ts";
import type { SendCommit, StepJSON, WireCommit } from "../src/frames.ts";
import { applyAll, doc, id, insert, json, lines, p, remove, replace, schema } from "./text.ts";

const strong = schema.mark("strong");
const start = doc(p("a", "0123456789"), p("b", "second"));

/** A replica with an editor that must always show the same. */
class Page {
  commits: Commits;
  shown: Node;

  constructor(from: Node = start) {
    this.commits = new Commits(schema, 0, from);
    this.shown = from;
  }

  type(...steps: Step[]): this {
    this.shown = applyAll(this.shown, steps);
    this.commits.local(steps, this.shown, 0);
    return this;
  }

  send(): SendCommit {
    const { commit, change } = this.commits.take("mine", 1);
    this.take(change);
    assert.ok(commit);
    return commit;
  }

  receive(...commits: WireCommit[]): this {
    this.take(this.commits.receive(commits));
    return this;
  }

  refuse(code: string, head: number): this {
    this.take(this.commits.refuse("mine.1", code, head));
    return this;
  }

  take(change: { steps: readonly Step[]; doc: Node }): void {
    this.shown = applyAll(this.shown, change.steps);
    assert.ok(
      this.shown.eq(change.doc) && change.doc.eq(this.commits.doc),
      "the editor shows the replica's document",
    );
  }

  get lines(): string {
    return lines(this.shown);
  }

  get rescued(): [string, string, string][] {
    return this.commits.rescued.map(({ reason, lost, text }) => [reason, lost, text]);
  }
}

function commit(version: number, steps: readonly Step[], ref = `theirs.${version}`): WireCommit {
  return { version, ref, author: "colleague", at: "", steps: json(steps) as StepJSON[] };
}

test("a typed run is one step; doing and undoing what is unsent cancels out", () => {
  const page = new Page().type(insert(5, "a")).type(insert(6, "b")).type(insert(7, "c"));
  assert.equal(page.commits.words, 1);
  assert.deepEqual(page.send().steps, json([insert(5, "abc")]));
  page.type(insert(4, "x")).type(remove(4, 5));
  assert.ok(!page.commits.hasPending);
});

test("typing after deleting stays apart, so that it holds where the deletion does not", () => {
  const page = new Page().type(remove(4, 8)).type(insert(4, "new"));
  assert.equal(page.send().steps.length, 2);
});

test("a set of marks is sent as its parts", () => {
  const from = doc(p("a", schema.text("a", [strong]), "bc", schema.text("d", [strong]), "e"));
  const back = new AddMarkStep(3, 8, strong).invert(from);
  assert.equal((back.toJSON() as { stepType: string }).stepType, "markSet");
  const page = new Page(doc(p("a", schema.text("abcde", [strong])))).type(back);
  assert.deepEqual(
    page.send().steps,
    json([new RemoveMarkStep(4, 6, strong), new RemoveMarkStep(7, 8, strong)]),
  );
});

test("a commit in flight is frozen, and confirmed in silence when it comes back as predicted", () => {
  const page = new Page().type(insert(5, "mine"));
  const sent = page.send();
  page.receive(commit(1, [insert(3, "their ")]));
  assert.equal(page.lines, "their 01mine23456789\nsecond");
  assert.deepEqual([page.commits.inFlight, sent.base], [sent, 0]);
  page.type(insert(22, "!"));
  page.receive(commit(2, [insert(11, "mine")], sent.ref));
  assert.equal(page.commits.inFlight, null);
  assert.equal(lines(page.commits.confirmed), "their 01mine23456789\nsecond");
  assert.equal(page.lines, "their 01mine2345678!9\nsecond");
});

test("both at one place: the committed one stands first on every side", () => {
  const page = new Page().type(insert(3, "mine"));
  const { steps, doc: after, dropped } = page.commits.receive([commit(1, [insert(3, "theirs")])]);
  assert.deepEqual([json(steps), dropped], [json([insert(3, "theirs")]), false]);
  assert.equal(lines(after), "theirsmine0123456789\nsecond");
});

test("own deletions part around a colleague's words, theirs around mine", () => {
  const mine = new Page().type(remove(4, 9)).receive(commit(1, [insert(6, "new")]));
  assert.equal(mine.lines, "0new6789\nsecond");
  const theirs = new Page().type(insert(6, "new")).receive(commit(1, [remove(4, 9)]));
  assert.equal(theirs.lines, "0new6789\nsecond");
  assert.deepEqual([...mine.rescued, ...theirs.rescued], []);
});

test("an atom is carried whole or rescued whole, with its place and its text", () => {
  const page = new Page().type(insert(3, "kept"), replace(12, 14, "gone"));
  const change = page.commits.receive([commit(1, [insert(9, "between")])]);
  page.take(change);
  assert.ok(change.dropped);
  assert.equal(page.lines, "012345between6789\nsecond");
  assert.deepEqual(page.rescued, [["conflict", "text", "kept\ngone"]]);
  assert.equal(page.commits.rescued[0]?.place, id("a"));
  page.commits.dismiss(page.commits.rescued[0]?.id ?? "");
  assert.deepEqual(page.rescued, []);
});

test("what is made on top of a rescued atom is carried without it", () => {
  const page = new Page().type(replace(5, 8, "gone")).type(insert(16, "held"));
  page.receive(commit(1, [insert(6, "new")]));
  assert.equal(page.lines, "012new3456789\nheldsecond");
  assert.deepEqual(page.rescued, [["conflict", "text", "gone"]]);
});

test("a deletion that was not carried out is told; one with nothing left to delete is not", () => {
  // Two paragraphs become one, and a colleague wrote a third between them.
  const between = new ReplaceStep(14, 14, new Slice(Fragment.from(p("c", "new")), 0, 0));
  const blocked = new Page().type(remove(13, 15)).receive(commit(1, [between]));
  assert.deepEqual(blocked.rescued, [["conflict", "deletion", ""]]);
  assert.equal(blocked.lines, "0123456789\nnew\nsecond");
  const done = new Page().type(remove(4, 9)).receive(commit(1, [remove(3, 10)]));
  assert.deepEqual(done.rescued, []);
  assert.ok(!done.commits.hasPending);
});

test("a deletion in pieces goes on with what is left of it", () => {
  const page = new Page().type(remove(4, 9)).receive(commit(1, [insert(6, "new")]));
  page.receive(commit(2, [remove(4, 7)]));
  assert.equal(page.lines, "0ew6789\nsecond");
  assert.deepEqual(page.rescued, []);
});

test("a block that a colleague removed is not written where it was moved to", () => {
  const moved = new Page().type(
    remove(14, 22),
    new ReplaceStep(2, 2, new Slice(Fragment.from(p("b", "second")), 0, 0)),
  );
  assert.equal(moved.lines, "second\n0123456789");
  moved.receive(commit(1, [remove(14, 22)]));
  assert.equal(moved.lines, "0123456789");
  assert.deepEqual(moved.rescued, [["conflict", "text", "second"]]);
});

test("an atom that breaks a rule of the text on top of newer commits falls", () => {
  const page = new Page().type(new AttrStep(14, "id", id("n")));
  page.receive(commit(1, [new AttrStep(2, "id", id("n"))]));
  assert.deepEqual(page.rescued, [["conflict", "form", ""]]);
  assert.equal(page.shown.child(2).attrs.id, id("b"));
});

test("an atom in flight that cannot be carried waits as a tombstone for the refusal", () => {
  const page = new Page().type(replace(5, 8, "gone")).type(insert(16, "held"));
  page.send();
  const change = page.commits.receive([commit(1, [insert(6, "new")])]);
  page.take(change);
  assert.equal(page.lines, "012new3456789\nheldsecond");
  // The page's undo must forget it already now: its text is gone, though not yet offered back.
  assert.ok(change.dropped);
  assert.deepEqual(page.rescued, []);
  page.refuse("conflict", 1);
  assert.deepEqual(page.rescued, [["conflict", "text", "gone"]]);
  assert.deepEqual(page.commits.take("mine", 2).commit?.steps, json([insert(18, "held")]));
});

test("a refusal is held until its head is reached", () => {
  const page = new Page().type(replace(5, 8, "gone"));
  page.send();
  page.refuse("conflict", 2);
  assert.ok(page.commits.refused && page.commits.inFlight);
  page.receive(commit(1, [insert(3, "a")]));
  assert.ok(page.commits.inFlight);
  page.receive(commit(2, [insert(7, "b")]));
  assert.equal(page.commits.inFlight, null);
  assert.deepEqual(page.rescued, [["conflict", "text", "gone"]]);
});

test("what a refusal for good takes out is rescued, and later work is carried on", () => {
  for (const code of ["invalid", "duplicate_id", "stale", "not_yours"]) {
    const page = new Page().type(insert(5, "bad"));
    page.send();
    page.type(insert(6, "in it")).type(insert(24, "after"));
    page.refuse(code, 0);
    assert.deepEqual(page.rescued, [[code, "text", "bad"]]);
    assert.equal(
      page.lines,
      "01in it23456789\nsafterecond".replace("safterecond", lines(page.shown).split("\n")[1] ?? ""),
    );
    assert.ok(page.lines.includes("after") && page.lines.includes("in it") && !page.lines.includes("bad"));
  }
});

test("a commit that comes back changed: the server's steps count, later work is carried over", () => {
  const page = new Page().type(insert(5, "mine"));
  const { ref } = page.send();
  page.type(insert(7, "in it")).type(remove(3, 4));
  page.receive(commit(1, [insert(9, "mine")], ref));
  assert.equal(lines(page.commits.confirmed), "012345mine6789\nsecond");
  assert.equal(page.lines, "12345miin itne6789\nsecond");
  assert.deepEqual(page.rescued, []);
});

test("a commit that comes back in other number of steps still converges", () => {
  const page = new Page().type(insert(5, "mine"));
  const { ref } = page.send();
  page.type(insert(7, "in it"));
  page.receive(commit(1, [insert(9, "mi"), insert(11, "ne")], ref));
  assert.equal(lines(page.commits.confirmed), "012345mine6789\nsecond");
  assert.ok(page.lines.includes("in it"));
});

test("a tombstone that the server accepted after all is in the text and not rescued", () => {
  const page = new Page().type(replace(5, 8, "gone"));
  const { ref } = page.send();
  page.receive(commit(1, [insert(6, "new")]), commit(2, [insert(3, "gone")], ref));
  assert.equal(page.lines, "gone012new3456789\nsecond");
  assert.deepEqual(page.rescued, []);
});

test("undoing a replacement in flight does not bring the text back twice when the replacement falls", () => {
  const page = new Page().type(replace(5, 8, "mine"));
  page.send();
  page.type(replace(5, 9, "234"));
  assert.equal(page.lines, lines(start));
  page.receive(commit(1, [insert(6, "new")]));
  assert.equal(page.lines, "012new3456789\nsecond");
  page.refuse("conflict", 1);
  assert.ok(!page.commits.hasPending);
});

test("undoing what is in flight is sent where it was accepted, and cancels out where it was refused", () => {
  const accepted = new Page().type(insert(5, "mine"));
  const { ref } = accepted.send();
  accepted.type(remove(5, 9)).receive(commit(1, [insert(3, "a")]), commit(2, [insert(6, "mine")], ref));
  assert.deepEqual(accepted.commits.take("mine", 2).commit?.steps, json([remove(6, 10)]));
  const refused = new Page().type(insert(5, "mine"));
  refused.send();
  refused.type(remove(5, 9)).refuse("conflict", 0);
  assert.ok(!refused.commits.hasPending);
});

test("a commit holds what fits, and what no commit could hold is rescued", () => {
  const page = new Page();
  for (let i = 0; i < 30; i++) page.type(insert(i % 2 ? 3 : page.shown.content.size - 1, "ن".repeat(2_000)));
  const sent = page.send();
  assert.ok(sent.steps.length > 5 && sent.steps.length < 30 && JSON.stringify(sent).length < 64 * 1024);
  assert.ok(page.commits.hasPending);
  const large = new Page().type(insert(5, "ن".repeat(30_000))).type(insert(3, "small"));
  const { commit: held, change } = large.commits.take("mine", 1);
  large.take(change);
  assert.deepEqual(held?.steps, json([insert(3, "small")]));
  assert.deepEqual(
    large.rescued.map(([reason]) => reason),
    ["too_large"],
  );
  assert.equal(large.lines, "small0123456789\nsecond");
});

test("what breaks a rule of the text is not sent", () => {
  const page = new Page().type(new AttrStep(14, "id", id("a")));
  const { commit: held, change } = page.commits.take("mine", 1);
  page.take(change);
  assert.equal(held, null);
  assert.deepEqual(page.rescued, [["invalid", "form", ""]]);
});

test("commits behind a gap wait, known ones are passed over, wrong ones are told", () => {
  const page = new Page().receive(commit(1, [insert(3, "a")]));
  page.receive(commit(3, [insert(3, "c")]), commit(1, [insert(3, "a")]));
  assert.equal(page.commits.version, 1);
  assert.throws(() => page.receive(commit(2, [remove(500, 600)])), Diverged);
});

test("a record holds everything: the commit in flight keeps its ref and stands where it stood", () => {
  const page = new Page().type(replace(5, 8, "gone")).type(insert(16, "sent"));
  const sent = page.send();
  page.type(insert(3, "late"), new AddMarkStep(3, 5, strong));
  page.receive(commit(1, [insert(6, "new")]));
  assert.equal(page.lines, "late012new3456789\nsentsecond");
  const kept = JSON.parse(JSON.stringify(page.commits.record()));
  const again = Commits.restore(schema, kept);
  assert.ok(again.doc.eq(page.commits.doc));
  assert.deepEqual([again.version, again.inFlight, again.words], [1, sent, page.commits.words]);
  assert.deepEqual(JSON.parse(JSON.stringify(again.record())), kept);
  again.refuse(sent.ref, "conflict", 1);
  assert.deepEqual(
    again.rescued.map(({ text }) => text),
    ["gone"],
  );
  assert.ok(again.doc.eq(page.commits.doc));
});

test("a record remembers what takes back what is in flight", () => {
  const page = new Page().type(replace(5, 8, "mine"));
  page.send();
  page.type(replace(5, 9, "234"));
  const again = Commits.restore(schema, JSON.parse(JSON.stringify(page.commits.record())));
  again.receive([commit(1, [insert(6, "new")])]);
  assert.equal(lines(again.doc), "012new3456789\nsecond");
});

test("beginning anew rescues what was unconfirmed", () => {
  const page = new Page().type(insert(5, "sent"));
  page.send();
  page.type(insert(3, "late"));
  page.commits.reset(7, doc(p("z", "other")));
  assert.deepEqual(
    page.rescued.map(([, , text]) => text),
    ["sent", "late"],
  );
  assert.equal(lines(page.commits.doc), "other");
  assert.ok(page.commits.settled);
});
