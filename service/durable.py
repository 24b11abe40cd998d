"""What a power cut leaves: a file's new name is kept once its folder is on disk, too."""

import os
from pathlib import Path


def sync(folder: Path) -> None:
    """Have the disk keep the names in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
