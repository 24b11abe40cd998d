"""The files of a paper: brought by those who may, kept by their content, given back as they were."""

import asyncio
import re
from dataclasses import dataclass
from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect

from domain.dossier_events import Enclosed
from domain.plain_text import one_line
from service.acts import attaching
from service.authority import now
from service.files import LARGEST, Files, UnknownFile
from service.pages.files import as_file
from service.pages.reader import Asked, files_of, of_paper

# Bytes that a form needs around its file.
OVERHEAD: Final = 16 * 1024
LONGEST_NAME: Final = 120
# What a file system or a header could take for more than a name.
_UNFIT: Final = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]+')


@dataclass
class Brought:
    """A file, and what it is."""

    file: UploadFile
    what: Enclosed


@post("/drafts/{draft:uuid}/files", request_max_body_size=LARGEST + OVERHEAD)
async def attach(
    request: Asked,
    draft: FromPath[UUID],
    data: Annotated[Brought, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> Redirect:
    """Keep a file and name it in the dossier; raises FileEmpty, FileTooLarge, FileKindRefused, OutOfTurn."""
    person, dossier = await asyncio.to_thread(of_paper, request, "attach", draft)
    files: Files = request.app.state.files
    kept = await asyncio.to_thread(files.put, await data.file.read())
    name = plain_name(data.file.filename)
    await request.app.state.procedure.decide(
        dossier.body,
        lambda reading: attaching.attach(reading, draft, kept, name, data.what, person.member.id, now()),
    )
    return Redirect(f"/drafts/{draft}/dossier#files", status_code=303)


@get("/drafts/{draft:uuid}/files/{digest:str}", sync_to_thread=True)
def attachment(request: Asked, draft: FromPath[UUID], digest: FromPath[str]) -> Response[bytes]:
    """A file that the dossier names, and no other; raises UnknownFile."""
    _, dossier = of_paper(request, "read", draft)
    files: Files = request.app.state.files
    for each in files_of(request, dossier):
        if each.file == digest:
            return as_file(files.read(digest), each.name, each.media_type)
    raise UnknownFile(digest)


def plain_name(given: str) -> str:
    """A file's name as text: no path, no control, nothing that turns the line around."""
    name = one_line(_UNFIT.sub(" ", given.replace("\\", "/").rpartition("/")[2])).strip(" .")
    stem, dot, ending = name.rpartition(".")
    short = f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}" if dot and len(ending) < 8 else name
    return short[:LONGEST_NAME] or "document"


attachment_handlers: list[Any] = [attach, attachment]
