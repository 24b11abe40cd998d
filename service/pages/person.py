"""Who asks for a page, and where those who are not signed in are sent."""

import re
from typing import Any

from litestar import Request
from litestar.response import Redirect

from domain.errors import MashuraError
from service.accounts import Accounts, SignIn
from service.signin import COOKIE

# Printable ASCII without a backslash: browsers read that as a slash, and two slashes as another site.
_HERE = re.compile(r"/(?!/)[!-\[\]-~]*")


class NotSignedIn(MashuraError):
    """The page is for those who are signed in."""

    code = "not_signed_in"


def accounts_of(request: Request[Any, Any, Any]) -> Accounts:
    """The accounts that the app keeps."""
    accounts: Accounts = request.app.state.accounts
    return accounts


def provide_person(request: Request[Any, Any, Any]) -> SignIn | None:
    """Who is asking, if anybody; may read the disk, so call it in a thread."""
    return accounts_of(request).signed_in(request.cookies.get(COOKIE, ""))


def require_person(request: Request[Any, Any, Any]) -> SignIn:
    """Who is asking; may read the disk. Raises NotSignedIn, which `to_signin` answers."""
    person = provide_person(request)
    if person is None:
        raise NotSignedIn("nobody is signed in")
    return person


def to_signin(request: Request[Any, Any, Any], _refused: Exception) -> Redirect:
    """The answer to NotSignedIn: the sign-in page, which then leads on to where one was going."""
    if request.method != "GET":
        return Redirect("/signin", status_code=303)
    query = request.url.query
    going = f"{request.url.path}?{query}" if query else request.url.path
    return Redirect("/signin", query_params={"next": going}, status_code=303)


def onward(address: str) -> str:
    """Where to go after signing in: a path on this site, and the front page for anything else."""
    return address if _HERE.fullmatch(address) else "/"
