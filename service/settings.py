"""What can be set from outside, by environment variables named `MASHURA_…`."""

import os
from pathlib import Path
from typing import Any

import msgspec


class Settings(msgspec.Struct, frozen=True):
    """One service's settings."""

    folder: Path = Path("data")
    """Where the databases live."""
    frames_per_second: float = 60.0
    """How many frames a second one member may send, with bursts of twice as many."""


def settings(**given: Any) -> Settings:
    """The settings: what is given on the command line, else the environment, else the defaults."""
    environment = {
        field: os.environ[name]
        for field in Settings.__struct_fields__
        if (name := f"MASHURA_{field.upper()}") in os.environ
    }
    chosen = {name: value for name, value in given.items() if value is not None}
    return msgspec.convert(
        {**environment, **chosen}, Settings, strict=False, dec_hook=lambda kind, value: kind(value)
    )
