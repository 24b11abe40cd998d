"""A meeting held at the pages, as its secretary and its chair hold it: called, counted, voted, confirmed."""

import re

import httpx

from tests.service.errand import HOUSE, Errand

DETAILS = {
    "kind": "ordinary",
    "ordinal": "3",
    "on": "2022-05-27",
    "hour": "18:30",
    "place": "قاعة الخزانة الجماعية",
    "instrument": "النظام الداخلي لمجلس الجماعة",
    "article": "78",
}


def hold(secretary: Errand, chair: Errand, draft: object, votes: dict[str, str] | None = None) -> str:
    """A meeting about one tabled paper, in which everybody is present; gives the address of its point."""
    point = prepare(secretary, chair, draft, votes)
    assert confirm(chair, point).status_code == 303
    return point


def prepare(secretary: Errand, chair: Errand, draft: object, votes: dict[str, str] | None = None) -> str:
    """All but the chair's confirmation; gives the address of the point."""
    new = f"{HOUSE}/meetings/new"
    called = secretary.send(new, new, papers=str(draft), points="", **DETAILS)
    assert called.status_code == 303, called.text
    meeting = called.headers["location"]
    attendance = f"{meeting}/attendance"
    members = re.findall(r'name="(member-\w+)"', secretary.page(attendance))
    came = dict.fromkeys(members, "present")
    counted = secretary.send(attendance, attendance, presiding=chair.id, **came)
    assert counted.status_code == 303, counted.text
    [point] = re.findall(rf'href="({meeting}/items/\w+)"', secretary.page(meeting))[:1]
    counts = votes or {"for": str(len(members)), "against": "0", "abstaining": "0", "chair": "for"}
    voted = secretary.send(point, f"{point}/vote", **counts)
    assert voted.status_code == 303, voted.text
    return str(point)


def confirm(chair: Errand, point: str) -> httpx.Response:
    """The chair reads what was recorded, and confirms it."""
    return chair.send(point, f"{point}/confirmation")
