"""The people of a body: who is in office and since when, the groups, those beside it, and what has ended."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body as Form
from litestar.params import FromPath
from litestar.response import Redirect, Template

from domain.body import SINGLE, Body, Group
from domain.body_events import Office, Place
from domain.errors import MashuraError
from domain.event import Event
from domain.ids import new_id
from service.accounts import SignIn
from service.accounts.people import LONGEST_NAME, whole_name
from service.acts import people
from service.authority import now
from service.dates import written
from service.pages.people.ended import ended
from service.pages.people.sheet import sheet
from service.pages.person import accounts_of, require_person
from service.pages.reader import Asked, of_body, page, standing_of
from service.pages.words.offices import MEMBER, OFFICES, PLACES_IN
from service.pages.words.sentences import who
from service.procedure import Reading
from service.store import Store


class Invitation(msgspec.Struct):
    """Who is invited, in which office; `id` was drawn with the form, so that it counts once."""

    id: Annotated[str, msgspec.Meta(pattern="^[0-9a-z]{12}$")]
    name: str = ""
    office: Office | Literal[""] = ""


class Naming(msgspec.Struct):
    """A name."""

    name: str = ""


class Taking(msgspec.Struct):
    """Who takes which place in a group."""

    member: str
    place: Place


class Leaving(msgspec.Struct):
    """Who leaves a group."""

    member: str


@get("/bodies/{body_id:uuid}/people", sync_to_thread=True)
def people_page(request: Asked, body_id: FromPath[UUID]) -> Template:
    """Everybody who has a part in the body."""
    person, known = of_body(request, "consult", body_id)
    names = accounts_of(request).names(everybody_ever(known))
    store: Store = request.app.state.store
    return page(
        request,
        person,
        "people.html",
        body=body_id,
        name=known.founded.name,
        may=may(request, person, body_id),
        members=[_row(known, names, each) for each in _members(known)],
        beside=[_row(known, names, each) for each in known.everybody() if not known.is_member(each)],
        groups=[_group(known, names, each) for each in known.groups.values()],
        places=PLACES_IN,
        ended=ended(store.events(body_id), names),
    )


@get("/bodies/{body_id:uuid}/people/new", sync_to_thread=True)
def invite_page(request: Asked, body_id: FromPath[UUID]) -> Template:
    """The form; raises NotAllowed."""
    person, known = of_body(request, "invite", body_id)
    names = accounts_of(request).names(known.everybody())
    return page(
        request,
        person,
        "invite.html",
        body=body_id,
        name=known.founded.name,
        id=new_id(),
        may=may(request, person, body_id),
        offices=offers(known, names, get_args(Office)),
        longest=LONGEST_NAME,
    )


@post("/bodies/{body_id:uuid}/people", status_code=200)
async def invite(
    request: Asked,
    body_id: FromPath[UUID],
    data: Annotated[Invitation, Form(media_type=RequestEncodingType.URL_ENCODED)],
) -> Template:
    """Take somebody in, and show the sheet with their link; raises NotAllowed, OfficeTaken, NoName,
    AlreadyAdded.
    """
    person, _ = await asyncio.to_thread(of_body, request, "invite", body_id)
    accounts = accounts_of(request)
    invited = await asyncio.to_thread(accounts.add_member, data.name, data.id)
    try:
        await decided(
            request,
            body_id,
            lambda reading, by: people.invite(reading, body_id, invited.id, data.office or None, by, now()),
        )
    except MashuraError:
        await asyncio.to_thread(accounts.take_out, invited.id)
        raise
    known = standing_of(request).body(body_id)
    return await asyncio.to_thread(sheet, request, person, known, invited)


@post("/bodies/{body_id:uuid}/groups")
async def form_group(
    request: Asked,
    body_id: FromPath[UUID],
    data: Annotated[Naming, Form(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """Form a thematic group; raises NotAllowed, NoName."""
    name = whole_name(data.name)
    await decided(request, body_id, lambda reading, by: people.form_group(reading, body_id, name, by, now()))
    return to_people(body_id, "groups")


@post("/bodies/{body_id:uuid}/groups/{group:str}/places")
async def join_group(
    request: Asked,
    body_id: FromPath[UUID],
    group: FromPath[str],
    data: Annotated[Taking, Form(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """Give somebody a place in a group; raises NotAllowed, UnknownGroup, NeedsMandate, AlreadyHeld."""
    await decided(
        request,
        body_id,
        lambda reading, by: people.join_group(reading, body_id, group, data.member, data.place, by, now()),
    )
    return to_people(body_id, "groups")


@post("/bodies/{body_id:uuid}/groups/{group:str}/leaving")
async def leave_group(
    request: Asked,
    body_id: FromPath[UUID],
    group: FromPath[str],
    data: Annotated[Leaving, Form(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """End somebody's place in a group; raises NotAllowed, UnknownGroup, NotHeld."""
    await decided(
        request,
        body_id,
        lambda reading, by: people.leave_group(reading, body_id, group, data.member, by, now()),
    )
    return to_people(body_id, "groups")


