// The page of a paper: the text, what stands around it, and the live client beneath, wired together.

import type { Node } from "prosemirror-model";
import { systemClock } from "./clock.ts";
import { Composition } from "./composition.ts";
import { Cursors } from "./cursors.ts";
import { dom } from "./dom.ts";
import { element } from "./element.ts";
import { History } from "./history.ts";
import { withIds } from "./ids.ts";
import { Live, type SaveState } from "./live.ts";
import { Notices } from "./notices.ts";
import { Paper } from "./paper.ts";
import { showPeople } from "./people.ts";
import { BrowserRecord } from "./record.ts";
import { showRescues } from "./rescues.ts";
import { currency, safety, WatchedRecord } from "./safety.ts";
import { buildSchema, newId } from "./schema.ts";
import { openSocket } from "./socket.ts";
import { StandingLine } from "./standing.ts";
import { followKeyboard, Toolbar } from "./toolbar.ts";
import { tools } from "./tools.ts";
import { arabic, names, words } from "./words.ts";

/** What the server gives the page to begin with. */
interface PageData {
  readonly draft: string;
  readonly member: string;
  readonly canWrite: boolean;
  readonly live: string;
}

const page = JSON.parse(element("draft").textContent) as PageData;
const place = element("paper");
const schema = withIds(buildSchema(dom), newId);
const notices = new Notices();
const history = new History();
const composition = new Composition();
const cursors = new Cursors(element("cursors"));
const record = new WatchedRecord(new BrowserRecord(page.member, page.draft));
const toolbar = page.canWrite
  ? new Toolbar(element("toolbar"), tools(schema, history), (text) => notices.say(text))
  : null;
const standing = new StandingLine(element("standing"));
let paper: Paper | null = null;
let unconfirmed = false;

const live = new Live({
  schema,
  member: page.member,
  connect: (arrivals) => openSocket(page.live, arrivals, composition),
  clock: systemClock,
  store: record,
  events: {
    opened: open,
    changed(steps, doc, dropped) {
      // What was taken out again must not be brought back by undoing.
      if (dropped) history.forget();
      else history.foreign(steps);
      paper?.carry(steps);
      showFacts(doc);
    },
    people(people) {
      showPeople(element("people"), people, page.member);
      cursors.showPeople(people);
    },
    cursors: (carets) => cursors.showCarets(carets),
    state: showState,
    rescued: (rescues) =>
      showRescues(element("rescues"), rescues, {
        insert: (text) => paper?.insert(text) ?? false,
        dismiss: (id) => live.dismissRescue(id),
      }),
  },
});

function open(doc: Node): void {
  history.forget();
  if (paper) paper.show(doc);
  else paper = made(doc);
  showFacts(doc);
}

function made(doc: Node): Paper {
  return new Paper(
    {
      place,
      schema,
      writable: page.canWrite,
      names: names[place.lang] ?? arabic,
      history,
      plugins: [...(toolbar ? [toolbar.plugin()] : []), cursors.plugin(), composition.plugin()],
      events: {
        changed(transactions, after) {
          history.record(transactions);
          live.local(
            transactions.flatMap(({ steps }) => steps),
            after,
          );
          showFacts(after);
        },
        selected: (anchor, head) => live.selection(anchor, head),
        say: (text) => notices.say(text),
      },
    },
    doc,
  );
}

function showState(state: SaveState): void {
  unconfirmed = state.kind !== "saved";
  // Without a connection nobody knows who is here.
  const apart = state.kind === "offline" || state.kind === "closed";
  element("people").hidden = apart;
  if (apart) cursors.showCarets([]);
  notices.showSafety(page.canWrite ? safety(state, record.kept) : currency(state));
  if (state.kind === "closed") {
    paper?.close();
    element("toolbar").hidden = true;
  }
  if (paper) showVersion();
}

/** What the head of the page says of the text. */
function showFacts(doc: Node): void {
  const title = doc.firstChild?.textContent.trim() || words.untitled;
  if (element("title").textContent !== title) element("title").textContent = title;
  showVersion();
}

/** The version at the head of the page is the present one. */
function showVersion(): void {
  element("version").textContent = String(live.version);
  standing.at(live.version);
}

if (!page.canWrite) {
  element("read-only").textContent = words.readOnly;
  element("read-only").hidden = false;
}
window.addEventListener("beforeunload", (event) => {
  if (unconfirmed && !record.kept) event.preventDefault();
});
followKeyboard();
window.addEventListener("online", () => live.wake());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") live.wake();
});
live.start();
