"""A visitor comes back after the vault was lost: told so, in line again, or on with what was said.

The visitor's page says its slip. With it the conversation lives again in its old place, with its
old hard end, and with the messages that the page gives back: as they were, sealed by the pages, so
that a changed one is noticed by them and not by us. Nothing of the old data key is needed, and
nobody has it: what lives again gets a new one (decision 0024).
"""

import secrets
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from chatserver.clock import Clock
from chatserver.crypto.at_rest import KeyRing
from chatserver.crypto.tokens import digest
from chatserver.domain.desk import Waiter
from chatserver.domain.errors import Code, Refused
from chatserver.domain.hours import whole_minute
from chatserver.helpline import news
from chatserver.helpline.chat import ABOUT, SHARE, Chat
from chatserver.helpline.delivery import SAID
from chatserver.helpline.endings import mark_of
from chatserver.helpline.recovery import Recovery
from chatserver.helpline.sealing import (
    DataKey,
    Facts,
    LineFacts,
    open_line,
    pack,
    seal_line,
)
from chatserver.helpline.slips import Unopenable, VisitorSlip, open_visitors
from chatserver.store.interface import Conversations
from chatserver.store.interface_of_returns import Returns
from chatserver.store.values import VISITOR, Birth, Came, Return, Standing, State, Unseated
from chatserver.wire import frames

STAGED: Final = 120
"""Seconds that messages wait for those that are still to come."""

OWNER_BYTES: Final = 16


