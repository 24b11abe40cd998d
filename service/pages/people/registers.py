"""The registers of a body, as those on paper: what was numbered, when, what became of it, what is void."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body as Form
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from markupsafe import Markup
from sqlalchemy import Row, select

from domain.register import RegisterKind, written
from projections.tables import numbers, papers, registers
from service.acts.registers import open_register, void_number
from service.authority import now
from service.dates import local
from service.pages.person import require_person
from service.pages.reader import Asked, of_body, page, standing_of, told
from service.pages.words.dates import day, time_tag
from service.pages.words.states import STATES

REGISTERS: Final[dict[RegisterKind, str]] = {
    "opinion": "الآراء الاستشارية",
    "programme": "برامج عمل الهيئة",
    "report": "تقارير الاجتماعات",
    "letter": "المراسلات",
    "receipt": "وصولات الإيداع",
}
# The years that a register may be of, and the highest number that one on paper has come to.
FIRST_YEAR, LAST_YEAR, HIGHEST = 2000, 2100, 100_000

Year = Annotated[int, msgspec.Meta(ge=FIRST_YEAR, le=LAST_YEAR)]


class Opening(msgspec.Struct):
    """A register to be opened, and the number that comes next in the one on paper."""

    kind: RegisterKind
    year: Year
    next: Annotated[int, msgspec.Meta(ge=-HIGHEST, le=HIGHEST)] = 1


class Voiding(msgspec.Struct):
    """The number that is made void, as its register showed it, and why."""

    kind: RegisterKind
    year: Year
    number: int
    reason: str = ""


@get("/bodies/{body_id:uuid}/registers", sync_to_thread=True)
def registers_page(
    request: Asked,
    body_id: FromPath[UUID],
    kind: FromQuery[RegisterKind | None] = None,
    year: FromQuery[int | None] = None,
) -> Template:
    """The registers, of all kinds and years or of one."""
    person, known = of_body(request, "consult", body_id)
    with request.app.state.views.connect() as db:
        found = db.execute(select(registers).where(registers.c.body == body_id)).all()
        shown = [each for each in found if kind in (None, each.kind) and year in (None, each.year)]
        entries = db.execute(
            select(numbers, papers.c.draft, papers.c.state)
            .outerjoin(papers, papers.c.draft == numbers.c.subject)
            .where(numbers.c.register.in_([each.register for each in shown]))
            .order_by(numbers.c.number)
        ).all()
        notices = told(request, db)
    by_register = defaultdict(list)
    for entry in entries:
        by_register[entry.register].append(entry)
    order = list(REGISTERS)
    return page(
        request,
        person,
        "registers.html",
        body=body_id,
        founded=known.founded,
        may_number=standing_of(request).allows_in(person.member.id, "number", body_id),
        kinds={each: REGISTERS[each] for each in order if any(row.kind == each for row in found)},
        years=sorted({row.year for row in found}, reverse=True),
        kind=kind,
        year=year,
        registers=[
            _register(each, by_register[each.register])
            for each in sorted(shown, key=lambda row: (order.index(row.kind), -row.year))
        ],
        all_kinds=REGISTERS,
        this_year=local(now()).year,
        limits=(FIRST_YEAR, LAST_YEAR, HIGHEST),
        flash=notices,
    )


@post("/bodies/{body_id:uuid}/registers")
async def open_new(
    request: Asked,
    body_id: FromPath[UUID],
    data: Annotated[Opening, Form(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """Open a register where the one on paper has come to; raises NotAllowed, OutOfTurn, NoSuchNumber."""
    person = await asyncio.to_thread(require_person, request)
    await request.app.state.procedure.decide(
        body_id,
        lambda reading: open_register(
            reading, body_id, data.kind, data.year, data.next, person.member.id, now()
        ),
    )
    return _to_register(body_id, data.kind, data.year)


@post("/bodies/{body_id:uuid}/registers/void")
async def void(
    request: Asked,
    body_id: FromPath[UUID],
    data: Annotated[Voiding, Form(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """Make the next number void; raises NotAllowed, OutOfTurn, NoReason."""
    person = await asyncio.to_thread(require_person, request)
    await request.app.state.procedure.decide(
        body_id,
        lambda reading: void_number(
            reading, body_id, data.kind, data.year, data.number, data.reason, person.member.id, now()
        ),
    )
    return _to_register(body_id, data.kind, data.year)


def _register(row: Row[Any], entries: Iterable[Row[Any]]) -> dict[str, Any]:
    return {
        "id": f"{row.kind}-{row.year}",
        "kind": row.kind,
        "year": row.year,
        "name": REGISTERS[row.kind],
        "next": row.next,
        "next_written": written(row.next, row.year),
        "first": written(row.first, row.year) if row.first > 1 else None,
        "entries": [
            {
                "number": written(entry.number, row.year),
                "at": time_tag(entry.at, day(entry.at)),
                "title": entry.title,
                "draft": entry.draft,
                "state": _became(entry),
                "void": entry.reason is not None,
            }
            for entry in entries
        ],
    }


def _became(entry: Row[Any]) -> Markup:
    """What became of what bears the number: why it bears nothing, where its paper stands, or that it is on
    record.
    """
    if entry.reason is not None:
        return Markup("رقم ملغى: «<bdi>{}</bdi>»").format(entry.reason)
    return Markup("مسجل") if entry.state is None else Markup(STATES[entry.state])


def _to_register(body_id: UUID, kind: RegisterKind, year: int) -> Redirect:
    return Redirect(f"/bodies/{body_id}/registers#{kind}-{year}", status_code=303)


# In a router, so that the handlers of one path are registered together (see `signin.py`).
register_handlers = [Router("/", route_handlers=[registers_page, open_new, void])]
