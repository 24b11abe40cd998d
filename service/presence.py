"""Who has a draft open, with which colour. Never stored."""

from collections import defaultdict
from uuid import UUID

from service.frames import Person

COLOURS = 8


class Presence:
    """The people of each draft, in the order of their coming."""

    def __init__(self) -> None:
        self._people: defaultdict[UUID, dict[str, Person]] = defaultdict(dict)

    def come(self, draft: UUID, session: str, member: str, name: str) -> None:
        """A session opened the draft; a member has one colour in it, the least used when first coming."""
        here = self._people[draft]
        mine = next((person.colour for person in here.values() if person.member == member), None)
        if mine is None:
            used = [person.colour for person in here.values()]
            mine = min(range(COLOURS), key=lambda colour: (used.count(colour), colour))
        here[session] = Person(session=session, member=member, name=name, colour=mine)

    def go(self, draft: UUID, session: str) -> None:
        """A session closed the draft."""
        self._people[draft].pop(session, None)
        if not self._people[draft]:
            del self._people[draft]

    def people(self, draft: UUID) -> list[Person]:
        """Who is here."""
        return list(self._people.get(draft, {}).values())
