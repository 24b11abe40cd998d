"""How fast one member may send: a token bucket whose empty state delays, and never refuses, a frame."""

import time
from collections.abc import Callable


class Pace:
    """`rate` frames a second with bursts of twice as many, for each member over all their connections."""

    def __init__(self, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._burst = 2 * rate
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def delay(self, member: str) -> float:
        """Take one frame's worth; gives the seconds to wait before the next frame is read (often 0)."""
        now = self._clock()
        tokens, since = self._buckets.get(member, (self._burst, now))
        tokens = min(self._burst, tokens + (now - since) * self._rate) - 1
        self._buckets[member] = (tokens, now)
        return max(0.0, -tokens / self._rate)
