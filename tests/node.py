"""Node, which runs the browser's code in tests: the one that `make` put beside Python."""

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
_OWN = ROOT / ".venv/bin/node"
NODE = _OWN if _OWN.exists() else Path(shutil.which("node") or "node")


class Answering:
    """A Node program that answers each line of JSON with one."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, questions: Sequence[Any]) -> list[Any]:
        """The answers to some questions, which travel together: few enough to fit into a pipe's patience."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(questions) + "\n")
        self._process.stdin.flush()
        answers = self._process.stdout.readline()
        assert answers, "the Node program has ended"
        given: list[Any] = json.loads(answers)
        return given


@contextmanager
def answering(program: str) -> Iterator[Answering]:
    """A Node program under the project's root, as long as it is asked."""
    command = [str(NODE), program]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            yield Answering(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(20)
