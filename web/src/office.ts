// Text copied from an office program or another page, made plain before it is read: its lists are paragraphs that
// only look like lists, its tables stand in tables, and much of it is not text at all.

const LEVEL = /mso-list:\s*l\d+\s+level(\d)/i;
const COUNTED = /^[\s(]*(\d+|[\u0660-\u0669]+|[ivxlc]+|[a-z\u0621-\u064a])ـ?\s*[.)\-–]/i;
const LISTED = "p[style*='mso-list' i]";
const SIGN = "[style*='mso-list:Ignore' i],[style*='mso-list: Ignore' i]";
const DROPPED =
  "script,style,title,meta,link,object,embed,iframe,svg,template,del,[hidden],[style*='mso-element:comment']";

export interface ListLine {
  /** From 1 for the outermost. */
  readonly level: number;
  readonly ordered: boolean;
}

/** What a paragraph's style and the sign before it say of a list; null where it is none. */
export function listLine(style: string, sign: string): ListLine | null {
  const level = LEVEL.exec(style)?.[1];
  return level === undefined ? null : { level: Number(level), ordered: COUNTED.test(sign) };
}

function lineOf(element: Element | null): ListLine | null {
  if (!element?.matches(LISTED)) return null;
  const sign = element.querySelector(SIGN)?.textContent ?? "";
  return listLine(element.getAttribute("style") ?? "", sign);
}

/** Moves the paragraph, and those after it that belong to the same list, into real lists before it. */
function rebuildList(first: Element): void {
  const place = first.ownerDocument.createElement("div");
  first.before(place);
  const open: { level: number; list: Element }[] = [];
  let line = lineOf(first);
  for (let element: Element | null = first; element && line; line = lineOf(element)) {
    const next: Element | null = element.nextElementSibling;
    const tag = line.ordered ? "OL" : "UL";
    const fits = (each: { level: number; list: Element }, { level }: ListLine): boolean =>
      each.level < level || (each.level === level && each.list.tagName === tag);
    for (let last = open.at(-1); last && !fits(last, line); last = open.at(-1)) open.pop();
    if (open.at(-1)?.level !== line.level) {
      const list = first.ownerDocument.createElement(tag);
      (open.at(-1)?.list.lastElementChild ?? place).append(list);
      open.push({ level: line.level, list });
    }
    const item = first.ownerDocument.createElement("li");
    item.append(element);
    open.at(-1)?.list.append(item);
    element = next;
  }
  place.replaceWith(...place.childNodes);
}

/** A table within a cell becomes its cells' lines: our cells hold text and lists. */
function flattenTable(inner: Element): void {
  const lines = [...inner.querySelectorAll("td, th")].map((cell) => {
    const line = inner.ownerDocument.createElement("p");
    line.append(...cell.childNodes);
    return line;
  });
  inner.replaceWith(...lines);
}

/** What a style says of one property, in lower case; empty where it says nothing. */
export function styled(style: string, property: string): string {
  const said = new RegExp(`(?:^|;)\\s*${property}[a-z-]*\\s*:([^;]*)`, "i").exec(style)?.[1];
  return said?.trim().toLowerCase() ?? "";
}

/** Bold, slanting and underlined words by elements, as their style has them; no style is left. */
function unstyle(page: Document): void {
  for (const element of page.querySelectorAll("[style]")) {
    const style = element.getAttribute("style") ?? "";
    element.removeAttribute("style");
    const weight = styled(style, "font-weight");
    // Some offices wrap all they copy in a <b> that is not bold.
    if (element.tagName === "B" && weight === "normal") {
      element.replaceWith(...element.childNodes);
      continue;
    }
    const wrap = (tag: string): void => {
      const inner = page.createElement(tag);
      inner.append(...element.childNodes);
      element.append(inner);
    };
    if (!element.matches("span, a, font")) continue;
    if (/^(bold(er)?|[6-9]\d\d)$/.test(weight)) wrap("strong");
    if (styled(style, "font-style") === "italic") wrap("em");
    if (styled(style, "text-decoration").includes("underline") && element.tagName !== "A") wrap("u");
  }
}

/** HTML with the structure that it means and nothing that is not text. */
export function plainHTML(html: string): string {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const element of page.querySelectorAll(DROPPED)) element.remove();
  for (const element of page.querySelectorAll("p.MsoTitle")) {
    const heading = page.createElement("h1");
    heading.append(...element.childNodes);
    element.replaceWith(heading);
  }
  for (const element of page.querySelectorAll(LISTED)) {
    if (lineOf(element) && !element.closest("li")) rebuildList(element);
  }
  // The signs of lists and the numbers of headings are computed here.
  for (const element of page.querySelectorAll(SIGN)) element.remove();
  for (const element of page.querySelectorAll("td table, th table")) flattenTable(element);
  unstyle(page);
  return page.body.innerHTML;
}
