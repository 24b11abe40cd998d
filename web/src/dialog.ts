// A small form over the page: asks for a few values and gives them, or null where the person turned away.
// The browser's own dialog keeps the focus inside and gives it back.

import { words } from "./words.ts";

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly longest?: number;
  /** Left to right, for addresses. */
  readonly ltr?: boolean;
  /** A choice among these, as [value, words]. */
  readonly choices?: readonly (readonly [string, string])[];
  /** What is wanted instead, where the value will not do; empty where it will. */
  readonly check?: (value: string) => string;
}

export interface Question {
  readonly title: string;
  readonly fields: readonly Field[];
  readonly submit: string;
}

type Control = HTMLInputElement | HTMLSelectElement;

function control(field: Field): Control {
  if (field.choices) {
    const select = document.createElement("select");
    for (const [value, text] of field.choices) select.add(new Option(text, value));
    if (field.value) select.value = field.value;
    return select;
  }
  const input = document.createElement("input");
  input.value = field.value;
  if (field.ltr) input.dir = "ltr";
  input.autocomplete = "off";
  if (field.longest) input.maxLength = field.longest;
  return input;
}

function labelled(field: Field): { label: HTMLLabelElement; input: Control } {
  const input = control(field);
  input.name = field.name;
  input.addEventListener("input", () => input.setCustomValidity(""));
  const label = document.createElement("label");
  const text = document.createElement("span");
  text.textContent = field.label;
  label.append(text, input);
  return { label, input };
}

function button(text: string, type: "submit" | "button", kind: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = type;
  made.textContent = text;
  made.className = kind;
  return made;
}

/** The values by name of field once the person has agreed; null where they left it. */
export function ask(question: Question): Promise<Record<string, string> | null> {
  const dialog = document.createElement("dialog");
  const form = document.createElement("form");
  form.method = "dialog";
  const title = document.createElement("h2");
  title.id = "question";
  title.textContent = question.title;
  dialog.setAttribute("aria-labelledby", title.id);
  const fields = question.fields.map((field) => ({ field, ...labelled(field) }));
  const cancel = button(words.cancel, "button", "quiet");
  const actions = document.createElement("div");
  actions.className = "actions";
  actions.append(button(question.submit, "submit", "primary"), cancel);
  form.append(title, ...fields.map(({ label }) => label), actions);
  dialog.append(form);
  document.body.append(dialog);

  return new Promise((resolve) => {
    let values: Record<string, string> | null = null;
    form.addEventListener("submit", (event) => {
      for (const { field, input } of fields) input.setCustomValidity(field.check?.(input.value) ?? "");
      if (!form.reportValidity()) {
        event.preventDefault();
        return;
      }
      values = Object.fromEntries(fields.map(({ field, input }) => [field.name, input.value]));
    });
    cancel.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(values);
    });
    dialog.showModal();
  });
}
