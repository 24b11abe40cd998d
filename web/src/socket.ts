// The websocket beneath the live client. While a word is being composed, what could change the text waits.

import type { Composition } from "./composition.ts";
import type { ServerFrame } from "./frames.ts";
import type { Arrivals, Transport } from "./live.ts";

/** What a browser calls a connection that ended without a word. */
const CUT = 1006;

/**
 * Whether the frame may bring another's change. One's own commit, confirmed, changes nothing: it comes back with
 * other steps than were sent only behind others' commits, and those were taken in before or are waiting already.
 */
function foreign(frame: ServerFrame, session: string): boolean {
  if (frame.type === "people" || frame.type === "cursor") return false;
  return frame.type !== "committed" || frame.commits.some(({ ref }) => !ref.startsWith(`${session}.`));
}

export function openSocket(address: string, arrivals: Arrivals, composition: Composition): Transport {
  const socket = new WebSocket(new URL(address, location.href).href.replace(/^http/, "ws"));
  let session = "";
  socket.onopen = () => arrivals.onopen();
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    const frame = JSON.parse(data) as ServerFrame;
    if (frame.type === "joined") session = frame.session;
    composition.pass(() => arrivals.onmessage(data), foreign(frame, session));
  };
  const lost = (code: number) => {
    removeEventListener("offline", cut);
    composition.pass(() => arrivals.onclose(code), true);
  };
  // The device knows that it is cut off long before the connection does.
  const cut = () => {
    socket.close();
    lost(CUT);
  };
  socket.onclose = ({ code }) => lost(code);
  addEventListener("offline", cut);
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
  };
}
