"""One person of a body, for who keeps its people: their parts, name, way in, and their leaving."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Annotated, get_args
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body as Form
from litestar.params import FromPath
from litestar.response import Redirect, Template

from domain.body import OF_MEMBERS, Body
from domain.body_events import Office
from domain.event import Event
from service.accounts import Member, SignIn
from service.accounts.people import LONGEST_NAME, UnknownMember
from service.acts import people
from service.authority import now
from service.dates import written
from service.pages.paper.tabling import Reason
from service.pages.people.members import Naming, decided, everybody_ever, may, offers, to_people
from service.pages.people.sheet import sheet
from service.pages.person import accounts_of
from service.pages.reader import Asked, of_body, page, standing_of
from service.pages.words.offices import OFFICES, PLACES_IN, parts_of
from service.procedure import Reading

Given = Template | Redirect


class InOffice(msgspec.Struct):
    """An office."""

    office: Office


class Renewal(msgspec.Struct):
    """Whether a new link ends whatever let the person in before."""

    everywhere: bool = False


OfficeForm = Annotated[InOffice, Form(media_type=RequestEncodingType.URL_ENCODED)]


@get("/bodies/{body_id:uuid}/people/{member:str}", sync_to_thread=True)
def member_page(request: Asked, body_id: FromPath[UUID], member: FromPath[str]) -> Template:
    """What the person is in the body, and what can be done about it; raises NotAllowed, UnknownMember."""
    person, known, about = _of_person(request, body_id, member)
    accounts = accounts_of(request)
    held = [(office, term) for office, term in known.offices if term.open and term.member == member]
    free = [
        office
        for office in get_args(Office)
        if office not in {each for each, _ in held} and (known.is_member(member) or office not in OF_MEMBERS)
    ]
    return page(
        request,
        person,
        "member.html",
        body=body_id,
        may=may(request, person, body_id),
        about=about,
        here=bool(parts_of(known, member)),
        mandate=next((written(t.since) for t in known.mandates if t.open and t.member == member), None),
        held=[(office, OFFICES[office], written(term.since)) for office, term in held],
        offers=offers(known, accounts.names(known.everybody()), free),
        places=[
            (group.id, group.name, PLACES_IN[place])
            for group in known.groups.values()
            if (place := group.place_of(member)) is not None
        ],
        spellings=accounts.spellings(member),
        longest=LONGEST_NAME,
    )


@post("/bodies/{body_id:uuid}/people/{member:str}/name")
async def rename(
    request: Asked,
    body_id: FromPath[UUID],
    member: FromPath[str],
    data: Annotated[Naming, Form(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """Correct the spelling of a name; raises NotAllowed, UnknownMember, NoName."""
    person, _, _ = await asyncio.to_thread(_of_person, request, body_id, member)
    await asyncio.to_thread(accounts_of(request).rename, member, data.name, person.member.id)
    return _to_member(body_id, member)


@post("/bodies/{body_id:uuid}/people/{member:str}/link", status_code=200)
async def give_link(
    request: Asked,
    body_id: FromPath[UUID],
    member: FromPath[str],
    data: Annotated[Renewal, Form(media_type=RequestEncodingType.URL_ENCODED)],
) -> Template:
    """A new link for somebody, on record with who gave it; raises NotAllowed, UnknownMember, NotHeld."""
    person, known, about = await asyncio.to_thread(_of_person, request, body_id, member)
    bodies = await asyncio.to_thread(_all_bodies, request)
    await decided(
        request,
        body_id,
        lambda reading, by: people.give_link(reading, body_id, bodies, member, by, now()),
    )
    if data.everywhere:
        await asyncio.to_thread(accounts_of(request).shut_out, member)
    return await asyncio.to_thread(sheet, request, person, known, about)


@post("/bodies/{body_id:uuid}/people/{member:str}/mandate", status_code=200)
async def begin_mandate(request: Asked, body_id: FromPath[UUID], member: FromPath[str]) -> Given:
    """Make somebody a member who was one before, or is in an office beside the body; raises AlreadyHeld."""
    return await _taken_in(
        request, body_id, member, lambda reading, by: people.invite(reading, body_id, member, None, by, now())
    )


@post("/bodies/{body_id:uuid}/people/{member:str}/offices", status_code=200)
async def give_office(
    request: Asked, body_id: FromPath[UUID], member: FromPath[str], data: OfficeForm
) -> Given:
    """Give an office; raises NotAllowed, AlreadyHeld, OfficeTaken, NeedsMandate."""
    return await _taken_in(
        request,
        body_id,
        member,
        lambda reading, by: people.give_office(reading, body_id, member, data.office, by, now()),
    )


@post("/bodies/{body_id:uuid}/people/{member:str}/offices/end")
async def end_office(
    request: Asked, body_id: FromPath[UUID], member: FromPath[str], data: OfficeForm
) -> Redirect:
    """End an office; raises NotAllowed, NotHeld."""
    await decided(
        request,
        body_id,
        lambda reading, by: people.end_office(reading, body_id, member, data.office, by, now()),
    )
    await asyncio.to_thread(_let_go, request, member)
    return _to_member(body_id, member)


@get("/bodies/{body_id:uuid}/people/{member:str}/leaving", sync_to_thread=True)
def leaving_page(request: Asked, body_id: FromPath[UUID], member: FromPath[str]) -> Template:
    """What the end of a mandate means, and the form."""
    of_body(request, "appoint", body_id)
    person, known, about = _of_person(request, body_id, member)
    return page(
        request,
        person,
        "leaving.html",
        body=body_id,
        about=about,
        is_member=known.is_member(member),
        parts=parts_of(known, member),
    )


@post("/bodies/{body_id:uuid}/people/{member:str}/leaving")
async def end_mandate(
    request: Asked,
    body_id: FromPath[UUID],
    member: FromPath[str],
    data: Annotated[Reason, Form(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """End a mandate, with all that hangs on it; raises NotAllowed, NotHeld, NoReason."""
    await decided(
        request,
        body_id,
        lambda reading, by: people.end_mandate(reading, body_id, member, data.reason, by, now()),
    )
    await asyncio.to_thread(_let_go, request, member)
    return to_people(body_id)


def _of_person(request: Asked, body_id: UUID, member: str) -> tuple[SignIn, Body, Member]:
    """Who is asking, the body, and somebody who has or had a part in it; raises NotAllowed, UnknownMember."""
    person, known = of_body(request, "invite", body_id)
    about = accounts_of(request).member(member) if member in everybody_ever(known) else None
    if about is None:
        raise UnknownMember(member)
    return person, known, about


def _all_bodies(request: Asked) -> list[UUID]:
    """Each body of this installation, also one founded a moment ago."""
    standing = standing_of(request)
    standing.catch_up()
    return [each.id for each in standing.bodies()]


async def _taken_in(
    request: Asked, body_id: UUID, member: str, act: Callable[[Reading, str], Sequence[Event]]
) -> Given:
    """Give somebody a part; who had left every body comes back by a new link."""
    person, known, about = await asyncio.to_thread(_of_person, request, body_id, member)
    await decided(request, body_id, act)
    if about.left_at is None:
        return _to_member(body_id, member)
    await asyncio.to_thread(accounts_of(request).come_back, member)
    return await asyncio.to_thread(sheet, request, person, known, about)


def _let_go(request: Asked, member: str) -> None:
    """Who has no part in any body any more is let in by nothing; only the name is kept."""
    if not standing_of(request).bodies_of(member):
        accounts_of(request).leave(member)


def _to_member(body_id: UUID, member: str) -> Redirect:
    return Redirect(f"/bodies/{body_id}/people/{member}", status_code=303)


# In a router, so that the handlers of one path are registered together (see `signin.py`).
member_handlers = [
    Router(
        "/",
        route_handlers=[
            member_page,
            rename,
            give_link,
            begin_mandate,
            give_office,
            end_office,
            leaving_page,
            end_mandate,
        ],
    )
]
