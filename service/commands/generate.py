"""`mashura generate`."""

import click

from service.generate import generated


@click.command(hidden=True)
def generate() -> None:
    """Write the files that are made from the sources (for developers)."""
    for path, content in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
