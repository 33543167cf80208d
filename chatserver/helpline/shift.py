"""A professional at work: one open window, the conversations it is in, their tickets."""

import contextlib
import logging
import secrets
from dataclasses import dataclass
from typing import Final, cast, get_args

from chatserver.crypto.at_rest import KeyRing, SealError
from chatserver.domain.errors import Code, Refused, Unavailable
from chatserver.domain.people import Act, may
from chatserver.helpline.arrivals import Page
from chatserver.helpline.chat import ABOUT, Chat, Introduction
from chatserver.helpline.colleagues import Colleagues
from chatserver.helpline.company import Aside, Company
from chatserver.helpline.consults import Consults
from chatserver.helpline.cooling import Cooling
from chatserver.helpline.counting import Counting, Who
from chatserver.helpline.delivery import Delivery, Party, Spawn
from chatserver.helpline.desk import Desk
from chatserver.helpline.duties import Duties, Window
from chatserver.helpline.held import shown
from chatserver.helpline.losses import Losses
from chatserver.helpline.presence import Presence
from chatserver.helpline.recovery import Recovery
from chatserver.helpline.rosters import Rosters, Snapshot
from chatserver.helpline.sealing import DataKey, Facts, unpack
from chatserver.helpline.seats import GONE_ON, Seats
from chatserver.helpline.tickets import Tickets
from chatserver.helpline.waits import Waits
from chatserver.store.interface import DeskList
from chatserver.store.values import Claim
from chatserver.wire import fields, frames

TRIES: Final = 50
"""Of one take, for places in line whose conversation has expired, or where a colleague was faster.
Each failure took somebody out of the line, so that nobody tries in vain for ever."""

ENDINGS: Final = frozenset(get_args(fields.Ending))

logger: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifts:
    """What every shift of this process shares."""

    chat: Chat
    desk: Desk
    store: DeskList
    delivery: Delivery
    counting: Counting
    ring: KeyRing
    spawn: Spawn
    waits: Waits
    presence: Presence
    seats: Seats
    rosters: Rosters
    recovery: Recovery
    cooling: Cooling
    duties: Duties
    colleagues: Colleagues
    consults: Consults


