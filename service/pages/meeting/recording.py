"""How a form of a meeting is answered: taken down and led on, or given back filled, with a sentence that says
why.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from litestar import MediaType, Response
from litestar.datastructures import FormMultiDict
from litestar.response import Redirect, Template

from domain.errors import (
    Busy,
    MashuraError,
    NotHeld,
    ProcedureRefused,
    StoreUnavailable,
    UnknownGroup,
)
from domain.meeting import Meeting
from domain.policy import Command
from domain.rules import CountsDoNotAddUp
from service.accounts import SignIn
from service.pages.person import require_person
from service.pages.reader import Asked, standing_of
from service.pages.refusals import OTHERWISE, WORDS
from service.procedure import Decide
from service.store import Store


class Wanting(MashuraError):
    """Something in the form is missing or cannot be read: in which field, and what to do, in a sentence."""

    code = "wanting"

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(field)
        self.field = field
        self.sentence = sentence


# What can be put right in the form, or sent again: what was typed comes back.
CORRECTABLE: Final = (
    Wanting,
    ProcedureRefused,
    CountsDoNotAddUp,
    NotHeld,
    UnknownGroup,
    Busy,
    StoreUnavailable,
)
_MEMBERS_CHANGED: Final = (
    "تغيرت لائحة الأعضاء المزاولين لمهامهم بعد فتح هذه الصفحة. "
    "لم يُسجل شيء. يرجى مراجعة اللائحة ثم التسجيل من جديد."
)

Again = Callable[[MashuraError], Template]


def of_meeting(request: Asked, command: Command, meeting: UUID) -> tuple[SignIn, Meeting]:
    """Who is asking and the meeting, if they may give this command to its body. Reads the disk.

    Raises NotSignedIn, UnknownMeeting or NotAllowed.
    """
    person = require_person(request)
    store: Store = request.app.state.store
    found = store.meeting(meeting)
    standing_of(request).require_in(person.member.id, command, found.body)
    return person, found


async def sent(request: Asked) -> dict[str, Any]:
    """The fields of a form, each with its last value; `points` and the like are read by `several`."""
    form: FormMultiDict = await request.form()
    return {name: values[-1] for name, values in form.dict().items() if isinstance(values[-1], str)}


async def several(request: Asked, name: str) -> list[str]:
    """All values of a field that may be sent several times."""
    form: FormMultiDict = await request.form()
    return [value for value in form.getall(name, []) if isinstance(value, str)]


async def recorded(request: Asked, body: UUID, decide: Decide, going: str, again: Again) -> Response[Any]:
    """Decide, and lead on; where that is refused, what was typed comes back from `again` with the reason.

    A page's script, which asks for JSON, gets the reason alone: what was typed is still before the person.
    """
    try:
        await request.app.state.procedure.decide(body, decide)
    except CORRECTABLE as refused:
        return await given_back(request, refused, again)
    return Redirect(going, status_code=303)


async def given_back(request: Asked, refused: MashuraError, again: Again) -> Response[Any]:
    """The form as it was sent, with the reason; to a script the reason alone."""
    status, sentence = reason(refused)
    if request.accept.best_match(["text/html", "application/json"]) == "application/json":
        return Response(
            {"code": refused.code, "message": sentence}, status_code=status, media_type=MediaType.JSON
        )
    page: Any = await asyncio.to_thread(again, refused)
    page.status_code = status
    return page  # type: ignore[no-any-return]


def reason(refused: MashuraError) -> tuple[int, str]:
    """A status, and what happened and what to do in one passage."""
    if isinstance(refused, Wanting):
        return 400, refused.sentence
    if isinstance(refused, NotHeld):
        return 409, _MEMBERS_CHANGED
    status, happened, to_do = next(
        (words for kind, words in WORDS.items() if isinstance(refused, kind)), (409, *OTHERWISE)
    )
    return status, f"{happened} {to_do}"
