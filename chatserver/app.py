"""The composition root: builds stores, use cases and sites, starts and closes them in order.

async with running(settings) as app:
    print(app.visitor_url)
    await app.stopped
"""

import asyncio
import contextlib
import logging
import socket
import tomllib
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import msgspec
from aiohttp import web

from chatserver import codebooks
from chatserver.clock import Clock, SystemClock
from chatserver.config import Limits, Listener, Settings
from chatserver.config import Store as StoreSettings
from chatserver.crypto.at_rest import KeyRing
from chatserver.domain import codebook as codebook_rules
from chatserver.domain.codebook import Codebook
from chatserver.domain.errors import Misconfigured
from chatserver.helpline.arrivals import Arrivals
from chatserver.helpline.chat import Chat
from chatserver.helpline.counting import Counting
from chatserver.helpline.delivery import Delivery
from chatserver.helpline.desk import Desk
from chatserver.helpline.figures import Figures
from chatserver.helpline.login import HASHES_AT_ONCE, Login
from chatserver.helpline.shift import Shifts
from chatserver.helpline.staffing import Staffing
from chatserver.helpline.upkeep import Upkeep
from chatserver.store import checks
from chatserver.store.embedded import EmbeddedStores
from chatserver.store.ledger import RedisLedger
from chatserver.store.reach import client_of, pool_of
from chatserver.store.vault import RedisVault
from chatserver.transport import headers, pages
from chatserver.transport.reports import Reports
from chatserver.transport.sockets import Sockets
from chatserver.transport.staff import Staff
from chatserver.transport.visitors import Visitors
from chatserver.wire.session import Allowance

DAY: Final = 86400

CLOSING_SECONDS: Final = 3.0
"""For the sockets to say goodbye when the server stops."""

MAX_BODY_BYTES: Final = 4096
"""Of any request: the largest is a name and a password."""

logger: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How soon tags are counted. Days, and fewest tags together."""

    window: int
    batch: int


@dataclass(slots=True, kw_only=True)
class App:
    """A running server."""

    visitor_url: str
    staff_url: str
    staffing: Staffing
    counting: Counting
    figures: Figures
    ledger: RedisLedger
    codebook: Codebook
    died: asyncio.Future[str] | None
    """Set when a store of our own ends without having been asked to."""


@contextlib.asynccontextmanager
async def running(
    settings: Settings, *, clock: Clock | None = None, counted: Counted | None = None
) -> AsyncIterator[App]:
    """Run the server for as long as the block lasts.

    Args:
        counted: other than the settings allow; only the demo counts at once.

    Raises:
        Misconfigured: one clear line for the operator.
    """
    async with contextlib.AsyncExitStack() as stack:
        stores = await stack.enter_async_context(_stores(settings))
        tasks = await stack.enter_async_context(_tasks())
        tasks.start(stores.vault.run())
        await stores.vault.ready()
        parts = _Parts(settings, stores, clock or SystemClock(), tasks, counted)
        tasks.start(parts.desk.run())
        tasks.start(parts.upkeep.run())
        visitor_url, staff_url = await parts.open_sites(stack)
        yield App(
            visitor_url=visitor_url,
            staff_url=staff_url,
            staffing=parts.staffing,
            counting=parts.counting,
            figures=parts.figures,
            ledger=stores.ledger,
            codebook=parts.codebook,
            died=stores.died,
        )


@contextlib.asynccontextmanager
async def reaching_ledger(settings: Settings) -> AsyncIterator[RedisLedger]:
    """Only the ledger, for commands beside a running server. Its address must be configured."""
    if settings.ledger.is_embedded:
        async with EmbeddedStores(settings.data_directory) as embedded:
            client = client_of(pool_of("ledger", embedded.ledger.url))
            try:
                yield RedisLedger(client)
            finally:
                await client.aclose()
        return
    client = client_of(_pool("ledger", settings.ledger))
    try:
        await checks.check_ledger(client, allow_default_user=settings.ledger.allow_default_user)
        yield RedisLedger(client)
    finally:
        await client.aclose()


async def checked_stores(settings: Settings) -> list[str]:
    """Reach and check both stores as a start would; a line for each."""
    async with _stores(settings):
        kinds = (
            "private" if store.is_embedded else "configured"
            for store in (settings.vault, settings.ledger)
        )
        return [
            f"{name}: {kind}, fit" for name, kind in zip(("vault", "ledger"), kinds, strict=True)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stores:
    vault: RedisVault
    ledger: RedisLedger
    died: asyncio.Future[str] | None


@contextlib.asynccontextmanager
async def _stores(settings: Settings) -> AsyncIterator[_Stores]:
    async with contextlib.AsyncExitStack() as stack:
        embedded: EmbeddedStores | None = None
        if settings.vault.is_embedded or settings.ledger.is_embedded:
            embedded = await stack.enter_async_context(
                EmbeddedStores(
                    settings.data_directory, vault_megabytes=settings.vault.max_megabytes
                )
            )
        vault_pool = (
            pool_of("vault", embedded.vault.url)
            if embedded and settings.vault.is_embedded
            else _pool("vault", settings.vault)
        )
        ledger_pool = (
            pool_of("ledger", embedded.ledger.url)
            if embedded and settings.ledger.is_embedded
            else _pool("ledger", settings.ledger)
        )
        ledger = client_of(ledger_pool)
        stack.push_async_callback(ledger.aclose)
        vault = client_of(vault_pool)
        try:
            await checks.check_vault(vault, allow_default_user=settings.vault.allow_default_user)
            await checks.check_ledger(ledger, allow_default_user=settings.ledger.allow_default_user)
            await checks.check_distinct(vault, ledger)
        finally:
            await vault.aclose()
        yield _Stores(
            vault=RedisVault(vault_pool),
            ledger=RedisLedger(ledger),
            died=embedded.died if embedded else None,
        )


def _pool(name: str, store: StoreSettings) -> Any:
    return pool_of(
        name,
        store.url,
        username=store.username,
        password=store.password(),
        tls_ca_file=store.tls_ca_file,
    )


class _Tasks:
    """Every task of the process: started here, cancelled and awaited here."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # The kind of error only: its text may hold what a store or a page said.
            logger.error("a task failed error=%s", type(error).__name__)

    async def close(self) -> None:
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@contextlib.asynccontextmanager
async def _tasks() -> AsyncIterator[_Tasks]:
    tasks = _Tasks()
    try:
        yield tasks
    finally:
        await tasks.close()


