"""The composition root: everything is made here, and handed to what needs it."""

import asyncio
import secrets
import sys
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

import msgspec
from litestar import Litestar
from litestar.concurrency import set_asyncio_executor
from litestar.config.compression import CompressionConfig
from litestar.datastructures import CacheControlHeader, MutableScopeHeaders
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig
from litestar.types import Message, Scope

from domain.event import Event
from service.accounts import Accounts
from service.ahead import Ahead
from service.authority import Authority
from service.fanout import Fanout
from service.files import Files
from service.following import Following
from service.live import Live
from service.pace import Pace
from service.pages.council.routes import council_routes
from service.pages.front import front_page
from service.pages.meeting.routes import meeting_routes
from service.pages.paper.routes import paper_routes
from service.pages.people.routes import people_routes
from service.pages.refusals import refusal_handlers
from service.pages.signin import csrf_config, signin_handlers
from service.procedure import Procedure
from service.settings import Settings
from service.socket import live_draft
from service.standing import Standing
from service.store import Store

HERE = Path(__file__).parent
STATIC = HERE / "static"
# Threads for pages; the live drafts have others, so that no crowd at the door keeps a writer waiting. All are
# of one interpreter: so these are few, and let go of it sooner than after Python's 5 ms.
PAGES = 4
SWITCH = 0.0005
# Bytes. No form of ours is longer.
LONGEST_FORM = 64 * 1024
# On every answer that says nothing else, refusals too. Everything on a page comes from us; the editor needs
# no inline script and sets styles through the DOM only. Pages are not kept: who goes back after signing out
# sees nothing.
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def build(settings: Settings) -> Litestar:
    """The service on one data folder, which it owns from here to the end of its lifespan.

    Raises AlreadyServed or NotDurable.
    """
    store = Store(settings.folder)
    accounts = Accounts(f"sqlite:///{settings.folder / 'people.sqlite'}")
    standing = Standing(store)
    following = Following(store, settings.folder / "views.sqlite")
    set_asyncio_executor(ThreadPoolExecutor(PAGES, "page"))
    sys.setswitchinterval(SWITCH)

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        fanout = Fanout()

        def stored(events: Sequence[Event]) -> None:
            if standing.take(events):
                live.recheck()
            following.wake()

        authority = Authority(store, fanout, stored)
        live = Live(authority, standing, fanout, accounts, Pace(settings.frames_per_second))
        loop = asyncio.get_running_loop()

        def ended(signin: str) -> None:
            loop.call_soon_threadsafe(live.end, signin)

        accounts.on_ended.append(ended)
        watching = asyncio.create_task(live.watch())
        following.start()
        app.state.update(
            {
                "store": store,
                "files": Files(settings.folder),
                "accounts": accounts,
                "following": following,
                "views": following.views,
                "authority": authority,
                "standing": standing,
                "ahead": Ahead(store),
                "procedure": Procedure(store, authority, standing, following),
                "live": live,
            }
        )
        try:
            yield
        finally:
            watching.cancel()
            live.close()
            await authority.close()
            following.stop()
            accounts.close()
            store.close()

    return Litestar(
        route_handlers=[
            live_draft,
            front_page,
            *signin_handlers,
            *paper_routes,
            *meeting_routes,
            *council_routes,
            *people_routes,
            create_static_files_router(
                path="/static",
                directories=[STATIC],
                # Names carry a hash of the content.
                cache_control=CacheControlHeader(max_age=365 * 24 * 3600, public=True, immutable=True),
                include_in_schema=False,
            ),
        ],
        lifespan=[lifespan],
        exception_handlers=refusal_handlers,
        template_config=TemplateConfig(
            directory=HERE / "templates", engine=JinjaTemplateEngine, engine_callback=_templates
        ),
        compression_config=CompressionConfig(backend="gzip", minimum_size=1_000),
        csrf_config=csrf_config(_secret(settings.folder)),
        request_max_body_size=LONGEST_FORM,
        before_send=[_with_headers],
        openapi_config=None,
    )


@cache
def _manifest() -> dict[str, str]:
    manifest: dict[str, str] = msgspec.json.decode((STATIC / "manifest.json").read_bytes())
    return manifest


def _templates(engine: JinjaTemplateEngine) -> None:
    engine.engine.globals["asset"] = asset


async def _with_headers(message: Message, scope: Scope) -> None:
    if message["type"] == "http.response.start":
        headers = MutableScopeHeaders.from_message(message)
        for name, value in HEADERS.items():
            headers.setdefault(name, value)


def asset(name: str) -> str:
    """The address of a built file, by the name it has in the sources."""
    return f"/static/{_manifest()[name]}"


def _secret(folder: Path) -> str:
    """The installation's secret for CSRF tokens, made once."""
    path = folder / "secret"
    if not path.exists():
        # Whole or not at all: one that is cut short, or empty, could be guessed.
        unfinished = path.with_suffix(".new")
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_urlsafe(32))
        unfinished.replace(path)
    return path.read_text()
