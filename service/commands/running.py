"""A server that runs until it is told to stop, with the demo's robots beside it where there are any."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
import uvicorn
from litestar import Litestar

from service import frames


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A listening socket, or one clear sentence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(1024)
    except OSError as taken:
        raise click.ClickException(
            f"Port {port} on {host} is taken or not allowed: choose another, for example --port {port + 123}"
            f" (make demo PORT={port + 123})."
        ) from taken
    with listening:
        yield listening


def run(app: Litestar, listening: socket.socket, work: dict[str, Any] | None = None) -> None:
    """Serve until told to stop; the demo's robots, if any, run beside in a process of their own."""
    config = uvicorn.Config(
        app,
        ws="websockets-sansio",
        ws_max_size=frames.MAX_FRAME,
        ws_per_message_deflate=False,
        loop="uvloop",
        log_level="warning",
        timeout_graceful_shutdown=5,
        server_header=False,
    )
    server = _Server(config, work)
    # Whoever stops us from outside is obeyed as Ctrl-C is: so the demo's folder and its robots go too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        return
    finally:
        server.stop_robots()


class _Server(uvicorn.Server):
    """The server, with the demo's robots beside it once it answers."""

    def __init__(self, config: uvicorn.Config, work: dict[str, Any] | None) -> None:
        super().__init__(config)
        self._work = work
        self._robots: subprocess.Popen[bytes] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, then let the robots come."""
        await super().startup(sockets)
        if self.started and self._work and self._work["robots"]:
            self._start_robots(json.dumps(self._work).encode())

    def _start_robots(self, work: bytes) -> None:
        command = [sys.executable, "-m", "service.robots"]
        self._robots = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert self._robots.stdin is not None
        self._robots.stdin.write(work)
        self._robots.stdin.close()

    def stop_robots(self) -> None:
        """Send the robots home, where there are any."""
        if self._robots is not None:
            self._robots.terminate()
            self._robots.wait()
