"""A running server: stores, use cases and sites, started and closed in order."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from chatserver.app.doors import Doors, Entrance
from chatserver.app.parts import Counted, Parts
from chatserver.app.sites import open_sites
from chatserver.app.stage import ProcessStage
from chatserver.app.stores import reaching_stores
from chatserver.app.tasks import owning_tasks
from chatserver.clock import Clock, SystemClock
from chatserver.config import Settings
from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.codebook import Codebook
from chatserver.helpline.afterwards import Afterwards
from chatserver.helpline.board import Board
from chatserver.helpline.cooling import Cooling
from chatserver.helpline.counting import Counting
from chatserver.helpline.figures import Figures
from chatserver.helpline.footfall import Turnstile
from chatserver.helpline.opening import Opening
from chatserver.helpline.rehearsals import Rehearsals
from chatserver.helpline.rosters import Rosters
from chatserver.helpline.staffing import Staffing
from chatserver.store.ledger import RedisLedger
from chatserver.transport.sources import Sources


@dataclass(slots=True, kw_only=True)
class App:
    """A running server."""

    visitor_url: str
    staff_url: str
    entrance: Entrance
    staffing: Staffing
    counting: Counting
    counting_afterwards: Counting
    afterwards: Afterwards
    figures: Figures
    board: Board
    turnstile: Turnstile
    rosters: Rosters
    opening: Opening
    sources: Sources
    cooling: Cooling
    rehearsals: Rehearsals
    ledger: RedisLedger
    codebook: Codebook
    died: asyncio.Future[str] | None
    """Set when a store of our own ends without having been asked to."""


@contextlib.asynccontextmanager
async def running(
    settings: Settings,
    *,
    clock: Clock | None = None,
    counted: Counted | None = None,
    ring: KeyRing | None = None,
    doors: Doors | None = None,
) -> AsyncIterator[App]:
    """Run the server for as long as the block lasts.

    Args:
        counted: other than the settings allow; only the demo counts at once.
        ring: the keys of the vault, where several processes share some that are in no file.
        doors: where to listen, instead of at ports of our own.

    Raises:
        Misconfigured: one clear line for the operator.
    """
    async with contextlib.AsyncExitStack() as stack:
        stores = await stack.enter_async_context(reaching_stores(settings))
        tasks = await stack.enter_async_context(owning_tasks())
        tasks.start(stores.vault.run())
        await stores.vault.ready()
        parts = Parts(settings, stores, clock or SystemClock(), tasks, counted=counted, ring=ring)
        tasks.start(parts.desk.run())
        tasks.start(parts.upkeep.run())
        tasks.start(parts.counting.run(settings.tally.fold_every))
        tasks.start(parts.counting_afterwards.run(settings.tally.fold_every))
        tasks.start(parts.afterwards.run())
        await parts.recovery.look()
        tasks.start(parts.recovery.run())
        tasks.start(parts.recovery.run_due())
        await parts.opening.look()
        tasks.start(parts.opening.run())
        await parts.cooling.look()
        tasks.start(parts.cooling.run())
        tasks.start(parts.closing.run())
        tasks.start(parts.turnstile.run())
        tasks.start(parts.presence.run())
        tasks.start(parts.connections.run())
        tasks.start(parts.sources.run())
        tasks.start(parts.duties.run())
        tasks.start(parts.duties.run_clock())
        tasks.start(parts.colleagues.run())
        tasks.start(parts.colleagues.run_clock())
        tasks.start(parts.consults.run())
        tasks.start(parts.consults.run_clock())
        await parts.rosters.refresh()
        tasks.start(parts.rosters.run())
        doors = doors or Doors.bound(settings)
        stack.callback(doors.close)
        visitor_url, staff_url = doors.addresses
        stage = ProcessStage(
            tasks,
            parts.rehearsals,
            parts.rosters,
            url=visitor_url,
            origin=next(iter(settings.visitors.origins), ""),
        )
        entrance = await open_sites(parts, doors, stack, stage)
        # Undone first: who plays says goodbye while there is somebody to hear it.
        stack.push_async_callback(stage.close)
        yield App(
            visitor_url=visitor_url,
            staff_url=staff_url,
            entrance=entrance,
            staffing=parts.staffing,
            counting=parts.counting,
            counting_afterwards=parts.counting_afterwards,
            afterwards=parts.afterwards,
            figures=parts.figures,
            board=parts.board,
            turnstile=parts.turnstile,
            rosters=parts.rosters,
            cooling=parts.cooling,
            rehearsals=parts.rehearsals,
            opening=parts.opening,
            sources=parts.sources,
            ledger=stores.ledger,
            codebook=parts.codebooks.current,
            died=stores.died,
        )