@dataclass(slots=True, kw_only=True)
class Rebuilding:
    """A conversation that is coming back: `upto` of `count` messages are there."""

    cid: bytes
    token: bytes = field(repr=False)
    slip: VisitorSlip = field(repr=False)
    count: int
    upto: int = 0
    is_there: bool = False
    owner: bytes = field(default_factory=partial(secrets.token_bytes, OWNER_BYTES))
    data_key: DataKey = field(repr=False)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is still to come."""
        return self.is_there or self.upto == self.count


@dataclass(frozen=True, slots=True, kw_only=True)
class Returning:
    """See the module's text.

    Attributes:
        capacity: conversations of one professional at once.
        grace: seconds that a visitor without a line is kept.
    """

    conversations: Conversations
    returns: Returns
    recovery: Recovery
    chat: Chat
    ring: KeyRing
    clock: Clock
    capacity: int
    grace: int

    async def verdict(self, cid: bytes, token: bytes, sealed: bytes) -> VisitorSlip:
        """Read a slip of what the vault does not have; nothing changes.

        Raises:
            Refused: GONE: it was not lost, or it came back already and is over since.
            Unopenable: it was lost, and so was the key of the slip.
        """
        slip = await self._read(cid, token, sealed)
        if await self.returns.has_returned(mark_of(cid)):
            raise Refused(Code.GONE)
        return slip

    async def _read(self, cid: bytes, token: bytes, sealed: bytes) -> VisitorSlip:
        return open_visitors(
            self.ring,
            sealed,
            cid=cid,
            token=token,
            born=await self.recovery.born(),
            fresh=self.recovery.fresh,
            now=int(self.clock.now()),
        )

    async def begin(self, said: frames.Return) -> Rebuilding:
        """Let a conversation come back; its messages follow.

        Raises:
            Refused, Unopenable: as `verdict` does.
        """
        is_there = await self.conversations.knows(said.cid, digest(said.token))
        # A process may have died between the life and the desk: then it is not done yet.
        read = self._read if is_there else self.verdict
        return Rebuilding(
            cid=said.cid,
            token=said.token,
            slip=await read(said.cid, said.token, said.slip),
            count=said.count,
            is_there=is_there,
            data_key=DataKey.new(said.cid),
        )

    async def take(self, coming: Rebuilding, said: frames.Pieces) -> None:
        """Put messages back; raises Refused(OUT_OF_TURN) for others than the next ones."""
        upto = said.first + len(said.sealed) - 1
        if coming.is_whole or said.first != coming.upto + 1 or upto > coming.count:
            raise Refused(Code.OUT_OF_TURN)
        await self.returns.stage(
            coming.cid,
            owner=coming.owner,
            first=said.first,
            sealed=[coming.data_key.seal(SAID, each) for each in said.sealed],
            lives=STAGED,
        )
        coming.upto = upto

    async def finish(self, coming: Rebuilding, connection: bytes) -> None:
        """Everything is there: the conversation lives again, and stands where it stood.

        Raises:
            Refused: GONE: it came back by another way, and is over. OUT_OF_TURN: another line of
                this page has begun anew since.
        """
        made = not coming.is_there and await self._rebuild(coming, connection)
        came, turn = await self._bring_back(coming.cid, coming.cid, coming.slip)
        if came == "spent" and made:
            await self.conversations.finish(coming.cid, seat=VISITOR, news=b"")
            raise Refused(Code.GONE)
        holder = coming.slip.holder
        if came == "front" and holder is not None:
            # Who had this visitor has others by now: whoever is free is next.
            went = Unseated("front", turn)
            await self.chat.stand_up(
                coming.cid, holder.place, went, reason="passed", cause=news.NOBODY
            )
        await self.conversations.tell(coming.cid, news.write(news.RETURNED, news.NOBODY))

    async def _rebuild(self, coming: Rebuilding, connection: bytes) -> bool:
        slip, key = coming.slip, coming.data_key
        birth = Birth(
            token_digest=slip.token,
            wrapped_key=key.wrapped(self.ring),
            facts=key.seal(ABOUT, pack(Facts(slip.language, slip.commitment, slip.suites))),
            share=key.seal(SHARE, slip.share),
            hard_end=slip.hard_end,
        )
        return await self.returns.rebuild(
            coming.cid,
            birth,
            owner=coming.owner,
            standing=_standing(slip),
            count=coming.count,
            connection=connection,
            lives=self.grace,
            now=int(self.clock.now()),
        )

    async def may(self, before: frames.Before) -> bool:
        """Whether a lost conversation of this visitor can still come back."""
        try:
            await self.verdict(before.cid, before.token, before.slip)
        except (Refused, Unopenable):
            return False
        return True

    async def stand_where(self, cid: bytes, before: frames.Before) -> bool:
        """Give a new conversation the place of a lost one, once; False for the end of the line."""
        try:
            slip = await self.verdict(before.cid, before.token, before.slip)
        except (Refused, Unopenable):
            return False
        came, _ = await self._bring_back(cid, before.cid, slip, is_new=True)
        return came in {"line", "there"}

    async def _bring_back(
        self, cid: bytes, lost: bytes, slip: VisitorSlip, *, is_new: bool = False
    ) -> tuple[Came, int]:
        holder = None if is_new else slip.holder
        back = Return(
            cid=cid,
            mark=mark_of(lost),
            until=slip.hard_end,
            note=slip.note if cid == lost else self._note(cid, lost, slip),
            rank=rank_of(slip),
            # Whoever begins anew has just tapped.
            is_ready=slip.is_ready or is_new,
        )
        if holder is not None:
            back = Return(
                cid=cid,
                mark=back.mark,
                until=back.until,
                note=back.note,
                rank=back.rank,
                pseudonym=holder.pseudonym,
                ticket=holder.ticket,
                place=holder.place,
                arrival=int(slip.rank),
                turn=holder.turn,
            )
        now = int(self.clock.now())
        return await self.returns.bring_back(back, capacity=self.capacity, now=now)

    def _note(self, cid: bytes, lost: bytes, slip: VisitorSlip) -> bytes:
        """What the desk shows of them, for their new name: since when they are there."""
        facts = open_line(self.ring, lost, slip.note)
        now = whole_minute(self.clock.now())
        return seal_line(self.ring, cid, facts or LineFacts(slip.language, now))


def rank_of(slip: VisitorSlip) -> float:
    """Where they stand in the line: where they stood, or, once taken, as who comes back."""
    if slip.holder is None:
        return slip.rank
    return Waiter(cid=b"", language="", turn=int(slip.rank), has_returned=True).rank


def _standing(slip: VisitorSlip) -> Standing:
    holder, nobody = slip.holder, frozenset[bytes]()
    if holder is None:
        return Standing("waiting", b"", 0, 0, 0, 0, slip.hard_end, nobody)
    state: State = "open" if holder.is_open else "called"
    return Standing(state, holder.place, holder.turn, 0, 0, 0, slip.hard_end, nobody)
