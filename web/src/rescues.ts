// Text that found no place in the record is offered back, each piece with its reason: put it in at the caret,
// copy it, or let it go. Nothing leaves this list by itself.

import type { Rescue } from "./atoms.ts";
import { words } from "./words.ts";

export interface RescueActions {
  /** Puts the text in at the caret; false where it could not. */
  insert(text: string): boolean;
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

function offered({ id, text, reason, lost }: Rescue, actions: RescueActions): HTMLElement {
  const item = document.createElement("li");
  const why = document.createElement("p");
  why.textContent = `${words.lost[lost]} ${words.rescueReason(reason)}`;
  item.append(why);
  const buttons = document.createElement("div");
  buttons.className = "actions";
  if (text) {
    const quote = document.createElement("blockquote");
    quote.dir = "auto";
    quote.textContent = text;
    item.append(quote);
    buttons.append(
      action(words.insertHere, "primary", () => {
        if (actions.insert(text)) actions.dismiss(id);
      }),
      action(words.copy, "quiet", (button) => {
        void navigator.clipboard.writeText(text).then(() => {
          button.textContent = words.copied;
        });
      }),
    );
  }
  buttons.append(action(words.dismiss, "quiet", () => actions.dismiss(id)));
  item.append(buttons);
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
