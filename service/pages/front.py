"""The front page: the desk of somebody who is signed in, a welcome for everybody else."""

from litestar import get
from litestar.response import Template

from service.pages.desk import desk
from service.pages.person import provide_person
from service.pages.reader import Asked


@get("/", sync_to_thread=True)
def front_page(request: Asked) -> Template:
    """What `/` shows."""
    person = provide_person(request)
    return Template("welcome.html") if person is None else desk(request, person)
