"""`mashura verify`."""

from pathlib import Path

import click
from rich.markup import escape

from projections.evidence.verify import LIMITS, verify
from service.commands.opening import console


@click.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify_file(file: Path) -> None:
    """Check a submission with nothing but what lies in it: no server, no data folder.

    One sentence a check; ends with 1 where one does not hold.
    """
    holds = True
    for finding in verify(file.read_bytes()):
        holds = finding.holds
        mark = "[green]✓[/green]" if holds else "[red]✗[/red]"
        console.print(f"{mark} {escape(finding.said)}")
    console.print(escape(LIMITS) if holds else "Do not rely on this file.")
    if not holds:
        raise SystemExit(1)
