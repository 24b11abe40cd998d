// Who is here: a circle of initials for each, with the name, once for each person however many pages they opened.

import type { Person } from "./frames.ts";
import { words } from "./words.ts";

/** The first letters of the first two names, without the article, kept from joining. */
export function initials(name: string): string {
  const [first, second] = name.trim().split(/\s+/);
  return [first, second]
    .flatMap((part) => [...(part ?? "").replace(/^ال(?=..)/, "")].slice(0, 1))
    .join("\u200c");
}

/** One entry a member, oneself left out. */
export function others(people: readonly Person[], member: string): Person[] {
  const byMember = new Map(people.map((each) => [each.member, each]));
  byMember.delete(member);
  return [...byMember.values()];
}

export function showPeople(place: HTMLElement, people: readonly Person[], member: string): void {
  const present = others(people, member);
  const circles = present.map(({ name, colour }) => {
    const item = document.createElement("li");
    item.dataset.colour = String(colour);
    item.title = name;
    const short = document.createElement("span");
    short.setAttribute("aria-hidden", "true");
    short.textContent = initials(name);
    const full = document.createElement("bdi");
    full.className = "unseen";
    full.textContent = name;
    item.append(short, full);
    return item;
  });
  place.replaceChildren(...circles);
  place.setAttribute("aria-label", words.present(present.length));
}
