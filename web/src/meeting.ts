// The pages of a meeting: what is filled in is kept on the device until the server has it, and is sent when the
// network returns. What a vote decides, and which number it gets, comes from the server only.

import { Keep, type Kept } from "./kept.ts";
import { post } from "./post.ts";
import { Screens, screen } from "./screens.ts";
import { Sending } from "./sending.ts";
import { change, counted, tappable } from "./taps.ts";
import { words } from "./words.ts";

/** How long it is said that something is done, in milliseconds. */
const SHOWN = 6000;

const { member = "", meeting = "" } = screen().dataset;
const keep = new Keep(localStorage, member, meeting);
const screens = new Screens(enhance, () => say("waits", words.meeting.notAhead), busy);
let hiding: ReturnType<typeof setTimeout> | undefined;
const sending = new Sending(keep, (kept) => post(kept, token()), {
  sending: () => say("waits", words.meeting.sending),
  done: ({ page, address }) => {
    screens.show(page, address);
    say("done", words.meeting.taken);
  },
  refused: (_, message) => say("failed", message || words.meeting.refused),
  away: () => say("waits", keep.safe ? words.meeting.away : words.meeting.unkept),
  signedOut: () => say("failed", words.meeting.signedOut),
});

enhance(screen());
screens.start();
window.addEventListener("online", flush);
document.addEventListener("visibilitychange", flush);
flush();

/** Send what waits, while somebody looks. */
function flush(): void {
  if (document.visibilityState === "visible") void sending.send();
}

function enhance(part: HTMLElement): void {
  tappable(part);
  const forms = part.querySelectorAll<HTMLFormElement>("form[data-keep]");
  for (const form of forms) keepForm(form, form.dataset.keep ?? "");
}

function keepForm(form: HTMLFormElement, name: string): void {
  const kept = keep.get(name);
  if (kept) restore(form, kept);
  open(form, kept !== undefined);
  count(form);
  const filled = (): void => {
    keep.fill(name, new URL(form.action).pathname, fields(form));
    count(form);
    say("waits", keep.safe ? words.meeting.filled : words.meeting.unkept);
  };
  form.addEventListener("input", filled);
  form.addEventListener("change", filled);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep.fill(name, new URL(form.action).pathname, fields(form));
    keep.record(name);
    flush();
  });
}

/** What is kept of a form is in it again; the page says whether it is on its way. */
function restore(form: HTMLFormElement, kept: Kept): void {
  for (const [name, value] of kept.fields) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) change(field, value);
    else if (field instanceof HTMLTextAreaElement) field.value = value;
  }
  if (kept.state === "filled") say("waits", words.meeting.restored);
}

/** Before the attendance has reached the server, a vote may be kept behind it. */
function open(form: HTMLFormElement, kept: boolean): void {
  const details = form.closest("details");
  if (details && kept) details.open = true;
  const button = form.querySelector<HTMLButtonElement>("button[data-first]");
  if (!button || keep.get(button.dataset.first ?? "")?.state !== "recorded") return;
  button.disabled = false;
  const why = form.querySelector(".why");
  if (why) why.textContent = words.meeting.behind;
}

/** How many there are so far, as a plain count; what it means, the server says. */
function count(form: HTMLFormElement): void {
  for (const line of form.querySelectorAll<HTMLElement>("[data-count]")) {
    const wanted = (line.dataset.counted ?? "").split(" ");
    const selects = form.querySelectorAll<HTMLSelectElement>("select[data-cycle]");
    const found = [...selects].filter((select) => wanted.includes(select.value)).length;
    line.textContent = counted(line.dataset.count ?? "", found);
  }
  for (const line of form.querySelectorAll<HTMLElement>("[data-sum]")) {
    const inputs = [...form.querySelectorAll<HTMLInputElement>("input[data-counter]")];
    if (inputs.every((input) => input.value === "")) continue;
    const sum = inputs.reduce((all, input) => all + Number(input.value), 0);
    line.textContent = counted(line.dataset.sum ?? "", sum);
  }
}

/** Its fields; not the token, which is the page's, nor the ref that the page was drawn with. */
function fields(form: HTMLFormElement): [string, string][] {
  return [...new FormData(form)].flatMap(([name, value]) =>
    typeof value !== "string" || name === "_csrf_token" || name === "ref"
      ? []
      : [[name, value] as [string, string]],
  );
}

/** Whether somebody is at work on this screen. */
function busy(): boolean {
  const forms = [...document.querySelectorAll<HTMLFormElement>("#meeting form[data-keep]")];
  const filled = forms.some((form) => keep.get(form.dataset.keep ?? "") !== undefined);
  return filled || document.activeElement?.closest("#meeting form") != null || keep.waiting().length > 0;
}

function token(): string {
  return document.querySelector<HTMLInputElement>("input[name=_csrf_token]")?.value ?? "";
}

function say(kind: "waits" | "done" | "failed", text: string): void {
  const line = screen().querySelector<HTMLElement>("[data-safety]");
  if (!line) return;
  line.hidden = false;
  line.className = `flash safety ${kind}`;
  line.setAttribute("role", kind === "failed" ? "alert" : "status");
  line.textContent = text;
  clearTimeout(hiding);
  // What is done is said, and then out of the way.
  if (kind === "done") hiding = setTimeout(() => (line.hidden = true), SHOWN);
}
