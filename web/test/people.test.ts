import assert from "node:assert/strict";
import { test } from "node:test";
import { initials, others } from "../src/people.ts";

test("initials are the first letters of two names, kept from joining", () => {
  assert.equal(initials("هدى المرابط"), "ه\u200cم");
  assert.equal(initials(" Yto "), "Y");
});

test("each person stands once, however many pages they opened, and oneself not at all", () => {
  const person = (session: string, member: string) => ({ session, member, name: member, colour: 0 });
  const present = [
    person("1", "me"),
    person("2", "a"),
    person("3", "a"),
    person("4", "me"),
    person("5", "b"),
  ];
  assert.deepEqual(
    others(present, "me").map(({ member }) => member),
    ["a", "b"],
  );
});
