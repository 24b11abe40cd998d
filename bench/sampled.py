"""Runs `mashura serve` and counts, every millisecond of CPU, where the event loop's thread is.

Writes {part: share} as JSON to the file named by MASHURA_SAMPLES when the server stops.
"""

import json
import os
import signal
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

from service.cli import main

# The innermost of these in the stack names the part.
PARTS = {
    "domain/rebase.py": "rebase",
    "domain/check.py": "check",
    "domain/steps.py": "gate",
    "domain/draft.py": "draft",
    "service/committer.py": "store",
    "service/store.py": "store",
    "service/frames.py": "frames",
    "service/fanout.py": "fan-out",
    "service/authority.py": "authority",
    "service/socket.py": "socket",
    "uvicorn": "receive and send",
    "websockets": "receive and send",
    "litestar": "receive and send",
    "asyncio": "event loop",
}
counts: Counter[str] = Counter()


def sample(_: int, frame: FrameType | None) -> None:
    while frame is not None:
        path = frame.f_code.co_filename
        for part, name in PARTS.items():
            if part in path:
                counts[name] += 1
                return
        frame = frame.f_back
    counts["other"] += 1


signal.signal(signal.SIGPROF, sample)
# The server raises the signal that stopped it once more at its end: let it end this program in good order.
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
try:
    main()
finally:
    signal.setitimer(signal.ITIMER_PROF, 0)
    total = sum(counts.values())
    shares = {name: round(count / total, 3) for name, count in counts.most_common()}
    Path(os.environ["MASHURA_SAMPLES"]).write_text(json.dumps(shares))
