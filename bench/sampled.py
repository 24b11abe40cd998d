"""Runs `mashura serve` and finds where its CPU goes.

The event loop's thread is sampled every millisecond of CPU, each sample weighing what that thread itself has
used since the last; the threads of the store and the follower are read from the system. Writes {part: µs} as
JSON to the file named by MASHURA_SAMPLES when the server stops; SIGUSR1 begins the count anew.
"""

import json
import os
import signal
import sys
import threading
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from types import FrameType

from service.cli import main

# The innermost of these in the stack names the part.
PARTS = {
    "domain/rebase.py": "rebase",
    "domain/check.py": "check",
    "domain/plain.py": "gate",
    "domain/steps.py": "gate",
    "domain/draft.py": "draft",
    "service/committer.py": "authority",
    "service/frames.py": "frames",
    "service/fanout.py": "fan-out",
    "service/authority.py": "authority",
    "service/socket.py": "socket",
    "uvicorn": "receive and send",
    "websockets": "receive and send",
    "litestar": "receive and send",
}
THREADS = {"committer": "store", "following": "follower"}


class Sampler:
    """What each part has used, in seconds of CPU."""

    def __init__(self) -> None:
        self.begin()

    def begin(self, *_: object) -> None:
        self.used: defaultdict[str, float] = defaultdict(float)
        self.seen = time.thread_time()
        self.before = thread_times()
        self.after = self.before

    def sample(self, _: int, frame: FrameType | None) -> None:
        now = time.thread_time()
        self.used[part_of(frame)] += now - self.seen
        self.seen = now
        self.after = {**self.after, **thread_times()}

    def told(self) -> dict[str, int]:
        threads = {THREADS[name]: used - self.before.get(name, 0.0) for name, used in self.after.items()}
        parts = {**self.used, **threads}
        return {name: round(parts[name] * 1e6) for name in sorted(parts, key=lambda name: -parts[name])}


def part_of(frame: FrameType | None) -> str:
    while frame is not None:
        for part, name in PARTS.items():
            if part in frame.f_code.co_filename:
                return name
        frame = frame.f_back
    return "event loop"


def thread_times() -> dict[str, float]:
    """Seconds of CPU of the named threads that run now."""
    ticks = os.sysconf("SC_CLK_TCK")
    times = {}
    for thread in threading.enumerate():
        if thread.name in THREADS:
            with suppress(FileNotFoundError):  # It has ended just now.
                stat = Path(f"/proc/self/task/{thread.native_id}/stat").read_text().rsplit(")", 1)[1].split()
                times[thread.name] = (int(stat[11]) + int(stat[12])) / ticks
    return times


sampler = Sampler()
signal.signal(signal.SIGPROF, sampler.sample)
signal.signal(signal.SIGUSR1, sampler.begin)
signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
# The server raises the signal that stopped it once more at its end: let it end this program in good order.
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
try:
    main()
finally:
    signal.setitimer(signal.ITIMER_PROF, 0)
    Path(os.environ["MASHURA_SAMPLES"]).write_text(json.dumps(sampler.told()))
