// The toolbar: at most eight things and a menu, one stop for the Tab key, arrows within. On a phone it stands
// above the keyboard, on a wide screen at the top of the text.

import type { EditorState } from "prosemirror-state";
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { around } from "./blocks.ts";
import type { Tool, Tools } from "./tools.ts";
import { words } from "./words.ts";

interface Shown {
  readonly tool: Tool;
  readonly button: HTMLButtonElement;
}

export class Toolbar {
  private readonly bar: HTMLElement;
  private readonly notice: (text: string) => void;
  private readonly always: Shown[];
  private readonly menu: Shown[];
  private readonly table: Shown[];
  private readonly more = document.createElement("button");
  private readonly list = document.createElement("div");
  private readonly tableRow = document.createElement("div");
  private view: EditorView | null = null;
  private frame = 0;
  /** Whether the text has had the focus: before that nobody has seen what a tool would change. */
  private entered = false;

  constructor(bar: HTMLElement, tools: Tools, notice: (text: string) => void) {
    this.bar = bar;
    this.notice = notice;
    this.always = tools.bar.map((tool) => this.shown(tool));
    // On a narrow screen redo gives its place on the bar to the menu.
    const redo = tools.bar.filter(({ name }) => name === "redo");
    this.menu = [...redo, ...tools.menu].map((tool) =>
      this.shown(tool, tool.active ? "menuitemcheckbox" : "menuitem"),
    );
    this.table = tools.table.map((tool) => this.shown(tool));
    this.build();
    this.listen();
  }

  plugin(): Plugin {
    return new Plugin({
      props: {
        handleKeyDown: (_, event) => {
          if (!(event.altKey && event.key === "F10")) return false;
          this.buttons()
            .find((each) => each.tabIndex === 0)
            ?.focus();
          return true;
        },
        handleDOMEvents: {
          focus: () => {
            this.entered = true;
            this.refresh();
          },
        },
      },
      view: (view) => {
        this.view = view;
        this.refresh();
        return { update: () => this.refresh(), destroy: () => cancelAnimationFrame(this.frame) };
      },
    });
  }

  private shown(tool: Tool, role?: string): Shown {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = tool.label;
    button.title = tool.title;
    button.dataset.tool = tool.name;
    button.tabIndex = -1;
    if (role) button.setAttribute("role", role);
    button.addEventListener("click", () => this.use(tool));
    return { tool, button };
  }

  private build(): void {
    this.bar.setAttribute("role", "toolbar");
    this.bar.setAttribute("aria-label", words.toolbar);
    this.more.type = "button";
    this.more.textContent = words.more;
    this.more.tabIndex = -1;
    this.more.dataset.tool = "more";
    this.more.setAttribute("aria-haspopup", "menu");
    this.more.setAttribute("aria-expanded", "false");
    this.list.setAttribute("role", "menu");
    this.list.setAttribute("aria-label", words.more);
    this.list.className = "menu";
    this.list.hidden = true;
    this.list.append(...this.menu.map(({ button }) => button));
    this.tableRow.setAttribute("role", "group");
    this.tableRow.setAttribute("aria-label", words.tableTools);
    this.tableRow.className = "table-tools";
    this.tableRow.hidden = true;
    this.tableRow.append(...this.table.map(({ button }) => button));
    const row = document.createElement("div");
    row.className = "row";
    row.append(...this.always.map(({ button }) => button), this.more);
    this.bar.replaceChildren(this.tableRow, row, this.list);
    const [first] = this.always;
    if (first) first.button.tabIndex = 0;
  }

  private listen(): void {
    // A press on a tool leaves the caret, and a phone's keyboard, where they are.
    this.bar.addEventListener("mousedown", (event) => event.preventDefault());
    this.more.addEventListener("click", () => this.toggleMenu(this.list.hidden === true));
    this.bar.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("pointerdown", ({ target }) => {
      if (!this.bar.contains(target as Node)) this.toggleMenu(false);
    });
  }

  /** The buttons that the arrows lead through: those of the open menu, or those of the bar. */
  private buttons(): HTMLButtonElement[] {
    if (!this.list.hidden) return this.menu.map(({ button }) => button).filter(visibleNow);
    const table = this.tableRow.hidden ? [] : this.table;
    return [...[...table, ...this.always].map(({ button }) => button), this.more].filter(visibleNow);
  }

  private key(event: KeyboardEvent): void {
    const buttons = this.buttons();
    const here = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const rtl = getComputedStyle(this.bar).direction === "rtl";
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      ArrowLeft: rtl ? 1 : -1,
      ArrowRight: rtl ? -1 : 1,
    };
    const step = steps[event.key];
    let next: HTMLButtonElement | undefined;
    if (step !== undefined) next = buttons.at((here + step) % buttons.length);
    else if (event.key === "Home") next = buttons[0];
    else if (event.key === "End") next = buttons.at(-1);
    else if (event.key === "Escape" && !this.list.hidden) {
      this.toggleMenu(false);
      next = this.more;
    } else if (event.key === "Escape") this.view?.focus();
    else return;
    event.preventDefault();
    if (!next) return;
    if (this.list.hidden) for (const each of this.buttons()) each.tabIndex = each === next ? 0 : -1;
    next.focus();
  }

  private toggleMenu(open: boolean): void {
    if (open === !this.list.hidden) return;
    this.list.hidden = !open;
    this.more.setAttribute("aria-expanded", String(open));
    if (!open || !this.view) return;
    this.mark(this.menu, this.view.state);
    // Opened from the keyboard, the menu takes the focus; by touch, the text keeps it.
    if (document.activeElement === this.more) this.buttons()[0]?.focus();
  }

  private use(tool: Tool): void {
    const { view } = this;
    if (!view) return;
    this.toggleMenu(false);
    if (!this.entered) {
      this.notice(words.enterFirst(tool.label));
      return;
    }
    if (!tool.run(view.state, view.dispatch, view)) this.notice(words.notHere(tool.label));
    view.focus();
  }

  private refresh(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      if (!this.view || this.view.isDestroyed) return;
      const { state } = this.view;
      this.mark(this.always, state);
      this.tableRow.hidden = !this.entered || around(state, "table") === null;
      if (!this.tableRow.hidden) this.mark(this.table, state);
    });
  }

  private mark(shown: readonly Shown[], state: EditorState): void {
    for (const { tool, button } of shown) {
      button.setAttribute("aria-disabled", String(!this.entered || !tool.run(state)));
      if (!tool.active) continue;
      const pressed = String(this.entered && tool.active(state));
      button.setAttribute(inMenu(button) ? "aria-checked" : "aria-pressed", pressed);
    }
  }
}

function inMenu(button: HTMLElement): boolean {
  return button.getAttribute("role")?.startsWith("menuitem") === true;
}

function visibleNow(element: HTMLElement): boolean {
  return element.offsetParent !== null;
}

/** Keeps `--keyboard` at the height that a phone's keyboard covers, for what stands at the bottom of the page. */
export function followKeyboard(): void {
  const { visualViewport: seen, document: page } = window;
  if (!seen) return;
  const follow = (): void => {
    const covered = Math.max(0, window.innerHeight - seen.height - seen.offsetTop);
    page.documentElement.style.setProperty("--keyboard", `${covered}px`);
  };
  seen.addEventListener("resize", follow);
  seen.addEventListener("scroll", follow);
}
