// Rows and counters for a thumb: a row is a button that goes from one answer to the next, a count has a button
// on each side. The fields of the form stay what they are: these only change them.

import { words } from "./words.ts";

/** All of these within one part of the page. */
export function tappable(part: ParentNode): void {
  for (const select of part.querySelectorAll<HTMLSelectElement>("select[data-cycle]")) row(select);
  for (const input of part.querySelectorAll<HTMLInputElement>("input[data-counter]")) counter(input);
  for (const button of part.querySelectorAll<HTMLButtonElement>("button[data-everybody]")) everybody(button);
}

/** The value after this one, around and around. */
export function following(values: readonly string[], value: string): string {
  return values[(values.indexOf(value) + 1) % values.length] ?? value;
}

/** A sentence with its first gap filled: «حضر {} من 21». */
export function counted(sentence: string, count: number): string {
  return sentence.replace("{}", String(count));
}

function row(select: HTMLSelectElement): void {
  const label = select.closest("label");
  const name = label?.querySelector("span");
  if (!label || !name) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = label.className;
  const shown = document.createElement("span");
  shown.className = "value";
  button.append(name.cloneNode(true), shown);
  const values = (select.dataset.cycle ?? "").split(" ");
  const show = (): void => {
    shown.textContent = select.selectedOptions[0]?.textContent ?? "";
    shown.dataset.value = select.value;
  };
  button.addEventListener("click", () => change(select, following(values, select.value)));
  select.addEventListener("change", show);
  show();
  label.hidden = true;
  label.after(button);
}

function counter(input: HTMLInputElement): void {
  const name = input.labels?.[0]?.textContent ?? "";
  input.parentElement?.classList.add("pressed");
  const press = (sign: string, said: string, by: number): HTMLButtonElement => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", `${said}: ${name}`);
    button.addEventListener("click", () => {
      const most = input.max === "" ? Number.POSITIVE_INFINITY : Number(input.max);
      change(input, String(Math.min(most, Math.max(0, Number(input.value) + by))));
    });
    return button;
  };
  input.before(press("−", words.meeting.less, -1));
  input.after(press("+", words.meeting.more, 1));
}

function everybody(button: HTMLButtonElement): void {
  button.type = "button";
  button.addEventListener("click", () => {
    const form = button.closest("form");
    for (const select of form?.querySelectorAll<HTMLSelectElement>("select[data-cycle]") ?? []) {
      change(select, button.dataset.everybody ?? "");
    }
  });
}

/** Give a field another value, as if it had been chosen there. */
export function change(field: HTMLInputElement | HTMLSelectElement, value: string): void {
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}