async def decided(request: Asked, body_id: UUID, act: Callable[[Reading, str], Sequence[Event]]) -> SignIn:
    """Let whoever is asking do an act of `service/acts/people.py`; it says itself who may."""
    person = await asyncio.to_thread(require_person, request)
    await request.app.state.procedure.decide(body_id, lambda reading: act(reading, person.member.id))
    return person


def may(request: Asked, person: SignIn, body_id: UUID) -> dict[str, bool]:
    """What the person may do with the people of a body."""
    standing, member = standing_of(request), person.member.id
    return {
        "invite": standing.allows_in(member, "invite", body_id),
        "appoint": standing.allows_in(member, "appoint", body_id),
    }


def to_people(body_id: UUID, place: str = "content") -> Redirect:
    """Back to the people, where something has changed."""
    return Redirect(f"/bodies/{body_id}/people#{place}", status_code=303)


def everybody_ever(body: Body) -> set[str]:
    """All who have, or had, a part in the body."""
    return {term.member for term in [*body.mandates, *(term for _, term in body.offices)]}


def offers(body: Body, names: dict[str, str], offices: Sequence[Office]) -> list[dict[str, Any]]:
    """The offices that can be given, and who holds one that only one person has."""
    return [
        {
            "value": office,
            "name": OFFICES[office],
            "taken": who(holder, names)
            if office in SINGLE and (holder := body.holder(office)) is not None
            else None,
        }
        for office in offices
    ]


def _members(body: Body) -> list[str]:
    """The members in office: those with offices first, as a letter names them, then as they came."""
    rank = {office: at for at, office in enumerate(get_args(Office))}
    ranks = {term.member: rank[office] for office, term in reversed(body.offices) if term.open}
    members = dict.fromkeys(term.member for term in body.mandates if term.open)
    return sorted(members, key=lambda member: ranks.get(member, len(rank)))


def _row(body: Body, names: dict[str, str], member: str) -> dict[str, Any]:
    held = [(office, term) for office, term in body.offices if term.open and term.member == member]
    mandates = [term for term in body.mandates if term.open and term.member == member]
    return {
        "id": member,
        "name": who(member, names),
        # Of who is beside the body: since their first office.
        "since": written([*mandates, *(term for _, term in held)][0].since),
        "offices": [OFFICES[office] for office, _ in held] or [MEMBER],
        "groups": [
            (group.name, PLACES_IN[place])
            for group in body.groups.values()
            if (place := group.place_of(member)) is not None
        ],
    }


def _group(body: Body, names: dict[str, str], group: Group) -> dict[str, Any]:
    here = [(place, term) for place, term in group.places if term.open]
    order = {place: at for at, place in enumerate(get_args(Place))}
    return {
        "id": group.id,
        "name": group.name,
        "since": written(group.since),
        "people": [
            {
                "id": term.member,
                "name": who(term.member, names),
                "place": PLACES_IN[place],
                "since": written(term.since),
            }
            for place, term in sorted(here, key=lambda held: order[held[0]])
        ],
        "others": [(each, names.get(each, each)) for each in _members(body) if group.place_of(each) is None],
    }


# In a router, so that the handlers of one path are registered together (see `signin.py`).
people_handlers = [
    Router("/", route_handlers=[people_page, invite_page, invite, form_group, join_group, leave_group])
]
