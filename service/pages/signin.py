"""The door: entering by a link, signing in with a password, choosing one, signing out."""

import hashlib
from typing import Annotated, Any

import msgspec
from litestar import Request, Router, get, post
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import CacheControlHeader
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, QueryParameter
from litestar.response import Redirect, Template

from domain.errors import MashuraError
from service.accounts import Member, SignIn
from service.accounts.handles import HandleInvalid
from service.accounts.links import LinkRefused, LinkUnknown
from service.accounts.passwords import (
    LONGEST,
    SHORTEST,
    HandleTaken,
    PasswordRefused,
    TooManyGuesses,
    WrongPassword,
)
from service.pages.person import accounts_of, onward, provide_person, require_person
from service.pages.words.offices import parts_of
from service.signin import COOKIE, no_cookie, signin_cookie
from service.standing import Standing

Asked = Request[Any, Any, Any]
# What a person can put right in the form; the page comes back with a sentence.
CORRECTABLE = (HandleInvalid, HandleTaken, PasswordRefused, WrongPassword, TooManyGuesses)


class PasswordsDiffer(PasswordRefused):
    """The password and its repetition are not the same."""

    code = "passwords_differ"


class Entry(msgspec.Struct):
    """A handle and a password that are chosen; `later` where the link alone is to let in."""

    handle: str = ""
    password: str = ""
    repeated: str = ""
    current: str = ""
    later: bool = False

    def chosen(self) -> str:
        """The password, typed twice alike. Raises PasswordsDiffer."""
        if self.password != self.repeated:
            raise PasswordsDiffer("typed differently")
        return self.password


class Credentials(msgspec.Struct):
    """What somebody signs in with, and where they were going."""

    handle: str = ""
    password: str = ""
    next: str = "/"


EntryForm = Annotated[Entry, Body(media_type=RequestEncodingType.URL_ENCODED)]
CredentialsForm = Annotated[Credentials, Body(media_type=RequestEncodingType.URL_ENCODED)]


def csrf_config(secret: str) -> CSRFConfig:
    """Forms carry a token signed with `secret` that must equal the one in a cookie, or nothing is done.

    The cookie is named after the secret: one that is left over from another installation at the same address
    (a demo of yesterday) would otherwise make every form of this one fail.
    """
    name = hashlib.sha256(secret.encode()).hexdigest()[:8]
    return CSRFConfig(secret, cookie_name=f"mashura_form_{name}", cookie_httponly=True)


def refused_link(request: Asked, refused: LinkRefused) -> Template:
    """What became of the link, and what to do."""
    gone = 404 if isinstance(refused, LinkUnknown) else 410
    return Template("link.html", context={"member": None, "refused": refused.code}, status_code=gone)


@get("/enter/{token:str}", sync_to_thread=True)
def link_page(request: Asked, token: FromPath[str]) -> Template:
    """Whom the link is for, and two ways in. Looking does not use it up: messengers look by themselves."""
    member = accounts_of(request).link(token)
    return _link_form(request, member, member.handle or "")


@post("/enter/{token:str}", sync_to_thread=True)
def enter(request: Asked, token: FromPath[str], data: EntryForm) -> Template | Redirect:
    """Use the link up and sign in, with a password or without."""
    accounts = accounts_of(request)
    try:
        if data.later:
            member = accounts.use_link(token)
        else:
            member = accounts.use_link_choosing(token, data.handle, data.chosen())
    except CORRECTABLE as refused:
        return _link_form(request, accounts.link(token), data.handle, refused)
    return _let_in(request, member, "/")


@get("/signin", sync_to_thread=True)
def signin_page(
    request: Asked, going: Annotated[str, QueryParameter(name="next")] = "/"
) -> Template | Redirect:
    """The form; who is signed in already goes on."""
    if provide_person(request) is not None:
        return Redirect(onward(going), status_code=303)
    return _signin_form(Credentials(next=going))


@post("/signin", sync_to_thread=True)
def signin(request: Asked, data: CredentialsForm) -> Template | Redirect:
    """Sign in with handle and password."""
    try:
        member = accounts_of(request).check_password(data.handle, data.password)
    except CORRECTABLE as refused:
        return _signin_form(data, refused)
    return _let_in(request, member, onward(data.next))


@post("/signout", sync_to_thread=True)
def signout(request: Asked) -> Redirect:
    """End this browser's sign-in."""
    accounts_of(request).sign_out(request.cookies.get(COOKIE, ""))
    return Redirect("/", cookies=[no_cookie()], status_code=303)


@get("/password", sync_to_thread=True)
def password_page(request: Asked, done: FromQuery[bool] = False) -> Template:
    """Choose a password, or another."""
    person = require_person(request)
    return _password_form(person, person.member.handle or "", done=done)


@post("/password", sync_to_thread=True)
def choose_password(request: Asked, data: EntryForm) -> Template | Redirect:
    """Set handle and password; who has one already shows that they know it."""
    accounts, person = accounts_of(request), require_person(request)
    try:
        if person.member.has_password and person.member.handle:
            accounts.check_password(person.member.handle, data.current)
        accounts.set_password(person.member.id, data.chosen(), handle=data.handle, keep=person.id)
    except CORRECTABLE as refused:
        return _password_form(person, data.handle, refused)
    return Redirect("/password", query_params={"done": "1"}, status_code=303)


def _let_in(request: Asked, member: Member, going: str) -> Redirect:
    accounts = accounts_of(request)
    # Whoever used this browser before is signed out with it.
    accounts.sign_out(request.cookies.get(COOKIE, ""))
    cookie = signin_cookie(accounts.sign_in(member.id), https=request.url.scheme == "https")
    return Redirect(going, cookies=[cookie], status_code=303)


def _signin_form(typed: Credentials, refused: MashuraError | None = None) -> Template:
    return _form("signin.html", refused, handle=typed.handle, next=onward(typed.next))


def _link_form(request: Asked, member: Member, handle: str, refused: MashuraError | None = None) -> Template:
    standing: Standing = request.app.state.standing
    parts = [(body.founded.name, parts_of(body, member.id)) for body in standing.bodies_of(member.id)]
    return _form("link.html", refused, member=member, parts=parts, handle=handle)


def _password_form(
    person: SignIn, handle: str, refused: MashuraError | None = None, done: bool = False
) -> Template:
    return _form("password.html", refused, person=person, member=person.member, handle=handle, done=done)


def _form(template: str, refused: MashuraError | None, **context: Any) -> Template:
    status = 200 if refused is None else 429 if isinstance(refused, TooManyGuesses) else 400
    limits = {"shortest": SHORTEST, "longest": LONGEST}
    context = {"problem": refused and refused.code, **limits, **context}
    return Template(template, context=context, status_code=status)


# In a router of their own, so that handlers of one path are registered together: one by one, Litestar 2 wraps
# the first for its thread twice, and fails on the coroutine that it gets.
signin_handlers = [
    Router(
        "/",
        route_handlers=[link_page, enter, signin_page, signin, signout, password_page, choose_password],
        cache_control=CacheControlHeader(no_store=True),
    )
]
