"""The foreman: keeps a worker in every place, whatever happens to the one who had it.

Theory of operation. A place is a pair of doors and the worker that accepts there; the doors
are ours, so connections wait in them for a successor. While a place has nobody, or somebody
silent, all the others accept at its doors too. `_keep` replaces who ended, `_look` ends who
is frozen. `roll` starts a new worker in every place, lets the old ones accept nothing more,
and then lets them go one by one: so each page moves once, and never to one that goes next.

A place's worker is changed under its lock only, and never awaits its end under it.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from msgspec.structs import replace

from chatserver.app import doors
from chatserver.app.contacts import read_contacts
from chatserver.app.crew.channel import Handover, Hush, Share, Unshare
from chatserver.app.crew.process import WorkerProcess
from chatserver.app.crew.watch import ALIVE_EVERY, STEADY_AFTER, Verdict, Watch, pause
from chatserver.app.doors import Doors
from chatserver.app.organisation import read_organisation
from chatserver.app.stores import reaching_stores, with_private_stores
from chatserver.app.tasks import Tasks, owning_tasks
from chatserver.config import Settings
from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.errors import ChatError, Misconfigured

DRAINED_WITHIN: Final = 10.0
"""Seconds from asking a worker to go to ending it: three for its sockets, three for what is
being answered on each site, and one to spare."""

LINGER: Final = 0.5
"""Seconds between a worker's last accept and its going: who came in just before has then said
what for, and is answered instead of cut off."""

logger: Final = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True, eq=False)
class Place:
    """A pair of doors, and who accepts there. `early`: how many in a row ended early."""

    number: int
    worker: WorkerProcess | None = None
    is_shared: bool = False
    early: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Foreman:
    """See the module's text. Made by `leading`.

    Attributes:
        died: set when a private store ends without having been asked to.
    """

    def __init__(
        self,
        asked: Settings,
        filled: Settings,
        pairs: Sequence[Doors],
        tasks: Tasks,
        died: "asyncio.Future[str] | None",
    ) -> None:
        self.died: Final = died
        self.visitor_url, self.staff_url = pairs[0].addresses
        self._asked = asked
        self._settings = filled
        # Shared by workers and kept nowhere else: it dies with us.
        self._ring: Final = "" if asked.key_ring_file else KeyRing.fresh().text
        self._pairs = pairs
        self._tasks = tasks
        self._places: Final = tuple(Place(number=number) for number in range(len(pairs)))
        self._all: set[WorkerProcess] = set()
        self._watch: Final = Watch[WorkerProcess](_now())
        self._rolling: Final = asyncio.Lock()

    async def start(self) -> None:
        """Fill every place. Raises Misconfigured: one clear line, from the first that failed."""
        first, *others = self._places
        # Alone: what stops one stops all, and is then said once.
        await self._fill(first)
        await asyncio.gather(*map(self._fill, others))
        for place in self._places:
            self._tasks.start(_always(partial(self._keep, place)))
        self._tasks.start(_always(self._look))

    def pids(self) -> list[int]:
        """Return the process ids of the workers, by place."""
        return [place.worker.pid for place in self._places if place.worker is not None]

    async def roll(self, asked: Settings) -> None:
        """Replace all workers without anybody noticing more than a short reconnection.

        Args:
            asked: the settings of the new ones.

        Raises:
            Misconfigured: these cannot be changed like this, or a new one would not start. Then
                the old ones serve on.
        """
        async with self._rolling:
            settings = self._changed(asked)
            async with contextlib.AsyncExitStack() as held:
                for place in self._places:
                    await held.enter_async_context(place.lock)
                fresh = await self._all_started(settings)
                self._asked, self._settings = asked, settings
                old = [place.worker for place in self._places if place.worker is not None]
                for place, worker in zip(self._places, fresh, strict=True):
                    self._install(place, worker)
            for worker in old:
                worker.tell(Hush())
            await asyncio.sleep(LINGER)
            for worker in old:
                await worker.dismiss(DRAINED_WITHIN)
        count = len(old)
        logger.info("all workers were replaced count=%d", count)

    def roll_soon(self, again: Callable[[], Settings]) -> None:
        """Do that beside other work. Args: again: reads the settings anew."""
        self._tasks.start(self._roll_or_tell(again))

    async def _roll_or_tell(self, again: Callable[[], Settings]) -> None:
        try:
            await self.roll(again())
        except ChatError as error:
            reason = str(error)
            logger.error("the workers were not replaced reason=%s", reason)  # noqa: TRY400 - its text says it all

    async def stop(self) -> None:
        """Let all go, at the same time; the doors are closed by then."""
        await asyncio.gather(*(worker.dismiss(DRAINED_WITHIN) for worker in tuple(self._all)))

    def _changed(self, asked: Settings) -> Settings:
        """What new workers are given; raises Misconfigured where we would have to change too."""
        for name in ("vault", "ledger", "data_directory", "key_ring_file"):
            if getattr(asked, name) != getattr(self._asked, name):
                raise Misconfigured(f"{name}: a change needs a restart")
        for name in ("visitors", "staff"):
            new, old = getattr(asked, name), getattr(self._asked, name)
            if (new.host, new.port) != (old.host, old.port):
                raise Misconfigured(f"{name}: another host or port needs a restart")
        return replace(asked, vault=self._settings.vault, ledger=self._settings.ledger)

    async def _all_started(self, settings: Settings) -> list[WorkerProcess]:
        fresh: list[WorkerProcess] = []
        try:
            for place in self._places:
                worker = await self._started(place, settings)
                fresh.append(worker)
        except ChatError:
            await asyncio.gather(*(worker.dismiss(DRAINED_WITHIN) for worker in fresh))
            raise
        return fresh

    async def _started(self, place: Place, settings: Settings) -> WorkerProcess:
        """Start a worker and wait until it accepts; raises Misconfigured."""
        descriptors = [pair.descriptors for pair in self._pairs]
        handover = Handover(
            settings=settings, ring=self._ring, doors=descriptors, place=place.number
        )
        flat = [number for pair in descriptors for number in pair]
        worker = await WorkerProcess.start(handover, flat, self._hear)
        self._all.add(worker)
        worker.ended.add_done_callback(lambda _ended: self._forget(worker))
        try:
            await worker.ready()
        except ChatError:
            await worker.dismiss(DRAINED_WITHIN)
            raise
        return worker

    def _hear(self, worker: WorkerProcess) -> None:
        self._watch.hear(worker, _now())

    def _forget(self, worker: WorkerProcess) -> None:
        self._all.discard(worker)
        self._watch.forget(worker)

    async def _fill(self, place: Place) -> None:
        self._install(place, await self._started(place, self._settings))

    def _install(self, place: Place, worker: WorkerProcess) -> None:
        place.worker = worker
        self._unshare(place)
        for other in self._places:
            if other.is_shared:
                worker.tell(Share(other.number))

    def _share(self, place: Place) -> None:
        """Let the others accept at the doors of this place too."""
        if not place.is_shared:
            place.is_shared = True
            self._tell_others(place, Share(place.number))

    def _unshare(self, place: Place) -> None:
        if place.is_shared:
            place.is_shared = False
            self._tell_others(place, Unshare(place.number))

    def _tell_others(self, place: Place, message: Share | Unshare) -> None:
        for other in self._places:
            if other is not place and other.worker is not None:
                other.worker.tell(message)

    async def _keep(self, place: Place) -> None:
        """Fill the place again, each time that it is empty."""
        while True:
            worker = place.worker
            if worker is not None:
                await asyncio.wait({worker.leaves})
            async with place.lock:
                if place.worker is not worker:
                    continue  # replaced, and asked to go
                self._share(place)
                if worker is not None:
                    self._lose(place, worker, await worker.last_words())
            await asyncio.sleep(pause(place.early))
            async with place.lock:
                if place.worker is None:
                    await self._fill_again(place)

    def _lose(self, place: Place, worker: WorkerProcess, reason: str) -> None:
        logger.error("a worker ended and is replaced reason=%s", reason)
        self._watch.forget(worker)
        self._tasks.start(worker.dismiss(DRAINED_WITHIN))
        place.worker = None
        place.early = 0 if _now() - worker.started > STEADY_AFTER else place.early + 1

    async def _fill_again(self, place: Place) -> None:
        try:
            await self._fill(place)
            logger.info("a new worker serves")
        except ChatError as error:
            place.early += 1
            reason = str(error)
            logger.error("a worker could not be replaced; trying again reason=%s", reason)  # noqa: TRY400 - its text says it all

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(ALIVE_EVERY)
            found = self._watch.look(_now())
            for place in self._places:
                # A worker that nobody watches is leaving; then `_keep` shares its doors.
                if place.worker is not None and (verdict := found.get(place.worker)):
                    self._judge(place, place.worker, verdict)

    def _judge(self, place: Place, worker: WorkerProcess, verdict: Verdict) -> None:
        if verdict == "well":
            self._unshare(place)
            return
        self._share(place)
        if verdict == "frozen":
            logger.error("a worker is frozen and is ended")
            self._watch.forget(worker)
            worker.kill()


async def _always(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Begin again what failed: a fault of ours must not leave a place empty for good."""
    while True:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - whatever it is
            logger.error("keeping the workers failed and goes on error=%s", type(error).__name__)  # noqa: TRY400
        await asyncio.sleep(1)


def _now() -> float:
    return asyncio.get_running_loop().time()


@contextlib.asynccontextmanager
async def leading(settings: Settings, count: int) -> AsyncIterator[Foreman]:
    """Serve with `count` workers for as long as the block lasts.

    Raises:
        Misconfigured: one clear line for the operator.
    """
    read_contacts(settings.contacts_file)
    read_organisation(settings.organisation_file)
    async with contextlib.AsyncExitStack() as stack:
        filled, died = await stack.enter_async_context(with_private_stores(settings))
        async with reaching_stores(filled):
            pass  # fit; from here on they are the workers'
        pairs = doors.shared(settings, count)
        for pair in pairs:
            stack.callback(pair.close)
        async with owning_tasks() as tasks:
            foreman = Foreman(settings, filled, pairs, tasks, died)
            stack.push_async_callback(foreman.stop)
            # Undone first: once people are told to come back, nothing here may collect them.
            for pair in pairs:
                stack.callback(pair.close)
            await foreman.start()
            yield foreman
