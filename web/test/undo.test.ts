import assert from "node:assert/strict";
import { test } from "node:test";
import { Fragment, type Node, Slice } from "prosemirror-model";
import { AddMarkStep, AttrStep, ReplaceStep, type Step } from "prosemirror-transform";
import { mapOf } from "../src/rebase.ts";
import { Undo } from "../src/undo.ts";
import { applyAll, doc, id, insert, lines, p, remove, replace, schema } from "./text.ts";

/** An editor with undo; time passes only when told. */
class Editor {
  doc: Node;
  readonly undo = new Undo();
  private time = 0;

  constructor(content = "0123456789") {
    this.doc = doc(p("a", content), p("b", "second"));
  }

  do(...steps: Step[]): this {
    const docs = steps.map((_step, i) => applyAll(this.doc, steps.slice(0, i)));
    this.undo.record(steps, docs, this.time);
    this.doc = applyAll(this.doc, steps);
    return this;
  }

  colleague(...steps: Step[]): this {
    this.doc = applyAll(this.doc, steps);
    this.undo.foreign(steps.map(mapOf));
    return this;
  }

  pause(): this {
    this.time += 1_000;
    return this;
  }

  press(key: "undo" | "redo"): string {
    const steps = this.undo[key](this.doc);
    if (steps) this.doc = applyAll(this.doc, steps);
    return lines(this.doc);
  }
}

test("a typed run is undone at once, another place or a pause begins anew", () => {
  const editor = new Editor().do(insert(5, "a")).do(insert(6, "b")).do(insert(3, "x"));
  editor.pause().do(insert(4, "y"));
  assert.equal(editor.press("undo"), "x01ab23456789\nsecond");
  assert.equal(editor.press("undo"), "01ab23456789\nsecond");
  assert.equal(editor.press("undo"), "0123456789\nsecond");
  assert.equal(editor.undo.undo(editor.doc), null);
  assert.equal(editor.press("redo"), "01ab23456789\nsecond");
  assert.equal(editor.press("redo"), "x01ab23456789\nsecond");
  assert.equal(editor.press("redo"), "xy01ab23456789\nsecond");
  assert.equal(editor.undo.redo(editor.doc), null);
});

test("a colleague's words inside what I typed stay", () => {
  const editor = new Editor().do(insert(5, "mine")).colleague(insert(7, "THEIRS"));
  assert.equal(editor.press("undo"), "01THEIRS23456789\nsecond");
  assert.equal(
    editor.press("redo"),
    "01THEIRS23456789\nsecond".replace("THEIRS", lines(editor.doc).slice(2, -15)),
  );
  assert.ok(
    lines(editor.doc).includes("THEIRS") &&
      lines(editor.doc).includes("mi") &&
      lines(editor.doc).includes("ne"),
  );
});

test("what I deleted comes back where it stood, beside what a colleague wrote there", () => {
  const editor = new Editor().do(remove(5, 9)).colleague(insert(3, "A"), insert(6, "B"), insert(13, "C"));
  assert.equal(editor.press("undo"), "A01B23456789\nCsecond");
  assert.equal(editor.press("redo"), "A01B6789\nCsecond");
});

test("a replacement that a colleague wrote into is undone around their words", () => {
  const editor = new Editor().do(replace(5, 9, "mine")).colleague(insert(7, "THEIRS"));
  assert.equal(editor.press("undo"), "012345THEIRS6789\nsecond");
});

test("what a colleague deleted of mine is not brought back by undo, nor redone", () => {
  const editor = new Editor().do(insert(5, "mine")).pause().do(insert(3, "x")).colleague(remove(6, 10));
  assert.equal(editor.press("undo"), "0123456789\nsecond");
  assert.equal(editor.undo.undo(editor.doc), null);
});

test("undo and redo through undone changes find their places", () => {
  const editor = new Editor().do(insert(5, "abcd")).pause().do(insert(7, "X")).pause().do(remove(6, 8));
  for (let round = 0; round < 3; round++) {
    assert.equal(editor.press("undo"), "01abXcd23456789\nsecond");
    assert.equal(editor.press("undo"), "01abcd23456789\nsecond");
    assert.equal(editor.press("undo"), "0123456789\nsecond");
    editor.colleague(insert(3, "_"), remove(3, 4));
    assert.equal(editor.press("redo"), "01abcd23456789\nsecond");
    assert.equal(editor.press("redo"), "01abXcd23456789\nsecond");
    assert.equal(
      editor.press("redo"),
      "01aXcd23456789\nsecond".replace("aX", lines(editor.doc).slice(2, -15).replace("cd", "")),
    );
  }
});

test("a colleague's rewrite of the place leaves their text alone", () => {
  const editor = new Editor().do(insert(5, "mine")).colleague(replace(3, 12, "rewritten"));
  assert.equal(editor.press("undo"), lines(editor.doc));
  assert.ok(lines(editor.doc).startsWith("rewritten"));
});

test("a change of several steps is taken back whole", () => {
  const split = new ReplaceStep(8, 8, new Slice(Fragment.from([p("a"), p("a")]), 1, 1));
  const editor = new Editor().do(split, new AttrStep(9, "id", id("c"))).colleague(insert(10, "new"));
  assert.equal(lines(editor.doc), "01234\nnew56789\nsecond");
  assert.equal(editor.press("undo"), "01234new56789\nsecond");
  assert.equal(editor.press("redo"), "01234\nnew56789\nsecond");
  assert.deepEqual(
    editor.doc.children.map(({ attrs }) => attrs.id),
    ["title", "a", "c", "b"].map(id),
  );
});

test("marks are taken back", () => {
  const strong = schema.mark("strong");
  const editor = new Editor().do(new AddMarkStep(5, 8, strong)).colleague(insert(3, "new"));
  editor.press("undo");
  assert.ok(!editor.doc.rangeHasMark(0, editor.doc.content.size, strong.type));
  editor.press("redo");
  assert.ok(editor.doc.rangeHasMark(8, 11, strong.type) && !editor.doc.rangeHasMark(3, 8, strong.type));
});

test("what would break a rule of the text is passed over", () => {
  const editor = new Editor()
    .do(insert(3, "x"))
    .pause()
    .do(new AttrStep(2, "id", id("n")));
  // A colleague gives the old id to another block.
  editor.colleague(new AttrStep(15, "id", id("a")));
  assert.equal(editor.press("undo"), "0123456789\nsecond");
  assert.equal(editor.doc.child(1).attrs.id, id("n"));
});

test("a new change ends redoing; a hundred changes are remembered", () => {
  const editor = new Editor();
  for (let i = 0; i < 150; i++) editor.pause().do(insert(3, "x"));
  let pressed = 0;
  for (let steps = editor.undo.undo(editor.doc); steps; steps = editor.undo.undo(editor.doc)) {
    editor.doc = applyAll(editor.doc, steps);
    pressed += 1;
  }
  assert.equal(pressed, 100);
  assert.ok(editor.undo.canRedo);
  editor.do(insert(3, "y"));
  assert.ok(!editor.undo.canRedo);
});