class _Parts:
    """The use cases and what they are made of."""

    def __init__(
        self,
        settings: Settings,
        stores: _Stores,
        clock: Clock,
        tasks: _Tasks,
        counted: Counted | None,
    ) -> None:
        limits = settings.limits
        self.settings, self.clock = settings, clock
        self.codebook = read_codebook(settings.tally.codebook)
        ring = _vault_ring(settings.key_ring_file)
        vault, ledger = stores.vault, stores.ledger
        self.delivery = Delivery(vault.conversations, tasks.start)
        self.desk = Desk(vault.desk, ring, most_waiting=limits.max_waiting)
        self.chat = Chat(
            conversations=vault.conversations,
            desk=vault.desk,
            delivery=self.delivery,
            clock=clock,
            lives=int(limits.vault_lifetime),
        )
        self.staffing = Staffing(ledger)
        self.counting = Counting(
            ledger=ledger,
            desk=vault.desk,
            clock=clock,
            ring=KeyRing.create(settings.ledger_key_path),
            codebook=self.codebook,
            window=counted.window if counted else int(settings.tally.correction_window // DAY),
            batch=counted.batch if counted else settings.tally.fold_batch,
            marks=int(settings.tally.counted_marks // DAY),
        )
        self.login = Login(
            staffing=self.staffing,
            sessions=vault.sessions,
            ring=ring,
            clock=clock,
            idle=int(limits.session_idle),
            absolute=int(limits.session_absolute),
            hashing=asyncio.Semaphore(HASHES_AT_ONCE),
        )
        self.arrivals = Arrivals(
            conversations=vault.conversations,
            desk=self.desk,
            delivery=self.delivery,
            ring=ring,
            clock=clock,
            grace=int(limits.visitor_grace),
            lives=int(limits.vault_lifetime),
            longest=int(limits.conversation_lifetime),
        )
        self.shifts = Shifts(
            chat=self.chat,
            desk=self.desk,
            store=vault.desk,
            delivery=self.delivery,
            counting=self.counting,
            ring=ring,
            spawn=tasks.start,
            capacity=limits.capacity,
        )
        self.figures = Figures(
            ledger=ledger, desk=vault.desk, ring=ring, codebook=self.codebook, clock=clock
        )
        self.upkeep = Upkeep(
            conversations=vault.conversations,
            desk=self.desk,
            store=vault.desk,
            chat=self.chat,
            counting=self.counting,
            parties=lambda: self.delivery.parties,
            clock=clock,
            grace=int(limits.visitor_grace),
        )
        vault.on_restored(self.delivery.restored)
        vault.on_restored(self.desk.refresh)
        self.sockets = _sockets(limits, clock)

    async def open_sites(self, stack: contextlib.AsyncExitStack) -> tuple[str, str]:
        """Listen on both origins; their addresses."""
        bundles = _bundles(self.settings.web_directory)
        visitor_socket = _bound(self.settings.visitors)
        staff_socket = _bound(self.settings.staff)
        visitor_origins = _origins(self.settings.visitors, visitor_socket)
        staff_origins = _origins(self.settings.staff, staff_socket)
        visitors = Visitors(
            arrivals=self.arrivals,
            chat=self.chat,
            desk=self.desk,
            delivery=self.delivery,
            sockets=self.sockets,
            clock=self.clock,
            origins=frozenset(visitor_origins),
        )
        staff = Staff(
            login=self.login,
            shifts=self.shifts,
            sockets=self.sockets,
            codebook=self.codebook,
            clock=self.clock,
            origins=frozenset(staff_origins),
            is_secure=self.settings.staff.secure_cookies,
        )
        visitor_site = _site(pages.load(bundles / "visitor"), visitor_origins)
        visitor_site.router.add_get("/ws", visitors.socket)
        visitor_site.router.add_get("/healthz", _healthy)
        staff_site = _site(pages.load(bundles / "staff"), staff_origins)
        _add_staff_routes(staff_site, staff, Reports(staff=staff, figures=self.figures))
        await _open(stack, visitor_site, visitor_socket)
        await _open(stack, staff_site, staff_socket)
        stack.push_async_callback(self._close_sockets)
        return _address(visitor_socket), _address(staff_socket)

    async def _close_sockets(self) -> None:
        self.sockets.close()
        await self.sockets.closed(CLOSING_SECONDS)


def _add_staff_routes(site: web.Application, staff: Staff, reports: Reports) -> None:
    site.router.add_get("/ws", staff.socket)
    site.router.add_post("/api/sign-in", staff.sign_in)
    site.router.add_post("/api/sign-out", staff.sign_out)
    site.router.add_get("/api/me", staff.me)
    site.router.add_get("/api/codebook", staff.read_codebook)
    site.router.add_get("/api/board", reports.board)
    site.router.add_get("/api/tally", reports.tally)


def read_codebook(name: str) -> Codebook:
    """Read a codebook of this package; raises Misconfigured when there is none of that name."""
    path = files(codebooks).joinpath(f"{name}.toml")
    if not path.is_file():
        raise Misconfigured(f"tally.codebook: there is no codebook {name}")
    return codebook_rules.parse(tomllib.loads(path.read_text("utf-8")), f"{name}.toml")


def _vault_ring(path: Path | None) -> KeyRing:
    """The ring that wraps data keys; without a file it dies with this process."""
    return KeyRing.fresh() if path is None else KeyRing.create(path)


def _sockets(limits: Limits, clock: Clock) -> Sockets:
    return Sockets(
        now=clock.now,
        allowance=Allowance(
            frames_per_second=limits.frames_per_second,
            frames_burst=limits.frames_burst,
            bytes_per_second=limits.bytes_per_minute / 60,
            bytes_burst=limits.bytes_per_minute,
        ),
        heartbeat=limits.heartbeat,
        first_frame=limits.first_frame,
        most=limits.max_sockets,
    )


def _bundles(configured: Path | None) -> Path:
    """Where the pages are: configured, inside the package, or built in a checkout."""
    if configured is not None:
        return configured
    inside = Path(__file__).with_name("web")
    return inside if inside.is_dir() else Path(__file__).parent.parent / "web" / "dist"


def _bound(listener: Listener) -> socket.socket:
    """A bound socket; raises Misconfigured when the port is taken."""
    family = socket.AF_INET6 if ":" in listener.host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((listener.host, listener.port))
    except OSError as error:
        bound.close()
        raise Misconfigured(f"{listener.host}:{listener.port}: {error.strerror}") from None
    return bound


def _origins(listener: Listener, bound: socket.socket) -> tuple[str, ...]:
    return msgspec.structs.replace(listener, port=bound.getsockname()[1]).allowed_origins


def _address(bound: socket.socket) -> str:
    host, port = bound.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def _site(files_of_site: dict[str, pages.File], origins: tuple[str, ...]) -> web.Application:
    site = web.Application(middlewares=[headers.quiet_errors], client_max_size=MAX_BODY_BYTES)
    sockets = tuple(origin.replace("http", "ws", 1) for origin in origins)
    is_secure = all(origin.startswith("https:") for origin in origins)
    policy = headers.content_security_policy(sockets)
    site.on_response_prepare.append(headers.on_prepare(policy, is_secure=is_secure))
    pages.add_pages(site, files_of_site)
    return site


async def _open(
    stack: contextlib.AsyncExitStack, site: web.Application, bound: socket.socket
) -> None:
    runner = web.AppRunner(
        site,
        access_log=None,
        # aiohttp's default of an hour is how long a silent socket could hold a place.
        keepalive_timeout=10.0,
        shutdown_timeout=CLOSING_SECONDS,
    )
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.SockSite(runner, bound).start()


async def _healthy(_request: web.Request) -> web.Response:
    return web.Response(text="ok")
