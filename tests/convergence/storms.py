"""Storms, run by Node: the browser's real code against the real authority, everything decided by a seed."""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from tests.node import NODE, ROOT


@dataclass
class Storms:
    """Some storms with seeds one after the other, running in a process of their own."""

    process: subprocess.Popen[str]

    @classmethod
    def begin(cls, seed: int, count: int, *bugs: str) -> "Storms":
        command = [str(NODE), "web/storm/storm.ts", sys.executable, str(seed), str(count), *bugs]
        pipe = subprocess.PIPE
        return cls(subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True))

    def end(self) -> tuple[list[dict[str, Any]], str]:
        """What each storm was like, up to the first that had a victim; and that one's story, or nothing."""
        out, err = self.process.communicate()
        return [json.loads(line) for line in out.splitlines()], err


def total(facts: list[dict[str, Any]], name: str) -> int:
    """The sum of one fact over storms."""
    return sum(storm[name] for storm in facts)
