"""The parts that people have in a body, as the pages name them: in the form for women and men alike."""

from markupsafe import Markup

from domain.body import Body
from domain.body_events import Office, Place

MEMBER = "عضو(ة)"
OFFICES: dict[Office, str] = {
    "chair": "رئيس(ة) الهيئة",
    "vice_chair": "نائب(ة) رئيس(ة) الهيئة",
    "rapporteur": "مقرر(ة)",
    "secretary": "كاتب(ة) الهيئة",
    "clerk": "مكتب الضبط بالجماعة",
    "auditor": "مدقق(ة)",
    "administrator": "مدير(ة) النظام",
}
# Before the name of the group, which says what it is: «منسق(ة) مجموعة الدراسات».
PLACES: dict[Place, str] = {
    "coordinator": "منسق(ة)",
    "deputy": "نائب(ة) منسق(ة)",
    "member": "عضو(ة)",
}
# Where the group is said beside it.
PLACES_IN: dict[Place, str] = {
    "coordinator": "منسق(ة)",
    "deputy": "نائب(ة) المنسق(ة)",
    "member": "عضو(ة)",
}


def parts_of(body: Body, member: str) -> list[Markup]:
    """What somebody is in a body now: offices first, then places in groups, else a member."""
    offices = [
        Markup(OFFICES[office]) for office, term in body.offices if term.open and term.member == member
    ]
    places = [
        Markup("{} <bdi>{}</bdi>").format(PLACES[place], group.name)
        for group in body.groups.values()
        if (place := group.place_of(member)) is not None
    ]
    plain = [Markup(MEMBER)] if body.is_member(member) and not offices and not places else []
    return [*offices, *places, *plain]
