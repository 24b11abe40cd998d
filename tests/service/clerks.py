"""Clerks who all number something at once, as one process of several; started by `numbering_test.py`."""

import asyncio
import os
import sys
from pathlib import Path
from uuid import UUID, uuid4

from domain.errors import Busy
from domain.event import Event
from service.acts.registers import number
from service.authority import Authority, now
from service.fanout import Fanout
from service.following import Following
from service.procedure import Procedure, Reading
from service.standing import Standing
from service.store import Store

YEAR = 2026


async def numbering(store: Store, views: Path, body: UUID, clerks: int, *, alone: bool) -> list[int]:
    """So many decisions at once, each of which takes a number; gives the numbers that were taken.

    Nobody is sent away by a service that is alone; beside others a clerk may have to ask again.
    """
    following = Following(store, views)
    following.start()
    authority = Authority(store, Fanout(), lambda _: following.wake())
    procedure = Procedure(store, authority, Standing(store), following)

    async def clerk(name: str) -> int:
        given: list[int] = []

        def decide(reading: Reading) -> list[Event]:
            numbered, events = number(reading, body, "letter", YEAR, uuid4(), "مراسلة", name, now())
            given.append(numbered.number)
            return events

        while True:
            try:
                await procedure.decide(body, decide)
            except Busy:
                if alone:
                    raise
                continue
            return given[-1]

    taken = await asyncio.gather(*(clerk(f"clerk{each}") for each in range(clerks)))
    await authority.close()
    following.stop()
    return taken


def main(folder: Path, body: UUID, clerks: int) -> None:
    """Say when ready, begin when told, then say which numbers were taken."""
    store = Store(folder, owns=False)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    taken = asyncio.run(numbering(store, folder / f"views{os.getpid()}.sqlite", body, clerks, alone=False))
    store.close()
    sys.stdout.write(" ".join(map(str, taken)) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), UUID(sys.argv[2]), int(sys.argv[3]))
