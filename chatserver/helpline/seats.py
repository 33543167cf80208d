"""Who sits where in a conversation: ask a colleague in, sit in, step out, be declined.

None of this lets anybody read. It says whose page the server delivers to; who holds a key
is decided by the visitor's page alone (docs/protocol.md §1.5).
"""

import secrets
from dataclasses import dataclass
from typing import Final

from msgspec import UNSET

from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.errors import Code, Refused
from chatserver.domain.people import Act, may
from chatserver.helpline import news
from chatserver.helpline.chat import Chat
from chatserver.helpline.colleagues import Colleague, Colleagues
from chatserver.helpline.counting import Who
from chatserver.helpline.delivery import Party
from chatserver.helpline.sealing import AskFacts, seal_ask
from chatserver.store.interface import DeskList
from chatserver.store.values import Ask, Claim
from chatserver.wire import codec, frames

GONE_ON: Final = frozenset({"passed", "declined", "not_accepted", "absent", "unanswered"})
"""Reasons by which a professional is out of a conversation that goes on: nothing to tag."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks or answers, and by what colleagues know them."""

    who: Who
    known_as: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """See the module's text. `capacity`: conversations of one professional at once."""

    chat: Chat
    desk: DeskList
    colleagues: Colleagues
    ring: KeyRing
    capacity: int

    async def ask(self, by: Asker, party: Party, said: frames.Ask) -> None:
        """Ask colleagues, one of them, or supervisors to come in; or no longer.

        Raises:
            Refused: NOT_YOURS; OUT_OF_TURN to ask oneself, or somebody by name and by role; of
                somebody by name NOT_HERE, and WRONG_ROLE for a supervisor who should go on alone.
        """
        whom = await self._whom(by.who, said)
        ask = None
        if said.how is not None:
            facts = AskFacts(
                language=party.language,
                by=by.who.name,
                asker=by.who.pseudonym,
                known_as=by.known_as,
                whom=whom.known_as if whom is not None else b"",
                rehearsal=party.rehearses,
            )
            ask = Ask(
                party.cid,
                said.how,
                seal_ask(self.ring, party.cid, facts),
                whom=whom.pseudonym if whom is not None else b"",
                is_for_supervisors=said.role is not UNSET,
            )
        await self.desk.ask(by.who.pseudonym, party.cid, ask)

    async def _whom(self, who: Who, said: frames.Ask) -> Colleague | None:
        """Who alone is asked; None when it is not one."""
        if said.role is not UNSET and (said.whom is not UNSET or said.how != "join"):
            raise Refused(Code.OUT_OF_TURN)
        if said.whom is UNSET:
            return None
        whom = await self.colleagues.find(said.whom)
        if whom is None:
            raise Refused(Code.NOT_HERE)
        if said.how is None or whom.pseudonym == who.pseudonym:
            raise Refused(Code.OUT_OF_TURN)
        if said.how == "handover" and not may(whom.role, Act.TAKE):
            raise Refused(Code.WRONG_ROLE)
        return whom

    async def not_now(self, by: Asker, cid: bytes) -> None:
        """Do not come where one is asked by name; raises Refused(TAKEN)."""
        place = await self.desk.not_now(by.who.pseudonym, cid)
        await self._answer(by, cid, place, comes=False)

    async def sit_in(self, by: Asker, cid: bytes) -> Claim:
        """Answer a colleague who asks; they are told who did.

        Raises:
            Refused: TAKEN, NOT_YOURS (one's own), UNTAGGED, AT_CAPACITY.
        """
        claim = await self.desk.sit_in(
            by.who.pseudonym,
            cid=cid,
            ticket=secrets.token_bytes(16),
            place=secrets.token_bytes(8),
            may_go_on=may(by.who.role, Act.TAKE),
            capacity=self.capacity,
        )
        holds = await self.desk.held(cid)
        if holds is not None:
            await self._answer(by, cid, holds.place, comes=True)
        return claim

    async def _answer(self, by: Asker, cid: bytes, place: bytes, *, comes: bool) -> None:
        said = frames.Answered(cid=cid, colleague=by.known_as, name=by.who.name, comes=comes)
        body = news.for_place(place, codec.encode(said))
        await self.chat.conversations.tell(cid, news.write(news.TO_PLACE, news.NOBODY, body))

    async def give_back(self, party: Party) -> None:
        """Leave a conversation; with nobody else in it, the visitor stands in front of all.

        Raises:
            Refused: NOT_YOURS for a guest, who can step out.
        """
        holds = await self.desk.held(party.cid)
        if holds is None or holds.place != party.seat:
            raise Refused(Code.NOT_YOURS)
        await self.chat.unseat(
            party.cid,
            party.seat,
            reason="passed",
            cause=party.connection,
            may_be_alone=True,
            parts=True,
        )

    async def step_out(self, party: Party) -> None:
        """Leave a conversation to who is in it too; raises Refused(OUT_OF_TURN) if nobody is."""
        await self.chat.unseat(
            party.cid, party.seat, reason="passed", cause=party.connection, may_be_alone=False
        )

    async def decline(self, party: Party, said: frames.Decline) -> None:
        """The visitor's page does not let somebody in, or no longer.

        Raises:
            Refused: NOT_YOURS when nobody sits there (any more).
        """
        reason = "declined" if said.why == "no" else "not_accepted"
        went = await self.chat.unseat(
            party.cid, said.place, reason=reason, cause=party.connection, may_be_alone=True
        )
        if went.went == "guest":
            frame = codec.encode(frames.Refusal(code=Code.DECLINED, cid=party.cid))
            written = news.write(news.TO_STAFF, party.connection, frame)
            await self.chat.conversations.tell(party.cid, written)
