"""How many durable commits a second one server takes, what each costs in CPU, and where that goes.

`python -m bench.commits --people 20 --drafts 1 --seconds 5`. The server has a core of its own, the load
another; every client has one commit in flight, reads every frame, and does not integrate what it reads.
The disk must be a real one.
"""

import asyncio
import json
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import click
import msgspec
from websockets.asyncio.client import connect

from domain.schema import SCHEMA
from service.robots import insertion
from tests.serving import Served, Somebody, headers, member, put_paper

_frames = msgspec.json.Decoder()


def paragraph_of(doc: Any, place: int) -> int:
    """Where one person writes: the start of a paragraph of their own, as far as there are enough."""
    shown = SCHEMA.node_from_json(doc)
    starts: list[int] = []
    shown.descendants(lambda node, pos, *_: starts.append(pos + 1) if node.type.name == "paragraph" else None)
    return starts[place % len(starts)]


async def client(
    served: Served,
    draft: UUID,
    who: Somebody,
    place: int,
    until: float,
    waits: list[float],
    groups: list[int],
) -> None:
    options: dict[str, Any] = {
        "origin": served.origin,
        "additional_headers": headers(who),
        "max_size": None,
        "max_queue": None,
        "compression": None,
    }
    async with connect(served.live(draft), **options) as socket:
        await socket.send(json.dumps({"type": "join", "protocol": 1, "version": None, "session": None}))
        joined = _frames.decode(await socket.recv())
        head, n = joined["head"], 0
        at = paragraph_of(joined["doc"], place)
        while time.monotonic() < until:
            n += 1
            ref = f"{joined['session']}.{n}"
            sent = time.monotonic()
            await socket.send(
                json.dumps({"type": "commit", "ref": ref, "base": head, "steps": insertion(at, "س")})
            )
            answered = False
            while not answered:
                text = await socket.recv()
                frame = _frames.decode(text)
                head = frame["head"]
                answered = frame["type"] == "committed" and any(one["ref"] == ref for one in frame["commits"])
                assert frame["type"] != "refused", frame
                if frame["type"] == "committed":
                    groups.append(len(frame["commits"]))
                    # Every commit types one letter: those before our place move it along.
                    for commit in frame["commits"]:
                        at += commit["steps"][0]["from"] <= at
            waits.append(time.monotonic() - sent)


async def load(
    served: Served, drafts: list[UUID], people: list[Somebody], seconds: float
) -> tuple[list[float], list[int]]:
    waits: list[float] = []
    groups: list[int] = []
    until = time.monotonic() + seconds
    await asyncio.gather(
        *(
            client(served, drafts[n % len(drafts)], who, n // len(drafts), until, waits, groups)
            for n, who in enumerate(people)
        )
    )
    return sorted(waits), groups


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def parts(samples: Path, commits: int) -> dict[str, int]:
    """The server's CPU for each commit, by part."""
    used: dict[str, int] = json.loads(samples.read_text())
    return {name: round(micros / commits) for name, micros in used.items()}


def measure(people: int, drafts: int, seconds: float, folder: Path, sampled: bool) -> dict[str, Any]:
    everybody = [member(folder, f"عضو {n}") for n in range(people)]
    papers = [put_paper(folder, everybody[0].id) for _ in range(drafts)]
    samples = folder / "samples.json"
    served = Served(folder, module="bench.sampled" if sampled else "service.cli")
    os.environ["MASHURA_SAMPLES"] = str(samples)
    served.start()
    assert served.process is not None
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) > 1:
        os.sched_setaffinity(served.process.pid, {cores[0]})
        os.sched_setaffinity(0, {cores[1]})
    try:
        asyncio.run(load(served, papers, everybody, 1.0))
        if sampled:
            served.process.send_signal(signal.SIGUSR1)
        before, mine = cpu_of(served.process.pid), resource.getrusage(resource.RUSAGE_SELF).ru_utime
        started = time.monotonic()
        waits, groups = asyncio.run(load(served, papers, everybody, seconds))
        took = time.monotonic() - started
        cpu = cpu_of(served.process.pid) - before
        load_share = (resource.getrusage(resource.RUSAGE_SELF).ru_utime - mine) / took
    finally:
        served.stop()
        os.sched_setaffinity(0, set(cores))
    return {
        "people": people,
        "drafts": drafts,
        "commits": len(waits),
        "commits/s": round(len(waits) / took),
        "commits/frame": round(statistics.mean(groups), 1),
        "ack ms p50": round(statistics.median(waits) * 1e3, 2),
        "ack ms p99": round(waits[int(len(waits) * 0.99)] * 1e3, 2),
        "server CPU µs/commit": round(cpu / len(waits) * 1e6),
        "load's own core": f"{load_share:.0%}",
        **({"µs/commit by part": parts(samples, len(waits))} if sampled else {}),
    }


@click.command()
@click.option("--people", default=20)
@click.option("--drafts", default=1)
@click.option("--seconds", default=5.0)
@click.option("--sampled", is_flag=True, help="Also show where the server's CPU goes (slows it a little).")
def main(people: int, drafts: int, seconds: float, sampled: bool) -> None:
    """Print one measurement as JSON."""
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        kind = subprocess.run(
            ["stat", "-f", "-c", "%T", folder], capture_output=True, text=True, check=True
        ).stdout.strip()
        if kind in ("tmpfs", "ramfs"):
            raise click.ClickException("the disk here is memory: a sync would cost nothing")
        result = measure(people, drafts, seconds, Path(folder), sampled)
    click.echo(json.dumps({"python": sys.version.split()[0], "disk": kind, **result}, ensure_ascii=False))


if __name__ == "__main__":
    main()
