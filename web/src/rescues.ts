// Text that found no place in the record is offered back, each piece with its reason: put it in at the caret,
// copy it, or let it go. Nothing leaves this list by itself.

import type { Rescue } from "./record.ts";
import { words } from "./words.ts";

export interface RescueActions {
  insert(text: string): void;
  dismiss(id: string): void;
}

function action(text: string, kind: string, run: (button: HTMLButtonElement) => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = kind;
  button.textContent = text;
  button.addEventListener("click", () => run(button));
  return button;
}

function offered({ id, text, reason }: Rescue, actions: RescueActions): HTMLElement {
  const item = document.createElement("li");
  const quote = document.createElement("blockquote");
  quote.dir = "auto";
  quote.textContent = text;
  const why = document.createElement("p");
  why.textContent = words.rescueReason(reason);
  const buttons = document.createElement("div");
  buttons.className = "actions";
  buttons.append(
    action(words.insertHere, "primary", () => {
      actions.insert(text);
      actions.dismiss(id);
    }),
    action(words.copy, "quiet", (button) => {
      void navigator.clipboard.writeText(text).then(() => {
        button.textContent = words.copied;
      });
    }),
    action(words.dismiss, "quiet", () => actions.dismiss(id)),
  );
  item.append(quote, why, buttons);
  return item;
}

export function showRescues(place: HTMLElement, rescues: readonly Rescue[], actions: RescueActions): void {
  place.hidden = rescues.length === 0;
  const title = document.createElement("h2");
  title.textContent = words.rescued(rescues.length);
  const list = document.createElement("ul");
  list.append(...rescues.map((each) => offered(each, actions)));
  place.replaceChildren(title, list);
}
