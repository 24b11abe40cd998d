"""A paper or a letter as PDF/A-3a, set by Typst: the one door to it.

What is printed goes to the templates as data and is never read as markup. Nothing is fetched.
"""

import json
from datetime import UTC, datetime
from functools import cache
from mimetypes import guess_type
from pathlib import Path
from typing import Any, Final

import typst

from service.printing.amiri import FOLDER, printable
from service.printing.matter import Json, matter
from service.printing.qr import svg
from service.printing.sheet import Letter, Sheet

_ROOM: Final = Path(__file__).parent
_BYTES: Final = "application/octet-stream"


def pdf(printed: Sheet | Letter, moment: datetime, attachment: tuple[str, bytes] | None = None) -> bytes:
    """The file, tagged and in Amiri; the same input and moment give the same bytes.

    `moment` stands in the file as the time of its making; `attachment` is the name and the content of a file
    that lies in it.
    """
    data: Json = _printable(matter(printed))
    data["foot"]["code"] = svg(printed.foot.address)
    if attachment:
        name, content = attachment
        kind, _ = guess_type(name)
        data["attachment"] = {"name": name, "kind": kind or _BYTES, "content": list(content)}
    made: bytes = typst.compile(
        _ROOM / ("sheet.typ" if isinstance(printed, Sheet) else "letter.typ"),
        root=_ROOM,
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"given": json.dumps(data)},
        pdf_standards="a-3a",
        timestamp=moment.astimezone(UTC).replace(microsecond=0),
    )
    return made


def _printable(data: Any) -> Any:
    match data:
        case str():
            return printable(data)
        case dict():
            return {name: value if name == "href" else _printable(value) for name, value in data.items()}
        case list():
            return [_printable(value) for value in data]
        case _:
            return data


@cache
def _fonts() -> typst.Fonts:
    """Amiri, and what Typst brings itself, of which the templates take symbols only."""
    return typst.Fonts(include_system_fonts=False, font_paths=[FOLDER])
