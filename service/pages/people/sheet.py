"""The sheet of an invitation: the link that lets somebody in, shown once, as text and as a code to point at.

The link stands in this answer and nowhere else: in no address, no log and no file. So the sheet answers the
form that asked for it, and is not kept by the browser.
"""

from datetime import timedelta

from litestar.response import Template
from markupsafe import Markup

from domain.body import Body
from service.accounts import Member, SignIn
from service.accounts.links import HOURS
from service.authority import now
from service.pages.person import accounts_of
from service.pages.reader import Asked, page
from service.pages.words.dates import time_tag
from service.pages.words.offices import parts_of
from service.printing.qr import svg


def sheet(request: Asked, person: SignIn, body: Body, invited: Member) -> Template:
    """A new link for somebody, on the sheet that is handed to them; raises UnknownMember. Reads the disk."""
    token = accounts_of(request).make_link(invited.id)
    address = f"{str(request.base_url).rstrip('/')}/enter/{token}"
    return page(
        request,
        person,
        "sheet.html",
        body=body.id,
        issuer=body.founded,
        invited=invited,
        parts=parts_of(body, invited.id),
        address=address,
        code=Markup(svg(address)),
        hours=HOURS,
        until=time_tag(now() + timedelta(hours=HOURS)),
    )