class Shift:
    """One window of one professional. `begin`, then the steps, then `close`."""

    def __init__(self, shifts: Shifts, who: Who, page: Page) -> None:
        self._ = shifts
        self._who = who
        self._page = page
        self._parties: dict[bytes, Party] = {}
        self._device: bytes | None = None
        self._told: frames.DeviceIs | None = None
        self._losses = Losses(shifts.recovery, shifts.spawn, who, page, self._come_back)
        self._window: Window | None = None
        self.tickets = Tickets(shifts.counting, shifts.store, shifts.spawn, who, page)
        self.company = Company(shifts, who, page, self.party)

    @property
    def parties(self) -> tuple[Party, ...]:
        """The conversations this window follows."""
        return tuple(self._parties.values())

    async def begin(self, said: frames.Hello) -> None:
        """Show what this professional holds, owes, and who is waiting."""
        self._device = said.device
        self._show_device(self._.rosters.now)
        self._.rosters.follow(self._show_device)
        cursors = {cursor.cid: cursor.after for cursor in said.cursors}
        for claim in await self._.store.held_by(self._who.pseudonym):
            await self._find_again(claim, after=cursors.pop(claim.cid, 0))
        lost = await self._losses.hand_back(said.slips or (), held=self._parties)
        for cid in cursors.keys() - lost:
            # Over, or somebody else's: that is not for who has it no longer.
            self._page.send(frames.Ended(reason="gone", cid=cid))
        await self.tickets.show()
        if may(self._who.role, Act.TAKE) and self._window is None:
            self._window = await self._.duties.begin(
                self._who, self._page, self._may_work, self.tickets.show_soon
            )
        await self.company.begin(self._may_work)
        self._.desk.read_line(self._who, self._page.emit)

    async def take(self, said: frames.Take) -> None:
        """Take the next visitor whose language one speaks, or one by name whoever it is.

        By name is also how somebody takes whom they were proposed.

        Raises:
            Refused: NOBODY, TAKEN, AT_CAPACITY, UNTAGGED, SHIFT_ENDS, WRONG_ROLE for who only
                sits in, NOT_APPROVED on a device that is not on the roster, NOT_SPOKEN when
                only others wait, NOT_READY when nobody of them has answered.
        """
        self._check(Act.TAKE)
        if said.cid is not None and self._window is not None:
            self._.duties.answers(self._window, said.cid)
        besides = set[bytes]()
        for _ in range(TRIES):
            claim = await self._claim(said.cid, besides)
            if claim is None:
                continue
            try:
                if await self._sit_down(claim, after=0, ref=said.ref) is not None:
                    self._.spawn(self._.waits.learn(claim))
                    return
            except Refused:
                continue  # given back to the line since: the desk has it right already
            # Expired while in line: nobody was met, so nothing is to be tagged.
            await self._.store.release(claim.cid, tagged=False, at=self._.chat.moments.at())
            if said.cid is not None:
                raise Refused(Code.TAKEN)
        raise Refused(Code.NOBODY)

    async def _claim(self, named: bytes | None, besides: set[bytes]) -> Claim | None:
        """Claim one by name or who is next; None when the next is a colleague's, or goes to one.

        Args:
            besides: whom not to try; whoever is a colleague's is added.
        """
        cid = named
        if cid is None:
            cid = await self._.desk.next_for(self._who.languages, besides)
        if cid is None:
            raise Refused(Code.TAKEN if besides else self._.desk.why_nobody)
        try:
            return await self._.store.claim(
                self._who.pseudonym,
                cid=cid,
                ticket=secrets.token_bytes(16),
                place=secrets.token_bytes(8),
                capacity=self._.seats.capacity,
                at=self._.chat.moments.at(),
            )
        except Refused as refused:
            if named is None and refused.code is Code.TAKEN:
                besides.add(cid)
                return None
            raise

    async def be(self, said: frames.Be) -> None:
        """Become free, go away, take a break, or end one's shift; choose how many at once.

        Raises:
            Refused: WRONG_ROLE for who takes nobody; to be free also NOT_APPROVED, and
                OUT_OF_TURN at a desk that proposes nobody.
        """
        window = self._at_work()
        if said.state == "free":
            self._check(Act.TAKE)
        if said.capacity is not None:
            await self._.duties.choose(window, said.capacity)
        if said.state is not None:
            await self._.duties.be(window, said.state)

    async def go_on(self) -> None:
        """Take no break now; raises Refused(WRONG_ROLE)."""
        await self._.duties.go_on(self._at_work())

    async def pass_on(self, said: frames.PassOn) -> None:
        """Do not take whom one was proposed; raises Refused(WRONG_ROLE)."""
        await self._.duties.pass_on(self._at_work(), said.cid)

    def _at_work(self) -> Window:
        if self._window is None:
            raise Refused(Code.WRONG_ROLE)
        return self._window

    def party(self, cid: bytes) -> Party:
        """The conversation a frame speaks of; Refused(NOT_YOURS) when it is not held here."""
        party = self._parties.get(cid)
        if party is None:
            raise Refused(Code.NOT_YOURS)
        return party

    async def sit_in(self, said: frames.SitIn) -> None:
        """Answer a colleague who asks.

        Raises:
            Refused: see `Seats.sit_in`; NOT_APPROVED on a device that is not on the roster.
        """
        self._check(Act.CONVERSE)
        claim = await self._.seats.sit_in(self.company.asker, said.cid)
        try:
            party = await self._sit_down(claim, after=0, ref=said.ref)
        except Refused:
            party = None
        if party is None:
            await self._let_go(claim)
            raise Refused(Code.TAKEN)

    async def offer(self, said: frames.Offer) -> None:
        """Introduce oneself; raises Refused(NOT_APPROVED) for a device not on the roster.

        The visitor's page checks the signatures; this spares it the question.
        """
        party = self.party(said.cid)
        if not self._.rosters.vouches(self._number, said.entry):
            raise Refused(Code.NOT_APPROVED)
        introduction = Introduction(said.offer, said.signature, said.entry)
        await self._.chat.offer(party, introduction)

    async def aside(self, said: Aside) -> None:
        """A step of a consult; see `Company.aside`."""
        await self.company.aside(said, may_work=self._may_work())

    async def end(self, said: frames.End) -> None:
        """End a conversation, and hold its source back for a while if that is asked.

        Raises:
            Refused: NOT_YOURS; of a cool-down also WRONG_ROLE.
        """
        party = self.party(said.cid)
        if said.cool_down is not None:
            await self._cool_down(party, said.cool_down, asks_longer=said.longer)
        await self._.chat.end(party, "done")

    async def _cool_down(self, party: Party, minutes: int, *, asks_longer: bool) -> None:
        if not may(self._who.role, Act.TAKE):
            raise Refused(Code.WRONG_ROLE)
        held = await self._.store.held_by(self._who.pseudonym)
        if not any(claim.cid == party.cid and not claim.is_guest for claim in held):
            raise Refused(Code.NOT_YOURS)
        if party.rehearses:  # nobody is held back by practice
            minutes = 0
        else:
            minutes = await self._.cooling.begin(party.cid, minutes, asks_longer=asks_longer)
        self._page.send(frames.Cooling(cid=party.cid, minutes=minutes))
        if minutes:
            await self._.chat.tell_again(party, minutes)

    async def close(self) -> None:
        """The window is gone; its conversations stay, and the visitors are told."""
        self._.desk.stop_reading(self._page.emit)
        self._losses.forget()
        self._.rosters.unfollow(self._show_device)
        if self._window is not None:
            self._.duties.end(self._window)
        self.company.close()
        parties = self.parties
        # All are let go before anybody is told: telling may find the store away.
        for party in parties:
            self._forget(party)
        for party in parties:
            await self._.presence.leaves(party)

    @property
    def _number(self) -> str:
        return self._who.pseudonym.decode()

    def _check(self, act: Act) -> None:
        if not may(self._who.role, act):
            raise Refused(Code.WRONG_ROLE)
        if not self._may_work():
            raise Refused(Code.NOT_APPROVED)

    async def _come_back(self, cid: bytes) -> None:
        """A conversation that was lost is back: sit down in it again, if it is ours."""
        for claim in await self._.store.held_by(self._who.pseudonym):
            if claim.cid == cid and cid not in self._parties:
                await self._find_again(claim, after=0)
        await self.tickets.show()

    def _may_work(self) -> bool:
        return self._.rosters.may_work(self._number, self._device)

    async def _find_again(self, claim: Claim, *, after: int) -> None:
        try:
            if await self._sit_down(claim, after=after) is None:
                await self._let_go(claim)
        except Refused:
            return  # somebody else's since the desk was asked

    def _show_device(self, roster: Snapshot) -> None:
        """Tell the page whether its device may work, when that is news."""
        self.company.show_roster(roster)
        if self._device is not None and roster.state_of(self._device) != self._told:
            self._told = roster.state_of(self._device)
            self._page.send(self._told)

    async def _let_go(self, claim: Claim) -> None:
        """What was held is gone: the desk forgets it, or that we sat in it."""
        if not claim.is_guest:
            await self._.chat.released(claim.cid)
            return
        with contextlib.suppress(Refused):
            await self._.store.unseat(claim.cid, claim.place, let_in=(), may_be_alone=False)

    async def _sit_down(
        self, claim: Claim, *, after: int, ref: bytes | None = None
    ) -> Party | None:
        """Follow a conversation this professional holds; None when it is gone."""
        party = Party(
            cid=claim.cid,
            seat=claim.place,
            connection=self._page.connection,
            emit=self._page.emit,
            is_awake=self._page.is_awake,
            over=lambda reason: self._over(claim.cid, reason),
        )
        self._.delivery.follow(party)
        try:
            is_there = await self._enter(party, claim, after=after, ref=ref)
        except BaseException:
            self._forget(party)
            raise
        if not is_there:
            self._forget(party)
            return None
        await self._.delivery.catch_up(party)
        self._.recovery.soon(party)
        await self._.presence.arrives(party)
        return party

    async def _enter(self, party: Party, claim: Claim, *, after: int, ref: bytes | None) -> bool:
        life = await self._.chat.seat(claim)
        if life is None:
            return False
        try:
            data_key = DataKey.unwrap(self._.ring, claim.cid, life.wrapped_key)
            facts = unpack(data_key.open(ABOUT, life.facts), Facts)
        except SealError:
            return False  # sealed by a ring that is no more
        party.enter(data_key, after=after, last=life.last)
        party.language, party.hard_end = facts.language, life.hard_end
        party.rehearses = facts.rehearsal
        self._parties[claim.cid] = party
        for frame in shown(party, claim, life, facts, ref):
            self._page.send(frame)
        return True

    def _forget(self, party: Party) -> None:
        self._.delivery.unfollow(party)
        self._parties.pop(party.cid, None)

    def _over(self, cid: bytes, reason: str) -> None:
        """A conversation ended, by whomever: the page is told and its ticket waits."""
        if self._parties.pop(cid, None) is not None:
            self._.spawn(self._tell_over(cid, reason))

    async def _tell_over(self, cid: bytes, reason: str) -> None:
        self._page.send(frames.Ended(reason=ending_of(reason), cid=cid))
        try:
            if reason not in GONE_ON:
                # Whoever ended it does this too; if that process died, we are here.
                await self._.chat.released(cid)
            await self.tickets.show()
        except Unavailable:
            logger.info("an ended conversation waits for the store")


def ending_of(reason: str) -> fields.Ending:
    """The reason that a browser may see."""
    return cast("fields.Ending", reason) if reason in ENDINGS else "gone"
