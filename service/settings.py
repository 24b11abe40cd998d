"""What can be set from outside, by environment variables named `MASHURA_…`."""

import os
from pathlib import Path

import msgspec


class Settings(msgspec.Struct, frozen=True):
    """One service's settings."""

    folder: Path
    """Where the databases live."""
    host: str = "127.0.0.1"
    port: int = 8000
    frames_per_second: float = 60.0
    """How many frames a second one member may send, with bursts of twice as many."""


def from_environment() -> dict[str, str]:
    """The settings that the environment gives, by field name."""
    return {
        field: value
        for field in Settings.__struct_fields__
        if (value := os.environ.get(f"MASHURA_{field.upper()}")) is not None
    }
