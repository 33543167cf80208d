"""The use cases and what they are made of, built from the settings and the stores."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from chatserver.app.codebooks import closing_questions, released
from chatserver.app.contacts import read_contacts
from chatserver.app.edge import at_the_edge
from chatserver.app.organisation import read_organisation
from chatserver.app.personas import read_personas
from chatserver.app.readings import Readings
from chatserver.app.replies import read_replies
from chatserver.app.stores import Stores
from chatserver.app.tasks import Tasks
from chatserver.clock import Clock
from chatserver.config import Settings
from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.cooling import CoolingRules
from chatserver.helpline.absences import Absences
from chatserver.helpline.afterwards import Afterwards
from chatserver.helpline.arrivals import Arrivals
from chatserver.helpline.chat import Chat
from chatserver.helpline.closing import Closing
from chatserver.helpline.colleagues import Colleagues
from chatserver.helpline.consults import Consults
from chatserver.helpline.cooling import Cooling
from chatserver.helpline.counting import Counting, Told
from chatserver.helpline.delivery import Delivery
from chatserver.helpline.desk import Desk
from chatserver.helpline.duties import Duties, Terms
from chatserver.helpline.endings import Endings
from chatserver.helpline.login import HASHES_AT_ONCE, Login
from chatserver.helpline.mending import Mending
from chatserver.helpline.moments import Moments
from chatserver.helpline.opening import Opening
from chatserver.helpline.presence import Presence
from chatserver.helpline.recovery import RENEW_EVERY, Recovery
from chatserver.helpline.rehearsals import Rehearsals
from chatserver.helpline.replies import ReadyMade
from chatserver.helpline.returning import Returning
from chatserver.helpline.rosters import Rosters
from chatserver.helpline.seats import Seats
from chatserver.helpline.shift import Shifts
from chatserver.helpline.staffing import Staffing
from chatserver.helpline.upkeep import Upkeep
from chatserver.helpline.waits import Waits

DAY: Final = 86400

FRESH: Final = 2 * int(RENEW_EVERY) + 60
"""Seconds that the newest slip of a connected page is old at most: two renewals, and as it is of
a whole minute, one more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How soon tags are counted. Days, and fewest tags together."""

    window: int
    batch: int


class Parts:
    """The use cases and what they are made of."""

    def __init__(
        self,
        settings: Settings,
        stores: Stores,
        clock: Clock,
        tasks: Tasks,
        *,
        counted: Counted | None,
        ring: KeyRing | None = None,
    ) -> None:
        limits = settings.limits
        self.settings, self.clock = settings, clock
        self.codebooks = released()
        self.contacts = read_contacts(settings.contacts_file)
        self.organisation = read_organisation(settings.organisation_file)
        self.ready = ReadyMade(ledger=stores.ledger, clock=clock, ours=read_replies(None))
        ring = ring or vault_ring(settings.key_ring_file)
        vault, ledger = stores.vault, stores.ledger
        fresh = int(limits.visitor_grace) + FRESH
        self.delivery = Delivery(vault.conversations, tasks.start)
        hours = settings.hours.read()
        moments = Moments(clock, hours.zone.key)
        self.desk = Desk(
            vault.desk,
            ring,
            moments,
            most_waiting=limits.max_waiting,
            language_wait=int(settings.desk.language_wait),
        )
        self.opening = Opening(
            ledger=ledger,
            store=vault.desk,
            desk=self.desk,
            clock=clock,
            spawn=tasks.start,
            hours=hours,
            after_closing=settings.hours.after_closing,
        )
        endings = Endings(fresh)
        self.chat = Chat(
            endings=endings,
            conversations=vault.conversations,
            desk=vault.desk,
            lives=int(limits.vault_lifetime),
            ring=ring,
            moments=moments,
        )
        self.staffing = Staffing(ledger)
        self.counting = Counting(
            ledger=ledger,
            desk=vault.desk,
            clock=clock,
            ring=KeyRing.create(settings.ledger_key_path),
            codebooks=self.codebooks,
            vault_ring=ring,
            window=counted.window if counted else int(settings.tally.correction_window // DAY),
            batch=counted.batch if counted else settings.tally.fold_batch,
            marks=int(settings.tally.counted_marks // DAY),
        )
        # What visitors answered is counted as tags are, and never in one batch with them.
        self.counting_afterwards = replace(
            self.counting, codebooks=closing_questions(), told=Told()
        )
        self.afterwards = Afterwards(
            boxes=vault.afterwards,
            ledger=ledger,
            ring=ring,
            ledger_ring=self.counting.ring,
            book=closing_questions().current,
            moments=moments,
            asks=settings.visitors.asks_afterwards,
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
        self.rosters = Rosters(ledger, clock)
        self.colleagues = Colleagues(
            vault.presents,
            vault.crew,
            vault.desk,
            ring=ring,
            clock=clock,
            proposes=settings.desk.propose,
        )
        self.consults = Consults(vault.consults, vault.presents, self.colleagues, ring, clock)
        self.seats = Seats(
            chat=self.chat,
            desk=vault.desk,
            colleagues=self.colleagues,
            ring=ring,
            capacity=limits.capacity,
        )
        edge = at_the_edge(settings, clock)
        self.sockets = edge.sockets
        self.connections = edge.connections
        self.sources = edge.sources
        self.recovery = Recovery(
            conversations=vault.conversations,
            returns=vault.returns,
            counting=self.counting,
            delivery=self.delivery,
            ring=ring,
            clock=clock,
            endings=endings,
            fresh=fresh,
            longest=int(limits.conversation_lifetime),
            lost=self.sockets.send_back,
        )
        returning = Returning(
            conversations=vault.conversations,
            returns=vault.returns,
            recovery=self.recovery,
            chat=self.chat,
            ring=ring,
            clock=clock,
            capacity=limits.capacity,
            grace=int(limits.visitor_grace),
        )
        self.cooling = Cooling(
            store=vault.cool_downs,
            desk=vault.desk,
            ring=ring,
            clock=clock,
            spawn=tasks.start,
            rules=CoolingRules(
                alone=int(settings.cool_down.alone), longest=int(settings.cool_down.longest)
            ),
            grace=limits.visitor_grace,
        )
        self.rehearsals = Rehearsals(
            drills=vault.drills,
            desk=vault.desk,
            chat=self.chat,
            ring=self.counting.ring,
            vault_ring=ring,
            clock=clock,
            personas=tuple(read_personas()),
        )
        self.arrivals = Arrivals(
            recovery=self.recovery,
            rehearsals=self.rehearsals,
            returning=returning,
            conversations=vault.conversations,
            chat=self.chat,
            cooling=self.cooling,
            rosters=self.rosters,
            desk=self.desk,
            opening=self.opening,
            delivery=self.delivery,
            ring=ring,
            clock=clock,
            grace=int(limits.visitor_grace),
            longest=int(limits.conversation_lifetime),
            asks_ready=settings.visitors.asks_ready,
            says_writing=settings.visitors.says_writing,
        )
        self.presence = Presence(
            chat=self.chat,
            delivery=self.delivery,
            clock=clock,
            ask=self.sockets.beat,
            silent_prompt=int(limits.silent_prompt),
            silent_close=int(limits.silent_close),
        )
        self.duties = Duties(
            vault.crew,
            vault.desk,
            desk=self.desk,
            ring=ring,
            clock=clock,
            terms=Terms(
                proposes=settings.desk.propose,
                seconds=int(settings.desk.proposal_seconds),
                capacity=limits.capacity,
                grace=int(limits.professional_grace),
                break_after=settings.desk.break_after,
                break_length=int(settings.desk.break_length),
            ),
        )
        self.shifts = Shifts(
            chat=self.chat,
            desk=self.desk,
            store=vault.desk,
            delivery=self.delivery,
            counting=self.counting,
            ring=ring,
            spawn=tasks.start,
            presence=self.presence,
            waits=Waits(store=vault.desk, ring=ring, clock=clock),
            seats=self.seats,
            rosters=self.rosters,
            recovery=self.recovery,
            cooling=self.cooling,
            duties=self.duties,
            colleagues=self.colleagues,
            consults=self.consults,
        )
        readings = Readings(
            settings,
            stores,
            moments,
            counting=self.counting,
            counts=self._count,
            staffing=self.staffing,
            opening=self.opening,
            colleagues=self.colleagues,
            ring=ring,
        )
        self.figures, self.turnstile = readings.figures, readings.turnstile
        self.board, self.releases = readings.board, readings.releases
        absences = Absences(
            chat=self.chat,
            clock=clock,
            visitor_grace=int(limits.visitor_grace),
            professional_grace=int(limits.professional_grace),
            silent_close=int(limits.silent_close),
            ready_within=int(limits.ready_within),
        )
        self.upkeep = Upkeep(
            conversations=vault.conversations,
            desk=self.desk,
            mending=Mending(
                vault.conversations,
                vault.desk,
                self.chat,
                absences,
                grace=int(limits.visitor_grace),
            ),
            chat=self.chat,
            delivery=self.delivery,
            clock=clock,
            grace=int(limits.visitor_grace),
        )
        self.closing = Closing(
            opening=self.opening,
            desk=self.desk,
            store=vault.desk,
            chat=self.chat,
            delivery=self.delivery,
            clock=clock,
        )
        self.rosters.follow(self.arrivals.tell_revoked)
        # While the store was away, news of every kind was missed: every page enters anew.
        vault.on_restored(lambda: tasks.start(self.recovery.notice()))
        vault.on_restored(self.sockets.send_back)
        vault.on_restored(self.desk.refresh)
        vault.on_restored(self.duties.refresh)
        vault.on_restored(self.colleagues.refresh)

    async def _count(self) -> None:
        """Count all whose time has come."""
        await self.counting.fold()
        await self.counting_afterwards.fold()


def vault_ring(path: Path | None) -> KeyRing:
    """Return the ring that wraps data keys; without a file it dies with this process."""
    return KeyRing.fresh() if path is None else KeyRing.create(path)
